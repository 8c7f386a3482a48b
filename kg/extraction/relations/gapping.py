"""Two objects of one verb, each with its own place and time: "met X in Oslo on Monday and Y in Rome on
Tuesday", "X on Monday; Y on Tuesday" (gapping, Huddleston & Pullum 2002, ch. 15, 4.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kg.extraction.time.tagging import TimeExpression, time_at
from kg.resources.pattern_model import PLACES

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["half_of", "says_where"]

_NAMED: Final = frozenset({"GPE", "LOC", "FAC"})
_ENDS: Final = frozenset({";", ",", ".", ":"})


def half_of(trigger: Token, word: Token, times: Sequence[TimeExpression]) -> range | None:
    """The words behind a trigger, before or behind the "and" or semicolon, among which a word stands, where
    each of the two halves says where or when by itself; None where they do not. ``times`` are those of the
    article.
    """
    if word.i < trigger.i or word.sent.start != trigger.sent.start:
        return None
    for link in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        if link.tag_[:2] in {"VB", "MD"}:
            return None
        end = _second_end(link, times) if link.tag_ == "CC" or link.text == ";" else None
        if end is not None:
            first, second = range(trigger.i + 1, link.i), range(link.i + 1, end)
            common = _kinds(trigger, first, times) & _kinds(trigger, second, times)
            halves = (half for half in (first, second) if word.i in half)
            return next(halves, None) if common else None
    return None


def _second_end(link: Token, times: Sequence[TimeExpression]) -> int | None:
    """Where the half behind an "and" or semicolon ends that begins with another object; None where what
    follows is no such half.
    """
    doc, end = link.doc, link.i + 1
    if time_at(times, link.i - 1) is None and not _names_where(link.nbor(-1)):
        return None
    while end < link.sent.end and doc[end].text not in _ENDS:
        if doc[end].tag_[:2] in {"VB", "MD"} or doc[end].tag_ in {"CC", "WDT", "WP"}:
            return None
        end += 1
    thing = [token for token in _before_preposition(doc[link.i + 1 : end]) if token.tag_[:2] == "NN"]
    named = bool(thing) and all(time_at(times, token.i) is None for token in thing)
    return end if named else None


def _before_preposition(words: Sequence[Token]) -> Sequence[Token]:
    place = next((k for k, token in enumerate(words) if token.tag_ == "IN"), len(words))
    return words[:place]


def _kinds(trigger: Token, places: range, times: Sequence[TimeExpression]) -> set[str]:
    """Whether some words say when, and whether they say where."""
    words = [trigger.doc[place] for place in places]
    found = {"time" for word in words if time_at(times, word.i) is not None}
    return found | {"place" for word in words if _names_where(word)}


def says_where(word: Token) -> bool:
    """Whether a word stands behind a preposition that says where."""
    return word.dep_ == "pobj" and word.head.lower_ in PLACES


def _names_where(word: Token) -> bool:
    return word.ent_type_ in _NAMED and says_where(word)
