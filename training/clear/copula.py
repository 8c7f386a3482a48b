"""Copulas: the verb heads the clause, and what belongs to the clause moves up to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from training.clear import lexicon
from training.conllu import Sentence, Word

PREPOSITIONAL_PREDICATE = "_pred_case"
"""A predicate with a preposition, until the preposition rules relabel it."""

_CLOSING = (".", "!", "?", ";", ":", "...", "–", "—", ",")


@dataclass(frozen=True, slots=True)
class _Clause:
    tree: Sentence
    verb: Word
    predicate: Word
    adjectival: bool
    first: int
    """Index of the predicate's first dependent after the verb."""


def convert_copulas(tree: Sentence) -> None:
    """Turn predicate + `cop` into verb + attr, acomp, prep, advmod, ccomp or xcomp."""
    for verb in tree.words:
        if verb.rel != "cop":
            continue
        predicate = tree.words[verb.head - 1]
        children = [child for child in tree.children(predicate) if child is not verb]
        if any(child.rel == "cop" and child.index < verb.index for child in children):
            verb.rel = "aux"
            continue
        verb.head, verb.rel = predicate.head, predicate.rel
        predicate.head = verb.index
        outer = any(child.rel.endswith(":outer") for child in children)
        if outer and (predicate.tag.startswith("VB") or any(child.rel == "cop" for child in children)):
            _clausal_predicate(tree, verb, predicate, children)
        else:
            _phrasal_predicate(tree, verb, predicate, children)


def _clausal_predicate(tree: Sentence, verb: Word, predicate: Word, children: list[Word]) -> None:
    """The problem is that nobody came."""
    for child in children:
        before = child.index < verb.index and child.rel in (
            "cc",
            "punct",
            "advmod",
            "aux",
            "mark",
            "advcl",
            "discourse",
            "obl",
        )
        if child.rel.endswith(":outer") or before:
            child.head, child.rel = verb.index, child.rel.replace(":outer", "")
        elif child.rel == "punct" and child.form in (".", "!", "?", "!?"):
            child.head = verb.index
    rest = tree.children(predicate)
    infinitive = any(child.rel == "mark" and child.lower == "to" for child in rest)
    finite = any(child.rel.startswith("nsubj") for child in rest) and not infinitive
    predicate.rel = "ccomp" if finite else "xcomp"


def _phrasal_predicate(tree: Sentence, verb: Word, predicate: Word, children: list[Word]) -> None:
    adjectival = predicate.upos == "ADJ" or predicate.tag in ("JJ", "JJR", "JJS", "VBN", "VBG")
    predicate.rel = _predicate_label(predicate, children, adjectival)
    inside = ("det", "amod", "nmod", "compound", "nummod", "case")
    first = min(
        [child.index for child in children if child.base in inside and child.index > verb.index]
        + [predicate.index]
    )
    clause = _Clause(tree, verb, predicate, adjectival, first)
    for child in children:
        moves = _MOVES.get(child.base)
        if moves is None or not moves(clause, child):
            continue
        child.head = verb.index
        if child.base in _ARGUMENTS:
            child.rel = child.rel.replace(":outer", "")


def _predicate_label(predicate: Word, children: list[Word], adjectival: bool) -> str:
    if any(child.base == "case" and child.lower not in lexicon.POSSESSIVES for child in children):
        return PREPOSITIONAL_PREDICATE
    if predicate.tag == "VB" or (predicate.tag == "VBG" and predicate.upos == "VERB"):
        return "xcomp"
    if adjectival:
        return "acomp"
    if predicate.upos == "ADV" or predicate.tag in ("RB", "WRB", "RBR", "IN", "RP"):
        return "advmod"
    return "attr"


def _always(clause: _Clause, child: Word) -> bool:
    return True


def _adverb_moves(clause: _Clause, child: Word) -> bool:
    predicate = clause.predicate
    adjacent = child.index == predicate.index - 1
    if child.index < clause.verb.index:
        return not (predicate.index < clause.verb.index and adjacent)
    if child.index > predicate.index:
        return child.lower != "enough" and predicate.upos != "ADV"
    if child.lower in lexicon.NEGATIONS:
        return True
    if clause.adjectival or predicate.upos in ("ADV", "NUM") or predicate.rel == "advmod":
        return not adjacent or child.lower in lexicon.SENTENCE_ADVERBS
    return child.index < clause.first


def _adverbial_clause_moves(clause: _Clause, child: Word) -> bool:
    mark = next((word.lower for word in clause.tree.children(child) if word.rel == "mark"), "")
    return child.index < clause.predicate.index or not clause.adjectival or mark in lexicon.SUBORDINATORS


def _oblique_moves(clause: _Clause, child: Word) -> bool:
    bare = child.rel in ("obl:unmarked", "obl:tmod", "obl:npmod")
    return (
        child.index < clause.verb.index
        or not clause.adjectival
        or (bare and child.index > clause.predicate.index)
    )


def _complement_moves(clause: _Clause, child: Word) -> bool:
    return not clause.adjectival


def _conjunct_moves(clause: _Clause, child: Word) -> bool:
    verbal = child.tag.startswith("VB") and child.upos in ("VERB", "AUX")
    return verbal or any(word.base in ("cop", "nsubj", "aux") for word in clause.tree.children(child))


def _punctuation_moves(clause: _Clause, child: Word) -> bool:
    return child.index < clause.verb.index or (
        child.index > clause.predicate.index and child.form in _CLOSING
    )


_ARGUMENTS = ("nsubj", "csubj", "expl", "aux", "dislocated", "vocative", "discourse", "parataxis")
_MOVES: dict[str, Callable[[_Clause, Word], bool]] = {
    **dict.fromkeys((*_ARGUMENTS, "mark", "cc"), _always),
    "advmod": _adverb_moves,
    "advcl": _adverbial_clause_moves,
    "obl": _oblique_moves,
    "ccomp": _complement_moves,
    "xcomp": _complement_moves,
    "conj": _conjunct_moves,
    "punct": _punctuation_moves,
}
