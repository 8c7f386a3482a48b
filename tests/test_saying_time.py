"""The day on which something is said is not the day on which it was done."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


CASES = [
    ("Gunmen killed a judge, a spokesman told journalists on Saturday.", None),
    ("Gunmen killed a judge, the governor wrote on X on Sunday.", None),
    ("Gunmen killed a judge, officials confirmed Sunday.", None),
    ("Gunmen killed a judge, according to a statement issued on Sunday.", None),
    ("According to a navy statement on Sunday, gunmen killed a judge.", None),
    ("As the navy announced on Friday, gunmen killed a judge.", None),
    ("The governor told a news conference in Oslo on Friday that gunmen had killed a judge.", None),
    ("The navy said on Sunday that gunmen killed a judge on Friday.", "2025-10-31"),
    ("Gunmen killed a judge on Friday, the navy said on Sunday.", "2025-10-31"),
    ("The navy said that on Friday gunmen killed a judge.", "2025-10-31"),
]


@pytest.mark.parametrize(("text", "day"), CASES)
def test_a_deed_has_its_own_day(pipeline: Pipeline, text: str, day: str | None) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    (attack,) = (one for one in reading.statements if one.relation == "attacks")
    assert attack.begin == attack.end == day


def test_what_is_done_by_saying_is_done_then(pipeline: Pipeline) -> None:
    text = "In a statement on Friday, Kenya accused Chad of fraud."
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    (accusation,) = (one for one in reading.statements if one.relation == "accuses")
    assert accusation.begin == "2025-10-31"
