"""Noun phrases as linking reads them: word by word around a head, so that a wrong attachment of the parser
does little harm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.labels import POSSESSIVE, family_of
from kg.extraction.entities.name_clustering import ResolvedMention

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["Phrase", "modifiers_start", "read_phrase"]

_NOMINAL: Final = frozenset({"NN", "JJ", "CD"})
_MODIFIERS: Final = frozenset({"amod", "compound", "nmod", "poss", "nummod", "conj", "advmod"})
_ARGUMENTS: Final = frozenset({"nsubj", "dative", "iobj", "dobj", "pobj", "nsubjpass"})


@dataclass(slots=True)
class Phrase:
    """A noun phrase around its head token: its first token, who owns it, who only does something for it
    ("Chad" of "Chad-backed"), and the names that follow in an "of" or "in" phrase.
    """

    head: int
    first: int
    determiner: str = ""
    possessed: bool = False
    owners: list[ResolvedMention] = field(default_factory=list)
    helpers: list[ResolvedMention] = field(default_factory=list)
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
    """Take the modifiers of a phrase's head, from right to left, up to its determiner or possessor."""
    i = phrase.head - 1
    while i >= 0 and state.sentence[i] == state.sentence[phrase.head]:
        token = state.doc[i]
        if i in state.names:
            i = _take_name(state, phrase, i)
        elif token.text in POSSESSIVE and token.tag_ == "POS":
            _take_possessor(state, phrase, i)
            return
        elif token.tag_ == "PRP$":
            _take_pronoun(phrase, token, resolve(token))
            return
        elif _is_determiner(state, token):
            phrase.determiner = f"{token.lower_} {phrase.determiner}".strip()
            if token.tag_ != "CD":
                return
            i -= 1
        elif _is_modifier(state, token):
            phrase.first = i
            i -= 1
        else:
            return


def _take_name(state: DiscourseState, phrase: Phrase, i: int) -> int:
    """Take the name at token ``i`` as an owner; the token to go on with, below zero where the phrase ends."""
    name = state.names[i]
    if any(d.cls == "Person" for d in name.builders) or _is_argument(state, name, phrase.head):
        return -1
    prefix = _prefix_of(state, name)
    if prefix is not None:
        phrase.first = prefix
        return prefix - 1
    if _is_helper(state, name):
        phrase.helpers.append(name)
        phrase.first = name.first
        return name.first - 1
    before = state.names.get(name.first - 1)
    if before is not None and before.kind == name.kind == "demonym":
        phrase.first = before.first  # "Cuban American leaders" are of neither of the two countries
        return before.first - 1
    phrase.owners.insert(0, name)
    phrase.first = name.first
    i = name.first - 1
    joined = i > 0 and state.doc[i].lower_ in {"and", "or"} and i - 1 in state.names
    if joined and state.names[i - 1].kind == "demonym" and name.kind == "demonym":
        i -= 1
    return i


def _prefix_of(state: DiscourseState, name: ResolvedMention) -> int | None:
    """The token that a hyphen joins to the front of a name and that is none itself ("pro-Russian"), so that
    the name does not tell whose something is; None where there is none.
    """
    first = name.first - 2
    hyphened = first >= 0 and state.doc[first + 1].tag_ == "HYPH" and not state.doc[first].whitespace_
    return first if hyphened and first not in state.names else None


def _is_helper(state: DiscourseState, name: ResolvedMention) -> bool:
    """Whether a hyphen joins a name to what the named one does for others, who are not its own
    ("Iran-backed", "U.S.-led").
    """
    joined, verb = name.last + 1, name.last + 2
    if verb >= len(state.doc) or state.doc[joined].tag_ != "HYPH" or state.doc[joined].whitespace_:
        return False
    return state.doc[verb].lower_ in state.lexicon.helping


def _take_pronoun(phrase: Phrase, token: Token, owner: ResolvedMention | None) -> None:
    """Take a possessive pronoun as determiner, and whom it means as the owner where no name is one."""
    phrase.possessed = True
    phrase.determiner = token.lower_
    if owner is not None and not phrase.owners:
        phrase.owners = [owner]


def _is_determiner(state: DiscourseState, token: Token) -> bool:
    lexicon = state.lexicon
    return token.lower_ in lexicon.determiners or token.tag_ == "DT" or token.lower_ in lexicon.numbers


def _is_modifier(state: DiscourseState, token: Token) -> bool:
    """Whether a token before a head modifies it; a described noun that has a role of its own does not."""
    if token.tag_[:2] in _NOMINAL:
        described = token.tag_[:2] == "NN" and token.i in state.descriptions
        return not described or token.dep_ in {"compound", "nmod"}
    return token.tag_ == "HYPH" or (token.tag_ in {"VBN", "VBG"} and token.dep_ == "amod")


def _is_argument(state: DiscourseState, name: ResolvedMention, head: int) -> bool:
    """Whether a name before a noun is no modifier of it but an argument of the verb ("gave Ukraine
    troops").
    """
    token = state.doc[name.head]
    return token.dep_ in _ARGUMENTS and token.head.i != head


