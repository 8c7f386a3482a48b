"""From the noun in a place of the parse to the words meant by it: conjuncts, antecedents, and what a
partitive noun counts.

Labels are those of spaCy's English pipelines (CLEAR dependencies, PTB tags).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.nlp.tokens import Token

__all__ = ["DEPTH", "NOMINALS", "RELATIVE", "conjuncts", "with_label", "words_meant"]

RELATIVE: Final = frozenset({"who", "which", "that", "whom", "whose"})
NOMINALS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "WDT"})
"""The tags of words that can head a noun phrase: nouns, pronouns, numbers, determiners."""
_TIMES: Final = frozenset({"DATE", "TIME"})
DEPTH: Final = 12  # steps up or down a parse, so that no circle of rules runs on


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it to its right, in the order of the text."""
    yield token
    for child in token.children:
        nominal = child.tag_ in NOMINALS or child.ent_type_ in ("GPE", "ORG", "PERSON")
        if child.dep_ == "conj" and child.i > token.i and nominal >= (token.tag_ in NOMINALS):
            yield from conjuncts(child)


def with_label(token: Token, labels: frozenset[str] | set[str]) -> list[Token]:
    """The children that hang on a word by one of these labels."""
    return [child for child in token.children if child.dep_ in labels]


def words_meant(tokens: list[Token]) -> list[Token]:
    """The words that these stand for: each with its conjuncts, a relative pronoun's antecedent, what a
    partitive counts.
    """
    out: list[Token] = []
    for token in map(_before_day, tokens):
        resolved = _antecedent(token)
        found = _antecedents(resolved, token) if resolved.i != token.i else conjuncts(token)
        out.extend(whole for part in found for whole in _whole(part))
    return out


def _antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; the token itself when it is none."""
    if token.lower_ not in RELATIVE or token.tag_ not in ("WDT", "WP", "WP$", "IN", "DT"):
        return token
    verb = token.head
    for _ in range(DEPTH):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ not in ("conj", "xcomp", "ccomp", "aux", "prep", "pobj", "acomp", "dobj"):
            return token
        verb = verb.head
    return token


def _antecedents(first: Token, pronoun: Token) -> list[Token]:
    """Whom a relative pronoun takes up: of "A and B, who" both where the clause hangs on the first, the last
    alone where its verb is in the singular or the clause hangs on it.
    """
    joined = [one for one in conjuncts(first) if one.i < pronoun.i]
    verb = pronoun.head
    singular = [word for word in (verb, *verb.children) if word.tag_ == "VBZ" or word.lower_ == "was"]
    return joined[-1:] if singular else joined


def _before_day(token: Token) -> Token:
    """The noun before a day that parsers take for one phrase with it ("the minister Thursday said"); else the
    token itself.
    """
    if token.ent_type_ != "DATE" or token.tag_ != "NNP" or token.i == 0:
        return token
    before = [
        child
        for child in token.lefts
        if child.dep_ in ("compound", "nmod", "poss", "appos") and child.tag_ in NOMINALS
    ]
    return before[-1] if before and before[-1].ent_type_ != "DATE" else token


def _whole(token: Token, depth: int = DEPTH) -> list[Token]:
    """What a partitive noun counts: the farmers of "tens of thousands of farmers"; the name before a time;
    else the token itself.
    """
    if token.ent_type_ in _TIMES and (
        names := [c for c in token.lefts if c.dep_ in ("compound", "nmod") and _is_name(c)]
    ):
        return names[-1:]
    if depth == 0 or not (
        token.lemma_.lower() in token.doc.words.partitives or token.tag_ == "CD" or _is_gathering(token)
    ):
        return [token]
    counted = [c for f in _after_of(token) for c in conjuncts(f)]
    return [whole for part in counted for whole in _whole(part, depth - 1)] or [token]


def _after_of(token: Token) -> list[Token]:
    return [
        f for prep in with_label(token, {"prep"}) if prep.lower_ == "of" for f in with_label(prep, {"pobj"})
    ]


def _is_gathering(token: Token) -> bool:
    """Whether a noun says only that those who follow are together: "a crowd of farmers"."""
    return (
        token.lemma_.lower() in token.doc.words.gatherings
        and (token.tag_ == "NNS" or any(child.lower_ in ("a", "an") for child in token.lefts))
        and any(f.tag_ in ("NNS", "NNPS") for f in _after_of(token))
    )


def _is_name(token: Token) -> bool:
    """Whether a word before a time is no part of it: the Syria of "strikes on Syria Friday"."""
    return token.tag_ in ("NNP", "NNPS") and bool(token.ent_type_) and token.ent_type_ not in _TIMES
