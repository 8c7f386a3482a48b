"""Commands that ask: query, stats, show, evidence, queries, relations."""

from __future__ import annotations

import sys
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Base, Chosen, Level, NetworkLevel, OntologyFiles, PatternFiles, Store, with_groups
from kg.cli.output import colour, note, out, out_bytes, width
from kg.cli.stores import described, opening, opening_filtered

if TYPE_CHECKING:
    from kg.store.base import Store as OpenStore

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds this file's commands to the program."""
    for command in (query, stats, show, evidence, queries, relations):
        app.command()(command)


class QueryFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    xml = "xml"
    turtle = "turtle"


class TextFormat(StrEnum):
    """For people or for programs."""

    table = "table"
    json = "json"


TextOption = Annotated[
    TextFormat, typer.Option("--format", "-f", help="A table for people, JSON for programs.")
]


@with_groups
def query(
    store: Store,
    asked: Annotated[
        str | None,
        typer.Argument(metavar="[QUERY]", help="A stored query's name, a .rq file, or - for standard input."),
    ] = None,
    expression: Annotated[
        str | None, typer.Option("--execute", "-e", metavar="SPARQL", help="The query itself.")
    ] = None,
    format: Annotated[
        QueryFormat, typer.Option("--format", "-f", help="How the answer is printed.")
    ] = QueryFormat.table,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="Fills in a parameter. May be given again."),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout", min=0.0, metavar="SECONDS", help="Give up after this long; 0 for no limit."
        ),
    ] = 60.0,
    memory: Annotated[
        int,
        typer.Option(
            "--memory",
            min=0,
            metavar="MB",
            help="Give up when the query takes more memory than this beside the store; 0 for no limit.",
        ),
    ] = 2000,
    service: Annotated[
        bool, typer.Option("--service", help="Let the query call other endpoints (SERVICE).")
    ] = False,
    base: Base = None,
    *,
    chosen: Chosen,
) -> None:
    """Ask a stored query or SPARQL.

    `kg queries` lists what is stored, with parameters. SPARQL sees the union of all articles, the ontology
    and background knowledge; the usual prefixes need not be declared. Exit code 1 when ASK is answered with
    no, and when nothing has the name of a query, a parameter or an entity.

    \b
    Examples:
      kg query news.kg meetings
      kg query news.kg meetings --param actor="Pete Hegseth" --format csv
      kg query news.kg -e 'SELECT ?o WHERE { ?s kg:seeks ?o }'
    """
    from kg.query.results import Answer, is_empty, render, says_no
    from kg.query.stored import ask, named_entities

    if (asked is None) == (expression is None):
        raise typer.BadParameter("give either a QUERY or -e SPARQL")
    params = _params(param)
    with opening_filtered(store, chosen, base) as opened:

        def answer() -> Answer:
            return ask(
                opened,
                asked,
                expression=expression,
                params=params,
                timeout=timeout or None,
                memory=memory * 1_000_000 or None,
                service=service,
            )

        if params and asked and is_empty(answer()):
            for name in named_entities(asked, params):
                _tell_hidden(store, base, chosen, opened, name)
        found = answer()
        out_bytes(render(found, format.value, colour=colour(), width=width(None), base=opened.base))
    if says_no(found):
        raise typer.Exit(1)


@with_groups
def stats(
    store: Store,
    format: TextOption = TextFormat.table,
    top: Annotated[
        int, typer.Option("--top", "-n", min=0, metavar="N", help="How many actors and edges to list.")
    ] = 10,
    level: Level = NetworkLevel.entity,
    roles: Annotated[
        bool,
        typer.Option("--roles", help="Measure the network with offices held and bodies represented, too."),
    ] = False,
    base: Base = None,
    *,
    chosen: Chosen,
) -> None:
    """Measure a store.

    Counts of articles, entities and statements; relations, classes and months; central actors; components and
    communities; what is most often said. The network measured has actual and planned edges, weighted by
    independent articles, without relations that only say what somebody is, unless --relation asks for some.

    \b
    Examples:
      kg stats news.kg
      kg stats news.kg --format json --top 50
      kg stats news.kg --level country --since 2025-11
    """
    from kg.analysis.statistics import statistics, stats_text, to_json

    with opening_filtered(store, chosen, base) as opened:
        found = statistics(opened, top, level=level.value, roles=roles or bool(chosen.relation))
    out(to_json(found) if format is TextFormat.json else stats_text(found, width(100), colour()))


