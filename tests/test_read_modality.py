"""How certain the whole pipeline takes what an article says to be."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


FICTION = [
    ("In the novel, Canada invades Denmark.", "attacks", "possible", "novel"),
    ("In the film, Brazil's president visits Angola.", "visits", "possible", "film"),
    ("The comedy shows Norway attacking Sweden.", "attacks", "possible", "comedy"),
    ("The TV series depicts Egypt bombing Sudan.", "attacks", "possible", "series"),
    ("In the documentary film, Egypt bombed Sudan.", "attacks", "actual", None),
    ("Egypt, which bombed Sudan in 2012, is praised in the film.", "attacks", "actual", None),
    ("Egypt bombed Sudan while the film was shown.", "attacks", "actual", None),
]
NOTHING = [
    ("The summit between Peru and Chile did not materialise.", "meets", "negated", "not"),
    ("A meeting between Peru and Chile fell through on Monday.", "meets", "negated", "fall through"),
    ("Plans for talks between Peru and Chile came to nothing.", "meets", "negated", "come to nothing"),
    ("An attempt to oust Peru's President Hugo Salas failed.", "dismisses", "negated", "fail"),
    ("Chad's effort to invade Libya was defeated.", "attacks", "negated", "defeat"),
    ("Lawmakers voted against impeaching Peru's President Hugo Salas.", "dismisses", "negated", "vote"),
    ("Talks between Peru and Chile failed on Monday.", "meets", "actual", None),
    ("The meeting between Peru and Chile failed to end the dispute.", "meets", "actual", None),
]
CONTRACTED = [
    ("Peru's President Hugo Salas said he'd met Ana Lund in Quito.", "meets", "actual", None),
    ("Togo said it'd already attacked Benin.", "attacks", "actual", None),
    ("Togo said it'd never attacked Benin.", "attacks", "negated", "never"),
    ("Togo said it'd attack Benin.", "attacks", "planned", "would"),
]
ACCUSED = [
    ("Togo accused Benin of an attack on Lome.", "attacks", "possible", "accuse"),
    ("Togo blamed Benin for the attack on Lome.", "attacks", "possible", "blame"),
    ("Togo accused Benin of attacking Lome.", "attacks", "possible", "accuse"),
    ("Chad's attack on Togo was not helpful.", "attacks", "actual", None),
    ("Togo said Chad's attack on Lome had no motive.", "attacks", "actual", None),
    ("Togo was attacked by Benin after it accused Ghana.", "attacks", "actual", None),
]
LET = [
    ("Norway asked Kenya to let aid into Sudan.", "aids", "possible", "ask"),
    ("Norway urged Kenya to allow humanitarian aid into Sudan.", "aids", "possible", "urge"),
    ("Norway asked Kenya to permit an attack on Sudan.", "attacks", "possible", "ask"),
    ("Kenya let aid into Goma.", "aids", "actual", None),
    ("Peru permitted Chile's attack on Bolivia.", "attacks", "actual", None),
]
NEAR = [
    ("Norway and Chile close in on a pact to fight crime", "agreesWith", "possible", "close"),
    ("Norway closes in on trade deal with Chile", "agreesWith", "possible", "close"),
    ("Norway and Chile closed in on a trade deal.", "agreesWith", "possible", "close"),
    ("Norway and Chile are nearing a peace agreement.", "agreesWith", "possible", "near"),
    ("Norway and Chile are close to a pact.", "agreesWith", "possible", "close"),
    ("Norway is on the cusp of a deal with Chile.", "agreesWith", "possible", "cusp"),
    ("Norway and Chile are set to sign a treaty.", "agreesWith", "planned", "set"),
    ("Norway and Chile closed a trade deal.", "agreesWith", "actual", None),
]
READ = FICTION + NOTHING + CONTRACTED + ACCUSED + LET + NEAR


@pytest.mark.parametrize(("text", "relation", "modality", "cue"), READ)
def test_modality(pipeline: Pipeline, text: str, relation: str, modality: str, cue: str | None) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    found = {(one.modality, one.cue) for one in reading.statements if one.relation == relation}
    assert found == {(modality, cue)}
