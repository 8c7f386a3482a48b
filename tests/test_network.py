"""Store -> edges, nodes and the networkx graph."""

from __future__ import annotations

import pytest

from kg.analysis.edges import Edge, edges
from kg.analysis.network import network
from kg.analysis.nodes import nodes
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.gazetteer import load_gazetteer
from kg.resources.ontology import load_ontology
from kg.store.open import open_store
from tests.graphs import Said, store_of
from tests.readings import sample_readings

ENTITIES = {
    "country/kor": ("Country", "South Korea", "Republic of Korea", "Seoul"),
    "country/jpn": ("Country", "Japan"),
    "person/ahn": ("Person", "Ahn Gyu-back", "Ahn"),
    "weapon/kf": ("Weapon", "KF-21"),
}
SAID = [
    Said("<country/kor|South Korea> [|met] <country/jpn|Japan>.", "meets", "actual", "2025-11-04"),
    Said(
        "<country/jpn|Japan> will [|meet] <country/kor|South Korea>.",
        "meets",
        "planned",
        "2025-12",
        article="two",
    ),
    Said(
        "<country/kor|Seoul> may [|meet] <country/jpn|Tokyo>.",
        "meets",
        "possible",
        "2026-01-01",
        article="three",
    ),
    Said("<country/kor|It> [|develops] <weapon/kf|the KF-21>.", "develops", "actual", "--11-04"),
    Said("<country/kor|It> [|builds] <weapon/kf|the KF-21>.", "develops", "actual", "2024"),
    Said("<person/ahn|Ahn> did not [|meet] <country/jpn|Japan>.", "meets", "negated"),
]


def test_edges_gather_the_statements_of_all_articles():
    assert edges(store_of(ENTITIES, SAID)) == [
        Edge(
            "country/jpn",
            "meets",
            "country/kor",
            ("actual", "planned"),
            2,
            2,
            "2025-11-04",
            "2025-12",
            symmetric=True,
            confidence=0.99,
        ),
        Edge("country/kor", "develops", "weapon/kf", ("actual",), 1, 2, "2024", "2024", confidence=0.9),
    ]


def test_modalities_are_chosen():
    found = edges(store_of(ENTITIES, SAID), ["negated", "possible"])
    assert [(e.subject, e.object, e.modality) for e in found] == [
        ("country/jpn", "country/kor", "possible"),
        ("country/jpn", "person/ahn", "negated"),
    ]


def test_network_is_a_multidigraph_of_plain_attributes():
    graph = network(store_of(ENTITIES, SAID))
    assert sorted(graph) == ["country/jpn", "country/kor", "weapon/kf"]
    assert graph.nodes["weapon/kf"] == {"label": "KF-21", "cls": "Weapon"}
    assert graph.edges["country/jpn", "country/kor", "meets"] == {
        "relation": "meets",
        "modality": "actual",
        "modalities": "actual planned",
        "weight": 2,
        "confidence": 0.99,
        "statements": 2,
        "symmetric": True,
        "first": "2025-11-04",
        "last": "2025-12",
        "days": "2025-11-04/2025-11-04 2025-12-01/2025-12-31",
    }


def test_nodes_take_the_longest_label_the_most_specific_class_and_the_country():
    extra = """
        kgr:country\\/kor kg:iso3 "KOR" ; skos:prefLabel "Korea" .
        kgr:organization\\/mnd a kg:Organization, kg:Ministry ; skos:prefLabel "Defence \\"Ministry\\"" ;
            kg:country kgr:country\\/kor ; kg:sector "MIL" .
        kgr:event\\/1 a kg:Event, kg:Meeting ; skos:prefLabel "Summit" ."""
    found = nodes(store_of(ENTITIES, SAID, extra=extra))
    assert "event/1" not in found
    assert found["country/kor"].label == "South Korea"
    assert found["country/kor"].country == "KOR"
    ministry = found["organization/mnd"]
    assert (ministry.label, ministry.cls, ministry.country, ministry.sector) == (
        'Defence "Ministry"',
        "Ministry",
        "KOR",
        "MIL",
    )


def test_another_base_gives_the_same_ids():
    assert edges(store_of(ENTITIES, SAID, base="https://mine.example/x/")) == edges(store_of(ENTITIES, SAID))


def test_an_empty_store_gives_an_empty_graph():
    assert edges(store_of({}, [])) == []
    assert len(network(store_of({}, []))) == 0


@pytest.mark.parametrize("where", ["store", "graph.nq", "graph.ttl"])
def test_every_kind_of_store_gives_the_same_graph(tmp_path, where):
    ontology, run = load_ontology(), Run("hand", "0", "0")
    with open_store(str(tmp_path / where)) as store:
        store.install(ontology, load_gazetteer())
        store.add(
            (graph_iri(one.document.id, store.base), nquads(one, ontology, run, store.base))
            for one in sample_readings()
        )
        found = edges(store)
        graph = network(store)
    assert len(found) == graph.number_of_edges() == 9
    assert (
        Edge(
            "country/kor", "seeks", "capability/nuclear-powered-submarine", ("actual",), 1, 1, confidence=0.85
        )
        in found
    )
    meets = next(edge for edge in found if edge.relation == "meets" and edge.subject == "person/ahn-gyu-back")
    assert meets.symmetric
    assert meets.modalities == ("planned",)
    assert graph.nodes["person/ahn-gyu-back"] == {
        "label": "Ahn Gyu-back",
        "cls": "Person",
        "country": "KOR",
        "sector": "GOV",
    }
