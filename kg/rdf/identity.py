"""Decisions about who is who as triples: in a graph of their own, and as notes in the articles' graphs.

Lines are N-Triples without their final points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import quote, unquote

from kg.rdf.graphs import Lines
from kg.rdf.layout import (
    BECAUSE,
    DISTINCTION,
    DISTINGUISHES,
    IDENTIFICATION,
    IDENTIFIED_AS,
    IN_ARTICLE,
    ORIGINAL,
    OWN_ALIAS,
    OWN_LABEL,
    READ_AS,
    REPRINT,
    REPRINT_DECISION,
    SHARED_NAME,
    TYPE,
    UNDECIDED,
)
from kg.rdf.writer import literal
from kg.resources.namespaces import entity_iri

__all__ = [
    "distinction_lines",
    "identification_lines",
    "is_note",
    "local_id",
    "note_lines",
    "reprint_lines",
]

_NOTE = "#entity="


def identification_lines(
    base: str, article: str, local_id: str, entity: str, because: Iterable[str]
) -> Lines:
    """That what an article (its IRI) alone would call ``local_id`` is ``entity``, and why."""
    node = _node(base, article, local_id)
    return [
        f"{node} <{TYPE}> <{IDENTIFICATION}>",
        f"{node} <{IN_ARTICLE}> <{article}>",
        f"{node} <{READ_AS}> {literal(local_id)}",
        f"{node} <{IDENTIFIED_AS}> <{entity_iri(base, entity)}>",
        *(f"{node} <{BECAUSE}> {literal(why)}" for why in because),
    ]


def distinction_lines(
    base: str, name: str, entities: Iterable[tuple[str, str]], undecided: str | None
) -> Lines:
    """That a name is that of several entities: their ids with the traits of each, and the id of what may
    be any of them.
    """
    entities = list(entities)
    node = _node(base, name, *(id for id, _ in entities))
    lines = [f"{node} <{TYPE}> <{DISTINCTION}>", f"{node} <{SHARED_NAME}> {literal(name)}"]
    for id, traits in entities:
        lines += [
            f"{node} <{DISTINGUISHES}> <{entity_iri(base, id)}>",
            f"{node} <{BECAUSE}> {literal(f'{id}: {traits}')}",
        ]
    if undecided:
        lines.append(f"{node} <{UNDECIDED}> <{entity_iri(base, undecided)}>")
    return lines


def reprint_lines(base: str, reprint: str, original: str) -> Lines:
    """That an article is a reprint of another; both are IRIs."""
    node = _node(base, "reprint", reprint)
    return [
        f"{node} <{TYPE}> <{REPRINT_DECISION}>",
        f"{node} <{REPRINT}> <{reprint}>",
        f"{node} <{ORIGINAL}> <{original}>",
    ]


def _node(base: str, *said: str) -> str:
    """The IRI of a decision, which comes from what is decided."""
    return f"<{base}identity/{hashlib.sha256(chr(31).join(said).encode()).hexdigest()[:20]}>"


def note_lines(
    article: str, id: str, entity: str, base: str, *, label: str | None = None, alias: str | None = None
) -> Lines:
    """The note in an article's graph of what an entity is in the whole graph, by the id that the article
    alone gives; ``label`` and ``alias`` are the literals of what it alone would call it.
    """
    node = f"<{article}{_NOTE}{quote(id, safe='/')}>"
    lines = [f"{node} <{IDENTIFIED_AS}> <{entity_iri(base, entity)}>"]
    lines += [f"{node} <{OWN_LABEL}> {label}"] if label else []
    return lines + ([f"{node} <{OWN_ALIAS}> {alias}"] if alias else [])


def is_note(article: str, line: str) -> bool:
    """Whether a line of an article's graph is one of its notes."""
    return line.startswith(f"<{article}{_NOTE}")


def local_id(iri: str) -> str | None:
    """The id that an article alone gives, from the IRI of its note; None for another IRI."""
    _, found, id = iri.partition(_NOTE)
    return unquote(id) if found else None
