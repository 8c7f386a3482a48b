"""What a word says of its own happening, before anything above it is asked: "will meet", "no talks".

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kg.extraction.factuality.contrast import is_denied, is_of_part
from kg.extraction.factuality.cues import (
    ALL_SUBJECTS,
    child_of,
    either_of,
    inverting,
    is_clause,
    is_condition,
    is_imperative,
    is_infinitive,
    is_negative,
    is_nobody_but,
    is_not_only,
    lemma_of,
    named,
    under,
)
from kg.extraction.syntax.verb_coordination import above
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.model import Modality
    from kg.nlp.tokens import Token

    Judge = Callable[[Token, FactualityLexicon], Modality]

__all__ = ["is_announced", "own_of_clause", "own_of_noun"]

_REPORTED: Final = frozenset({"ccomp", "parataxis"})


def own_of_noun(token: Token, words: FactualityLexicon) -> Modality:
    """What a noun phrase says of its happening: "no talks", "planned talks", "possible talks"."""
    if is_negative(token, words) or is_denied(token, words):
        return "negated"
    said: Modality = "actual"
    for child in token.children:
        if child.dep_ in {"amod", "compound", "nmod", "acl", "nummod", "advmod", "det"} and child.i < token.i:
            kind = words.modifiers.get(lemma_of(child)) or words.modifiers.get(child.lower_)
            said = under(said, named(kind) if kind else "actual")
    return said


def own_of_clause(token: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """What a clause says of its happening, by auxiliaries, adverbs, conditions and mood: "will", "perhaps",
    "if", a command.

    ``judge`` tells the modality of another word: "would" within a plan is planned.
    """
    said: Modality = "actual"
    for child in token.children:
        said = under(said, _of_part(child, token, words, judge))
    for link in token.children:
        if (
            link.dep_ == "advcl"
            and not is_infinitive(link)
            and is_condition(link, words)
            and said in {"actual", "planned"}
        ):
            said = "possible" if any(child.tag_ == "MD" for child in token.children) else said
    if said in {"actual", "planned"} and (inverting(token, words) or either_of(token)) is not None:
        return "possible"
    if said == "actual" and is_imperative(token):
        return "possible"
    return "planned" if said == "actual" and is_announced(token, words) else said


def is_announced(token: Token, words: FactualityLexicon) -> bool:
    """Whether a headline says what is to come: "Trump to visit Japan". It may hang on the name."""
    if not is_infinitive(token):
        return False
    if token.dep_ == "ROOT":
        subject = child_of(token, *ALL_SUBJECTS)
        return subject is not None and subject.i < token.i
    name = token.head
    return (
        token.dep_ in {"acl", "relcl"}
        and name.dep_ == "ROOT"
        and name.i + 1 == token.left_edge.i
        and name.tag_[:2] == "NN"
        and name.text[0].isupper()
        and not any(child.dep_ == "det" for child in name.children)
        and lemma_of(name) not in words.nouns
    )


def _of_part(child: Token, token: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """What a child of a clause's verb says of the clause."""
    if child.dep_ == "aux" and any(_leaves_open(part, token, words) for part in child.children):
        return "possible"  # the mark of "if Israel were to strike" hangs on "were"
    if child.dep_ in {"aux", "auxpass"} and child.tag_ == "MD":
        return _of_modal(lemma_of(child), token, words, judge)
    if _denies(child, words):
        if is_of_part(child, token, words):
            return "actual"
        return "actual" if is_not_only(child, words) else "negated"
    if _is_no_longer(child, words):
        return "negated"
    if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} and is_negative(child, words):
        return "actual" if is_denied(child, words) or is_nobody_but(child, words) else "negated"
    return "possible" if _leaves_open(child, token, words) else "actual"


def _denies(child: Token, words: FactualityLexicon) -> bool:
    return child.dep_ == "neg" or (
        child.dep_ in {"advmod", "preconj"} and words.adverbs.get(lemma_of(child)) == "negated"
    )


def _is_no_longer(child: Token, words: FactualityLexicon) -> bool:
    return (
        child.dep_ == "advmod"
        and lemma_of(child) in words.after_no
        and any(part.lower_ == "no" for part in child.children)
    )


def _leaves_open(child: Token, token: Token, words: FactualityLexicon) -> bool:
    """Whether an adverb or a conjunction makes a clause possible: "perhaps", "if"."""
    lemma = lemma_of(child)
    if child.dep_ in {"advmod", "acomp"}:
        return words.adverbs.get(lemma) == "possible" and not is_infinitive(token)
    return child.dep_ == "mark" and words.links.get(lemma) == "possible"


def _of_modal(lemma: str, token: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    kind = words.modals.get(lemma)
    if kind == "reported":
        return "planned" if _planned_word(token, words, judge) else "possible"
    if kind == "planned":
        return "planned"
    could = child_of(token, "neg") is not None and lemma in words.denying_modals
    return "negated" if could else "possible" if kind else "actual"


def _planned_word(token: Token, words: FactualityLexicon, judge: Judge) -> bool:
    """Whether "would" stands for "will": on somebody's past word ("said it would"), or within what is
    planned.
    """
    verb = token
    while verb.dep_ == "conj":
        verb = above(verb)
    head = verb.head
    reporting = words.reporting_verbs | words.reporting_things
    if verb.dep_ in _REPORTED and head != verb and lemma_of(head) in reporting:
        return _is_past_word(head, token, words)
    if verb.dep_ in {"pcomp", "advcl", "relcl", "acl"}:
        return _is_within_plan(head, words, judge)
    after = (child for child in verb.children if child.dep_ in {"parataxis", "ccomp"} and child.i > verb.i)
    said = next((child for child in after if lemma_of(child) in words.reporting_verbs), None)
    return said is not None and said.tag_ == "VBD" and child_of(said, "ccomp", "dobj") is None


def _is_past_word(verb: Token, token: Token, words: FactualityLexicon) -> bool:
    """Whether a reporting verb in the past gives what it reports as certain, without a condition."""
    conditional = any(child.dep_ == "advcl" and is_condition(child, words) for child in token.children)
    certain = words.complements.get(lemma_of(verb)) != "possible"
    return verb.tag_ in {"VBD", "VBN"} and not conditional and certain


def _is_within_plan(governor: Token, words: FactualityLexicon, judge: Judge) -> bool:
    """Whether the clause over a word is a plan."""
    while governor.dep_ in {"prep", "pobj", "dobj", "attr"} and not is_clause(governor):
        governor = governor.head
    return is_clause(governor) and judge(governor, words) == "planned"
