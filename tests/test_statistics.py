"""Counts, measures against networkx as oracle, and the numbers as text."""

from __future__ import annotations

import json
import random

import networkx
import numpy as np
import pytest

from kg.analysis import measures
from kg.analysis.edges import Edge
from kg.analysis.statistics import statistics, stats_text, to_json
from tests.graphs import Said, store_of
from tests.known import known_store

ENTITIES = {
    "country/kor": ("Country", "South Korea"),
    "country/jpn": ("Country", "Japan"),
    "country/usa": ("Country", "United States"),
    "weapon/kf": ("Weapon", "KF-21"),
    "weapon/b": ("Weapon", "B-52"),
    "organization/x": ("Ministry", "Ministry of X"),
}
SAID = [
    Said("<country/kor|South Korea> [|met] <country/jpn|Japan>.", "meets", "actual", "2025-11-04"),
    Said("<country/jpn|Japan> will [|meet] <country/kor|South Korea>.", "meets", "planned", article="two"),
    Said("<country/usa|The US> [|met] <country/kor|Seoul>.", "meets", "actual", "--11-04", article="two"),
    Said("<country/kor|It> [|develops] <weapon/kf|the KF-21>.", "develops", "actual", "2024"),
    Said("<organization/x|X> [|develops] <weapon/b|bombers>.", "develops"),
    Said("<organization/x|X> did not [|meet] <country/jpn|Japan>.", "meets", "negated"),
]


@pytest.fixture(scope="module")
def stats():
    return statistics(store_of(ENTITIES, SAID))


def random_edges(nodes: int, links: int, seed: int = 1) -> list[Edge]:
    chance = random.Random(seed)
    keys = sorted(
        {(chance.randrange(nodes), chance.choice("ab"), chance.randrange(nodes)) for _ in range(links)}
    )
    return [
        Edge(
            f"n{min(s, o) if r == 'a' else s:03}",
            r,
            f"n{max(s, o) if r == 'a' else o:03}",
            ("actual",),
            1 + s % 3,
            1,
            symmetric=r == "a",
        )
        for s, r, o in keys
    ]


def directed(edges: list[Edge]) -> networkx.DiGraph:
    graph = networkx.DiGraph()
    for edge in edges:
        for a, b in {
            (edge.subject, edge.object),
            (edge.object, edge.subject) if edge.symmetric else (edge.subject, edge.object),
        }:
            weight = graph.get_edge_data(a, b, {"weight": 0})["weight"] + edge.articles
            graph.add_edge(a, b, weight=weight)
    return graph


@pytest.mark.parametrize(("nodes", "links"), [(5, 4), (40, 60), (60, 300)])
def test_measures_agree_with_networkx(nodes, links):
    edges = random_edges(nodes, links)
    of, graph = measures.links(edges), directed(edges)
    undirected = networkx.from_scipy_sparse_array(measures.simple(of))
    oracle = networkx.pagerank(undirected, tol=1e-12, max_iter=500)
    oracle = {of.ids[i]: value for i, value in oracle.items()}
    np.testing.assert_allclose(measures.pagerank(of), [oracle[id] for id in of.ids], atol=1e-8)
    plain = networkx.Graph(graph.edges)
    plain.remove_edges_from(list(networkx.selfloop_edges(plain)))
    oracle = networkx.betweenness_centrality(plain)
    found, sources = measures.betweenness(of)
    np.testing.assert_allclose(found, [oracle[id] for id in of.ids], atol=1e-9)
    assert sources == len(of.ids)
    assert len(set(measures.components(of))) == networkx.number_connected_components(plain)
    oracle = networkx.MultiGraph([(e.subject, e.object) for e in edges]).degree
    assert measures.degree(of).tolist() == [oracle[id] for id in of.ids]
    assert measures.simple(of).nnz == 2 * plain.number_of_edges()


def test_an_isolated_pair_does_not_top_pagerank():
    """However often it is said, a pair alone stays at the average."""
    star = [Edge("hub", "r", f"leaf{i}", ("actual",), 1, 1) for i in range(3)]
    for symmetric in (True, False):
        pair = Edge("a", "r", "b", ("actual",), 50, 50, symmetric=symmetric)
        of = measures.links([*star, pair])
        rank = dict(zip(of.ids, measures.pagerank(of).tolist(), strict=True))
        assert max(rank, key=rank.__getitem__) == "hub"
        assert rank["a"] == pytest.approx(1 / 6)
        assert rank["b"] == pytest.approx(1 / 6)


def test_links_without_some_relations():
    edges = random_edges(20, 40)
    kept = measures.without(measures.links(edges), {"b"})
    wanted = measures.links([edge for edge in edges if edge.relation == "a"])
    assert kept.ids == wanted.ids
    assert sorted(zip(kept.source, kept.target, kept.weight, strict=True)) == sorted(
        zip(wanted.source, wanted.target, wanted.weight, strict=True)
    )
    assert measures.without(measures.links(edges), {"a", "b"}).ids == ()


@pytest.fixture(scope="module")
def known():
    return known_store()


