"""Who takes part in another clause only, and whose day it is: in "rebels left Goma and the army shelled
Bukavu on Monday" the rebels shell nobody, and do not leave on Monday.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["is_of_clause_behind", "is_of_other_clause"]

_PARTS: Final = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})


def is_of_other_clause(word: Token, trigger: Token) -> bool:
    """Whether a word is subject or object in a clause that "and" joins to that of a trigger, or a semicolon
    parts from it, each with a subject of its own. In the passive what follows may be said of both ("two were
    killed and three were hurt by rebels").
    """
    part, verb = word, trigger
    while part.dep_ == "conj" and part.tag_[:2] != "VB" and part.head is not part:
        part = part.head
    if part.dep_ not in _PARTS or not (_acts(verb) and _acts(part.head)):
        return False
    return (verb.dep_ == "conj" and part.head is verb.head) or (
        (part.head.dep_ == "conj" and part.head.head is verb) or _are_parted(part.head, verb)
    )


def is_of_clause_behind(word: Token, trigger: Token) -> bool:
    """Whether a word below a trigger stands in a later clause that is joined to the trigger's, each with a
    subject of its own.
    """
    while trigger.is_ancestor(word):
        if word.dep_ == "conj" and word.head is trigger:
            return word.i > trigger.i and _acts(word) and _acts(trigger)
        word = word.head
    return False


def _are_parted(one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two verbs of a sentence."""
    first, last = sorted((one.i, other.i))
    return any(word.text == ";" for word in one.doc[first:last])


def _acts(verb: Token) -> bool:
    """Whether a verb has a subject of its own that is no pronoun, which may mean somebody named before."""
    subjects = (child for child in verb.children if child.dep_ == "nsubj")
    return verb.tag_[:2] == "VB" and any(one.tag_[:2] == "NN" for one in subjects)
