"""Store -> bytes in other formats: RDF for everything, networks, tables and what other programs read.

The same store gives the same bytes: nothing of when or where is written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from kg.analysis.edges import Level
from kg.errors import StoreError
from kg.export.endings import FORMATS, ONLY_SEVERAL, SEVERAL, names_folder
from kg.export.files import Fill, make_folder, unpacked_name, write_file, write_files
from kg.rdf.serializers import FORMATS as RDF_FORMATS
from kg.rdf.serializers import IN_MEMORY

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Asked", "export", "export_to"]

Writer: TypeAlias = Callable[["Store", IO[bytes]], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """How much is written: ``plain`` leaves out of RDF what only the program itself needs, ``level`` is that
    of the network.
    """

    plain: bool = False
    level: Level = "entity"


def export(store: Store, fmt: str, asked: Asked | None = None) -> Iterator[bytes]:
    """What a store holds in one of FORMATS, in pieces.

    Of a format of several tables the one that matters most: edges, or statements. Raises StoreError for
    another format, and for one that is only of several.
    """
    writer = _writer(fmt, asked or Asked())
    with tempfile.SpooledTemporaryFile(
        IN_MEMORY
    ) as out:  # whole before the first piece: an export that fails gives nothing
        writer(store, out)
        out.seek(0)
        while chunk := out.read(1 << 20):
            yield chunk


def export_to(store: Store, fmt: str, path: str | Path, asked: Asked | None = None) -> None:
    """Write the export to a file, whole or not at all, packed where its name ends in ``.gz`` or ``.xz``.

    A format of several tables writes all of them when the path is a folder (one that is there, ends in a
    slash or has no ending) or a ``.zip``. Raises StoreError.
    """
    asked = asked or Asked()
    folder, path = names_folder(path), Path(path)
    several = fmt in SEVERAL and (folder or not path.suffix or path.suffix.lower() == ".zip")
    if several and folder:
        make_folder(path)
    if several and not (path.exists() and not (path.is_dir() or path.is_file())):
        write_files(path, _several(store, fmt, asked))
        return
    if fmt in ("parquet", "arrow") and unpacked_name(path)[1]:
        raise StoreError(path, f"{fmt} is packed already", "leave out the last ending")
    writer = _writer(fmt, asked)
    write_file(path, lambda out: writer(store, out))


def _writer(fmt: str, asked: Asked) -> Writer:
    if fmt in RDF_FORMATS:
        return partial(_rdf, fmt, asked.plain)
    if fmt in ONLY_SEVERAL:
        raise StoreError(fmt, "is several files", "write it into a folder or a .zip with -o")
    if fmt not in _WRITERS:
        raise StoreError(fmt, "no such export format", f"use one of {', '.join(FORMATS)}")
    return lambda store, out: _WRITERS[fmt](store, out, asked)


def _rdf(fmt: str, plain: bool, store: Store, out: IO[bytes]) -> None:
    if not plain:
        store.dump(fmt, out)
        return
    from kg.analysis.plain import plain_store

    with plain_store(store) as less:
        less.dump(fmt, out)


def _graphml(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.analysis.network import network
    from kg.export.networks import graphml

    out.write(graphml(network(store, level=asked.level)))


def _gexf(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.analysis.network import network
    from kg.export.networks import gexf

    out.write(gexf(network(store, level=asked.level)))


def _csv(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.export.networks import csv_tables

    out.write(csv_tables(store, asked.level)["edges.csv"].encode())


def _plover(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.export.plover import plover_csv, store_rows
    from kg.export.plover_rules import load_plover_rules
    from kg.resources.ontology import load_ontology

    ontology = load_ontology()
    rules = load_plover_rules(ontology.plover_types)
    out.writelines(line.encode() for line in plover_csv(store_rows(store, ontology, rules)))


def _parquet(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.analysis.tables import tables
    from kg.export.columnar import write_parquet

    write_parquet(tables(store).table("statements"), out)


def _arrow(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.analysis.tables import tables
    from kg.export.columnar import write_arrow

    write_arrow(tables(store).table("statements"), out)


def _ftm(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.export.followthemoney import write_followthemoney

    write_followthemoney(store, out)


def _cypher(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.export.neo4j import write_cypher

    write_cypher(store, out)


def _spacy(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.export.annotations import write_docbin

    write_docbin(store, out)


def _conll(store: Store, out: IO[bytes], asked: Asked) -> None:
    from kg.export.annotations import write_conll

    write_conll(store, out)


_WRITERS: Mapping[str, Callable[[Store, IO[bytes], Asked], None]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "plover": _plover,
    "parquet": _parquet,
    "arrow": _arrow,
    "ftm": _ftm,
    "cypher": _cypher,
    "spacy": _spacy,
    "conll": _conll,
}


def _several(store: Store, fmt: str, asked: Asked) -> Mapping[str, Fill]:
    """The files of a format of several tables, by name."""
    if fmt == "csv":
        from kg.export.networks import csv_tables

        return {name: _text(text) for name, text in csv_tables(store, asked.level).items()}
    if fmt == "neo4j":
        from kg.export.neo4j import neo4j_tables

        return {name: _text(text) for name, text in neo4j_tables(store).items()}
    if fmt == "brat":
        from kg.export.brat import brat_files

        return {name: _text(text) for name, text in brat_files(store).items()}
    from kg.analysis.tables import TABLES, tables
    from kg.export.columnar import write_arrow, write_parquet

    found, write = tables(store), write_parquet if fmt == "parquet" else write_arrow
    return {f"{name}.{fmt}": partial(write, found.table(name)) for name in TABLES}


def _text(text: str) -> Fill:
    return lambda out: out.write(text.encode())
