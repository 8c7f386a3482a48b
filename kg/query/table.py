"""Answers -> tables: the rows of SELECT with cells of Python's types."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.query.results import Answer, Rows
from kg.resources.namespaces import PREFIXES, XSD
from kg.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    import rdflib

__all__ = ["answer_table", "plain_answer"]

_INTEGERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger")}
_NUMBERS = {XSD + name for name in ("decimal", "double", "float")}
_KINDS: tuple[tuple[type, Kind], ...] = ((bool, "truth"), (int, "integer"), (float, "number"), (date, "date"))


def plain_answer(answer: Answer) -> Table | rdflib.Graph | bool:
    """An answer that needs its store no more: a table, an rdflib graph, or a truth value."""
    if isinstance(answer, Rows):
        return answer_table(answer)
    if isinstance(answer, bool | ox.QueryBoolean):
        return bool(answer)
    import rdflib

    text = ox.serialize(answer, format=ox.RdfFormat.N_TRIPLES) or b""
    graph = rdflib.Graph().parse(data=text.decode(), format="nt")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri, replace=True)
    return graph


def answer_table(answer: Rows) -> Table:
    """The rows of an answer. A column is of the kind that all its cells are, text where they differ: IRIs as
    they are, literals by their lexical form.
    """
    names = [variable.value for variable in answer.variables]
    found = [[_cell(row[i]) for i in range(len(names))] for row in answer]
    columns = [Column(name, _kind([row[i] for row in found])) for i, name in enumerate(names)]
    rows: list[Row] = [
        {
            column.name: value if column.kind != "text" or value is None else text
            for column, (value, text) in zip(columns, row, strict=True)
        }
        for row in found
    ]
    if any(column.kind == "number" for column in columns):
        rows = [_floats(row, columns) for row in rows]
    return Table(tuple(columns), tuple(rows))


def _cell(term: object) -> tuple[Cell, str]:
    """The value of a term, and its text."""
    if term is None:
        return None, ""
    text = str(getattr(term, "value", term))
    if not isinstance(term, ox.Literal):
        return text, text
    kind = term.datatype.value
    try:
        if kind in _INTEGERS:
            return int(text), text
        if kind in _NUMBERS:
            return float(text), text
        if kind == XSD + "boolean":
            return text in ("true", "1"), text
        if kind == XSD + "date":
            return date.fromisoformat(text), text
    except ValueError:
        return text, text
    return text, text


def _kind(cells: Iterable[tuple[Cell, str]]) -> Kind:
    types = {type(value) for value, _ in cells if value is not None}
    if types == {int, float}:
        return "number"
    return next((kind for python, kind in _KINDS if types == {python}), "text")


def _floats(row: Row, columns: Iterable[Column]) -> Row:
    numbers = {column.name for column in columns if column.kind == "number"}
    return {
        name: float(value) if name in numbers and isinstance(value, int | float) else value
        for name, value in row.items()
    }
