"""Words and names that reading a text depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ReadingWords"]

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """Words in lower case; ``ontology/reading.toml`` says what the lists are for. Without words, none is
    special.

    ``people`` are nouns for people and offices in the singular, ``plural`` tells those of them that stand in
    the plural; ``common`` are words that are no names, in all their forms. ``names`` has the known names by
    their words in capitals, ``joined`` those of several words as they are written, ``pointed`` those that are
    written with points ("U.S."). ``homes`` has for a known place the names of what it lies in. ``titles``
    stand before a person's name, ``given`` are first names, ``verbs`` lemmas of what headlines tell.
    ``closing`` are abbreviations that end a name or an hour, ``openers`` words that begin a sentence and no
    name, ``saying`` verbs in all their forms, ``feasts`` names of days and nothing else. ``voices`` are
    names of known persons and bodies, ``countries`` and ``peoples`` of countries and of those who live there,
    ``stand_ins`` other names for acronyms that a small word looks like.
    """

    agencies: Words = frozenset()
    credit_words: Words = frozenset()
    credit_marks: Words = frozenset()
    labels: Words = frozenset()
    makers: Words = frozenset()
    speakers: Words = frozenset()
    kickers: Words = frozenset()
    gatherings: Words = frozenset()
    prefixes: Words = frozenset()
    small: Words = frozenset()
    open: Words = frozenset()
    openers: Words = frozenset()
    feasts: Words = frozenset()
    closing: Words = frozenset()
    saying: Words = frozenset()
    plural: Words = frozenset()
    common: Words = frozenset()
    titles: Words = frozenset()
    given: Words = frozenset()
    verbs: Words = frozenset()
    joined: Words = frozenset()
    voices: Words = frozenset()
    countries: Words = frozenset()
    peoples: Words = frozenset()
    pointed: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, Words] = field(default_factory=dict)
