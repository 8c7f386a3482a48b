"""What a sentence says of several times is a statement for each."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document, Reading
from kg.pipeline import Pipeline
from kg.rdf.jsonl import from_json, to_json


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def read(pipeline: Pipeline, text: str) -> Reading:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    return reading


@pytest.mark.parametrize(
    ("text", "relation", "times"),
    [
        ("Ghana invaded Togo in 1999 and 2004.", "attacks", ["1999", "2004"]),
        ("Ghana held talks with Togo on 4 May and 9 June.", "meets", ["2025-05-04", "2025-06-09"]),
        (
            "Ghana will meet Togo on December 4, 8 and 12.",
            "meets",
            ["2025-12-04", "2025-12-08", "2025-12-12"],
        ),
        ("Ghana invaded Togo in 1999 and left in 2004.", "attacks", ["1999"]),
    ],
)
def test_each_time_has_its_statement(pipeline: Pipeline, text: str, relation: str, times: list[str]) -> None:
    reading = read(pipeline, text)
    found = [one for one in reading.statements if one.relation == relation]
    assert [one.begin for one in found] == times
    assert [one.occurrence for one in found] == list(range(1, len(times) + 1))
    assert len({one.id for one in found}) == len({one.event for one in found}) == len(times)


def test_the_first_is_called_as_if_it_were_alone(pipeline: Pipeline) -> None:
    both, alone = (
        read(pipeline, f"Ghana invaded Togo in {when}.").statements for when in ("1999 and 2004", "1999")
    )
    assert both[0].id == alone[0].id


def test_a_line_of_json_keeps_which_it_is(pipeline: Pipeline) -> None:
    reading = read(pipeline, "Ghana invaded Togo in 1999 and 2004.")
    lines = [to_json(one, reading.document) for one in reading.statements]
    assert [from_json(line, "here")[1].id for line in lines] == [one.id for one in reading.statements]
