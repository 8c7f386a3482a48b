"""Arguments and options that several commands share, each said once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.store.base import Store as OpenStore

__all__ = [
    "Base",
    "Engine",
    "Jobs",
    "KnowledgeFiles",
    "Least",
    "LexiconFiles",
    "Model",
    "OntologyFiles",
    "PatternFiles",
    "Published",
    "Shards",
    "Sources",
    "Store",
    "opening",
]

Store = Annotated[
    str, typer.Argument(metavar="STORE", help="A directory, an RDF file or the URL of a SPARQL endpoint.")
]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Articles: a file (.txt .md .jsonl), a folder, a glob, or - for standard input.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        "--published", metavar="DATE", help="When articles that do not say so were published (2025-11-03)."
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        envvar="NEWSKG_MODEL",
        help="Another English spaCy pipeline: an installed package (en_core_web_sm) or a folder.",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help="How many processes read articles; all cores when not given. The result is the same.",
    ),
]


def _engine(name: str) -> str:
    """The name of an engine; an address is looked at when it is used."""
    if name in ("processes", "dask") or name.startswith("dask://"):
        return name
    raise typer.BadParameter(f"no engine is called {name}; use processes, dask or dask://HOST:PORT")


Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        callback=_engine,
        help=(
            "What runs the jobs: processes, dask (a cluster of N processes here) or dask://HOST:PORT "
            "(one that is there)."
        ),
    ),
]
Shards = Annotated[
    str | None,
    typer.Option(
        "--shards",
        metavar="URL",
        help="Keep what was read as N-Quads in this folder, a path or an fsspec URL; what is there "
        "already is not read again. "
        "For dask, STORE.shards while it lasts, unless another is named.",
    ),
]
Base = Annotated[
    str | None,
    typer.Option("--base", metavar="IRI", help="What identifiers of articles and entities begin with."),
]
OntologyFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--ontology", metavar="FILE", help="Your own classes and relations (.ttl). May be given again."
    ),
]
PatternFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--patterns", metavar="FILE", help="Your own patterns: a .toml file or a folder. May be given again."
    ),
]
KnowledgeFiles = Annotated[
    list[Path] | None,
    typer.Option("--knowledge", metavar="FILE", help="Your own names of things (.ttl). May be given again."),
]
Least = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        metavar="P",
        help="The least confidence that a statement must have: lower says more, higher is right more often.",
    ),
]
LexiconFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon",
        metavar="FILE",
        help="Your own words: titles, kinds of bodies and weapons ... (.toml). May be given again.",
    ),
]


@contextmanager
def opening(
    where: str, base: str | None = None, *, create: bool = True, read_only: bool = False
) -> Iterator[OpenStore]:
    """The store at ``where``, closed at the end. ``create=False`` for one that must be there."""
    from kg.store.open import open_store

    with open_store(where, create=create, read_only=read_only, base=base) as store:
        yield store
