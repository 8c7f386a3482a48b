"""The last step: names of relations, and a well-formed tree."""

from __future__ import annotations

import re
from collections.abc import Callable

from training.clear import lexicon
from training.conllu import Sentence, Word

_WEEKDAY = re.compile(r"(?i)(sun|mon|tues|wednes|thurs|fri|satur)day$")
_EXACT = {
    "root": "ROOT",
    "nsubj:pass": "nsubjpass",
    "csubj:pass": "csubjpass",
    "aux:pass": "auxpass",
    "acl:relcl": "relcl",
    "advcl:relcl": "relcl",
    "compound:prt": "prt",
    "nmod:poss": "poss",
    "det:predet": "predet",
    "cc:preconj": "preconj",
}
_BY_BASE = {
    "cop": "aux",
    "obj": "dobj",
    "flat": "compound",
    "vocative": "npadvmod",
    **{
        rel: rel
        for rel in (
            "nsubj csubj aux acl compound nummod expl conj prep pobj pcomp agent dative attr "
            "acomp oprd xcomp ccomp advcl amod appos cc "
            "punct parataxis quantmod neg npadvmod intj preconj"
        ).split()
    },
}
"""Labels by relation without subtype; what has neither a label nor a rule becomes dep."""


def label(tree: Sentence) -> None:
    """Give each word its final CLEAR label."""
    for word in tree.words:
        rule = _RULES.get(word.base)
        if word.rel in _EXACT:
            word.rel = _EXACT[word.rel]
        elif rule is not None:
            word.rel = rule(tree, word)
        else:
            word.rel = _BY_BASE.get(word.base, "dep")


def _adverb(tree: Sentence, word: Word) -> str:
    head = tree.head_of(word)
    if word.lower in lexicon.NEGATIONS or word.lower == "nt":
        return "neg"
    if head is not None and word.tag == "RP" and head.tag.startswith("VB"):
        return "prt"
    if head is not None and head.tag == "CD" and word.tag in ("IN", "CC", "TO"):
        return "quantmod"
    return "amod" if head is not None and head.tag == "CD" and word.tag == "JJR" else "advmod"


def _indirect_object(tree: Sentence, word: Word) -> str:
    head = tree.head_of(word)
    siblings = [] if head is None else tree.children(head)
    return (
        "dative"
        if any(other.rel in ("obj", "dobj", "nsubj:pass", "nsubjpass") for other in siblings)
        else "dobj"
    )


def _determiner(tree: Sentence, word: Word) -> str:
    if word.tag in ("PRP$", "WP$"):
        return "poss"
    return "predet" if word.tag == "PDT" else "det"


def _oblique(tree: Sentence, word: Word) -> str:
    return {"ADV": "advmod", "ADP": "prep"}.get(word.upos, "npadvmod")


def _nominal(tree: Sentence, word: Word) -> str:
    head = tree.head_of(word)
    before = word.index < word.head
    plain = word.rel == "nmod"
    if plain and (word.tag == "$" or word.form in lexicon.CURRENCY):
        return "nmod"
    if word.tag == "CD":
        return "nummod"
    if plain:
        return "nmod" if before else "npadvmod"
    if before:
        return (
            "compound"
            if word.tag.startswith("NN") and head is not None and head.tag.startswith("NN")
            else "npadvmod"
        )
    return "appos" if word.tag.startswith("NNP") and not _WEEKDAY.match(word.form) else "npadvmod"


def _discourse(tree: Sentence, word: Word) -> str:
    if word.tag in ("UH", "FW") or word.upos == "INTJ":
        return "intj"
    return {"SYM": "punct", "PUNCT": "punct", "ADV": "advmod"}.get(word.upos, "intj")


def _case(tree: Sentence, word: Word) -> str:
    return "case" if word.tag == "POS" else "prep"


def _mark(tree: Sentence, word: Word) -> str:
    return "aux" if word.tag == "TO" else "mark"


_RULES: dict[str, Callable[[Sentence, Word], str]] = {
    "advmod": _adverb,
    "iobj": _indirect_object,
    "det": _determiner,
    "obl": _oblique,
    "nmod": _nominal,
    "discourse": _discourse,
    "case": _case,
    "mark": _mark,
}


def repair(tree: Sentence) -> None:
    """Leave one root and no cycle, and lift punctuation and conjunctions that cross other arcs."""
    roots = [word for word in tree.words if word.head == 0] or tree.words[:1]
    root = roots[0]
    root.head, root.rel = 0, "ROOT"
    for word in roots[1:]:
        word.head = root.index
        word.rel = "dep" if word.rel == "ROOT" else word.rel
    for word in tree.words:
        _break_cycle(tree, word, root)
    for word in tree.words:
        if word.rel in ("punct", "cc", "mark") and word.head and _crosses(tree, word.index, word.head):
            word.head = _first_free_head(tree, word) or word.head


def _break_cycle(tree: Sentence, word: Word, root: Word) -> None:
    seen: set[int] = set()
    above = word
    while above.head and above.index not in seen:
        seen.add(above.index)
        above = tree.words[above.head - 1]
    if above.head:
        above.head, above.rel = root.index, "dep"


def _crosses(tree: Sentence, index: int, head: int) -> bool:
    left, right = min(index, head), max(index, head)
    return any(not left <= tree.words[between - 1].head <= right for between in range(left + 1, right))


def _first_free_head(tree: Sentence, word: Word) -> int:
    """The nearest ancestor that the word can hang on without crossing; 0 if there is none."""
    head = word.head
    while head and _crosses(tree, word.index, head):
        head = tree.words[head - 1].head
    return head
