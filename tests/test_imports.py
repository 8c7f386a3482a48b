"""Who may import whom, and what must not be loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
FILES = sorted(PACKAGE.rglob("*.py"))
NOUNS = {"kg", "kg.errors", "kg.model", "kg.paths"}
ROADS = {"pipeline", "api", "check", "load"}  # files that string rooms together

# What a folder's rooms may import from other folders, apart from the nouns.
FOLDERS = {
    "reading": set(),
    "understanding": {"graph.ontology", "graph.knowledge", "graph.vocabulary"},
    "running": set(),
    "graph": set(),
    "identity": {
        "asking.network",
        "graph.store",
        "graph.rdf",
        "graph.readback",
        "graph.fingerprint",
        "graph.vocabulary",
        "understanding.events",
        "understanding.lexicon",
    },
    "asking": {"graph.store", "graph.vocabulary", "graph.ontology", "graph.exchange", "graph.rdf", "graph.readback", "graph.serialize"},
}
# Libraries that only some rooms may import, anywhere in the file.
HOMES = {
    "spacy": ("reading/parse.py", "reading/pipe.py", "understanding/", "pipeline.py"),
    "pyoxigraph": ("graph/", "asking/", "identity/"),
    "networkx": ("asking/", "api.py"),
    "typer": ("cli/",),
    "dask": ("running/cluster.py",),
    "distributed": ("running/cluster.py",),
    "fsspec": ("paths.py",),
}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def at_module_level(tree: ast.Module) -> Iterator[str]:
    """What importing the file imports: blocks under TYPE_CHECKING are not run."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(ast.Module([node], []))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_meet_in_the_nouns(path: Path) -> None:
    inside = path.relative_to(PACKAGE)
    own = inside.parts[0]
    found = {name for name in at_module_level(ast.parse(path.read_text(encoding="utf-8"))) if name.split(".")[0] == "kg"} - NOUNS
    if own.removesuffix(".py") in ROADS or own == "__main__.py":
        return
    if own == "cli":
        assert {name for name in found if not name.startswith("kg.cli") and name not in {"kg.__version__"}} <= {"kg.errors.KGError"}
        return
    foreign = {
        name.removeprefix("kg.")
        for name in found
        if not name.startswith((f"kg.{own}", "kg.errors.", "kg.model.", "kg.paths.")) and name not in {"kg.__version__"}
    }
    allowed = FOLDERS.get(own, set())
    assert {
        name for name in foreign if not any(name == room or name.startswith(f"{room}.") for room in allowed) and name not in FOLDERS
    } == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_stay_at_home(path: Path) -> None:
    inside = str(path.relative_to(PACKAGE))
    found = {name.split(".")[0] for name in imports(ast.parse(path.read_text(encoding="utf-8")))}
    for library, homes in HOMES.items():
        if library in found:
            assert inside.startswith(homes), f"{library} in {inside}"
    assert not {"spacy", "pyoxigraph"} <= found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if path.relative_to(PACKAGE).parts[0] == "cli":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in {"print", "exit", "quit", "sys.exit"}, f"line {node.lineno}"


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.errors", "kg.model"])
def test_nothing_heavy_is_loaded_early(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    heavy = {"spacy", "rdflib", "networkx", "pyoxigraph", "scipy", "numpy", "bokeh", "matplotlib", "pyshacl", "oxrdflib", "yaml", "rich"}
    assert loaded & heavy == set()
