"""The measures of benchmarks/quality on cases that can be counted by hand; the shipped sets are well
formed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.quality import codings, mentions
from benchmarks.quality.codings import Coding, Record, country, said_codings
from benchmarks.quality.measures import Tally, match, together
from benchmarks.quality.mentions import Annotated, Link
from benchmarks.quality.page import BEGIN, END, insert
from benchmarks.quality.places import check_places
from benchmarks.quality.sets import ARTICLES, RECORDS, SEED_GOLD, load_articles, load_records
from kg.errors import DataError, InputError
from kg.evaluation.article_edges import gold_edges
from kg.model import Argument, Document, Entity, Modality, Reading, Span, Statement, Trigger
from kg.resources.ontology import load_ontology

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = load_ontology()
TEXT = "Seoul met Tokyo."
KOREA = Entity("country/kor", "Country", "South Korea", country="KOR", sector="GOV")
JAPAN = Entity("country/jpn", "Country", "Japan", country="JPN", sector="GOV")


def coding(actors: str, type_: str, targets: str, also: str = "") -> Coding:
    return Coding(type_, tuple(actors.split()), tuple(targets.split()), frozenset(also.split()))


def statement(
    relation: str | None = "meets", modality: Modality = "actual", sentence: Span | None = None
) -> Statement:
    where = sentence or Span(0, len(TEXT), TEXT)
    return Statement(
        "a",
        where,
        Trigger(6, 9, "met", "meet"),
        Argument(KOREA, 0, 5),
        relation,
        Argument(JAPAN, 10, 15),
        modality,
        0.9,
    )


def test_ratios() -> None:
    tally = together([Tally(2, 1, 3, 1), Tally(2, 2, 1, 1)])
    assert tally == Tally(4, 3, 4, 2)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.5, 0.6)
    assert (Tally().precision, Tally().recall, Tally().f1) == (0, 0, 0)


def test_the_matching_is_a_largest_one() -> None:
    pairs = {("a", 1), ("a", 2), ("b", 1)}  # taking a-1 first must not leave b without a partner
    assert match(["a", "b"], [1, 2], lambda name, number: (name, number) in pairs) == {0: 1, 1: 0}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("USAGOV", "USA"),
        ("PALREB", "PSE"),
        ("GOV", ""),
        ("---GOV", ""),
        ("", ""),
        ("NGO", "IGO"),
        ("ROK", "KOR"),
        ("UAEGOV", "ARE"),
    ],
)
def test_country_of_a_code(code: str, expected: str) -> None:
    assert country(code) == expected


@pytest.mark.parametrize(
    ("gold", "given", "types", "dyads"),
    [
        # the sector does not matter, the direction does
        ([coding("USAGOV", "CONSULT", "KORMIL")], [coding("USA", "CONSULT", "ROK")], (1, 1, 1), (1, 1, 1)),
        ([coding("USA", "CONSULT", "KOR")], [coding("KOR", "CONSULT", "USA")], (1, 1, 1), (0, 1, 1)),
        ([coding("USA", "CONSULT", "KOR")], [coding("KOR", "ACCUSE", "USA")], (0, 1, 1), (0, 1, 1)),
        # what was said in both directions, or of two actors, matches either
        (
            [coding("USA", "CONSULT", "KOR")],
            [coding("KOR", "CONSULT", "USA"), coding("USA", "CONSULT", "KOR")],
            (1, 1, 1),
            (1, 1, 1),
        ),
        ([coding("USA", "CONSULT", "KOR")], [coding("KOR USA", "CONSULT", "")], (1, 1, 1), (1, 1, 1)),
        ([coding("HUN ROU", "AGREE", "")], [coding("ROM", "AGREE", "HUN")], (1, 1, 1), (1, 1, 1)),
        # a type that counts as right too
        ([coding("ISR", "ASSAULT", "PSE", "COERCE")], [coding("ISR", "COERCE", "PAL")], (1, 1, 1), (1, 1, 1)),
        # several actors and targets are as many dyads; types of a sentence are a set
        (
            [coding("USA GBR", "ACCUSE", "RUS")],
            [coding("USA", "ACCUSE", "RUS"), coding("USA", "AID", "RUS")],
            (1, 2, 1),
            (1, 2, 2),
        ),
        # a side without a country is a value of its own
        ([coding("FRA", "MOBILIZE", "")], [coding("FRA", "MOBILIZE", "DEU")], (1, 1, 1), (0, 1, 1)),
        ([coding("FRA", "MOBILIZE", "")], [coding("FRA", "MOBILIZE", "---CVL")], (1, 1, 1), (1, 1, 1)),
        # nothing said; nothing to be said; an event without codes has no dyad
        ([coding("FRA", "AID", "MLI")], [], (0, 0, 1), (0, 0, 1)),
        ([], [coding("FRA", "AID", "MLI")], (0, 1, 0), (0, 1, 0)),
        ([coding("", "AID", "")], [coding("FRA", "AID", "MLI")], (1, 1, 1), (0, 0, 0)),
    ],
)
def test_types_and_dyads(
    gold: list[Coding], given: list[Coding], types: tuple[int, int, int], dyads: tuple[int, int, int]
) -> None:
    scores = codings.score([Record("r", "A sentence.", tuple(gold))], {"r": given})
    assert (scores.types.right, scores.types.said, scores.types.gold) == types
    assert (scores.dyads.right, scores.dyads.said, scores.dyads.gold) == dyads


def test_rows_and_errors_of_types() -> None:
    gold = [
        Record("1", "One.", (coding("USA", "AID", "MLI"),)),
        Record("2", "Two.", (coding("USA", "AID", "MLI"),)),
    ]
    scores = codings.score(gold, {"1": [coding("USA", "AID", "MLI")], "2": [coding("USA", "ACCUSE", "MLI")]})
    assert scores.by_type == {"AID": Tally(1, 1, 2, 1), "ACCUSE": Tally(said=1)}
    assert [(one.kind, one.group, one.place, one.what) for one in scores.faults] == [
        ("missed", "AID, said ACCUSE", "2", "AID USA -> MLI"),
        ("wrong", "ACCUSE, gold AID", "2", "ACCUSE USA -> MLI"),
    ]


def test_errors_of_dyads_say_which_side() -> None:
    gold = [
        Record("1", "One.", (coding("USA", "AID", "MLI"),)),
        Record("2", "Two.", (coding("USA", "AID", ""),)),
    ]
    faults = codings.score(
        gold, {"1": [coding("GBR", "AID", "MLI")], "2": [coding("---GOV", "AID", "FRA")]}
    ).faults
    assert [(one.group, one.what) for one in faults] == [
        ("dyad, actor other, target right", "AID USA -> MLI, said GBR -> MLI"),
        ("dyad, actor missing, target too much", "AID USA -> ?, said ? -> FRA"),
    ]


@pytest.mark.parametrize(
    ("relation", "modality", "expected"),
    [
        ("meets", "actual", [coding("KORGOV JPNGOV", "CONSULT", "")]),
        ("meets", "planned", [coding("KORGOV JPNGOV", "AGREE", "")]),
        ("meets", "negated", [coding("KORGOV", "REJECT", "JPNGOV")]),
        ("accuses", "actual", [coding("KORGOV", "ACCUSE", "JPNGOV")]),
        ("partOf", "actual", []),
    ],
)
def test_statements_become_codings(relation: str, modality: Modality, expected: list[Coding]) -> None:
    reading = Reading(Document("a", TEXT), (statement(relation, modality),))
    assert said_codings(reading, ONTOLOGY) == expected


def test_events_and_links_of_an_article() -> None:
    met, talks = (6, 9), (12, 15)
    links = frozenset({Link(met, "A0", (0, 5)), Link(met, "A0", (10, 15)), Link(met, "A1", (2, 4))})
    scores = mentions.score(
        [Annotated(Document("a", TEXT), frozenset({met, talks}), links)],
        {"a": [statement(None), statement("meets")]},
    )
    assert scores.events == Tally(1, 1, 2, 1)
    assert scores.roles == {"A0": Tally(1, 1, 2, 1), "A1": Tally(1, 0, 1, 0)}
    assert scores.links == Tally(2, 1, 3, 1)
    assert [(one.kind, one.group, one.what) for one in scores.faults] == [
        ("missed", "event", "kyo"),
        ("missed", "A0", "met A0 Tokyo"),
        ("missed", "A1", "met A1 ou"),
        ("wrong", "A1", "met A1 Tokyo"),
    ]
    assert {one.sentence for one in scores.faults} == {TEXT}


def test_an_article_of_which_nothing_was_said() -> None:
    gold = Annotated(Document("a", TEXT), frozenset({(6, 9)}), frozenset())
    assert mentions.score([gold], {}).events == Tally(gold=1)


def test_places_of_statements() -> None:
    good, moved, short = (
        statement(),
        statement(sentence=Span(1, len(TEXT) + 1, TEXT)),
        statement(sentence=Span(0, 9, TEXT[:9])),
    )
    found = check_places([Reading(Document("a", TEXT), (good, moved, short))])
    assert (found.statements, found.sentences, found.words) == (3, 2, 1)
    assert len(found.faults) == 2


def test_the_shipped_sets_are_whole() -> None:
    assert len(load_records(RECORDS)) == 121
    assert len(load_articles(ARTICLES)) == 60
    assert sum(edge.core for edge in gold_edges(SEED_GOLD, ONTOLOGY)) == 44
    for article in load_articles(ARTICLES):
        spans = {*article.events, *(link.entity for link in article.links)}
        assert all(0 <= begin < end <= len(article.document.text) for begin, end in spans)
    known = {relation.plover for relation in ONTOLOGY.relations.values()} | {
        "REJECT",
        "THREATEN",
        "AGREE",
        "CONCEDE",
        "SUPPORT",
    }
    assert {event.type for record in load_records(RECORDS) for event in record.events} <= known


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"id": "1"}', "is no coded sentence"),
        ('{"id": 1, "sentence": "", "events": 3}', "no coded"),
    ],
)
def test_faulty_lines_are_named(tmp_path: Path, line: str, fault: str) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps({"id": "0", "sentence": "S", "events": []}) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"records.jsonl:2: .*{fault}"):
        load_records(path)
    with pytest.raises(InputError, match="cannot be read"):
        load_records(tmp_path / "none.jsonl")


def test_tables_stand_between_the_marks() -> None:
    assert insert("new", f"a\n{BEGIN}\nold\n{END}\nb") == f"a\n{BEGIN}\nnew\n{END}\nb"
    with pytest.raises(DataError, match="marks"):
        insert("new", "a page without")
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    assert "### Typed edges" in page.partition(BEGIN)[2].partition(END)[0]
