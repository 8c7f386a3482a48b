"""Pictures and the page, as files: what is drawn, that nothing overlaps, that nothing is fetched, that the
bytes stay.
"""

from __future__ import annotations

import json
import math
import random
import re
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.analysis.edges import Edge
from kg.analysis.filtered import Filter, filtered
from kg.analysis.timeline import timeline
from kg.errors import DataError, InputError, QueryError, UnknownEntity
from kg.model import Argument, Document, Entity, Reading, Span, Statement, Trigger
from kg.plot.colours import relation_colour, relation_colours
from kg.plot.draw import plot, plot_timeline
from kg.plot.edge_names import Box, Curve, clear_bends, name_place
from kg.plot.layout import arrange, choose, family
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import load_ontology
from kg.store.oxigraph import LocalStore
from tests.graphs import Said, store_of
from tests.known import known_store

ENTITIES = {
    "country/kor": ("Country", "South Korea", "Republic of Korea"),
    "country/jpn": ("Country", "Japan"),
    "person/ahn": ("Person", "Ahn Gyu-back"),
    "capability/kf-21": ("Weapon", "KF-21"),
    "organization/x": ("Ministry", "Ministry of National Defense and a very long name indeed"),
}
SAID = [
    Said("<country/kor|South Korea> will [|meet] <country/jpn|Japan>.", "meets", "planned", "2025-11-04"),
    Said(
        "<country/jpn|Japan> [|met] <country/kor|South Korea>.",
        "meets",
        "actual",
        "2025-10-04",
        article="two",
    ),
    Said("<country/kor|Seoul> [|accused] <country/jpn|Tokyo>.", "accuses", article="two"),
    Said("<country/jpn|Tokyo> [|accused] <country/kor|Seoul>.", "accuses", article="two"),
    Said("<country/kor|It> [|develops] <capability/kf-21|the KF-21>.", "develops", attributed="person/ahn"),
    Said("<person/ahn|Ahn> [|represents] <country/kor|Korea>.", "represents"),
    Said("<organization/x|X> may [|meet] <person/ahn|Ahn>.", "meets", "possible"),
]
HOSTILE = {
    "person/x": ("Person", "</script><script>alert(1)</script>"),
    "person/y": ("Person", "<img src=x onerror=alert(1)> $x^2$ \u202e\x1b"),
}
HOSTILE_SAID = [
    Said(
        "<person/x|One> [|meets] <person/y|two> &lt;b> --!>  ]]> \u2028.",
        "meets",
        article="javascript:alert(1)",
    )
]


@pytest.fixture(scope="module")
def store():
    return store_of(ENTITIES, SAID)


@pytest.fixture(scope="module")
def page(store, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "graph.html"
    plot(store, path)
    return path.read_text(encoding="utf-8")


def data_of(text: str):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1])


@pytest.mark.parametrize("suffix", [".svg", ".png", ".html"])
def test_the_same_store_gives_the_same_bytes(store, tmp_path, suffix):
    paths = [tmp_path / f"{i}{suffix}" for i in "ab"]
    drawn = [plot(store, path) for path in paths]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert drawn[0].note == ""
    assert (drawn[0].entities, drawn[0].edges) == ((5, 6) if suffix == ".html" else (4, 5))


def test_svg_is_well_formed_and_names_no_date(store, tmp_path):
    plot(store, tmp_path / "g.svg")
    text = (tmp_path / "g.svg").read_text()
    ElementTree.fromstring(text)
    assert "dc:date" not in text


def test_only_the_neighbours_and_relations_asked_for_are_drawn(store, tmp_path):
    assert plot(store, tmp_path / "a.svg", around="KF-21").entities == 2
    assert plot(store, tmp_path / "b.svg", relations=["accuses"]).edges == 2
    with pytest.raises(UnknownEntity):
        plot(store, tmp_path / "c.svg", around="nobody at all")
    with pytest.raises(QueryError, match="did you mean meets"):
        plot(store, tmp_path / "c.svg", relations=["meet"])


