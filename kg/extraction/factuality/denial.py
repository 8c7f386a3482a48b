"""What somebody denies, and what nobody does: "denied that S", "denied having attacked", "disputed claims",
"nobody attacked"; and who has no part in it.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from kg.extraction.factuality.contrast import is_denied
from kg.extraction.factuality.cues import (
    child_of,
    is_clause,
    is_infinitive,
    is_negative,
    is_nobody_but,
    phrase_of,
    shares_subject,
)
from kg.extraction.factuality.truth import under_one_verdict
from kg.nlp.tokens import NOMINAL_SUBJECTS
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["is_denied_by_somebody", "is_done_by_nobody", "predicate_of_part"]

_TOLD_IN: Final = frozenset({"acl", "ccomp", "relcl"})
_ANSWERED: Final = frozenset({"dobj", "nsubjpass"})


def is_denied_by_somebody(trigger: Token, words: FactualityLexicon) -> bool:
    """Whether a verb of denial stands over the clause that tells of a word's happening, nearer than any
    clause that only describes something in what is denied.
    """
    return any(_is_content(clause, words) for clause in under_one_verdict(trigger, words))


def is_done_by_nobody(verb: Token, words: FactualityLexicon) -> bool:
    """Whether the subject of a verb is nobody: "nobody", "none of them", "no country"."""
    while shares_subject(verb):
        verb = verb.head
    subject = child_of(verb, *NOMINAL_SUBJECTS) if is_clause(verb) else None
    if subject is None or not is_negative(subject, words):
        return False
    return not is_denied(subject, words) and not is_nobody_but(subject, words)


def predicate_of_part(
    happening: Token, participants: Collection[Token], words: FactualityLexicon
) -> Token | None:
    """The verb that says of one of the participants that he has a part in what a noun names: "was behind the
    attack", "is involved in the bombing"; None where none says so. Others' part in it is another thing.
    """
    link = happening.head
    word = link.head
    if happening.dep_ != "pobj" or f"{phrase_of(word)} {link.lower_}" not in words.taking_part:
        return None
    verb = word.head if word.dep_ == "acomp" else word
    subject = child_of(verb, *NOMINAL_SUBJECTS)
    return verb if subject is not None and subject in participants else None


def _is_content(clause: Token, words: FactualityLexicon) -> bool:
    """Whether a verb of denial says its answer to this clause, or to a noun that tells it."""
    if not is_clause(clause) or is_infinitive(clause):
        return False
    head = clause.head
    if clause.dep_ in {"ccomp", "xcomp"} and head.tag_[:2] == "VB":
        return phrase_of(head) in words.answering
    told = clause.dep_ in _TOLD_IN and child_of(clause, "mark") is not None and head.dep_ in _ANSWERED
    return told and phrase_of(head.head) in words.answering
