from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import networkx
import pytest
import rdflib

from kg.analysis.network import network
from kg.analysis.nodes import described, nodes
from kg.errors import StoreError
from kg.export.endings import FORMATS, ONLY_SEVERAL
from kg.export.files import write
from kg.export.formats import export, export_to
from kg.export.networks import csv_tables, gexf, graphml
from kg.export.plover import HEADER
from kg.rdf import external_sort
from kg.store.oxigraph import LocalStore
from tests.known import known_store

RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "rdfxml": "xml",
    "trig": "trig",
    "nquads": "nquads",
    "jsonld": "json-ld",
}


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return known_store()


def exported(store: LocalStore, fmt: str) -> bytes:
    return b"".join(export(store, fmt))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own use of what it deprecates
@pytest.mark.parametrize("fmt", RDFLIB)
def test_rdf_is_read_back_whole_by_another_library(store: LocalStore, fmt: str) -> None:
    found = rdflib.Dataset(default_union=True)
    found.parse(data=exported(store, fmt).decode(), format=RDFLIB[fmt])
    wanted = rdflib.Graph().parse(data="".join(f"{line} .\n" for line in store.merged()), format="nt")
    assert {triple[:3] for triple in found.quads()} == set(wanted)
    if fmt in {"trig", "nquads", "jsonld"}:
        assert {str(graph.identifier) for graph in found.graphs() if len(graph)} >= set(store.graphs())


