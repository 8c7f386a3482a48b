"""Store -> a property graph: the two CSV tables that ``neo4j-admin database import`` reads, and Cypher.

Entities are nodes with their class as a label; each statement with two participants is a relationship of the
type of its relation, with all that it tells as properties.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, TYPE_CHECKING

from kg.analysis.tables import tables
from kg.resources.namespaces import local_name
from kg.table import Cell, Row

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["neo4j_tables", "relationship_type", "write_cypher"]

_NODE = (("label", ""), ("country", ""), ("sector", ""), ("aliases", ":string[]"), ("same_as", ":string[]"))
_RELATIONSHIP = (
    *(("statement", ""), ("modality", ""), ("confidence", ":double"), ("begin", ":date"), ("end", ":date")),
    *(("place_label", ""), ("recipient_label", ""), ("topic_label", ""), ("attributed_to_label", "")),
    *(("quantity", ""), ("occasion", ""), ("trigger", ""), ("pattern", ""), ("sentence", "")),
    *(("article", ""), ("title", ""), ("published", ""), ("source", ""), ("url", ""), ("reprint_of", "")),
)
"""Columns of ``analysis.tables``, and the types that Neo4j's header gives them (text where none)."""
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def neo4j_tables(store: Store) -> dict[str, str]:
    """``nodes.csv`` and ``relationships.csv``."""
    found = tables(store)
    node_names = ["id:ID", *(name + kind for name, kind in _NODE), ":LABEL"]
    names = [":START_ID", ":END_ID", ":TYPE", *(name + kind for name, kind in _RELATIONSHIP)]
    return {
        "nodes.csv": _table(
            node_names,
            (
                [row["entity"], *(row[name] for name, _ in _NODE), ";".join(_labels(row))]
                for row in found.entities
            ),
        ),
        "relationships.csv": _table(
            names,
            (
                [
                    *(row["subject"], row["object"], relationship_type(str(row["relation"]))),
                    *(row[name] for name, _ in _RELATIONSHIP),
                ]
                for row in _between(found.statements)
            ),
        ),
    }


def write_cypher(store: Store, out: IO[bytes]) -> None:
    """Write statements of Cypher that make the same graph; run twice they change nothing."""
    found = tables(store)
    lines = ["CREATE CONSTRAINT newskg_entity IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE"]
    for row in found.entities:
        classes = "".join(f"e:{label}, " for label in _labels(row)[1:])
        known = _map((name, row[name]) for name, _ in _NODE)
        lines.append(f"MERGE (e:Entity {{id: {_literal(row['entity'])}}}) SET {classes}e += {known}")
    for row in _between(found.statements):
        ends = f"(s:Entity {{id: {_literal(row['subject'])}}}), (o:Entity {{id: {_literal(row['object'])}}})"
        kind, id = relationship_type(str(row["relation"])), _literal(row["statement"])
        known = _map((name, row[name]) for name, _ in _RELATIONSHIP)
        lines.append(f"MATCH {ends} MERGE (s)-[r:{kind} {{statement: {id}}}]->(o) SET r += {known}")
    out.writelines(f"{line};\n".encode() for line in lines)


def relationship_type(relation: str) -> str:
    """The name of a relation as Neo4j's users write types: ``agreesWith -> AGREES_WITH``."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local_name(relation))
    return re.sub(r"\W+", "_", words, flags=re.ASCII).strip("_").upper() or "SAYS"


def _labels(row: Row) -> list[str]:
    cls = local_name(str(row["class"] or ""))
    return ["Entity", *([cls] if _WORD.fullmatch(cls) else [])]


def _between(statements: Iterable[Row]) -> Iterator[Row]:
    return (row for row in statements if row["subject"] and row["relation"] and row["object"])


def _table(header: list[str], rows: Iterable[list[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Cell) -> Cell:
    """A value as the importer takes it: on one line, the parts of a list apart by semicolons."""
    if isinstance(value, list):
        return ";".join(" ".join(part.replace(";", ",").split()) for part in value)
    return " ".join(value.split()) if isinstance(value, str) else value


def _map(values: Iterable[tuple[str, Cell]]) -> str:
    known = (f"{name}: {_literal(value)}" for name, value in values if value not in (None, []))
    return f"{{{', '.join(known)}}}"


def _literal(value: Cell) -> str:
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    return json.dumps(value, ensure_ascii=False)
