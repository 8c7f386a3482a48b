"""Noun phrases as linking reads them: word by word around a head, so that a wrong attachment of the parser does little harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.understanding.entities import Occurrence
from kg.understanding.scene import Scene

if TYPE_CHECKING:
    from kg.understanding.words import Word

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
    """A noun phrase around its head token: its first token, who owns it, and the names that follow in an "of" or "in" phrase."""

    head: int
    first: int
    determiner: str = ""
    possessed: bool = False
    owners: list[Occurrence] = field(default_factory=list)
    preposition: str = ""
    after: list[Occurrence] = field(default_factory=list)
    last: int = -1


def read_phrase(scene: Scene, head: Word, resolve: Callable[[Word], Occurrence | None]) -> Phrase:
    """The noun phrase of a head token, read word by word: names and modifiers to its left, names after a preposition to its right."""
    phrase = Phrase(head.i, head.i)
    _read_left(scene, phrase, resolve)
    _read_right(scene, phrase)
    return phrase


def _read_left(scene: Scene, phrase: Phrase, resolve: Callable[[Word], Occurrence | None]) -> None:
    i = phrase.head - 1
    while i >= 0 and scene.sentence[i] == scene.sentence[phrase.head]:
        token = scene.doc[i]
        if i in scene.names:
            name = scene.names[i]
            if any(d.cls == "Person" for d in name.drafts) or _is_argument(scene, name, phrase.head):
                return
            phrase.owners.insert(0, name)
            phrase.first = name.first
            i = name.first - 1
            if (
                i > 0
                and scene.doc[i].lower_ in {"and", "or"}
                and i - 1 in scene.names
                and scene.names[i - 1].kind == "demonym"
                and name.kind == "demonym"
            ):
                i -= 1
        elif token.text in _POSSESSIVE and token.tag_ == "POS":
            _read_owner(scene, phrase, i)
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
        elif token.tag_[:2] in {"NN", "JJ", "CD"} or token.tag_ == "HYPH" or (token.tag_ in {"VBN", "VBG"} and token.dep_ == "amod"):
            if token.tag_[:2] == "NN" and i in scene.descriptions and token.dep_ not in {"compound", "nmod"}:
                return
            phrase.first = i
            i -= 1
        else:
            return


def _is_argument(scene: Scene, name: Occurrence, head: int) -> bool:
    """Whether a name before a noun is no modifier of it but an argument of the verb ("gave Ukraine troops")."""
    token = scene.doc[name.head]
    return token.dep_ in {"nsubj", "dative", "iobj", "dobj", "pobj", "nsubjpass"} and token.head.i != head


def _read_owner(scene: Scene, phrase: Phrase, i: int) -> None:
    """Take the possessor before ``'s`` at token ``i``: a name or a description."""
    phrase.possessed = True
    phrase.determiner = "'s"
    owner = scene.names.get(i - 1) or scene.descriptions.get(i - 1) or scene.titles.get(i - 1)
    if owner is not None:
        phrase.owners = [owner]
        phrase.first = owner.first


def _read_right(scene: Scene, phrase: Phrase) -> None:
    doc, i = scene.doc, phrase.head + 1
    phrase.last = phrase.head
    if i >= len(doc) or doc[i].lower_ not in {"of", "in", "from", "for", "at"}:
        return
    phrase.preposition = doc[i].lower_
    i += 1
    while i < len(doc) and scene.sentence[i] == scene.sentence[phrase.head]:
        if i in scene.names:
            phrase.after.append(scene.names[i])
            i = scene.names[i].last + 1
            phrase.last = i - 1
            if i < len(doc) and doc[i].text in {",", "and", "&"}:
                ahead = i + 1
                while ahead < len(doc) and doc[ahead].lower_ in {"the", "and"}:
                    ahead += 1
                if ahead in scene.names and not any(d.cls == "Person" for d in scene.names[ahead].drafts):
                    i = ahead
                    continue
            return
        if doc[i].tag_ not in {"DT", "JJ"} or phrase.after:
            return
        i += 1
