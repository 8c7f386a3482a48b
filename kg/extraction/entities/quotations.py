"""Who speaks in a quotation that stands in a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.nlp.quotations import CLOSING, OPENING, STRAIGHT
from kg.nlp.tokens import NOMINAL_SUBJECTS

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["is_quoted_by", "speaker_of_quotation"]

_NEAR = 15
"""Tokens between a quotation and the verb of saying beside it."""


def is_quoted_by(word: Token, speaker: Token, saying: frozenset[str]) -> bool:
    """Whether a word stands in a quotation while another, outside of all, is the subject of a verb of saying,
    and so hardly the one whom the word names. ``saying`` are lemmas.
    """
    if speaker.dep_ not in NOMINAL_SUBJECTS or speaker.head.lemma_ not in saying:
        return False
    doc = speaker.doc
    return doc.quotation_around(speaker.i) is None and doc.quotation_around(word.i) is not None


def speaker_of_quotation(token: Token, saying: frozenset[str]) -> Token | None:
    """The subject of the verb of saying right after the quotation around a token, else of the one before it
    in the same paragraph; None outside of quotations. ``saying`` are lemmas.
    """
    doc = token.doc
    found = doc.quotation_around(token.i)
    if found is None:
        return None
    first, last, _ = found
    after: list[Token] = []
    for word in doc[last + 1 : last + 1 + _NEAR]:
        if "\n" in word.text or word.text in OPENING | STRAIGHT:
            break
        after.append(word)
        if word.text in {".", "?", "!"}:
            break
    before: list[Token] = []
    for word in reversed(doc[max(0, first - 2 * _NEAR) : first]):
        if "\n" in word.text or word.text in CLOSING | STRAIGHT:
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
