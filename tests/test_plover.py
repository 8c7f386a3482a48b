from __future__ import annotations

import csv
import io
from dataclasses import astuple, replace

import pytest

from kg import paths
from kg.export.plover import HEADER, MODES, event_rows, plover_csv, plover_mode, plover_type, store_rows
from kg.model import Argument, Entity, Span, Statement, Trigger
from kg.resources.ontology import load_ontology
from tests.known import ENTITIES, known_readings, known_store

ONTOLOGY = load_ontology()


def said(relation: str | None, modality: str = "actual", lemma: str = "do") -> Statement:
    side = Argument(ENTITIES["kor"], 0, 1)
    return Statement("a", Span(0, 1, "x"), Trigger(0, 1, "x", lemma), side, relation, side, modality)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("relation", "actual", "planned", "negated"),
    [
        ("meets", "CONSULT", "AGREE", "REJECT"),
        ("visits", "CONSULT", "AGREE", "REJECT"),
        ("discusses", "CONSULT", "AGREE", "REJECT"),
        ("agreesWith", "AGREE", "AGREE", "REJECT"),
        ("supports", "SUPPORT", "AGREE", "REJECT"),
        ("cooperatesWith", "COOPERATE", "AGREE", "REJECT"),
        ("aids", "AID", "AGREE", "REJECT"),
        ("grants", "CONCEDE", "AGREE", "REJECT"),
        ("withdrawsFrom", "RETREAT", "CONCEDE", "REJECT"),
        ("requests", "REQUEST", "REQUEST", None),
        ("accuses", "ACCUSE", "ACCUSE", None),
        ("rejects", "REJECT", "REJECT", None),
        ("threatens", "THREATEN", "THREATEN", None),
        ("mobilizes", "MOBILIZE", "MOBILIZE", None),
        ("protests", "PROTEST", "THREATEN", None),
        ("sanctions", "SANCTION", "THREATEN", None),
        ("coerces", "COERCE", "THREATEN", None),
        ("attacks", "ASSAULT", "THREATEN", None),
        ("seeks", None, None, None),
        ("represents", None, None, None),
        (None, None, None, None),
        ("unheardOf", None, None, None),
    ],
)
def test_types_follow_from_relation_and_modality(
    relation: str | None, actual: str | None, planned: str | None, negated: str | None
) -> None:
    found = [
        plover_type(said(relation, modality), ONTOLOGY)
        for modality in ("actual", "planned", "negated", "possible")
    ]
    assert found == [actual, planned, negated, None]


def test_every_relation_with_a_type_is_covered_above() -> None:
    assert {relation.plover for relation in ONTOLOGY.relations.values() if relation.plover} == set(
        ONTOLOGY.plover_types
    )


@pytest.mark.parametrize("lemma", ["sign", "ratify", "sign deal"])
def test_signing_is_support_and_to_sign_is_to_agree(lemma: str) -> None:
    assert plover_type(said("agreesWith", "actual", lemma), ONTOLOGY) == "SUPPORT"
    assert plover_type(said("agreesWith", "planned", lemma), ONTOLOGY) == "AGREE"


@pytest.mark.parametrize(
    ("before", "modality", "code"),
    [
        ("Kenya is willing to ", "possible", "AGREE"),
        ("Kenya may ", "possible", None),
        ("Kenya decided to ", "planned", "AID"),
        ("Kenya decided on Friday to ", "planned", "AID"),
    ],
)
def test_willingness_is_to_agree_and_a_decision_is_the_deed(
    before: str, modality: str, code: str | None
) -> None:
    statement = said("aids", modality, "help")
    begin = len(before)
    sentence, trigger = Span(0, begin + 10, f"{before}help Haiti"), Trigger(begin, begin + 4, "help", "help")
    assert plover_type(replace(statement, sentence=sentence, trigger=trigger), ONTOLOGY) == code


@pytest.mark.parametrize(
    ("relation", "lemma", "modality", "code"),
    [
        ("aids", "offer aid", "possible", "AGREE"),
        ("withdrawsFrom", "agree truce", "planned", "AGREE"),
        ("withdrawsFrom", "withdraw", "planned", "CONCEDE"),
        ("cooperatesWith", "restore tie", "actual", "SUPPORT"),
        ("cooperatesWith", "hold drill", "actual", "COOPERATE"),
    ],
)
def test_offers_and_diplomatic_ties(relation: str, lemma: str, modality: str, code: str) -> None:
    assert plover_type(said(relation, modality, lemma), ONTOLOGY) == code


