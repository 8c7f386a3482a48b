"""Statements that name one participant only: told like any other, without a direct edge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.analysis.entity_report import entity_report
from kg.analysis.evidence import evidence
from kg.analysis.evidence_text import evidence_text, shown_text
from kg.analysis.network import network
from kg.errors import InputError
from kg.evaluation.article_edges import gold_edges
from kg.export.plover import store_rows
from kg.export.plover_rules import load_plover_rules
from kg.extraction.relations.event_grouping import assign_events, build_events
from kg.model import Statement
from kg.rdf.jsonl import from_json, to_json
from kg.rdf.reader import readings
from kg.rdf.shacl import validate
from kg.resources.ontology import load_ontology
from kg.store.oxigraph import LocalStore
from tests.known import known_readings, known_store

ONTOLOGY = load_ontology()
READINGS = {reading.document.id: reading for reading in known_readings()}


def lone(article: str, relation: str) -> Statement:
    """The statement of an article of the known graph that lacks a participant."""
    return next(
        s
        for s in READINGS[article].statements
        if s.relation == relation and (s.subject is None or s.object is None)
    )


ARREST, RESIGNATION = lone("war", "coerces"), lone("home", "dismisses")


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return known_store()


def test_a_line_of_json_leaves_the_absent_key_out() -> None:
    line = to_json(ARREST, READINGS["war"].document)
    assert '"subject"' not in line
    assert from_json(line, "here")[1] == ARREST


def test_a_line_without_both_is_refused() -> None:
    line = to_json(replace(ARREST, object=None), READINGS["war"].document)
    with pytest.raises(InputError, match="and so is object"):
        from_json(line, "here")


def test_it_comes_back_from_rdf_as_it_went(store: LocalStore) -> None:
    told = {s.id: s for reading in readings(store) for s in reading.statements}
    assert told[ARREST.id].subject is None
    assert told[ARREST.id].object == ARREST.object
    assert told[RESIGNATION.id].modality == "planned"


def test_the_graph_with_them_is_well_formed(store: LocalStore) -> None:
    assert validate(store).conforms


def test_it_is_no_gold_edge(store: LocalStore, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    met = next(s for s in READINGS["scm"].statements if s.relation == "meets")
    lines = [to_json(met, READINGS["scm"].document), to_json(ARREST, READINGS["war"].document)]
    gold.write_text("\n".join(lines), encoding="utf-8")
    assert [edge.relation for edge in gold_edges(gold, ONTOLOGY)] == ["meets"]


def test_it_makes_no_edge(store: LocalStore) -> None:
    graph = network(store)
    assert not [edge for edge in graph.edges(keys=True) if edge[2] == "dismisses"]


def test_its_sentence_is_evidence_of_the_one_who_is_named(store: LocalStore) -> None:
    (found,) = evidence(store, "Ahn Gyu-back", "dismisses")
    assert (found.subject, found.object and found.object.label) == (None, "Ahn Gyu-back")
    text = evidence_text([found])
    assert text.startswith("(not said) dismisses Ahn Gyu-back  (planned)")
    assert evidence(store, "South Korea", "dismisses") == []
    assert evidence(store, "Ahn Gyu-back", "dismisses", "South Korea") == []


def test_an_entity_tells_of_it(store: LocalStore) -> None:
    report = entity_report(store, "Pete Hegseth")
    arrests = [(f.direction, f.other and f.other.label) for f in report.facts if f.relation == "coerces"]
    assert arrests == [("from", None), ("from", "Russia")]
    assert "(not said)" in shown_text(report)


def test_the_event_table_has_an_empty_side(store: LocalStore) -> None:
    (row,) = [
        r
        for r in store_rows(store, ONTOLOGY, load_plover_rules(ONTOLOGY.plover_types))
        if r.statement == ARREST.id
    ]
    assert (row.event_type, row.actor_name, row.recipient_name) == ("COERCE", "", "Pete Hegseth")


def test_who_is_named_takes_part_in_the_event() -> None:
    assert ARREST.object is not None
    other = replace(ARREST, subject=ARREST.object, object=None)
    statements = assign_events([ARREST, other], ONTOLOGY)
    assert len({s.event for s in statements}) == 2
    assert [event.participants for event in build_events(statements[:1], ONTOLOGY)] == [
        (ARREST.object.entity,)
    ]


def test_a_thing_takes_part_where_no_actor_is_named() -> None:
    law = next(s for s in READINGS["home"].statements if s.relation == "enacts")
    assert law.object is not None
    (statement,) = assign_events([replace(law, subject=None)], ONTOLOGY)
    assert [event.participants for event in build_events([statement], ONTOLOGY)] == [(law.object.entity,)]
