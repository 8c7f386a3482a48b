"""Statements that were extracted elsewhere, and RDF files, into a store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg import __version__
from kg.errors import InputError
from kg.graph.exchange import from_json
from kg.graph.ontology import Ontology, load_ontology
from kg.graph.rdf import Run, graph_iri, nquads
from kg.graph.serialize import SUFFIXES
from kg.model import Document, Reading, Statement
from kg.pipeline import Settings
from kg.understanding.events import describe

if TYPE_CHECKING:
    from kg.graph.store import Graph, Store

__all__ = ["LoadReport", "load_files"]

_LINE = 4 << 20  # bytes: no statement is longer
_RUN = Run(model="read elsewhere", version=__version__, digest="statements")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many statements were read from lines, and how many named graphs changed."""

    statements: int
    changed: int


def load_files(
    store: Store, files: Iterable[str], settings: Settings | None = None, *, on_error: Callable[[InputError], None] | None = None
) -> LoadReport:
    """Put statement files (JSON lines, ``-`` for standard input) and RDF files into a store.

    An article takes the place of its earlier self, so the lines of one article stand together in a file. A bad line or file is given to
    ``on_error`` and skipped, or raised as InputError without it.
    """
    settings = settings or Settings()
    ontology = load_ontology(settings.ontology)
    changed = store.install(ontology=settings.ontology, knowledge=settings.knowledge)
    counted = _Counted()
    for file in files:
        try:
            if Path(file).suffix.lower() in SUFFIXES:
                changed += store.load(Path(file))
            else:
                changed += store.add(_graphs(file, ontology, store.base, counted, on_error))
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
    return LoadReport(counted.statements, changed)


@dataclass(slots=True)
class _Counted:
    statements: int = 0


def _graphs(file: str, ontology: Ontology, base: str, counted: _Counted, on_error: Callable[[InputError], None] | None) -> Iterator[Graph]:
    """One named graph for each article of a file of statements."""
    for document, statements in _articles(file, ontology, on_error):
        counted.statements += len(statements)
        reading = Reading(document, tuple(statements), describe(statements, ontology))
        yield graph_iri(document.id, base), nquads(reading, ontology, _RUN, base)


def _articles(file: str, ontology: Ontology, on_error: Callable[[InputError], None] | None) -> Iterator[tuple[Document, list[Statement]]]:
    """Each article of a file with its statements. An article whose lines do not stand together is a fault from its second place on."""
    done: set[str] = set()
    current: Document | None = None
    statements: list[Statement] = []
    for place, line in _lines(file):
        try:
            document, statement = _statement(line, place, ontology)
            if document.id in done:
                fault = f"article {document.id} again, after other articles"
                raise InputError(place, fault, "sort the lines by article; one article's statements stand together")
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
            continue
        if current is not None and document.id != current.id:
            yield current, statements
            done.add(current.id)
            statements = []
        current = document
        statements.append(statement)
    if current is not None:
        yield current, statements


def _statement(line: bytes, place: str, ontology: Ontology) -> tuple[Document, Statement]:
    if len(line) > _LINE:
        raise InputError(place, "a line too long to be a statement", "give what `kg extract` prints")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(place, "not UTF-8", "give what `kg extract` prints") from None
    document, statement = from_json(text, place)
    if statement.relation is not None and statement.relation not in ontology.relations:
        raise InputError(place, f"no relation is called {statement.relation[:80]}", "`kg relations` lists them; --ontology adds your own")
    return document, statement


def _lines(file: str) -> Iterator[tuple[str, bytes]]:
    """Lines that are not blank, each with its place. Raises InputError for a file that cannot be opened."""
    name = "standard input" if file == "-" else file
    with _opened(file) as lines:
        number, line = 0, lines.readline(_LINE + 1)
        while line:
            number += 1
            if line.strip():
                yield f"{name}:{number}", line
            while len(line) > _LINE and not line.endswith(b"\n"):
                line = lines.readline(_LINE + 1)
            line = lines.readline(_LINE + 1)


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as opened:
            yield opened
    except OSError as error:
        raise InputError(file, (error.strerror or str(error)).lower(), "check the path") from None
