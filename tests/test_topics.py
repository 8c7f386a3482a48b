"""Where the words of a topic begin and end, and which word is its head."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def topics(pipeline: Pipeline, text: str) -> set[str]:
    """The labels of the topics that are objects of what a text says."""
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    ends = [one.object.entity for one in reading.statements if one.object]
    return {entity.label for entity in ends if entity.cls == "Topic"}


HEADS = [
    (
        "The court upheld on appeal a lower verdict against the mayor.",
        {"lower verdict against the mayor"},
    ),
    ("Chad supports the steps that Kenya wants to take.", {"steps"}),
    ("Chad blocked the resolution, which Mali seeks to adopt.", {"resolution"}),
    ('"That is what we want to tell Chad," Ana Lund told reporters.', set()),
    ("They know what Chad seeks to hide.", set()),
    ("Chad does not allow anyone under 12 to vote.", set()),
]
"""A noun that was given an object, objects that stand before their clauses, and somebody."""


@pytest.mark.parametrize(("text", "found"), HEADS)
def test_a_topic_is_headed_by_its_noun(pipeline: Pipeline, text: str, found: set[str]) -> None:
    assert topics(pipeline, text) == found


BOUNDS = [
    (
        "The ministers discussed Kenya's role in the region in connection with the pact.",
        "Kenya's role in the region",
    ),
    (
        "The ministers discussed the causes and effects of the drought in Kenya.",
        "effects of the drought in Kenya",
    ),
    ("Chad's parliament passed the bill into law on Monday.", "bill"),
    ("Norway condemned the violation of the 2019 fishing accord.", "violation of the 2019 fishing accord"),
    ('Kenya wants to "sell" the port to Chad.', '"sell" the port to Chad'),
    ('Kenya praised "the good ties" between Chad and Mali.', "good ties"),
    ("Kenya offered support for efforts to rebuild the harbour.", "efforts to rebuild the harbour"),
    ("Chad reported the first confirmed malaria related death in Oslo.", "malaria"),
    ("Mali praised the Malian-Malian peace talks.", "Malian-Malian peace talks"),
    ("Mali praised the Intra-Malian talks.", "Intra-Malian talks"),
    (
        "They discussed our shared efforts to feed children and rebuild schools.",
        "shared efforts to feed children and rebuild schools",
    ),
    ("Norway discussed the state of the reform adopted by Chad.", "reform adopted by Chad"),
]


@pytest.mark.parametrize(("text", "topic"), BOUNDS)
def test_a_topic_ends_where_nothing_is_missed(pipeline: Pipeline, text: str, topic: str) -> None:
    assert topic in topics(pipeline, text)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Thousands protested against hunger in Nairobi.", "hunger"),
        ("Hundreds of farmers rallied against a dam in Oslo on Monday.", "dam"),
        ("Norway discussed the situation in Kenya.", "situation in Kenya"),
    ],
)
def test_the_place_of_a_protest_is_no_part_of_its_topic(pipeline: Pipeline, text: str, topic: str) -> None:
    assert topics(pipeline, text) == {topic}
