"""What the API looks up of a store, collected once for each content of it; sentences are read from the store
for the statements that are shown.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kg.analysis.days import days_of, tells_year
from kg.analysis.evidence import symmetric_relations
from kg.analysis.lookup import relation_labels
from kg.analysis.nodes import Node, nodes
from kg.rdf import layout
from kg.rdf.layout import MODALITIES, id_of, term_name
from kg.rdf.selections import (
    ARTICLE_PROPERTIES,
    COUNTRY_CODES,
    OTHER_NAMES,
    REPRINTS,
    TONES,
    statement_column,
)
from kg.serve.content import ROLES, Article, Content, Numbers
from kg.serve.names import NameIndex
from kg.serve.served import LocalServed, RemoteServed
from kg.store.select import cell_iri, cell_lexical, cell_text, rows, solutions, table

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Collected", "NotYet", "collect"]

_PAUSE = 20.0
"""How many times longer than collecting takes it is at least from one time to the next."""


class NotYet(Exception):
    """The store is still being read."""


class Collected:
    """The content of a served store, collected again in the background when it has changed."""

    def __init__(self, served: LocalServed | RemoteServed) -> None:
        self._served = served
        self._content: Content | None = None
        self._due = 0.0
        self._lock = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether there is something to look up."""
        return self._content is not None

    def now(self) -> Content:
        """What was collected last. Raises NotYet before the first time."""
        if self._content is None:
            raise NotYet
        return self._content

    def refresh(self) -> None:
        """Collect when the store has changed, unless that was done just now."""
        with self._lock:
            version, began = self._served.version, time.monotonic()
            if began < self._due or (self._content is not None and self._content.version == version):
                return
            with self._served.reading() as store:
                self._content = collect(store, version)
            now = time.monotonic()
            self._due = now + _PAUSE * (now - began)


def collect(store: Store, version: str = "") -> Content:
    """The content of a store, in the order of time."""
    found = _Columns(store)
    order = np.lexsort((found.article, found.day))
    roles = {role: column[order] for role, column in found.roles.items()}
    where, countries = _countries(found.entities, roles)
    return Content(
        version=version,
        statements=[found.statements[i] for i in order],
        entities=found.entities,
        relations=found.relations,
        articles=found.articles,
        events=found.events,
        labels=relation_labels(store),
        names=found.names,
        roles=roles,
        relation=found.relation[order],
        modality=found.modality[order],
        article=found.article[order],
        original=found.original[order],
        event=found.event[order],
        day=found.day[order],
        first=found.first[order],
        last=found.last[order],
        confidence=found.confidence[order],
        sources=sorted({one.source for one in found.articles if one.source}),
        where=where,
        countries=countries,
        country_of=_country_entities(found.entities),
        country_labels={
            n.country: n.label for n in found.entities if n.country and n.id.startswith("country/")
        },
        maps={row["three"].value: row["two"].value.lower() for row in solutions(store, COUNTRY_CODES)},
        symmetric=frozenset(symmetric_relations(store)),
        tones={
            term_name(row["p"].value): row["tone"].value.partition(" ")[0] for row in solutions(store, TONES)
        },
        search=NameIndex([[n.label, *found.names.get(i, ())] for i, n in enumerate(found.entities)]),
        entity_number={node.id: i for i, node in enumerate(found.entities)},
        relation_number={name: i for i, name in enumerate(found.relations)},
        article_number={one.id: i for i, one in enumerate(found.articles)},
        article_iris={one.iri: i for i, one in enumerate(found.articles)},
        event_number={id: i for i, id in enumerate(found.events)},
    )


