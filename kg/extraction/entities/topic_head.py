"""The word that heads a topic, where the parser or the learned extractor took a word beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.nlp.tokens import NOUNS

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["deed_noun", "topic_head"]

_OF_NOUNS: Final = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "conj", "appos"})
"""How nouns hang on other words."""
_FINITE: Final = frozenset({"VBP", "VBZ", "VBD"})
_BESIDE: Final = frozenset({"compound", "nmod", "amod"})
_BEFORE_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "POS", "PRP$"})
"""Tags of words after which a word that looks like a verb is a noun ("relief needs", "road crashes")."""
_RELATIVE: Final = frozenset({"WDT", "WP"})
_LINKS: Final = frozenset({"xcomp", "ccomp", "acl", "conj"})


def topic_head(token: Token) -> Token | None:
    """The word that heads the topic which a word stands for: a noun or the verb of a deed; None where there
    is neither.

    Of a noun that was given an object ("reverses on review a verdict") it is the object, of a participle in
    the place of a noun ("a workshop led by nurses") the noun before it, and of a deed whose object stands
    before its clause ("the steps that Chad wants to take") that object.
    """
    if token.tag_ in NOUNS or token.tag_[:2] == "JJ":
        return token
    if token.tag_ == "VBN" and token.dep_ in _OF_NOUNS:
        return _noun_before(token)
    if token.tag_ in _FINITE and not _has_to(token):
        return _misread(token)
    return _object_before(token)


def deed_noun(token: Token) -> Token | None:
    """The noun to which an infinitive belongs, right before its "to" ("action to lower prices"); the word
    itself where it is no infinitive, None where no noun stands there.
    """
    if token.tag_ != "VB" or not _has_to(token):
        return token
    first = token.left_edge.i
    before = token.doc[first - 1] if first else token
    return before if before.tag_ in {"NN", "NNS"} else None


def _has_to(token: Token) -> bool:
    return any(child.tag_ == "TO" for child in token.lefts)


def _noun_before(participle: Token) -> Token | None:
    """The noun right before a participle that the parser hung on it."""
    before = participle.doc[participle.i - 1] if participle.i else participle
    return before if before.head is participle and before.dep_ in _BESIDE else None


def _misread(word: Token) -> Token | None:
    """What a finite verb in the place of a topic is: its object, where a preposition takes the word itself;
    else the word as a noun after a modifier; else nothing.
    """
    taken = next((child for child in word.children if child.dep_ == "dobj" and child.i > word.i), None)
    if taken is not None:
        return taken if word.dep_ == "pobj" and taken.tag_ in NOUNS else None
    return word if word.i and word.doc[word.i - 1].tag_ in _BEFORE_NOUNS else None


def _object_before(deed: Token) -> Token | None:
    """The head of a deed's topic: the deed, or the noun that is its object from before a relative clause."""
    chain = [deed]
    while chain[-1].dep_ in _LINKS and chain[-1].head.tag_[:2] == "VB" and chain[-1].head is not chain[-1]:
        chain.append(chain[-1].head)
    for verb in chain:
        asked = any(child.tag_ in _RELATIVE and child.dep_ == "dobj" for child in verb.lefts)
        if asked:
            clause = next((one for one in chain if one.dep_ == "relcl"), None)
            return clause.head if clause is not None and clause.head.tag_ in NOUNS else None
        if verb is not deed and any(child.dep_ == "dobj" and child.i > verb.i for child in verb.children):
            return deed
    return deed
