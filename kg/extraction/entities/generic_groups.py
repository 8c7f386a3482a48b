"""People who are described without a name, a country or a body beside them: "three protesters", "a group of
civilians".

They are told apart by the words of the article and belong to it alone: the protesters of two articles are not
the same people.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.model import Argument, Entity
from kg.resources.lexicon import Lexicon, singular
from kg.resources.namespaces import slug

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["may_be_people", "unnamed_people"]

_KNOWN_TO_THE_READER: Final = frozenset({"the", "this", "that", "these", "those", "such", "same", "said"})
_NO_ONE: Final = frozenset({"no", "any", "every", "each"})
# People whom the lexicon does not list, because a country or a body beside them makes no actor of them.
_PERSONS: Final = frozenset(
    "adviser aide attendee backer brother campaigner client colleague compatriot critic customer "
    "daughter defendant employee expatriate "
    "expert father follower foreigner fugitive fundamentalist husband immigrant inmate islamist "
    "loyalist member mercenary mother motorist "
    "neighbour observer onlooker opponent owner parent patient pedestrian pilgrim ringleader "
    "schoolboy schoolchild schoolgirl "
    "servant sharpshooter shopper sister son "
    "supporter survivor suspect sympathiser teenager victim volunteer wife witness worshipper "
    "inspector consultant staffer".split()
)
_KINDS: Final = frozenset({"JJ", "NN", "NNS", "VBN", "VBG", "NNP", "NNPS"})
_INSIDE: Final = frozenset({"amod", "compound", "nmod", "npadvmod", "punct"})


@lru_cache(maxsize=16384)
def may_be_people(word: str, lexicon: Lexicon) -> bool:
    """Whether a noun is one for people."""
    noun = singular(lexicon.spelled(word))
    return noun in lexicon.agents or noun in _PERSONS


def unnamed_people(token: Token, article: str, lexicon: Lexicon) -> Argument | None:
    """The group that a plural or indefinite noun for people describes; None for other nouns and for people
    already spoken of.
    """
    noun = singular(lexicon.spelled(token.text))
    if token.tag_ not in ("NN", "NNS") or token.ent_type_ in ("ORG", "GPE", "PERSON"):
        return None
    if not may_be_people(token.text, lexicon):
        return None
    before = {child.lower_ for child in token.lefts}
    owned = any(child.dep_ == "poss" for child in token.children)
    if (
        before & _NO_ONE
        or owned
        or (before & _KNOWN_TO_THE_READER and (token.tag_ == "NN" or noun in lexicon.vague))
    ):
        return None
    if token.tag_ == "NN" and not any(child.tag_ in ("DT", "CD") for child in token.lefts):
        return None
    words = _words(token, lexicon)
    label = " ".join(_spelled(word, lexicon) for word in words).replace(" - ", "-")
    mark = hashlib.sha256(article.encode()).hexdigest()[:8]
    begin = words[0].idx
    return Argument(
        Entity(f"group/{slug(label)}-{mark}", "Group", label, sector=lexicon.agents.get(noun)),
        begin,
        token.idx + len(token),
    )


def _words(token: Token, lexicon: Lexicon) -> list[Token]:
    """The noun and the modifiers right before it, without amounts and words that do not identify."""
    words = [token]
    while words[0].i > token.sent.start:
        word = words[0].nbor(-1)
        fits = (word.tag_ in _KINDS and word.dep_ in _INSIDE) or word.tag_ == "HYPH"
        if (
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
    return (
        word.text if word.tag_ in ("NNP", "NNPS") or word.ent_type_ == "NORP" else lexicon.spelled(word.text)
    )
