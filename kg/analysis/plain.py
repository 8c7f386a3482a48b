"""A store's articles alone: without background knowledge, ontology and what only the program itself needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.rdf import layout
from kg.rdf.graphs import Lines, nquads_of
from kg.resources.namespaces import IDENTITY_GRAPH, KNOWLEDGE_GRAPH, ONTOLOGY_GRAPH
from kg.store.oxigraph import LocalStore

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["plain_store"]

_LEFT_OUT = {f"<{iri}>" for iri in (layout.TEXT, layout.FINGERPRINT, layout.INPUT_DIGEST)}
_TOLD = {
    f"<{iri}>"
    for iri in (*(layout.TYPE, layout.LABEL, layout.ISO3, layout.COUNTRY, layout.SECTOR, layout.SAME_AS),)
}
"""What is kept of the background knowledge about things that articles name."""


def plain_store(store: Store) -> LocalStore:
    """A store in memory with the articles' graphs, without their texts, and of background knowledge only what
    names the things that they speak of. Sentences stay.
    """
    plain = LocalStore(ox.Store(), store.where, store.base)
    plain.add(_graphs(store))
    return plain


def _graphs(store: Store) -> Iterator[tuple[str, bytes]]:
    knowledge = store.base + KNOWLEDGE_GRAPH
    background = {store.base + name for name in (ONTOLOGY_GRAPH, KNOWLEDGE_GRAPH, IDENTITY_GRAPH)}
    named: set[str] = set()
    for iri in store.graphs():
        if iri in background:
            continue
        lines = [line for line in store.lines(iri) if line.split(" ", 2)[1] not in _LEFT_OUT]
        named.update(value for line in lines if (value := line.split(" ", 2)[2]).startswith("<"))
        if lines:
            yield iri, nquads_of(iri, lines)
    told = _told(store.lines(knowledge), named)
    if told:
        yield knowledge, nquads_of(knowledge, told)


def _told(lines: Iterable[str], named: set[str]) -> Lines:
    parts = (line.split(" ", 2) for line in lines)
    return [
        " ".join(part)
        for part in parts
        if part[0] in named
        and part[1] in _TOLD
        and not (part[1] == f"<{layout.TYPE}>" and "/skos/" in part[2])
    ]
