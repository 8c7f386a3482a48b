"""Where the clause of a word looks, by its tense: back, ahead or neither.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resources.factuality_lexicon import wording

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["direction"]


def direction(token: Token, depth: int = 0) -> int:
    """Where the clause of a word looks: -1 back, 1 ahead, 0 not known."""
    node = token
    while node.tag_[:2] != "VB" and node.tag_ != "MD" and node.head != node:
        if node.dep_ == "prep" and node != token:
            if node.lower_ in {"ahead", "before", "until"} and node.head != token:
                return 1
            if node.lower_ in {"after", "following", "since"}:
                return -1
        node = node.head
    if node.tag_[:2] not in {"VB", "MD"} or depth > 8:
        return 0
    if node.lower_ in {"following", "including"} and node.dep_ == "prep":
        return -1 if node.lower_ == "following" else direction(node.head, depth + 1)
    return _tense(node, depth)


def _tense(verb: Token, depth: int) -> int:
    aux = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    first = aux[0] if aux else None
    if verb.lemma_.lower() in wording().ahead and verb.tag_ == "VBN":
        return 1
    if first is None:
        if verb.tag_ in {"VBD", "VBN"}:
            return -1
        if verb.tag_ == "VBG" and verb.head != verb:
            return direction(verb.head, depth + 1)
        if verb.tag_ == "VB" and verb.dep_ in {"conj", "aux"}:
            return direction(verb.head, depth + 1)
        return 1
    if first.tag_ == "TO":
        return _of_infinitive(verb, depth)
    if first.tag_ == "MD":
        return -1 if any(child.lemma_ == "have" for child in aux) else 1
    if first.tag_ == "VBD":
        return -1
    if first.tag_ == "VBG" and verb.head != verb:
        return direction(verb.head, depth + 1)
    return -1 if first.lemma_ in {"have", "'ve", "do"} else 1


def _of_infinitive(verb: Token, depth: int) -> int:
    head = verb.head
    carried = verb.dep_ == "advcl" or wording().complements.get(head.lemma_.lower()) == "transparent"
    return direction(head, depth + 1) if carried and head != verb and head.tag_[:2] == "VB" else 1
