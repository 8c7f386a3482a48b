"""The whole pipeline, in order; the file to read first.

    articles -> parse -> who is who -> statements -> merged -> happenings -> quads -> store -> who is who
    across articles

`Pipeline` is built once and reads any number of articles; `build` brings what it reads into a store.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from kg.errors import KGError
from kg.execution.engine import Engine
from kg.execution.open import engine_for
from kg.execution.shard_folder import Folder
from kg.execution.shards import Chunk, Shard, chunked, graphs_in, sharded
from kg.extraction.entities.linker import Linker
from kg.extraction.relations.deduplication import deduplicate
from kg.extraction.relations.event_grouping import assign_events, build_events
from kg.extraction.relations.extractor import extract_statements
from kg.extraction.relations.open_ie import open_statements
from kg.extraction.time.tagging import TimeTagger
from kg.model import Document, Reading
from kg.nlp.parser import described, load_pipeline, parse, pipeline_name
from kg.nlp.tokens import ParsedDoc
from kg.rdf.writer import Run, graph_iri, input_digest, nquads, statement_count
from kg.resolution.apply import Names, resolve_entities
from kg.resources.data_files import DataFiles
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.resources import Resources, load_resources
from kg.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.store.base import Store

__all__ = ["BuildReport", "Pipeline", "Settings", "build", "readings", "run_of"]

_BATCH = 16 << 20
"""How many bytes of N-Quads are gathered before they are stored together."""

_Graphs = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how articles are read: the language pipeline's name, a user's own data files, what
    identifiers begin with.

    With ``open``, predicates that no relation covers are statements too.
    """

    model: str | None = None
    files: DataFiles = field(default_factory=DataFiles)
    base: str = DEFAULT_BASE
    open: bool = False


class Pipeline:
    """Everything that reading takes, loaded once.

    Raises `DataError` or `ModelError` when a part is not well formed or absent.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        nlp: Language | None = None,
        resources: Resources | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.resources = resources or load_resources(self.settings.files, self.settings.base)
        self.linker = Linker(self.resources.gazetteer, self.resources.lexicon, self.resources.ontology)
        self.tagger = TimeTagger(self.resources.time, self.resources.factuality)
        self.nlp: Language = nlp if nlp is not None else load_pipeline(self.settings.model)

    @cached_property
    def run(self) -> Run:
        """What made the statements: this program's version, the language pipeline, and a digest of all else
        that decides.
        """
        return _run(described(self.nlp.meta), self.resources, self.settings)

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """What each article says, in the order of the articles."""
        for document, doc in parse(documents, self.nlp):
            yield self.understand(document, doc)

    def understand(self, document: Document, doc: Doc) -> Reading:
        """What one parsed article says."""
        ontology = self.resources.ontology
        words = ParsedDoc(doc, self.resources.syntax)
        linked = self.linker.resolve(document, words)
        said = extract_statements(document, words, linked, self.resources, self.tagger)
        statements = assign_events(deduplicate(said, ontology), ontology)
        events = build_events(statements, ontology)
        if self.settings.open:
            nouns = self.resources.patterns.nouns
            statements += tuple(open_statements(document, words, linked, statements, self.tagger, nouns))
        return Reading(document, statements, events)

    def graph(self, reading: Reading) -> tuple[str, bytes]:
        """The IRI of an article's named graph, and the graph as N-Quads, sorted."""
        base = self.settings.base
        return graph_iri(reading.document.id, base), nquads(reading, self.resources.ontology, self.run, base)


def run_of(settings: Settings, resources: Resources | None = None) -> Run:
    """The run that a pipeline of these settings makes, without loading the language pipeline.

    Raises DataError or ModelError.
    """
    model = pipeline_name(settings.model)
    return _run(model, resources or load_resources(settings.files, settings.base), settings)


