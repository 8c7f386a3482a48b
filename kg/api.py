"""What ``import kg`` offers beside `kg.pipeline.Pipeline`: functions that do what the commands do."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack, get_type_hints

from kg.analysis.edges import Level
from kg.errors import InputError
from kg.ingest.language import ENGLISH
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
    from kg.pipeline import Settings
    from kg.plot.draw import Plotted
    from kg.store.base import Store
    from kg.table import Table

__all__ = [
    "Chosen",
    "HowRead",
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

    _check_names(chosen, Chosen)
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


class HowRead(TypedDict, total=False):
    """How articles are read, as the options of ``kg build`` have it.

    ``published`` dates articles that do not say when they are from; ``language`` is ``en`` or ``any``;
    ``columns`` says which column or key holds a field (``{"text": "Story"}``); with ``follow`` entries of
    feeds are read from their pages, with ``allow_local`` also from this machine and its network. ``model`` is
    another spaCy pipeline; ``ontology``, ``patterns``, ``knowledge`` and ``lexicon`` are files of one's own;
    ``min_confidence`` is the least that a statement must have. An article that cannot be read is given to
    ``on_error`` and left out; without it InputError is raised at the first one.
    """

    published: str | None
    language: str
    columns: Mapping[str, str]
    follow: bool
    allow_local: bool
    model: str | None
    ontology: Files
    patterns: Files
    knowledge: Files
    lexicon: Files
    min_confidence: float | None
    on_error: Callable[[InputError], None] | None


def build(
    store: Where,
    sources: Sources,
    *,
    jobs: int | None = 1,
    engine: str = "processes",
    shards: Where | None = None,
    again: bool = False,
    base: str | None = None,
    **how: Unpack[HowRead],
) -> BuildReport:
    """How many articles and statements went into the store. Raises InputError at the first article that
    cannot be read, unless ``on_error`` is given.

    ``sources`` are files, folders, globs, URLs, or ``Document`` values made elsewhere. ``jobs``, ``engine``,
    ``shards`` and ``again`` are those of ``kg build``; None stands for as many jobs as there are cores.
    """
    from kg.building import build

    settings = _settings(how)
    with open_store(fspath(store), base=base) as opened:
        folder = None if shards is None else fspath(shards)
        return build(
            opened,
            _documents(sources, how),
            settings,
            jobs=jobs,
            engine=engine,
            shards=folder,
            again=again,
        )


def extract(sources: Sources, *, open: bool = False, **how: Unpack[HowRead]) -> Iterator[Statement]:
    """What the articles say, one statement at a time, as they are read.

    With ``open``, predicates that no relation covers too. Raises InputError as ``build`` does.
    """
    from kg.pipeline import Pipeline

    settings = _settings(how, open_statements=open)

    def said() -> Iterator[Statement]:
        for reading in Pipeline(settings).read(_documents(sources, how)):
            yield from reading.statements

    return said()


def _settings(how: HowRead, *, open_statements: bool = False) -> Settings:
    from kg.pipeline import Settings

    _check_names(how, HowRead)
    own = how.get("ontology", ()), how.get("patterns", ()), how.get("knowledge", ()), how.get("lexicon", ())
    files = _files(*own)
    return Settings(how.get("model"), files, open=open_statements, least=how.get("min_confidence"))


def _documents(sources: Sources, how: HowRead) -> Iterator[Document]:
    """Documents as they are, everything else read from where it lies, in order."""
    from kg.ingest.articles import read_articles
    from kg.ingest.options import ReadingOptions

    options = ReadingOptions(
        how.get("published"),
        how.get("language", ENGLISH),
        how.get("columns", {}),
        how.get("follow", False),
        how.get("allow_local", False),
    )
    on_error = how.get("on_error")
    if isinstance(sources, str | PathLike):
        sources = [sources]
    run: list[str] = []
    for source in sources:
        if isinstance(source, Document):
            yield from read_articles(run, options=options, on_error=on_error)
            run = []
            yield source
        else:
            run.append(fspath(source))
    yield from read_articles(run, options=options, on_error=on_error)


def _check_names(given: Mapping[str, object], allowed: type) -> None:
    """Raise TypeError for a keyword that a function does not take, with the one that may be meant."""
    names = get_type_hints(allowed)
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
            raise TypeError(f"unexpected keyword argument {name!r}; {hint}")


def _files(ontology: Files, patterns: Files, knowledge: Files, lexicon: Files) -> DataFiles:
    return DataFiles(_paths(ontology), _paths(patterns), _paths(knowledge), _paths(lexicon))


def _paths(files: Files) -> tuple[Path, ...]:
    return tuple(Path(file) for file in files)
