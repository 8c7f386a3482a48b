"""Groups of words that act as one: fixed expressions, names, amounts of money."""

from __future__ import annotations

from training.clear import lexicon
from training.conllu import Sentence, Word

CHAINED = "_prepchain"
"""A later preposition of a fixed chain ("out of"), until the preposition rules label it."""
INNER_PREPOSITION = "_pcomp"
"""The second word of "because of", until the preposition rules label it."""


def take_place(old: Word, new: Word) -> None:
    """Give `new` the head and relation of `old`."""
    new.head, new.rel = old.head, old.rel


def convert_fixed(tree: Sentence) -> None:
    """Turn `fixed` expressions, whose first word heads them, into ordinary structure."""
    for word in tree.words:
        if word.rel == "goeswith":
            word.rel = "dep"
    for first in tree.words:
        rest = [child for child in tree.children(first) if child.rel == "fixed"]
        if rest:
            _convert_expression(tree, first, rest)


def _convert_expression(tree: Sentence, first: Word, rest: list[Word]) -> None:
    forms = [first.lower, *(word.lower for word in rest)]
    role = first.base
    if forms[:3] == ["as", "well", "as"] and len(rest) == 2:
        _as_well_as(first, rest, role)
    elif forms[:2] == ["such", "as"]:
        take_place(first, rest[0])
        rest[0].rel = "case" if role in ("case", "mark", "cc") else first.rel
        first.head, first.rel = rest[0].index, "amod"
    elif role == "cc":
        take_place(first, rest[-1])
        _hang([first, *rest[:-1]], rest[-1], "advmod")
    elif role == "case":
        _fixed_preposition(first, rest, forms)
    elif role in ("mark", "det"):
        for word in rest:
            word.head, word.rel = first.head, role
    elif role in ("advmod", "amod", "nummod"):
        _fixed_modifier(tree, first, rest, forms[0])
    else:
        _fixed_nominal(tree, first, rest)


def _hang(words: list[Word], head: Word, rel: str) -> None:
    for word in words:
        word.head, word.rel = head.index, rel


def _as_well_as(first: Word, rest: list[Word], role: str) -> None:
    well, last = rest
    take_place(first, last)
    if role != "cc":
        last.rel = "cc"
    first.head, first.rel = well.index, "advmod"
    well.head, well.rel = last.index, "advmod"


def _fixed_preposition(first: Word, rest: list[Word], forms: list[str]) -> None:
    if forms[:2] in (["because", "of"], ["due", "to"]):
        rest[0].rel = INNER_PREPOSITION
    elif (forms[0] in ("more", "less", "rather", "other") and forms[1] == "than") or forms[:2] == [
        "instead",
        "of",
    ]:
        rest[0].head, rest[0].rel = first.head, "case"
        first.head, first.rel = rest[0].index, "advmod"
    else:
        previous = first
        for word in rest:
            word.head, word.rel = previous.index, CHAINED
            previous = word


def _fixed_modifier(tree: Sentence, first: Word, rest: list[Word], form: str) -> None:
    head = tree.head_of(first)
    if (
        head is not None
        and (head.upos == "NUM" or head.tag == "CD")
        and form in ("more", "less", "up", "as", "upwards")
    ):
        first.rel = "amod" if first.tag in ("JJR", "RBR") else "quantmod"
        for word in rest:
            word.head, word.rel = first.head, "quantmod"
        return
    last = rest[-1]
    take_place(first, last)
    _hang([first, *rest[:-1]], last, "advmod")
    for child in tree.children(first):
        child.head = last.index


def _fixed_nominal(tree: Sentence, first: Word, rest: list[Word]) -> None:
    """each other, one another."""
    last = rest[-1]
    take_place(first, last)
    for child in tree.children(first):
        if child is not last:
            child.head = last.index
    for word in [first, *rest[:-1]]:
        word.head, word.rel = last.index, "det" if word.tag == "DT" else "compound"


def convert_names(tree: Sentence) -> None:
    """Make the last word of a `flat` name its head and the others compounds."""
    for first in tree.words:
        parts = _name_parts(tree, first)
        if not parts:
            continue
        last = parts[-1]
        if last.index < first.index:
            for word in parts:
                word.rel = "compound"
            continue
        take_place(first, last)
        for child in tree.children(first):
            if child is not last:
                child.head = last.index
        for word in [first, *parts[:-1]]:
            word.head, word.rel = last.index, "compound"
    for word in tree.words:
        if word.rel == "nmod:desc":
            word.rel = "compound" if word.index < word.head else "appos"


def _name_parts(tree: Sentence, first: Word) -> list[Word]:
    """The words flat below `first`, and suffixes such as "Jr." right after them."""
    children = tree.children(first)
    parts = [child for child in children if child.base == "flat"]
    end = parts[-1].index if parts else first.index
    return parts + [
        child
        for child in children
        if child.rel == "nmod:desc" and child.index == end + 1 and child.lower in lexicon.NAME_SUFFIXES
    ]


def convert_money(tree: Sentence) -> None:
    """Make the number the head of an amount: "$ 5 million"."""
    for sign in tree.words:
        if sign.form not in lexicon.CURRENCY and sign.tag != "$":
            continue
        number = next(
            (child for child in tree.children(sign) if child.rel == "nummod" and child.index > sign.index),
            None,
        )
        if number is None:
            continue
        take_place(sign, number)
        for child in tree.children(sign):
            if child is not number:
                child.head = number.index
        scaled = any(child.rel == "compound" and child.tag == "CD" for child in tree.children(number))
        sign.head, sign.rel = number.index, "quantmod" if scaled else "nmod"
