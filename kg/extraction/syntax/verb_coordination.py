"""What a conjoined verb is really joined to: parsers like to hang "said" of "denied supplying the parts and
said" on "supplying".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["above"]

_AUXILIARIES: Final = frozenset({"aux", "auxpass"})


def above(token: Token) -> Token:
    """The governor of a word; of a finite verb that is joined to a verb of another form, the verb further up
    that it can be joined to. A participle may have its auxiliaries in common with the one before it ("could
    be tortured or killed").
    """
    head = token.head
    if token.tag_ == head.tag_ == "VBN" and not any(child.dep_ in _AUXILIARIES for child in token.children):
        return head
    form = _form(token)
    if token.dep_ != "conj" or form not in {"past", "present"} or _form(head) in {form, ""}:
        return head
    node = head
    while node.head != node:
        node = node.head
        if _form(node) == form:
            return node
    return head


def _form(verb: Token) -> str:
    """Past, present, modal or bare (infinitives, gerunds); "" for a word that is no verb or may be either."""
    if verb.tag_[:2] != "VB":
        return ""
    first = next((child for child in verb.children if child.dep_ in {"aux", "auxpass"}), verb)
    if first.tag_ == "MD":
        return "modal"
    if first.tag_ in {"TO", "VB", "VBG"}:
        return "bare"
    if first.tag_ in {"VBD", "VBN"} or (first.lemma_.lower() == "have" and first != verb):
        return "past"
    return "present"
