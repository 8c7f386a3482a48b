"""Open statements: predicates that no relation covers, with whatever of subject and object they have."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final, Literal

from kg import model
from kg.extraction.entities.linker import LinkedDocument
from kg.extraction.factuality.attribution import attributed_to
from kg.extraction.factuality.factuality import modality_of
from kg.extraction.relations.times import at_each_time
from kg.extraction.syntax.predicate_arguments import arguments
from kg.extraction.syntax.sentences import sentence_of
from kg.extraction.time.anchoring import time_of
from kg.extraction.time.calendar import Interval
from kg.extraction.time.tagging import TimeTagger
from kg.nlp.tokens import VERBS, ParsedDoc, Token
from kg.resources.factuality_lexicon import FactualityLexicon
from kg.resources.lexicon import Lexicon

__all__ = ["open_statements"]

_COMMON_NOUNS: Final = frozenset({"NN", "NNS"})
_OF_VERBS: Final = (("subject",), ("object", "indirect"))
_OF_NOUNS: Final = (("possessor", "by", "between"), ("of", "against"))
_CONFIDENCE: Final = 0.5

_Ends = tuple[model.Argument | None, model.Argument | None]


def open_statements(
    document: model.Document,
    doc: ParsedDoc,
    linked: LinkedDocument,
    typed: Iterable[model.Statement],
    tagger: TimeTagger,
    nouns: Container[str] = (),
) -> Iterator[model.Statement]:
    """One statement for each verb with a subject or object, and for each noun that names what happens, in the
    order of the text.

    Triggers of typed statements are left out. Nouns are those of the lexicon's events, and ``nouns`` where
    the text says who takes part. Who or what is not known by name is taken as the words say it; what happens
    is nobody's subject or object, for it has its own statement.
    """
    taken = {statement.trigger.begin for statement in typed}
    dates = tagger.times(doc, document.published)
    for token in doc:
        if token.idx in taken:
            continue
        ends = _ends(token, linked, nouns)
        if ends is not None:
            interval = time_of(token, tagger, document.published, known=dates)
            said = _statement(document, token, ends, linked, interval, tagger.factuality)
            yield from at_each_time(said, interval)


def _ends(token: Token, linked: LinkedDocument, nouns: Container[str]) -> _Ends | None:
    """Subject and object of what happens; None when a token says of nothing that it happens."""
    if token.tag_ in VERBS and token.dep_ not in ("aux", "auxpass"):
        return _ends_of_verb(token, linked)
    if token.tag_ in _COMMON_NOUNS and not token.ent_type_ and token.dep_ not in ("compound", "nmod"):
        return _ends_of_noun(token, linked, nouns)
    return None


def _ends_of_verb(verb: Token, linked: LinkedDocument) -> _Ends | None:
    lemma = verb.lemma_.lower()
    if lemma in verb.doc.words.empty_verbs:
        return None
    words = _words(verb, _OF_VERBS)
    subject, obj = _understood(words, linked)
    if subject and not obj and lemma in verb.doc.words.changes:
        subject, obj = None, subject
    return (subject, obj) if any(words) else None


def _ends_of_noun(noun: Token, linked: LinkedDocument, nouns: Container[str]) -> _Ends | None:
    lemma = noun.lemma_.lower()
    event = lemma in linked.lexicon.events
    if not event and lemma not in nouns:
        return None
    subject, obj = _understood(_words(noun, _OF_NOUNS), linked)
    return (subject, obj) if subject or obj or event else None


def _words(token: Token, slots: tuple[tuple[str, ...], tuple[str, ...]]) -> list[list[Token]]:
    """The words for subject and object."""
    return [[filler for path in paths for filler in arguments(token, path)] for paths in slots]


def _understood(words: Sequence[Iterable[Token]], linked: LinkedDocument) -> _Ends:
    """Subject and object: of each the first word that is understood, else the first as it stands."""
    found: list[model.Argument | None] = []
    for some in words:
        things = [word for word in some if not _happens(word, linked.lexicon)]
        ways: tuple[Literal["any", "topic"], ...] = ("any", "topic")
        found.append(
            next(
                (argument for way in ways for word in things for argument in linked.who(word, role=way)), None
            )
        )
    return found[0], found[1]


def _happens(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word names what happens rather than a thing or somebody."""
    return token.tag_ in _COMMON_NOUNS and not token.ent_type_ and token.lemma_.lower() in lexicon.events


def _statement(
    document: model.Document,
    token: Token,
    ends: _Ends,
    linked: LinkedDocument,
    interval: Interval | None,
    words: FactualityLexicon,
) -> model.Statement:
    subject, obj = ends
    trigger = model.Trigger(
        token.idx,
        token.idx + len(token),
        document.text[token.idx : token.idx + len(token)],
        token.lemma_.lower(),
    )
    word = attributed_to(token, words)
    speaker = next(iter(linked.who(word, role="actor")), None) if word is not None else None
    return model.Statement(
        article=document.id,
        sentence=sentence_of(document, token.doc, trigger, subject, obj, speaker),
        trigger=trigger,
        subject=subject,
        relation=None,
        object=obj,
        modality=modality_of(token, words, interval, document.published),
        confidence=_CONFIDENCE,
        pattern="open",
        begin=interval.begin if interval else None,
        end=interval.end if interval else None,
        attributed_to=speaker,
    )
