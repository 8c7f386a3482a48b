"""SELECT queries of our own: prefixes, and rows as cheap TSV cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.rdf.selections import PROLOGUE
from kg.store.base import Store

__all__ = ["cell_iri", "cell_lexical", "cell_text", "column", "rows", "solutions", "table"]


def rows(store: Store, query: str, *, shared: bool = False) -> Iterator[list[bytes]]:
    """The rows of a SELECT query as TSV cells: IRIs in angle brackets, literals in quotes, nothing for
    unbound.

    The prefixes kg, nif, owl, prov, rdf, rdfs, dcterms, schema and skos are declared.
    Cutting serialised results costs half of what Python objects for every term would. ``shared`` says that a
    query that asks named graphs wants nothing that is an article's own (``Store.query_shared``).
    """
    return (line.split(b"\t") for line in _answer(store, query, shared).split(b"\n")[1:] if line)


def solutions(store: Store, query: str, *, shared: bool = False) -> list[Any]:
    """The solutions of a SELECT query as pyoxigraph gives them, with the prefixes that ``rows`` declares, of
    whose ``shared``, too.
    """
    return list((store.query_shared if shared else store.query)(PROLOGUE + query))


def table(store: Store, query: str, width: int, *, shared: bool = False) -> list[list[bytes]]:
    """The columns of a SELECT query of so many variables, cells and ``shared`` as in ``rows``: cheaper than
    rows where there are millions.
    """
    cells = _answer(store, query, shared).rstrip(b"\n").replace(b"\n", b"\t").split(b"\t")
    return [cells[width + column :: width] for column in range(width)]


def column(store: Store, query: str) -> str:
    """The cells of a SELECT query of one variable, each with a line feed before and behind it: what is looked
    for among them is found faster in one text than in a list.
    """
    text = _answer(store, query, shared=False).decode()
    return text[text.index("\n") :]


def _answer(store: Store, query: str, shared: bool) -> bytes:
    text = (store.query_shared if shared else store.query)(PROLOGUE + query).serialize(
        format=ox.QueryResultsFormat.TSV
    )
    assert isinstance(text, bytes)
    return text


def cell_iri(cell: bytes) -> str:
    """The IRI in a TSV cell."""
    return cell[1:-1].decode()


def cell_lexical(cell: bytes) -> str:
    """The lexical form of a TSV cell."""
    if cell[:1] == b'"' and b"\\" in cell:
        literal = next(iter(ox.parse(b"<x:x> <x:x> " + cell + b" .", format=ox.RdfFormat.N_TRIPLES))).object
        return str(getattr(literal, "value", ""))
    return cell.split(b'"')[1].decode() if cell[:1] == b'"' else cell.decode()


def cell_text(cell: bytes) -> str:
    """An IRI, or the lexical form of a literal, from a TSV cell."""
    return cell_iri(cell) if cell[:1] == b"<" else cell_lexical(cell)
