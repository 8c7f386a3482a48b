"""A time that opens a sentence is read apart from the name behind it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.nlp.reading.openings import TimeOpenings
from kg.nlp.reading.verb_forms import VerbForms
from kg.nlp.reading.words import ReadingWords
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


APART = [
    "In 2019| Chad bought tanks.",
    "It rained. By early 2019| Ana Lund had left. On 3 May 2020| Lund died.",
    "In the fourth quarter of fiscal 2021| Chad and Mali signed it.",
    "Since May 2020| Lund's old aides have fled.",
    "On New Year’s Eve| Ali is due in Oslo.",
    "Last Boxing Day| Kenya, which won, left.",
    "On Labor Day 2022| Norsund Ltd. sued Chad.",
    "On Labor Day crews of Norsund slept",
    "In the 2018 Kenya talks Mali was praised.",
    "The war of 2019 Chad lost.",
    "On Good Friday Agreement talks failed.",
    "In 2019, Chad bought tanks.",
    "In 2019 Chad Minister Ana Lund fled.",
    "On Christmas Island Lund fled.",
]


@pytest.mark.parametrize("text", APART)
def test_a_comma_is_read_between_time_and_name(pipeline: Pipeline, text: str) -> None:
    assert pipeline.reader.read(text.replace("|", "")).text == text.replace("|", ",")


def test_years_need_no_words() -> None:
    edits = TimeOpenings(ReadingWords(), VerbForms()).edits
    assert list(edits("In 2019 Chad was poor. On Boxing Day Chad was rich.")) == [(7, 7, ",")]


ACTORS = [
    ("On New Year's Eve Ali Deko will visit Kenya.", "Ali Deko", "2025-12-31"),
    ("On New Year's Eve Ali is due to visit Kenya.", "Ali", "2025-12-31"),
    ("In the third quarter of 2018 Oman sanctioned Kenya.", "Oman", "2018-07"),
    ("On Christmas Eve Norsund Ltd. sued Kenya.", "Norsund Ltd.", "2024-12-24"),
    ("On Labor Day 2022 Ana Lund met Ole Berg.", "Ana Lund", "2022-09-05"),
]


@pytest.mark.parametrize(("text", "actor", "day"), ACTORS)
def test_the_name_behind_a_time_is_whole_and_acts(
    pipeline: Pipeline, text: str, actor: str, day: str
) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    (statement,) = (one for one in reading.statements if one.relation)
    assert statement.subject is not None
    assert statement.subject.entity.label == actor
    assert statement.begin == day
    assert statement.sentence.text == text
