"""Open statements: predicates that no relation covers, with whatever of subject and object they have."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final, Literal

from spacy.tokens import Doc, Token

from kg import model
from kg.understanding.anchoring import time_of
from kg.understanding.attribution import attributed_to
from kg.understanding.clauses import fillers
from kg.understanding.link import Cast
from kg.understanding.modality import modality_of
from kg.understanding.sentences import sentence_of
from kg.understanding.times import TimeExpression, times

__all__ = ["open_statements"]

_VERBS: Final = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_NOUNS: Final = frozenset({"NN", "NNS"})
_OF_VERBS: Final = (("subject",), ("object", "indirect"))
_OF_NOUNS: Final = (("possessor", "by"), ("of", "against"))
_EMPTY: Final = frozenset({"be", "have", "do", "get", "seem", "appear", "let"})
_CONFIDENCE: Final = 0.5


def open_statements(
    document: model.Document, doc: Doc, cast: Cast, typed: Iterable[model.Statement], nouns: Container[str] = ()
) -> Iterator[model.Statement]:
    """One statement for each verb, and each of the event ``nouns``, that is no trigger of a typed one, in the order of the text.

    What has neither subject nor object is left out. Who or what is not known by name is taken as the words say it.
    """
    taken = {statement.trigger.begin for statement in typed}
    dates = times(doc, document.published)
    for token in doc:
        if token.idx in taken:
            continue
        if token.tag_ in _VERBS and token.dep_ not in ("aux", "auxpass") and token.lemma_ not in _EMPTY:
            subject, obj = _first(token, _OF_VERBS, cast)
        elif token.tag_ in _NOUNS and token.lemma_.lower() in nouns and not token.ent_type_:
            subject, obj = _first(token, _OF_NOUNS, cast)
        else:
            continue
        if subject or obj:
            yield _statement(document, token, subject, obj, cast, dates)


def _first(token: Token, slots: tuple[tuple[str, ...], tuple[str, ...]], cast: Cast) -> tuple[model.Argument | None, model.Argument | None]:
    """Subject and object: for each the first filler of its slots that is understood, else the first as the words say it."""
    found: list[model.Argument | None] = []
    for paths in slots:
        words = [filler for path in paths for filler in fillers(token, path)]
        ways: tuple[Literal["any", "topic"], ...] = ("any", "topic")
        found.append(next((argument for way in ways for filler in words for argument in cast.who(filler, role=way)), None))
    return found[0], found[1]


def _statement(
    document: model.Document,
    token: Token,
    subject: model.Argument | None,
    obj: model.Argument | None,
    cast: Cast,
    dates: Sequence[TimeExpression],
) -> model.Statement:
    trigger = model.Trigger(token.idx, token.idx + len(token), document.text[token.idx : token.idx + len(token)], token.lemma_.lower())
    interval = time_of(token, document.published, known=dates)
    speaker = attributed_to(token)
    return model.Statement(
        article=document.id,
        sentence=sentence_of(document, token.doc, trigger, *(argument for argument in (subject, obj) if argument)),
        trigger=trigger,
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