def test_measured_is_who_does_what_and_not_who_is_what(known):
    stats = statistics(known, top=30)
    assert stats.left_out == ("holdsRole", "represents")
    assert "defence minister" not in {member for one in stats.communities for member in one.members}
    assert not {one.relation for one in stats.strongest} & set(stats.left_out)
    assert "without holdsRole and represents" in stats_text(stats)
    every = statistics(known, top=30, roles=True)
    assert {one.relation for one in every.strongest} >= {"holdsRole", "represents"}
    assert every.counts == stats.counts


def test_the_network_of_countries(known):
    stats = statistics(known, level="country")
    assert {one.cls for one in stats.rankings["degree"]} == {"Country"}
    first = stats.strongest[0]
    assert (first.subject, first.relation, first.object) == ("South Korea", "meets", "United States")
    assert (first.articles, first.statements) == (2, 2)
    assert "between countries" in stats_text(stats)


def test_a_large_graph_is_sampled_the_same_way_each_time(monkeypatch):
    of = measures.links(random_edges(200, 900))
    exact, _ = measures.betweenness(of)
    monkeypatch.setattr(measures, "_EXACT", 40_000)
    monkeypatch.setattr(measures, "_BATCH", 2_000)
    sampled, sources = measures.betweenness(of)
    assert 16 <= sources < 200
    assert np.corrcoef(exact, sampled)[0, 1] > 0.7
    assert (sampled == measures.betweenness(of)[0]).all()


def test_communities_separate_what_is_hardly_linked():
    edges = [
        Edge(f"{side}{i}", "r", f"{side}{j}", ("actual",), 1, 1)
        for side in "ab"
        for i in range(5)
        for j in range(i)
    ]
    of = measures.links([*edges, Edge("a0", "r", "b0", ("actual",), 1, 1)])
    assert measures.communities(of) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_communities_are_as_good_as_those_of_networkx():
    of = measures.links(random_edges(300, 900))
    matrix = measures.simple(of)
    graph = networkx.from_scipy_sparse_array(matrix)
    oracle = networkx.community.louvain_communities(graph, seed=0)
    found = measures.communities(of)
    assert sorted(i for group in found for i in group) == list(range(len(of.ids)))
    assert found == measures.communities(of)
    assert networkx.community.modularity(graph, found) > 0.95 * networkx.community.modularity(graph, oracle)


def test_entities_linked_to_themselves_alone_are_communities_of_one():
    assert measures.communities(measures.links([Edge(x, "r", x, ("actual",), 1, 1) for x in "ab"])) == [
        [0],
        [1],
    ]


def test_counts(stats):
    assert stats.counts["articles"] == 2
    assert stats.counts["sentences"] == stats.counts["statements"] == 6
    assert (stats.counts["entities"], stats.counts["edges"], stats.counts["openStatements"]) == (6, 4, 0)
    assert stats.relations == {"meets": 4, "develops": 2}
    assert stats.classes == {"Country": 3, "Weapon": 2, "Ministry": 1}
    assert stats.modalities == {"actual": 4, "negated": 1, "planned": 1}
    assert stats.sources == {"The Wire": 2}


def test_months_come_from_the_statement_else_from_the_article(stats):
    assert stats.months == {"2024": 1, "2025-11": 5}


def test_rankings_are_of_actors_only(stats):
    assert [(one.label, one.value) for one in stats.rankings["degree"]] == [
        ("South Korea", 3),
        ("Japan", 1),
        ("United States", 1),
        ("Ministry of X", 1),
    ]
    assert stats.rankings["betweenness"][0].label == "South Korea"
    assert stats.rankings["betweenness"][0].value == pytest.approx(3 / 10)


def test_parts_of_the_graph(stats):
    assert (stats.components, stats.largest_component, stats.community_count) == (2, 4, 2)
    assert stats.density == pytest.approx(4 / 15)
    assert stats.communities[0].members[0] == "South Korea"
    assert (stats.strongest[0].subject, stats.strongest[0].object, stats.strongest[0].articles) == (
        "Japan",
        "South Korea",
        2,
    )


def test_top_limits_the_rankings():
    stats = statistics(store_of(ENTITIES, SAID), top=2)
    assert len(stats.rankings["pagerank"]) == len(stats.strongest) == 2


def test_json_is_stable_and_whole(stats):
    text = to_json(stats)
    assert json.loads(text)["rankings"]["degree"][0] == {
        "id": "country/kor",
        "label": "South Korea",
        "cls": "Country",
        "value": 3.0,
    }
    assert text == to_json(statistics(store_of(ENTITIES, SAID)))


def test_text_is_aligned_and_fits(stats):
    for width in (70, 100):
        lines = stats_text(stats, width).splitlines()
        assert all(len(line) <= width for line in lines)
    assert lines[0].startswith("2 articles, 6 sentences, 6 statements, 0 events, 6 entities, 4 edges,")
    assert "  meets     4  " + "█" * 40 in lines
    assert "  develops  2  " + "█" * 20 in lines


def test_an_empty_store_has_nothing():
    stats = statistics(store_of({}, []))
    assert stats.counts["articles"] == stats.components == 0
    assert stats_text(stats).startswith("0 articles, 0 sentences")


def test_hostile_names_do_not_reach_the_terminal():
    entities = {"person/x": ("Person", "X\x1b[2J"), "person/y": ("Person", "Y\u202e")}
    text = stats_text(statistics(store_of(entities, [Said("<person/x|X> [|meets] <person/y|Y>", "meets")])))
    assert "\x1b" not in text
    assert "\u202e" not in text
