"""The day on which something is said, which is not the day on which it was done.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.time.tagging import TimeExpression, root_of
from kg.nlp.tokens import NOMINAL_SUBJECTS

if TYPE_CHECKING:
    from kg.nlp.tokens import Token
    from kg.resources.factuality_lexicon import FactualityLexicon

__all__ = ["is_when_said"]

_SAID: Final = frozenset({"ccomp", "parataxis"})
_BESIDE: Final = frozenset({"advcl", "parataxis", "ccomp", "relcl", "conj"})


def is_when_said(expression: TimeExpression, trigger: Token, words: FactualityLexicon) -> bool:
    """Whether a time is that of the saying by which the clause of ``trigger`` is known: "said on Monday that
    troops left", "troops left, according to a statement on Monday", "as he said on Monday".

    What is done by saying ("should", "accused in a statement on Monday") is done then, so it is not.
    """
    if trigger.tag_ == "MD":
        return False
    node = root_of(trigger.doc, expression)
    while node.head is not node:
        if node is trigger or node.is_ancestor(trigger):
            break
        if node.lemma_.lower() in words.reporting_sources:
            return True
        if node.dep_ in _BESIDE:
            return _says(node, words)
        node = node.head
    if node is trigger or not node.is_ancestor(trigger) or not _says(node, words):
        return False
    return _is_said(trigger, node, expression)


def _says(verb: Token, words: FactualityLexicon) -> bool:
    return verb.tag_[:2] == "VB" and verb.lemma_.lower() in words.reporting_verbs


def _is_said(trigger: Token, verb: Token, expression: TimeExpression) -> bool:
    """Whether the clause of a word is what a verb above it said, and a time stands beside the verb. At the
    end of the clause the parser may have hung it too high; at the head of the sentence, or of what is still
    said, it is that of the deed.
    """
    below = trigger
    while below.head is not verb:
        below = below.head
    if below.dep_ not in _SAID or verb.tag_ != "VBD":
        return False
    start = min((child.i for child in verb.children if child.dep_ in NOMINAL_SUBJECTS), default=verb.i)
    end = below.left_edge.i if below.i > verb.i else verb.sent.end
    return start < expression.first < end
