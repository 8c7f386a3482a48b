"""Whatever a reading says, it comes back from RDF, and a statement from JSON."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Argument, Document, Entity, Event, Reading, Span, Statement, Trigger
from kg.rdf.jsonl import from_json, to_json
from kg.rdf.reader import Quads, readings
from kg.rdf.regroup import regroup
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import load_ontology
from kg.store.base import shipped_symmetric
from kg.store.oxigraph import LocalStore

ONTOLOGY = load_ontology()
RUN = Run("en_test-1.0", "0.1.0", "abc")

# What XML cannot hold is replaced when it is written, so it does not come back.
CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[*map(chr, (*range(9), 11, 12, *range(14, 32))), "\ufffe", "\uffff"],
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=60)
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
DATES = st.one_of(st.none(), st.dates().map(str), st.sampled_from(["2025-11", "2025", "--11-03"]))
COUNTRIES = st.sampled_from(["KOR", "USA", "HUN", None])
FAMILIES = {"person": "Person", "country": "Country", "organization": "Company", "capability": "Weapon"}


@st.composite
def entities(draw: Any) -> dict[str, Entity]:
    """Some entities by id."""
    found = {}
    for _ in range(draw(st.integers(2, 4))):
        family = draw(st.sampled_from(sorted(FAMILIES)))
        id, label = f"{family}/{draw(SLUGS)}", draw(TEXTS)
        names = tuple(sorted(set(draw(st.lists(TEXTS, max_size=2))) - {label}))
        sector = draw(st.sampled_from(["GOV", "MIL", None]))
        found[id] = Entity(id, FAMILIES[family], label, names, draw(COUNTRIES), sector)
    return found


@st.composite
def spans(draw: Any, text: str) -> Span:
    begin = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(begin + 1, len(text)))
    return Span(begin, end, text[begin:end])


@st.composite
def statements(draw: Any, document: Document, known: dict[str, Entity], event: str) -> Statement:
    sentence = draw(spans(document.text))
    trigger = draw(spans(document.text))

    def argument() -> Argument:
        words = draw(spans(document.text))
        return Argument(known[draw(st.sampled_from(sorted(known)))], words.begin, words.end)

    def perhaps() -> Argument | None:
        return argument() if draw(st.booleans()) else None

    relation = draw(st.sampled_from([None, *sorted(ONTOLOGY.relations)]))
    return Statement(
        document.id,
        sentence,
        Trigger(trigger.begin, trigger.end, trigger.text, draw(TEXTS)),
        argument() if relation else perhaps(),
        relation,
        argument() if relation else perhaps(),
        draw(st.sampled_from(["actual", "planned", "possible", "negated"])),
        draw(st.integers(0, 10_000)) / 10_000,
        draw(st.sampled_from(["", "meets#hold-talks"])),
        draw(DATES),
        draw(DATES),
        perhaps(),
        perhaps(),
        perhaps(),
        perhaps(),
        draw(st.one_of(st.none(), TEXTS)),
        event=draw(st.sampled_from([None, event])),
        occurrence=draw(st.integers(1, 3)),
    )


@st.composite
def readings_(draw: Any) -> Reading:
    document = Document(
        draw(TEXTS),
        draw(TEXTS),
        draw(st.one_of(st.none(), TEXTS)),
        draw(DATES),
        draw(st.one_of(st.none(), TEXTS)),
    )
    known = draw(entities())
    said = {s.id: s for s in draw(st.lists(statements(document, known, "event/one"), max_size=4))}
    some = tuple(sorted(known.values(), key=lambda e: e.id))
    event = Event(
        "event/one",
        "Meeting",
        some,
        draw(st.one_of(st.none(), TEXTS)),
        draw(DATES),
        draw(DATES),
        draw(st.sampled_from([None, some[0]])),
    )
    return Reading(document, ordered(said.values()), (event,) if any(s.event for s in said.values()) else ())


def ordered(said: Any) -> tuple[Statement, ...]:
    return tuple(
        sorted(
            said,
            key=lambda s: (
                s.sentence.begin,
                s.sentence.end,
                s.trigger.begin,
                s.trigger.end,
                s.relation or "",
                s.id,
            ),
        )
    )


def text_of(reading: Reading) -> bytes:
    return nquads(reading, ONTOLOGY, RUN, DEFAULT_BASE)


@settings(max_examples=30, deadline=None)
@given(readings_())
def test_a_reading_comes_back_from_its_quads(reading: Reading) -> None:
    text = text_of(reading)
    quads = list(ox.parse(text, ox.RdfFormat.N_QUADS))
    assert len(quads) == text.count(b" .\n")
    assert list(readings(Quads(quads, DEFAULT_BASE))) == [reading]


@settings(max_examples=20, deadline=None)
@given(readings_(), readings_())
def test_a_changed_article_is_as_if_it_had_always_been_so(before: Reading, after: Reading) -> None:
    iri = graph_iri("a", DEFAULT_BASE)
    old, new = (
        text_of(r).replace(f"<{graph_iri(r.document.id, DEFAULT_BASE)}> .".encode(), f"<{iri}> .".encode())
        for r in (before, after)
    )
    changed, fresh = (LocalStore(ox.Store(), "memory", DEFAULT_BASE) for _ in range(2))
    changed.add([(iri, old)])
    changed.add([(iri, new)])
    fresh.add([(iri, new)])
    assert changed.dump("nquads") == fresh.dump("nquads")
    assert changed.dump("turtle") == fresh.dump("turtle")


@settings(max_examples=20, deadline=None)
@given(readings_())
def test_an_article_is_found_again_in_folded_triples(reading: Reading) -> None:
    iri = graph_iri(reading.document.id, DEFAULT_BASE)
    lines = text_of(reading).decode().split(f" <{iri}> .\n")[:-1]
    assert regroup(lines, DEFAULT_BASE, shipped_symmetric) == {iri: lines}


@settings(max_examples=30, deadline=None)
@given(readings_())
def test_a_statement_comes_back_from_its_line(reading: Reading) -> None:
    for statement in reading.statements:
        line = to_json(statement, reading.document)
        assert "\n" not in line
        document, back = from_json(line, "here")
        assert back == statement
        assert document.id == reading.document.id
