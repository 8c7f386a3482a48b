"""Store -> tables of statements, entities and events: rows whose cells have the types that columns say.

What programs that work on tables are given: Parquet and Arrow files, data frames, property graphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.analysis.days import days_of
from kg.analysis.nodes import Node, nodes
from kg.analysis.resolution_report import originals
from kg.model import Argument, Entity, Event, Reading, Statement
from kg.rdf.reader import readings
from kg.resources.namespaces import article_iri
from kg.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["TABLES", "Tables", "tables"]


def _columns(*names: str, **kinds: Kind) -> tuple[Column, ...]:
    return tuple(Column(name, kinds.get(name, "text")) for name in names)


_ARGUMENTS = ("place", "recipient", "topic", "attributed_to")
TABLES: Mapping[str, tuple[Column, ...]] = {
    "statements": _columns(
        *("statement", "article", "title", "published", "source", "url", "reprint_of"),
        *("subject", "subject_label", "subject_class", "subject_country"),
        *("relation", "object", "object_label", "object_class", "object_country"),
        *("modality", "confidence", "begin", "end", "begin_said", "end_said"),
        *(name for role in _ARGUMENTS for name in (role, f"{role}_label")),
        *("quantity", "occasion", "event", "trigger", "lemma", "cue", "pattern"),
        *("sentence", "sentence_begin", "sentence_end"),
        confidence="number",
        begin="date",
        end="date",
        sentence_begin="integer",
        sentence_end="integer",
    ),
    "entities": _columns(
        *("entity", "label", "class", "country", "sector", "aliases", "same_as", "statements", "articles"),
        aliases="texts",
        same_as="texts",
        statements="integer",
        articles="integer",
    ),
    "events": _columns(
        *("event", "class", "label", "begin", "end", "begin_said", "end_said", "place", "place_label"),
        *("participants", "participant_labels", "statements", "articles"),
        begin="date",
        end="date",
        participants="texts",
        participant_labels="texts",
        statements="integer",
        articles="texts",
    ),
}
"""The columns of each table. ``begin`` and ``end`` are the first and the last day; ``begin_said`` and
``end_said`` are the times as the statement tells them (a day, a month, a year, ``--11-04``)."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of each table of TABLES, in the order of articles and texts; entities and events by id."""

    statements: list[Row]
    entities: list[Row]
    events: list[Row]

    def table(self, name: str) -> Table:
        """One of the tables."""
        rows = {"statements": self.statements, "entities": self.entities, "events": self.events}[name]
        return Table(TABLES[name], tuple(rows))


def tables(store: Store) -> Tables:
    """The tables of everything that a store says. Raises StoreError for a graph not as we write it."""
    found = list(readings(store))
    original = originals(store)
    said = [one for reading in found for one in reading.statements]
    named = {argument.entity.id: argument.entity for one in said for _, argument in _arguments(one)}
    known = nodes(store, named)
    reprint_of = {
        reading.document.id: original.get(article_iri(store.base, reading.document.id)) for reading in found
    }
    ids = {article_iri(store.base, reading.document.id): reading.document.id for reading in found}
    return Tables(
        statements=[
            _statement(one, reading, known, ids.get(reprint_of[reading.document.id] or ""))
            for reading in found
            for one in reading.statements
        ],
        entities=_entities(said, named, known),
        events=_events(found, said, known),
    )


def _arguments(one: Statement) -> Iterator[tuple[str, Argument]]:
    for role in ("subject", "object", *_ARGUMENTS):
        argument: Argument | None = getattr(one, role)
        if argument is not None:
            yield role, argument


def _statement(one: Statement, reading: Reading, known: Mapping[str, Node], original: str | None) -> Row:
    document = reading.document
    row: Row = dict.fromkeys((column.name for column in TABLES["statements"]), None)
    row |= {
        "statement": one.id,
        "article": document.id,
        "title": document.title,
        "published": document.published,
        "source": document.source,
        "url": document.url,
        "reprint_of": original,
        "relation": one.relation,
        "modality": one.modality,
        "confidence": one.confidence,
        **_times(one.begin, one.end),
        "quantity": one.quantity,
        "occasion": one.occasion,
        "event": one.event,
        "trigger": one.trigger.text,
        "lemma": one.trigger.lemma,
        "cue": one.cue,
        "pattern": one.pattern or None,
        "sentence": one.sentence.text,
        "sentence_begin": one.sentence.begin,
        "sentence_end": one.sentence.end,
    }
    for role, argument in _arguments(one):
        node = known[argument.entity.id]
        row |= {role: node.id, f"{role}_label": node.label}
        if role in ("subject", "object"):
            row |= {f"{role}_class": node.cls or None, f"{role}_country": node.country}
    return row


def _times(begin: str | None, end: str | None) -> dict[str, Cell]:
    days = days_of(begin, end)
    return {
        "begin": _date(days[0]) if days else None,
        "end": _date(days[1]) if days else None,
        "begin_said": begin,
        "end_said": end,
    }


def _date(day: str) -> date | None:
    """The day; None for one that no calendar has."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _entities(said: Iterable[Statement], named: Mapping[str, Entity], known: Mapping[str, Node]) -> list[Row]:
    statements: defaultdict[str, set[str]] = defaultdict(set)
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for one in said:
        for _, argument in _arguments(one):
            statements[argument.entity.id].add(one.id)
            articles[argument.entity.id].add(one.article)
    return [
        {
            "entity": id,
            "label": node.label,
            "class": node.cls or None,
            "country": node.country,
            "sector": node.sector,
            "aliases": sorted({named[id].label, *named[id].aliases} - {node.label}),
            "same_as": list(named[id].same_as),
            "statements": len(statements[id]),
            "articles": len(articles[id]),
        }
        for id, node in known.items()
    ]


def _events(found: Iterable[Reading], said: Iterable[Statement], known: Mapping[str, Node]) -> list[Row]:
    """What articles tell of each event, together: all who take part, the first name, time and place."""
    told: defaultdict[str, list[Event]] = defaultdict(list)
    statements: defaultdict[str, list[Statement]] = defaultdict(list)
    for reading in found:
        for event in reading.events:
            told[event.id].append(event)
    for one in said:
        if one.event:
            statements[one.event].append(one)
    return [_event(id, told[id], statements[id], known) for id in sorted(told)]


def _event(id: str, told: list[Event], statements: list[Statement], known: Mapping[str, Node]) -> Row:
    participants = sorted({one.id for event in told for one in event.participants})
    place = next((event.place for event in told if event.place), None)
    return {
        "event": id,
        "class": told[0].cls,
        "label": next((event.label for event in told if event.label), None),
        **_times(
            next((event.begin for event in told if event.begin), None),
            next((event.end for event in told if event.end), None),
        ),
        "place": place.id if place else None,
        "place_label": _label(place, known) if place else None,
        "participants": list(participants),
        "participant_labels": [
            _label(one, known)
            for one in sorted(
                {one.id: one for event in told for one in event.participants}.values(), key=lambda one: one.id
            )
        ],
        "statements": len(statements),
        "articles": sorted({one.article for one in statements}),
    }


def _label(entity: Entity, known: Mapping[str, Node]) -> str:
    return known[entity.id].label if entity.id in known else entity.label
