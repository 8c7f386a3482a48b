"""Commands that hand a graph on: export, plot."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Base, Store, opening
from kg.cli.output import note, out_bytes

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


def export(
    store: Store,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write; standard output without it."),
    ] = None,
    format: Annotated[ExportFormat, typer.Option("--format", "-f", help="The format.")] = ExportFormat.turtle,
    base: Base = None,
) -> None:
    """Write the graph in other formats.

    turtle, trig, ntriples, nquads, jsonld and rdfxml hold everything; graphml, gexf and csv hold entities and
    edges for network programs; plover is the table that users of event data know. csv into a folder or a .zip
    makes two tables, of entities and of edges; elsewhere it is the edges alone.

    \b
    Examples:
      kg export news.kg > news.ttl
      kg export news.kg --format plover -o events.csv
    """
    from kg.export.formats import export, export_to

    with opening(store, base, create=False, read_only=True) as opened:
        if output is None:
            out_bytes(export(opened, format.value))
            return
        export_to(opened, format.value, output)
    note(f"{format.value} into {output}")


def plot(
    store: Store,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="An .html, .svg or .png file.")
    ],
    around: Annotated[
        str | None, typer.Option("--around", metavar="ENTITY", help="Only this entity and its neighbours.")
    ] = None,
    relation: Annotated[
        list[str] | None,
        typer.Option("--relation", metavar="RELATION", help="Only this relation. May be given again."),
    ] = None,
    base: Base = None,
) -> None:
    """Draw the network.

    An .html file is an interactive page that works offline; .svg and .png are pictures.

    \b
    Examples:
      kg plot news.kg -o news.html
      kg plot news.kg -o korea.svg --around "South Korea" --relation meets
    """
    from kg.plot.draw import plot

    with opening(store, base, create=False, read_only=True) as opened:
        plot(opened, output, around=around, relations=relation or ())
    note(f"drawn into {output}")
