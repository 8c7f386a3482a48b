"""What others make of the same texts."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from benchmarks.world.history import Pairs
from kg.nlp.parser import load_pipeline

__all__ = ["textacy_pairs"]


def textacy_pairs() -> Pairs | None:
    """The subject-verb-object triples of textacy, of newskg's own parses; None where it is not installed."""
    if not find_spec("textacy"):
        return None
    from textacy.extract import subject_verb_object_triples

    nlp = load_pipeline()

    def pairs(text: str) -> Iterator[tuple[str, str]]:
        for subject, _, object in subject_verb_object_triples(nlp(text)):
            yield " ".join(token.text for token in subject), " ".join(token.text for token in object)

    return pairs
