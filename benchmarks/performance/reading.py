"""The cost of extraction: from texts to N-Quads beside the parse alone, and beside textacy on the same
parses.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from importlib.util import find_spec

from spacy.tokens import Doc

from benchmarks.performance.figures import Figure, Section, costs
from benchmarks.size.articles import made
from kg.model import Document
from kg.nlp.parser import parse
from kg.nlp.segmentation import paragraphs
from kg.pipeline import Pipeline

__all__ = ["reading"]

_BATCH = 64


def reading(articles: int, rounds: int) -> Section:
    """Extraction and writing over bare ``nlp.pipe`` with the same pipeline, texts and batch."""
    pipeline = Pipeline()
    documents = [
        Document(record["id"], record["text"], published=record["published"]) for record in made(articles)
    ]
    pieces = [document.text[begin:end] for document in documents for begin, end in paragraphs(document.text)]
    parsed = list(parse(documents, pipeline.nlp))
    _drain(
        map(pipeline.graph, pipeline.read(documents))
    )  # words that are new are looked up once, patterns and names unfolded once
    tasks: dict[str, Callable[[], object]] = {
        "pipe": lambda: _drain(pipeline.nlp.pipe(pieces, batch_size=_BATCH)),
        "parse": lambda: _drain(parse(documents, pipeline.nlp, _BATCH)),
        "all": lambda: _drain(map(pipeline.graph, pipeline.read(documents))),
        "understand": lambda: _drain(pipeline.understand(document, doc) for document, doc in parsed),
    }
    if find_spec("textacy"):
        tasks["textacy"] = lambda: _triples(doc for _, doc in parsed)
    cost = costs(tasks, rounds)
    tokens = sum(len(doc) for _, doc in parsed)
    statements = sum(len(pipeline.understand(document, doc).statements) for document, doc in parsed)
    figures = [
        Figure(
            "texts to N-Quads, all that `kg build` does before the store",
            "bare `nlp.pipe`",
            cost["all"] / cost["pipe"],
            1.05,
        ),
        Figure("paragraphs parsed and joined to articles", "bare `nlp.pipe`", cost["parse"] / cost["pipe"]),
    ]
    found = f"newskg finds {statements:,} statements with types, times, modality and who is who"
    if "textacy" in cost:
        figures.append(
            Figure(
                "statements of parsed articles",
                "textacy's triples of the same parses",
                cost["understand"] / cost["textacy"],
            )
        )
        found += f"; textacy {_triples(doc for _, doc in parsed):,} triples of words"
    return Section(
        "Extraction",
        f"{articles:,} made articles, {tokens:,} tokens, CPU seconds, median of {rounds} rounds. "
        "Bare `nlp.pipe` reads"
        f" {tokens / cost['pipe']:,.0f} tokens per CPU second. {found}.",
        tuple(figures),
    )


def _drain(items: Iterable[object]) -> None:
    deque(items, maxlen=0)


def _triples(docs: Iterable[Doc]) -> int:
    from textacy.extract import subject_verb_object_triples

    return sum(1 for doc in docs for _ in subject_verb_object_triples(doc))