def test_a_large_graph_is_cut_to_the_most_linked_and_says_so(store, tmp_path):
    drawn = plot(store, tmp_path / "g.html", limit=2)
    assert drawn.note == "the 2 most linked of 5 entities, 3 of 6 edges"
    assert data_of((tmp_path / "g.html").read_text())["note"] == drawn.note
    assert [node.id for node in choose(store, limit=2).nodes] == ["country/jpn", "country/kor"]


@pytest.mark.parametrize("suffix", [".svg", ".png", ".html"])
def test_an_empty_store_draws_an_empty_picture(tmp_path, suffix):
    drawn = plot(store_of({}, []), tmp_path / f"g{suffix}")
    assert (drawn.entities, drawn.edges) == (0, 0)
    assert drawn.path.stat().st_size > 500


@pytest.mark.parametrize("suffix", [".svg", ".png", ".html"])
def test_hostile_names_are_only_words(tmp_path, suffix):
    path = tmp_path / f"g{suffix}"
    plot(store_of(HOSTILE, HOSTILE_SAID), path)
    if suffix == ".html":
        text = path.read_text(encoding="utf-8")
        assert "alert(1)</script>" not in text
        assert "<img" not in text
        assert text.count("</script>") == 3
        assert data_of(text)["nodes"][0]["label"] == HOSTILE["person/x"][1]


def test_another_suffix_is_refused(store, tmp_path):
    with pytest.raises(InputError, match=r"\.html, \.svg or \.png"):
        plot(store, tmp_path / "g.pdf")


def test_the_page_fetches_nothing(page):
    assert "default-src 'none'" in page
    assert "unsafe" not in page.split("</head>")[0].split("<style>")[0]
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", page)
    assert not re.search(r"@import|url\(\s*['\"]?http", page)
    code = "".join(re.findall(r"<script>(.*?)</script>", page, re.S))
    code = re.sub(r"\A// https://d3js\.org v[\d.]+ Copyright .*\n", "", code)  # the library's own remark
    assert set(re.findall(r"https?://[\w./-]+", code)) == {
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/2000/xmlns/",
        "http://www.w3.org/XML/1998/namespace",
    }


def test_the_page_names_the_licence_of_its_library(page):
    assert "Mike Bostock" in page


def test_the_page_holds_every_sentence_with_its_marks(page):
    data = data_of(page)
    assert len(data["statements"]) == len(SAID)
    meets = next(
        edge for edge in data["edges"] if edge["r"] == "meets" and edge["both"] and len(edge["said"]) == 2
    )
    first = data["statements"][meets["said"][0]]
    assert first["parts"] == [
        ["South Korea", "subject"],
        [" will ", ""],
        ["meet", "trigger"],
        [" ", ""],
        ["Japan", "object"],
        [".", ""],
    ]
    assert data["articles"][first["article"]] == {
        "id": "one",
        "title": "Title of one",
        "date": "2025-11-03",
        "source": "The Wire",
        "url": "https://news.example/one",
    }


def test_only_web_addresses_become_links(tmp_path):
    extra = "kgr:person\\/x owl:sameAs <javascript:alert(1)>, <https://www.wikidata.org/entity/Q1> . "
    plot(store_of(HOSTILE, HOSTILE_SAID, extra=extra), tmp_path / "g.html")
    assert data_of((tmp_path / "g.html").read_text(encoding="utf-8"))["nodes"][0]["links"] == [
        "https://www.wikidata.org/entity/Q1"
    ]


