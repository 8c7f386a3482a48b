"""Many articles: read in one process or many, into a store or one after the other.

What a store holds already as this run would read it is left alone. With shards, what was read is kept in a
folder on the way to the store.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from kg.errors import KGError
from kg.execution.engine import Engine
from kg.execution.memory import LONG, give_back
from kg.execution.open import engine_for
from kg.execution.shard_folder import Folder
from kg.execution.shards import Chunk, Shard, chunked, graphs_in, sharded
from kg.execution.telling import Hearer
from kg.model import Document, Reading
from kg.pipeline import Pipeline, Settings, run_of
from kg.rdf.writer import Run, graph_iri, input_digest, statement_count
from kg.resolution.apply import StoredNames, resolve_entities
from kg.resources.lexicon import Lexicon
from kg.resources.resources import Resources, load_resources

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["BuildReport", "Changes", "build", "changes", "forget_others", "read_documents"]

_BATCH, _SECONDS = 16 << 20, 1.0
"""How many bytes of N-Quads are gathered before they are stored together, and for how long."""
_FIRST = 2
"""How many articles are read first: what is done is stored soon, and an interruption loses little."""

_NamedGraphs = list[tuple[str, bytes]]
"""Graphs as N-Quads, each with its IRI."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How many articles there were, how many statements they say, and how many articles changed the store."""

    articles: int
    statements: int
    changed: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build would do to a store: the ids of articles that are new to it, have changed and are in no
    source, and the number of those that it holds already.
    """

    new: list[str]
    changed: list[str]
    same: int
    gone: list[str]


def build(
    store: Store,
    documents: Iterable[Document],
    settings: Settings | None = None,
    *,
    jobs: int | None = 1,
    engine: str = "processes",
    shards: str | None = None,
    again: bool = False,
    on_stored: Callable[[int], None] | None = None,
    on_read: Hearer | None = None,
) -> BuildReport:
    """Read articles into a store: one named graph for each, and the graphs of the ontology and of background
    knowledge.

    ``jobs`` processes read at once (None: as many as there are cores), or the workers of the ``engine``
    ``dask`` or ``dask://HOST:PORT``; the store is the same, byte for byte, with any. ``shards``, a path or an
    fsspec URL, is a folder that keeps the graphs as N-Quads: what it holds already is not read again. Dask
    has one beside the store, for as long as it takes, when none is named. Articles that the store holds as
    this run would read them are not read, unless ``again`` asks for it. ``on_stored`` gets how many more
    articles the store holds; ``on_read``, called from any thread, what is read of long articles until then,
    as shares of one, which are taken back when the article is read. What names begin with is the store's
    base.
    """
    runner = engine_for(engine, jobs)
    settings = replace(settings or Settings(), base=store.base)
    resources = load_resources(settings.files, settings.base)
    run = run_of(settings, resources)
    starter = _PipelineStarter(settings, run, resources)
    store.install(resources.ontology, resources.gazetteer)
    lexicon = None if settings.files.lexicon else resources.lexicon
    names, known = StoredNames(store), _AlreadyRead(store, run, again, on_stored)
    if shards is None and engine == "processes":
        unread = (document for document in documents if not known.has([document]))
        found = runner.map(starter, _read_graphs, chunked(unread, _FIRST), on_read)
        report = _fill(store, names, found, lexicon, on_stored)
    else:
        folder = Folder(shards or _default_shards(store))
        used: list[str] = []
        graphs = _through_shards(folder, runner, starter, known, documents, used, on_read)
        report = _fill(store, names, graphs, lexicon, on_stored)
        if shards is None:
            folder.remove(used)
    return BuildReport(report.articles + known.articles, report.statements + known.statements, report.changed)


def read_documents(
    documents: Iterable[Document],
    settings: Settings | None = None,
    *,
    jobs: int | None = 1,
    engine: str = "processes",
    on_read: Hearer | None = None,
) -> Iterator[Reading]:
    """What each article says, in the order of the articles; ``jobs``, ``engine`` and ``on_read`` as for
    ``build``.
    """
    settings = settings or Settings()
    runner = engine_for(engine, jobs)
    resources = load_resources(settings.files, settings.base) if runner.remote else None
    starter = _PipelineStarter(settings, run_of(settings, resources) if resources else None)
    with closing(runner.map(starter, _read, chunked(documents, _FIRST), on_read)) as found:
        for some in found:
            yield from some


def changes(store: Store | None, documents: Iterable[Document], settings: Settings | None = None) -> Changes:
    """What ``build`` of these articles would do to a store, and which of its articles are not among them.

    None stands for a store that is not there yet. Nothing is parsed or changed.
    """
    settings = replace(settings or Settings(), base=store.base) if store else settings or Settings()
    run = run_of(settings, load_resources(settings.files, settings.base))
    new: list[str] = []
    changed: list[str] = []
    same, met = 0, set()
    for document in documents:
        met.add(document.id)
        found = store.read_before(graph_iri(document.id, store.base)) if store else None
        if found is None:
            new.append(document.id)
        elif found[0] != input_digest(document, run):
            changed.append(document.id)
        else:
            same += 1
    return Changes(new, changed, same, [id for id in store.articles() if id not in met] if store else [])


def forget_others(store: Store, articles: Container[str]) -> list[str]:
    """Remove the articles from a store that are not among these (ids); the ids of those that went."""
    gone = [id for id in store.articles() if id not in articles]
    for id in gone:
        store.forget(id)
    if gone:
        resolve_entities(store)
    return gone


class _AlreadyRead:
    """The articles that a store holds already as a run would read them; those that are asked for are
    counted.
    """

    def __init__(self, store: Store, run: Run, again: bool, on_stored: Callable[[int], None] | None) -> None:
        self.articles = self.statements = 0
        self.base = store.base
        self._store, self._run, self._again, self._on_stored = store, run, again, on_stored

    def input_digest(self, document: Document) -> str:
        """What tells whether an article would be read otherwise than before."""
        return input_digest(document, self._run)

    def has(self, documents: Iterable[Document]) -> bool:
        """Whether the store holds all of these."""
        if self._again:
            return False
        counts: list[int] = []
        for document in documents:
            found = self._store.read_before(graph_iri(document.id, self.base))
            if found is None or found[0] != self.input_digest(document):
                return False
            counts.append(found[1])
        self.articles += len(counts)
        self.statements += sum(counts)
        if self._on_stored:
            self._on_stored(len(counts))
        return True


# What the first process does


def _fill(
    store: Store,
    names: StoredNames,
    found: Generator[_NamedGraphs],
    lexicon: Lexicon | None,
    on_stored: Callable[[int], None] | None,
) -> BuildReport:
    """Put graphs into the store, and resolve the entities of all of them."""
    articles = statements = changed = 0
    with closing(_batches(found)) as batches:
        for graphs in batches:
            changed += store.add(names.given(graphs))
            articles += len(graphs)
            statements += sum(statement_count(content) for _, content in graphs)
            if on_stored:
                on_stored(len(graphs))
    resolve_entities(store, lexicon)
    return BuildReport(articles, statements, changed)


def _batches(found: Generator[_NamedGraphs]) -> Generator[_NamedGraphs]:
    """The graphs, some megabytes or a second's at a time. When finding them fails, those that were found come
    first.
    """
    waiting: _NamedGraphs = []
    due = time.monotonic()
    with closing(found):
        try:
            for graphs in found:
                waiting += graphs
                if sum(len(content) for _, content in waiting) > _BATCH or time.monotonic() > due:
                    ready, waiting = waiting, []
                    yield ready
                    due = time.monotonic() + _SECONDS
        except (Exception, KeyboardInterrupt):
            if waiting:
                yield waiting
            raise
    if waiting:
        yield waiting


def _through_shards(
    folder: Folder,
    runner: Engine,
    starter: _PipelineStarter,
    known: _AlreadyRead,
    documents: Iterable[Document],
    used: list[str],
    on_read: Hearer | None,
) -> Generator[_NamedGraphs]:
    """The graphs of the articles, shard by shard, read from the folder, into which the missing shards are
    written first.
    """
    there = folder.names()
    ready: list[str] = []

    def missing() -> Iterator[Shard]:
        for shard in sharded(documents, lambda document: f"{known.base} {known.input_digest(document)}"):
            used.append(shard.name)
            if known.has(shard.documents):
                continue
            if shard.name in there:
                ready.append(shard.name)
            else:
                yield shard

    with closing(runner.map(starter, partial(_write_shard, folder), missing(), on_read)) as made:
        for name in made:
            ready.append(name)
            while ready:
                yield list(graphs_in(folder.read(ready.pop(0))))
    for name in ready:
        yield list(graphs_in(folder.read(name)))


def _default_shards(store: Store) -> str:
    """The folder of shards that is used when none is named."""
    if store.where.startswith(("http://", "https://")):
        raise KGError(
            "--engine dask",
            "needs a folder for what the workers write",
            "name one that they can reach with --shards",
        )
    return f"{store.where}.shards"


# What each process that reads does


class _PipelineStarter:
    """Makes the pipeline in a process that reads.

    The first process hands its resources on to the pipelines that it makes itself; another loads its own, and
    raises KGError when its run is not the one that is expected.
    """

    def __init__(self, settings: Settings, expected: Run | None, resources: Resources | None = None) -> None:
        self.settings, self.expected = settings, expected
        self._resources = resources

    def __call__(self) -> Pipeline:
        pipeline = Pipeline(self.settings, resources=self._resources)
        if self.expected is not None and pipeline.run != self.expected:
            fault = (
                "a worker has another version of newskg, of the language pipeline or of a data file than "
                "this program"
            )
            raise KGError("--engine", fault, "make them the same and start the worker again")
        return pipeline

    def __reduce__(self) -> tuple[type[_PipelineStarter], tuple[Settings, Run | None]]:
        return _PipelineStarter, (self.settings, self.expected)


def _read(pipeline: Pipeline, chunk: Chunk) -> list[Reading]:
    """What the articles of a chunk say.

    The words that were new in them are forgotten, so that memory does not grow.
    """
    with pipeline.nlp.memory_zone():
        found = list(pipeline.read(chunk.documents))
    if sum(len(document.text) for document in chunk.documents) > LONG:
        give_back()
    return found


def _read_graphs(pipeline: Pipeline, chunk: Chunk) -> _NamedGraphs:
    """The named graphs of a chunk's articles."""
    return [pipeline.graph(reading) for reading in _read(pipeline, chunk)]


def _write_shard(folder: Folder, pipeline: Pipeline, shard: Shard) -> str:
    """The name of a shard, whose graphs are in the folder now."""
    folder.write(
        shard.name, (content for chunk in shard.chunks for _, content in _read_graphs(pipeline, chunk))
    )
    return shard.name
