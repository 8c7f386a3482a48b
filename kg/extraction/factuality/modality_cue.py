"""The word that makes what a sentence says planned or possible: "decided", "willing", "will", "reportedly".

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.factuality.cues import is_clause, is_infinitive, lemma_of
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["cue_of"]

_CONTRACTED: Final = {"'ll": "will", "wo": "will", "ca": "can", "'d": "would", "sha": "shall"}
_STEPS: Final = 6  # governors from a noun to the verb of its clause


def cue_of(trigger: Token, words: FactualityLexicon) -> str | None:
    """The lemma of the nearest cue: an auxiliary or adverb of the clause, else what governs its infinitive;
    None without one.
    """
    verb = trigger
    for _ in range(_STEPS):
        if is_clause(verb) and (cue := _of_clause(verb, words)):
            return cue
        if verb.head == verb or (is_clause(verb) and verb.dep_ != "conj"):
            return None
        verb = verb.head
    return None


def _of_clause(verb: Token, words: FactualityLexicon) -> str | None:
    """What a verb's own words or its governor say: "may" and "could" before "reportedly", that before
    "will".
    """
    modal = next((child for child in verb.children if child.tag_ == "MD"), None)
    said = _CONTRACTED.get(lemma_of(modal), lemma_of(modal)) if modal is not None else None
    if said is not None and words.modals.get(said) != "planned":
        return said
    adverbs = (lemma_of(child) for child in verb.children if child.dep_ == "advmod" and child.i < verb.i)
    if adverb := next((lemma for lemma in adverbs if words.adverbs.get(lemma) == "possible"), None):
        return adverb
    if said is not None:
        return said
    return lemma_of(verb.head) if is_infinitive(verb) and verb.head != verb else None
