"""A store in a directory in which only what has changed is decided: the same bytes as deciding over
everything, whatever is lost, damaged or killed.
"""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.resolution import profiles
from kg.resolution.apply import StoredNames, resolve_entities
from kg.resources.namespaces import DEFAULT_BASE, IDENTITY_GRAPH
from kg.store.base import Store
from kg.store.directory import DirectoryStore
from kg.store.journal import Journal
from kg.store.open import open_store
from tests.processes import killed_while_writing
from tests.test_identity import GRAPHS

ARTICLES = [
    (iri.replace("/article/", f"/article/{copy}"), text.replace(b"/article/", f"/article/{copy}".encode()))
    for copy in ("", "again-")
    for iri, text in GRAPHS
]
IDENTITY = DEFAULT_BASE + IDENTITY_GRAPH


def at_once(where: Path, graphs: list[tuple[str, bytes]]) -> bytes:
    """What a store of a kind without a journal holds, where everything is decided each time."""
    with open_store(str(where)) as store:
        assert store.journal is None
        store.add(graphs)
        resolve_entities(store)
        return store.dump("nquads")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """All articles, decided at once."""
    return at_once(tmp_path_factory.mktemp("at_once") / "news.nq", ARTICLES)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles whose profiles are read from a store from now on."""
    found: list[str] = []
    read = profiles.profiled_articles

    def noted(*given: object, **named: object) -> Iterator[object]:
        for article in read(*given, **named):  # type: ignore[arg-type]
            found.append(article.iri)
            yield article

    monkeypatch.setattr("kg.resolution.apply.profiled_articles", noted)
    return found


def put(store: Store, graphs: list[tuple[str, bytes]]) -> None:
    store.add(StoredNames(store).given(graphs))
    resolve_entities(store)


def made(where: Path, graphs: list[tuple[str, bytes]] = ARTICLES) -> bytes:
    with open_store(str(where)) as store:
        put(store, graphs)
        return store.dump("nquads")


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_coming_and_going_gives_the_same_bytes(
    tmp_path: Path, seed: int, expected: bytes
) -> None:
    dice = random.Random(seed)
    where, now = tmp_path / "news.kg", dict[str, bytes]()
    for step in range(5):
        with open_store(str(where)) as store:
            for iri in [iri for iri in now if dice.random() < 0.3]:
                store.forget(iri)
                del now[iri]
            new = dice.sample(ARTICLES, dice.randrange(4))
            store.add(StoredNames(store).given(new) if dice.random() < 0.7 else new)
            now.update(new)
            resolve_entities(store)
            assert store.dump("nquads") == at_once(tmp_path / f"{step}.nq", list(now.items()))
    assert made(where) == expected


def test_only_what_was_written_is_read(tmp_path: Path, asked: list[str]) -> None:
    made(tmp_path / "news.kg", ARTICLES[:6])
    assert sorted(asked) == sorted(iri for iri, _ in ARTICLES[:6])
    asked.clear()
    with open_store(str(tmp_path / "news.kg")) as store:
        assert resolve_entities(store) == 0
        assert asked == []
        store.add(ARTICLES[6:7])
        store.forget(ARTICLES[0][0])
        resolve_entities(store)
    assert asked == [ARTICLES[6][0]]


@pytest.mark.parametrize("at_once", [False, True], ids=["published at the end", "published at once"])
def test_what_is_settled_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], at_once: bool
) -> None:
    if at_once:
        monkeypatch.setattr(DirectoryStore, "_publish_in_time", DirectoryStore._publish)
    made(tmp_path / "news.kg", ARTICLES[:4])
    asked.clear()
    made(tmp_path / "news.kg", ARTICLES[:5])
    assert asked == [ARTICLES[4][0]]
    asked.clear()
    made(tmp_path / "news.kg", ARTICLES[:5])
    assert asked == []


def damaged(path: Path) -> None:
    path.write_bytes(b"no tables " * 1000)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def of_another_version(path: Path) -> None:
    with sqlite3.connect(path) as tables:
        tables.execute("UPDATE meta SET value='older' WHERE key='decider'")


def without_a_table(path: Path) -> None:
    with sqlite3.connect(path) as tables:
        tables.execute("DROP TABLE grp")


def of_an_earlier_time(path: Path) -> None:
    shutil.copy(path.with_name("earlier"), path)


@pytest.mark.parametrize(
    "harm", [Path.unlink, damaged, cut_short, of_another_version, without_a_table, of_an_earlier_time]
)
def test_tables_that_are_not_those_of_the_store_are_made_anew(
    tmp_path: Path, harm: Callable[[Path], None], expected: bytes, asked: list[str]
) -> None:
    where = tmp_path / "news.kg"
    tables = where / "resolution" / "tables.sqlite"
    made(where, ARTICLES[:2])
    shutil.copy(tables, tables.with_name("earlier"))
    made(where, ARTICLES[2:5])
    harm(tables)
    asked.clear()
    assert made(where, ARTICLES[5:]) == expected
    assert set(asked) == {iri for iri, _ in ARTICLES}
    asked.clear()
    made(where, ARTICLES[5:])
    assert asked == []


def test_a_folder_that_is_gone_or_of_an_earlier_time_is_made_anew(tmp_path: Path, expected: bytes) -> None:
    where = tmp_path / "news.kg"
    made(where, ARTICLES[:3])
    shutil.copytree(where / "resolution", tmp_path / "earlier")
    made(where, ARTICLES[3:6])
    shutil.rmtree(where / "resolution")
    shutil.copytree(tmp_path / "earlier", where / "resolution")
    assert made(where, ARTICLES[6:7]) == at_once(tmp_path / "some.nq", ARTICLES[:7])
    shutil.rmtree(where / "resolution")
    assert made(where, ARTICLES[7:]) == expected


def test_who_writes_without_a_journal_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: bytes
) -> None:
    made(tmp_path / "news.kg", ARTICLES[:5])
    with monkeypatch.context() as earlier:
        earlier.setattr(Journal, "note", lambda self, graphs: None)
        earlier.setattr(Journal, "published", lambda self, stamp: None)
        earlier.setattr("kg.store.directory.carry_over", lambda *_: None)
        with open_store(str(tmp_path / "news.kg")) as store:
            store.add(ARTICLES[5:7])
    assert made(tmp_path / "news.kg", ARTICLES[7:]) == expected


def test_decisions_that_somebody_changed_are_put_right(tmp_path: Path, expected: bytes) -> None:
    made(tmp_path / "news.kg")
    with open_store(str(tmp_path / "news.kg")) as store:
        lines = store.lines(IDENTITY)
        assert store.amend(IDENTITY, lines[:3], [f"<{DEFAULT_BASE}x> <{DEFAULT_BASE}y> <{DEFAULT_BASE}z>"])
        assert store.lines(IDENTITY) != lines
        resolve_entities(store)
        assert store.dump("nquads") == expected


def test_a_graph_is_amended_without_being_read(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "news.kg")) as store:
        one, two, three = (f"<{DEFAULT_BASE}{n}> <{DEFAULT_BASE}p> <{DEFAULT_BASE}o>" for n in "abc")
        assert store.amend(IDENTITY, [three], [one, two])
        assert store.lines(IDENTITY) == sorted(store.merged()) == [one, two]
        assert not store.amend(IDENTITY, [three], [one])
        assert store.amend(IDENTITY, [one, two], [])
        assert (store.graphs(), list(store.merged())) == ([], [])


WRITER = """
import pickle, sys
from kg.resolution.apply import StoredNames, resolve_entities
from kg.store.directory import DirectoryStore
from kg.store.open import open_store
from tests.test_incremental_store import ARTICLES

