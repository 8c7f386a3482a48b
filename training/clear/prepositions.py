"""Prepositions: heads of their phrases, in chains where several follow each other."""

from __future__ import annotations

from training.clear import lexicon
from training.clear.copula import PREPOSITIONAL_PREDICATE
from training.clear.words import CHAINED, INNER_PREPOSITION
from training.conllu import Sentence, Word

_POSSESSIVE = "_case"
_SETTLED = {CHAINED: "prep", INNER_PREPOSITION: "pcomp", _POSSESSIVE: "case", PREPOSITIONAL_PREDICATE: "attr"}
_LOOSE = ("parataxis", "list", "reparandum", "orphan")
"""Relations that a phrase keeps although a preposition now heads it."""


def convert_case(tree: Sentence, guess_agent: bool) -> None:
    """Turn `case` into prep (or agent, dative) + pobj.

    `guess_agent`: for treebanks that do not mark agents.
    """
    for noun in tree.words:
        prepositions = []
        for child in tree.children(noun):
            if child.lower in lexicon.POSSESSIVES or child.tag == "POS":
                child.rel = _POSSESSIVE if child.base == "case" else child.rel
            elif child.base == "case":
                prepositions.append(child)
        if prepositions and noun.rel != "case":
            _convert_phrase(tree, noun, prepositions, guess_agent)
    for word in tree.words:
        word.rel = _SETTLED.get(word.rel, word.rel)


def _convert_phrase(tree: Sentence, noun: Word, prepositions: list[Word], guess_agent: bool) -> None:
    arguments = ("nsubj", "aux", "obj", "xcomp", "ccomp", "cop")
    clausal = noun.tag.startswith("VB") and any(child.base in arguments for child in tree.children(noun))
    first = prepositions[0]
    rel = _preposition_label(tree, noun, first, guess_agent)
    _take_over(tree, noun, first)
    first.rel = rel
    noun.head = _chain(tree, prepositions).index
    noun.rel = "pcomp" if clausal else "pobj"
    for child in tree.children(noun):
        if child.index < first.index and child.rel in ("punct", "cc") and first.head:
            child.head = first.head
        elif (child.index < first.index and child.rel in ("advmod", "cc:preconj")) or (
            child.rel in ("nsubj", "cop") and not clausal
        ):
            child.head = first.index


def _preposition_label(tree: Sentence, noun: Word, first: Word, guess_agent: bool) -> str:
    governor = tree.head_of(noun)
    if noun.base in ("conj", "root"):
        return noun.base
    if noun.base in _LOOSE:
        return noun.rel
    if noun.rel == "obl:agent" or (
        guess_agent and governor is not None and _looks_like_agent(tree, noun, first, governor)
    ):
        return "agent"
    if (
        first.lower == "to"
        and noun.base == "obl"
        and governor is not None
        and governor.lemma in lexicon.GIVING
    ):
        given = any(child.rel in ("obj", "nsubj:pass") for child in tree.children(governor))
        return "dative" if given else "prep"
    return "prep"


def _looks_like_agent(tree: Sentence, noun: Word, first: Word, governor: Word) -> bool:
    if noun.base != "obl" or first.lower != "by" or noun.tag == "CD" or noun.lower in lexicon.NOT_AGENTS:
        return False
    rels = [child.rel for child in tree.children(governor)]
    return "aux:pass" in rels or (governor.tag == "VBN" and "aux" not in rels)


def _take_over(tree: Sentence, noun: Word, first: Word) -> None:
    """The preposition takes the noun's place; among conjuncts, beside the preposition before it."""
    governor = tree.head_of(noun)
    first.head = noun.head
    if noun.base == "conj" and governor is not None and governor.rel == "pobj" and governor.head:
        first.head = governor.head
        for child in tree.children(governor):
            if child.rel == "cc" and governor.index < child.index < first.index:
                child.head = governor.head
    elif noun.base == "root":
        for child in tree.children(noun):
            if child.rel == "punct" and child.form in (".", "!", "?", "!?"):
                child.head = first.index


def _chain(tree: Sentence, prepositions: list[Word]) -> Word:
    """The preposition that takes the noun: each stacks on the one before, fixed chains below the first."""
    first = last = prepositions[0]
    for word in prepositions[1:]:
        word.head, word.rel = last.index, "prep"
        last = word
    for word in tree.children(first):
        if word.rel != CHAINED:
            continue
        last = word if last is first else last
        below = [child for child in tree.children(word) if child.rel == CHAINED]
        while below:
            last = below[0]
            below = [child for child in tree.children(last) if child.rel == CHAINED]
    return last


def convert_marks(tree: Sentence) -> None:
    """Turn preposition + clause into prep + pcomp, and the infinitive's `to` into aux."""
    for mark in tree.words:
        verb = tree.head_of(mark)
        if mark.rel != "mark" or verb is None or mark.index > verb.index:
            continue
        if mark.tag == "TO" and verb.tag != "VBG":
            mark.rel = "aux"
        elif verb.base not in ("csubj", "root", "parataxis", "nsubj") and _is_preposition(tree, mark, verb):
            _convert_mark(tree, mark, verb)


def _is_preposition(tree: Sentence, mark: Word, verb: Word) -> bool:
    children = tree.children(verb)
    if mark.lower in lexicon.CLAUSE_PREPOSITIONS and mark.upos in ("ADP", "SCONJ"):
        return mark.lower != "in" or not any(
            child.rel == "mark" and child.lower in ("order", "case") for child in children
        )
    if mark.lower not in lexicon.AMBIGUOUS_PREPOSITIONS or verb.tag != "VBG":
        return False
    return not any(
        child.rel.startswith("nsubj") or (child.rel == "aux" and child.tag != "VBG") for child in children
    )


def _convert_mark(tree: Sentence, mark: Word, verb: Word) -> None:
    governor = tree.head_of(verb)
    mark.head, mark.rel = verb.head, "conj" if verb.rel == "conj" else "prep"
    if verb.rel == "conj" and governor is not None and governor.rel == "pcomp":
        mark.head = governor.head
        for child in tree.children(governor):
            if child.rel in ("cc", "punct") and governor.index < child.index < mark.index:
                child.head = governor.head
    verb.head, verb.rel = mark.index, "pcomp"
    for child in tree.children(verb):
        if child.index < mark.index and child.rel in ("punct", "cc") and mark.head:
            child.head = mark.head
        elif child.index < mark.index and child.rel == "advmod":
            child.head = mark.index
