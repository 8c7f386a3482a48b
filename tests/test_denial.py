"""What somebody denies and what nobody did, read by the whole pipeline."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


Told = tuple[str, str, str, str | None]

DENIED: list[Told] = [
    ("Peru denied that it had helped Bolivia.", "aids", "negated", "deny"),
    ("Ana Lund denied that Norway had helped Belarus.", "aids", "negated", "deny"),
    ("Sable Bank denied it had helped Iran.", "aids", "negated", "deny"),
    ("Kenya has denied that its soldiers attacked Uganda.", "attacks", "negated", "deny"),
    ("Kenya denied that its police had killed herders.", "attacks", "negated", "deny"),
    ("Ghana denied it had accused Mali.", "accuses", "negated", "deny"),
    ("Ghana denied having expelled Mali's envoy.", "sanctions", "negated", "deny"),
    ("Ghana denied that it had ever sanctioned Mali.", "sanctions", "negated", "deny"),
    ("Kenya denies that it bombed Uganda and attacked Sudan.", "attacks", "negated", "deny"),
    ("Chile attacked Peru, the government denied.", "attacks", "negated", "deny"),
    (
        "She denied a report in the Courier that Ana Lund had met Hugo Salas on the isle of Skye.",
        "meets",
        "negated",
        "deny",
    ),
    ("Kenya disputed claims that its soldiers attacked Uganda.", "attacks", "negated", "dispute"),
    ("Kenya denied that Uganda was behind the bombing of Sudan.", "attacks", "negated", "deny"),
    ("Kenya denied that it was involved in the attack on Sudan.", "attacks", "negated", "deny"),
    ("Kenya was not behind the bombing of Sudan.", "attacks", "negated", "not"),
    ("Kenya was not responsible for the attack on Sudan.", "attacks", "negated", "not"),
    ("Kenya denied it was responsible for killing herders.", "attacks", "negated", "deny"),
    ("Nobody accused Ghana.", "accuses", "negated", "nobody"),
    ("No one has accused Ghana of lying.", "accuses", "negated", "no"),
    ("None of the judges condemned Peru.", "accuses", "negated", "none"),
    ("Neither Peru nor Chile attacked Bolivia.", "attacks", "negated", "neither"),
    ("Nobody has attacked Peru or bombed Chile.", "attacks", "negated", "nobody"),
]
LEFT_OPEN: list[Told] = [
    ("Kenya may be behind the attack on Sudan.", "attacks", "possible", "may"),
    ("Jordan did not deny that it had helped Iraq.", "aids", "possible", "deny"),
    ("Nobody denied that Norway attacked Sweden.", "attacks", "possible", "deny"),
]
TOLD: list[Told] = [
    ("Ghana denied wrongdoing after Mali attacked Togo.", "attacks", "actual", None),
    ("Ghana denied that Togo, which attacked Benin, had lied.", "attacks", "actual", None),
    ("Ghana denied it, but Togo attacked Benin.", "attacks", "actual", None),
    ("Nobody but Kenya attacked Sudan.", "attacks", "actual", None),
    ("None other than Ana Lund met Carl Berg.", "meets", "actual", None),
    ("Togo was involved in the attack on Benin.", "attacks", "actual", None),
    ("Ghana said Togo was behind the bombing of Benin.", "attacks", "actual", None),
]


@pytest.mark.parametrize(("text", "relation", "modality", "cue"), DENIED + LEFT_OPEN + TOLD)
def test_denial(pipeline: Pipeline, text: str, relation: str, modality: str, cue: str | None) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    found = {(one.modality, one.cue) for one in reading.statements if one.relation == relation}
    assert found == {(modality, cue)}


@pytest.mark.parametrize("text", ["Nobody accused Ghana.", "Nobody in Oslo condemned Chile."])
def test_nobody_is_no_group(pipeline: Pipeline, text: str) -> None:
    (reading,) = pipeline.read([Document("a", text)])
    assert [one.subject for one in reading.statements if one.relation == "accuses"] == [None]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Ghana denied that it had accused Mali.", {None}),
        ("Ghana denied having expelled Mali's envoy.", {None}),
        ("Kenya has denied that its soldiers attacked Uganda.", {None}),
        ("Ghana denied it would attack Mali.", {None}),
        ("Kenya denied bombing Uganda.", {"bombing Uganda"}),
        ("Kenya rejected the proposal.", {"proposal"}),
    ],
)
def test_what_a_clause_tells_is_no_topic(pipeline: Pipeline, text: str, topics: set[str | None]) -> None:
    (reading,) = pipeline.read([Document("a", text)])
    rejected = (one.object for one in reading.statements if one.relation == "rejects")
    assert {one.entity.label if one else None for one in rejected} == topics


def test_what_others_do_stands_where_somebody_has_no_part_in_it(pipeline: Pipeline) -> None:
    (reading,) = pipeline.read([Document("a", "Kenya was not involved in the talks between Sudan and Chad.")])
    found = {
        frozenset((one.subject.entity.label, one.object.entity.label)): one.modality
        for one in reading.statements
        if one.relation == "meets" and one.subject is not None and one.object is not None
    }
    assert found.pop(frozenset(("Sudan", "Chad"))) == "actual"
    assert set(found.values()) <= {"negated"}
