"""The documents say what is there: every command, query and relation, generated pages fresh, sessions as they
run.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import app
from kg.query.stored import load_queries
from kg.resources.ontology import load_ontology

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"## kg {command}\n" in text("docs/cli.md")
    assert f"`kg {command}`" in text("README.md")
    assert f"$ kg {command}" in text("README.md") or f"| kg {command}" in text("README.md")


@pytest.mark.parametrize("query", sorted(load_queries()))
def test_every_query_is_documented(query: str) -> None:
    assert f"## {query}\n" in text("docs/queries.md")


@pytest.mark.parametrize("relation", sorted(load_ontology().relations))
def test_every_relation_is_documented(relation: str) -> None:
    assert f"| `{relation}`" in text("docs/ontology.md")


@pytest.mark.parametrize(
    "script",
    [
        "cli_reference.py",
        "man_page.py",
        "ontology_reference.py",
        "query_reference.py",
        pytest.param("sessions.py", marks=pytest.mark.slow),
    ],
)
def test_generated_pages_are_fresh(script: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_map_of_the_package_is_true() -> None:
    """Each file of docs/architecture.md is there; one named alone lies beside the one before it."""
    page, folder, files = text("docs/architecture.md"), "", []
    for name in re.findall(r"`([\w./]+(?:\.(?:py|js|ttl|toml)|/))`", page):
        folder = name.rpartition("/")[0] if "/" in name else folder
        files.append(name if "/" in name else f"{folder}/{name}")
    assert [name for name in files if not (ROOT / name).exists()] == []
    packages = {path.parent.name for path in (ROOT / "kg").glob("*/__init__.py")}
    assert {package for package in packages if f"kg/{package}/" not in page} == set()


def test_the_changelog_begins_with_this_version() -> None:
    from kg.version import __version__

    first = re.search(r"^## (\d\S*)", text("CHANGELOG.md"), re.MULTILINE)
    assert first is not None
    assert first[1] == __version__
