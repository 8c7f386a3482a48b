"""The learned extractor that ships: what it reads, and that it reads alike in any company."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from spacy.language import Language

from kg.extraction.learned.evidence import Evidence, Silent, Told
from kg.extraction.learned.extractor import LearnedExtractor, LearnedStatement, load
from kg.extraction.learned.labels import RELATIONS
from kg.nlp.speedups.blis_kernels import use_vector_kernels
from kg.paths import EXTRACTOR

NOTHING = Evidence((), Silent())
ARREST = "Police in Minsk on Sunday detained dozens of protesters."
TALKS = "The foreign ministers of Norway and Chad will meet in Oslo next week."
OTHERS = "The weather was fine and nobody did anything. Markets rose. " * 3


@pytest.fixture(scope="module")
def extractor() -> LearnedExtractor:
    use_vector_kernels()
    return load(EXTRACTOR)


def read(
    extractor: LearnedExtractor, nlp: Language, text: str, evidence: Evidence = NOTHING
) -> list[LearnedStatement]:
    return extractor.read(nlp(text), evidence)


def test_an_arrest(extractor: LearnedExtractor, nlp: Language) -> None:
    doc = nlp(ARREST)
    best = max(extractor.read(doc, NOTHING), key=lambda one: one.confidence)
    assert best.relation == "coerces"
    assert best.subject is not None
    assert best.object is not None
    assert (doc[best.subject].text, doc[best.trigger].text) == ("Police", "detained")
    assert doc[best.object].text in ("dozens", "protesters")
    assert best.modality == "actual"
    assert best.confidence >= extractor.threshold


def test_what_is_to_come_is_planned(extractor: LearnedExtractor, nlp: Language) -> None:
    found = [one for one in read(extractor, nlp, TALKS) if one.relation == "meets"]
    assert found
    assert found[0].modality == "planned"


def test_one_participant(extractor: LearnedExtractor, nlp: Language) -> None:
    doc = nlp("The opposition leader was arrested on Monday.")
    best = max(extractor.read(doc, NOTHING), key=lambda one: one.confidence)
    assert (best.relation, best.subject) == ("coerces", None)
    assert best.object is not None
    assert doc[best.object].text == "leader"


def test_chances_are_chances(extractor: LearnedExtractor, nlp: Language) -> None:
    for one in read(extractor, nlp, f"{ARREST} {TALKS}"):
        assert 0 <= one.confidence <= 1
        assert sum(one.modalities) == pytest.approx(1, abs=1e-4)
        assert one.relation in RELATIONS


def test_a_sentence_is_read_alike_in_any_company(extractor: LearnedExtractor, nlp: Language) -> None:
    pieces = [nlp(ARREST), nlp(OTHERS), nlp(TALKS)]
    from spacy.tokens import Doc

    alone = [[repr(one) for one in extractor.read(piece, NOTHING)] for piece in pieces]
    together = Doc.from_docs(pieces)
    found = extractor.read(together, NOTHING)
    starts = np.cumsum([0, *(len(piece) for piece in pieces)])
    assert [
        [repr(moved(one, -int(begin))) for one in found if begin <= one.trigger < end]
        for begin, end in pairwise(starts)
    ] == alone


def test_texts_are_read_side_by_side_as_alone(extractor: LearnedExtractor, nlp: Language) -> None:
    told = Evidence((Told("coerces", "planned", 1, 0, 4),), Silent())
    texts = [
        (nlp(""), NOTHING),
        (nlp(ARREST), told),
        (nlp(OTHERS), NOTHING),
        (nlp(""), NOTHING),
        (nlp(TALKS), NOTHING),
    ]
    alone = [[repr(one) for one in extractor.read(*text)] for text in texts]
    assert sum(map(len, alone)) > 3
    assert [[repr(one) for one in found] for found in extractor.read_all(texts)] == alone
    assert extractor.read_all([]) == []


def moved(one: LearnedStatement, by: int) -> LearnedStatement:
    from dataclasses import replace

    roles = ("subject", "object", "place", "time", "recipient", "speaker", "quantity")
    places = {role: None if (word := getattr(one, role)) is None else word + by for role in roles}
    return replace(one, trigger=one.trigger + by, **places)


def test_a_pattern_makes_surer(extractor: LearnedExtractor, nlp: Language) -> None:
    doc = nlp("Chad lauded Norway on Monday.")
    told = Evidence((Told("supports", "actual", 1, 0, 2),), Silent())

    def sure(evidence: Evidence) -> float:
        return max(
            (one.confidence for one in extractor.read(doc, evidence) if one.relation == "supports"),
            default=0.0,
        )

    assert sure(told) > sure(NOTHING)


@pytest.mark.parametrize("text", ["", "Hello.", "The the.", "1 2 3", "\n\n"])
def test_nothing_in_nothing(extractor: LearnedExtractor, nlp: Language, text: str) -> None:
    assert read(extractor, nlp, text) == []


def test_it_says_what_it_is(extractor: LearnedExtractor) -> None:
    assert extractor.meta["licence"] == "CC BY-SA 4.0"
    assert extractor.meta["version"]
    assert 0 < extractor.threshold < 1


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in EXTRACTOR.iterdir()) < 7_500_000
