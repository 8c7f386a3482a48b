"""Who speaks in a quotation that stands in a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.nlp.tokens import NOMINAL_SUBJECTS

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["speaker_of_quotation"]

_OPENING, _CLOSING, _STRAIGHT = frozenset("“«„"), frozenset("”»"), frozenset({'"', "``", "''"})
_NEAR = 15
"""Tokens between a quotation and the verb of saying beside it."""


def speaker_of_quotation(token: Token, saying: frozenset[str]) -> Token | None:
    """The subject of the verb of saying right after the quotation around a token, else of the one before it
    in the same paragraph; None outside of quotations. ``saying`` are lemmas.
    """
    span = _quotation(token)
    if span is None:
        return None
    first, last = span
    doc = token.doc
    after: list[Token] = []
    for word in doc[last + 1 : last + 1 + _NEAR]:
        if "\\n" in word.text or word.text in _OPENING | _STRAIGHT:
            break
        after.append(word)
        if word.text in {".", "?", "!"}:
            break
    before: list[Token] = []
    for word in reversed(doc[max(0, first - 2 * _NEAR) : first]):
        if "\\n" in word.text or word.text in _CLOSING | _STRAIGHT:
            break
        before.append(word)
    return _subject(after, saying) or _subject(before, saying)


def _subject(words: Iterable[Token], saying: frozenset[str]) -> Token | None:
    """The subject of the first verb of saying among some words."""
    for word in words:
        if word.tag_[:2] == "VB" and word.lemma_.lower() in saying:
            found = next((child for child in word.children if child.dep_ in NOMINAL_SUBJECTS), None)
            if found is not None:
                return found
    return None


def _quotation(token: Token) -> tuple[int, int] | None:
    """The tokens of the marks of the quotation around a token; one that is not closed in its paragraph ends
    with that.
    """
    doc, start = token.doc, token.i
    while start > 0 and "\\n" not in doc[start - 1].text:
        start -= 1
    opened: int | None = None
    for word in doc[start:]:
        if "\\n" in word.text:
            return (opened, word.i) if opened is not None and word.i > token.i else None
        if opened is None:
            if word.i > token.i:
                return None
            opened = word.i if word.text in _OPENING | _STRAIGHT else None
        elif word.text in _CLOSING | _STRAIGHT:
            if word.i > token.i:
                return opened, word.i
            opened = None
    return (opened, len(doc)) if opened is not None else None
