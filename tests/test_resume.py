"""Writers of a directory that are stopped at any moment: what they said is done is there, and doing it again
does the rest.
"""

from __future__ import annotations

import pickle
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import load_ontology
from kg.store.base import Store
from kg.store.open import open_store
from tests.readings import sample_readings

ROOT = Path(__file__).resolve().parent.parent
Graphs = list[tuple[str, bytes]]

WRITER = """
import pickle, resource, sys
from kg.store.directory import DirectoryStore
from kg.store.oxigraph import LocalStore
from kg.store.open import open_store

where, graphs, bulk, largest = sys.argv[1:]
LocalStore.BULK, DirectoryStore.EVERY = int(bulk), 0.0
with open(graphs, "rb") as file:
    articles = pickle.load(file)
with open_store(where) as store:
    print("open", flush=True)
    if int(largest):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
    for first in range(0, len(articles), 4):
        store.add(articles[first : first + 4])
        print("done", first + 4, flush=True)
print("closed", flush=True)
"""


def articles(count: int, edition: int) -> Graphs:
    """Articles that share names with each other; those of another edition say something else of the same
    ids.
    """
    ontology, found = load_ontology(), []
    templates = [
        (
            graph_iri(reading.document.id, DEFAULT_BASE),
            nquads(reading, ontology, Run("en_test-1.0", "0.1.0", "abc"), DEFAULT_BASE).decode(),
        )
        for reading in sample_readings()
    ]
    for number in range(count):
        iri, text = templates[(number + edition) % len(templates)]
        new = f"{DEFAULT_BASE}article/{number:03d}"
        text = re.sub(r"/(statement|event)/", rf"/\1/{number:03d}{edition}", text.replace(iri, new))
        found.append((new, text.encode()))
    return found


OLD, NEW = articles(12, 0), articles(24, 1)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Quads and triples of a store whose writer nobody disturbed."""
    with open_store(str(tmp_path_factory.mktemp("undisturbed") / "news.nq")) as store:
        store.add(NEW)
        return store.dump("nquads"), store.dump("ntriples")


def begun(where: Path, bulk: int, largest: int = 0) -> subprocess.Popen[str]:
    """A writer at work on a store that held an older edition of some articles; it has opened the store."""
    with open_store(str(where)) as store:
        store.add(OLD)
    corpus = where.with_suffix(".pickle")
    corpus.write_bytes(pickle.dumps(NEW))
    command = [sys.executable, "-c", WRITER, str(where), str(corpus), str(bulk), str(largest)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    return writer


def checked(store: Store) -> set[str]:
    """The articles of the new edition.

    All there are have to be whole, of one edition or the other, and the merge theirs.
    """
    old, new = dict(OLD), dict(NEW)
    found = {iri: store.lines(iri) for iri in store.graphs()}
    present = set()
    for iri, lines in found.items():
        said = "".join(f"{line} <{iri}> .\n" for line in lines).encode()
        assert said in (old.get(iri), new[iri]), iri
        if said == new[iri]:
            present.add(iri)
    assert sorted(store.merged()) == sorted({line for lines in found.values() for line in lines})
    return present


def resumed(where: Path, said: str, undisturbed: tuple[bytes, bytes]) -> None:
    """A reader finds what the writer said was done, and a second run does the rest and no more."""
    done = {iri for iri, _ in NEW[: int(said.split()[-1])]} if said else set()
    with open_store(str(where), read_only=True) as reader:
        present = checked(reader)
        assert done <= present
    with open_store(str(where)) as store:
        assert store.add(NEW) == len(NEW) - len(present)
        assert store.add(NEW) == 0
    with open_store(str(where), read_only=True) as reader:
        assert (reader.dump("nquads"), reader.dump("ntriples")) == undisturbed


MOMENTS = [pytest.param(seed, marks=[pytest.mark.slow] if seed >= 3 else []) for seed in range(60)]


@pytest.mark.parametrize("seed", MOMENTS)
def test_a_writer_that_is_killed_loses_nothing_that_it_said_was_done(
    tmp_path: Path, seed: int, undisturbed: tuple[bytes, bytes]
) -> None:
    dice = random.Random(seed)
    writer = begun(tmp_path / "news.kg", bulk=dice.choice((1, 500, 10**9)))
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(dice.randrange(5))]
    time.sleep(dice.random() * 0.05)
    writer.send_signal(dice.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGINT)))
    rest, _ = writer.communicate()
    said = [line for line in [*lines, *rest.splitlines()] if line.startswith("done")]
    resumed(tmp_path / "news.kg", said[-1] if said else "", undisturbed)


@pytest.mark.parametrize(
    "largest",
    [20_000, pytest.param(60_000, marks=pytest.mark.slow), pytest.param(150_000, marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("bulk", [1, 10**9])
def test_a_disk_that_takes_no_more_costs_nothing_that_was_done(
    tmp_path: Path, largest: int, bulk: int, undisturbed: tuple[bytes, bytes]
) -> None:
    writer = begun(tmp_path / "news.kg", bulk, largest)
    said, fault = writer.communicate()
    assert writer.returncode == 0 or "StoreError: " in fault, fault
    done = [line for line in said.splitlines() if line.startswith("done")]
    resumed(tmp_path / "news.kg", done[-1] if done else "", undisturbed)


def test_a_reader_beside_a_writer_sees_whole_articles_only(
    tmp_path: Path, undisturbed: tuple[bytes, bytes]
) -> None:
    writer = begun(tmp_path / "news.kg", bulk=500)
    finished = threading.Thread(target=writer.communicate)
    finished.start()
    seen, many = set(), 0
    while finished.is_alive() or not many:
        with open_store(str(tmp_path / "news.kg"), read_only=True) as reader:
            now, many = checked(reader), many + 1
        assert now >= seen
        seen = now
    assert writer.returncode == 0
    resumed(tmp_path / "news.kg", f"done {len(NEW)}", undisturbed)


BUILD = """
import sys
from kg import building
from kg.cli import main
building._BATCH, building._SECONDS = 1, 0.0
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_build_that_is_killed_again_and_again_gives_the_same_graph(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)

    def build(where: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", BUILD, "build", str(where), "seeds/articles", "tests/data/articles"],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )

    def exported(where: Path) -> bytes:
        with open_store(str(where), read_only=True) as reader:
            return reader.dump("nquads")

    assert build(tmp_path / "whole.kg").wait() == 0
    where, articles = tmp_path / "killed.kg", 0
    for _ in range(3):
        writer = build(where)
        while writer.poll() is None and not (where / "unpublished").exists():
            time.sleep(0.01)
        time.sleep(dice.random() * 2)
        writer.kill()
        writer.wait()
        with open_store(str(where), read_only=True) as reader:
            assert len(reader.articles()) >= articles
            articles = len(reader.articles())
    assert build(where).wait() == 0
    assert exported(where) == exported(tmp_path / "whole.kg")
