"""Entity resolution over a store: the same person, body and place under one IRI in all articles, with the
decisions in a graph of their own.

What comes out depends on the articles and the background knowledge alone, so shards can be read anywhere,
joined in any order and resolved. Every article's graph notes what it alone would say (``renaming``), so
decisions are taken anew whenever articles come or go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.rdf.graphs import Lines
from kg.rdf.identity import distinction_lines, identification_lines, reprint_lines
from kg.rdf.layout import term_name
from kg.rdf.selections import SYMMETRIC
from kg.resolution.decisions import Decisions, decide
from kg.resolution.features import ProfileComparator
from kg.resolution.near_duplicates import find_reprints
from kg.resolution.profiles import background_entities, collect_profiles, names_in_use
from kg.resolution.renaming import Renamer
from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import IDENTITY_GRAPH
from kg.store.base import Graph, Store
from kg.store.select import solutions

__all__ = ["StoredNames", "resolve_entities"]


def resolve_entities(store: Store, lexicon: Lexicon | None = None) -> int:
    """Decide who is who in all articles of the store, and which are reprints; the number of graphs that
    changed.

    ``lexicon`` is the one that ships, when it is loaded already. A user's own words decide nothing here, so
    that every command decides alike.
    """
    found = collect_profiles(store)
    decisions = decide(found.profiles, background_entities(store), ProfileComparator(lexicon))
    wanted, renamer = decisions.renamed(), _renamer(store)
    changed = sorted(
        article for article in {*found.names, *wanted} if found.names.get(article) != wanted.get(article)
    )

    def graphs() -> Iterator[Graph]:
        for article in changed:
            alone = renamer.alone(article, store.lines(article))
            yield article, _nquads(article, renamer.named(article, alone, wanted.get(article, {})))
        graph = store.base + IDENTITY_GRAPH
        yield graph, _nquads(graph, decision_lines(decisions, find_reprints(found.printed), store.base))

    return store.add(graphs())


class StoredNames:
    """The names that a store's articles have in it, for articles that are read again: what is unchanged stays
    as it is.
    """

    def __init__(self, store: Store) -> None:
        self._names = names_in_use(store)
        self._renamer = _renamer(store)

    def given(self, graphs: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Articles' graphs as each gives it alone, with the names that they have in the store."""
        for article, content in graphs:
            names = self._names.get(article)
            if names:
                lines = content.decode().split(f" <{article}> .\n")[:-1]
                content = _nquads(article, self._renamer.named(article, lines, names))
            yield article, content


def decision_lines(decisions: Decisions, reprints: dict[str, str], base: str) -> Lines:
    """The decisions as triples, sorted, without their final points.

    ``reprints`` maps the IRIs of articles to those of their originals.
    """
    lines: Lines = []
    for one in decisions.identifications:
        lines += identification_lines(base, one.article, one.local_id, one.entity, one.because)
    for homonym in decisions.homonyms:
        lines += distinction_lines(base, homonym.name, homonym.entities, homonym.undecided)
    for reprint, original in reprints.items():
        lines += reprint_lines(base, reprint, original)
    return sorted(set(lines))


def _renamer(store: Store) -> Renamer:
    return Renamer(store.base, (term_name(row["p"].value) for row in solutions(store, SYMMETRIC)))


def _nquads(graph: str, lines: Lines) -> bytes:
    return "".join(f"{line} <{graph}> .\n" for line in lines).encode()
