"""A pattern, its examples, and what its keys may hold: the fields of `Pattern` are the keys of a
``[[pattern]]`` table, explained in `docs/patterns.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kg.model import Modality

__all__ = [
    "NOUN_SLOTS",
    "PHRASES",
    "PLACES",
    "SHARED_SLOTS",
    "SLOTS",
    "Detail",
    "Example",
    "Pattern",
    "Phrase",
    "Way",
]

Way = Literal["actor", "place", "topic", "capability", "role", "people"]
Phrase = Literal["title", "allegiance", "location"]
Detail = Literal["recipient", "topic", "place"]

PHRASES: Final[tuple[Phrase, ...]] = ("title", "allegiance", "location")
PLACES: Final = ("in", "at", "near", "outside", "on", "off", "around")

SLOTS: Final = frozenset(
    {
        "subject",
        "object",
        "indirect",
        "attribute",
        "complement",
        "infinitive",
        "possessor",
        "modifier",
        "appositive",
        "governor",
        "condition",
        "self",
        "noun",
    }
)
"""The slots that grammar gives; the others are prepositions."""

SHARED_SLOTS: Final = frozenset({"complement", "infinitive"})
"""The slots that verbs and nouns both have, beside the prepositions."""

NOUN_SLOTS: Final = frozenset({"possessor", "modifier", "appositive"})
"""The slots that only nouns have."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the (subject, object) labels that the relation must give for it; with ``expect`` empty,
    a counter-example.
    """

    relation: str
    text: str
    expect: tuple[tuple[str, str], ...]
    place: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a relation.

    The trigger is a word of ``verbs``, ``nouns`` or ``adjectives`` (lemmas; a verb may be phrasal, "pull
    out", or hyphenated, "test-fire"). With ``light``, the trigger is a verb of ``verbs`` that has a noun of
    ``nouns`` in its ``via`` slot ("hold" + "talks"); a preposition is then looked for at the noun and at the
    verb, and slots of the noun alone are reached as ``noun.with``. With ``phrase`` there is no trigger word:
    the relation is what a noun phrase of that kind says by itself (title, allegiance, location).

    ``subject``, ``object`` and so on list slot paths; the first that has arguments counts, of ``object`` the
    first that has arguments which are understood. ``object_as`` orders the ways to read the object.
    ``subject_classes`` and ``object_classes`` narrow the relation's domain and range, ``not_subject_classes``
    leave some out. ``object_words`` and ``not_object_words`` (and the same for subjects) look at the head
    lemma of the filler, ``complement_words`` at that of a complement on the way to it,
    ``complement_dependents`` at the words beside that ("said that Chad **must** withdraw").
    ``subject_metonyms`` and ``object_metonyms`` list nouns that stand for whoever owns them: "Israeli
    **jets** bombed positions of ...".

    ``requires`` and ``forbids`` list slot paths that must, or must not, be filled; ``needs`` names details
    (recipient, topic, place) that must be found. ``with_dependents`` and ``without_dependents`` list lemmas
    that must, or must not, be children of the trigger ("joint exercise"). ``collective``: several subjects
    without an object do it with each other. ``alone``: it is a statement by itself, where the learned
    extractor reads nothing. ``modality`` overrides what the sentence's grammar says.

    ``says`` are sentences that only this pattern understands, ``never`` sentences with its trigger of which
    it must say nothing. ``source`` is where the pattern is written.
    """

    name: str
    relation: str
    source: str = ""
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    phrase: Phrase | None = None
    light: bool = False
    via: tuple[str, ...] = ("object",)
    subject: tuple[str, ...] = ("subject",)
    object: tuple[str, ...] = ("object",)
    recipient: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    place: tuple[str, ...] = PLACES
    subject_as: tuple[Way, ...] = ()
    object_as: tuple[Way, ...] = ()
    subject_classes: tuple[str, ...] = ()
    not_subject_classes: tuple[str, ...] = ()
    object_classes: tuple[str, ...] = ()
    subject_words: frozenset[str] = frozenset()
    object_words: frozenset[str] = frozenset()
    not_object_words: frozenset[str] = frozenset()
    not_subject_words: frozenset[str] = frozenset()
    complement_words: frozenset[str] = frozenset()
    complement_dependents: frozenset[str] = frozenset()
    subject_metonyms: frozenset[str] = frozenset()
    object_metonyms: frozenset[str] = frozenset()
    requires: tuple[str, ...] = ()
    needs: tuple[Detail, ...] = ()
    forbids: tuple[str, ...] = ()
    with_dependents: frozenset[str] = frozenset()
    without_dependents: frozenset[str] = frozenset()
    collective: bool = False
    alone: bool = False
    modality: Modality | None = None
    says: tuple[Example, ...] = ()
    never: tuple[str, ...] = ()
