"""Which numbers of a sentence are the amount of what it says."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


@pytest.mark.parametrize(
    ("text", "relation", "amount"),
    [
        ("Norway imposed tariffs on Chad on 14.9.2024.", "sanctions", None),
        ("Norway said that on 30.10.2025 it arrested protesters.", "coerces", None),
        ("Norway said that on 30.10.2025 it arrested 40 protesters.", "coerces", "40"),
        ("Norway bought Typhoon 6 jets from Kenya.", "acquires", None),
        ("Norway bought 7 Kestrel missiles.", "acquires", "7"),
    ],
)
def test_times_and_numbers_in_names_are_no_amounts(
    pipeline: Pipeline, text: str, relation: str, amount: str | None
) -> None:
    (reading,) = pipeline.read([Document("a", text)])
    assert {one.quantity for one in reading.statements if one.relation == relation} == {amount}


JOINED = [
    ("Norway bought 7 tanks and 12 frigates from Kenya.", {"tank": "7", "frigate": "12"}),
    ("Norway bought 7 tanks and frigates from Kenya.", {"tank": "7", "frigate": None}),
    ("Norway bought tanks and 12 frigates from Kenya.", {"tank": None, "frigate": "12"}),
]


@pytest.mark.parametrize(("text", "amounts"), JOINED)
def test_each_of_joined_things_has_its_own_amount(
    pipeline: Pipeline, text: str, amounts: dict[str, str | None]
) -> None:
    (reading,) = pipeline.read([Document("a", text)])
    found = {one.object.entity.label: one.quantity for one in reading.statements if one.object}
    assert found == amounts
