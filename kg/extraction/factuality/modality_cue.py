"""The word that makes what a sentence says planned, possible or negated: "will", "decided", "fears", "not".

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.extraction.factuality.cues import (
    child_of,
    complement_kind,
    either_of,
    inverting,
    is_clause,
    is_infinitive,
    is_negative,
    is_not_yet,
    lemma_of,
    opening_kind,
    phrase_of,
)
from kg.extraction.factuality.factuality import verdict_over
from kg.extraction.factuality.fiction import work_of
from kg.extraction.factuality.noun_modality import failing_of, is_neared
from kg.extraction.factuality.own_modality import is_announced
from kg.nlp.tokens import NOMINAL_SUBJECTS
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.model import Modality
    from kg.nlp.tokens import Token

    Cue = tuple[str, str | None]
    """A lemma and what it stands for: "open" for planned and possible, None where no list has it."""

__all__ = ["cue_of"]

_CONTRACTED: Final = {"'ll": "will", "wo": "will", "ca": "can", "'d": "would", "sha": "shall", "n't": "not"}
_STEPS: Final = 6  # governors from a word to the one that speaks of it
_OPEN: Final = frozenset({"planned", "possible"})
_KINDS: Final = frozenset({"planned", "possible", "negated"})


def cue_of(trigger: Token, words: FactualityLexicon, modality: Modality | None = None) -> str | None:
    """The lemma of the nearest word that makes it of this ``modality``, without one of any other than actual;
    None where no word does.
    """
    work = work_of(trigger, words)
    if work is not None and modality in {None, "possible"}:
        return lemma_of(work)
    verdict = verdict_over(trigger, words)
    if verdict is not None and verdict.modality != "actual" and modality in {None, verdict.modality}:
        return verdict.cue
    other = failing_of(trigger, words)
    if other is not None and modality in {None, "negated"}:
        return other
    for lemma, kind in _cues(trigger, words):
        if modality is None or kind == modality or (kind == "open" and modality in _OPEN):
            return lemma
        other = other or lemma
    return other


def _cues(trigger: Token, words: FactualityLexicon) -> Iterator[Cue]:
    """What speaks of a word, the nearest first."""
    node, below = trigger, trigger
    for _ in range(_STEPS):
        yield from _of_clause(node, words) if is_clause(node) else _of_noun(node, words)
        head = node.head
        if head == node:
            return
        yield from _of_governor(head, node, below, words)
        if is_clause(node) and not _passes(node, words):
            return
        below, node = node, head


def _passes(clause: Token, words: FactualityLexicon) -> bool:
    """Whether what is said of the governor of a clause is said of the clause too."""
    if clause.dep_ in {"relcl", "parataxis"}:
        return False
    if clause.dep_ == "ccomp":
        head = clause.head
        said = lemma_of(head) in words.reporting_verbs and is_clause(head)
        return not said or complement_kind(head, clause, words) != "transparent"
    return clause.dep_ != "advcl" or is_infinitive(clause) or clause.tag_ == "VBG"


def _of_clause(verb: Token, words: FactualityLexicon) -> Iterator[Cue]:
    """Of a clause's own words: "may" and "could" before "reportedly", that before "will"."""
    opener = inverting(verb, words)
    if opener is not None:
        yield lemma_of(opener), "possible"
    modal = next((child for child in verb.children if child.tag_ == "MD"), None)
    said = _said(modal) if modal is not None else None
    kind = words.modals.get(said) if said is not None else None
    if child_of(verb, "neg") is not None and said in words.denying_modals:
        kind = "negated"
    if said is not None and kind != "planned":
        yield said, "open" if kind == "reported" else kind
    for child in verb.children:
        if child.dep_ == "neg" or (child.dep_ in {"advmod", "mark", "preconj"} and child.i < verb.i):
            table = words.links if child.dep_ == "mark" else words.adverbs
            found = "negated" if child.dep_ == "neg" else table.get(lemma_of(child))
            if found in _KINDS:
                yield _said(child), found
    if said is not None and kind == "planned":
        yield said, kind
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} and is_negative(child, words):
            yield from _of_noun(child, words)
        elif child.dep_ == "aux":
            yield from ((lemma_of(part), "possible") for part in child.children if part.dep_ == "mark")
    if either_of(verb) is not None:
        yield "or", "possible"
    if is_announced(verb, words):
        yield "to", "planned"


