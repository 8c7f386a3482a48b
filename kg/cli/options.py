"""Arguments and options that several commands share, each said once."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Annotated, get_type_hints

import typer

if TYPE_CHECKING:
    from kg.analysis.filtered import Filter
    from kg.ingest.options import ReadingOptions
    from kg.store.base import Store as OpenStore

__all__ = [
    "AllowLocal",
    "Base",
    "Chosen",
    "Columns",
    "Engine",
    "Follow",
    "Jobs",
    "KnowledgeFiles",
    "Language",
    "Least",
    "Level",
    "LexiconFiles",
    "Model",
    "NetworkLevel",
    "OntologyFiles",
    "PatternFiles",
    "Published",
    "Shards",
    "Sources",
    "Store",
    "described",
    "opening",
    "opening_filtered",
    "reading_options",
    "with_filter",
]

Store = Annotated[
    str, typer.Argument(metavar="STORE", help="A directory, an RDF file or the URL of a SPARQL endpoint.")
]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Articles: a file, a folder, a glob, the URL of a page or feed, or - for standard input.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        "--published", metavar="DATE", help="When articles that do not say so were published (2025-11-03)."
    ),
]
Language = Annotated[
    str,
    typer.Option(
        "--language",
        metavar="LANGUAGE",
        callback=lambda value: _one_of(value, ("en", "any")),
        help="Leave articles out that are not in English (en), or read them all the same (any).",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="Which column of a table or key of a record holds the id, title, published, source, url or "
        "text, where its name does not say so. May be given again.",
    ),
]
Follow = Annotated[
    bool, typer.Option("--follow", help="Read the entries of feeds from the pages that they link to.")
]
AllowLocal = Annotated[
    bool,
    typer.Option(
        "--allow-local",
        envvar="NEWSKG_ALLOW_LOCAL",
        help="Fetch from this machine and its network; without it only from a source given by its local "
        "address (http://127.0.0.1:8000/feed.xml).",
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


class NetworkLevel(StrEnum):
    """What stands at the ends of edges."""

    entity = "entity"
    country = "country"


Level = Annotated[
    NetworkLevel,
    typer.Option("--level", help="Edges between entities, or between the countries that they act for."),
]


class Certainty(StrEnum):
    """The modalities of a statement."""

    actual = "actual"
    planned = "planned"
    possible = "possible"
    negated = "negated"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options that choose among statements, as every command that reads them has them."""

    since: str | None = None
    until: str | None = None
    source: list[str] | None = None
    relation: list[str] | None = None
    modality: list[Certainty] | None = None
    min_confidence: float | None = None


def _day(text: str | None) -> str | None:
    """A day, a month or a year, as it is; its parts are looked at when it is used."""
    if text is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text, re.ASCII):
        return text
    raise typer.BadParameter(f"{text!r} is no date; write 2025-11-04, 2025-11 or 2025")


_FILTER = {
    "since": Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE",
            callback=_day,
            help="Only what happens on this day, month or year or later, by the statement's time or else "
            "its article's.",
        ),
    ],
    "until": Annotated[
        str | None,
        typer.Option(
            "--until", metavar="DATE", callback=_day, help="Only what happens then or earlier, likewise."
        ),
    ],
    "source": Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help="Only what articles of this source say (its name or its host). May be given again.",
        ),
    ],
    "relation": Annotated[
        list[str] | None,
        typer.Option("--relation", metavar="RELATION", help="Only this relation. May be given again."),
    ],
    "modality": Annotated[
        list[Certainty] | None,
        typer.Option("--modality", help="Only statements of this modality. May be given again."),
    ],
    "min_confidence": Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            min=0.0,
            max=1.0,
            metavar="P",
            help="Only statements of at least this confidence.",
        ),
    ],
}
"""The fields of Chosen as options."""


def with_filter(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of Chosen in the place of its parameter ``chosen``, but for those that it
    has as parameters of its own.
    """
    assert isinstance(command, FunctionType)
    bare = FunctionType(command.__code__, command.__globals__)
    bare.__annotations__ = {name: kind for name, kind in command.__annotations__.items() if name != "chosen"}
    hints = get_type_hints(bare, include_extras=True)
    own = inspect.signature(command).parameters
    options = {name: kind for name, kind in _FILTER.items() if name not in own}
    parameters: list[inspect.Parameter] = []
    for name, parameter in own.items():
        if name == "chosen":
            parameters += [
                inspect.Parameter(option, parameter.kind, default=None, annotation=kind)
                for option, kind in options.items()
            ]
        else:
            parameters.append(parameter.replace(annotation=hints[name]))

    def filled(**given: object) -> None:
        fields = {name: given.pop(name) for name in options}
        command(**given, chosen=Chosen(**fields))  # type: ignore[arg-type]

    filled.__name__, filled.__doc__ = command.__name__, command.__doc__
    filled.__annotations__ = {one.name: one.annotation for one in parameters}
    filled.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return filled


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}")
    return value


def reading_options(
    published: str | None, language: str, columns: list[str] | None, follow: bool, local: bool
) -> ReadingOptions:
    """What the options of a command say about the reading of sources."""
    from kg.ingest.field_names import FIELDS
    from kg.ingest.options import ReadingOptions

    named = {}
    for pair in columns or ():
        field, equals, name = pair.partition("=")
        if not equals or not name or field not in FIELDS:
            raise typer.BadParameter(
                f"{pair!r} is not FIELD=NAME with a FIELD of {', '.join(FIELDS)}", param_hint="--column"
            )
        named[field] = name
    return ReadingOptions(published, language, named, follow, local)


@contextmanager
def opening(
    where: str, base: str | None = None, *, create: bool = True, read_only: bool = False
) -> Iterator[OpenStore]:
    """The store at ``where``, closed at the end. ``create=False`` for one that must be there."""
    from kg.store.open import open_store

    with open_store(where, create=create, read_only=read_only, base=base) as store:
        yield store


@contextmanager
def opening_filtered(
    where: str, chosen: Chosen, base: str | None = None, *, names: bool = False
) -> Iterator[OpenStore]:
    """The store at ``where``, which must be there, for reading, with the statements that are chosen.

    With ``names`` entities that nothing else is left of keep their names.
    """
    wanted = _filter(chosen)
    with opening(where, base, create=False, read_only=True) as store:
        if not wanted:
            yield store
            return
        from kg.analysis.filtered import filtered

        with filtered(store, wanted, names=names) as left:
            yield left


def described(chosen: Chosen) -> str:
    """What is chosen, in words; "" when that is everything."""
    return str(_filter(chosen) or "")


def _filter(chosen: Chosen) -> Filter | None:
    """What the options ask for, None for nothing. Raises BadParameter for dates that cannot be."""
    if chosen == Chosen():
        return None
    from kg.analysis.filtered import Filter
    from kg.errors import QueryError

    try:
        return Filter(
            chosen.since,
            chosen.until,
            tuple(chosen.source or ()),
            tuple(chosen.relation or ()),
            tuple(one.value for one in chosen.modality or ()),
            chosen.min_confidence,
        )
    except QueryError as error:
        raise typer.BadParameter(f"{error.fault}; {error.remedy}", param_hint=f"--{error.place}") from error
