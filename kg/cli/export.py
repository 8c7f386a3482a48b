"""Commands that hand a graph on: export, plot."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Base, Chosen, Level, NetworkLevel, Store, with_groups
from kg.cli.output import note, out_bytes
from kg.cli.stores import described, opening_filtered
from kg.errors import StoreError

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds this file's commands to the program."""
    for command in (export, plot):
        app.command()(command)


class ExportFormat(StrEnum):
    """What a store can be written as."""

    turtle = "turtle"
    trig = "trig"
    ntriples = "ntriples"
    nquads = "nquads"
    jsonld = "jsonld"
    rdfxml = "rdfxml"
    graphml = "graphml"
    gexf = "gexf"
    csv = "csv"
    plover = "plover"
    parquet = "parquet"
    arrow = "arrow"
    ftm = "ftm"
    neo4j = "neo4j"
    cypher = "cypher"
    spacy = "spacy"
    conll = "conll"
    brat = "brat"


_RDF = frozenset({"turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"})
_NETWORKS = frozenset({"graphml", "gexf", "csv"})


@with_groups
def export(
    store: Store,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to write, a folder with / at the end; standard output without it. .gz and .xz at the "
            "end pack it.",
        ),
    ] = None,
    format: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format", "-f", help="The format; what the ending of FILE tells, or turtle, without it."
        ),
    ] = None,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="RDF without ontology, background knowledge and texts of articles."),
    ] = False,
    level: Level = NetworkLevel.entity,
    base: Base = None,
    *,
    chosen: Chosen,
) -> None:
    """Write the graph in other formats.

    turtle, trig, ntriples, nquads, jsonld and rdfxml hold everything; graphml, gexf (with time) and csv hold
    entities and edges for network programs; parquet and arrow are tables of statements, entities and events;
    plover is the table that users of event data know; ftm is FollowTheMoney; neo4j is a pair of tables for
    neo4j-admin, cypher a script; spacy and conll are the sentences with their words marked, brat the
    articles with what was read in them, to be corrected. csv, parquet, arrow, neo4j and brat into a folder or
    a .zip make all their files; csv, parquet and arrow elsewhere the edges or statements alone.

    \b
    Examples:
      kg export news.kg > news.ttl
      kg export news.kg -o news.nq.gz --plain --since 2025-11
      kg export news.kg -o network.gexf --level country
      kg export news.kg --format plover -o events.csv
    """
    from kg.export.endings import format_for
    from kg.export.formats import Asked, export, export_to

    try:
        fmt = format_for(output, format.value if format else None)
    except StoreError as error:
        raise typer.BadParameter(str(error), param_hint="--output") from error
    if plain and fmt not in _RDF:
        raise typer.BadParameter(f"{fmt} has no background to leave out", param_hint="--plain")
    if level is NetworkLevel.country and fmt not in _NETWORKS:
        raise typer.BadParameter(f"{fmt} is no network; use graphml, gexf or csv", param_hint="--level")
    asked = Asked(plain, level.value)
    with opening_filtered(store, chosen, base) as opened:
        if output is None:
            out_bytes(export(opened, fmt, asked))
            return
        export_to(opened, fmt, output, asked)
    note(f"{fmt} into {output}")


@with_groups
def plot(
    store: Store,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="An .html, .svg or .png file.")
    ],
    around: Annotated[
        list[str] | None,
        typer.Option(
            "--around",
            metavar="ENTITY",
            help="Only this entity and its neighbours; whose timeline it is (of two, when given twice).",
        ),
    ] = None,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Draw what happened when, instead of the network.")
    ] = False,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            "-n",
            min=1,
            metavar="N",
            help="Only the N entities with most edges (60 in a picture, 400 on a page), or lanes.",
        ),
    ] = None,
    level: Level = NetworkLevel.entity,
    base: Base = None,
    *,
    chosen: Chosen,
) -> None:
    """Draw the network, or what happened over time.

    An .html file is an interactive page that works offline; .svg and .png are pictures. With --timeline, the
    events of an actor, or between two, each in its place in time; a country stands for all who act for it.

    \b
    Examples:
      kg plot news.kg -o news.html
      kg plot news.kg -o korea.svg --around "South Korea" --relation meets
      kg plot news.kg -o 2025.html --timeline --around "South Korea" --around Japan --since 2025
    """
    from kg.plot.draw import plot, plot_timeline

    whom, condition = around or [], described(chosen)
    if len(whom) > (2 if timeline else 1) or (timeline and not whom):
        few = "give it once, or twice for what is between two" if timeline else "give it once"
        raise typer.BadParameter(few, param_hint="--around")
    if timeline and level is NetworkLevel.country:
        raise typer.BadParameter("a timeline has no level", param_hint="--level")
    with opening_filtered(store, chosen, base, names=True) as opened:
        first, second = [*whom, None, None][:2]
        if timeline and first is not None:
            drawn = plot_timeline(opened, output, first, second, top, condition=condition)
        else:
            drawn = plot(opened, output, first, limit=top, level=level.value, condition=condition)
    note(f"drawn into {output}" + (f": {drawn.note}" if drawn.note else ""))
