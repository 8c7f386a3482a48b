"""Names of ships, other craft and flights, which the words before them tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.extraction.entities.led_names import Span, is_naming_noun, name_end
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["CRAFT", "flights", "ships"]

CRAFT = "Platform"


def ships(doc: ParsedDoc, lexicon: Lexicon) -> list[Span]:
    """The names of ships: with their prefix ("USS Carl Vinson"), or behind a noun for ships ("the ferry Anna
    Rose").
    """
    found: list[Span] = []
    for token in doc[:-1]:
        if token.text in lexicon.ships or token.text in lexicon.merchant_ships:
            last = name_end(doc, token.i + 1, lexicon, lexicon.heads_capability)
            if last > token.i:
                found.append((token.i, last, CRAFT))
        elif lexicon.spelled(token.text) in lexicon.named_craft:
            first, last = token.i + 1, name_end(doc, token.i + 1, lexicon, lexicon.heads_capability)
            if last > token.i and _is_called(token, doc[first : last + 1], lexicon):
                found.append((first, last, CRAFT))
    return found


def _is_called(noun: Token, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the capitalised words behind a noun are the name of what it stands for, and not part of a name
    with the noun ("Ferry Company") or another's who does something with it ("the ship Chad bought").
    """
    prefix = words[0].text in lexicon.ships or words[0].text in lexicon.merchant_ships
    named = noun.text.islower() or (
        noun.is_sent_start and not any(is_naming_noun(word, lexicon) for word in words)
    )
    last = words[-1]
    one = noun.dep_ in ("compound", "nmod") and words[0].i <= noun.head.i <= last.i
    apposed = any(word.head.i == noun.i and word.dep_ == "appos" for word in words)
    apposed |= any((word.head.i, word.dep_) == (noun.head.i, noun.dep_) for word in words)
    return named and not prefix and (one or apposed)


def flights(doc: ParsedDoc) -> list[Span]:
    """The names of flights with their number: "Malaysia Airlines Flight 17", "Flight MH17"."""
    found: list[Span] = []
    for token in doc[1:-1]:
        if token.text != "Flight" or not any(c.isdigit() for c in doc[token.i + 1].text):
            continue
        first = token.i
        while first and doc[first - 1].tag_.startswith("NNP") and doc[first - 1].text[:1].isupper():
            first -= 1
        found.append((first, token.i + 1, CRAFT))
    return found
