"""The benchmark's page: what stands on it, and that the command writes it."""

from __future__ import annotations

import re
from itertools import islice

import pyoxigraph as ox
import pytest
import rdflib

from benchmarks.performance.__main__ import main
from benchmarks.performance.figures import Figure, Section, costs
from benchmarks.performance.made import STATEMENTS, graphs
from benchmarks.performance.page import write
from benchmarks.performance.serving import ASKED
from benchmarks.performance.stores import PROLOGUE, QUERIES, same_number
from kg.errors import KGError
from kg.paths import SEEDS
from tests.commands import run


@pytest.mark.parametrize(
    ("ratio", "goal", "at_most", "met"),
    [
        (1.054, 1.05, True, True),
        (1.06, 1.05, True, False),
        (0.9, 0.9, False, True),
        (0.89, 0.9, False, False),
        (3.0, None, True, None),
    ],
)
def test_goals_are_judged_by_what_is_printed(ratio, goal, at_most, met):
    assert Figure("a", "b", ratio, goal, at_most).met is met


def test_costs_run_every_task_in_every_round():
    ran = []
    found = costs({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, 3)
    assert ran == ["a", "b"] * 3
    assert set(found) == {"a", "b"}
    assert all(seconds > 0 for seconds in found.values())


def test_made_graphs_are_the_same_each_time_and_of_the_size_asked_for():
    articles = list(graphs(45))
    assert articles == list(graphs(45))
    assert len(articles) == -(-45 // STATEMENTS)
    assert sum(content.count(b"ontology#modality>") for _, content in articles) == 45
    assert {iri for iri, _ in articles}.isdisjoint(iri for iri, _ in graphs(45, seed=2))


@pytest.mark.parametrize("query", QUERIES)
def test_every_engine_answers_the_queries_with_the_same_rows(query):
    store = ox.Store()
    store.bulk_extend(quad for _, text in graphs(400) for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS))
    merge = ox.Store()
    merge.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    triples = merge.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    other = rdflib.Graph().parse(data=triples, format="nt")
    rows = {"pyoxigraph": list(merge.query(PROLOGUE + QUERIES[query]))}
    rows["rdflib"] = list(other.query(PROLOGUE + QUERIES[query]))
    assert same_number(query, rows) == len(rows["rdflib"])


def test_queries_with_other_rows_elsewhere_are_not_compared():
    with pytest.raises(KGError, match=r"who: does not have the same answer everywhere \(rows: a 1, b 0\)"):
        same_number("who", {"a": [1], "b": []})


def test_the_page_has_goals_tables_and_pictures(tmp_path):
    page = tmp_path / "performance.md"
    size = ((10, 1.0, 400.0), (20, 1.5, 410.0))
    section = Section(
        "Reading",
        "Ten articles.",
        (Figure("texts", "pipe", 1.1, 1.05),),
        ((("n", "s"), ("1", "2")),),
        {"size": size},
    )
    write(page, [section], "tiny")
    text = page.read_text(encoding="utf-8")
    assert "| texts | pipe | 1.10 | ≤ 1.05 | no |" in text
    assert "| n | s |\n| --: | --: |\n| 1 | 2 |" in text
    assert "](performance/size.svg)" in text
    assert "<!-- articles -->" in (tmp_path / "performance" / "size.svg").read_text(encoding="utf-8")


def test_sections_that_are_not_measured_anew_stay(tmp_path):
    page = tmp_path / "performance.md"
    write(page, [Section("Reading", "Ten articles."), Section("Stores", "Some statements.")], "quick")
    write(page, [Section("Reading", "A hundred articles.")], "full")
    write(page, [Section("Size", "A thousand articles.")], "full")
    head, reading, stores, size = page.read_text(encoding="utf-8").split("\n## ")
    assert head.startswith("# What it costs\n")
    assert reading.startswith("Reading\n\nA hundred articles.\n")
    assert "in full mode" in reading
    assert stores.startswith("Stores\n\nSome statements.\n")
    assert "in quick mode" in stores
    assert size.startswith("Size\n\nA thousand articles.\n")
    write(page, [Section("Size", "Two thousand articles.")], "full", keep=False)
    assert page.read_text(encoding="utf-8").count("\n## ") == 1


def test_the_command_measures_statistics_and_writes_the_page(tmp_path):
    assert main(["--tiny", "--only", "network", "-o", str(tmp_path / "page.md")]) == 0
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "## Statistics" in text
    assert "in tiny mode" in text
    assert "## Stores" not in text


@pytest.mark.slow
def test_the_command_measures_what_is_served(tmp_path):
    assert main(["--tiny", "--only", "serving", "-o", str(tmp_path / "page.md")]) == 0
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "## Serving" in text
    for name in ASKED:
        assert f"| {name} |" in text


@pytest.mark.slow
def test_the_command_measures_what_more_articles_cost(tmp_path):
    world, events = tmp_path / "world.kg", tmp_path / "events.jsonl"
    with (SEEDS / "events" / "2024-01.jsonl").open(encoding="utf-8") as items:
        events.write_text("".join(islice(items, 40)), encoding="utf-8")
    assert run("build", str(world), str(events))[0] == 0
    held = sorted(file.name for file in world.rglob("*"))
    page = tmp_path / "page.md"
    assert main(["--tiny", "--only", "adding", "--world", str(world), "-o", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "| forgetting one of 50 | of 10 |" in text
    assert re.findall(r"(?m)^\| (\d+) \| [\d.]+ \| [\d.]+ \|$", text) == ["0", "10", "20", "40"]
    assert (tmp_path / "page" / "adding.svg").exists()
    assert sorted(file.name for file in world.rglob("*")) == held
