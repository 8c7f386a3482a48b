"""What Python users get from ``import kg``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import networkx
import pandas
import polars
import pyarrow as pa
import pytest
import rdflib
from nbclient import NotebookClient

import kg
from kg.table import Column, Table
from tests.known import known_readings, known_store

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("api") / "news.nq"
    path.write_bytes(known_store().dump("nquads"))
    return str(path)


def test_every_public_name_is_there() -> None:
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    # What a function imports does not put a module of this name in its place.
    for name in ("ask", "build", "draw", "evidence", "stats", "network", "write"):
        assert callable(getattr(kg, name)), name


def test_a_stored_query_answers_with_a_table(news: str) -> None:
    table = kg.ask(news, "meetings", {"actor": "Pete Hegseth"})
    assert isinstance(table, kg.Table)
    assert table[0]["date"] == date(2025, 11, 4)
    assert {column.name: column.kind for column in table.columns}["published"] == "date"
    frame = table.to_pandas()
    assert len(frame) == len(table)
    assert str(frame["date"].dtype).startswith("datetime64")


def test_numbers_truth_and_graphs_are_what_they_are(news: str) -> None:
    table = kg.ask(
        news,
        "SELECT ?m (COUNT(*) AS ?n) (AVG(?c) AS ?mean)\n"
        "WHERE { ?t kg:modality ?m ; kg:confidence ?c } GROUP BY ?m",
    )
    assert isinstance(table, kg.Table)
    assert [column.kind for column in table.columns] == ["text", "integer", "number"]
    assert {row["n"] for row in table} >= {1}
    assert kg.ask(news, "ASK { ?a kg:meets ?b }") is True
    assert kg.ask(news, "ASK { ?a kg:meets ?a }") is False
    graph = kg.ask(news, "country-network")
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) > 5
    assert kg.ask(news, "ASK { ?a kg:meets ?b }", modalities=["negated"]) is False


def test_tables_hand_their_types_on(news: str) -> None:
    table = kg.statements(news, relations=["tests"])
    (row,) = table
    assert (row["subject_label"], row["begin"]) == ("North Korea", date(2025, 11, 5))
    assert table.to_polars().schema["begin"] == polars.Date
    assert table.to_arrow().schema.field("begin").type == pa.date32()
    assert table.to_pandas()["confidence"].dtype == "float64"
    assert kg.entities(news).to_pandas()["statements"].dtype == pandas.Int64Dtype()
    assert "event/shelling" in kg.events(news).column("event")
    empty = kg.statements(news, since="2031")
    assert len(empty) == 0
    assert [str(kind) for kind in empty.to_polars().dtypes] == [
        str(kind) for kind in table.to_polars().dtypes
    ]
    with pytest.raises(kg.KGError, match="no column"):
        table.column("verb")


def test_whole_numbers_may_lack_and_text_stays_text() -> None:
    table = Table((Column("n", "integer"), Column("s")), ({"n": 1, "s": "1"}, {"n": None, "s": None}))
    assert table.to_pandas()["n"].tolist() == [1, pandas.NA]
    assert table[1:].rows == ({"n": None, "s": None},)


def test_notebooks_show_what_is_said(news: str) -> None:
    (reading, *_) = known_readings()
    statement = reading.statements[0]
    assert "<mark>meet</mark>" in statement._repr_html_()
    assert statement.subject is not None
    assert "Ahn Gyu-back" in statement.subject.entity._repr_html_()
    (one, *_) = kg.evidence(news, "Ahn Gyu-back", "meets")
    assert '<mark title="trigger">meet</mark>' in one._repr_html_()
    assert "South Korea" in kg.network(news)._repr_html_()
    assert "<th>relation</th>" in kg.statements(news)._repr_html_()
    assert "&#x27; /C calc&#x27;" in kg.statements(news, relations=["tests"])._repr_html_()
    assert "Relations" in kg.stats(news)._repr_html_()


def test_the_network_is_networkx_whatever_is_done_to_it(news: str) -> None:
    graph = kg.network(news, level="country", relations=["meets"])
    assert isinstance(graph, networkx.MultiDiGraph)
    assert set(graph.to_undirected()) == set(graph.copy()) == {"country/kor", "country/usa"}
    assert kg.network(news, modalities=["possible"]).number_of_edges() == 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own use of what it deprecates
def test_prefixes_need_no_declaration_in_rdflib(news: str) -> None:
    dataset = kg.open(news)
    assert list(dataset.query("SELECT ?a WHERE { ?a kg:tests ?b . ?a skos:prefLabel 'North Korea' }"))
    assert list(dataset.query("SELECT ?b WHERE { kgr:person\\/ahn-gyu-back kg:meets ?b }"))
    dataset.close()


def test_pictures_and_files_are_written(news: str, tmp_path: Path) -> None:
    assert kg.draw(news, tmp_path / "a.svg", around="Russia", top=3).entities == 3
    kg.write(news, tmp_path / "a.graphml", level="country")
    assert networkx.read_graphml(tmp_path / "a.graphml", force_multigraph=True).number_of_nodes() == 4
    with pytest.raises(kg.KGError, match="is a file for graphml"):
        kg.write(news, tmp_path / "a.graphml", "gexf")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(ROOT / "docs" / "newskg.ipynb", as_version=4)
    kept = [_kinds(cell) for cell in notebook.cells]
    NotebookClient(
        notebook,
        timeout=120,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    assert (tmp_path / "network.gexf").is_file()
    assert [_kinds(cell) for cell in notebook.cells] == kept


def _kinds(cell: nbformat.NotebookNode) -> list[object]:
    """What kinds of output a cell has; an error would be one."""
    return [(output.output_type, sorted(output.get("data", ()))) for output in cell.get("outputs") or ()]


def test_articles_are_read_as_the_command_line_reads_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("No,Story,When\n7,Ana Brnabic met with Edi Rama in Tirana.,2025-11-03\n")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4 broken")
    german = "Der Bundeskanzler hat am Montag in Berlin den Präsidenten empfangen und mit ihm gesprochen."
    (tmp_path / "c.txt").write_text(german)
    faults: list[kg.KGError] = []
    columns = {"text": "Story", "id": "No", "published": "When"}
    store = tmp_path / "news.nq"
    made = kg.build(store, tmp_path, columns=columns, on_error=faults.append)
    assert made.articles == 1
    assert [Path(fault.place).name for fault in faults] == ["b.txt", "c.txt"]
    assert {row["article"] for row in kg.statements(store)} == {"7"}
    said = list(kg.extract(tmp_path, columns=columns, on_error=faults.append, language="any"))
    assert "meets" in {one.relation for one in said}
    assert [Path(fault.place).name for fault in faults[2:]] == ["b.txt"]
    with pytest.raises(kg.KGError, match=r"b\.txt"):
        list(kg.extract(tmp_path / "b.txt"))


@pytest.mark.parametrize("wrong", [{"language": "de"}, {"columns": {"body": "Story"}}])
def test_options_that_cannot_be_are_said(tmp_path: Path, wrong: dict[str, Any]) -> None:
    (tmp_path / "a.txt").write_text("Ana met Edi.")
    with pytest.raises(kg.KGError, match=r"use any to read all|use id, title"):
        list(kg.extract(tmp_path, **wrong))


def test_a_misspelt_keyword_is_no_keyword(news: str, tmp_path: Path) -> None:
    wrong: dict[str, Any] = {"sinse": "2025"}
    with pytest.raises(TypeError, match=r"'sinse'; did you mean since\?"):
        kg.statements(news, **wrong)
    with pytest.raises(TypeError, match=r"'sinse'; did you mean since\?"):
        kg.network(news, **wrong)
    for function in (kg.extract, lambda source, **how: kg.build(tmp_path / "none.kg", source, **how)):
        with pytest.raises(TypeError, match=r"'folow'; did you mean follow\?"):
            function(tmp_path, folow=True)
    assert not (tmp_path / "none.kg").exists()
