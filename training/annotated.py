"""A text with the names found in it, on its way to spaCy's tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span

from training.amounts import number_spans
from training.corpus import Names, doc_names

Mark = tuple[int, int, str]
"""Start and end as character offsets, and a label."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence. `unknown` are stretches that the source says nothing certain about."""

    text: str
    names: tuple[Mark, ...]
    unknown: tuple[tuple[int, int], ...] = ()


def to_doc(item: Annotated, tokenizer: Tokenizer, numbers: bool = True) -> Doc | None:
    """The sentence with entities: names, longest first, then numbers and dates; None if nothing is left of
    it.
    """
    doc: Doc = tokenizer(item.text)
    if not len(doc):
        return None
    spans: list[Span] = []
    used: set[int] = set()
    for start, end, label in sorted(item.names, key=lambda mark: mark[0] - mark[1]):
        _put(doc, start, end, label, spans, used)
    unknown: set[int] = set()
    for start, end in item.unknown:
        span = doc.char_span(start, end, alignment_mode="expand")
        unknown.update(range(span.start, span.end) if span is not None else ())
    if numbers:
        for start, end, label in number_spans(item.text):
            _put(doc, start, end, label, spans, used)
    missing = [doc[i : i + 1] for i in sorted(unknown - used)]
    try:
        doc.set_ents(sorted(spans), missing=missing, default="outside")
    except ValueError:  # spaCy refuses names of white space
        return None
    return doc


def _put(doc: Doc, start: int, end: int, label: str, spans: list[Span], used: set[int]) -> None:
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    if span is None or not len(span) or used.intersection(range(span.start, span.end)):
        return
    used.update(range(span.start, span.end))
    spans.append(span)


def to_names(items: Iterable[Annotated], tokenizer: Tokenizer, numbers: bool = True) -> Iterator[Names]:
    """The sentences on spaCy's tokens; blank ones are left out."""
    for item in items:
        doc = to_doc(item, tokenizer, numbers) if item.text.strip() else None
        if doc is not None:
            yield doc_names(doc)