def _of_noun(noun: Token, words: FactualityLexicon) -> Iterator[Cue]:
    """Of the words before a noun: "no talks", "planned talks"."""
    if noun.lower_ in words.nothing:
        yield lemma_of(noun), "negated"
    for child in noun.children:
        if child.i < noun.i and child.lower_ in words.no_determiners:
            yield lemma_of(child), "negated"
        elif child.i < noun.i and (said := words.modifiers.get(lemma_of(child))):
            yield lemma_of(child), said


def _of_governor(head: Token, node: Token, below: Token, words: FactualityLexicon) -> Iterator[Cue]:
    """Of what a word hangs on: "denied attacking", "fears of an attack", "without an attack", "is false"."""
    first = node.left_edge.i
    if first - 1 > node.sent.start and node.doc[first - 1].lower_ in words.of_negation:
        before = node.doc[first - 2]
        if words.links.get(before.lower_) == "negated":
            yield lemma_of(before), "negated"
    if node.dep_ in {"pobj", "pcomp"}:
        yield from _of_link(head, words)
        return
    if is_infinitive(node) and node.dep_ != "conj":
        yield from _of_infinitive(head, node, words)
        return
    kind = _kind(head, node, below, words)
    if kind in _KINDS:
        yield lemma_of(head), kind
    predicate = child_of(head, "acomp", "attr", "oprd") if node.dep_ in NOMINAL_SUBJECTS else None
    if predicate is not None:
        raised = words.complements if child_of(predicate, "xcomp") is not None else words.modifiers
        said = raised.get(lemma_of(predicate))
        if said in _KINDS:
            yield lemma_of(predicate), said


def _of_infinitive(head: Token, node: Token, words: FactualityLexicon) -> Iterator[Cue]:
    """Of the governor of an infinitive: "has yet to", "flew to Cairo to", "plans to"."""
    if is_not_yet(head, words):
        yield from ((child.lower_, "negated") for child in head.children if child.lower_ in words.not_yet)
    kind = complement_kind(head, node, words) if is_clause(head) else words.nouns.get(lemma_of(head))
    if kind is None and phrase_of(head) in words.intended:
        kind = "planned"
    yield lemma_of(head), kind


def _of_link(link: Token, words: FactualityLexicon) -> Iterator[Cue]:
    """Of the preposition or adjective before a word: "without", "ahead of", "due to"."""
    before = link.head if link.lower_ in words.of_negation else link
    for word in (link, before):
        kind = words.links.get(lemma_of(word)) or words.complements.get(lemma_of(word))
        if kind in _KINDS and kind != words.nouns.get(lemma_of(word)):
            yield lemma_of(word), kind
            return


def _kind(head: Token, node: Token, below: Token, words: FactualityLexicon) -> str | None:
    """What a governor says of a word by the lexicon; of the word ``below`` for a preposition ``node``."""
    if not is_clause(head):
        if lemma_of(head) in words.fiction:
            return "possible"
        return opening_kind(head, words) or words.nouns.get(lemma_of(head))
    phrase = phrase_of(head)
    if is_neared(below, words):
        return "possible"
    if node.dep_ in {"prep", "agent"}:
        if phrase in words.intended and node.lower_ in words.of_aim:
            return "planned"
        table = words.complements if head.tag_[:2] == "JJ" or is_clause(below) else words.objects
        return table.get(f"{phrase} {node.lower_}") or table.get(phrase)
    if is_clause(node):
        return complement_kind(head, node, words)
    return words.objects.get(phrase)


def _said(word: Token) -> str:
    return _CONTRACTED.get(lemma_of(word), lemma_of(word))
