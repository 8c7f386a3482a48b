"""Pictures and the page, as files: what is drawn, that nothing overlaps, that nothing is fetched, that the
bytes stay.
"""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from kg.analysis.edges import Edge
from kg.errors import DataError, InputError, QueryError, UnknownEntity
from kg.plot.draw import plot
from kg.plot.layout import OTHER_RELATION, arrange, choose, family, relation_colours
from tests.graphs import Said, store_of

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


def test_colours_follow_frequency_and_run_out_into_grey():
    edges = [Edge("a", f"r{i:02}", "b", ("actual",), 1, 1) for i in range(12)] + [
        Edge("a", "r11", "c", ("actual",), 1, 1)
    ]
    colours = relation_colours(edges)
    assert next(iter(colours)) == "r11"
    assert colours["r10"] == OTHER_RELATION
    assert len(set(colours.values())) == 11


def test_families_come_from_ids():
    assert [family(id) for id in ("country/kor", "https://elsewhere.example/x")] == ["country", ""]