def test_modes_are_those_of_the_codebook() -> None:
    known = {f"{kind}-{mode}" for kind, modes in MODES.items() for mode in modes.values()}
    text = (paths.ONTOLOGY / "plover.ttl").read_text(encoding="utf-8")
    assert {code for code in known if f"plover:{code} a skos:Concept" not in text} == set()


@pytest.mark.parametrize(
    ("relation", "lemma", "mode"),
    [
        ("visits", "go", "visit"),
        ("meets", "hold phone call", "phone"),
        ("meets", "meet", ""),
        ("attacks", "carry out airstrike", "heavy-weapons"),
        ("coerces", "arrest", "arrest"),
        ("sanctions", "impose sanction", "restrict"),
        ("sanctions", "expel", "expel"),
        ("withdrawsFrom", "pull out", "withdraw"),
        ("supports", "praise", ""),
    ],
)
def test_modes_are_told_by_the_trigger(relation: str, lemma: str, mode: str) -> None:
    statement = said(relation, lemma=lemma)
    assert plover_mode(statement, plover_type(statement, ONTOLOGY) or "") == mode


@pytest.mark.parametrize(
    ("relation", "lemma", "code"),
    [
        ("sanctions", "impose sanction", "COERCE"),
        ("sanctions", "blacklist", "COERCE"),
        ("sanctions", "sever tie", "SANCTION"),
        ("attacks", "launch cyber-attack", "COERCE"),
        ("attacks", "launch attack", "ASSAULT"),
        ("agreesWith", "sign accord", "SUPPORT"),
    ],
)
def test_types_that_the_words_decide(relation: str, lemma: str, code: str) -> None:
    assert plover_type(said(relation, lemma=lemma), ONTOLOGY) == code


@pytest.mark.parametrize(
    ("relation", "modality", "words", "lemma", "code"),
    [
        (
            "withdrawsFrom",
            "actual",
            "Kenya |withdrew| its last peacekeepers from Haiti",
            "withdraw",
            "SANCTION",
        ),
        (
            "withdrawsFrom",
            "planned",
            "Kenya will |withdraw| its observers from Haiti",
            "withdraw",
            "THREATEN",
        ),
        ("withdrawsFrom", "actual", "Kenya |withdrew| its soldiers from Haiti", "withdraw", "RETREAT"),
        ("meets", "negated", "Kenya |suspended| talks with Haiti", "suspend talk", "SANCTION"),
        ("meets", "negated", "Kenya |cancelled| talks with Haiti", "cancel talk", "REJECT"),
        ("attacks", "actual", "Kenya |launched| a wave of cyber attacks on Haiti", "launch attack", "COERCE"),
        (
            "sanctions",
            "possible",
            "Kenya will |suspend| aid to Haiti unless it yields",
            "suspend aid",
            "THREATEN",
        ),
        ("sanctions", "possible", "Kenya may |suspend| aid to Haiti", "suspend aid", None),
        ("aids", "possible", "Kenya will |aid| Haiti if it yields", "aid", None),
        ("accuses", "possible", "Kenya has reportedly |sued| Haiti", "sue", "ACCUSE"),
        ("accuses", "possible", "Kenya may reportedly |sue| Haiti", "sue", None),
    ],
)
def test_types_that_the_words_around_decide(
    relation: str, modality: str, words: str, lemma: str, code: str | None
) -> None:
    before, verb, after = words.split("|")
    trigger = Trigger(len(before), len(before) + len(verb), verb, lemma)
    sentence = Span(0, len(before + verb + after), before + verb + after)
    assert (
        plover_type(replace(said(relation, modality, lemma), sentence=sentence, trigger=trigger), ONTOLOGY)
        == code
    )


def test_what_is_announced_has_no_mode_of_the_deed() -> None:
    assert plover_mode(said("visits", "planned"), "AGREE") == ""


def test_the_header_is_the_contract() -> None:
    assert ",".join(HEADER) == (
        "article,date,event_type,event_mode,actor_name,actor_country,actor_sector,recipient_name,recipient_country,recipient_sector,"
        "place,modality,confidence,sentence,statement"
    )


