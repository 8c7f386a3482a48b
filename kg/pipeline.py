"""The whole road, in order; the file to read first.

    articles -> parse -> who is who -> statements -> merged -> happenings -> quads -> store

`Road` is built once and reads any number of articles; `build` brings what it reads into a store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__
from kg.graph.knowledge import Knowledge, knowledge_files, load_knowledge
from kg.graph.ontology import Ontology, load_ontology
from kg.graph.rdf import Run, graph_iri, nquads
from kg.graph.vocabulary import DEFAULT_BASE
from kg.model import Document, Reading, Statement
from kg.reading.parse import load_pipeline, parse
from kg.understanding.events import describe, gather
from kg.understanding.lexicon import Lexicon, load_lexicon
from kg.understanding.link import cast
from kg.understanding.merge import merge
from kg.understanding.open import open_statements
from kg.understanding.patterns import Patterns, load_patterns
from kg.understanding.relations import relate

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.graph.store import Store

__all__ = ["BuildReport", "Road", "Settings", "build", "shards"]

_SHARD = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how articles are read: the language pipeline's name, a user's own data files, the namespace of identifiers.

    With ``open``, predicates that no relation covers are statements too.
    """

    model: str | None = None
    ontology: tuple[Path, ...] = ()
    patterns: tuple[Path, ...] = ()
    knowledge: tuple[Path, ...] = ()
    base: str = DEFAULT_BASE
    open: bool = False


class Road:
    """Everything that reading takes, loaded once. Raises `DataError` or `ModelError` when a part is not well formed or absent."""

    def __init__(self, settings: Settings | None = None, nlp: Language | None = None) -> None:
        self.settings = settings or Settings()
        self.ontology: Ontology = load_ontology(self.settings.ontology)
        self.patterns: Patterns = load_patterns(self.ontology, self.settings.patterns)
        self.knowledge: Knowledge = load_knowledge(self.settings.knowledge, self.ontology, self.settings.base)
        self.lexicon: Lexicon = load_lexicon()
        self.nlp: Language = nlp if nlp is not None else load_pipeline(self.settings.model)

    @cached_property
    def run(self) -> Run:
        """What made the statements: this program's version, the language pipeline, and a digest of the data that decides."""
        meta = self.nlp.meta
        data = ".".join((self.ontology.digest, self.patterns.digest, self.knowledge.digest))
        return Run(model=f"{meta['lang']}_{meta['name']}-{meta['version']}", version=__version__, digest=data)

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """What each article says, in the order of the articles."""
        for document, doc in parse(documents, self.nlp):
            yield self.understand(document, doc)

    def understand(self, document: Document, doc: Doc) -> Reading:
        """What one parsed article says."""
        people = cast(document, doc, self.knowledge, self.lexicon, self.ontology)
        said = relate(document, doc, people, self.patterns, self.ontology)
        statements = gather(merge(said, self.ontology), self.ontology)
        events = describe(statements, self.ontology)
        if self.settings.open:
            statements += tuple(open_statements(document, doc, people, statements))
        return Reading(document, statements, events)

    def graph(self, reading: Reading) -> tuple[str, bytes]:
        """The IRI of an article's named graph, and the graph as N-Quads, sorted."""
        base = self.settings.base
        return graph_iri(reading.document.id, base), nquads(reading, self.ontology, self.run, base)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How many articles were read, how many statements they gave, and how many articles changed the store."""

    articles: int
    statements: int
    changed: int


def build(
    store: Store, documents: Iterable[Document], settings: Settings | None = None, *, jobs: int = 1, on_shard: Callable[[int], None] | None = None
) -> BuildReport:
    """Read articles into a store: one named graph for each, and the graphs of the ontology and of background knowledge.

    ``jobs`` processes read at once; the store is the same, byte for byte, with any number. ``on_shard`` is told how many articles each finished shard held.
    """
    settings = settings or Settings()
    store.install(ontology=settings.ontology, knowledge=settings.knowledge)
    articles = statements = changed = 0
    for graphs, said in shards(documents, settings, jobs=jobs):
        changed += store.add(graphs)
        articles += len(graphs)
        statements += said
        if on_shard:
            on_shard(len(graphs))
    return BuildReport(articles, statements, changed)


def shards(documents: Iterable[Document], settings: Settings, *, jobs: int = 1) -> Iterator[tuple[list[tuple[str, bytes]], int]]:
    """Named graphs of the articles, some at a time and in their order, each time with the number of statements in them."""
    batches = _batched(documents, _SHARD)
    first = next(batches, None)
    if first is None:
        return
    if jobs <= 1 or len(first) < _SHARD:
        road = Road(settings)
        yield _shard(road, first)
        for batch in batches:
            yield _shard(road, batch)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (settings,)) as pool:
        waiting = [pool.submit(_work, first), *(pool.submit(_work, batch) for batch in islice(batches, 2 * jobs - 1))]
        while waiting:
            yield waiting.pop(0).result()
            waiting.extend(pool.submit(_work, batch) for batch in islice(batches, 1))


def _batched(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    source = iter(documents)
    while batch := list(islice(source, size)):
        yield batch


def _shard(road: Road, documents: list[Document]) -> tuple[list[tuple[str, bytes]], int]:
    readings = list(road.read(documents))
    return [road.graph(reading) for reading in readings], sum(len(reading.statements) for reading in readings)


_worker: Road | None = None


def _start_worker(settings: Settings) -> None:
    global _worker
    _worker = Road(settings)


def _work(documents: list[Document]) -> tuple[list[tuple[str, bytes]], int]:
    assert _worker is not None, "the pool's initializer has run"
    return _shard(_worker, documents)
