"""What ``import kg`` offers beside `kg.pipeline.Pipeline`: functions that do what the commands do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from kg.analysis.edges import Level
from kg.model import Document, Statement
from kg.resources.data_files import DataFiles
from kg.store.open import open_store

if TYPE_CHECKING:
    import rdflib

    from kg.analysis.evidence import Sentences
    from kg.analysis.filtered import Filter
    from kg.analysis.network_graph import Network
    from kg.analysis.statistics import Stats
    from kg.building import BuildReport
    from kg.plot.draw import Plotted
    from kg.store.base import Store
    from kg.table import Table

__all__ = [
    "Chosen",
    "ask",
    "build",
    "draw",
    "entities",
    "events",
    "evidence",
    "extract",
    "network",
    "open",
    "statements",
    "stats",
    "write",
]

Where = str | PathLike[str]
Sources = Where | Iterable[Where | Document]
Files = Iterable[str | Path]


class Chosen(TypedDict, total=False):
    """Which statements are wanted, as `kg.analysis.filtered.Filter` has it, and what names begin with."""

    since: str | None
    until: str | None
    sources: Iterable[str]
    relations: Iterable[str]
    modalities: Iterable[str]
    min_confidence: float | None
    base: str | None


@contextmanager
def _chosen(where: Where, chosen: Chosen, *, names: bool = False) -> Iterator[Store]:
    """The store, for reading, with the statements that are wanted."""
    from kg.analysis.filtered import filtered

    wanted = _wanted(chosen)
    with open_store(fspath(where), create=False, read_only=True, base=chosen.get("base")) as opened:
        yield filtered(opened, wanted, names=names)


def _wanted(chosen: Chosen) -> Filter:
    from kg.analysis.filtered import Filter

    return Filter(
        chosen.get("since"),
        chosen.get("until"),
        tuple(chosen.get("sources", ())),
        tuple(chosen.get("relations", ())),
        tuple(chosen.get("modalities", ())),
        chosen.get("min_confidence"),
    )


def open(store: Where, *, base: str | None = None, read_only: bool = False) -> rdflib.Dataset:
    """The store as an ``rdflib.Dataset`` over the same quads; queries see the union of its graphs, and the
    usual prefixes (``kg:``, ``kgr:``, ``rdf:``, ``skos:`` ...) need not be declared. ``close()`` it when
    done.

    A directory that is open for writing keeps other writers out until then; with ``read_only`` it is as it
    was last published.
    """
    return open_store(fspath(store), create=False, read_only=read_only, base=base).dataset()


def ask(
    store: Where,
    asked: str,
    params: Mapping[str, str] | None = None,
    *,
    timeout: float | None = None,
    service: bool = False,
    **chosen: Unpack[Chosen],
) -> Table | rdflib.Graph | bool:
    """What the store answers to a stored query's name, a ``.rq`` file or SPARQL: a table for SELECT, a truth
    value for ASK, an ``rdflib.Graph`` for CONSTRUCT and DESCRIBE.

    Raises QueryError.
    """
    from kg.query import stored
    from kg.query.table import plain_answer

    sparql = asked if any(character in asked for character in "{\n") else None
    with _chosen(store, chosen) as opened:
        answer = stored.ask(
            opened,
            None if sparql else asked,
            expression=sparql,
            params=params,
            timeout=timeout,
            service=service,
        )
        return plain_answer(answer)


def statements(store: Where, **chosen: Unpack[Chosen]) -> Table:
    """A row for each statement: who does what to whom, when, how certain, in which sentence and article."""
    return _table(store, "statements", chosen)


def entities(store: Where, **chosen: Unpack[Chosen]) -> Table:
    """A row for each entity that a statement speaks of."""
    return _table(store, "entities", chosen)


def events(store: Where, **chosen: Unpack[Chosen]) -> Table:
    """A row for each event, with those who take part."""
    return _table(store, "events", chosen)


def _table(store: Where, name: str, chosen: Chosen) -> Table:
    from kg.analysis.tables import tables

    with _chosen(store, chosen) as opened:
        return tables(opened).table(name)


def evidence(
    store: Where,
    subject: str,
    relation: str | None = None,
    object: str | None = None,
    **chosen: Unpack[Chosen],
) -> Sentences:
    """The sentences behind an edge, oldest article first. Raises UnknownEntity, and QueryError for an unknown
    relation.
    """
    from kg.analysis.evidence import Sentences, evidence

    with _chosen(store, chosen, names=True) as opened:
        return Sentences(evidence(opened, subject, relation, object))


def stats(
    store: Where, top: int = 10, *, level: Level = "entity", roles: bool = False, **chosen: Unpack[Chosen]
) -> Stats:
    """How much a store holds, and measures of its network, as ``kg stats`` prints them."""
    from kg.analysis.statistics import statistics

    with _chosen(store, chosen) as opened:
        return statistics(opened, top, level=level, roles=roles or bool(chosen.get("relations")))


def network(store: Where, *, level: Level = "entity", **chosen: Unpack[Chosen]) -> Network:
    """The store's entities (or countries) and the direct edges between them as a ``networkx.MultiDiGraph``,
    weighted by independent articles. With ``modalities``, edges of these instead of actual and planned.
    """
    from kg.analysis.network import network
    from kg.rdf.layout import DIRECT

    modalities = tuple(chosen.get("modalities", ())) or DIRECT
    with _chosen(store, chosen) as opened:
        return network(opened, modalities, level)


def draw(
    store: Where,
    path: Where,
    *,
    around: str | None = None,
    top: int | None = None,
    level: Level = "entity",
    timeline: bool = False,
    other: str | None = None,
    **chosen: Unpack[Chosen],
) -> Plotted:
    """Draw the network into an ``.html``, ``.svg`` or ``.png`` file: the ``top`` entities with most edges.

    With ``timeline``, what happened to ``around`` over time, or between it and ``other``.
    """
    from kg.errors import InputError
    from kg.plot.draw import plot, plot_timeline

    if timeline and around is None:
        raise InputError("timeline", "needs somebody", "say whose: around=...")
    with _chosen(store, chosen, names=True) as opened:
        condition = str(_wanted(chosen))
        if timeline and around is not None:
            return plot_timeline(opened, Path(path), around, other, top, condition=condition)
        return plot(opened, Path(path), around, limit=top, level=level, condition=condition)


def write(
    store: Where,
    path: Where,
    format: str | None = None,
    *,
    plain: bool = False,
    level: Level = "entity",
    **chosen: Unpack[Chosen],
) -> None:
    """Write the graph in another format, the one that the file's ending tells unless one is named.

    Raises StoreError.
    """
    from kg.export.endings import format_for
    from kg.export.formats import Asked, export_to

    fmt = format_for(fspath(path), format)
    with _chosen(store, chosen) as opened:
        export_to(opened, fmt, fspath(path), Asked(plain, level))


def build(
    store: Where,
    sources: Sources,
    *,
    published: str | None = None,
    model: str | None = None,
    jobs: int | None = 1,
    engine: str = "processes",
    shards: Where | None = None,
    again: bool = False,
    base: str | None = None,
    ontology: Files = (),
    patterns: Files = (),
    knowledge: Files = (),
    lexicon: Files = (),
    min_confidence: float | None = None,
) -> BuildReport:
    """How many articles and statements went into the store. Raises InputError at the first article that
    cannot be read.

    ``sources`` are files, folders, globs, URLs, or ``Document`` values made elsewhere. ``jobs``, ``engine``,
    ``shards`` and ``again`` are those of ``kg build``; None stands for as many jobs as there are cores.
    """
    from kg.building import build
    from kg.pipeline import Settings

    settings = Settings(model, _files(ontology, patterns, knowledge, lexicon), least=min_confidence)
    with open_store(fspath(store), base=base) as opened:
        folder = None if shards is None else fspath(shards)
        return build(
            opened,
            _documents(sources, published),
            settings,
            jobs=jobs,
            engine=engine,
            shards=folder,
            again=again,
        )


def extract(
    sources: Sources,
    *,
    published: str | None = None,
    model: str | None = None,
    open: bool = False,
    ontology: Files = (),
    patterns: Files = (),
    knowledge: Files = (),
    lexicon: Files = (),
    min_confidence: float | None = None,
) -> Iterator[Statement]:
    """What the articles say, one statement at a time, as they are read.

    With ``open``, predicates that no relation covers too.
    """
    from kg.pipeline import Pipeline, Settings

    pipeline = Pipeline(
        Settings(model, _files(ontology, patterns, knowledge, lexicon), open=open, least=min_confidence)
    )
    for reading in pipeline.read(_documents(sources, published)):
        yield from reading.statements


def _documents(sources: Sources, published: str | None) -> Iterator[Document]:
    """Documents as they are, everything else read from where it lies, in order."""
    from kg.ingest.articles import read_articles

    if isinstance(sources, str | PathLike):
        sources = [sources]
    run: list[str] = []
    for source in sources:
        if isinstance(source, Document):
            yield from read_articles(run, published=published)
            run = []
            yield source
        else:
            run.append(fspath(source))
    yield from read_articles(run, published=published)


def _files(ontology: Files, patterns: Files, knowledge: Files, lexicon: Files) -> DataFiles:
    return DataFiles(_paths(ontology), _paths(patterns), _paths(knowledge), _paths(lexicon))


def _paths(files: Files) -> tuple[Path, ...]:
    return tuple(Path(file) for file in files)
