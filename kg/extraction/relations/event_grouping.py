"""Statements that are about one happening, gathered under one `Event`.

Conservative: two statements describe the same happening when they have the same statement class, the same
participants and the same dated interval. Undated statements are gathered within one article only, and apart
from dated ones. A participant that is left out makes two happenings differ. Relations that hold rather than
happen (possession, roles) have no events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from kg.model import Entity, Event, Statement
from kg.resources.ontology import Ontology

__all__ = ["assign_events", "build_events", "event_id"]


def assign_events(statements: Iterable[Statement], ontology: Ontology) -> tuple[Statement, ...]:
    """The statements with the id of the happening that each describes, in the order given.

    Only relations whose statements are happenings in the ontology describe one ("meets", "tests", not
    "possesses"); negated statements describe none.
    """
    return tuple(
        replace(s, event=event) if (event := _event_id(s, ontology)) != s.event else s for s in statements
    )


def build_events(statements: Iterable[Statement], ontology: Ontology) -> tuple[Event, ...]:
    """The happenings that the statements name by id, ordered by id, each with the participants, time, place
    and name that its statements give.
    """
    groups: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.event:
            groups.setdefault(statement.event, []).append(statement)
    return tuple(_event(event, groups[event], ontology) for event in sorted(groups))


def _event(event: str, group: list[Statement], ontology: Ontology) -> Event:
    relation = group[0].relation
    cls = ontology.relations[relation].statement_class if relation else "OpenStatement"
    return Event(
        event,
        cls,
        _participants(group, ontology),
        label=next((s.occasion for s in group if s.occasion), None),
        begin=next((s.begin for s in group if s.begin), None),
        end=next((s.end for s in group if s.end), None),
        place=next((s.place.entity for s in group if s.place), None),
    )


def _participants(group: Iterable[Statement], ontology: Ontology) -> tuple[Entity, ...]:
    """Who takes part, ordered by id; what takes part where no actor is named."""
    ends = {a.entity.id: a.entity for s in group for a in (s.subject, s.object) if a}
    people = {id: one for id, one in ends.items() if ontology.is_a(one.cls, "Actor")} or ends
    return tuple(people[id] for id in sorted(people))


def _event_id(statement: Statement, ontology: Ontology) -> str | None:
    if statement.relation is None or statement.modality == "negated":
        return None
    if not ontology.is_a(ontology.relations[statement.relation].statement_class, "Happening"):
        return None
    relation = ontology.relations[statement.relation]
    return event_id(statement, relation.statement_class, symmetric=relation.symmetric)


def event_id(statement: Statement, cls: str, *, symmetric: bool) -> str:
    """The id of the happening that a statement of a statement class describes."""
    ends = [a.entity.id if a else "" for a in (statement.subject, statement.object)]
    dated = (
        f"{statement.begin or ''}/{statement.end or ''}"
        if statement.begin or statement.end
        else f"in {statement.article}"
    )
    said = "\x1f".join((cls, *(sorted(ends) if symmetric else ends), dated))
    return "event/" + hashlib.sha256(said.encode()).hexdigest()[:20]
