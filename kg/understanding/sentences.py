"""The sentence that a statement stands in."""

from __future__ import annotations

from kg.model import Argument, Document, Span, Trigger
from kg.understanding.words import Parse

__all__ = ["sentence_of"]


def sentence_of(document: Document, doc: Parse, *parts: Trigger | Span | Argument) -> Span:
    """The sentence that holds all parts, without the white space around it; two sentences when the parser split between them.

    ``doc`` is the parse of the document's text.
    """
    whole = doc.around(min(part.begin for part in parts), max(part.end for part in parts))
    first, last = whole[0].sent.start_char, whole[-1].sent.end_char
    text = document.text[first:last]
    begin = first + len(text) - len(text.lstrip())
    text = text.strip()
    return Span(begin, begin + len(text), text)
