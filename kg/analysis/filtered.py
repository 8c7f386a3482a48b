"""A store as if its articles said only some of their statements: those of a time, a source, a relation ...

Every command that reads statements takes the same filter, and sees a store in memory that holds what is left.
So statistics, exports, pictures and any SPARQL agree about what a filter means.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.analysis.days import days_of, first_day, last_day
from kg.analysis.lookup import check_relation
from kg.analysis.ontology_of import symmetric_cells
from kg.errors import MalformedQuery, UnknownName
from kg.rdf import layout
from kg.rdf.article_graph import Said, kept_lines, name_lines
from kg.rdf.graphs import Lines, nquads_of
from kg.rdf.layout import MODALITIES, term_name
from kg.rdf.selections import ARTICLE_PROPERTIES
from kg.resources.namespaces import IDENTITY_GRAPH, KNOWLEDGE_GRAPH, ONTOLOGY_GRAPH
from kg.store.oxigraph import LocalStore
from kg.store.select import cell_iri, solutions
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Filter", "filtered", "known_sources", "names_of_source"]

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_NAMES_GRAPH = "graph/names"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which statements are wanted. What is None or empty asks for nothing.

    ``since`` and ``until`` are ISO 8601 days, months or years, both inclusive; they are compared with the
    time that a statement speaks of or, where it tells no year, with the date of its article. ``sources`` are
    names as articles give them, or hosts of their addresses; capitals do not matter. A statement has to have
    one of the ``relations`` and ``modalities`` and at least ``min_confidence``. Raises MalformedQuery for a
    value that can be none of these.
    """

    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    min_confidence: float | None = None

    def __post_init__(self) -> None:
        for name, day in (("since", self.since), ("until", self.until)):
            if day is not None:
                _check_day(name, day)
        if self.since and self.until and first_day(self.since) > last_day(self.until):
            raise MalformedQuery(
                "since", f"{self.since} is after {self.until}", "give the earlier date first"
            )
        for modality in self.modalities:
            if modality not in MODALITIES:
                raise MalformedQuery(clean(modality), "is no modality", f"use {', '.join(MODALITIES)}")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise MalformedQuery("min_confidence", f"{self.min_confidence} is no probability", "give 0 to 1")

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != Filter()

    def __str__(self) -> str:
        """The filter in words: ``meets, since 2025-11``; "" when nothing is asked for."""
        parts = [" or ".join(names) for names in (self.relations, self.modalities, self.sources) if names]
        parts += [f"{word} {day}" for word, day in (("since", self.since), ("until", self.until)) if day]
        parts += [] if self.min_confidence is None else [f"confidence at least {self.min_confidence:g}"]
        return ", ".join(parts)

    def wants(self, said: Said, issued: str | None) -> bool:
        """Whether a statement of an article that appeared at ``issued`` is wanted."""
        if self.relations and (said.relation is None or term_name(said.relation) not in self.relations):
            return False
        if self.modalities and said.modality not in self.modalities:
            return False
        if self.min_confidence is not None and said.confidence < self.min_confidence:
            return False
        return self._in_time(said, issued)

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day that are wanted: what ends before or begins after them is not."""
        return (
            None if self.since is None else first_day(self.since),
            None if self.until is None else last_day(self.until),
        )

    def _in_time(self, said: Said, issued: str | None) -> bool:
        first, last = self.days
        if first is None and last is None:
            return True
        days = days_of(said.begin, said.end, issued)
        return days is not None and (first is None or days[1] >= first) and (last is None or days[0] <= last)


def _check_day(name: str, day: str) -> None:
    try:
        if not _DAY.fullmatch(day):
            raise ValueError
        date.fromisoformat(first_day(day))
    except ValueError:
        raise MalformedQuery(
            name, f"{clean(day)!r} is no date", "write 2025-11-04, 2025-11 or 2025"
        ) from None


def filtered(store: Store, wanted: Filter, *, names: bool = False) -> Store:
    """The store itself when nothing is asked for, else one in memory, for reading, with what is left.

    Articles of which no statement is left are left out, and so are events and entities that only other
    statements speak of; with ``names`` those entities keep their names, so that they can be asked about. The
    whole store is read once. Raises UnknownName for a relation or a source that the store does not know.
    """
    if not wanted:
        return store
    for relation in wanted.relations:
        check_relation(store, relation)
    articles = _articles(store)
    sources = known_sources(wanted.sources, [article.names for article in articles.values()])
    left = LocalStore(ox.Store(), store.where, store.base)
    left.add(_left(store, wanted, articles, sources, names))
    left.read_only = True
    return left


@dataclass(frozen=True, slots=True)
class _Article:
    """When an article appeared, and the names that its source goes by."""

    issued: str | None
    names: tuple[str, ...]


def _articles(store: Store) -> dict[str, _Article]:
    """The articles by their IRIs."""
    said: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in solutions(store, ARTICLE_PROPERTIES):
        said[row["a"].value][row["p"].value] = row["v"].value
    return {
        iri: _Article(
            found.get(layout.ISSUED), names_of_source(found.get(layout.SOURCE), found.get(layout.URL))
        )
        for iri, found in said.items()
    }


def names_of_source(source: str | None, url: str | None) -> tuple[str, ...]:
    """The names that the source of an article goes by: the one that the article gives, the host of its
    address.
    """
    return tuple(name for name in (source, _host(url)) if name)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def known_sources(
    asked: Iterable[str], names: Iterable[Sequence[str]], listed: str = "`kg query STORE sources`"
) -> set[str]:
    """The sources that are asked for, in small letters; ``names`` are those of each article's source.

    Raises UnknownName for one that no article has, with the nearest ones or with what lists them all.
    """
    by_fold = {name.casefold(): name for name in sorted({n for some in names for n in some}, reverse=True)}
    found = set()
    for source in asked:
        fold = source.casefold()
        fold = fold if fold in by_fold else fold.removeprefix("www.")
        if fold not in by_fold:
            near = difflib.get_close_matches(fold, sorted(by_fold), n=3, cutoff=0.5)
            raise UnknownName(
                clean(source),
                "no article of the store has this source",
                f"did you mean {', '.join(clean(by_fold[name]) for name in near)}?"
                if near
                else f"{listed} lists them",
            )
        found.add(fold)
    return found


def _left(
    store: Store, wanted: Filter, articles: dict[str, _Article], sources: set[str], names: bool
) -> Iterator[tuple[str, bytes]]:
    """The graphs of what is left, those that are no article's last."""
    named: set[str] = set()
    symmetric = {cell_iri(cell) for cell in symmetric_cells(store)}
    background = {store.base + name for name in (ONTOLOGY_GRAPH, KNOWLEDGE_GRAPH, IDENTITY_GRAPH)}
    for iri in store.graphs():
        if iri in background:
            yield iri, store.nquads(iri)
            continue
        article = articles.get(iri, _Article(None, ()))
        lines: Lines = []
        if not sources or not sources.isdisjoint(map(str.casefold, article.names)):
            lines = kept_lines(iri, store.lines(iri), _wants(wanted, article.issued), symmetric)
        if names:
            named.update(name_lines(store.lines(iri)))
        if lines:
            yield iri, nquads_of(iri, lines)
    if named:
        yield store.base + _NAMES_GRAPH, nquads_of(store.base + _NAMES_GRAPH, sorted(named))


def _wants(wanted: Filter, issued: str | None) -> Callable[[Said], bool]:
    return lambda said: wanted.wants(said, issued)
