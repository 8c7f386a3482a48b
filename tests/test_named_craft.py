"""Ships and other craft that have names: what they are, what they do and what is done to them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Argument, Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def shown(argument: Argument | None) -> str:
    """An entity as "Class label", with the country's code where it has one."""
    if argument is None:
        return "-"
    entity = argument.entity
    return " ".join([entity.cls, entity.label, *([entity.country] if entity.country else [])])


def said(pipeline: Pipeline, text: str) -> set[tuple[str, str | None, str]]:
    """Subject, relation and object of what is said, without what lies where."""
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    found = ((shown(one.subject), one.relation, shown(one.object)) for one in reading.statements)
    return {one for one in found if one[1] != "locatedIn"}


SAID = [
    (
        "HMS Brightwell attacked a pirate boat.",
        ("Platform HMS Brightwell GBR", "attacks", "Platform pirate boat"),
    ),
    ("USS Corliss visited Colombo.", ("Platform USS Corliss USA", "visits", "City Colombo LKA")),
    ("The freighter Maribel rammed the pier.", ("Platform Maribel", "attacks", "Facility pier")),
    ("Yemeni rebels attacked the cargo ship Nordic Dawn.", ("Platform Nordic Dawn",)),
    ("Iran seized the tanker Olivia.", ("Country Iran IRN", "Platform Olivia")),
    (
        "The yacht Maribel arrived in Oslo. Chile seized the Maribel.",
        ("Country Chile CHL", "Platform Maribel"),
    ),
    ("Mali shot down a Tu-95.", ("Country Mali MLI", "attacks", "Platform Tu-95")),
    ("A British warship fired at a Chilean boat.", ("attacks", "Platform Chilean boat CHL")),
    ("A Greek trawler rescued ten migrants off Malta.", ("Platform Greek trawler GRC", "aids")),
    ("Turkish jets bombed Basra.", ("Country Turkey TUR", "attacks", "City Basra IRQ")),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_craft_with_names(pipeline: Pipeline, text: str, expected: tuple[str, ...]) -> None:
    assert any(set(expected) <= set(one) for one in said(pipeline, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ferry Company accused Chad of lying.", "Company Ferry Company"),
        ("The ship that Peru bought from Chile visited Oslo.", "Country Peru PER"),
    ],
)
def test_a_name_beside_a_craft_that_is_not_its_own(pipeline: Pipeline, text: str, expected: str) -> None:
    assert any(expected in one for one in said(pipeline, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad fired two rockets at Zinder.", "Place Zinder"),
        ("Gunmen shot a guard at Zinder.", "Group guard"),
        ("Chad bombed Niamey.", "City Niamey NER"),
        ("Chad shelled the suburbs of Bamako.", "City Bamako MLI"),
    ],
)
def test_cities_that_are_struck_and_cities_where_somebody_is(
    pipeline: Pipeline, text: str, expected: str
) -> None:
    assert {one[2] for one in said(pipeline, text) if one[1] == "attacks"} == {expected}
