"""The wheel: built, installed away from the checkout, and put to work with nothing but what it carries."""

from __future__ import annotations

import email
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = (
    "OSLO, 3 November 2025 -- Norwegian Prime Minister Jonas Gahr Store met with German Chancellor "
    "Friedrich Merz in Oslo on Monday.\n"
)


def run(*command: object, cwd: Path, **environment: str) -> str:
    """What a command prints, without any trace of the checkout in its environment."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NEWSKG"))
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("newskg-*.whl")
    return built


def installed(wheel: Path, folder: Path) -> Path:
    """The bin folder of a fresh environment that has the wheel, and the rest from the environment that runs
    the tests.
    """
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    bin = folder / "venv" / "bin"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        bin / "python",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        wheel,
        cwd=folder,
    )
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "rest.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return bin


def test_the_wheel_carries_data_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "kg/py.typed",
        "kg/data/ontology/kg.ttl",
        "kg/data/ontology/patterns/meets.toml",
        "kg/data/queries/meetings.rq",
        "kg/data/seeds/knowledge/countries.ttl",
        "kg/pipeline_en/config.cfg",
    ):
        assert wanted in names
    assert any(name.startswith("kg/data/seeds/articles/") for name in names)
    assert any(name.startswith("kg/data/seeds/events/") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert any(name.endswith("/data/share/man/man1/kg.1") for name in names)
    assert not [
        name for name in names if name.startswith(("tests/", "scripts/", "docs/")) or "__pycache__" in name
    ]


def test_the_installed_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    bin = installed(wheel, tmp_path)
    (tmp_path / "oslo.txt").write_text(ARTICLE, encoding="utf-8")
    where = run(
        bin / "python",
        "-c",
        "import kg, kg.paths as p; print(kg.__file__, p.ONTOLOGY, p.QUERIES, p.SEEDS)",
        cwd=tmp_path,
    )
    assert all(path.startswith(str(tmp_path)) for path in where.split())
    assert '"relation": "meets"' in run(bin / "kg", "extract", "oslo.txt", cwd=tmp_path)
    run(bin / "kg", "build", "news.kg", "oslo.txt", cwd=tmp_path)
    assert "Friedrich Merz" in run(bin / "kg", "query", "news.kg", "meetings", cwd=tmp_path)
    assert "Traceback" not in run(bin / "kg", "check", cwd=tmp_path)
    loading = (
        "import spacy; nlp = spacy.load('en_newskg', exclude=['ner']); "
        "print(nlp.meta['name'], nlp.pipe_names)"
    )
    said = run(bin / "python", "-W", "error::UserWarning", "-c", loading, cwd=tmp_path)
    assert said.startswith("newskg")
    assert "parser" in said
    assert "ner" not in said.split("'")


def test_spacy_is_told_the_version_of_the_pipeline_that_there_is() -> None:
    card = email.message_from_string((ROOT / "en_newskg.egg-info" / "PKG-INFO").read_text(encoding="utf-8"))
    meta = json.loads((ROOT / "kg" / "pipeline_en" / "meta.json").read_text(encoding="utf-8"))
    assert card["Name"] == f"{meta['lang']}_{meta['name']}"
    assert (card["Version"], card["License"]) == (meta["version"], meta["license"])


@pytest.mark.slow
def test_every_dependency_is_declared(wheel: Path, tmp_path: Path) -> None:
    """A full install, from the package index: nothing that only the development environment has is needed."""
    venv.create(tmp_path / "venv", with_pip=True)
    bin = tmp_path / "venv" / "bin"
    run(bin / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    (tmp_path / "oslo.txt").write_text(ARTICLE, encoding="utf-8")
    run(bin / "kg", "build", "news.kg", "oslo.txt", cwd=tmp_path)
    for command in (
        ["stats"],
        ["validate"],
        ["export", "-f", "plover"],
        ["plot", "-o", "a.svg"],
        ["plot", "-o", "a.html"],
    ):
        run(bin / "kg", command[0], "news.kg", *command[1:], cwd=tmp_path)
