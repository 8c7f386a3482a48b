"""How good a pipeline is, on sentences it has not seen: tags, lemmas, trees, sentence boundaries, names,
speed and memory.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from training.corpus import UNKNOWN, WIKIGOLD_DEV, Names, Parse, names_doc, parse_doc, read_names, read_parses

ATTACHMENTS = ("nsubj", "nsubjpass", "dobj", "agent", "attr")
"""The arguments that statements are read from."""
_ARTICLES = ("the", "a", "an")
_WINDOW = 8
"""Sentences per text when boundaries and speed are measured."""


@dataclass(slots=True)
class Count:
    """How many there are, were found, and were found rightly."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Right of those found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right of those there are."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0

    def __add__(self, other: Count) -> Count:
        return Count(self.gold + other.gold, self.found + other.found, self.right + other.right)


@dataclass(slots=True)
class Scores:
    """The figures of one pipeline; shares between 0 and 1, `rate` tokens per CPU second, `memory` peak
    megabytes of the process.

    What was not measured is 0 or empty.
    """

    tokens: int = 0
    tag: float = 0.0
    lemma: float = 0.0
    uas: float = 0.0
    las: float = 0.0
    sentences: Count = field(default_factory=Count)
    labels: dict[str, Count] = field(default_factory=dict)
    names: dict[str, Count] = field(default_factory=dict)
    rate: float = 0.0
    memory: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Scores:
        """Scores from what `as_dict` gave."""
        counts = {
            key: {label: Count(**count) for label, count in values[key].items()}
            for key in ("labels", "names")
        }
        return cls(**{**values, **counts, "sentences": Count(**values["sentences"])})


def evaluate(pipeline: Path, parses: Path, names: Path, news: Path) -> dict[str, Scores]:
    """The scores of the pipeline in a folder on the dev sets, a parse file and two files of names (the second
    of news), and on the part of each source.

    Speed and memory are of the whole only.
    """
    nlp = spacy.load(pipeline)
    trees, named, of_news = list(read_parses(parses)), list(read_names(names)), list(read_names(news))
    whole = _score(nlp, trees, [*named, *of_news])
    whole.rate = tokens_per_second(nlp, [parse_doc(window, nlp.vocab).text for window in _windows(trees)])
    whole.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "dev": whole,
        "dev: EWT": _score(nlp, _of(trees, "EWT/"), []),
        "dev: GUM": _score(nlp, _of(trees, "GUM/"), named[:-WIKIGOLD_DEV]),
        "dev: GUM news": _score(nlp, _of(trees, "GUM/GUM_news"), []),
        "dev: wikigold": _score(nlp, [], named[-WIKIGOLD_DEV:]),
        "dev: annotated news": _score(nlp, [], of_news),
    }


def _of(trees: Sequence[tuple[str, Parse]], beginning: str) -> list[tuple[str, Parse]]:
    """The trees of the documents whose ids begin like that."""
    return [tree for tree in trees if tree[0].startswith(beginning)]


def _score(nlp: Language, trees: Sequence[tuple[str, Parse]], names: Sequence[Names]) -> Scores:
    scores = Scores()
    score_trees(nlp, [parse for _, parse in trees], scores)
    scores.sentences = score_boundaries(nlp, list(_windows(trees)))
    scores.names = score_names(nlp, names)
    return scores


def score_trees(nlp: Language, gold: Sequence[Parse], scores: Scores) -> None:
    """Set the scores of tags, lemmas and trees, sentence by sentence.

    Punctuation does not count in UAS and LAS.
    """
    tags = lemmas = heads = arcs = counted = 0
    for parse, doc in zip(gold, _predict(nlp, gold, without=("ner",)), strict=True):
        for position, token in enumerate(doc):
            scores.tokens += 1
            tags += token.tag_ == parse.tags[position]
            lemmas += token.lemma_.lower() == parse.lemmas[position].lower()
            attached = token.head.i == parse.heads[position]
            same = attached and token.dep_ == parse.labels[position]
            _count_label(scores.labels, parse.labels[position], token.dep_, same)
            if parse.labels[position] != "punct":
                counted += 1
                heads += attached
                arcs += same
    scores.tag, scores.lemma = tags / max(1, scores.tokens), lemmas / max(1, scores.tokens)
    scores.uas, scores.las = heads / max(1, counted), arcs / max(1, counted)


def _count_label(labels: dict[str, Count], gold: str, found: str, right: bool) -> None:
    labels.setdefault(gold, Count()).gold += 1
    labels.setdefault(found, Count()).found += 1
    labels[gold].right += right


def _predict(nlp: Language, gold: Iterable[Parse | Names], without: tuple[str, ...]) -> Iterator[Doc]:
    blank = (Doc(nlp.vocab, words=list(item.words), spaces=list(item.spaces)) for item in gold)
    yield from nlp.pipe(blank, disable=[name for name in nlp.pipe_names if name in without])


def _windows(gold: Sequence[tuple[str, Parse]]) -> Iterable[list[Parse]]:
    """Up to eight consecutive sentences of a document."""
    window: list[Parse] = []
    current = ""
    for document, parse in gold:
        if window and (document != current or len(window) == _WINDOW):
            yield window
            window = []
        current = document
        window.append(parse)
    if window:
        yield window


def score_boundaries(nlp: Language, windows: Sequence[Sequence[Parse]]) -> Count:
    """Sentence starts found in running text, on the gold tokens."""
    total = Count()
    for window in windows:
        gold = parse_doc(window, nlp.vocab)
        doc = Doc(
            nlp.vocab,
            words=[token.text for token in gold],
            spaces=[bool(token.whitespace_) for token in gold],
        )
        with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name == "ner"]):
            found = {sentence.start for sentence in nlp(doc).sents}
        starts = {sum(len(parse.words) for parse in window[:i]) for i in range(len(window))}
        total += Count(len(starts), len(found), len(starts & found))
    return total


def score_names(nlp: Language, gold: Sequence[Names]) -> dict[str, Count]:
    """Counts by label.

    Names that touch a token of unknown label do not count; articles and possessives at the edges are cut off.
    """
    counts: dict[str, Count] = {}
    parts = ("tagger", "parser", "attribute_ruler", "lemmatizer")
    for names, doc in zip(gold, _predict(nlp, gold, without=parts), strict=True):
        unknown = {i for i, label in enumerate(names.labels) if label == UNKNOWN}
        there = _spans(names_doc([names], nlp.vocab))
        found = {span for span in _spans(doc) if not unknown.intersection(range(span[0], span[1]))}
        for label in {span[2] for span in there | found}:
            count = Count(
                *(sum(span[2] == label for span in spans) for spans in (there, found, there & found))
            )
            counts[label] = counts.get(label, Count()) + count
    return dict(sorted(counts.items()))


def _spans(doc: Doc) -> set[tuple[int, int, str]]:
    spans = set()
    for entity in doc.ents:
        start, end = entity.start, entity.end
        start += end - start > 1 and doc[start].lower_ in _ARTICLES
        end -= doc[end - 1].text in ("'s", "’s")
        if end > start:
            spans.add((start, end, entity.label_))
    return spans


def tokens_per_second(nlp: Language, texts: Sequence[str]) -> float:
    """Tokens per CPU second of the whole pipeline on raw text, after a warm-up."""
    list(nlp.pipe(texts[:5]))
    start = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    return tokens / (time.process_time() - start)


def total(counts: dict[str, Count], labels: Iterable[str] | None = None) -> Count:
    """The sum over these labels, or over all."""
    chosen = counts if labels is None else labels
    return sum((counts.get(label, Count()) for label in chosen), Count())