class _Columns:
    """The columns, in the order in which the store gives statements."""

    def __init__(self, store: Store) -> None:
        self._store = store
        subjects, relations = table(store, statement_column(layout.PREDICATE), 2)
        self._row = {cell: i for i, cell in enumerate(dict.fromkeys(subjects))}
        self.statements = [id_of(store.base, cell_iri(cell)) for cell in self._row]
        known: dict[bytes, int] = {}
        self.relation = self._numbers(zip(subjects, relations, strict=True), known)
        self.relations = [term_name(cell_iri(cell)) for cell in known]
        modalities = {f"<{layout.modality_iri(m)}>".encode(): i for i, m in enumerate(MODALITIES)}
        self.modality = self._numbers(self._pairs(layout.MODALITY), modalities)
        known = {}
        self.event = self._numbers(self._pairs(layout.EVENT_OF), known)
        self.events = [id_of(store.base, cell_iri(cell)) for cell in known]
        self.confidence = np.zeros(len(self._row), np.float64)
        for cell, value in self._pairs(layout.CONFIDENCE):
            if (row := self._row.get(cell)) is not None:
                self.confidence[row] = float(cell_lexical(value) or 0)
        self._read_articles()
        self._read_entities()
        self.day, self.first, self.last = self._times()

    def _pairs(self, predicate: str) -> Iterator[tuple[bytes, bytes]]:
        """Subject and value of a property, the first of several values in the alphabet last."""
        subjects, values = table(self._store, statement_column(predicate), 2)
        return iter(sorted(zip(subjects, values, strict=True), key=lambda pair: pair[1], reverse=True))

    def _numbers(self, pairs: Iterable[tuple[bytes, bytes]], known: dict[bytes, int]) -> Numbers:
        """The number of each statement's value; ``known`` gets the values that are new to it."""
        column = np.full(len(self._row), -1, np.int32)
        for cell, value in pairs:
            if (row := self._row.get(cell)) is not None:
                column[row] = known.setdefault(value, len(known))
        return column

    def _read_articles(self) -> None:
        """Read the articles, which one each statement is of, and which ones are reprints of others."""
        properties: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in solutions(self._store, ARTICLE_PROPERTIES):
            properties[row["a"].value][row["p"].value] = row["v"].value
        self.articles = [_article(iri, said) for iri, said in properties.items()]
        number = {iri: i for i, iri in enumerate(properties)}
        self.article = np.full(len(self._row), -1, np.int32)
        for cell, sentence in self._pairs(layout.SENTENCE_OF):
            if (row := self._row.get(cell)) is not None:
                self.article[row] = number.get(cell_iri(sentence).partition("#")[0], -1)
        originals = np.arange(len(number) + 1, dtype=np.int32)
        originals[-1] = -1
        for reprint, original in rows(self._store, REPRINTS):
            if (i := number.get(cell_iri(reprint))) is not None:
                originals[i] = number.get(cell_iri(original), i)
        self.original = originals[self.article]

    def _read_entities(self) -> None:
        """Read who and what the statements speak of, and by which other names."""
        base, known = self._store.base, dict[bytes, int]()
        predicates = {field: relation for field, relation, _ in layout.ROLES}
        self.roles = {role: self._numbers(self._pairs(predicates[role]), known) for role in ROLES}
        ids = [id_of(base, cell_text(cell)) for cell in known]
        described = nodes(self._store, ids)
        self.entities = [described[id] for id in ids]
        number = {id: i for i, id in enumerate(ids)}
        names: defaultdict[int, set[str]] = defaultdict(set)
        for cell, name in rows(self._store, OTHER_NAMES):
            if (i := number.get(id_of(base, cell_iri(cell)))) is not None:
                names[i].add(cell_lexical(name))
        self.names = {i: sorted(found - {self.entities[i].label}) for i, found in names.items()}

    def _times(self) -> tuple[Numbers, Numbers, Numbers]:
        """The ``day``, ``first`` and ``last`` of each statement."""
        said: dict[int, list[str | None]] = {}
        for at, predicate in enumerate((layout.BEGIN, layout.END)):
            for cell, value in self._pairs(predicate):
                if (row := self._row.get(cell)) is not None:
                    said.setdefault(row, [None, None])[at] = cell_lexical(value)
        published = np.array([_span(one.date, None) for one in self.articles] + [(0, 0, 0)], np.int32)
        found = published[self.article]
        for row, (begin, end) in said.items():
            span = _span(begin, end)
            if span[0]:
                found[row] = span
        return found[:, 0], found[:, 1], found[:, 2]


def _country_entities(entities: list[Node]) -> Numbers:
    """The number of the country of each entity, a country itself or one that acts for it; -1 for none."""
    number = {node.country: i for i, node in enumerate(entities) if node.id.startswith("country/")}
    return np.array(
        [number.get(node.country, -1) if node.country else -1 for node in entities] + [-1], np.int32
    )


def _countries(entities: list[Node], roles: dict[str, Numbers]) -> tuple[Numbers, list[str]]:
    """The country in which each statement happens: that of its place, else of an end that is a place."""
    codes = sorted({node.country for node in entities if node.country})
    number = {code: i for i, code in enumerate(codes)}
    of_entity = np.array([number.get(node.country or "", -1) for node in entities] + [-1], np.int32)
    of_place = np.where(
        [node.id.startswith(("place/", "country/")) for node in entities] + [False], of_entity, -1
    )
    found = of_place[roles["place"]]
    for role in ("object", "subject"):
        found = np.where(found < 0, of_place[roles[role]], found)
    return found.astype(np.int32), codes


def _article(iri: str, said: dict[str, str]) -> Article:
    id = said.get(layout.IDENTIFIER, iri)
    date = said.get(layout.ISSUED, "")[:10]
    return Article(
        id, iri, said.get(layout.TITLE) or id, date, said.get(layout.SOURCE, ""), said.get(layout.URL, "")
    )


@cache
def _span(begin: str | None, end: str | None) -> tuple[int, int, int]:
    """The time that is told first as ``Content.day`` has it, and the first and last day; zeros without."""
    days = days_of(begin, end)
    if days is None:
        return 0, 0, 0
    time = begin if tells_year(begin) else end
    return _day(time or ""), _day(days[0]), _day(days[1])


def _day(text: str) -> int:
    """A date, month or year as ``Content.day`` has it; 0 for what is none of these."""
    parts = text[:10].split("-")
    if (
        not 1 <= len(parts) <= 3
        or not all(part.isascii() and part.isdigit() for part in parts)
        or len(parts[0]) != 4
    ):
        return 0
    year, month, day = (int(part) for part in [*parts, "0", "0"][:3])
    return year * 10_000 + month * 100 + day
