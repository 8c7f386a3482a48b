"""Preparing and scoring of the annotated sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.statements import annotated
from training.statements.evaluate import Said, Tally, judge, rows_of, separation, words_of
from training.statements.open_texts import Unread

ROW = {
    "relation": "coerces",
    "certain": True,
    "subject": {"begin": 0, "end": 6, "text": "Police"},
    "trigger": {"begin": 7, "end": 15, "text": "detained"},
    "object": {"begin": 16, "end": 31, "text": "many protesters"},
    "modality": "actual",
}


def said(
    subject: str, other: str, relation: str = "coerces", modality: str = "actual", sure: float = 0.9
) -> Said:
    return Said(relation, words_of(subject), words_of(other), modality, sure)


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (said("Police", "protesters"), "right"),
        (said("Police", ""), "partial"),
        (said("Police", "Minsk"), "wrong"),
        (said("protesters", "Police"), "wrong"),
        (said("Police", "protesters", relation="attacks"), "wrong"),
    ],
)
def test_verdicts(one: Said, verdict: str) -> None:
    judge(rows_of([ROW]), [one])
    assert one.verdict == verdict


def test_a_symmetric_statement_is_right_either_way_round() -> None:
    one = said("many protesters", "the police", relation="meets")
    judge(rows_of([{**ROW, "relation": "meets"}]), [one])
    assert one.verdict == "right"


def test_what_can_be_argued_about_is_optional() -> None:
    one = said("Police", "protesters")
    judge(rows_of([{**ROW, "certain": False}]), [one])
    assert one.verdict == "optional"


def test_figures_from_a_threshold_on() -> None:
    rows, found = rows_of([ROW]), [said("Police", "protesters", sure=0.6), said("Police", "Minsk", sure=0.4)]
    judge(rows, found)
    total = Tally(rows, found)
    assert total.at(0.3)["precision"] == 0.5
    assert total.at(0.5)["precision"] == 1
    assert total.at(0.5)["two"] == 1
    assert total.at(0.7)["two"] == 0
    assert total.at(0.3)["separation"] == 1


def test_separation_of_the_alike_is_a_half() -> None:
    assert separation([(0.5, True), (0.5, False)]) == 0.5


def test_records(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    record = {"id": "a.1", "article": "a", "text": "Police detained many protesters", "rows": [ROW]}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (found,) = annotated.read([path])
    assert (found.article, found.rows[0].spans["object"], found.rows[0].certain) == ("a", (16, 31), True)


def test_no_open_text_is_annotated() -> None:
    brief = "Police in Minsk detained dozens of protesters on Sunday."
    unread = Unread([brief])
    assert not unread(brief)
    assert not unread(f"It rained in the whole of the country. {brief}")
    other = "The two ministers met in Oslo on Monday to talk about trade."
    assert unread(other)
    assert not unread(other)
    assert not unread("Too short.")
