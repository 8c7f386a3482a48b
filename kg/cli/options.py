"""Arguments and options that several commands share, each said once."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Annotated, get_type_hints

import typer

if TYPE_CHECKING:
    from kg.ingest.options import ReadingOptions
    from kg.pipeline import Settings
    from kg.resources.data_files import DataFiles

__all__ = [
    "Base",
    "Chosen",
    "Engine",
    "KnowledgeFiles",
    "Level",
    "LexiconFiles",
    "Model",
    "NetworkLevel",
    "OntologyFiles",
    "PatternFiles",
    "Reading",
    "Shards",
    "Sources",
    "Store",
    "data_files",
    "with_groups",
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


def _published(text: str | None) -> str | None:
    """A date as articles have it. Raises BadParameter for what is none."""
    if text is not None:
        from kg.errors import InputError
        from kg.ingest.document import said_date

        try:
            said_date(text, "--published")
        except InputError as error:
            raise typer.BadParameter(f"{error.fault}; {error.remedy}") from error
    return text


Published = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        callback=_published,
        help="When articles that do not say so were published (2025-11-03).",
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


def _day(text: str | None) -> str | None:
    """A day, a month or a year, as it is; its parts are looked at when it is used."""
    if text is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text, re.ASCII):
        return text
    raise typer.BadParameter(f"{text!r} is no date; write 2025-11-04, 2025-11 or 2025")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options that choose among statements, as every command that reads them has them."""

    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE",
            callback=_day,
            help="Only what happens on this day, month or year or later, by the statement's time or else "
            "its article's.",
        ),
    ] = None
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="DATE", callback=_day, help="Only what happens then or earlier, likewise."
        ),
    ] = None
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help="Only what articles of this source say (its name or its host). May be given again.",
        ),
    ] = None
    relation: Annotated[
        list[str] | None,
        typer.Option("--relation", metavar="RELATION", help="Only this relation. May be given again."),
    ] = None
    modality: Annotated[
        list[Certainty] | None,
        typer.Option("--modality", help="Only statements of this modality. May be given again."),
    ] = None
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            min=0.0,
            max=1.0,
            metavar="P",
            help="Only statements of at least this confidence.",
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The options that say how articles are read, as every command that reads them has them."""

    published: Published = None
    language: Language = "en"
    column: Columns = None
    follow: Follow = False
    allow_local: AllowLocal = False
    model: Model = None
    jobs: Jobs = None
    ontology: OntologyFiles = None
    patterns: PatternFiles = None
    knowledge: KnowledgeFiles = None
    lexicon: LexiconFiles = None
    least: Least = None

    def options(self) -> ReadingOptions:
        """How the sources are read. Raises BadParameter for a column that is of no field."""
        from kg.ingest.field_names import FIELDS
        from kg.ingest.options import ReadingOptions

        named = {}
        for pair in self.column or ():
            field, equals, name = pair.partition("=")
            if not equals or not name or field not in FIELDS:
                raise typer.BadParameter(
                    f"{pair!r} is not FIELD=NAME with a FIELD of {', '.join(FIELDS)}", param_hint="--column"
                )
            named[field] = name
        return ReadingOptions(self.published, self.language, named, self.follow, self.allow_local)

    def settings(self, open_statements: bool = False) -> Settings:
        """How the articles are read."""
        from kg.pipeline import Settings

        files = data_files(self.ontology, self.patterns, self.knowledge, self.lexicon)
        return Settings(self.model, files, open=open_statements, least=self.least)


_GROUPS: tuple[type[Chosen | Reading], ...] = (Chosen, Reading)


def with_groups(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of Chosen and Reading in the places of its parameters of these types, but
    for those that it has as parameters of its own.
    """
    assert isinstance(command, FunctionType)
    own = inspect.signature(command).parameters
    groups = {
        name: group
        for name, parameter in own.items()
        for group in _GROUPS
        if parameter.annotation in (group, group.__name__)
    }
    bare = FunctionType(command.__code__, command.__globals__)
    bare.__annotations__ = {
        name: kind for name, kind in command.__annotations__.items() if name not in groups
    }
    hints = get_type_hints(bare, include_extras=True)
    parameters: list[inspect.Parameter] = []
    options: dict[str, list[str]] = {}
    for name, parameter in own.items():
        if name not in groups:
            parameters.append(parameter.replace(annotation=hints[name]))
            continue
        kinds = get_type_hints(groups[name], include_extras=True)
        options[name] = [one.name for one in fields(groups[name]) if one.name not in own]
        parameters += [
            inspect.Parameter(one.name, parameter.kind, default=one.default, annotation=kinds[one.name])
            for one in fields(groups[name])
            if one.name not in own
        ]

    def filled(**given: object) -> None:
        values = {
            name: group(**{option: given.pop(option) for option in options[name]})  # type: ignore[arg-type]
            for name, group in groups.items()
        }
        command(**given, **values)

    filled.__name__, filled.__doc__ = command.__name__, command.__doc__
    filled.__annotations__ = {one.name: one.annotation for one in parameters}
    filled.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return filled


def data_files(
    ontology: list[Path] | None,
    patterns: list[Path] | None,
    knowledge: list[Path] | None,
    lexicon: list[Path] | None,
) -> DataFiles:
    """A user's own data files."""
    from kg.resources.data_files import DataFiles

    return DataFiles(
        tuple(ontology or ()), tuple(patterns or ()), tuple(knowledge or ()), tuple(lexicon or ())
    )


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}")
    return value
