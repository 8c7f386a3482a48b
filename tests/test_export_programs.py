"""Exports, each opened with the library of those who read it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import networkx
import pyarrow as pa
import pytest
import spacy
from followthemoney import model
from pyarrow import parquet
from spacy.tokens import DocBin

from kg.analysis.edges import edges
from kg.analysis.network import network
from kg.analysis.tables import TABLES, tables
from kg.errors import StoreError
from kg.export import brat
from kg.export.endings import ENDINGS, FORMATS, format_for
from kg.export.followthemoney import entities
from kg.export.formats import Asked, export, export_to
from kg.export.neo4j import neo4j_tables, relationship_type
from kg.model import Document
from kg.rdf.reader import statements
from kg.store.oxigraph import LocalStore
from tests.known import known_store


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return known_store()


def exported(store: LocalStore, fmt: str, **asked: Any) -> bytes:
    return b"".join(export(store, fmt, Asked(**asked)))


# --- names of files


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_the_ending_tells_the_format(ending: str) -> None:
    assert format_for(Path(f"news{ending}"), None) == ENDINGS[ending]
    assert format_for(Path(f"NEWS{ending.upper()}.gz"), None) == ENDINGS[ending]
    assert format_for(Path(f"news{ending}"), ENDINGS[ending]) == ENDINGS[ending]


@pytest.mark.parametrize(
    ("name", "asked"), [("a.nt", "turtle"), ("a.gexf.gz", "graphml"), ("a.csv", "ftm"), ("a.xyz", None)]
)
def test_an_ending_that_tells_otherwise_is_refused(name: str, asked: str | None) -> None:
    with pytest.raises(StoreError, match=r"ending|is a file for"):
        format_for(Path(name), asked)


def test_what_the_ending_leaves_open_is_asked_for(tmp_path: Path) -> None:
    assert format_for(None, None) == "turtle"
    assert format_for(Path("news"), None) == "turtle"
    assert format_for(Path("events.csv"), "plover") == "plover"
    assert format_for(Path("entities.json"), "ftm") == "ftm"
    assert format_for(tmp_path, "csv") == "csv"
    assert set(ENDINGS.values()) | {"plover", "neo4j", "brat"} == set(FORMATS)


def test_packed_files_are_the_same_each_time(store: LocalStore, tmp_path: Path) -> None:
    plain = exported(store, "graphml")
    for name, unpack in (("a.graphml.gz", gzip.decompress), ("a.graphml.xz", lzma.decompress)):
        export_to(store, "graphml", tmp_path / name)
        first = (tmp_path / name).read_bytes()
        assert unpack(first) == plain
        export_to(store, "graphml", tmp_path / name)
        assert (tmp_path / name).read_bytes() == first
    with pytest.raises(StoreError, match="packed already"):
        export_to(store, "parquet", tmp_path / "a.parquet.gz")


# --- networks


def test_gexf_has_spells_for_a_timeline(store: LocalStore) -> None:
    found = networkx.read_gexf(io.BytesIO(exported(store, "gexf")))
    assert found.graph["mode"] == "dynamic"
    spells = {
        (s, d["relation"], o): d.get("spells") for s, o, d in networkx.MultiDiGraph(found).edges(data=True)
    }
    assert spells["country/rus", "attacks", "country/ukr"] == [("2025-10-08", "2025-10-08")]
    assert spells["country/kor", "develops", "capability/nuclear-powered-submarine"] == [
        ("2030-01-01", "2030-12-31")
    ]
    assert all(spells.values())  # what tells no time has its article's
    assert found.nodes["capability/nuclear-powered-submarine"]["spells"][-1] == ("2030-01-01", "2030-12-31")


def test_graphml_has_numbers_as_numbers(store: LocalStore) -> None:
    found = networkx.read_graphml(io.BytesIO(exported(store, "graphml")), force_multigraph=True)
    for _, _, data in found.edges(data=True):
        assert type(data["weight"]) is int
        assert type(data["confidence"]) is float
        assert type(data["symmetric"]) is bool
        assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d( .*)?", data["days"])


def test_the_network_of_countries_counts_articles_once(store: LocalStore) -> None:
    graph = network(store, level="country")
    assert set(graph) == {"country/kor", "country/rus", "country/ukr", "country/usa"}
    assert not any(subject == target for subject, target in graph.edges())
    # Two articles have Ahn and Hegseth meet, and in one of them alone Hegseth goes to South Korea.
    assert graph.edges["country/kor", "country/usa", "meets"]["weight"] == 2
    assert graph.edges["country/usa", "country/kor", "visits"]["weight"] == 1
    assert "represents" not in {edge.relation for edge in edges(store, level="country")}
    assert exported(store, "graphml", level="country") != exported(store, "graphml")


# --- tables


def test_parquet_and_arrow_have_types(store: LocalStore, tmp_path: Path) -> None:
    export_to(store, "parquet", tmp_path / "tables")
    export_to(store, "arrow", tmp_path / "tables.zip")
    kinds = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "texts": pa.list_(pa.string()),
    }
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        for name, columns in TABLES.items():
            table = parquet.read_table(tmp_path / "tables" / f"{name}.parquet")
            assert [(field.name, field.type) for field in table.schema] == [
                (column.name, kinds[column.kind]) for column in columns
            ]
            assert pa.ipc.open_file(archive.read(f"{name}.arrow")).read_all().equals(table.combine_chunks())
            assert table.to_pylist() == list(tables(store).table(name))


def test_the_table_of_statements_says_what_the_store_says(store: LocalStore) -> None:
    rows = parquet.read_table(io.BytesIO(exported(store, "parquet"))).to_pylist()
    assert [row["statement"] for row in rows] == [one.id for one in statements(store)]
    built = next(row for row in rows if row["relation"] == "develops")
    assert (built["begin"], built["end"], built["begin_said"]) == (
        date(2030, 1, 1),
        date(2030, 12, 31),
        "2030",
    )
    alone = next(row for row in rows if row["relation"] == "dismisses")
    assert (alone["subject"], alone["object_label"], alone["object_country"]) == (None, "Ahn Gyu-back", "KOR")


def test_an_event_gathers_its_articles(store: LocalStore) -> None:
    event = next(row for row in tables(store).events if row["event"] == "event/shelling")
    assert event["articles"] == ["test", "war"]
    assert event["participant_labels"] == ["Russia", "Ukraine"]
    assert event["statements"] == 2


# --- FollowTheMoney


def test_followthemoney_is_valid(store: LocalStore) -> None:
    found = {one["id"]: one for one in map(json.loads, exported(store, "ftm").splitlines())}
    assert list(found) == sorted(found)
    for one in found.values():
        schema = model.schemata[one["schema"]]
        schema.validate(one)
        proxy = model.get_proxy(one)
        assert proxy.to_dict()["properties"].keys() == one["properties"].keys()
        for prop, value in proxy.itervalues():
            assert prop.type.validate(value), (prop.name, value)
            if prop.range is not None:  # what it points to is there, and of the kind that it has to be
                assert model.schemata[found[value]["schema"]].is_a(prop.range)
    assert {one["schema"] for one in found.values()} >= {
        *("Person", "Company", "PublicBody", "Position", "Occupancy", "Representation", "Event", "Article")
    }


def test_followthemoney_tells_offices_and_events_with_their_proof(store: LocalStore) -> None:
    found = list(entities(store))
    (office,) = [one["properties"] for one in found if one["schema"] == "Occupancy"]
    assert office["holder"] == ["person-ahn-gyu-back"]
    assert office["post"] == ["role-defence-minister-kor"]
    assert office["proof"] == ["article-scm"]
    (meeting,) = [one["properties"] for one in found if one["id"] == "event-scm"]
    assert meeting["involved"] == ["person-ahn-gyu-back", "person-pete-hegseth"]
    assert meeting["startDate"] == ["2025-11-04"]
    assert meeting["proof"] == ["article-scm", "article-test"]
    said = json.dumps(found)
    assert "did not meet" not in said  # what is denied is no event
    assert "Q884" in said


# --- Neo4j


def test_neo4j_tables_keep_to_the_rules_of_the_importer(store: LocalStore, tmp_path: Path) -> None:
    export_to(store, "neo4j", tmp_path / "graph")
    nodes, links = (
        list(csv.DictReader(io.StringIO((tmp_path / "graph" / name).read_text())))
        for name in ("nodes.csv", "relationships.csv")
    )
    types = {"string", "string[]", "double", "date", "ID", "LABEL", "START_ID", "END_ID", "TYPE"}
    for row in (nodes[0], links[0]):
        assert {name.partition(":")[2] or "string" for name in row} <= types
        assert len({name.partition(":")[0] or name for name in row}) == len(row)
    ids = [row["id:ID"] for row in nodes]
    assert len(ids) == len(set(ids))
    assert {row[end] for row in links for end in (":START_ID", ":END_ID")} <= set(ids)
    assert len(links) == sum(1 for one in statements(store) if one.subject and one.object and one.relation)
    for row in links:
        assert re.fullmatch("[A-Z_]+", row[":TYPE"])
        assert 0 <= float(row["confidence:double"]) <= 1
        assert not row["begin:date"] or date.fromisoformat(row["begin:date"])
        assert "\n" not in "".join(row.values())
    assert next(row for row in nodes if row["id:ID"] == "country/kor")[":LABEL"] == "Entity;Country"


def test_cypher_makes_each_entity_and_relationship(store: LocalStore) -> None:
    lines = exported(store, "cypher").decode().splitlines()
    links = list(csv.DictReader(io.StringIO(neo4j_tables(store)["relationships.csv"])))
    assert all(line.endswith(";") for line in lines)
    assert sum(line.startswith("MATCH ") for line in lines) == len(links)
    line = next(line for line in lines if "Hwasong-20" in line and ":TESTS" in line)
    assert 'begin: date("2025-11-05")' in line
    assert "title: \"=cmd|' /C calc'!A0\"" in line


@pytest.mark.parametrize(
    ("relation", "name"),
    [("meets", "MEETS"), ("agreesWith", "AGREES_WITH"), ("https://x.example/my-own#sells2You", "SELLS2_YOU")],
)
def test_types_of_relationships(relation: str, name: str) -> None:
    assert relationship_type(relation) == name


def test_neo4j_is_not_one_file(store: LocalStore) -> None:
    with pytest.raises(StoreError, match="several files"):
        exported(store, "neo4j")


# --- sentences


def test_docbin_has_the_sentences_with_their_words_marked(store: LocalStore) -> None:
    docs = list(DocBin().from_bytes(exported(store, "spacy")).get_docs(spacy.blank("en").vocab))
    wanted = list(statements(store))
    assert sum(len(doc.user_data["statements"]) for doc in docs) == len(wanted)
    by_id = {one.id: one for one in wanted}
    for doc in docs:
        for said in doc.user_data["statements"]:
            one = by_id[said["id"]]
            assert doc.text == one.sentence.text
            assert doc.spans["triggers"]
            if one.subject:
                assert one.trigger.text in doc[slice(*said["trigger"])].text
                assert said["subject_id"] == one.subject.entity.id
    meeting = docs[[doc.text.startswith("Ahn Gyu-back will meet") for doc in docs].index(True)]
    assert [(ent.text, ent.label_) for ent in meeting.ents] == [
        ("Ahn Gyu-back", "Person"),
        ("Pete Hegseth", "Person"),
        ("Seoul", "City"),
    ]


def test_conll_has_a_column_for_each_statement(store: LocalStore) -> None:
    blocks = exported(store, "conll").decode().strip().split("\n\n")
    block = next(block for block in blocks if "# text = Ahn Gyu-back will meet" in block)
    rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
    assert [row[1] for row in rows][:3] == ["Ahn", "Gyu", "-"]
    assert ("meet", "O", "B-meets") in [tuple(row[1:]) for row in rows]
    assert ("Seoul", "B-City", "B-place") in [tuple(row[1:]) for row in rows]
    for block in blocks:
        lines = block.splitlines()
        columns = sum(line.startswith("# statement") for line in lines)
        assert {line.count("\t") for line in lines if not line.startswith("#")} == {2 + columns}


def test_a_name_with_a_slash_at_the_end_is_a_folder(store: LocalStore, tmp_path: Path) -> None:
    for fmt in (None, "turtle", "graphml", "plover"):
        for where in (f"{tmp_path}/none/", str(tmp_path)):
            with pytest.raises(StoreError, match=r"is a folder, but .* is one file; name a file in it"):
                format_for(where, fmt)
    assert not (tmp_path / "none").exists()
    assert format_for(f"{tmp_path}/some.d/", "csv") == "csv"
    export_to(store, "csv", f"{tmp_path}/some.d/")
    assert sorted(path.name for path in (tmp_path / "some.d").iterdir()) == ["edges.csv", "nodes.csv"]


ANN = {
    "T": re.compile(r"T\d+\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.+)"),
    "E": re.compile(r"E\d+\t(\S+):(T\d+)((?: [A-Z]\w*:T\d+)*)"),
    "A": re.compile(r"A\d+\tModality (E\d+) (actual|planned|possible|negated)"),
    "N": re.compile(r"N\d+\tReference (T\d+) newskg:(\S+)\t(.+)"),
    "#": re.compile(r"#\d+\tAnnotatorNotes (E\d+)\t(\S+) confidence [\d.]+"),
}


def test_brat_annotates_all_that_is_said(store: LocalStore, tmp_path: Path) -> None:
    export_to(store, "brat", f"{tmp_path}/ann/")
    conf = (tmp_path / "ann" / "annotation.conf").read_text()
    sections = {part.split("]")[0]: part for part in conf.split("[")[1:]}
    said = []
    for path in sorted((tmp_path / "ann").glob("*.ann")):
        text = path.with_suffix(".txt").read_text()
        kinds: dict[str, str] = {}
        for line in path.read_text().splitlines():
            found = ANN[line[0]].fullmatch(line)
            assert found, line
            kinds[line.split("\t")[0]] = found[1]
            if line[0] == "T":
                parts = [tuple(map(int, part.split())) for part in found[2].split(";")]
                assert " ".join(text[begin:end] for begin, end in parts) == found[3]
                assert f"\n{found[1]}\n" in sections["entities"] or f"\n{found[1]}\t" in sections["events"]
            elif line[0] == "E":
                assert kinds[found[2]] == found[1]
                assert set(re.findall(r"T\d+", line)) <= kinds.keys()
            elif line[0] in "A#N":
                assert found[1] in kinds
            if line[0] == "#":
                said.append(found[2])
    assert sorted(said) == sorted(one.id for one in statements(store))


def test_brat_names_files_apart_and_words_across_lines(tmp_path: Path) -> None:
    names: set[str] = set()
    ids = ["scm", "SCM", "a/b", "a-b", "https://x.example/a?b=c", "x" * 300, "..", "con.fig"]
    made = [brat._name(Document(id, "Text."), names) for id in ids]
    assert len({name.casefold() for name in made}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,100}", name) for name in made)
    words = brat._Annotations("Kim\nJong Un met\n\nothers").span("Person", 0, 11)
    assert words == ("T1", ["T1\tPerson 0 3;4 11\tKim Jong Un"])
