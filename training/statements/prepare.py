"""From annotated or open sentences to what networks are trained on: parsed, with what patterns and grammar
say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from kg.extraction.learned.features import Ids, Tree, tree_of, trigger_places
from kg.extraction.learned.labels import MODALITIES, RELATIONS, ROLES, SLOTS
from kg.extraction.relations.pattern_evidence import PatternEvidence, PipelineGrammar, head_of
from kg.model import Document
from kg.nlp.parser import parse
from kg.nlp.tokens import ParsedDoc
from kg.pipeline import Pipeline
from training.statements.annotated import Record, Row
from training.statements.sentences import Sentence

_LONGEST = 160


def prepared(records: Iterable[Record], pipeline: Pipeline) -> Iterator[Sentence]:
    """The records with what pipeline, grammar and patterns say of them; very long ones are left out."""
    queue: list[Record] = []

    def documents() -> Iterator[Document]:
        for record in records:
            queue.append(record)
            yield Document(record.id, record.text, published=record.published)

    for document, doc in parse(documents(), pipeline.nlp):
        record = queue.pop(0)
        if not 0 < len(doc) <= _LONGEST:
            continue
        words = ParsedDoc(doc, pipeline.resources.syntax)
        patterns = pipeline.patterns(document, words, pipeline.linker.resolve(document, words))
        grammar = PipelineGrammar(words, pipeline.resources.factuality)
        yield _sentence(record, words, tree_of(doc), grammar, PatternEvidence(patterns, words))


def _sentence(
    record: Record, words: ParsedDoc, tree: Tree, grammar: PipelineGrammar, patterns: PatternEvidence
) -> Sentence:
    modality, speaker = np.full((2, len(words)), -1, dtype=np.int64)
    slots = []
    for place in np.flatnonzero(trigger_places(tree)).tolist():
        modality[place] = MODALITIES.index(grammar.modality(place))
        said = grammar.speaker(place)
        speaker[place] = -1 if said is None else said
        slots += [(place, SLOTS.index(slot), filler) for slot, filler in grammar.slots(place)]
    heard = [
        (RELATIONS.index(t.relation), MODALITIES.index(t.modality), t.trigger, t.subject, t.object)
        for t in patterns.rows
    ]
    begins = [word.idx for word in words]
    gold = [_gold(row, words, begins) for row in record.rows]
    return Sentence(
        record.id,
        record.text,
        [word.text for word in words],
        begins,
        tree,
        _array(heard, 5),
        modality,
        speaker,
        _array(slots, 3),
        _array(gold, 4 + len(ROLES)),
        record.article,
        record.raw,
    )


def _gold(row: Row, words: ParsedDoc, begins: list[int]) -> tuple[int, ...]:
    roles = [
        _inner(words, head_of(words, begins, *row.spans[role])) if role in row.spans else -1 for role in ROLES
    ]
    trigger = head_of(words, begins, *row.trigger)
    return (RELATIONS.index(row.relation), int(row.certain), MODALITIES.index(row.modality), trigger, *roles)


def _inner(words: ParsedDoc, place: int) -> int:
    """The noun after a preposition: of "near Kandahar", "since July"."""
    if place >= 0 and words[place].tag_ in ("IN", "TO"):
        return next((child.i for child in words[place].children if child.dep_ in ("pobj", "pcomp")), place)
    return place


def _array(rows: list[tuple[int, ...]], width: int) -> Ids:
    return np.array(rows, dtype=np.int64).reshape(-1, width)
