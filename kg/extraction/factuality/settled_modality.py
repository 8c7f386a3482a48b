"""Who decides how certain a sentence is: the network that read it, or the grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.factuality.cues import under
from kg.extraction.factuality.denial import is_denied_by_somebody, is_done_by_nobody, predicate_of_part
from kg.extraction.factuality.factuality import is_to_come, is_worded, modality_of, verdict_over
from kg.extraction.factuality.fiction import work_of
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.extraction.time.calendar import Interval
    from kg.model import Modality
    from kg.nlp.tokens import Token

__all__ = ["decided_modality", "of_those_taking_part"]

_DOUBT: Final = 0.6
"""Below this chance the grammar is right more often than the network (annotated sentences held back from
training)."""
_CERTAIN: Final = 0.95
"""Below this one too, where clear words say it."""


def decided_modality(
    read: Modality,
    chance: float,
    trigger: Token,
    words: FactualityLexicon,
    interval: Interval | None = None,
    published: str | None = None,
) -> Modality:
    """The modality ``read`` with some ``chance`` of being right; that of the grammar where this is small, or
    where clear words make it other than actual ("could", "not", "refused to", "had Russia attacked"). What is
    told in the present of a later day is planned, what a work of fiction tells is possible. Where the
    sentence says of it that it is false or doubtful, the grammar decides; so where somebody denies it or
    nobody does it and the network takes it for more than that.

    ``interval`` and ``published`` are those of `modality_of`.
    """
    if work_of(trigger, words) is not None:
        return "possible"
    if verdict_over(trigger, words) is not None:
        return modality_of(trigger, words, interval, published)
    if is_denied_by_somebody(trigger, words) or is_done_by_nobody(trigger, words):
        return under(read, modality_of(trigger, words, interval, published))
    if chance >= _CERTAIN:
        return "planned" if read == "actual" and is_to_come(trigger, interval, published) else read
    said = modality_of(trigger, words, interval, published)
    if chance < _DOUBT or (said != "actual" and is_worded(trigger, words)):
        return said
    return said if read == "actual" and is_to_come(trigger, interval, published) else read


def of_those_taking_part(
    modality: Modality, happening: Token, participants: Collection[Token], words: FactualityLexicon
) -> Modality:
    """The ``modality`` of what a noun names as one of these participants' deed, and no more certain than what
    is said of his part in it: "was not behind the attack", "may be involved in it".
    """
    predicate = predicate_of_part(happening, participants, words)
    return modality if predicate is None else under(modality, modality_of(predicate, words))
