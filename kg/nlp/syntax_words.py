"""Words that predicate-argument structure depends on, beside labels and tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["SyntaxWords"]

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class SyntaxWords:
    """Lemmas of verbs and nouns, and prepositions, by what the words around them are to them.

    ``ontology/syntax.toml`` says what each list is for. Without words, no verb or noun is special.
    """

    object_control: Words = frozenset()
    subject_control: Words = frozenset()
    gerund_links: Words = frozenset()
    imposing: Words = frozenset()
    judging: Words = frozenset()
    judged_for: Words = frozenset()
    giving: Words = frozenset()
    with_infinitive: Words = frozenset()
    calling: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subject_sharing: Words = frozenset()
    conditions: Words = frozenset()
    with_clause: Words = frozenset()
    partitives: Words = frozenset()
    gatherings: Words = frozenset()
    name_links: Words = frozenset()
    acting_for: Words = frozenset()
    doing: Words = frozenset()
    leading: Words = frozenset()
    separating: Words = frozenset()
    indefinite: Words = frozenset()
    empty_verbs: Words = frozenset()
    changes: Words = frozenset()
    small_words: Words = frozenset()
