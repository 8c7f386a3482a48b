"""Links read in one scan, with the edges made of statements as oracle."""

from __future__ import annotations

import pytest

from benchmarks.performance.made import graphs
from kg.analysis.edge_arrays import scan, statements_of
from kg.analysis.edges import edges
from kg.analysis.measures import Links, links
from kg.resources.gazetteer import load_gazetteer
from kg.resources.ontology import load_ontology
from kg.store.open import open_store
from tests.graphs import Said, store_of
from tests.known import known_store

ENTITIES = {
    "country/kor": ("Country", "South Korea"),
    "country/jpn": ("Country", "Japan"),
    "weapon/kf": ("Weapon", "KF-21"),
}
SAID = [
    Said("<country/kor|South Korea> [|met] <country/jpn|Japan>.", "meets"),
    Said("<country/jpn|Japan> will [|meet] <country/kor|South Korea>.", "meets", "planned", article="two"),
    Said("<country/jpn|Japan> [|meets] <country/kor|South Korea>.", "meets", article="three"),
    Said("<country/kor|It> may [|develop] <weapon/kf|the KF-21>.", "develops", "possible"),
    Said("<country/kor|It> [|builds] <weapon/kf|the KF-21>.", "develops"),
    Said("<country/kor|It> [|develops] <weapon/kf|the KF-21>.", "develops"),
]
REPRINT = "[] kg:reprint kgr:article\\/three ; kg:original kgr:article\\/one ."


def told(of: Links) -> list[tuple[str, str, str, float, bool]]:
    columns = (of.source, of.relation, of.target, of.weight, of.symmetric)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return sorted(
        (of.ids[s], of.relations[r], of.ids[o], weight, symmetric) for s, r, o, weight, symmetric in rows
    )


@pytest.mark.parametrize("extra", ["", REPRINT])
def test_the_scan_finds_the_edges_of_the_statements(extra):
    store = store_of(ENTITIES, SAID, extra=extra)
    found = scan(store)
    assert told(found) == told(links(edges(store)))
    assert told(found)[0] == ("country/jpn", "meets", "country/kor", 2 if extra else 3, True)


def test_the_scan_of_countries_is_that_of_the_edges():
    store = known_store()
    found = scan(store, "country")
    assert told(found) == told(links(edges(store, level="country")))
    counts = statements_of(store, found, range(len(found.source)), "country")
    said = {(e.subject, e.relation, e.object): e.statements for e in edges(store, level="country")}
    assert {
        (found.ids[found.source[i]], found.relations[found.relation[i]], found.ids[found.target[i]]): n
        for i, n in counts.items()
    } == said


def test_statements_behind_edges_are_counted_in_both_directions():
    store = store_of(ENTITIES, SAID)
    of = scan(store)
    counts = statements_of(store, of, range(len(of.source)))
    assert {of.relations[of.relation[i]]: number for i, number in counts.items()} == {
        "meets": 3,
        "develops": 2,
    }


def test_a_made_graph_is_read_alike_by_both_ways_and_many_edges_are_counted_at_once(tmp_path):
    with open_store(str(tmp_path / "made.nq")) as store:
        store.install(load_ontology(), load_gazetteer())
        store.add(graphs(600))
        found, oracle = scan(store), edges(store)
        assert told(found) == told(links(oracle))
        counts = statements_of(store, found, range(len(found.source)))
        assert sorted(counts.values()) == sorted(edge.statements for edge in oracle)


def test_an_empty_store_has_no_links():
    assert told(scan(store_of({}, []))) == []
