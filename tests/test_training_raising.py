"""Objects before infinitives in trees that an earlier conversion made."""

from __future__ import annotations

import pytest

from training.fragments import Row, piece
from training.raising import raise_objects

ALLOWED: list[Row] = [
    ("They", "PRP", 1, "nsubj"),
    ("allowed", "VBD", 1, "ROOT"),
    ("the", "DT", 3, "det"),
    ("ship", "NN", 1, "dobj"),
    ("to", "TO", 5, "aux"),
    ("leave", "VB", 1, "xcomp"),
]


def _with(rows: list[Row], place: int, row: Row) -> list[Row]:
    return [*rows[:place], row, *rows[place + 1 :]]


@pytest.mark.parametrize("label", ["dobj", "dative"])
def test_the_object_becomes_the_subject_of_the_infinitive(label: str) -> None:
    raised = raise_objects(piece(_with(ALLOWED, 3, ("ship", "NN", 1, label))))
    assert (raised.heads[3], raised.labels[3]) == (5, "nsubj")
    assert (raised.heads[5], raised.labels[5]) == (1, "ccomp")
    assert raise_objects(raised) == raised


def test_the_subject_of_a_passive() -> None:
    passive: list[Row] = [
        *ALLOWED[:4],
        ("to", "TO", 6, "aux"),
        ("be", "VB", 6, "auxpass"),
        ("towed", "VBN", 1, "xcomp"),
    ]
    assert raise_objects(piece(passive)).labels[3] == "nsubjpass"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(_with(ALLOWED, 1, ("asked", "VBD", 1, "ROOT")), id="another verb"),
        pytest.param(_with(ALLOWED, 5, ("leave", "VB", 3, "acl")), id="a clause of the object"),
        pytest.param([*ALLOWED[:2], ("to", "TO", 3, "aux"), ("leave", "VB", 1, "xcomp")], id="no object"),
        pytest.param(_with(ALLOWED, 4, ("now", "RB", 5, "advmod")), id="no infinitive"),
        pytest.param(
            [
                *ALLOWED[:4],
                ("today", "NN", 1, "npadvmod"),
                ("to", "TO", 6, "aux"),
                ("leave", "VB", 1, "xcomp"),
            ],
            id="arcs would cross",
        ),
    ],
)
def test_other_sentences_stay_as_they_are(rows: list[Row]) -> None:
    assert raise_objects(piece(rows)) == piece(rows)
