"""Denials that say who or what it is not, while it is said of another: "not Russia but Ukraine attacked",
"Ukraine, not Russia".

Relies on labels (PTB tags, CLEAR dependencies) and words only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.model import Modality
    from kg.nlp.tokens import Token

__all__ = ["is_denied", "is_of_part", "of_participants"]

_BESIDE: Final = frozenset({"appos", "conj"})


def of_participants(
    modality: Modality, participants: Iterable[Token], words: FactualityLexicon
) -> tuple[Modality, str | None]:
    """The modality of what a sentence says of participants, given that of its trigger, and the word that
    denies it: negated of one who is denied, not so of the other.
    """
    for one in participants:
        if is_denied(one, words):
            return "negated", "not"
        if modality == "negated" and _is_correction(one, words):
            return _without_denial(one.head, words), None
    return modality, None


def is_denied(one: Token, words: FactualityLexicon) -> bool:
    """Whether a noun names whom or what it is not: the first of "not X but Y", the second of "Y, not X"."""
    negation = next((child for child in one.children if child.dep_ == "neg" and child.i < one.i), None)
    if negation is None:
        return _is_opposed(one, words) and any(
            is_of_part(child, one.head, words) for child in one.head.children
        )
    return _is_opposed(one, words) or one.dep_ in _BESIDE


def is_of_part(negation: Token, verb: Token, words: FactualityLexicon) -> bool:
    """Whether a negation on a verb denies only the noun behind it: "visited not Berlin but Rome"."""
    return (
        negation.dep_ == "neg"
        and negation.i > verb.i
        and any(
            child.left_edge.i == negation.i + 1 and child.dep_ != "attr" and _is_opposed(child, words)
            for child in verb.children
        )
    )


def _is_opposed(one: Token, words: FactualityLexicon) -> bool:
    """Whether another is set against a noun: "X but Y"."""
    return any(child.dep_ == "cc" and child.lower_ in words.opposing for child in one.children) and any(
        child.dep_ == "conj" for child in one.children
    )


def _is_correction(one: Token, words: FactualityLexicon) -> bool:
    """Whether a noun takes the place of one that is denied: the second of "did not visit X but Y"."""
    if one.dep_ != "conj" or not _is_opposed(one.head, words):
        return False
    negations = (*one.head.children, *one.head.head.children)
    return any(child.dep_ == "neg" for child in negations)


def _without_denial(first: Token, words: FactualityLexicon) -> Modality:
    """What the auxiliaries of the verb over a noun say but for the negation: "will not visit X but Y"."""
    modals = [words.modals.get(child.lemma_.lower()) for child in first.head.children if child.tag_ == "MD"]
    if not modals:
        return "actual"
    return "planned" if modals[0] == "planned" else "possible"
