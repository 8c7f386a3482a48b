"""`python -m benchmarks.world STORE`: asks a store of world events; writes docs/world.md and its pictures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.world import ITEMS, pictures
from benchmarks.world.asking import Answer, answer, questions
from benchmarks.world.history import check, known_events
from benchmarks.world.page import World, write
from benchmarks.world.peers import textacy_pairs
from kg.building import build
from kg.ingest.articles import read_articles
from kg.query.stored import with_prefixes
from kg.store.base import Store
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore

_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; each step is named as it begins."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.world", description="Asks the graph of the world's events."
    )
    parser.add_argument("store", type=Path, metavar="STORE", help="built from the items when it is not there")
    parser.add_argument("--year", help="of what is built, only this year")
    parser.add_argument("--jobs", type=int, metavar="N", help="as for `kg build`")
    parser.add_argument("-o", "--output", type=Path, default=_ROOT / "docs" / "world.md", metavar="FILE")
    given = parser.parse_args(arguments)
    if not given.store.exists():
        _build(given.store, given.year, given.jobs)
    with open_store(str(given.store), create=False, read_only=True) as store:
        assert isinstance(store, LocalStore)
        write(given.output, _world(store, given.output))
    return 0


def _build(where: Path, year: str | None, jobs: int | None) -> None:
    documents = (
        document
        for document in read_articles([str(ITEMS)], on_error=lambda error: _say(str(error)))
        if year is None or (document.published or "").startswith(year)
    )
    _say("building")
    with open_store(str(where)) as store:
        build(store, documents, jobs=jobs)


def _world(store: LocalStore, page: Path) -> World:
    """What the store answers; draws its pictures."""
    answers = []
    for question in questions():
        _say(question.query.name)
        answers.append(answer(store, question))
    _say("what history knows")
    history = list(check(store, known_events(), textacy_pairs()))
    _say("pictures")
    drawn = _draw(answers, page.with_suffix(""))
    first, last = _row(store, "SELECT (MIN(?d) AS ?first) (MAX(?d) AS ?last) WHERE { ?a dcterms:issued ?d }")
    (statements,) = _row(store, "SELECT (COUNT(*) AS ?n) WHERE { ?t a kg:Statement }")
    (entities,) = _row(
        store,
        "SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { VALUES ?side { rdf:subject rdf:object } ?t ?side ?e }",
    )
    span = f"from {first} to {last}"
    return World(len(store.articles()), int(statements), int(entities), span, answers, history, drawn)


def _draw(answers: Sequence[Answer], folder: Path) -> list[tuple[str, str]]:
    """Names of the pictures, and what is under each."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {one.question.query.name: one.rows for one in answers}
    pictures.attacks(rows["attacks-by-month"], folder / "attacks.svg")
    pictures.connected(rows["most-connected"], folder / "connected.svg")
    return [
        ("attacks.svg", "Attacks by month on the countries attacked most often"),
        ("connected.svg", "The most connected actors of each year"),
    ]


def _row(store: Store, query: str) -> tuple[str, ...]:
    (solution,) = store.query(with_prefixes(query, store.base))
    return tuple("" if term is None else term.value for term in solution)


def _say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
