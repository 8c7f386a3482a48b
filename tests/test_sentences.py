"""The sentence of a statement: one, or as many as its parts stand in."""

from __future__ import annotations

import pytest

from kg.extraction.syntax.sentences import sentence_of
from kg.model import Document, Span
from tests.parses import parsed

DOC = parsed("It/PRP/nsubj/2 fell/VBD/ROOT/2 ././punct/2 Chad/NNP/nsubj/5 said/VBD/ROOT/5 ././punct/5")
DOCUMENT = Document("a", DOC.text)
FELL, CHAD = Span(3, 7, "fell"), Span(9, 13, "Chad")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((FELL,), "It fell."),
        ((FELL, None), "It fell."),
        ((None, CHAD), "Chad said."),
        ((FELL, None, CHAD), "It fell. Chad said."),
    ],
)
def test_the_sentence_holds_every_part_that_there_is(parts: tuple[Span | None, ...], text: str) -> None:
    found = sentence_of(DOCUMENT, DOC, *parts)
    assert found.text == text == DOCUMENT.text[found.begin : found.end]
