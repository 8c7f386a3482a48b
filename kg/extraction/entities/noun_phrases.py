"""Noun phrases as linking reads them: word by word around a head, so that a wrong attachment of the parser
does little harm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import ResolvedMention

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["Phrase", "read_phrase"]

_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "these",
        "those",
        "that",
        "both",
        "all",
        "some",
        "many",
        "several",
        "any",
        "no",
        "each",
        "every",
        "other",
        "another",
    }
)


@dataclass(slots=True)
class Phrase:
    """A noun phrase around its head token: its first token, who owns it, and the names that follow in an "of"
    or "in" phrase.
    """

    head: int
    first: int
    determiner: str = ""
    possessed: bool = False
    owners: list[ResolvedMention] = field(default_factory=list)
    preposition: str = ""
    after: list[ResolvedMention] = field(default_factory=list)
    last: int = -1


def read_phrase(
    state: DiscourseState, head: Token, resolve: Callable[[Token], ResolvedMention | None]
) -> Phrase:
    """The noun phrase of a head token, read word by word: names and modifiers to its left, names after a
    preposition to its right.
    """
    phrase = Phrase(head.i, head.i)
    _read_left(state, phrase, resolve)
    _read_right(state, phrase)
    return phrase


def _read_left(
    state: DiscourseState, phrase: Phrase, resolve: Callable[[Token], ResolvedMention | None]
) -> None:
    i = phrase.head - 1
    while i >= 0 and state.sentence[i] == state.sentence[phrase.head]:
        token = state.doc[i]
        if i in state.names:
            name = state.names[i]
            if any(d.cls == "Person" for d in name.builders) or _is_argument(state, name, phrase.head):
                return
            phrase.owners.insert(0, name)
            phrase.first = name.first
            i = name.first - 1
            if (
                i > 0
                and state.doc[i].lower_ in {"and", "or"}
                and i - 1 in state.names
                and state.names[i - 1].kind == "demonym"
                and name.kind == "demonym"
            ):
                i -= 1
        elif token.text in _POSSESSIVE and token.tag_ == "POS":
            _read_owner(state, phrase, i)
            return
        elif token.tag_ == "PRP$":
            owner = resolve(token)
            phrase.possessed = True
            phrase.determiner = token.lower_
            if owner is not None and not phrase.owners:
                phrase.owners = [owner]
            return
        elif token.lower_ in _DETERMINERS or token.tag_ == "DT" or token.lower_ in {"two", "three", "four"}:
            phrase.determiner = f"{token.lower_} {phrase.determiner}".strip()
            if token.tag_ != "CD":
                return
            i -= 1
        elif (
            token.tag_[:2] in {"NN", "JJ", "CD"}
            or token.tag_ == "HYPH"
            or (token.tag_ in {"VBN", "VBG"} and token.dep_ == "amod")
        ):
            if token.tag_[:2] == "NN" and i in state.descriptions and token.dep_ not in {"compound", "nmod"}:
                return
            phrase.first = i
            i -= 1
        else:
            return


def _is_argument(state: DiscourseState, name: ResolvedMention, head: int) -> bool:
    """Whether a name before a noun is no modifier of it but an argument of the verb ("gave Ukraine
    troops").
    """
    token = state.doc[name.head]
    return token.dep_ in {"nsubj", "dative", "iobj", "dobj", "pobj", "nsubjpass"} and token.head.i != head


def _read_owner(state: DiscourseState, phrase: Phrase, i: int) -> None:
    """Take the possessor before ``'s`` at token ``i``: a name or a description."""
    phrase.possessed = True
    phrase.determiner = "'s"
    owner = state.names.get(i - 1) or state.descriptions.get(i - 1) or state.titles.get(i - 1)
    if owner is not None:
        phrase.owners = [owner]
        phrase.first = owner.first


def _read_right(state: DiscourseState, phrase: Phrase) -> None:
    doc, i = state.doc, phrase.head + 1
    phrase.last = phrase.head
    if i >= len(doc) or doc[i].lower_ not in {"of", "in", "from", "for", "at"}:
        return
    phrase.preposition = doc[i].lower_
    i += 1
    while i < len(doc) and state.sentence[i] == state.sentence[phrase.head]:
        if i in state.names:
            phrase.after.append(state.names[i])
            i = state.names[i].last + 1
            phrase.last = i - 1
            if i < len(doc) and doc[i].text in {",", "and", "&"}:
                ahead = i + 1
                while ahead < len(doc) and doc[ahead].lower_ in {"the", "and"}:
                    ahead += 1
                if ahead in state.names and not any(d.cls == "Person" for d in state.names[ahead].builders):
                    i = ahead
                    continue
            return
        if doc[i].tag_ not in {"DT", "JJ"} or phrase.after:
            return
        i += 1
