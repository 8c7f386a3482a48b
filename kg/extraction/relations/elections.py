"""Who loses a vote: "X lost to Y", "X conceded defeat", "Y beat X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.syntax.predicate_arguments import arguments
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["is_loser"]


def is_loser(who: Token, trigger: Token, lexicon: Lexicon) -> bool:
    """Whether the trigger, a verb of a vote or its noun, says that somebody lost it."""
    word = trigger.lemma_.lower()
    if word in lexicon.defeats and trigger.tag_[:2] == "NN":
        return _fills(who, trigger, "possessor") or _fills(who, trigger.head, "subject")
    if word in lexicon.losing:
        return _fills(who, trigger, "subject")
    return word in lexicon.beating and _fills(who, trigger, "object")


def _fills(who: Token, word: Token, slot: str) -> bool:
    return any(one.i == who.i for one in arguments(word, slot))
