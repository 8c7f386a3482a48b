"""Names and words that articles chose to break out of where they are printed, drawn or exported."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.edges import edges
from kg.analysis.entity_report import entity_report
from kg.analysis.evidence import evidence
from kg.analysis.evidence_text import evidence_text, shown_text
from kg.analysis.statistics import statistics, stats_text
from kg.cli import output
from kg.cli.output import shown
from kg.export.formats import export
from kg.export.networks import csv_tables
from kg.export.plover import plover_csv, store_rows
from kg.export.plover_rules import load_plover_rules
from kg.model import Reading
from kg.plot.layout import choose
from kg.plot.page import page
from kg.plot.picture import draw
from kg.query.results import FORMATS, render
from kg.rdf.jsonl import from_json
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.gazetteer import load_gazetteer
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import load_ontology
from kg.store.base import Store
from kg.store.open import open_store
from kg.terminal import clean, columns, cut, display_width, spreadsheet, wrap

ONTOLOGY = load_ontology()
NASTY = (
    "=1+1</script><script>alert(1)</script><!--"
    "]]>&amp;\"'\x9b31m\x7f\u202e\u2066\u2028\r\n\t$\\frac{x}$ {{data}} é漢😀"
)
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def line(relation: str, label: str, id: str, article: str = NASTY) -> str:
    words = {"begin": 0, "end": len(NASTY), "text": NASTY}
    thing = {
        "id": id,
        "label": label,
        "aliases": [f"+{label}"],
        "class": "Person",
        "begin": 0,
        "end": 4,
        "country": "KOR",
        "sector": "GOV",
    }
    return json.dumps(
        {
            "article": article,
            "relation": relation,
            "modality": "actual",
            "confidence": 0.5,
            "pattern": NASTY,
            "sentence": words,
            "trigger": {**words, "lemma": NASTY},
            "subject": thing,
            "object": {
                **thing,
                "id": "person/other",
                "label": "-" + NASTY,
                "sameAs": ["javascript:alert(1)", "https://a.example/</script>"],
            },
            "title": NASTY,
            "source": "@" + NASTY,
            "url": "javascript:alert(1)",
            "begin": "2025-11-04",
            "quantity": NASTY,
            "occasion": NASTY,
        }
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store whose every name, word and id means harm."""
    opened = open_store(str(tmp_path_factory.mktemp("hostile") / "a.nq"))
    opened.install(ONTOLOGY, load_gazetteer())
    for number, relation in enumerate(("meets", "attacks")):
        article = f"{NASTY}{number}"
        document, said = from_json(
            line(relation, NASTY, f"person/{NASTY}".replace("\n", "").replace("\r", ""), article), "here"
        )
        content = nquads(Reading(document, (said,)), ONTOLOGY, Run("m", "v", "d"), DEFAULT_BASE)
        opened.add([(graph_iri(document.id, DEFAULT_BASE), content)])
    return opened


def test_what_people_read_obeys_nobody(store: Store) -> None:
    (id,) = {edge.subject for edge in edges(store)} - {"person/other"}
    told = [
        shown_text(entity_report(store, id), 100, False),
        evidence_text(evidence(store, id), 100, False),
        stats_text(statistics(store, 10), 100, False),
        b"".join(render(store.query("SELECT * { ?s ?p ?o }"), "table")).decode(),
    ]
    for text in told:
        assert "alert" in text
        assert not OBEYED.search(text), OBEYED.search(text)


