"""Statements that were extracted elsewhere, and RDF files, into a store."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.extraction.relations.event_grouping import build_events
from kg.model import Reading
from kg.pipeline import Settings
from kg.rdf.jsonl import read_statements
from kg.rdf.serializers import SUFFIXES
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resolution.apply import StoredNames, resolve_entities
from kg.resources.gazetteer import load_gazetteer
from kg.resources.ontology import Ontology, load_ontology
from kg.version import __version__

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["LoadReport", "load_files"]

_RUN = Run(model="read elsewhere", version=__version__, digest="statements")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many statements were read from lines, and how many named graphs changed."""

    statements: int
    changed: int


def load_files(
    store: Store,
    files: Iterable[str],
    settings: Settings | None = None,
    *,
    on_error: Callable[[InputError], None] | None = None,
) -> LoadReport:
    """Put statement files (JSON lines, ``-`` for standard input) and RDF files into a store.

    An article takes the place of its earlier self, so all lines of one article belong into one file. A bad
    line or file is given to ``on_error`` and skipped, or raised as InputError without it.
    """
    settings = settings or Settings()
    ontology = load_ontology(settings.files.ontology)
    gazetteer = load_gazetteer(settings.files.knowledge, ontology, store.base)
    statements, changed = 0, store.install(ontology, gazetteer)

    names = StoredNames(store)

    def graphs(file: str) -> Iterator[tuple[str, bytes]]:
        nonlocal statements
        for reading in _read_file(file, ontology, on_error):
            statements += len(reading.statements)
            yield graph_iri(reading.document.id, store.base), nquads(reading, ontology, _RUN, store.base)

    for file in files:
        try:
            changed += (
                store.load(Path(file))
                if Path(file).suffix.lower() in SUFFIXES
                else store.add(names.given(graphs(file)))
            )
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
    resolve_entities(store)
    return LoadReport(statements, changed)


def _read_file(
    file: str, ontology: Ontology, on_error: Callable[[InputError], None] | None
) -> Iterator[Reading]:
    """What each article of a statement file says, its happenings described anew."""
    name = "standard input" if file == "-" else file
    with _opened(file) as lines:
        for reading in read_statements(lines, name, on_error):
            known = tuple(
                said
                for said in reading.statements
                if said.relation is None or said.relation in ontology.relations
            )
            for relation in sorted({said.relation or "" for said in reading.statements if said not in known}):
                error = InputError(
                    name,
                    f"no relation is called {relation}",
                    "`kg relations` lists them; --ontology adds your own",
                )
                if on_error is None:
                    raise error
                on_error(error)
            yield Reading(reading.document, known, build_events(known, ontology))


@contextmanager
def _opened(file: str) -> Iterator[Iterable[str]]:
    """The lines of a file or of standard input, as text.

    Raises InputError for a file that cannot be opened.
    """
    if file == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        return
    path = Path(file)
    if not path.is_file():
        raise InputError(file, "no such file", "check the path")
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        yield lines
