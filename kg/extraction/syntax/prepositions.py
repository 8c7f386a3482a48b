"""Prepositions and particles of a word, and what stands behind them."""

from __future__ import annotations

from typing import Final

from kg.extraction.syntax.noun_heads import with_label, words_meant
from kg.nlp.tokens import VERBS, Token

__all__ = ["VERB_TAGS", "behind"]

VERB_TAGS: Final = VERBS | {"MD"}
_LINKS: Final = frozenset({"prep", "agent", "dative", "prt", "advmod"})


def behind(token: Token, words: str) -> list[Token]:
    """The words behind a preposition of a word, or behind several in a row ("out of"), in the order of the
    text; [] if it has none.
    """
    first, _, rest = words.partition(" ")
    out: list[Token] = []
    for child in _linking(token):
        if child.lower_ == first:
            if rest:
                out.extend(behind(child, rest))
                continue
            for other in (child, *(c for c in child.children if c.dep_ == "conj" and c.lower_ == first)):
                out.extend(words_meant(with_label(other, {"pobj"})))
    return out


def _linking(token: Token) -> list[Token]:
    """The prepositions and particles of a word, found once."""
    known = token.doc.linking
    found = known.get(token.i)
    if found is None:
        found = known[token.i] = [
            child for child in (*token.children, *_hung_too_low(token)) if child.dep_ in _LINKS
        ]
    return found


def _hung_too_low(token: Token) -> list[Token]:
    """Prepositions of a verb that the parser hung on what stands before them: a time ("gave a welcome on
    Thursday **to** the guest") or a person's name, which takes no more than an "of" or a "from" ("met Ann Lee
    **in** Oslo").
    """
    if token.tag_ not in VERB_TAGS:
        return []
    before = [
        f
        for child in token.children
        if child.dep_ in ("prep", "npadvmod", "dobj")
        for f in (child, *with_label(child, {"pobj"}))
    ]
    times = [p for word in before if word.ent_type_ in ("DATE", "TIME") for p in with_label(word, {"prep"})]
    persons = [word for word in before if word.ent_type_ == "PERSON" and word.dep_ in ("dobj", "pobj")]
    return times + [
        p
        for word in persons
        for p in with_label(word, {"prep"})
        if p.lower_ not in token.doc.words.name_links
    ]
