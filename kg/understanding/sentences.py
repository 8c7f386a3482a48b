"""The sentence that a statement stands in."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.model import Argument, Document, Span, Trigger

__all__ = ["sentence_of"]


def sentence_of(document: Document, doc: Doc, *parts: Trigger | Span | Argument) -> Span:
    """The sentence that holds all parts, without the white space around it; two sentences when the parser split between them.

    ``doc`` is the parse of the document's text.
    """
    whole = doc.char_span(min(part.begin for part in parts), max(part.end for part in parts), alignment_mode="expand")
    first, last = whole[0].sent.start_char, whole[-1].sent.end_char
    text = document.text[first:last]
    begin = first + len(text) - len(text.lstrip())
    text = text.strip()
    return Span(begin, begin + len(text), text)
