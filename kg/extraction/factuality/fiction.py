"""What a film, a novel or a play tells: "in the film, Russia attacks Poland", "the thriller shows Iran
bombing Israel".

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.factuality.cues import child_of, lemma_of
from kg.nlp.tokens import NOMINAL_SUBJECTS
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["work_of"]

_OWN: Final = frozenset({"relcl", "appos", "parataxis"})
"""Labels of what is said beside the clause above it, on the article's own word."""
_NAMING: Final = frozenset({"compound", "nmod"})


def work_of(trigger: Token, words: FactualityLexicon) -> Token | None:
    """The noun for the work of fiction that the clause of a word is told in; None where it is in none."""
    below, node = trigger, trigger
    while True:
        if node.tag_[:2] == "VB":
            work = _set_in(node, trigger, words) or _teller(node, below, words)
            if work is not None:
                return work
        if node.head == node or node.dep_ in _OWN:
            return None
        below, node = node, node.head


def _set_in(verb: Token, trigger: Token, words: FactualityLexicon) -> Token | None:
    """The work that a clause opens with ("in the novel, ..."), or that the word's own clause names."""
    for link in verb.children:
        if link.dep_ == "prep" and link.lower_ in words.of_occasion and (link.i < verb.i or verb == trigger):
            noun = child_of(link, "pobj")
            if noun is not None and (work := _work(noun, words)) is not None:
                return work
    return None


def _teller(verb: Token, below: Token, words: FactualityLexicon) -> Token | None:
    """The work that is the subject of a verb of telling, where the word is in what is told."""
    if lemma_of(verb) not in words.telling or below == verb or below.dep_ in NOMINAL_SUBJECTS:
        return None
    noun = child_of(verb, "nsubj")
    return _work(noun, words) if noun is not None else None


def _work(noun: Token, words: FactualityLexicon) -> Token | None:
    """The word for one invented work: of "the film", "her novel", "a TV series", "the novel North Wind"."""
    before = [child for child in noun.children if child.i < noun.i]
    named = any(child.dep_ in {"det", "poss"} for child in before)
    if not named or not words.true_stories.isdisjoint(lemma_of(child) for child in before):
        return None
    for word in (noun, *(child for child in before if child.dep_ in _NAMING)):
        names = {lemma_of(word), *(f"{lemma_of(child)} {lemma_of(word)}" for child in before)}
        if word.tag_ == "NN" and not words.invented.isdisjoint(names):
            return word
    return None
