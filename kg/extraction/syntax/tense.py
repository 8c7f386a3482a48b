"""Where the clause of a word looks, by its tense: back, ahead or neither.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.nlp.tokens import Token
    from kg.resources.factuality_lexicon import FactualityLexicon

__all__ = ["direction"]

_DEPTH: Final = 8  # clauses upwards


def direction(token: Token, words: FactualityLexicon, depth: int = 0) -> int:
    """Where the clause of a word looks: -1 back, 1 ahead, 0 not known."""
    node = token
    while node.tag_[:2] != "VB" and node.tag_ != "MD" and node.head != node:
        if node.dep_ == "prep" and node != token:
            if node.lower_ in words.forward_links and node.head != token:
                return _of_term(node, words, depth) if token.head == node else 1
            if node.lower_ in words.backward_links:
                return 1 if token.head == node and _is_willed(node.head) else -1
        node = node.head
    if node.tag_[:2] not in {"VB", "MD"} or depth > _DEPTH:
        return 0
    if node.lower_ in words.participles and node.dep_ == "prep":
        return -1 if node.lower_ in words.backward_links else direction(node.head, words, depth + 1)
    return _tense(node, words, depth)


def _of_term(link: Token, words: FactualityLexicon, depth: int) -> int:
    """Where a time before which, or up to which, something happens lies: back where it has happened ("fought
    until Christmas"), ahead where a verb sets a term ("extended until Christmas").
    """
    verb = link.head
    sets = verb.lemma_.lower() in words.setting_terms
    if verb.tag_[:2] != "VB" or sets:
        return 1
    return _tense(verb, words, depth) or 1


def _is_willed(verb: Token) -> bool:
    """Whether a verb stands with one of will, as in "will attack after Christmas"."""
    aux = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    return bool(aux) and aux[0].tag_ == "MD" and all(child.lemma_ != "have" for child in aux)


def _tense(verb: Token, words: FactualityLexicon, depth: int) -> int:
    aux = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if verb.lemma_.lower() in words.ahead and verb.tag_ == "VBN":
        return 1
    if not aux:
        return _of_bare(verb, words, depth)
    first = aux[0]
    if first.tag_ == "TO":
        return _of_infinitive(verb, words, depth)
    if first.tag_ == "MD":
        return -1 if any(child.lemma_ == "have" for child in aux) else 1
    if first.tag_ == "VBD":
        return -1
    if first.tag_ == "VBG" and verb.head != verb:
        return direction(verb.head, words, depth + 1)
    return -1 if first.lemma_ in {"have", "'ve", "do"} else 1


def _of_bare(verb: Token, words: FactualityLexicon, depth: int) -> int:
    """The tense of a verb without auxiliaries; participles and conjuncts have that of the verb above."""
    if verb.tag_ in {"VBD", "VBN"}:
        return -1
    above = verb.tag_ == "VBG" and verb.head != verb
    joined = verb.tag_ == "VB" and verb.dep_ in {"conj", "aux"}
    return direction(verb.head, words, depth + 1) if above or joined else 1


def _of_infinitive(verb: Token, words: FactualityLexicon, depth: int) -> int:
    head = verb.head
    copula = head.head if head.dep_ == "acomp" else head
    if copula.lemma_ == "be" and copula.tag_ == "VBD" and verb.dep_ == "xcomp":
        return 0  # "was to visit Oslo in May", "was due to": seen from then, ahead; from today, either
    carried = verb.dep_ == "advcl" or words.complements.get(head.lemma_.lower()) == "transparent"
    return direction(head, words, depth + 1) if carried and head != verb and head.tag_[:2] == "VB" else 1
