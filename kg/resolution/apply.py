"""Makes a store one graph: the same person, body and place under one IRI in all articles, with the decisions
in a graph of their own.

What comes out depends on the articles and the background knowledge alone, so shards can be read anywhere,
joined in any order and settled. Every article's graph notes what it alone would say (``rename``), so
decisions are taken anew whenever articles come or go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from kg.rdf.graphs import Lines
from kg.rdf.writer import literal
from kg.resolution.decisions import Decisions, Homonym, Identification, decide
from kg.resolution.near_duplicates import originals
from kg.resolution.profiles import collect_profiles, known, names_in_use
from kg.resolution.renaming import Renamer
from kg.resources.namespaces import IDENTITY_GRAPH, KG, OWL, RDF, entity_iri
from kg.store.base import Graph, Store

__all__ = ["Names", "resolve_entities"]

_A = f"<{RDF}type>"


def resolve_entities(store: Store) -> int:
    """How many graphs changed: decides who is who in all articles of the store, and which are reprints."""
    told = collect_profiles(store)
    decisions = decide(told.profiles, known(store))
    wanted, renamer = decisions.renamed(), _renamer(store)
    changed = sorted(
        article for article in {*told.names, *wanted} if told.names.get(article) != wanted.get(article)
    )

    def graphs() -> Iterator[Graph]:
        for article in changed:
            alone = renamer.alone(article, store.lines(article))
            yield article, _nquads(article, renamer.named(article, alone, wanted.get(article, {})))
        graph = store.base + IDENTITY_GRAPH
        yield graph, _nquads(graph, decision_lines(decisions, originals(told.printed), store.base))

    return store.add(graphs())


class Names:
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
        lines += _identification(one, base)
    for name in decisions.distinctions:
        lines += _distinction(name, base)
    for reprint, original in reprints.items():
        node = _node(base, "reprint", reprint)
        lines += [
            f"{node} {_A} <{KG}Reprint>",
            f"{node} <{KG}reprint> <{reprint}>",
            f"{node} <{KG}original> <{original}>",
        ]
    return sorted(set(lines))


def _identification(one: Identification, base: str) -> Lines:
    node = _node(base, one.article, one.local_id)
    return [
        f"{node} {_A} <{KG}Identification>",
        f"{node} <{KG}inArticle> <{one.article}>",
        f"{node} <{KG}readAs> {literal(one.local_id)}",
        f"{node} <{KG}identifiedAs> <{entity_iri(base, one.entity)}>",
        *(f"{node} <{KG}because> {literal(why)}" for why in one.because),
    ]


def _distinction(name: Homonym, base: str) -> Lines:
    node = _node(base, name.name, *(id for id, _ in name.bearers))
    lines = [f"{node} {_A} <{KG}Distinction>", f"{node} <{KG}sharedName> {literal(name.name)}"]
    for id, told in name.bearers:
        lines += [
            f"{node} <{KG}distinguishes> <{entity_iri(base, id)}>",
            f"{node} <{KG}because> {literal(f'{id}: {told}')}",
        ]
    if name.undecided:
        lines.append(f"{node} <{KG}undecided> <{entity_iri(base, name.undecided)}>")
    return lines


def _node(base: str, *said: str) -> str:
    """The IRI of a decision, which comes from what is decided."""
    return f"<{base}identity/{hashlib.sha256(chr(31).join(said).encode()).hexdigest()[:20]}>"


def _renamer(store: Store) -> Renamer:
    rows = store.query(f"SELECT DISTINCT ?p WHERE {{ ?p a <{OWL}SymmetricProperty> }}")
    return Renamer(store.base, (row["p"].value.removeprefix(KG) for row in rows))


def _nquads(graph: str, lines: Lines) -> bytes:
    return "".join(f"{line} <{graph}> .\n" for line in lines).encode()
