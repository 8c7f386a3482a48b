"""The sentence that a statement stands in."""

from __future__ import annotations

from kg.model import Argument, Document, Span, Trigger
from kg.nlp.tokens import ParsedDoc

__all__ = ["sentence_of"]


def sentence_of(document: Document, doc: ParsedDoc, *parts: Trigger | Span | Argument | None) -> Span:
    """The sentence that holds all parts that there are, without the white space around it; two when the
    parser split between them.

    ``doc`` is the parse of the document's text.
    """
    there = [part for part in parts if part is not None]
    whole = doc.around(min(part.begin for part in there), max(part.end for part in there))
    first, last = whole[0].sent.start_char, whole[-1].sent.end_char
    text = document.text[first:last]
    begin = first + len(text) - len(text.lstrip())
    text = text.strip()
    return Span(begin, begin + len(text), text)
