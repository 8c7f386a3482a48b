from __future__ import annotations

import csv
import io
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from kg import paths
from kg.errors import DataError
from kg.export.plover import HEADER, event_rows, plover_csv, plover_mode, plover_type, store_rows
from kg.export.plover_rules import PATH, load_plover_rules
from kg.model import Argument, Entity, Span, Statement, Trigger
from kg.resources.ontology import load_ontology
from tests.known import ENTITIES, known_readings, known_store

ONTOLOGY = load_ontology()
RULES = load_plover_rules(ONTOLOGY.plover_types)


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
        plover_type(said(relation, modality), ONTOLOGY, RULES)
        for modality in ("actual", "planned", "negated", "possible")
    ]
    assert found == [actual, planned, negated, None]


def test_every_relation_with_a_type_is_covered_above() -> None:
    assert {relation.plover for relation in ONTOLOGY.relations.values() if relation.plover} == set(
        ONTOLOGY.plover_types
    )


@pytest.mark.parametrize("lemma", ["sign", "ratify", "sign deal"])
def test_signing_is_support_and_to_sign_is_to_agree(lemma: str) -> None:
    assert plover_type(said("agreesWith", "actual", lemma), ONTOLOGY, RULES) == "SUPPORT"
    assert plover_type(said("agreesWith", "planned", lemma), ONTOLOGY, RULES) == "AGREE"


@pytest.mark.parametrize(
    ("cue", "modality", "code"),
    [
        ("willing", "possible", "AGREE"),
        ("may", "possible", None),
        ("decide", "planned", "AID"),
        ("will", "planned", "AGREE"),
    ],
)
def test_willingness_is_to_agree_and_a_decision_is_the_deed(
    cue: str, modality: str, code: str | None
) -> None:
    assert plover_type(replace(said("aids", modality, "help"), cue=cue), ONTOLOGY, RULES) == code


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
    assert plover_type(said(relation, modality, lemma), ONTOLOGY, RULES) == code


def test_modes_are_those_of_the_codebook() -> None:
    known = {f"{kind}-{mode}" for kind, modes in RULES.modes.items() for mode in modes.values()}
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
    assert plover_mode(statement, plover_type(statement, ONTOLOGY, RULES) or "", RULES) == mode


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
    assert plover_type(said(relation, lemma=lemma), ONTOLOGY, RULES) == code


@pytest.mark.parametrize(
    ("relation", "modality", "cue", "lemma", "code"),
    [
        ("withdrawsFrom", "planned", "agree", "withdraw", "AGREE"),
        ("withdrawsFrom", "planned", "will", "withdraw", "CONCEDE"),
        ("withdrawsFrom", "actual", None, "withdraw", "RETREAT"),
        ("meets", "negated", None, "suspend talk", "SANCTION"),
        ("meets", "negated", None, "cancel talk", "REJECT"),
        ("attacks", "actual", None, "launch cyberattack", "COERCE"),
        ("sanctions", "possible", "will", "suspend aid", "THREATEN"),
        ("sanctions", "possible", "may", "suspend aid", None),
        ("aids", "possible", "will", "aid", None),
        ("accuses", "possible", "reportedly", "sue", "ACCUSE"),
        ("accuses", "possible", "may", "sue", None),
    ],
)
def test_types_that_the_cue_decides(
    relation: str, modality: str, cue: str | None, lemma: str, code: str | None
) -> None:
    assert plover_type(replace(said(relation, modality, lemma), cue=cue), ONTOLOGY, RULES) == code


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[planned] ", "[planed]", r"unknown key 'planed'; did you mean 'planned'\?"),
        ("[modes.COERCE]", "[modes.COERC]", r"\[modes\] has an unknown key 'COERC'; did you mean 'COERCE'\?"),
        ('CONCEDE = ["RETREAT"]', 'CONCEDE = ["RETRAT"]', r"\[planned\] has an unknown key 'RETRAT'"),
        ('promising = ["offer"', 'promissing = ["offer"', r"\[words\] has an unknown key 'promissing'"),
        ('report = ["reportedly", "apparently"]', "", r"\[cues\] lacks 'report'"),
        ('riot = ["riot", "riots"]', 'riot = ["riot", "riot"]', r"\[modes.PROTEST\] lists 'riot' twice"),
        ('ban = ["ban", "outlaw"]', 'ban = "ban"', r"\[modes.COERCE\] has no list of words under 'ban'"),
    ],
)
def test_faulty_rules_are_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = PATH.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "plover.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=fault):
        load_plover_rules(ONTOLOGY.plover_types, path)


def test_what_is_announced_has_no_mode_of_the_deed() -> None:
    assert plover_mode(said("visits", "planned"), "AGREE", RULES) == ""


def test_the_header_is_the_contract() -> None:
    assert ",".join(HEADER) == (
        "article,date,event_type,event_mode,actor_name,actor_country,actor_sector,recipient_name,recipient_country,recipient_sector,"
        "place,modality,confidence,sentence,statement"
    )


def test_the_known_graph_as_a_table() -> None:
    table = list(csv.DictReader(io.StringIO("".join(plover_csv(store_rows(known_store(), ONTOLOGY, RULES))))))
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
        ("war", "2025-10-09", "COERCE", "", "", "USA", "actual"),
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
    rows = event_rows([replace(reading, statements=(first, turned))], ONTOLOGY, RULES)
    assert [(row.actor_name, row.confidence) for row in rows] == [("Pete Hegseth", "0.99")]


def test_bodies_without_a_country() -> None:
    reading = known_readings()[0]
    ngo = Entity("organization/red-cross", "Organization", "Red Cross", sector="NGO")
    rebels = Entity("organization/rebels", "ArmedGroup", "Rebels", sector="REB")
    statement = said("attacks")
    statement = replace(statement, subject=Argument(rebels, 0, 1), object=Argument(ngo, 0, 1))
    row = event_rows([replace(reading, statements=(statement,))], ONTOLOGY, RULES)[0]
    assert (row.actor_country, row.actor_sector, row.recipient_country) == ("", "REB", "NGO")


def test_sentences_stand_on_one_line() -> None:
    reading = known_readings()[0]
    statement = replace(said("attacks"), sentence=Span(0, 9, 'a\r\n"b",  c'))
    lines = list(plover_csv(event_rows([replace(reading, statements=(statement,))], ONTOLOGY, RULES)))
    assert len(lines) == 2
    assert lines[1].count("\n") == 1
    assert next(csv.reader([lines[1]]))[13] == 'a "b", c'
    assert len(next(csv.reader([lines[1]]))) == len(astuple(event_rows([reading], ONTOLOGY, RULES)[0]))
