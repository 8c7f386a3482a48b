"""Commands that judge: validate, evaluate, check. Exit code 1 when the answer is no."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.ask import TextFormat, TextOption
from kg.cli.options import (
    Base,
    Chosen,
    KnowledgeFiles,
    LexiconFiles,
    Model,
    OntologyFiles,
    PatternFiles,
    Store,
    data_files,
    with_groups,
)
from kg.cli.output import note, out
from kg.cli.stores import opening, opening_filtered
from kg.errors import InputError

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds this file's commands to the program."""
    for command in (validate, evaluate, check):
        app.command()(command)


@with_groups
def validate(store: Store, ontology: OntologyFiles = None, base: Base = None, *, chosen: Chosen) -> None:
    """Check a store against the SHACL shapes.

    The shapes say what a well-formed graph is. Exit code 1, and a report of every fault, when the graph
    breaks them.

    \b
    Example:
      kg validate news.kg
    """
    from kg.rdf.shacl import validate

    with opening_filtered(store, chosen, base) as opened:
        found = validate(opened, ontology or ())
    out(found.text)
    if not found.conforms:
        raise typer.Exit(1)


@with_groups
def evaluate(
    store: Store,
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="Gold statements: JSON lines as `kg extract` prints them, or with doc, s, p, o; or "
            "annotated sentences with their rows (.jsonl, .jsonl.xz).",
        ),
    ],
    articles: Annotated[
        bool,
        typer.Option(
            "--articles",
            help="Build the articles of annotated sentences into the store first; it is made if need be.",
        ),
    ] = False,
    format: TextOption = TextFormat.table,
    base: Base = None,
    *,
    chosen: Chosen,
) -> None:
    """Score a store against gold statements.

    Precision, recall and F1 for each relation; of annotated sentences also the recall of statements with one
    participant, how often participants are resolved to their full names, and how well confidence tells right
    from wrong. --since, --relation ... choose among the statements of the store, not among the gold ones.

    \b
    Examples:
      kg evaluate news.kg gold.jsonl
      kg evaluate dev.kg training/data/annotated/dev-events.jsonl.xz --articles
    """
    from kg.evaluation import annotated, scoring

    as_json = format is TextFormat.json
    if not annotated.is_annotated(gold):
        with opening_filtered(store, chosen, base) as opened:
            scores = scoring.evaluate(opened, gold)
        out(scoring.to_json(scores) if as_json else scoring.scores_text(scores))
        return
    sentences = annotated.read_annotated(gold)
    if articles:
        from kg.building import build

        with opening(store, base) as opened:
            build(opened, annotated.articles_of(sentences))
    from kg.rdf.reader import statements

    with opening(store, base, create=False, read_only=True) as opened:
        if not {one.article for one in sentences} & set(opened.articles()):
            raise InputError(gold, f"none of its articles is in {store}", "build them, or say --articles")
    with opening_filtered(store, chosen, base) as opened:
        found = annotated.score(sentences, statements(opened))
    out(annotated.score_json(found) if as_json else annotated.score_text(found))


def check(
    ontology: OntologyFiles = None,
    patterns: PatternFiles = None,
    knowledge: KnowledgeFiles = None,
    lexicon: LexiconFiles = None,
    queries: Annotated[
        list[Path] | None,
        typer.Option(
            "--queries", metavar="FILE", help="Your own queries: a .rq file or a folder. May be given again."
        ),
    ] = None,
    model: Model = None,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Use what was found for the same files before.")
    ] = True,
) -> None:
    """Check that the data files fit together, and that every pattern is proven.

    Every relation needs a pattern; every pattern an example that only it makes true, and a sentence of which
    it must say nothing. All of them are read. Queries must parse and ask for classes and relations that
    exist. Exit code 1, and a list of what is missing, when something is.

    \b
    Examples:
      kg check
      kg check --ontology mine.ttl --patterns mine.toml
    """
    from kg.checks.data_files import check

    files = data_files(ontology, patterns, knowledge, lexicon)
    found, faults = check(files, tuple(queries or ()), model, cache=cache)
    for fault in faults:
        out(str(fault))
    note(f"{found}: " + (f"{len(faults)} faults" if faults else "all fit together"))
    if faults:
        raise typer.Exit(1)