def texts_of(value: object) -> Iterator[str]:
    """Every text in what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_of(inner)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_a_page_has_no_element_that_an_article_wrote(store: Store) -> None:
    html = page(store, choose(store), NASTY, NASTY)
    plain = page(store, choose(store), "Title")
    found, wanted = _Page(), _Page()
    found.feed(html)
    wanted.feed(plain)
    assert found.tags == wanted.tags
    assert found.tags.count("script") == 3
    assert found.links == []
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert data is not None
    told = json.loads(data.group(1))
    assert all(
        not address.startswith("javascript") for node in told["nodes"] for address in node.get("links", ())
    )
    assert all("url" not in article for article in told["articles"])
    assert [text for text in texts_of(told) if OBEYED.search(text)] == []


@pytest.mark.parametrize("suffix", [".svg", ".png"])
@pytest.mark.filterwarnings("ignore:Glyph")
def test_a_picture_draws_names_as_they_are(store: Store, tmp_path: Path, suffix: str) -> None:
    draw(choose(store), tmp_path / f"a{suffix}", "Title", {})
    if suffix == ".svg":
        tree = ElementTree.parse(tmp_path / "a.svg")
        assert not [element for element in tree.iter() if element.tag.endswith("script")]


@pytest.mark.parametrize("fmt", ["graphml", "gexf", "rdfxml"])
def test_xml_is_well_formed(store: Store, fmt: str) -> None:
    assert ElementTree.fromstring(b"".join(export(store, fmt))).tag


def test_tables_for_spreadsheets_hold_no_formula(store: Store) -> None:
    tables = [
        *csv_tables(store).values(),
        "".join(plover_csv(store_rows(store, ONTOLOGY, load_plover_rules(ONTOLOGY.plover_types)))),
    ]
    for table in tables:
        rows = list(csv.reader(io.StringIO(table, newline="")))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if cell[:1] and cell[0] in "=+-@\t\r"]
        assert [cell for row in rows for cell in row if cell.startswith("'=1+1")]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1", "'=1"),
        ("@a", "'@a"),
        ("-a", "'-a"),
        ("", ""),
        ("a=1", "a=1"),
        ("--11-03", "--11-03"),
        (-1, -1),
        (None, None),
        ("＝1", "'＝1"),
    ],
)
def test_formulas(cell: object, written: object) -> None:
    assert spreadsheet(cell) == written


TEXTS = st.text(st.one_of(st.sampled_from(NASTY), st.characters()), max_size=20)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=2, max_size=2), width=st.integers(1, 60))
def test_lines_of_a_table_stay_lines(texts: list[str], width: int) -> None:
    first, second = columns([texts, ["a", "b"]], "<<", width)
    assert not OBEYED.search(first + second)
    assert "\n" not in first
    assert display_width(cut(clean(texts[0]), width)) <= width
    assert all("\n" not in one for one in wrap([(clean(texts[0]), "")], width, "", False))


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_a_row_is_a_row_in_every_format(text: str) -> None:
    import pyoxigraph as ox

    text = text.encode("utf-8", "replace").decode()
    place = ox.Store()
    place.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal(text)))
    for fmt in set(FORMATS) - {"turtle", "ntriples"}:
        said = b"".join(render(place.query("SELECT ?o ?p { ?s ?p ?o }"), fmt)).decode()
        if fmt == "tsv":
            assert [row.count("\t") for row in re.split("[\r\n]", said)[:-1]] == [1, 1]
        elif fmt == "csv":
            assert list(csv.reader(io.StringIO(said, newline="")))[1:] == [[text, "urn:b"]]
        elif fmt == "json":
            assert [row["o"]["value"] for row in json.loads(said)["results"]["bindings"]] == [text]
        elif fmt == "xml":
            assert len(ElementTree.fromstring(said)[1]) == 1


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.one_of(st.sampled_from(NASTY + "\x1b[31m"), st.characters(exclude_categories=["Cs"]))))
def test_a_terminal_sees_letters_and_colours_only(text: str) -> None:
    seen = re.sub("\x1b\\[[0-9;]*m|\r\n", "", shown(text))
    assert not OBEYED.search(seen)
    assert len(shown(text)) == len(text)


def test_a_pipe_gets_all_and_a_terminal_what_is_harmless(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    chunks = ["a\x1b[2Jé".encode()[:6], "a\x1b[2Jé".encode()[6:], b"\n"]
    output.out_bytes(chunks)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    output.out_bytes(chunks)
    assert capfdbinary.readouterr().out == "a\x1b[2Jé\na\ufffd[2Jé\n".encode()
