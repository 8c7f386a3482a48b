"""Who does not meet whom where one meets several, each by himself: "held separate talks with X and Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["are_side_by_side", "is_separate"]

_BESIDE: Final = frozenset({"appos", "conj"})


def is_separate(trigger: Token) -> bool:
    """Whether what a trigger says is done with each of several by itself: "met separately with", "signed
    separate accords with".
    """
    words = trigger.doc.words.separating
    objects = (child for child in trigger.children if child.dep_ == "dobj")
    phrases = (noun for link in trigger.children if link.dep_ == "prep" for noun in link.children)
    governors = (trigger.head,) if trigger.dep_ == "dobj" else ()
    around = (trigger, *objects, *phrases, *governors)
    return any(child.lower_ in words for word in around for child in word.children)


def are_side_by_side(one: Token, other: Token) -> bool:
    """Whether two words are joined by "and", or are one word that stands for several."""
    return _first(one).i == _first(other).i


def _first(token: Token) -> Token:
    while token.dep_ in _BESIDE and token.head != token:
        token = token.head
    return token
