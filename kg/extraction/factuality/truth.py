"""What is said to be true, false or doubtful: "it is not true that", "the reports are false", "doubts that",
"misstated that".

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kg.extraction.factuality.cues import (
    child_of,
    is_clause,
    is_condition,
    is_infinitive,
    is_negative,
    lemma_of,
    under,
)
from kg.extraction.factuality.own_modality import own_of_clause
from kg.nlp.tokens import NOMINAL_SUBJECTS
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.model import Modality
    from kg.nlp.tokens import Token

    Judge = Callable[[Token, FactualityLexicon], Modality]

__all__ = ["Verdict", "under_one_verdict", "verdict_on", "with_verdict"]

Kind = Literal["true", "false", "doubtful"]
_CONTENT: Final = frozenset({"acl", "ccomp", "csubj", "relcl"})
_APART: Final = frozenset({"acl", "advcl", "appos", "parataxis", "relcl"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """How certain a content clause is by what is said of its truth, and the lemma that says so."""

    modality: Modality
    cue: str


def verdict_on(clause: Token, words: FactualityLexicon, judge: Judge) -> Verdict | None:
    """What is said of the truth of the content clause that a word heads; None where nothing is said of it, or
    only that it is true.
    """
    found = _judging(clause, words)
    if found is None:
        return None
    word, kind = found
    over = word.head if word.dep_ in {"acomp", "advmod", "attr"} else word
    if is_clause(over):
        own = own_of_clause(over, words, judge)
        left_open = own == "possible" or is_condition(over, words)
        denied = own == "negated" or _is_denied(word, words)
    else:
        left_open, denied = False, _is_denied(word, words)
    if word.dep_ == "advmod" and denied:
        return None  # "did not falsely claim"
    if left_open:
        return None if kind == "true" else Verdict("possible", lemma_of(word))
    if kind == "true":
        return Verdict("negated", _denial(over, word, words)) if denied else None
    if denied:
        return Verdict("actual", lemma_of(word))
    return Verdict("negated" if kind == "false" else "possible", lemma_of(word))


def with_verdict(verdict: Verdict, own: Modality) -> Modality:
    """The modality of a content clause with what it says by itself: "it is not true that X did not pay" says
    that X paid.
    """
    if own != "negated":
        return under(verdict.modality, own)
    turned: dict[Modality, Modality] = {"negated": "actual", "actual": "negated"}
    return turned.get(verdict.modality, "possible")


def under_one_verdict(word: Token, words: FactualityLexicon) -> Iterator[Token]:
    """A word and those that it hangs on, but for the root, as far as what is said of the truth of a clause
    may be said of the word's own.
    """
    node = word
    while node.head != node:
        yield node
        if _is_content_apart(node, words):
            return
        node = node.head


def _is_content_apart(node: Token, words: FactualityLexicon) -> bool:
    """Whether what is said of the truth of a clause above a word says nothing of the word's own clause."""
    if node.dep_ != "conj":
        return node.dep_ in _APART
    opposed = any(child.dep_ == "cc" and child.lower_ in words.opposing for child in node.head.children)
    return opposed and child_of(node, *NOMINAL_SUBJECTS) is not None


def _denial(over: Token, word: Token, words: FactualityLexicon) -> str:
    """The word that denies: "no", "never"; "not" however it is written."""
    around = (*over.children, *word.children)
    said = next((child for child in around if child.lower_ in words.no_determiners), None)
    said = said or next(
        (child for child in over.children if words.adverbs.get(lemma_of(child)) == "negated"), None
    )
    return lemma_of(said) if said is not None else "not"


def _is_denied(word: Token, words: FactualityLexicon) -> bool:
    """Whether there is none or hardly any of it: "no doubt", "little doubt"."""
    return is_negative(word, words) or any(
        child.lower_ in words.hardly_any and child.dep_ == "amod" for child in word.children
    )


def _judging(clause: Token, words: FactualityLexicon) -> tuple[Token, Kind] | None:
    """The word that speaks of the truth of a clause, and how."""
    head = clause.head
    mark = child_of(clause, "mark")
    if head == clause or clause.dep_ not in _CONTENT or is_infinitive(clause):
        return None
    if mark is None and clause.dep_ != "ccomp":
        return None
    if mark is not None and mark.lower_ in words.questions:
        return None
    if is_clause(head) and head.tag_[:2] == "VB":
        return _of_verb(head, clause, words)
    if head.dep_ in {"acomp", "attr"}:
        return _kind(head, words)
    return _of_noun(head, words)


def _of_verb(verb: Token, clause: Token, words: FactualityLexicon) -> tuple[Token, Kind] | None:
    """Of "be" its predicate; of a verb of saying how it is said ("falsely claimed"); else the verb itself."""
    if lemma_of(verb) == "be":
        predicate = child_of(verb, "acomp", "attr")
        behind = predicate is not None and (clause.dep_ == "csubj" or predicate.i < clause.i)
        return _kind(predicate, words) if predicate is not None and behind else None
    if clause.dep_ != "ccomp":
        return None
    if lemma_of(verb) in words.reporting_verbs:
        for child in verb.children:
            if child.dep_ == "advmod" and lemma_of(child) in words.falsely:
                return child, "false"
    return _kind(verb, words)


def _of_noun(noun: Token, words: FactualityLexicon) -> tuple[Token, Kind] | None:
    """Of what is told in a noun: the predicate of its verb ("the report that S is wrong"), or the noun."""
    verb = noun.head
    if noun.dep_ in NOMINAL_SUBJECTS and lemma_of(verb) == "be":
        predicate = child_of(verb, "acomp", "attr")
        if predicate is not None and (found := _kind(predicate, words)) is not None:
            return found
    link = noun.head
    if noun.dep_ == "pobj" and link.head.tag_[:2] == "NN" and lemma_of(link.head) in words.true:
        return link.head, "true"  # "no truth to reports that S"
    return _kind(noun, words)


def _kind(word: Token, words: FactualityLexicon) -> tuple[Token, Kind] | None:
    lemma = lemma_of(word)
    tables: tuple[tuple[frozenset[str], Kind], ...] = (
        (words.true, "true"),
        (words.untrue, "false"),
        (words.doubtful, "doubtful"),
    )
    return next(((word, kind) for table, kind in tables if lemma in table), None)
