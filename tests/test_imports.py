"""Who may import whom, and what must not be loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import networkx
import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
FILES = sorted(PACKAGE.rglob("*.py"))

CHAIN = (
    ("errors", "version", "model", "terminal", "fingerprint"),
    ("paths", "table"),
    ("execution", "ingest"),
    ("nlp",),
    ("resources",),
    ("extraction", "rdf"),
    ("store",),
    ("resolution", "query", "analysis", "evaluation"),
    ("export", "plot", "pipeline"),
    ("building", "load", "checks", "serve", "spacy_component"),
    ("api",),
    ("cli", "__init__"),
    ("__main__",),
)
"""The packages and files of `kg` in layers.

Each imports from earlier layers and from itself, never from its own layer's others or from later ones,
wherever in a file the import stands.
"""

LAYERS = {name: layer for layer, names in enumerate(CHAIN) for name in names}

# Libraries that only some packages may import, anywhere in the file.
HOMES = {
    "spacy": (
        "nlp/",
        "export/annotations.py",
        "extraction/learned/",
        "extraction/relations/learned_statements.py",
        "pipeline.py",
        "spacy_component.py",
    ),
    "pyoxigraph": ("rdf/", "store/", "query/", "analysis/", "resolution/", "resources/", "serve/"),
    "pandas": ("table.py",),
    "polars": ("table.py",),
    "pyarrow": ("export/columnar.py", "table.py", "ingest/records.py"),
    "followthemoney": ("export/followthemoney.py",),
    "networkx": ("analysis/", "export/", "plot/", "api.py"),
    "typer": ("cli/",),
    "fastapi": ("serve/",),
    "starlette": ("serve/",),
    "uvicorn": ("serve/",),
    "httpx": ("store/http.py", "ingest/fetching.py"),
    "trafilatura": ("ingest/web_pages.py",),
    "feedparser": ("ingest/feeds.py",),
    "warcio": ("ingest/archives.py",),
    "dask": ("execution/cluster.py",),
    "distributed": ("execution/cluster.py",),
    "fsspec": ("paths.py",),
}


def module_name(path: Path, package: Path = PACKAGE) -> str:
    """``kg.nlp.parser`` for kg/nlp/parser.py, ``kg.nlp`` for its package."""
    parts = ("kg", *path.relative_to(package).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


def imports(tree: ast.AST) -> Iterator[str]:
    """Modules imported anywhere in a tree, and names imported from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(source: str, module: str) -> set[str]:
    """The modules of `kg` that the source of a module imports; a package stands for what is imported from its
    ``__init__``.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "kg"}
        elif isinstance(node, ast.ImportFrom) and (origin := _origin(node, module)).split(".")[0] == "kg":
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                found.add(inner if inner in MODULES else origin)
    return found


def _origin(node: ast.ImportFrom, module: str) -> str:
    """What a module imports from, by its full name also where the import is relative."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    package = parts if MODULES[module].name == "__init__.py" else parts[:-1]
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def layer_of(module: str) -> tuple[int, str]:
    """The layer of a module, and the package or file of `kg` that it belongs to."""
    member = [*module.split("."), "__init__"][1]
    assert member in LAYERS, f"{member} has no place in CHAIN"
    return LAYERS[member], member


def arrows_back(arrows: Mapping[str, set[str]]) -> list[str]:
    """The imports that do not lead to an earlier layer."""
    found = []
    for importer, imported in sorted(arrows.items()):
        layer, member = layer_of(importer)
        for module in sorted(imported):
            other, target = layer_of(module)
            if target != member and other >= layer:
                found.append(f"{importer} -> {module}")
    return found


def circles(arrows: Mapping[str, set[str]]) -> list[list[str]]:
    """Modules that import each other, directly or not."""
    graph = networkx.DiGraph([(a, b) for a, found in arrows.items() for b in found])
    return [sorted(one) for one in networkx.strongly_connected_components(graph) if len(one) > 1]


def arrows() -> dict[str, set[str]]:
    """Module -> the modules of `kg` that it imports, of the package as it is.

    `kg` hands on names of `kg.api` only when asked for one, so that this arrow is no part of importing.
    """
    return {
        module: own_imports(path.read_text(encoding="utf-8"), module)
        - ({"kg.api"} if module == "kg" else set())
        for module, path in MODULES.items()
    }


def test_imports_lead_to_earlier_layers() -> None:
    assert arrows_back(arrows()) == []


def test_no_modules_import_each_other() -> None:
    assert circles(arrows()) == []


@pytest.mark.parametrize(
    ("importer", "line"),
    [
        ("kg.nlp.parser", "from kg.pipeline import Pipeline"),
        ("kg.rdf.writer", "from kg.store.base import Store"),
        ("kg.resources.ontology", "import kg.analysis.network"),
        ("kg.resolution.apply", "def late():\n    from kg.analysis import evidence"),
        ("kg.rdf.writer", "from ..pipeline import Pipeline"),
        ("kg.rdf.writer", "from .. import pipeline"),
        ("kg.query.stored", "if TYPE_CHECKING:\n    from kg.plot.draw import draw"),
    ],
)
def test_a_new_arrow_is_noticed(importer: str, line: str) -> None:
    found = arrows_back({**arrows(), importer: own_imports(line, importer)})
    assert [arrow.partition(" -> ")[0] for arrow in found] == [importer]


def test_a_new_circle_is_noticed() -> None:
    now = arrows()
    now["kg.nlp.tokens"] = now["kg.nlp.tokens"] | {"kg.nlp.parser"}
    now["kg.nlp.parser"] = now["kg.nlp.parser"] | {"kg.nlp.tokens"}
    assert circles(now) == [["kg.nlp.parser", "kg.nlp.tokens"]]


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


def test_the_command_line_loads_only_errors_early() -> None:
    for path in (PACKAGE / "cli").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        early = ast.Module([n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)], [])
        found = own_imports(ast.unparse(early), f"kg.cli.{path.stem}")
        assert {m for m in found if not m.startswith("kg.cli")} <= {"kg.errors", "kg.version"}, path.name


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.errors", "kg.model"])
def test_nothing_heavy_is_loaded_early(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    heavy = {
        "spacy", "rdflib", "networkx", "pyoxigraph", "scipy", "numpy", "bokeh", "matplotlib", "pyshacl",
        "oxrdflib", "yaml", "rich", "httpx", "fastapi", "pydantic", "starlette", "uvicorn",
        "trafilatura", "lxml", "feedparser", "warcio", "py3langid",
    }  # fmt: skip
    assert loaded & heavy == set()
