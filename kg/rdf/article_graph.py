"""One article's graph with some of its statements: lines of N-Triples in, lines out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kg.rdf import layout
from kg.rdf.graphs import Lines
from kg.resources.namespaces import local_name

__all__ = ["Said", "kept_lines", "name_lines"]

Described: TypeAlias = Mapping[str, list[tuple[str, str]]]
"""Predicate and value, by subject; all as they are written."""


def _iri(iri: str) -> str:
    return f"<{iri}>"


_TYPE, _STATEMENT, _EVENT = map(_iri, (layout.TYPE, layout.STATEMENT, layout.EVENT))
_SUBJECT, _OBJECT, _PREDICATE = map(_iri, (layout.SUBJECT, layout.OBJECT, layout.PREDICATE))
_DESCRIBES, _NOTED = _iri(layout.EVENT_OF), _iri(layout.IDENTIFIED_AS)
_NAMES = frozenset(map(_iri, (layout.TYPE, layout.LABEL, layout.ALIAS)))
_TOLD = frozenset(map(_iri, (layout.PARTICIPANT, layout.PLACE, layout.BEGIN, layout.END, layout.LABEL)))
"""What an event has from its statements."""


@dataclass(frozen=True, slots=True)
class Said:
    """What decides whether a statement is kept; ``relation`` is an IRI, what is not said None."""

    relation: str | None
    modality: str
    confidence: float
    begin: str | None
    end: str | None


def kept_lines(article: str, lines: Lines, keep: Callable[[Said], bool], symmetric: Collection[str]) -> Lines:
    """The lines of an article's graph that are left with the statements that ``keep`` wants, sorted.

    ``symmetric`` holds the IRIs of the relations whose direct edges stand both ways.

    Nothing is left without a statement. Direct edges stay where a statement that is left asserts them; of an
    event stays what such statements tell; sentences, words and entities stay where something left points to
    them. In a graph of others, which is no article's, all stays but the statements and their direct edges.
    """
    described = _described(lines)
    statements = {subject for subject, said in described.items() if (_TYPE, _STATEMENT) in said}
    left = {subject for subject in statements if keep(_said(described[subject]))}
    if not left:
        return []
    if left == statements:
        return lines
    described = _without(described, statements, left, {_iri(relation) for relation in symmetric})
    root = _iri(article)
    reached = _reached(described, {root, *left}) if root in described else set(described)
    return sorted(
        f"{subject} {predicate} {value}"
        for subject, said in described.items()
        for predicate, value in said
        if subject in reached or (predicate == _NOTED and value in reached)
    )


def name_lines(lines: Iterable[str]) -> list[str]:
    """The lines that say what labelled things are and what they are called, without happenings."""
    described = _described(lines)
    label = _iri(layout.LABEL)
    return [
        f"{subject} {predicate} {value}"
        for subject, said in described.items()
        if any(predicate == label for predicate, _ in said) and (_TYPE, _EVENT) not in said
        for predicate, value in said
        if predicate in _NAMES
    ]


def _described(lines: Iterable[str]) -> Described:
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        found[subject].append((predicate, value))
    return found


def _said(properties: Iterable[tuple[str, str]]) -> Said:
    values: dict[str, str] = {}
    for predicate, value in properties:
        values.setdefault(predicate[1:-1], value)

    def text(predicate: str) -> str | None:
        value = values.get(predicate)
        return value[1:].rpartition('"')[0] if value and value[0] == '"' else None

    relation = values.get(layout.PREDICATE)
    return Said(
        relation[1:-1] if relation else None,
        local_name(values.get(layout.MODALITY, "<actual>")[1:-1]),
        float(text(layout.CONFIDENCE) or 0),
        text(layout.BEGIN),
        text(layout.END),
    )


def _without(described: Described, statements: set[str], left: set[str], symmetric: set[str]) -> Described:
    """What is described without the statements that are not left and what they alone tell."""
    relations = {value for node in statements for key, value in described[node] if key == _PREDICATE}
    asserted: set[tuple[str, str, str]] = set()
    told: defaultdict[str, set[str]] = defaultdict(set)
    for node in left:
        said = dict(described[node])
        if _said(described[node]).modality in layout.DIRECT:
            subject, relation, target = (said.get(key, "") for key in (_SUBJECT, _PREDICATE, _OBJECT))
            asserted.add((subject, relation, target))
            if relation in symmetric:
                asserted.add((target, relation, subject))
        for key, value in described[node]:
            if key == _DESCRIBES:
                told[value].update(value for _, value in described[node])

    def stays(subject: str, predicate: str, value: str) -> bool:
        if predicate in relations and (subject, predicate, value) not in asserted:
            return False
        return subject not in told or predicate not in _TOLD or value in told[subject]

    return {
        subject: [(predicate, value) for predicate, value in said if stays(subject, predicate, value)]
        for subject, said in described.items()
        if subject not in statements - left and (subject in told or (_TYPE, _EVENT) not in said)
    }


def _reached(described: Described, roots: set[str]) -> set[str]:
    """The subjects that the roots lead to, they too."""
    found, queue = set(roots), list(roots)
    while queue:
        for _, value in described.get(queue.pop(), ()):
            if value in described and value not in found:
                found.add(value)
                queue.append(value)
    return found
