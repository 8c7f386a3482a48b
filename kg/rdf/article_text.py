"""The text of an article in the triples of its graph, and whether two are the same article's."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.fingerprint import fingerprint, likeness
from kg.rdf.layout import TEXT
from kg.rdf.turtle_jsonld import ntriples

__all__ = ["article_text", "is_revision"]

_ALIKE = 0.1
"""The share of common five-word phrases below which a text is no revision of another."""
_COMMON = 0.3
"""The same of words, for texts that are too short for phrases."""
_WORD = re.compile(r"[^\W_]+")


def article_text(iri: str, lines: Iterable[str]) -> str | None:
    """The text of an article; None when its graph holds none. ``lines`` are N-Triples without their point."""
    start = f"<{iri}> <{TEXT}> "
    found = [line for line in lines if line.startswith(start)]
    for quad in ox.parse(ntriples(found), ox.RdfFormat.N_TRIPLES):
        return str(getattr(quad.object, "value", ""))
    return None


def is_revision(before: str, after: str) -> bool:
    """Whether one text may be a later version of another: whether they have some words in common."""
    one, other = fingerprint(before), fingerprint(after)
    if one and other:
        return likeness(one, other) >= _ALIKE
    a, b = (set(_WORD.findall(text.casefold())) for text in (before, after))
    return len(a & b) >= _COMMON * len(a | b)