@pytest.mark.parametrize("fmt", sorted(set(FORMATS) - ONLY_SEVERAL))
def test_the_same_content_gives_the_same_bytes(store: LocalStore, fmt: str) -> None:
    again = known_store()
    war = store.base + "article/war"
    quads = [quad for quad in store.quads() if getattr(quad.graph_name, "value", "") == war]
    assert again.forget("war")
    assert exported(store, fmt) != exported(again, fmt)
    again.add([(war, quads)])
    assert exported(store, fmt) == exported(again, fmt)


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "nquads", "rdfxml"])
def test_what_waits_in_files_is_written_alike(
    store: LocalStore, fmt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = exported(store, fmt)
    monkeypatch.setattr(external_sort, "AT_ONCE", 3000)
    assert exported(store, fmt) == at_once


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "nquads", "rdfxml"])
def test_what_is_written_piece_by_piece_is_alike(
    store: LocalStore, fmt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pieces(io.BytesIO):
        largest = 0

        def write(self, piece: Any) -> int:
            self.largest = max(self.largest, len(piece))
            return super().write(piece)

    at_once = exported(store, fmt)
    monkeypatch.setattr(external_sort, "_LINES", 3)
    pieces = Pieces()
    store.dump(fmt, pieces)
    assert pieces.getvalue() == at_once
    assert pieces.largest < len(at_once) / 5


def test_some_entities_are_described_as_among_all(store: LocalStore) -> None:
    everything = nodes(store)
    some = sorted(everything)[::3]
    assert nodes(store, some) == {id: everything[id] for id in some}
    assert described(store, [*some, "person/nobody-at-all"]) == set(some)


def test_graphml_opens_in_networkx(store: LocalStore) -> None:
    wanted = network(store)
    found = networkx.read_graphml(io.BytesIO(exported(store, "graphml")), force_multigraph=True)
    assert set(found.nodes) == set(wanted.nodes)
    assert found.nodes["country/kor"] == {
        "label": "South Korea",
        "cls": "Country",
        "country": "KOR",
        "sector": "GOV",
    }
    assert sorted((s, d["relation"], o, d["weight"]) for s, o, d in found.edges(data=True)) == sorted(
        (s, d["relation"], o, d["weight"]) for s, o, d in wanted.edges(data=True)
    )


def test_graphml_is_well_formed_by_its_schema(store: LocalStore) -> None:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.fromstring(exported(store, "graphml"))
    assert root.tag == f"{space}graphml"
    keys = {key.attrib["id"]: key.attrib for key in root.findall(f"{space}key")}
    assert all(
        key["for"] in {"node", "edge"} and key["attr.type"] in {"string", "long", "int", "double", "boolean"}
        for key in keys.values()
    )
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert graph.attrib["edgedefault"] == "directed"
    nodes = [node.attrib["id"] for node in graph.findall(f"{space}node")]
    edges = graph.findall(f"{space}edge")
    assert len(nodes) == len(set(nodes))
    assert len({edge.attrib["id"] for edge in edges}) == len(edges)
    assert {end for edge in edges for end in (edge.attrib["source"], edge.attrib["target"])} <= set(nodes)
    assert {data.attrib["key"] for data in root.iter(f"{space}data")} <= set(keys)


def test_gexf_opens_in_networkx_and_carries_no_time_or_version(store: LocalStore) -> None:
    text = exported(store, "gexf")
    found = networkx.read_gexf(io.BytesIO(text))
    wanted = network(store)
    assert {node: data["label"] for node, data in found.nodes(data=True)} == {
        n: d["label"] for n, d in wanted.nodes(data=True)
    }
    assert found.number_of_edges() == wanted.number_of_edges()
    space = "{http://www.gexf.net/1.2draft}"
    root = ET.fromstring(text)
    assert root.tag == f"{space}gexf"
    assert "lastmodified" not in text.decode()
    assert "NetworkX" not in text.decode()
    edge = next(
        e
        for e in root.iter(f"{space}edge")
        if e.attrib["source"] == "country/rus" and e.attrib.get("label") == "attacks"
    )
    assert (edge.attrib["target"], edge.attrib["weight"]) == ("country/ukr", "2")


def test_texts_that_xml_cannot_hold_do_not_break_it() -> None:
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_node("a", label='<x> & "y"\x07\ufffe', cls="Person")
    graph.add_edge("a", "a", key="meets", relation="meets", modality="actual", weight=1)
    assert networkx.read_graphml(io.BytesIO(graphml(graph))).nodes["a"]["label"] == '<x> & "y"\ufffd\ufffd'
    assert networkx.read_gexf(io.BytesIO(gexf(graph))).nodes["a"]["label"] == '<x> & "y"\ufffd\ufffd'


def test_csv_has_nodes_and_edges(store: LocalStore) -> None:
    tables = {name: list(csv.DictReader(io.StringIO(text))) for name, text in csv_tables(store).items()}
    ids = {row["id"] for row in tables["nodes.csv"]}
    assert {row[end] for row in tables["edges.csv"] for end in ("subject", "object")} == ids
    attack = next(
        r for r in tables["edges.csv"] if r["relation"] == "attacks" and r["subject"] == "country/rus"
    )
    assert attack == {
        "subject": "country/rus",
        "subject_label": "Russia",
        "relation": "attacks",
        "object": "country/ukr",
        "object_label": "Ukraine",
        "modalities": "actual negated",
        "articles": "2",
        "statements": "3",
        "first": "2025-10-08",
        "last": "2025-10-08",
        "symmetric": "no",
        "confidence": "0.99",
    }
    assert exported(store, "csv").decode() == csv_tables(store)["edges.csv"]


def test_plover_is_the_event_table(store: LocalStore) -> None:
    rows = list(csv.reader(io.StringIO(exported(store, "plover").decode())))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == 19


@pytest.mark.parametrize("fmt", sorted(set(FORMATS) - ONLY_SEVERAL))
def test_files_hold_what_standard_output_gets(store: LocalStore, tmp_path: Path, fmt: str) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    export_to(store, fmt, path)
    assert path.read_bytes() == exported(store, fmt)
    assert [file.name for file in tmp_path.iterdir()] == ["out.txt"]


def test_csv_into_a_folder_or_an_archive(store: LocalStore, tmp_path: Path) -> None:
    tables = csv_tables(store)
    export_to(store, "csv", tmp_path / "tables")
    assert {path.name: path.read_text() for path in (tmp_path / "tables").iterdir()} == tables
    export_to(store, "csv", tmp_path / "a.zip")
    export_to(store, "csv", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == tables


def test_a_failed_export_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def breaking() -> object:
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(path, breaking())  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_faults_are_named(store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such export format"):
        list(export(store, "yaml"))
    with pytest.raises(StoreError, match="cannot be written"):
        export_to(store, "csv", tmp_path / "none" / "x.csv")


def test_json_ld_is_json(store: LocalStore) -> None:
    assert json.loads(exported(store, "jsonld"))
