"""The project file: what the command line leaves out is taken from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.cli.project import project_defaults
from kg.errors import DataError

COMMANDS = {"build": {"store", "sources", "least", "column", "jobs"}, "stats": {"store", "top"}}


def defaults(folder: Path, text: str) -> dict[str, dict[str, object]]:
    (folder / "newskg.toml").write_text(text)
    return project_defaults(COMMANDS, folder)


def test_each_command_gets_what_it_has(tmp_path: Path) -> None:
    found = defaults(
        tmp_path, 'store = "a.kg"\nsources = "in"\nmin-confidence = 0.4\ntop = 3\n[column]\ntext = "S"'
    )
    assert found["build"] == {"store": "a.kg", "sources": ["in"], "least": 0.4, "column": ["text=S"]}
    assert found["stats"] == {"store": "a.kg", "top": 3}


def test_a_folder_without_one_gives_nothing(tmp_path: Path) -> None:
    assert project_defaults(COMMANDS, tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('stroe = "a.kg"', "no option 'stroe'; did you mean store?"),
        ("store = ", "cannot be read"),
        ("zz = 1", "no option"),
    ],
)
def test_a_faulty_one_is_told(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(DataError, match=fault.replace("?", r"\?")):
        defaults(tmp_path, text)


def test_build_alone_does_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text("Ana Brnabic met with Edi Rama in Tirana.")
    Path("newskg.toml").write_text('store = "news.ttl"\nsources = ["in"]\njobs = 1\ntop = 1\n')
    built = CliRunner().invoke(app, ["build"])
    assert (built.exit_code, built.stderr) == (0, "1 article, 1 statement into news.ttl\n")
    assert CliRunner().invoke(app, ["stats"]).stdout.startswith("1 article, ")
    Path("b.txt").write_text("Qatar condemned Chad on Monday.")
    assert "into other.ttl" in CliRunner().invoke(app, ["build", "other.ttl", "b.txt"]).stderr
    Path("newskg.toml").unlink()
    assert CliRunner().invoke(app, ["build"]).exit_code == 2
