"""Open statements: predicates that no relation covers, with whatever of subject and object they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from spacy.tokens import Doc, Token

from kg import model
from kg.understanding.attribution import attributed_to
from kg.understanding.clauses import fillers
from kg.understanding.link import Cast
from kg.understanding.modality import modality_of
from kg.understanding.times import time_of

__all__ = ["open_statements"]

_VERBS: Final = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_EMPTY: Final = frozenset({"be", "have", "do", "get", "seem", "appear", "let"})
_CONFIDENCE: Final = 0.5


def open_statements(document: model.Document, doc: Doc, cast: Cast, typed: Iterable[model.Statement]) -> Iterator[model.Statement]:
    """One statement for each verb that is no trigger of a typed one, in the order of the text; those with neither subject nor object are
    left out.
    """
    taken = {statement.trigger.begin for statement in typed}
    for token in doc:
        if token.tag_ in _VERBS and token.dep_ not in ("aux", "auxpass") and token.lemma_ not in _EMPTY and token.idx not in taken:
            subject, obj = _first(token, "subject", cast), _first(token, "object", cast)
            if subject or obj:
                yield _statement(document, token, subject, obj, cast)


def _first(token: Token, slot: str, cast: Cast) -> model.Argument | None:
    return next((argument for filler in fillers(token, slot) for argument in cast.who(filler, role="any")), None)


def _statement(
    document: model.Document, token: Token, subject: model.Argument | None, obj: model.Argument | None, cast: Cast
) -> model.Statement:
    sent = token.sent
    text = document.text[sent.start_char : sent.end_char]
    begin = sent.start_char + len(text) - len(text.lstrip())
    interval = time_of(token, document.published)
    speaker = attributed_to(token)
    return model.Statement(
        article=document.id,
        sentence=model.Span(begin, begin + len(text.strip()), text.strip()),
        trigger=model.Trigger(token.idx, token.idx + len(token), document.text[token.idx : token.idx + len(token)], token.lemma_.lower()),
        subject=subject,
        relation=None,
        object=obj,
        modality=modality_of(token, interval, document.published),
        confidence=_CONFIDENCE,
        pattern="open",
        begin=interval.begin if interval else None,
        end=interval.end if interval else None,
        attributed_to=next(iter(cast.who(speaker, role="actor")), None) if speaker is not None else None,
    )
