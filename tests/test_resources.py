"""All that is looked up: which files are read, how often, and what a changed byte in one of them does."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language

from kg import building, paths, pipeline
from kg.building import build
from kg.errors import DataError, KGError
from kg.model import Document
from kg.pipeline import Pipeline, Settings, run_of
from kg.resources.data_files import DataFiles
from kg.resources.resources import Resources, load_resources
from kg.store.open import open_store

DOCUMENTS = [Document("a", "Norway attacked Chad.", published="2025-11-04")]
ONE_OF_EACH_KIND = (
    "ontology/kg.ttl",
    "ontology/plover.ttl",
    "ontology/patterns/lists.toml",
    "ontology/patterns/meets.toml",
    "ontology/lexicon.toml",
    "ontology/given_names.toml",
    "ontology/noun_kinds.toml",
    "ontology/divisions.toml",
    "ontology/reading.toml",
    "ontology/modality.toml",
    "ontology/syntax.toml",
    "ontology/time.toml",
    "ontology/confidence.toml",
    "seeds/knowledge/countries.ttl",
)

NOT_READ = {"shapes.ttl", "plover.toml", "followthemoney.toml", "colours.toml", "ingest.toml"}
"""Data files of validation, of exports, of pictures and of finding articles in files."""


@pytest.fixture(scope="module")
def shipped() -> Resources:
    return load_resources()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the data that ships."""
    for name in ("ontology", "seeds"):
        shutil.copytree(paths.DATA / name, tmp_path / "data" / name)
    return tmp_path / "data"


@pytest.fixture
def opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file of the copy is opened from now on."""
    counts: Counter[str] = Counter()
    plain = io.open

    def noted(file: object, *given: object, **named: object) -> object:
        if isinstance(file, Path) and file.is_relative_to(root):
            counts[str(file.relative_to(root))] += 1
        return plain(file, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", noted)
    return counts


def change(path: Path) -> None:
    """Add a byte that says nothing."""
    path.write_bytes(path.read_bytes() + b"\n")


def test_a_build_opens_every_data_file_once(
    root: Path, opened: Counter[str], nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "load_pipeline", lambda name=None: nlp)
    with open_store(str(root.parent / "a.nq")) as store:
        build(store, DOCUMENTS, Settings(files=DataFiles(root=root)))
    files = {
        str(path.relative_to(root))
        for folder in ("ontology", "seeds/knowledge")
        for path in (root / folder).rglob("*")
        if path.is_file() and path.name not in NOT_READ
    }
    assert opened == dict.fromkeys(files, 1)
    assert files >= set(ONE_OF_EACH_KIND)


def test_a_copy_of_the_data_has_the_same_digest(root: Path, shipped: Resources) -> None:
    assert load_resources(DataFiles(root=root)).digest == shipped.digest


def test_a_changed_byte_makes_a_build_read_again(
    root: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "load_pipeline", lambda name=None: nlp)
    read: list[str] = []
    patterned = Pipeline._patterned
    monkeypatch.setattr(
        Pipeline, "_patterned", lambda *given: (read.append(given[1].id), patterned(*given))[1]
    )
    with open_store(str(root.parent / "a.nq")) as store:
        for number, name in enumerate((None, *ONE_OF_EACH_KIND), 1):
            if name is not None:
                change(root / name)
            build(store, DOCUMENTS, Settings(files=DataFiles(root=root)))
            assert len(read) == number, name
        build(store, DOCUMENTS, Settings(files=DataFiles(root=root)))
    assert len(read) == number


def test_a_file_of_ones_own_counts(tmp_path: Path, shipped: Resources) -> None:
    own = tmp_path / "own.toml"
    own.write_text('relation = "meets"\n[[pattern]]\nname = "own"\nverbs = ["greet"]\n', encoding="utf-8")
    digest = load_resources(DataFiles(patterns=(own,))).digest
    assert digest != shipped.digest
    assert digest == load_resources(DataFiles(patterns=(own,))).digest


def test_a_lexicon_of_ones_own_is_read(tmp_path: Path, nlp: Language, shipped: Resources) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[capabilities]\nWeapon = ["widget"]\n', encoding="utf-8")
    said = []
    for files in (DataFiles(), DataFiles(lexicon=(own,))):
        found = Pipeline(Settings(files=files), nlp).read([Document("a", "North Korea test-fired a widget.")])
        said.append([s.object.entity.cls for s in next(found).statements if s.object])
    assert said == [[], ["Weapon"]]
    assert load_resources(DataFiles(lexicon=(own,))).digest != shipped.digest


def test_shards_of_other_data_are_not_taken(
    root: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "load_pipeline", lambda name=None: nlp)
    shards = root.parent / "shards"
    for number in range(2):
        with open_store(str(root.parent / f"{number}.nq")) as store:
            build(store, DOCUMENTS, Settings(files=DataFiles(root=root)), shards=str(shards))
        assert len(list(shards.iterdir())) == number + 1
        change(root / "ontology" / "modality.toml")


def test_a_worker_with_other_data_is_refused(
    root: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "load_pipeline", lambda name=None: nlp)
    settings = Settings(files=DataFiles(root=root))
    start = building._PipelineStarter(settings, run_of(settings, load_resources(settings.files)))
    assert start().run == start.expected
    change(root / "ontology" / "lexicon.toml")
    with pytest.raises(KGError, match=r"another version .* of a data file"):
        start()


def test_an_absent_file_is_named(root: Path) -> None:
    (root / "ontology" / "modality.toml").unlink()
    with pytest.raises(DataError, match=r"modality\.toml: cannot be read"):
        load_resources(DataFiles(root=root))
