"""What was said of a text as it is read, placed in the text as it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model import Argument, Document, Span, Statement, Trigger
from kg.nlp.reading.text import ReadingText

__all__ = ["placed"]


def placed(statements: Iterable[Statement], document: Document, read: ReadingText) -> Iterator[Statement]:
    """The statements with their offsets, sentence and trigger in the document's own text, of which ``read``
    is the reading.
    """

    def argument(one: Argument | None) -> Argument | None:
        return None if one is None else Argument(one.entity, *read.stored_span(one.begin, one.end))

    for said in statements:
        begin, end = read.stored_span(said.trigger.begin, said.trigger.end)
        first, last = read.stored_span(said.sentence.begin, said.sentence.end)
        yield replace(
            said,
            sentence=Span(first, last, document.text[first:last]),
            trigger=Trigger(begin, end, document.text[begin:end], said.trigger.lemma),
            subject=argument(said.subject),
            object=argument(said.object),
            place=argument(said.place),
            recipient=argument(said.recipient),
            topic=argument(said.topic),
            attributed_to=argument(said.attributed_to),
        )
