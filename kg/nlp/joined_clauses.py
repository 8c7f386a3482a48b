"""Clauses that the parser ran together.

Of clauses that "and" joins it may take the subject of the second for one more object of the first: "Chile
bought tanks from Norway and Peru sold ships". A finite verb right behind two joined nouns, with no "and" or
comma before it, has the second for its subject. Of clauses that a semicolon parts it may take one for what
the other says: "Chad said Mali lied; Mali denied it".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.nlp.syntax_words import SyntaxWords

__all__ = ["part_clauses"]

_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "DT"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_OBJECTS: Final = frozenset({"dobj", "pobj", "dative", "attr", "oprd", "appos", "conj", "poss", "compound"})
_ABOVE: Final = frozenset({"prep", "agent", "dobj", "pobj", "dative", "prt"})
_CLAUSES: Final = frozenset({"ROOT", "acl", "advcl", "ccomp", "conj", "dep", "parataxis"})
_COMPLEMENTS: Final = frozenset({"dobj", "dative", "ccomp", "acomp", "attr", "oprd", "prt"})
_TIMES: Final = frozenset({"DATE", "TIME"})
_TOGETHER: Final = frozenset({"after", "as", "before", "between", "including", "like", "of", "than"})
"""Before two that belong together, or before a clause, where they are taken for prepositions."""

_Change = tuple["Token", "Token", str]
"""A word, its head and its label."""


def part_clauses(doc: Doc, words: SyntaxWords) -> Doc:
    """The parse with such clauses parted: the second verb is joined to the first. It is changed in place."""
    strings, keys = doc.vocab.strings, doc.to_array(["DEP", "ORTH"])
    links = (keys[:, 0] == strings["cc"]) | (keys[:, 1] == strings[";"])
    for place in np.flatnonzero(links).tolist():
        token = doc[place]
        found = _around_semicolon(token) if token.text == ";" else _changes(token, words)
        for word, head, dep in list(found):
            word.dep_, word.head = dep, head  # one at a time, as Doc.from_array writes the whole article
    return doc


def _changes(link: Token, words: SyntaxWords) -> Iterator[_Change]:
    """What is to be changed around an "and"."""
    one = link.head
    two = next((child for child in one.children if child.dep_ == "conj" and child.i > link.i), None)
    if two is None or one.tag_ not in _NOUNS or two.tag_ not in _NOUNS or two.left_edge.i != link.i + 1:
        return
    if one.dep_ == "conj" or link.nbor(-1).is_punct:
        return  # the last of a list
    second = _verb_behind(two)
    first = None if second is None else _verb_before(one, second, words)
    if first is None or second is None or first.sent.start != second.sent.start or one.is_ancestor(first):
        return
    if one.head == second:
        yield one, first, "dobj"
    if first.head == second or second.is_ancestor(first):
        yield first, (second.head if second.head != second else first), second.dep_
    for child in second.children:
        if _is_behind(child):
            yield child, second, "dobj"
    yield two, second, "nsubj"
    yield link, first, "cc"
    yield second, first, "conj"


def _around_semicolon(mark: Token) -> Iterator[_Change]:
    """What is to be changed where a clause right behind a semicolon is taken for what the one before says, or
    that for what it says.
    """
    begin, sentence = mark.i + 1, mark.sent
    behind = mark.doc[begin : sentence.end]
    subject = next((word for word in behind if word.dep_ in _SUBJECTS and word.left_edge.i == begin), None)
    second = subject.head if subject is not None else mark
    if second.i < begin or any(child.dep_ == "mark" for child in second.children):
        return
    if second.head.i < begin and second.dep_ == "ccomp":
        yield second, sentence.root if sentence.root.i < begin else second.head, "conj"
    for first in second.children:
        if first.i < begin and first.dep_ in {"ccomp", "dep"} and _is_told(first):
            yield first, (second.head if second.head != second else first), second.dep_
            yield second, first, "conj"
            return


def _verb_behind(noun: Token) -> Token | None:
    """The finite verb right behind a noun whose subject it can be; None where the verb has another one, or
    is a participle.
    """
    doc, place = noun.doc, noun.i + 1
    while place < len(doc) and doc[place].tag_ == "RB" and doc[place].dep_ == "advmod":
        place += 1
    if place >= len(doc):
        return None
    word = doc[place]
    verb = word.head if word.dep_ in {"aux", "auxpass"} else word
    takes = any(child.dep_ == "dobj" and child.i > verb.i for child in verb.children)
    if word.tag_ not in _FINITE | {"MD"} and not (word == verb and takes and _is_mistaken(word)):
        return None
    if verb.dep_ not in _CLAUSES or (verb.dep_ == "acl" and not takes):
        return None
    if any(child.dep_ == "mark" or child.lower_ == "by" for child in verb.children):
        return None
    subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
    return verb if all(child == noun.head or _is_behind(child) for child in subjects) else None


def _is_behind(subject: Token) -> bool:
    """Whether what is taken for a verb's subject stands behind it, as in "..., warned Chad", which needs a
    comma.
    """
    return subject.dep_ == "nsubj" and subject.i > subject.head.i


def _is_mistaken(word: Token) -> bool:
    """Whether what is tagged as an adjective or participle can be the past tense of a verb."""
    return word.tag_ in {"JJ", "VBN"} and word.lower_.endswith("ed")


def _takes(verb: Token) -> bool:
    """Whether a verb has an object or complement behind it."""
    return any(
        child.dep_ in _COMPLEMENTS and child.i > verb.i and child.ent_type_ not in _TIMES
        for child in verb.children
    )


def _is_auxiliary_led(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass"} for child in verb.children)


def _verb_before(noun: Token, second: Token, words: SyntaxWords) -> Token | None:
    """The verb of the first clause, of which a noun is an object; None where there is none, or both nouns can
    be the subject of a clause that it takes ("said Iran and Iraq left").
    """
    if noun.head == second:
        if noun.dep_ not in _SUBJECTS or noun.left_edge.i == noun.sent.start:
            return None
        verb = noun.doc[noun.left_edge.i - 1]
        taken = any(child.dep_ in {"dobj", "nsubjpass"} for child in verb.children)
        if taken or _is_any(verb, words.with_clause | words.empty_verbs):
            return None
        if not (_is_auxiliary_led(second) or _takes(second)):
            return None  # "praised the aid and the loans promised last week"
    else:
        verb = _above(noun)
        link = noun.head.lower_ if noun.dep_ == "pobj" else ""
        if (link in _TOGETHER and _are_alike(noun)) or (link == "with" and not _takes(second)):
            return None  # "with two guards and a driver killed"
        if noun.head == verb and _is_any(verb, words.with_clause):
            return None
    return verb if verb != second and verb.i < noun.i and _is_told(verb) else None


def _are_alike(noun: Token) -> bool:
    """Whether a noun and what is joined to it are both names or both none."""
    joined = [child for child in noun.children if child.dep_ == "conj"]
    return all(child.tag_.startswith("NNP") == noun.tag_.startswith("NNP") for child in joined)


def _is_any(verb: Token, lemmas: frozenset[str]) -> bool:
    """Whether a verb is one of some; the lemma of "hopes" may be said to be "hop"."""
    word = verb.lower_
    return not lemmas.isdisjoint((verb.lemma_.lower(), word, word.removesuffix("s"), word.removesuffix("d")))


def _above(noun: Token) -> Token:
    """The verb that a noun hangs on, through prepositions and other nouns."""
    verb = noun
    while verb.dep_ in _OBJECTS | _ABOVE and verb.tag_[:2] != "VB":
        verb = verb.head
    return verb


def _is_told(verb: Token) -> bool:
    """Whether a verb is finite and has a subject of its own that is no relative pronoun."""
    subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
    relative = any(child.tag_ in {"WDT", "WP", "IN"} for child in subjects)
    finite = verb.tag_ in _FINITE or _is_auxiliary_led(verb)
    return finite and verb.dep_ not in {"relcl", "acl"} and bool(subjects) and not relative
