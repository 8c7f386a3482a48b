"""The graphs of the ontology and of background knowledge: read again only where they may have changed."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.rdf.graphs import Lines
from kg.resolution.apply import resolve_entities
from kg.resources.gazetteer import Gazetteer, load_gazetteer
from kg.resources.namespaces import DEFAULT_BASE, KG, KNOWLEDGE_GRAPH, ONTOLOGY_GRAPH, SKOS
from kg.resources.ontology import load_ontology
from kg.store.directory import DirectoryStore
from kg.store.journal import Journal
from kg.store.open import open_store
from tests.processes import killed_while_writing

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = load_ontology()
KNOWLEDGE, SCHEMA = DEFAULT_BASE + KNOWLEDGE_GRAPH, DEFAULT_BASE + ONTOLOGY_GRAPH
EXTRA = f"<{DEFAULT_BASE}person/nobody> <{DEFAULT_BASE}p> <{DEFAULT_BASE}o>"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture
def where(tmp_path: Path, gazetteer: Gazetteer) -> Path:
    """A store in which all is settled."""
    installed(tmp_path / "news.kg", gazetteer)
    return tmp_path / "news.kg"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The graphs whose content is compared from now on."""
    found: list[str] = []
    present = DirectoryStore._present

    def noted(store: DirectoryStore, iri: str) -> Lines:
        found.append(iri)
        return present(store, iri)

    monkeypatch.setattr(DirectoryStore, "_present", noted)
    return found


def installed(where: Path, gazetteer: Gazetteer) -> int:
    with open_store(str(where)) as store:
        count = store.install(ONTOLOGY, gazetteer)
        resolve_entities(store)
        return count


def test_what_has_not_changed_is_not_read_again(where: Path, gazetteer: Gazetteer, read: list[str]) -> None:
    assert installed(where, gazetteer) == 0
    assert read == []


def test_other_knowledge_takes_the_place_of_what_was_there(
    where: Path, tmp_path: Path, gazetteer: Gazetteer, read: list[str]
) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        f"@prefix kg: <{KG}> . @prefix skos: <{SKOS}> .\n"
        f'<{DEFAULT_BASE}person/ada-brandt> a kg:Person ; skos:prefLabel "Ada Brandt" .\n'
    )
    other = load_gazetteer([mine])
    assert installed(where, other) == 1
    assert SCHEMA not in read
    with open_store(str(where), read_only=True) as store:
        assert store.nquads(KNOWLEDGE) == other.nquads(DEFAULT_BASE) != gazetteer.nquads(DEFAULT_BASE)


def settled(where: Path) -> None:
    with open_store(str(where)) as store:
        store.amend(KNOWLEDGE, [], [EXTRA])
        resolve_entities(store)


def unsettled(where: Path) -> None:
    with open_store(str(where)) as store:
        store.amend(KNOWLEDGE, [], [EXTRA])


def cut_off(where: Path) -> None:
    """The writer ends before it has told anybody what it wrote."""
    code = (
        "import os, sys; from kg.store.open import open_store\n"
        "open_store(sys.argv[1]).amend(sys.argv[2], [], [sys.argv[3]]); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(where), KNOWLEDGE, EXTRA], cwd=ROOT, check=False)
    assert done.returncode == 9


def taken_away(where: Path) -> None:
    with open_store(str(where)) as store:
        store._change(KNOWLEDGE, store.lines(KNOWLEDGE), [], remove=True)


def unnoted(where: Path) -> None:
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(Journal, "note", lambda self, graphs: None)
        earlier.setattr(Journal, "published", lambda self, stamp: None)
        earlier.setattr("kg.store.directory.carry_over", lambda *_: None)
        unsettled(where)


def with_notes_of_before(where: Path) -> None:
    shutil.copytree(where / "resolution", where.with_name("before"))
    settled(where)
    shutil.rmtree(where / "resolution")
    shutil.move(where.with_name("before"), where / "resolution")


@pytest.mark.parametrize("change", [settled, unsettled, cut_off, taken_away, unnoted, with_notes_of_before])
def test_what_has_changed_is_put_right(
    where: Path, gazetteer: Gazetteer, change: Callable[[Path], None]
) -> None:
    change(where)
    assert installed(where, gazetteer) == 1
    with open_store(str(where), read_only=True) as store:
        assert store.nquads(KNOWLEDGE) == gazetteer.nquads(DEFAULT_BASE)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"token": "a", "snapshot": null, "digests": 3}'])
def test_notes_that_are_damaged_are_not_believed(
    where: Path, gazetteer: Gazetteer, read: list[str], text: str
) -> None:
    (where / "resolution" / "settled.json").write_text(text)
    assert installed(where, gazetteer) == 0
    assert read[:2] == [SCHEMA, KNOWLEDGE]


WRITER = """
import sys
from kg.resolution.apply import resolve_entities
from kg.resources.ontology import load_ontology
from kg.store.directory import DirectoryStore
from kg.store.open import open_store
from tests.processes import killed_while_writing
from tests.test_installed import Other

DirectoryStore.EVERY = float(sys.argv[2])
print("ready", flush=True)
for turn in range(40):
    with open_store(sys.argv[1]) as store:
        store.install(load_ontology(), Other({}, {}, number=turn % 3))
        if turn % 2:
            resolve_entities(store)
    print("done", flush=True)
"""


@dataclass(frozen=True, slots=True)
class Other(Gazetteer):
    """Background knowledge that differs by a number."""

    number: int = 0

    def nquads(self, base: str = DEFAULT_BASE) -> bytes:
        lines = [f'<{base}person/p{i}> <{SKOS}prefLabel> "P{i * self.number}"' for i in range(50)]
        return "".join(sorted(f"{line} <{base}{KNOWLEDGE_GRAPH}> .\n" for line in lines)).encode()


@pytest.mark.parametrize("seed", [pytest.param(n, marks=[pytest.mark.slow] if n else []) for n in range(20)])
def test_a_writer_that_is_killed_leaves_no_other_knowledge(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    where = tmp_path / "news.kg"
    for _ in range(3):
        killed_while_writing(WRITER, where, dice, steps=5, seconds=0.2)
        wanted = Other({}, {}, number=dice.randrange(3))
        installed(where, wanted)
        with open_store(str(where), read_only=True) as store:
            assert store.nquads(KNOWLEDGE) == wanted.nquads()
