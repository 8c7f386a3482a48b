"""Forms of a verb that the parse shows, not always where it should: passives, infinitives, and the noun that
a participle or infinitive belongs to when the parser hung it elsewhere.
"""

from __future__ import annotations

from typing import Final

from kg.extraction.syntax.noun_heads import words_meant
from kg.nlp.tokens import NOUNS, Token

__all__ = ["described_by", "is_infinitive", "is_passive", "noun_before", "unlabelled_subject"]

_PASSIVE: Final = frozenset({"auxpass", "nsubjpass", "csubjpass"})
_REDUCED: Final = frozenset({"acl", "relcl", "amod", "advcl", "ccomp", "parataxis", "xcomp"})


def is_passive(token: Token) -> bool:
    """Whether a verb is passive: with a passive auxiliary or subject, or a bare past participle after a
    noun.
    """
    if token.tag_ == "VBD":
        return _is_joined_to_passive(token)
    if token.tag_ != "VBN" or (token.head.i == token.i and unlabelled_subject(token)):
        return False
    labels = {child.dep_ for child in token.children}
    if labels & _PASSIVE or described_by(token) is not None:
        return True
    if token.dep_ == "conj" and token.head.tag_ == "VBN" and not labels & {"nsubj", "aux", "dobj"}:
        return is_passive(token.head)
    bare = not labels & {"aux", "nsubj"} and (token.dep_ != "advcl" or "dobj" not in labels)
    return token.dep_ in _REDUCED and bare


def _is_joined_to_passive(token: Token) -> bool:
    """Whether a verb in the past tense is a participle: "was built by X and **sold** to Y"; form and tag do
    not tell the one from the other.
    """
    if token.dep_ != "conj" or token.head.tag_ != "VBN":
        return False
    labels = {child.dep_ for child in token.children}
    return not labels & {"nsubj", "aux", "dobj", "ccomp", "xcomp"} and is_passive(token.head)


def is_infinitive(token: Token) -> bool:
    """Whether "to" stands before the verb."""
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in token.children)


def unlabelled_subject(token: Token) -> list[Token]:
    """The name just before a finite main verb that has no subject: parsers take "Norway sent" for a
    compound.
    """
    if token.tag_ not in ("VBD", "VBN", "VBZ", "VBP") or any(
        child.dep_ in ("aux", "auxpass") for child in token.children
    ):
        return []
    before = [
        child
        for child in token.lefts
        if child.dep_ in ("compound", "nmod", "npadvmod", "dep") and child.tag_ in ("NNP", "NNPS")
    ]
    return words_meant(before[-1:]) if before and before[-1].i == token.i - 1 else []


def described_by(token: Token) -> Token | None:
    """The noun before a participle with an agent ("a shipyard, run by X"), when the parser hung the
    participle elsewhere.
    """
    if (
        token.tag_ != "VBN"
        or token.dep_ in ("acl", "relcl")
        or token.i < 2
        or (token.dep_ == "conj" and is_passive(token.head))
    ):
        return None
    labels = {child.dep_ for child in token.children}
    if "agent" not in labels or labels & {"auxpass", "aux", "dobj"}:
        return None
    noun = token.nbor(-2) if token.nbor(-1).text == "," else token.nbor(-1)
    return noun if noun.tag_ in NOUNS else None


def noun_before(token: Token) -> Token | None:
    """The noun just before an infinitive that belongs to it, when the parser hung the infinitive
    elsewhere.
    """
    if token.dep_ not in ("advcl", "xcomp", "acl", "ccomp", "relcl"):
        return None
    to = next((child for child in token.children if child.dep_ == "aux" and child.tag_ == "TO"), None)
    if to is None or to.i == token.sent.start or to.i + 1 != token.i:
        return None
    noun, words = to.nbor(-1), token.doc.words
    if noun.head.lemma_ in words.giving and noun.dep_ == "dobj":
        return None
    return noun if noun.lemma_ in words.with_infinitive and noun.tag_ in ("NN", "NNS") else None
