"""What an article says to be true, false or doubtful, read by the whole pipeline."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


FALSE = [
    ("It was not true that Benin bombed Togo.", "negated", "not"),
    ("It is inaccurate that Peru invaded Chile.", "negated", "inaccurate"),
    ("It isn't the case that Peru invaded Chile.", "negated", "not"),
    ("The report that Norway bombed Sweden was wrong.", "negated", "wrong"),
    ("That Peru invaded Chile is not true.", "negated", "not"),
    ("Togo's president said it is untrue that his army attacked Ghana.", "negated", "untrue"),
    ("There is no truth in claims that Peru invaded Chile.", "negated", "no"),
    ("Our report misstated that Peru had invaded Chile.", "negated", "misstate"),
    ("It was wrongly reported that Kenya attacked Sudan.", "negated", "wrongly"),
    ("It is not true that Benin carried out an attack on Togo.", "negated", "not"),
]
OPEN = [
    ("Experts doubt that Norway will attack Sweden.", "possible", "doubt"),
    ("It is doubtful that Peru invaded Chile.", "possible", "doubtful"),
    ("The claim that Peru invaded Chile may be false.", "possible", "false"),
]
STANDING = [
    ("It is true that Benin bombed Togo.", "actual", None),
    ("The report that Norway bombed Sweden is accurate.", "actual", None),
    ("It is not true that Peru did not invade Chile.", "actual", None),
    ("It is not false that Peru invaded Chile.", "actual", None),
    ("Experts do not doubt that Norway attacked Sweden.", "actual", None),
    ("There is no doubt that Norway will attack Sweden.", "planned", "will"),
    ("There is little doubt that Norway attacked Sweden.", "actual", None),
    ("The doubtful minister said that Peru invaded Chile.", "actual", None),
]


@pytest.mark.parametrize(("text", "modality", "cue"), FALSE + OPEN + STANDING)
def test_truth(pipeline: Pipeline, text: str, modality: str, cue: str | None) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    found = {(one.modality, one.cue) for one in reading.statements if one.relation == "attacks"}
    assert found == {(modality, cue)}


def test_what_is_set_against_it_stands(pipeline: Pipeline) -> None:
    text = "It is untrue that Norway attacked Sweden, but Peru invaded Chile."
    (reading,) = pipeline.read([Document("a", text)])
    found = {
        (one.subject.entity.label, one.modality)
        for one in reading.statements
        if one.subject is not None and one.object is not None and one.object.entity.label != "Peru"
    }
    assert ("Norway", "negated") in found
    assert ("Peru", "actual") in found
