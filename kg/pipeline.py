"""The whole road, in order; the file to read first.

    articles -> parse -> who is who -> statements -> merged -> happenings -> quads -> store

`Road` is built once and reads any number of articles; `build` brings what it reads into a store.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg import __version__
from kg.errors import KGError
from kg.graph.knowledge import Knowledge, load_knowledge
from kg.graph.ontology import Ontology, load_ontology
from kg.graph.rdf import Run, graph_iri, nquads
from kg.graph.vocabulary import DEFAULT_BASE
from kg.model import Document, Reading
from kg.reading.parse import load_pipeline, parse
from kg.understanding.events import describe, gather
from kg.understanding.lexicon import load_lexicon
from kg.understanding.link import Linker
from kg.understanding.merge import merge
from kg.understanding.open import open_statements
from kg.understanding.patterns import Patterns, load_patterns
from kg.understanding.relations import relate

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.graph.store import Store

__all__ = ["BuildReport", "Road", "Settings", "build", "readings"]

_SHARD = 32
_T = TypeVar("_T")


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
        self.linker = Linker(self.knowledge, load_lexicon(), self.ontology)
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
        people = self.linker.cast(document, doc)
        said = relate(document, doc, people, self.patterns, self.linker.lexicon, self.ontology)
        statements = gather(merge(said, self.ontology), self.ontology)
        events = describe(statements, self.ontology)
        if self.settings.open:
            statements += tuple(open_statements(document, doc, people, statements, self.patterns.nouns))
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
    store: Store,
    documents: Iterable[Document],
    settings: Settings | None = None,
    *,
    jobs: int = 1,
    on_shard: Callable[[int], None] | None = None,
) -> BuildReport:
    """Read articles into a store: one named graph for each, and the graphs of the ontology and of background knowledge.

    ``jobs`` processes read at once; the store is the same, byte for byte, with any number. ``on_shard`` is told how many articles each
    finished shard held. What names begin with is the store's base.
    """
    settings = replace(settings or Settings(), base=store.base)
    store.install(ontology=settings.ontology, knowledge=settings.knowledge)
    articles = statements = changed = 0
    for graphs, said in _spread(documents, settings, _graphs, jobs):
        changed += store.add(graphs)
        articles += len(graphs)
        statements += said
        if on_shard:
            on_shard(len(graphs))
    return BuildReport(articles, statements, changed)


def readings(documents: Iterable[Document], settings: Settings | None = None, *, jobs: int = 1) -> Iterator[Reading]:
    """What each article says, in the order of the articles, read by ``jobs`` processes at once."""
    for shard in _spread(documents, settings or Settings(), _readings, jobs):
        yield from shard


def _readings(road: Road, documents: list[Document]) -> list[Reading]:
    return list(road.read(documents))


def _graphs(road: Road, documents: list[Document]) -> tuple[list[tuple[str, bytes]], int]:
    """Named graphs of some articles, and the number of statements in them."""
    found = _readings(road, documents)
    return [road.graph(reading) for reading in found], sum(len(reading.statements) for reading in found)


def _spread(documents: Iterable[Document], settings: Settings, work: Callable[[Road, list[Document]], _T], jobs: int) -> Iterator[_T]:
    """What ``work`` makes of the articles, a shard at a time and in their order; in this process when one shard is all there is."""
    shards = _sharded(documents)
    first = next(shards, None)
    if first is None:
        return
    if jobs <= 1 or len(first) < _SHARD:
        road = Road(settings)
        yield work(road, first)
        for shard in shards:
            yield work(road, shard)
        return
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (settings,))
    try:
        waiting: deque[Future[_T]] = deque([pool.submit(_work, work, first)])
        waiting.extend(pool.submit(_work, work, shard) for shard in islice(shards, 2 * jobs - 1))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(_work, work, shard) for shard in islice(shards, 1))
    except BrokenProcessPool:
        raise KGError("--jobs", "a process that read articles was ended from outside", "it may have run out of memory; use fewer") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _sharded(documents: Iterable[Document]) -> Iterator[list[Document]]:
    source = iter(documents)
    while shard := list(islice(source, _SHARD)):
        yield shard


_worker: Road | None = None


def _start_worker(settings: Settings) -> None:
    """Loads everything once in a new process. An interrupt is the first process's business."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Road(settings)


def _work(work: Callable[[Road, list[Document]], _T], documents: list[Document]) -> _T:
    assert _worker is not None, "the pool's initializer has run"
    return work(_worker, documents)
