"""Whose amount an amount is: in "20 tanks and 30 guns" the guns are 30, in "two guards and a driver" the
driver is not two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["counted_at", "counts"]

_AMOUNT: Final = frozenset({"nummod", "quantmod", "compound", "nmod", "amod", "advmod"})


def counts(word: Token, amount: Token) -> bool:
    """Whether a word belongs to the amount that comes after it."""
    return word.dep_ in _AMOUNT and (word.head is amount or word.head.head is amount) and word.tag_ != "NNP"


def counted_at(doc: ParsedDoc, amount: int | None, thing: int | None) -> int | None:
    """The place of the amount of a thing, given the one that was read for it: where that counts what the
    thing is joined to, its own, if any. All are places of words.
    """
    if amount is None or thing is None:
        return amount
    noun = doc[thing]
    counted = doc[amount].head
    if not (_is_joined(noun, counted) or _is_joined(counted, noun)):
        return amount
    return next((child.i for child in noun.children if child.dep_ == "nummod"), None)


def _is_joined(noun: Token, other: Token) -> bool:
    """Whether a noun is joined to another before it, directly or not."""
    while noun.dep_ == "conj" and noun.head is not noun:
        noun = noun.head
        if noun is other:
            return True
    return False
