"""The word that makes what a sentence says planned, possible or negated."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.factuality.modality_cue import cue_of
from kg.model import Modality
from kg.nlp.tokens import ParsedDoc
from tests.parses import FACTUALITY, WORDS, parsed


@pytest.mark.parametrize(
    ("cue", "trigger", "tree"),
    [
        (None, "visited", "She/PRP/nsubj/2 visited/VBD/ROOT/2/visit Tokyo|GPE/NNP/dobj/2"),
        ("will", "visit", "She/PRP/nsubj/3 will/MD/aux/3 visit/VB/ROOT/3 Tokyo|GPE/NNP/dobj/3"),
        (
            "reportedly",
            "visit",
            "She/PRP/nsubj/4 will/MD/aux/4 reportedly/RB/advmod/4 visit/VB/ROOT/4 Tokyo|GPE/NNP/dobj/4",
        ),
        (
            "may",
            "visit",
            "She/PRP/nsubj/4 may/MD/aux/4 reportedly/RB/advmod/4 visit/VB/ROOT/4 Tokyo|GPE/NNP/dobj/4",
        ),
        (
            "decide",
            "visit",
            "She/PRP/nsubj/2 decided/VBD/ROOT/2/decide to/TO/aux/4 visit/VB/xcomp/2 Tokyo|GPE/NNP/dobj/4",
        ),
        (
            "ready",
            "talks",
            "She/PRP/nsubj/2 is/VBZ/ROOT/2/be ready/JJ/acomp/2 to/TO/aux/5 hold/VB/xcomp/3 talks/NNS/dobj/5",
        ),
    ],
)
def test_the_nearest_cue(cue: str | None, trigger: str, tree: str) -> None:
    (token,) = [token for token in parsed(tree) if token.text == trigger]
    assert cue_of(token, FACTUALITY) == cue


@pytest.mark.parametrize(
    ("cue", "modality", "trigger", "text"),
    [
        ("could", "possible", "attack", "A Chinese attack on Taiwan could trigger a war."),
        ("fear", "possible", "invasion", "Fears of an invasion of Moldova have grown."),
        ("event", "possible", "attack", "NATO would respond in the event of an attack on Estonia."),
        ("unless", "possible", "signs", "Sanctions will remain unless Minsk signs the agreement."),
        ("deter", "possible", "invasion", "Taipei is buying missiles to deter a Chinese invasion."),
        ("simulate", "possible", "attack", "The exercise simulated an attack on a carrier."),
        ("have", "possible", "attacked", "Had Russia attacked Poland, NATO would have responded."),
        ("or", "possible", "attacked", "Russia or Ukraine attacked the ship."),
        (
            "untrue",
            "negated",
            "sold",
            "Reports that Serbia sold shells to Kyiv are untrue, the ministry said.",
        ),
        ("not", "negated", "attacked", "It is not true that Armenia attacked the village."),
        ("instead", "negated", "attacking", "Instead of attacking the town, the rebels withdrew."),
        ("no", "negated", "supplied", "There is no evidence that Tehran supplied drones to Sudan."),
        ("yet", "negated", "ratify", "Turkey has yet to ratify the accord."),
        ("deny", "negated", "bombed", "Eritrea denied having bombed the town."),
        ("ahead", "planned", "visit", "The trip was announced ahead of a visit to Warsaw by Biden."),
        ("due", "planned", "visit", "Blinken is due to visit Cairo."),
        ("to", "planned", "visit", "Trump to visit Japan in November."),
        ("will", "planned", "visit", "Modi will be the first Indian leader to visit Kuwait in decades."),
        ("arrive", "planned", "talks", "Lavrov arrived in Ankara for talks with Erdogan."),
    ],
)
def test_the_cue_of_a_modality(nlp: Language, cue: str, modality: Modality, trigger: str, text: str) -> None:
    token = next(token for token in ParsedDoc(nlp(text), WORDS) if token.text == trigger)
    assert cue_of(token, FACTUALITY, modality) == cue