@with_groups
def show(
    store: Store,
    entity: Annotated[
        str, typer.Argument(metavar="ENTITY", help="A name, an id (person/pete-hegseth) or an IRI.")
    ],
    format: TextOption = TextFormat.table,
    base: Base = None,
    *,
    chosen: Chosen,
) -> None:
    """Show all that is said of one entity.

    Names, classes, links elsewhere, and statements with their dates. Of what
    several articles describe in the same words ("deal") a list of all.

    \b
    Examples:
      kg show news.kg "Pete Hegseth"
      kg show news.kg country/kor --format json
    """
    from kg.analysis.described_alike import alike_text, described_alike
    from kg.analysis.entity_report import entity_report
    from kg.analysis.evidence_text import shown_text
    from kg.analysis.lookup import find_entities, relation_labels

    with opening_filtered(store, chosen, base, names=True) as opened:
        ids = find_entities(opened, entity)
        if alike := described_alike(opened, ids):
            labels = relation_labels(opened, (one.said[1] for one in alike if one.said[1]))
            as_json = format is TextFormat.json
            out(_json(list(alike)) if as_json else alike_text(alike, width(100), colour(), labels))
            return
        shown = entity_report(opened, entity if len(ids) > 1 else min(ids))
        said = {one.relation for one in shown.facts} | {one.relation for one in shown.asides}
        labels = relation_labels(opened, said)
    out(_json(shown) if format is TextFormat.json else shown_text(shown, width(100), colour(), labels))
    if described(chosen) and not (shown.facts or shown.asides):
        note(f"nothing that the filters leave speaks of it ({described(chosen)})")


@with_groups
def evidence(
    store: Store,
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="A name, an id or an IRI.")],
    relation: Annotated[
        str | None, typer.Argument(metavar="[RELATION]", help="A relation, as `kg relations` lists them.")
    ] = None,
    object: Annotated[str | None, typer.Argument(metavar="[OBJECT]", help="A name, an id or an IRI.")] = None,
    format: TextOption = TextFormat.table,
    base: Base = None,
    *,
    chosen: Chosen,
) -> None:
    """Print the sentences behind an edge.

    The words of subject, relation and object are marked. Exit code 1 when no sentence says it.

    \b
    Examples:
      kg evidence news.kg "Pete Hegseth"
      kg evidence news.kg "Pete Hegseth" meets "Ahn Gyu-back"
    """
    from kg.analysis.evidence import evidence
    from kg.analysis.evidence_text import evidence_text
    from kg.analysis.lookup import relation_labels

    with opening_filtered(store, chosen, base, names=True) as opened:
        found = evidence(opened, subject, relation, object)
        labels = relation_labels(opened, (one.relation for one in found))
    out(_json(found) if format is TextFormat.json else evidence_text(found, width(100), colour(), labels))
    if not found:
        hidden = f" among what the filters leave ({described(chosen)})" if described(chosen) else ""
        note(f"no sentence says this{hidden}")
        raise typer.Exit(1)


def queries(format: TextOption = TextFormat.table) -> None:
    """List the stored queries, and the prefixes that no query need declare."""
    from kg.query.stored import load_queries
    from kg.resources.prefixed_names import known_prefixes
    from kg.terminal import wrapped_columns

    found = load_queries()
    if format is TextFormat.json:
        out(_json(list(found.values())))
        return
    for query in found.values():
        out(f"{query.name}: {query.title}")
        rows = [(f"--param {param.name}=...", param.description) for param in query.params]
        sys.stdout.writelines(f"{line}\n" for line in wrapped_columns(rows, "<<", width(10_000), "    "))
    out("\nPrefixes that queries need not declare (kgr: is the store's own --base)")
    prefixes = [(f"{prefix}:", f"<{iri}>") for prefix, iri in known_prefixes().items()]
    sys.stdout.writelines(f"{line}\n" for line in wrapped_columns(prefixes, "<<", width(10_000), "    "))


def relations(
    ontology: OntologyFiles = None, patterns: PatternFiles = None, format: TextOption = TextFormat.table
) -> None:
    """List the relations that can be extracted."""
    from kg.checks.relations import described_relations
    from kg.terminal import wrapped_columns

    found = described_relations(tuple(ontology or ()), tuple(patterns or ()))
    if format is TextFormat.json:
        out(_json(found))
        return
    header = ("relation", "label", "from", "to", "PLOVER", "symmetric", "patterns")
    rows = [
        (
            one.name,
            one.label,
            ", ".join(one.domain),
            ", ".join(one.range),
            one.plover or "",
            "yes" if one.symmetric else "",
            str(one.patterns),
        )
        for one in found
    ]
    sys.stdout.writelines(
        f"{line}\n" for line in wrapped_columns([header, *rows], "<<<<<<>", width(10_000), "")
    )


def _tell_hidden(store: str, base: str | None, chosen: Chosen, opened: OpenStore, name: str) -> None:
    """Say that the filters hide an entity that the store knows. Raises UnknownEntity for any other that is
    not among what is left.
    """
    from kg.analysis.lookup import find_entity
    from kg.errors import UnknownEntity, UnknownName

    try:
        find_entity(opened, name)
    except UnknownEntity:
        if not described(chosen):
            raise
        with opening(store, base, create=False, read_only=True) as whole, suppress(UnknownName):  # an event
            find_entity(whole, name)
        note(f"{name} is hidden by the filters ({described(chosen)})")


def _params(given: list[str] | None) -> dict[str, str]:
    params = {}
    for pair in given or ():
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--param")
        params[name] = value
    return params


def _json(value: object) -> str:
    """Records as indented JSON, what is unknown left out."""
    import json
    from dataclasses import asdict

    records = [asdict(one) for one in value] if isinstance(value, list) else asdict(value)  # type: ignore[call-overload]
    return json.dumps(records, ensure_ascii=False, indent=2, default=str)
