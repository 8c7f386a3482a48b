"""The words of a participant by offset."""

from __future__ import annotations

from kg.extraction.learned.phrases import phrase
from training.statements.sentences import Sentence


def offsets(sentence: Sentence, head: int) -> tuple[int, int]:
    """Begin and end of the phrase around this head in the sentence's text."""
    first, last = phrase(sentence.tree, head)
    return sentence.begins[first], sentence.begins[last] + len(sentence.words[last])