def _run(model: str, resources: Resources, settings: Settings) -> Run:
    return Run(model, __version__, resources.digest + (".open" if settings.open else ""))


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How many articles there were, how many statements they say, and how many articles changed the store."""

    articles: int
    statements: int
    changed: int


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
) -> BuildReport:
    """Read articles into a store: one named graph for each, and the graphs of the ontology and of background
    knowledge.

    ``jobs`` processes read at once (None: as many as there are cores), or the workers of the ``engine``
    ``dask`` or ``dask://HOST:PORT``; the store is the same, byte for byte, with any. ``shards``, a path or an
    fsspec URL, is a folder that keeps the graphs as N-Quads: what it holds already is not read again. Dask
    has one beside the store, for as long as it takes, when none is named. Articles that the store holds as
    this run would read them are not read, unless ``again`` asks for it. ``on_stored`` is told how many more
    articles the store holds. What names begin with is the store's base.
    """
    settings = replace(settings or Settings(), base=store.base)
    runner = engine_for(engine, jobs)
    resources = load_resources(settings.files, settings.base)
    start = _Start(settings, run_of(settings, resources), resources)
    store.install(resources.ontology, resources.gazetteer)
    names, before = Names(store), _Before(store, start.expected, again, on_stored)
    if shards is None and engine == "processes":
        unread = (document for document in documents if not before.has([document]))
        report = _stored(store, names, runner.map(start, _graphs, chunked(unread)), on_stored)
    else:
        aside = Folder(shards or _beside(store))
        used: list[str] = []
        report = _stored(store, names, _through(aside, runner, start, before, documents, used), on_stored)
        if shards is None:
            aside.remove(used)
    return BuildReport(
        report.articles + before.articles, report.statements + before.statements, report.changed
    )


def readings(
    documents: Iterable[Document],
    settings: Settings | None = None,
    *,
    jobs: int | None = 1,
    engine: str = "processes",
) -> Iterator[Reading]:
    """What each article says, in the order of the articles; ``jobs`` and ``engine`` as for ``build``."""
    settings = settings or Settings()
    runner = engine_for(engine, jobs)
    resources = load_resources(settings.files, settings.base)
    start = _Start(settings, run_of(settings, resources), resources)
    with closing(runner.map(start, _readings, chunked(documents))) as found:
        for some in found:
            yield from some


class _Before:
    """The articles that a store holds already as a run would read them; those that are asked for are
    counted.
    """

    def __init__(self, store: Store, run: Run, again: bool, on_stored: Callable[[int], None] | None) -> None:
        self.articles = self.statements = 0
        self._store, self._run, self._again, self._on_stored = store, run, again, on_stored

    def has(self, documents: Iterable[Document]) -> bool:
        """Whether the store holds all of these."""
        if self._again:
            return False
        counts: list[int] = []
        for document in documents:
            found = self._store.read_before(graph_iri(document.id, self._store.base))
            if found is None or found[0] != input_digest(document, self._run):
                return False
            counts.append(found[1])
        self.articles += len(counts)
        self.statements += sum(counts)
        if self._on_stored:
            self._on_stored(len(counts))
        return True


def _stored(
    store: Store, names: Names, found: Generator[_Graphs], on_stored: Callable[[int], None] | None
) -> BuildReport:
    """Puts graphs into the store, and settles who is who in all of them."""
    articles = statements = changed = 0
    with closing(_batches(found)) as batches:
        for graphs in batches:
            changed += store.add(names.given(graphs))
            articles += len(graphs)
            statements += sum(statement_count(content) for _, content in graphs)
            if on_stored:
                on_stored(len(graphs))
    resolve_entities(store)
    return BuildReport(articles, statements, changed)


def _batches(found: Generator[_Graphs]) -> Generator[_Graphs]:
    """The graphs, some megabytes at a time. When finding them fails, those that were found come first."""
    waiting: _Graphs = []
    with closing(found):
        try:
            for graphs in found:
                waiting += graphs
                if sum(len(content) for _, content in waiting) > _BATCH:
                    ready, waiting = waiting, []
                    yield ready
        except (Exception, KeyboardInterrupt):
            if waiting:
                yield waiting
            raise
    if waiting:
        yield waiting


def _through(
    aside: Folder,
    runner: Engine,
    start: _Start,
    before: _Before,
    documents: Iterable[Document],
    used: list[str],
) -> Generator[_Graphs]:
    """The graphs of the articles, shard by shard, read from the folder, into which the missing shards are
    written first.
    """
    run, base = start.expected, start.settings.base
    there = aside.names()

    def missing() -> Iterator[Shard]:
        for shard in sharded(documents, lambda document: f"{base} {input_digest(document, run)}"):
            used.append(shard.name)
            if before.has(shard.documents):
                continue
            if shard.name in there:
                ready.append(shard.name)
            else:
                yield shard

    ready: list[str] = []
    with closing(runner.map(start, partial(_written, aside), missing())) as made:
        for name in made:
            ready.append(name)
            while ready:
                yield list(graphs_in(aside.read(ready.pop(0))))
    for name in ready:
        yield list(graphs_in(aside.read(name)))


def _beside(store: Store) -> str:
    """The folder that is used when none is named."""
    if store.where.startswith(("http://", "https://")):
        raise KGError(
            "--engine dask",
            "needs a folder for what the workers write",
            "name one that they can reach with --shards",
        )
    return f"{store.where}.shards"


class _Start:
    """Makes the pipeline in a process that works.

    The first process hands its resources on to the pipelines that it makes itself; another loads its own, and
    raises KGError when they are not the same.
    """

    def __init__(self, settings: Settings, expected: Run, resources: Resources | None = None) -> None:
        self.settings, self.expected, self.resources = settings, expected, resources

    def __call__(self) -> Pipeline:
        pipeline = Pipeline(self.settings, resources=self.resources)
        if pipeline.run != self.expected:
            fault = (
                "a worker has another version of newskg, of the language pipeline or of a data file than "
                "this program"
            )
            raise KGError("--engine", fault, "make them the same and start the worker again")
        return pipeline

    def __reduce__(self) -> tuple[type[_Start], tuple[Settings, Run]]:
        return _Start, (self.settings, self.expected)


def _readings(pipeline: Pipeline, chunk: Chunk) -> list[Reading]:
    """What the articles of a chunk say.

    The words that were new in them are forgotten, so that memory does not grow.
    """
    with pipeline.nlp.memory_zone():
        return list(pipeline.read(chunk.documents))


def _graphs(pipeline: Pipeline, chunk: Chunk) -> _Graphs:
    """The named graphs of a chunk's articles."""
    return [pipeline.graph(reading) for reading in _readings(pipeline, chunk)]


def _written(aside: Folder, pipeline: Pipeline, shard: Shard) -> str:
    """The name of a shard, whose graphs are in the folder now."""
    aside.write(shard.name, (content for chunk in shard.chunks for _, content in _graphs(pipeline, chunk)))
    return shard.name
