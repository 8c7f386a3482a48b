"""People who are described without a name, a country or a body beside them: "three protesters", "a group of
civilians".

They are told apart by the words of the article and belong to it alone: the protesters of two articles are not
the same people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model import Argument, Entity
from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import local_slug

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["described_group", "unnamed_people"]

_KINDS: Final = frozenset({"JJ", "NN", "NNS", "VBN", "VBG", "NNP", "NNPS"})
_INSIDE: Final = frozenset({"amod", "compound", "nmod", "npadvmod", "punct"})


def unnamed_people(token: Token, article: str, lexicon: Lexicon) -> Argument | None:
    """The group that a plural or indefinite noun for people describes; None for other nouns and for people
    already spoken of.
    """
    if token.tag_ not in ("NN", "NNS") or token.ent_type_ in ("ORG", "GPE", "PERSON"):
        return None
    noun = lexicon.singular(lexicon.spelled(token.text))
    if not lexicon.may_be_people(token.text) or _is_known(token, noun, lexicon):
        return None
    return described_group(token, article, lexicon)


def described_group(token: Token, article: str, lexicon: Lexicon) -> Argument:
    """The group that a noun and the words before it describe, of this article alone."""
    noun = lexicon.singular(lexicon.spelled(token.text))
    words = _words(token, lexicon)
    entitled = len(words) > 1 and all(word.text[:1].isupper() or word.tag_ == "HYPH" for word in words)
    spelled = (word.text if entitled else _spelled(word, lexicon) for word in words)
    label = " ".join(spelled).replace(" - ", "-")
    return Argument(
        Entity(f"group/{local_slug(label, article)}", "Group", label, sector=lexicon.agents.get(noun)),
        words[0].idx,
        token.idx + len(token),
    )


def _is_known(token: Token, noun: str, lexicon: Lexicon) -> bool:
    """Whether a noun means nobody, somebody's own people, or people who were spoken of before."""
    before = {child.lower_ for child in token.lefts}
    if before & lexicon.nobody or any(child.dep_ == "poss" for child in token.children):
        return True
    if token.tag_ != "NN":
        return bool(before & lexicon.known) and noun in lexicon.vague
    return bool(before & lexicon.known) or not any(child.tag_ in ("DT", "CD") for child in token.lefts)


def _words(token: Token, lexicon: Lexicon) -> list[Token]:
    """The noun and the modifiers right before it, without amounts and words that do not identify."""
    words = [token]
    while words[0].i > token.sent.start:
        word = words[0].nbor(-1)
        inside = word.tag_ in _KINDS and word.dep_ in _INSIDE and word.head.i <= token.i
        fits = inside or word.tag_ == "HYPH"
        measured = words[0].tag_ == "HYPH" and word.tag_ == "CD"
        if not measured and (
            not fits
            or word.ent_type_ in ("CARDINAL", "DATE", "TIME")
            or lexicon.spelled(word.text) in lexicon.slack
        ):
            break
        words.insert(0, word)
    while words[0].tag_ == "HYPH":
        words.pop(0)
    return words


def _spelled(word: Token, lexicon: Lexicon) -> str:
    """A word as it stands in a label: names and acronyms as they are written, others in small letters."""
    named = word.tag_ in ("NNP", "NNPS") or word.ent_type_ == "NORP"
    return word.text if named or (len(word) > 1 and word.text.isupper()) else lexicon.spelled(word.text)
