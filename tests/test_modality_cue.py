"""The word that makes what a sentence says planned or possible."""

from __future__ import annotations

import pytest

from kg.extraction.factuality.modality_cue import cue_of
from tests.parses import FACTUALITY, parsed


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
