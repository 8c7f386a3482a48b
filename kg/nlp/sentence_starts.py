"""Which words can begin no sentence, told to the parser before it reads: those before which none has ended.

A sentence ends with a mark, an abbreviation's point included. Where writers leave it out, they still write
"The" or "I" behind it; and of a long stretch without any mark nothing is said.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from thinc.types import Ints2d

__all__ = ["keep_sentences_whole"]

_LONGEST = 100
"""How many words a sentence has at most, and with them no mark that could end one."""
_GOING_ON = frozenset(",&@%/([{<“‘«£$€¥")
_BULLETS = frozenset("*•·▪●■◦‣")
_QUOTES = frozenset("\"'")
_UNKNOWN, _WITHIN = 0, -1  # spaCy's SENT_START


def keep_sentences_whole(doc: Doc) -> Doc:
    """The same text, not parsed yet, in which each word is marked that can begin no sentence."""
    starts = [0, *(token.i for token in doc[1:] if _may_begin(doc, token)), len(doc)]
    marks = np.full(len(doc), _UNKNOWN)
    for begin, end in pairwise(starts):
        if end - begin <= _LONGEST:
            marks[begin + 1 : end] = _WITHIN
    if len(doc):
        doc.from_array(["SENT_START"], cast("Ints2d", marks.astype(np.uint64).reshape(-1, 1)))
    return doc


def _may_begin(doc: Doc, token: Token) -> bool:
    """Whether a sentence may begin with a word: behind a mark that can end one, at a bullet, or with a
    capital that such a word has nowhere else.
    """
    before = doc[token.i - 1]
    last = before.text[-1]
    if last.isalnum() or last in _GOING_ON:
        return (token.is_stop and token.is_title) or token.text in _BULLETS
    return last not in _QUOTES or bool(before.whitespace_)