def test_a_missing_library_is_named(store, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.plot.page.find_spec", lambda name: None)
    with pytest.raises(DataError, match="pip install"):
        plot(store, tmp_path / "g.html")


def test_boxes_never_overlap():
    ids = [f"n{i:02}" for i in range(40)]
    edges = [Edge(ids[i], "r", ids[(i * 7 + 3) % 40], ("actual",), 1, 1) for i in range(30)]
    sizes = {id: (0.6 + 0.1 * (i % 9), 0.4) for i, id in enumerate(ids)}
    places = arrange(sizes, [e for e in edges if e.subject != e.object], gap=0.1, length=1.0)
    for i, a in enumerate(ids):
        for b in ids[:i]:
            (ax, ay), (bx, by) = places[a], places[b]
            wide, high = (sizes[a][0] + sizes[b][0]) / 2, (sizes[a][1] + sizes[b][1]) / 2
            assert abs(ax - bx) >= wide or abs(ay - by) >= high, (a, b)


def test_a_relation_has_the_same_colour_whatever_else_is_drawn():
    ontology = load_ontology()
    colours = {name: relation_colour(name) for name in ontology.relations}
    assert len(set(colours.values())) == len(colours)
    many = [Edge("a", name, "b", ("actual",), 1, 1) for name in colours]
    assert relation_colours(many[5:6]) == {many[5].relation: relation_colours(many)[many[5].relation]}
    often = [*many, Edge("a", "visits", "c", ("actual",), 1, 1)]
    assert next(iter(relation_colours(often))) == "visits"
    assert relation_colour("mediates") == relation_colour("mediates") != relation_colour("reconciles")
    for colour in [*colours.values(), relation_colour("mediates")]:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        light = sum(
            share * (c / 12.92 if c <= 0.04 else ((c + 0.055) / 1.055) ** 2.4)
            for share, c in ((0.2126, red), (0.7152, green), (0.0722, blue))
        )
        assert 1.05 / (light + 0.05) >= 3, f"{colour} is too pale on white"


def crowded(seed: int) -> tuple[dict[str, Box], list[Edge]]:
    chance = random.Random(seed)
    boxes = {
        f"n{i}": Box(chance.uniform(0, 8), chance.uniform(0, 6), chance.uniform(0.5, 1.6), 0.35)
        for i in range(14)
    }
    ends = [chance.sample(sorted(boxes), 2) for _ in range(25)]
    return boxes, [Edge(a, f"r{i % 3}", b, ("actual",), 1, 1) for i, (a, b) in enumerate(ends)]


@pytest.mark.parametrize("seed", range(5))
def test_no_box_covers_a_name_and_no_name_another(seed):
    boxes, edges = crowded(seed)
    taken: list[tuple[float, float]] = []
    written = []
    for edge, bend in clear_bends(edges, boxes):
        middles = [(boxes[id].x, boxes[id].y) for id in (edge.subject, edge.object)]
        before = len(taken)
        if name_place(Curve(*middles, bend), boxes.values(), 0.6, taken):
            written.append(taken[before:])
    assert len(written) > 5
    for i, name in enumerate(written):
        assert not any(box.holds(point, 0.07) for box in boxes.values() for point in name)
        others = [point for other in written[:i] for point in other]
        assert all(math.dist(point, other) > 0.1 for point in name for other in others)


def test_an_edge_bends_around_a_box_between_its_ends():
    boxes = {"a": Box(0, 0, 1, 0.4), "b": Box(6, 0, 1, 0.4), "between": Box(3, 0, 1, 0.4)}
    edge = Edge("a", "r", "b", ("actual",), 1, 1)
    ((_, bend),) = clear_bends([edge], boxes)
    curve = Curve((0, 0), (6, 0), bend)
    assert not any(boxes["between"].holds(curve.at(i / 100)) for i in range(101))
    ((_, straight),) = clear_bends([edge], {id: boxes[id] for id in "ab"})
    assert straight == 0


def test_top_level_and_condition_are_said(tmp_path):
    known = known_store()
    drawn = plot(known, tmp_path / "a.svg", limit=3, condition="since 2025")
    assert (drawn.entities, drawn.note.split(",")[0]) == (3, "the 3 most linked of 19 entities")
    countries = plot(known, tmp_path / "a.html", level="country")
    data = data_of((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert countries.entities == len(data["nodes"]) == 5
    assert {node["family"] for node in data["nodes"]} == {"country"}
    assert all(edge["said"] for edge in data["edges"])
    plot(known, tmp_path / "b.html", level="country", around="Ahn Gyu-back", condition="since 2025")
    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "<title>South Korea and those around it (since 2025)</title>" in page


def test_so_many_are_drawn_as_were_asked_for(tmp_path):
    for limit in (1, 2, 5, 19):
        assert plot(known_store(), tmp_path / "a.html", limit=limit).entities == limit


def test_a_picture_of_what_is_denied_draws_it(tmp_path):
    left = filtered(known_store(), Filter(modalities=("negated",)))
    assert plot(left, tmp_path / "a.svg", condition="negated").edges == 2


def test_a_timeline_has_a_lane_for_each_other_or_each_relation():
    known = known_store()
    found = timeline(known, "Russia")
    assert found.whom == ("Russia",)
    assert found.lanes[0] == "Ukraine"
    assert {one.lane for one in found.happenings} == set(found.lanes)
    shelling = [one for one in found.happenings if one.relation == "attacks" and one.modality == "actual"]
    assert [(str(one.begin), one.articles, one.dated) for one in shelling] == [("2025-10-08", 2, True)]
    assert any(not one.dated and str(one.begin) == "2025-10-10" for one in found.happenings)
    assert timeline(known, "Russia", top=2).lanes == ("Ukraine", "others")
    pair = timeline(known, "South Korea", "United States")
    assert "meets" in pair.lanes  # their ministers met
    assert "represents" not in {one.relation for one in pair.happenings}
    with pytest.raises(UnknownEntity):
        timeline(known, "nobody at all")


@pytest.mark.parametrize("suffix", [".svg", ".png", ".html"])
def test_a_timeline_is_drawn_the_same_each_time(tmp_path, suffix):
    known = known_store()
    for name in "ab":
        drawn = plot_timeline(known, tmp_path / f"{name}{suffix}", "Russia", condition="since 2025")
    assert drawn.edges == len(timeline(known, "Russia").happenings)
    text = (tmp_path / f"a{suffix}").read_bytes()
    assert text == (tmp_path / f"b{suffix}").read_bytes()
    if suffix == ".html":
        page = text.decode()
        assert page.count("<li id=") == drawn.edges
        assert "Russia shelled Ukraine on Oct 8." in page
        assert set(re.findall(r'xlink:href="#(m\d+)"', page)) == set(re.findall(r'<li id="(m\d+)"', page))
        assert "default-src 'none'" in page
        assert "<script" not in page
    elif suffix == ".svg":
        ElementTree.fromstring(text)


def hostile_store():
    """A store whose only statement has markup for names, sentence and title."""
    words = "<img src=x onerror=alert(1)> </script><script>alert(2)</script>"
    one, other = (
        Entity(f"person/{id}", "Person", label[1]) for id, label in zip("xy", HOSTILE.values(), strict=True)
    )
    sentence = Span(0, len(words), words)
    said = Statement(
        "one", sentence, Trigger(0, 4, words[:4], "x"), Argument(one, 0, 4), "meets", Argument(other, 5, 8)
    )
    reading = Reading(Document("one", words, words, "2025-11-03"), (said,))
    opened = LocalStore(ox.Store(), "memory", DEFAULT_BASE)
    opened.add(
        [(graph_iri("one", DEFAULT_BASE), nquads(reading, load_ontology(), Run("m", "0", "0"), DEFAULT_BASE))]
    )
    return opened


@pytest.mark.parametrize("suffix", [".svg", ".html"])
def test_a_timeline_of_hostile_or_no_events(tmp_path, suffix):
    path = tmp_path / f"t{suffix}"
    plot_timeline(hostile_store(), path, "person/x")
    assert "<img src" not in path.read_text(encoding="utf-8")
    assert "<script" not in path.read_text(encoding="utf-8")
    left = filtered(known_store(), Filter(since="2031"), names=True)
    assert plot_timeline(left, path, "Russia").edges == 0
    with pytest.raises(InputError, match=r"\.html, \.svg or \.png"):
        plot_timeline(left, tmp_path / "t.pdf", "Russia")


def test_families_come_from_ids():
    assert [family(id) for id in ("country/kor", "https://elsewhere.example/x")] == ["country", ""]
