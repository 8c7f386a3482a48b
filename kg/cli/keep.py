"""Commands that keep a store in step with its sources, and tell what has changed: sync, diff, history; and
with the program: upgrade.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.ask import TextFormat, TextOption
from kg.cli.options import Base, Chosen, Reading, Sources, Store, with_groups
from kg.cli.output import Progress, colour, note, out, width
from kg.cli.reading import Faults, counted, interruptible
from kg.cli.stores import opening, opening_filtered

if TYPE_CHECKING:
    from kg.ingest.options import ReadingOptions
    from kg.model import Document
    from kg.model import Reading as Version
    from kg.pipeline import Settings

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds this file's commands to the program."""
    for command in (sync, diff, history, upgrade):
        app.command()(command)


@with_groups
def sync(
    store: Store,
    sources: Sources,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be done, and do nothing.")
    ] = False,
    reading: Reading,
    base: Base = None,
) -> None:
    """Make a store hold exactly the articles of the sources.

    New and changed articles are read as by `kg build`; what is in no source any more is forgotten, unless a
    source could not be read. --dry-run prints a line for each article: + new, ~ changed, - gone.

    \b
    Examples:
      kg sync news.kg articles/ --dry-run
      kg sync news.kg articles/ more.jsonl
    """
    from kg.building import build, forget_others
    from kg.ingest.articles import count_articles, read_articles

    options, settings = reading.options(), reading.settings()
    if dry_run:
        _show_changes(store, base, sources, options, settings)
        return
    progress = Progress("articles", lambda: count_articles(sources))
    faults, met = Faults(progress=progress), set()

    def noted() -> Iterator[Document]:
        for document in read_articles(sources, options=options, on_error=faults.on_error):
            met.add(document.id)
            yield document

    with interruptible(progress, store), opening(store, base) as opened, progress:
        made = build(
            opened,
            noted(),
            settings,
            jobs=reading.jobs,
            on_stored=progress.done,
            on_read=progress.under_way,
        )
        others = [id for id in opened.articles() if id not in met] if faults.unread else []
        removed = [] if faults.unread else forget_others(opened, met)
    note(
        f"{counted(made.articles, 'article')}, {counted(made.statements, 'statement')} in {store} "
        f"({made.changed:,} new or changed, {len(removed):,} forgotten)"
    )
    _tell_kept(faults, others)
    faults.leave()


@with_groups
def diff(
    store: Store,
    other: Annotated[str, typer.Argument(metavar="STORE2", help="The store to compare it with.")],
    format: TextOption = TextFormat.table,
    base: Base = None,
    *,
    chosen: Chosen,
) -> None:
    """Tell which statements came, went and changed from one store to another.

    + says STORE2 alone, - says STORE alone, ~ is said by both otherwise. Exit code 1 when there is any.

    \b
    Examples:
      kg diff yesterday.kg today.kg
      kg diff old.ttl new.ttl --format json
    """
    from kg.analysis.differences import differences, differences_text, to_records
    from kg.analysis.lookup import relation_labels
    from kg.rdf.reader import readings

    with (
        opening_filtered(store, chosen, base) as before,
        opening_filtered(other, chosen, base) as after,
    ):
        found = list(differences(readings(before), readings(after)))
        labels = relation_labels(after)
    if format is TextFormat.json:
        out(json.dumps(to_records(found), ensure_ascii=False, indent=2))
    else:
        for line in differences_text(found, labels, width(100), colour()):
            out(line)
    if found:
        raise typer.Exit(1)


def history(
    store: Store,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The article's id.")],
    format: TextOption = TextFormat.table,
    base: Base = None,
) -> None:
    """Tell what an article said before it was updated.

    Each version with its date and title, and the statements that came, went and changed with the next. Stores
    in directories keep them, from one text of an article to another. Exit code 1 for an article that is not
    in the store.

    \b
    Example:
      kg history news.kg https://example.org/live
    """
    from kg.analysis.differences import differences_text, statement_differences, to_records
    from kg.analysis.lookup import relation_labels
    from kg.rdf.reader import Quads, readings
    from kg.resources.namespaces import article_iri
    from kg.terminal import clean

    with opening(store, base, create=False, read_only=True) as opened:
        graphs = [*opened.versions(article), list(opened.quads_of(article_iri(opened.base, article)))]
        versions: list[Version] = [
            reading for quads in graphs if quads for reading in readings(Quads(quads, opened.base))
        ]
        labels = relation_labels(opened)
    if not versions:
        note(f"{article}: no such article in {store}; `kg query {store} articles` lists them")
        raise typer.Exit(1)
    steps = [statement_differences(one.statements, two.statements) for one, two in pairwise(versions)]
    if format is TextFormat.json:
        records = [
            {**_about(version), "changes": to_records(steps[number - 1]) if number else []}
            for number, version in enumerate(versions)
        ]
        out(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for number, version in enumerate(versions):
        said = [version.document.published or "undated", version.document.title or ""]
        said += [counted(len(version.statements), "statement"), "(now)" if version is versions[-1] else ""]
        out(f"version {number + 1}  " + "  ".join(clean(part) for part in said if part))
        for line in differences_text(steps[number - 1], labels, width(100) - 2, colour()) if number else ():
            out(f"  {line}")


def upgrade(store: Store) -> None:
    """Give a store in a directory the layout that this version of kg has.

    It is written anew beside the old one and takes its place when it is complete; it needs room for both, and
    a command that is stopped can be run again. Nothing is read anew.

    \b
    Example:
      kg upgrade news.kg
    """
    from kg.store.upgrade import upgrade as upgraded

    number = upgraded(store)
    if number is None:
        note(f"{store} has the layout of this version")
    else:
        note(f"{counted(number, 'graph')} in {store}, now in the layout of this version")


def _about(version: Version) -> dict[str, str | int | None]:
    """What a version of an article is, for JSON."""
    document = version.document
    return {
        "title": document.title,
        "published": document.published,
        "text": document.text,
        "statements": len(version.statements),
    }


def _show_changes(
    store: str, base: str | None, sources: list[str], options: ReadingOptions, settings: Settings
) -> None:
    """Print what a sync would do: a line for each article."""
    from kg.building import changes
    from kg.ingest.articles import read_articles

    faults = Faults()
    documents = read_articles(sources, options=options, on_error=faults.on_error)
    if _is_there(store):
        with opening(store, base, create=False, read_only=True) as opened:
            found = changes(opened, documents, settings)
    else:
        found = changes(None, documents, settings)
    gone = [] if faults.unread else found.gone
    counts = []
    for sign, ids, word in (("+", found.new, "new"), ("~", found.changed, "changed"), ("-", gone, "gone")):
        for id in ids:
            out(f"{sign} {id}")
        counts.append(f"{len(ids):,} {word}")
    note(f"{', '.join(counts)}, {found.same:,} unchanged")
    _tell_kept(faults, found.gone)
    faults.leave()


def _is_there(store: str) -> bool:
    return "://" in store or Path(store).exists()


def _tell_kept(faults: Faults, others: list[str]) -> None:
    """Say that articles of no source are kept because some source could not be read."""
    if faults.unread and others:
        kept = f"{counted(len(others), 'article')} of no source kept"
        note(f"{kept}: not all sources could be read, so nothing is forgotten")
