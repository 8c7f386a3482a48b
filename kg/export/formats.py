"""Store -> bytes in other formats: RDF syntaxes, GraphML and GEXF for network programs, CSV tables, PLOVER
events.

The same store always gives the same bytes: order is fixed, and no time or version of a library is written.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.analysis.edges import Edge, edges
from kg.analysis.network import network
from kg.analysis.nodes import nodes
from kg.errors import StoreError
from kg.rdf.characters import writable
from kg.rdf.layout import MODALITIES
from kg.rdf.serializers import FORMATS as RDF_FORMATS
from kg.rdf.serializers import IN_MEMORY
from kg.terminal import spreadsheet

if TYPE_CHECKING:
    import networkx

    from kg.store.base import Store

__all__ = ["FORMATS", "csv_tables", "export", "export_to", "gexf", "graphml", "write"]

FORMATS = (*RDF_FORMATS, "graphml", "gexf", "csv", "plover")


def export(store: Store, fmt: str) -> Iterator[bytes]:
    """What a store holds in one of FORMATS, in pieces. For ``csv`` that is the table of edges.

    Raises StoreError for another format.
    """
    writer = _writer(fmt)
    with tempfile.SpooledTemporaryFile(
        IN_MEMORY
    ) as out:  # whole before the first piece: an export that fails gives nothing
        writer(store, out)
        out.seek(0)
        while chunk := out.read(1 << 20):
            yield chunk


def export_to(store: Store, fmt: str, path: Path) -> None:
    """Write the export to a file, whole or not at all.

    ``csv`` makes ``nodes.csv`` and ``edges.csv`` when the path is a folder (or has no ending) or a ``.zip``;
    to any other name it writes the edges alone. Raises StoreError.
    """
    writer = _writer(fmt)
    with _faults(path):
        if fmt == "csv" and (path.is_dir() or not path.suffix):
            path.mkdir(parents=True, exist_ok=True)
            for name, text in csv_tables(store).items():
                _replace(path / name, lambda out, text=text: out.write(text.encode()))  # type: ignore[misc]
        elif fmt == "csv" and path.suffix.lower() == ".zip":
            _replace(path, lambda out: _zip(csv_tables(store), out))
        else:
            _replace(path, lambda out: writer(store, out))


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write the pieces to a file, whole or not at all. Raises StoreError."""
    with _faults(path):
        _replace(path, lambda out: out.writelines(chunks))


def _writer(fmt: str) -> Callable[[Store, IO[bytes]], object]:
    if fmt in RDF_FORMATS:
        return lambda store, out: store.dump(fmt, out)
    ours: dict[str, Callable[[Store, IO[bytes]], object]] = {
        "graphml": lambda store, out: out.write(graphml(network(store))),
        "gexf": lambda store, out: out.write(gexf(network(store))),
        "csv": lambda store, out: out.write(csv_tables(store)["edges.csv"].encode()),
        "plover": _plover,
    }
    if fmt not in ours:
        raise StoreError(fmt, "no such export format", f"use one of {', '.join(FORMATS)}")
    return ours[fmt]


def _plover(store: Store, out: IO[bytes]) -> None:
    from kg.export.plover import plover_csv, store_rows
    from kg.export.plover_rules import load_plover_rules
    from kg.resources.ontology import load_ontology

    ontology = load_ontology()
    rules = load_plover_rules(ontology.plover_types)
    out.writelines(line.encode() for line in plover_csv(store_rows(store, ontology, rules)))


def graphml(graph: networkx.MultiDiGraph[str]) -> bytes:
    """The network as GraphML.

    Edges have ids ``e0``, ``e1`` ...; what the relation is stands in their data.
    """
    from networkx.readwrite.graphml import write_graphml_xml

    out = io.BytesIO()
    write_graphml_xml(_plain(graph), out, named_key_ids=True, edge_id_from_attribute="id")
    return out.getvalue()


def gexf(graph: networkx.MultiDiGraph[str]) -> bytes:
    """The network as GEXF 1.2."""
    from networkx.readwrite.gexf import GEXFWriter

    plain = _plain(graph)
    plain.graph["mode"] = "static"
    for _, _, data in plain.edges(data=True):
        data["label"] = data["relation"]
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(plain)
    for meta in [part for part in writer.xml.iter() if part.tag.endswith("meta")]:
        meta.attrib.clear()
        for part in meta:
            part.text = "newskg" if part.tag.endswith("creator") else part.text
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _plain(graph: networkx.MultiDiGraph[str]) -> Any:
    """A copy with numbered edges and without characters that XML cannot hold."""
    import networkx

    plain: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        plain.add_node(node, **_legal(data))
    for number, (subject, object_, key, data) in enumerate(graph.edges(keys=True, data=True)):
        plain.add_edge(subject, object_, key=key, **_legal(data), id=f"e{number}")
    return plain


def _legal(data: dict[str, Any]) -> dict[str, Any]:
    return {name: writable(value) if isinstance(value, str) else value for name, value in data.items()}


def csv_tables(store: Store) -> dict[str, str]:
    """``nodes.csv`` and ``edges.csv``: entities, and a line for each subject, relation and object that
    statements of any modality tell.
    """
    found = edges(store, MODALITIES)
    known = nodes(store, {id for edge in found for id in (edge.subject, edge.object)})
    entity_rows = ([n.id, n.label, n.cls, n.country, n.sector] for n in known.values())
    edge_rows = (
        [e.subject, known[e.subject].label, e.relation, e.object, known[e.object].label, *_counted(e)]
        for e in found
    )
    names = [
        "subject",
        "subject_label",
        "relation",
        "object",
        "object_label",
        "modalities",
        "articles",
        "statements",
        "first",
        "last",
    ]
    return {
        "nodes.csv": _table(["id", "label", "class", "country", "sector"], entity_rows),
        "edges.csv": _table([*names, "symmetric"], edge_rows),
    }


def _counted(edge: Edge) -> list[Any]:
    symmetric = "yes" if edge.symmetric else "no"
    return [" ".join(edge.modalities), edge.articles, edge.statements, edge.first, edge.last, symmetric]


def _table(header: list[str], rows: Iterable[list[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([spreadsheet(cell) for cell in row] for row in rows)
    return out.getvalue()


def _zip(tables: dict[str, str], out: IO[bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def _replace(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Write beside the file and put the result in its place at the end."""
    if path.exists() and not path.is_file():  # a pipe or a device
        with path.open("wb") as out:
            fill(out)
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            fill(out)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            path, f"cannot be written ({error.strerror or error})", "give another path"
        ) from error