def _take_possessor(state: DiscourseState, phrase: Phrase, i: int) -> None:
    """Take the possessor before ``'s`` at token ``i``: a name or a description."""
    phrase.possessed = True
    phrase.determiner = "'s"
    owner = state.names.get(i - 1) or state.descriptions.get(i - 1) or state.titles.get(i - 1)
    if owner is not None:
        phrase.owners = [owner]
        phrase.first = owner.first


def _read_right(state: DiscourseState, phrase: Phrase) -> None:
    """Take the names after a preposition that follows a phrase's head, as a list where they are one."""
    doc, i = state.doc, phrase.head + 1
    phrase.last = phrase.head
    if i >= len(doc) or doc[i].lower_ not in state.lexicon.noun_prepositions:
        return
    phrase.preposition = doc[i].lower_
    i += 1
    while i < len(doc) and state.sentence[i] == state.sentence[phrase.head]:
        if i in state.names:
            if _names_another_site(state, state.names[i]):
                return
            phrase.after.append(state.names[i])
            phrase.last = state.names[i].last
            following = _next_of_list(state, phrase.last + 1)
            if following is None:
                return
            i = following
        elif doc[i].tag_ not in {"DT", "JJ"} or phrase.after:
            return
        else:
            i += 1


def _names_another_site(state: DiscourseState, name: ResolvedMention) -> bool:
    """Whether a name says whose the site or place after it is: "detainees from a U.S. prison"."""
    noun = state.doc[name.head].head
    sites = state.lexicon.facilities | state.lexicon.places
    return noun.i > name.last and noun.tag_[:2] == "NN" and state.lexicon.singular(noun.lower_) in sites


def _next_of_list(state: DiscourseState, i: int) -> int | None:
    """The first token of the name that goes on with a list at token ``i``; None where the list ends."""
    doc = state.doc
    if i >= len(doc) or doc[i].text not in {",", "and", "&"}:
        return None
    i += 1
    while i < len(doc) and doc[i].lower_ in {"the", "and"}:
        i += 1
    if i not in state.names or any(d.cls == "Person" for d in state.names[i].builders):
        return None
    return i


def modifiers_start(state: DiscourseState, i: int) -> int:
    """The first token of the modifiers of the noun at token ``i``: names, nouns, adjectives, numbers and what
    joins them.
    """
    first = i
    while first > 0 and state.sentence[first - 1] == state.sentence[i]:
        k = first - 1
        if k in state.names:
            if not _name_modifies(state, state.names[k], first, i):
                break
            first = state.names[k].first
        elif _modifies(state.doc, k, first, i):
            first = k
        else:
            break
    return first


def _name_modifies(state: DiscourseState, name: ResolvedMention, first: int, last: int) -> bool:
    """Whether a name before the tokens of a phrase modifies its noun and is no argument of the verb."""
    if not name.builders or name.builders[0].cls == "Person":
        return False
    token = state.doc[name.head]
    argues = token.dep_ in _ARGUMENTS and not first <= token.head.i <= last
    return not argues or family_of(name.builders[0].cls) == "capability"


def _modifies(doc: ParsedDoc, k: int, first: int, last: int) -> bool:
    """Whether token ``k``, right before a phrase, belongs to the modifiers of its noun."""
    token = doc[k]
    if token.tag_[:2] in _NOMINAL or _is_bound(doc, k):
        return True
    if token.tag_ in {"HYPH", "VBN", "VBG"} and _is_inside(doc, token, first, last):
        return True
    if token.text == "/" and k > 0 and not token.whitespace_ and not doc[k - 1].whitespace_:
        return True
    if first == last:
        return False
    if token.tag_ in {"RB", "AFX"} and _is_inside(doc, token, first, last):
        return True
    return token.lower_ in {"and", "or", ","} and k > 0 and _joins(doc[k - 1], last)


def _is_bound(doc: ParsedDoc, k: int) -> bool:
    """Whether a hyphen makes a token one word with what follows ("to" of "air-to-air")."""
    if k + 2 >= len(doc) or doc[k + 1].tag_ != "HYPH":
        return False
    return not (doc[k].whitespace_ or doc[k + 1].whitespace_)


def _is_inside(doc: ParsedDoc, token: Token, first: int, last: int) -> bool:
    """Whether a participle or adverb is a part of a phrase: bound by a hyphen, or a modifier in it."""
    if token.tag_ == "HYPH":
        return True
    beside = [k for k in (token.i - 1, token.i + 1) if 0 <= k < len(doc)]
    if any(doc[k].tag_ == "HYPH" for k in beside):
        return True
    return token.dep_ in _MODIFIERS and first <= token.head.i <= last


def _joins(token: Token, head: int) -> bool:
    """Whether a word before a conjunction modifies the same head ("nuclear and missile weapons")."""
    return (
        token.dep_ in {"amod", "compound", "nmod"}
        and token.head.i == head
        and token.tag_[:2] in {"NN", "JJ", "VB"}
    )
