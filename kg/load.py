"""Statements that were extracted elsewhere, and RDF files, into a store."""

from __future__ import annotations

import io
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from kg.errors import InputError
from kg.extraction.relations.event_grouping import build_events
from kg.ingest.archives import PACKED, opener_of, unpacked_name
from kg.ingest.kinds import ENDINGS, kind_of
from kg.model import Reading
from kg.pipeline import Settings
from kg.rdf.jsonl import read_lines
from kg.rdf.serializers import SUFFIXES
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resolution.apply import StoredNames, resolve_entities
from kg.resources.gazetteer import load_gazetteer
from kg.resources.ontology import Ontology, load_ontology
from kg.version import __version__

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["LoadReport", "check_there", "load_files"]

_LARGEST = 16 << 30  # bytes of RDF that are read into memory
_LINES = {".json", ".jsonl", ".ndjson"}
"""Endings of files that may hold statements as well as articles."""
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)
_RUN = Run(model="read elsewhere", version=__version__, digest="statements")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many statements were read, from lines and RDF, and how many named graphs changed."""

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

    An article takes the place of its earlier self, so all lines of one article belong into one file. Files
    may be packed (``.gz``, ``.xz`` ...). A bad line or file is given to ``on_error`` and skipped, or raised
    as InputError without it. Raises InputError, and stores nothing, when a file is not there or holds
    articles.
    """
    files = check_there(files)
    settings = settings or Settings()
    ontology = load_ontology(settings.files.ontology)
    gazetteer = load_gazetteer(settings.files.knowledge, ontology, store.base)
    statements, changed = 0, store.install(ontology, gazetteer)

    names = StoredNames(store)

    def graphs(file: str) -> Iterator[tuple[str, bytes]]:
        nonlocal statements
        for reading, run in _read_file(file, ontology, on_error):
            statements += len(reading.statements)
            yield graph_iri(reading.document.id, store.base), nquads(reading, ontology, run, store.base)

    for file in files:
        try:
            if fmt := SUFFIXES.get(Path(_unpacked(file)).suffix.lower()):
                more, said = store.load_counted(_content(file), fmt, file)
                changed, statements = changed + more, statements + said
            else:
                changed += store.add(names.given(graphs(file)))
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
    resolve_entities(store)
    return LoadReport(statements, changed)


def check_there(files: Iterable[str]) -> list[str]:
    """The files to load. Raises InputError when one is not there, or is of a kind that holds articles."""
    found = list(files)
    for file in found:
        if file != "-" and not Path(file).is_file():
            raise InputError(file, "no such file", "check the path; nothing was loaded")
        if kind_of(_unpacked(file)) in ENDINGS.keys() - _LINES:
            raise InputError(
                file, "articles, not statements or RDF", "`kg build` reads them; nothing was loaded"
            )
    return found


def _read_file(
    file: str, ontology: Ontology, on_error: Callable[[InputError], None] | None
) -> Iterator[tuple[Reading, Run]]:
    """What each article of a statement file says, its happenings described anew, and the run that read it."""
    name = "standard input" if file == "-" else file
    with _opened(file) as lines:
        for article in read_lines(lines, name, on_error):
            reading = article.reading
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
            yield Reading(reading.document, known, build_events(known, ontology)), article.run or _RUN


@contextmanager
def _opened(file: str) -> Iterator[Iterable[str]]:
    """The lines of a file or of standard input, as text.

    Raises InputError for a file that cannot be opened.
    """
    if file == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        return
    with _binary(file) as content, io.TextIOWrapper(content, "utf-8-sig", errors="replace") as lines:
        try:
            yield lines
        except _BROKEN as error:
            raise InputError(file, f"cannot be read ({error})", "pack it again") from None


def _unpacked(file: str) -> str:
    """A file's name without the ending of its packing."""
    return unpacked_name(file) if kind_of(file) in PACKED else file


def _binary(file: str) -> IO[bytes]:
    ending = kind_of(file)
    return cast(IO[bytes], opener_of(ending)(file)) if ending in PACKED else Path(file).open("rb")


def _content(file: str) -> bytes:
    """All bytes of a file, unpacked. Raises InputError where it cannot be read or is too large."""
    try:
        with _binary(file) as content:
            data = content.read(_LARGEST + 1)
    except _BROKEN as error:
        raise InputError(file, f"cannot be read ({error})", "check it, or pack it again") from None
    if len(data) > _LARGEST:
        raise InputError(file, f"larger than {_LARGEST >> 30} GB, unpacked", "split it")
    return data
