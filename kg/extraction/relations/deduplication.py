"""The same claim said twice in one sentence is one statement: the surest wording stays, and what only the
others knew is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model import Statement
from kg.resources.ontology import Ontology

__all__ = ["deduplicate"]

_DETAILS = ("begin", "end", "place", "recipient", "topic", "attributed_to", "quantity")


def deduplicate(statements: Iterable[Statement], ontology: Ontology) -> Iterator[Statement]:
    """Statements, one for each claim of each sentence, ordered by sentence, trigger, relation, subject and
    object.

    A claim is relation, subject, object, modality and occurrence; a symmetric relation makes no difference
    between subject and object. Open statements are told apart by their trigger.
    """
    best: dict[tuple[object, ...], Statement] = {}
    for statement in statements:
        key = _claim(statement, ontology)
        known = best.get(key)
        best[key] = statement if known is None else _pooled(known, statement)
    yield from sorted(best.values(), key=_order)


def _claim(statement: Statement, ontology: Ontology) -> tuple[object, ...]:
    ends = tuple(a.entity.id if a else "" for a in (statement.subject, statement.object))
    if statement.relation and ontology.relations[statement.relation].symmetric:
        ends = tuple(sorted(ends))
    where = (statement.article, statement.sentence.begin)
    return (
        (*where, statement.relation, *ends, statement.modality, statement.occurrence)
        if statement.relation
        else (*where, None, statement.trigger.begin, *ends, statement.occurrence)
    )


def _pooled(one: Statement, other: Statement) -> Statement:
    """The surer of two (the earlier trigger when equally sure), with details that it lacks taken from the
    other.
    """
    first, second = sorted((one, other), key=lambda s: (-s.confidence, s.trigger.begin, s.pattern))
    if first.begin or first.end:
        second = replace(second, begin=None, end=None)
    lacking = [name for name in _DETAILS if getattr(first, name) is None]
    return replace(first, **{name: getattr(second, name) for name in lacking})


def _order(statement: Statement) -> tuple[object, ...]:
    return (
        statement.sentence.begin,
        statement.trigger.begin,
        statement.relation or "",
        statement.subject.entity.id if statement.subject else "",
        statement.object.entity.id if statement.object else "",
        statement.modality,
        statement.occurrence,
    )
