"""Who decides how certain a sentence is: the network that read it, or the grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.factuality.factuality import modality_of, own_modality
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.extraction.time.calendar import Interval
    from kg.model import Modality
    from kg.nlp.tokens import Token

__all__ = ["decided_modality"]

_DOUBT: Final = 0.6
"""Below this chance the grammar is right more often than the network (annotated sentences held back from
training)."""
_CERTAIN: Final = 0.95
"""Below this one too, where the clause's own words say it."""


def decided_modality(
    read: Modality,
    chance: float,
    trigger: Token,
    words: FactualityLexicon,
    interval: Interval | None = None,
    published: str | None = None,
) -> Modality:
    """The modality ``read`` with some ``chance`` of being right; that of the grammar where this is small, or
    where the clause's own words make it other than actual ("could", "not", "had Russia attacked").

    ``interval`` and ``published`` are those of `modality_of`.
    """
    if chance >= _CERTAIN:
        return read
    said = modality_of(trigger, words, interval, published)
    worded = said != "actual" and own_modality(trigger, words) != "actual"
    return said if chance < _DOUBT or worded else read
