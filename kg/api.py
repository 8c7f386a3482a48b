"""What ``import kg`` offers beside `kg.pipeline.Pipeline`: four functions that do what the commands do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import Document, Statement
from kg.resources.data_files import DataFiles
from kg.store.open import open_store

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.building import BuildReport

__all__ = ["build", "extract", "network", "open"]

Where = str | PathLike[str]
Sources = Where | Iterable[Where | Document]
Files = Iterable[str | Path]


def open(store: Where, *, base: str | None = None, read_only: bool = False) -> rdflib.Dataset:
    """The store as an ``rdflib.Dataset`` over the same quads; queries see the union of its graphs.
    ``close()`` it when done.

    A directory that is open for writing keeps other writers out until then; with ``read_only`` it is as it
    was last published.
    """
    return open_store(fspath(store), create=False, read_only=read_only, base=base).dataset()


def network(store: Where, *, base: str | None = None) -> networkx.MultiDiGraph[str]:
    """The store's entities and the direct edges between them as a networkx graph, weighted by articles."""
    from kg.analysis.network import network

    with open_store(fspath(store), create=False, read_only=True, base=base) as opened:
        return network(opened)


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