def test_the_known_graph_as_a_table() -> None:
    table = list(csv.DictReader(io.StringIO("".join(plover_csv(store_rows(known_store(), ONTOLOGY))))))
    assert tuple(table[0]) == HEADER
    short = [
        (
            r["article"],
            r["date"],
            r["event_type"],
            r["event_mode"],
            r["actor_country"],
            r["recipient_country"],
            r["modality"],
        )
        for r in table
    ]
    assert short == [
        ("scm", "2025-11-03", "AGREE", "", "KOR", "USA", "planned"),
        ("scm", "2025-11-03", "AGREE", "", "KOR", "", "planned"),
        ("scm", "2025-11-03", "AGREE", "", "USA", "KOR", "planned"),
        ("scm", "2025-11-03", "COOPERATE", "", "KOR", "USA", "actual"),
        ("test", "2025-11-04", "CONSULT", "", "KOR", "USA", "actual"),
        ("test", "2025-11-05", "REJECT", "", "USA", "KOR", "negated"),
        ("test", "2025-10-08", "ASSAULT", "heavy-weapons", "RUS", "UKR", "actual"),
        ("war", "2025-10-10", "AID", "", "USA", "UKR", "actual"),
        ("war", "2025-10-10", "SANCTION", "", "USA", "RUS", "actual"),
        ("war", "2025-10-10", "ACCUSE", "disapprove", "UKR", "RUS", "actual"),
        ("war", "2025-10-10", "THREATEN", "", "RUS", "UKR", "actual"),
        ("war", "2025-10-10", "CONCEDE", "", "RUS", "UKR", "planned"),
        ("war", "2025-10-10", "COERCE", "", "RUS", "USA", "actual"),
        ("war", "2025-10-10", "SUPPORT", "", "IGO", "UKR", "actual"),
        ("yard", "2025-10-30", "CONCEDE", "", "USA", "KOR", "actual"),
        ("yard", "2025-10-30", "REQUEST", "", "KOR", "USA", "actual"),
        ("yard", "2025-10-30", "SUPPORT", "", "KOR", "USA", "actual"),
    ]
    meeting = table[0]
    assert meeting["sentence"] == "Ahn Gyu-back will meet Pete Hegseth in Seoul."
    assert (meeting["actor_name"], meeting["actor_sector"], meeting["recipient_name"], meeting["place"]) == (
        "Ahn Gyu-back",
        "GOV",
        "Pete Hegseth",
        "Seoul",
    )
    assert meeting["confidence"] == "0.75"
    assert meeting["statement"].startswith("statement/")
    assert table[1]["recipient_name"] == ""  # a topic is no party


def test_one_event_and_dyad_is_one_row_whichever_way_round_it_is_said() -> None:
    reading = known_readings()[0]
    first = reading.statements[0]
    turned = replace(first, subject=first.object, object=first.subject, confidence=0.99)
    rows = event_rows([replace(reading, statements=(first, turned))], ONTOLOGY)
    assert [(row.actor_name, row.confidence) for row in rows] == [("Pete Hegseth", "0.99")]


def test_bodies_without_a_country() -> None:
    reading = known_readings()[0]
    ngo = Entity("organization/red-cross", "Organization", "Red Cross", sector="NGO")
    rebels = Entity("organization/rebels", "ArmedGroup", "Rebels", sector="REB")
    statement = said("attacks")
    statement = replace(statement, subject=Argument(rebels, 0, 1), object=Argument(ngo, 0, 1))
    row = event_rows([replace(reading, statements=(statement,))], ONTOLOGY)[0]
    assert (row.actor_country, row.actor_sector, row.recipient_country) == ("", "REB", "NGO")


def test_sentences_stand_on_one_line() -> None:
    reading = known_readings()[0]
    statement = replace(said("attacks"), sentence=Span(0, 9, 'a\r\n"b",  c'))
    lines = list(plover_csv(event_rows([replace(reading, statements=(statement,))], ONTOLOGY)))
    assert len(lines) == 2
    assert lines[1].count("\n") == 1
    assert next(csv.reader([lines[1]]))[13] == 'a "b", c'
    assert len(next(csv.reader([lines[1]]))) == len(astuple(event_rows([reading], ONTOLOGY)[0]))
