"""Entity resolution over a store: the same person, body and place under one IRI in all articles, with the
decisions in a graph of their own.

What comes out depends on the articles and the background knowledge alone, so shards can be read anywhere,
joined in any order and resolved. Every article's graph notes what it alone would say (``renaming``), so
decisions are taken anew whenever articles come or go. A store that keeps a journal of what was written has
what resolution knows in tables beside it (``tables``), and only what has changed is looked at; for others
everything is decided at once.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from kg.errors import StoreError
from kg.paths import ONTOLOGY
from kg.rdf.graphs import Lines, nquads_of, split_lines
from kg.rdf.identity import distinction_lines, identification_lines, reprint_lines
from kg.rdf.layout import term_name
from kg.rdf.selections import SYMMETRIC
from kg.resolution.articles import Article
from kg.resolution.bearers import Decision, Homonym, Named
from kg.resolution.decisions import Decisions, decide
from kg.resolution.features import ProfileComparator
from kg.resolution.incremental import KNOWN, Changes, know, update
from kg.resolution.near_duplicates import Printed, find_reprints
from kg.resolution.profiles import Noted, background_entities, names_in_use, names_of, profiled_articles
from kg.resolution.renaming import Renamer
from kg.resolution.tables import Tables
from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import IDENTITY_GRAPH, KNOWLEDGE_GRAPH, article_id
from kg.store.base import Graph, Store
from kg.store.journal import Journal
from kg.store.oxigraph import faults
from kg.store.select import solutions
from kg.version import __version__

__all__ = ["StoredNames", "resolve_entities"]

_TABLES = "tables.sqlite"
_OF_THE_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY)
_log = logging.getLogger(__name__)
_Names = Mapping[str, Mapping[str, Named]]
_Noted = Mapping[str, Mapping[str, Noted]]


def resolve_entities(store: Store, lexicon: Lexicon | None = None) -> int:
    """Decide who is who in all articles of the store, and which are reprints; the number of graphs that
    changed.

    ``lexicon`` is the one that ships, when it is loaded already. A user's own words decide nothing here, so
    that every command decides alike.
    """
    comparator = ProfileComparator(lexicon)
    if store.journal is None:
        return _resolve_all(store, comparator)
    path = store.journal.folder / _TABLES
    try:
        return _resolve_in(path, store, store.journal, comparator)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _OF_THE_DISK:
            remedy = "make room and run it again; what was stored is unharmed"
            raise StoreError(path, f"cannot be written ({error})", remedy) from error
        damage: Exception = error
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        damage = error
    _log.warning("%s: is damaged (%s); it is made anew from the articles", path, damage)
    path.unlink(missing_ok=True)
    return _resolve_in(path, store, store.journal, comparator)


class StoredNames:
    """The names that a store's articles have in it, for articles that are read again: what is unchanged stays
    as it is.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._renamer = store, _renamer(store)

    def given(self, graphs: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Articles' graphs as each gives it alone, with the names that they have in the store."""
        for article, content in graphs:
            names = _in_use(names_of(self._store, [article])).get(article)
            if names:
                lines = split_lines(article, content)
                content = nquads_of(article, self._renamer.named(article, lines, names))
            yield article, content


def _resolve_in(path: Path, store: Store, journal: Journal, comparator: ProfileComparator) -> int:
    with faults(store.where):
        path.parent.mkdir(exist_ok=True)
        with Tables(path, _decider(store.base)) as tables:
            return _resolve_changed(store, journal, tables, comparator)


def _resolve_all(store: Store, comparator: ProfileComparator) -> int:
    """Decide over all articles at once."""
    used = names_in_use(store)
    articles = list(profiled_articles(store, used))
    profiles = (profile for article in articles for profile in article.profiles)
    decisions = decide(profiles, background_entities(store), comparator)
    reprints = find_reprints(Printed(a.iri, a.published, a.fingerprint) for a in articles)
    renamed = _renamed_graphs(store, _in_use(used), decisions.names())
    graph = store.base + IDENTITY_GRAPH
    identity = nquads_of(graph, decision_lines(decisions, reprints, store.base))
    return store.add(_chained(renamed, (graph, identity)))


def _resolve_changed(store: Store, journal: Journal, tables: Tables, comparator: ProfileComparator) -> int:
    """Decide over what has changed since the last time, where that is known; else over everything.

    What is about to be written is noted in the journal before the tables say that it is so: whatever ends
    this, the next time looks at it again.
    """
    known = (tables.value("token"), tables.value("before"))
    if not tables.empty and not (journal.complete and journal.token in known):
        tables.clear()
    identity, knowledge = store.base + IDENTITY_GRAPH, store.base + KNOWLEDGE_GRAPH
    whole = tables.empty
    if whole or knowledge in journal.written or tables.value(KNOWN) is None:
        know(tables, background_entities(store))
    whole = whole or tables.undecided
    written = [iri for iri in journal.written if article_id(store.base, iri) is not None]
    used = names_in_use(store) if whole else names_of(store, written)
    changes = update(tables, _articles(store, used, None if tables.empty else written), comparator)
    if whole:
        wanted, renamed = _wanted(tables, None), {*used, *_wanted(tables, None)}
    else:
        renamed = {*written, *_differently_named(changes)}
        numbers = [number for iri in renamed if (number := tables.article_number(iri)) is not None]
        wanted = _wanted(tables, numbers)
        used |= names_of(store, renamed - set(written))
    shown = _in_use(used)
    token = secrets.token_hex(8)
    tables.keep("before", journal.token or "")
    tables.keep("token", token)
    changing = sorted(iri for iri in renamed if shown.get(iri, {}) != wanted.get(iri, {}))
    anew = whole or identity in journal.written
    journal.note([*changing, identity])
    tables.commit()
    count = store.add(_renamed_graphs(store, shown, wanted))
    if anew:
        count += store.add([(identity, nquads_of(identity, _all_lines(tables, store.base)))])
    else:
        count += store.amend(identity, *_changed_lines(changes, store.base))
    journal.settle(token)
    return count


def _in_use(noted: _Noted) -> dict[str, dict[str, Named]]:
    """By article: its own ids, and what they are and are called in the store."""
    return {iri: {id: one.named for id, one in names.items()} for iri, names in noted.items()}


def _articles(store: Store, names: _Noted, graphs: list[str] | None) -> Iterator[tuple[str, Article | None]]:
    """What articles alone tell now, of all or of some graphs; None for those that are gone."""
    gone = set(graphs or ())
    for article in profiled_articles(store, names, graphs):
        gone.discard(article.iri)
        yield article.iri, article
    for iri in sorted(gone):
        yield iri, None


def _wanted(tables: Tables, articles: list[int] | None) -> dict[str, dict[str, Named]]:
    """By article: the ids that it alone gives, and what they are and are called in the whole graph, where
    that is something else.
    """
    found: defaultdict[str, dict[str, Named]] = defaultdict(dict)
    for iri, id, (entity, _, label) in tables.decided(articles):
        if entity != id or label is not None:
            found[iri][id] = Named(entity, label)
    return dict(found)


def _differently_named(changes: Changes) -> set[str]:
    """The articles in which an entity has another id or label than before."""
    return {
        iri
        for (iri, id), decisions in changes.entities.items()
        if len({(one.entity, one.label) if one else (id, None) for one in decisions}) > 1
    }


def _renamed_graphs(store: Store, used: _Names, wanted: _Names) -> Iterator[Graph]:
    """The graphs of the articles whose names in use are not those wanted, with these."""
    renamer = _renamer(store)
    for article in sorted({*used, *wanted}):
        if used.get(article) != wanted.get(article):
            yield article, _renamed_graph(store, renamer, article, wanted.get(article, {}))


def _renamed_graph(store: Store, renamer: Renamer, article: str, names: Mapping[str, Named]) -> bytes:
    alone = renamer.alone(article, store.lines(article))
    return nquads_of(article, renamer.named(article, alone, names))


def _chained(graphs: Iterable[Graph], last: Graph) -> Iterator[Graph]:
    yield from graphs
    yield last


def decision_lines(decisions: Decisions, reprints: Mapping[str, str], base: str) -> Lines:
    """The decisions as triples, sorted, without their final points.

    ``reprints`` maps the IRIs of articles to those of their originals.
    """
    lines: Lines = []
    for one in decisions.identifications:
        lines += _identified(base, one.article, one.local_id, Decision(one.entity, one.because))
    for homonym in decisions.homonyms:
        lines += _homonym_lines(base, homonym)
    for reprint, original in reprints.items():
        lines += reprint_lines(base, reprint, original)
    return sorted(set(lines))


def _all_lines(tables: Tables, base: str) -> Lines:
    """All decisions in the tables as triples, sorted."""
    lines: Lines = []
    for iri, id, decision in tables.decided():
        lines += _identified(base, iri, id, decision)
    for homonym in tables.homonyms():
        lines += _homonym_lines(base, homonym)
    for reprint, original in tables.reprints():
        lines += reprint_lines(base, reprint, original)
    return sorted(set(lines))


def _changed_lines(changes: Changes, base: str) -> tuple[Lines, Lines]:
    """The triples that say what was decided and is not any more, and those that say what is decided now."""
    lines: tuple[Lines, Lines] = ([], [])
    for (iri, id), decisions in changes.entities.items():
        for said, decision in zip(lines, decisions, strict=True):
            said += _identified(base, iri, id, decision)
    for homonyms in changes.homonyms:
        for said, homonym in zip(lines, homonyms, strict=True):
            said += _homonym_lines(base, homonym)
    for reprint, originals in changes.reprints.items():
        for said, original in zip(lines, originals, strict=True):
            said += reprint_lines(base, reprint, original) if original else []
    stale, fresh = map(set, lines)
    return sorted(stale - fresh), sorted(fresh)


def _identified(base: str, iri: str, id: str, decision: Decision | None) -> Lines:
    """The triples of a decision that says more than that an entity has another label."""
    if decision is None or (decision.entity == id and not decision.because):
        return []
    return identification_lines(base, iri, id, decision.entity, decision.because)


def _homonym_lines(base: str, homonym: Homonym | None) -> Lines:
    if homonym is None:
        return []
    return distinction_lines(base, homonym.name, homonym.entities, homonym.undecided)


def _decider(base: str) -> str:
    """What tells whether tables were made by what decides now: this version, its words, its nicknames."""
    words = hashlib.sha256((ONTOLOGY / "lexicon.toml").read_bytes()).hexdigest()[:16]
    return f"{__version__} {words} {metadata.version('nicknames')} {base}"


def _renamer(store: Store) -> Renamer:
    return Renamer(store.base, (term_name(row["p"].value) for row in solutions(store, SYMMETRIC)))