DirectoryStore.EVERY = float(sys.argv[2])
print("ready", flush=True)
for first in range(0, len(ARTICLES), 2):
    with open_store(sys.argv[1]) as store:
        store.add(StoredNames(store).given(ARTICLES[first : first + 2]))
        resolve_entities(store)
        if first:
            store.forget(ARTICLES[first - 1][0])
            resolve_entities(store)
    print("done", flush=True)
"""


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=[pytest.mark.slow] if n >= 2 else []) for n in range(30)]
)
def test_a_writer_that_is_killed_leaves_nothing_undecided(tmp_path: Path, seed: int, expected: bytes) -> None:
    dice = random.Random(seed)
    where = tmp_path / "news.kg"
    for _ in range(2):
        killed_while_writing(WRITER, where, dice, steps=4, seconds=0.1)
        if (where / "newskg.json").exists() and dice.random() < 0.5:
            with open_store(str(where), read_only=True) as reader:
                reader.graphs()
    assert made(where) == expected


def test_a_step_that_fails_is_done_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: bytes
) -> None:
    where = tmp_path / "news.kg"
    made(where, ARTICLES[:4])

    def fails(*_: object, **__: object) -> bool:
        raise StoreError("news.kg", "fails", "none")

    for step in ("amend", "_change"):
        with monkeypatch.context() as broken:
            broken.setattr(DirectoryStore, step, fails)
            with open_store(str(where)) as store, pytest.raises(StoreError):
                put(store, ARTICLES[4:])
    assert made(where) == expected


def test_a_name_that_was_cut_short_in_the_journal_harms_no_other(tmp_path: Path) -> None:
    journal = Journal(tmp_path, None)
    journal.note(["urn:one"])
    with (tmp_path / "written").open("ab") as file:
        file.write(b"urn:tw")
    again = Journal(tmp_path, None)
    assert list(again.written) == ["urn:one"]
    again.note(["urn:two"])
    assert list(Journal(tmp_path, None).written) == ["urn:one", "urn:two"]
    assert re.fullmatch("urn:one\nurn:two\n", (tmp_path / "written").read_text())
