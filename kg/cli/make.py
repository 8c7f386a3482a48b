"""Commands that read articles and fill stores: build, extract, load, forget."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import (
    Base,
    Engine,
    KnowledgeFiles,
    OntologyFiles,
    Reading,
    Shards,
    Sources,
    Store,
    data_files,
    with_groups,
)
from kg.cli.output import Progress, note, out
from kg.cli.reading import Faults, counted, interruptible
from kg.cli.stores import opening

__all__ = ["register"]

Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first article that cannot be read.")]


def register(app: typer.Typer) -> None:
    """Adds this file's commands to the program."""
    for command in (build, extract, load, forget):
        app.command()(command)


@with_groups
def build(
    store: Store,
    sources: Sources,
    *,
    reading: Reading,
    engine: Engine = "processes",
    shards: Shards = None,
    base: Base = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read articles that the store holds already, too.")
    ] = False,
    strict: Strict = False,
) -> None:
    """Read articles into a store: the main job.

    An article that the store holds is read again when it has changed, or when the program or its data have,
    and takes its own place; so building twice changes nothing, and a build that was stopped goes on where it
    was. One that cannot be read is reported and left out; the rest is built, and the exit code is 3.

    \b
    Examples:
      kg build news.kg articles/
      kg build news.ttl scm.txt --published 2025-11-03
      curl -s https://example.org/feed.jsonl | kg build news.kg -
      kg build news.kg s3://news/articles --engine dask --shards s3://news/shards
    """
    from kg.building import build
    from kg.ingest.articles import count_articles, read_articles

    options = reading.options()
    progress = Progress("articles", lambda: count_articles(sources))
    faults = Faults(strict, progress)
    with interruptible(progress, store), opening(store, base) as opened, progress:
        documents = read_articles(sources, options=options, on_error=faults.on_error)
        made = build(
            opened,
            documents,
            reading.settings(),
            jobs=reading.jobs,
            engine=engine,
            shards=shards,
            again=again,
            on_stored=progress.done,
            on_read=progress.under_way,
        )
    note(
        f"{counted(made.articles, 'article')}, {counted(made.statements, 'statement')} into "
        f"{store}{_unchanged(made.articles, made.changed)}"
    )
    faults.leave()


@with_groups
def extract(
    sources: Sources,
    *,
    reading: Reading,
    engine: Engine = "processes",
    open_: Annotated[
        bool, typer.Option("--open", help="Print predicates that no relation covers too.")
    ] = False,
    texts: Annotated[
        bool,
        typer.Option(
            "--texts/--no-texts",
            help="Print a line for each article with its text, before the lines of its statements.",
        ),
    ] = True,
    strict: Strict = False,
) -> None:
    """Print what articles say, as JSON lines.

    A line for each article (those with "text"), then one for each of its statements (those with "relation").
    `kg load` puts such lines into a store, which then is as `kg build` would make it, so shards can be read
    anywhere.

    \b
    Examples:
      kg extract articles/ > statements.jsonl
      kg extract articles/ | kg load news.kg -
      echo "Ana Brnabic met with Edi Rama in Tirana." | kg extract -
    """
    from kg.building import read_documents
    from kg.ingest.articles import count_articles, read_articles
    from kg.pipeline import run_of
    from kg.rdf.jsonl import article_to_json, to_json
    from kg.resources.resources import load_resources

    options = reading.options()
    progress = Progress("articles", lambda: count_articles(sources), results=True)
    faults = Faults(strict, progress)
    with progress:
        documents = read_articles(sources, options=options, on_error=faults.on_error)
        settings = reading.settings(open_)
        run = run_of(settings, load_resources(settings.files, settings.base)) if texts else None
        read = read_documents(
            documents, settings, jobs=reading.jobs, engine=engine, on_read=progress.under_way
        )
        for found in read:
            if run is not None:
                out(article_to_json(found.document, run))
            for statement in found.statements:
                out(to_json(statement, found.document))
            progress.done(1)
    faults.leave()


def load(
    store: Store,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Statements (.jsonl, or - for standard input) or RDF files."),
    ],
    base: Base = None,
    ontology: OntologyFiles = None,
    knowledge: KnowledgeFiles = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first line that cannot be read.")
    ] = False,
) -> None:
    """Put statements or RDF into a store.

    Statements are the lines that `kg extract` prints; those of one article belong into one file. RDF files
    are .ttl .nt .nq .trig .jsonld .rdf. Any may be packed (.gz, .xz, .bz2). Nothing is loaded when a file is
    missing or holds articles, and nothing of an RDF file in which a statement lacks what every statement has.

    \b
    Examples:
      kg load news.kg statements.jsonl
      kg load news.kg more.nq
      kg extract articles/ | kg load news.kg -
    """
    from kg.load import check_there, load_files
    from kg.pipeline import Settings

    check_there(files)
    faults = Faults(strict)
    with opening(store, base) as opened:
        settings = Settings(files=data_files(ontology, None, knowledge, None))
        loaded = load_files(opened, files, settings, on_error=faults.on_error)
    note(
        f"{counted(loaded.statements, 'statement')}, {counted(loaded.changed, 'changed graph')} into {store}"
    )
    faults.leave()


def forget(
    store: Store,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="The article's id.")],
    base: Base = None,
) -> None:
    """Remove what articles said.

    Entities and events that other articles speak of stay. Exit code 1 when the store does not hold one of
    them; the others are removed all the same.

    \b
    Example:
      kg forget news.kg scm oslo
    """
    from kg.resolution.apply import resolve_entities

    with opening(store, base, create=False) as opened:
        known = {id: opened.forget(id) for id in dict.fromkeys(articles)}
        if any(known.values()):
            resolve_entities(opened)
    for id, was_there in known.items():
        if was_there:
            note(f"{id} is forgotten")
        else:
            note(f"{id}: no such article in {store}; `kg query {store} articles` lists them")
    if not all(known.values()):
        raise typer.Exit(1)


def _unchanged(articles: int, changed: int) -> str:
    return "" if changed == articles else f" ({articles - changed:,} unchanged)"
