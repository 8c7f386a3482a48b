"""Topics: the words that say what is talked about, asked for or attended."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.labels import GENITIVE
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.noun_phrases import modifiers_start
from kg.extraction.entities.topic_extent import topic_end
from kg.extraction.entities.topic_head import topic_head
from kg.model import Argument

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["TopicResolver", "is_name"]

_OPENING: Final = frozenset({"DT", "CC", ",", "HYPH", "``", "''"})
"""Tags of words that are cut off at the beginning of a topic."""
_MODIFIERS: Final = frozenset({"compound", "nmod"})
_VAGUE: Final = frozenset({"such", "many", "several", "numerous", "various"})
"""Words that say of no topic which it is."""
_NUMBERED: Final = re.compile(r"(?:1[89]|20)\d\d|\d+(?:st|nd|rd|th)|[IVXL]{2,}")
"""A year or the number of an occasion."""


class TopicResolver:
    """The topics of one article; ``timed`` are the tokens of its dates and amounts."""

    def __init__(self, state: DiscourseState, timed: Collection[int]) -> None:
        self._state, self._timed = state, timed

    def described(self, token: Token) -> Argument | None:
        """The topic of the noun or deed that a word stands for; None where there is none."""
        head = topic_head(token)
        if head is None or (head is not token and not self._may_head(head)):
            return None
        return self._topic(head)

    def _may_head(self, noun: Token) -> bool:
        """Whether a noun may head a topic: no name, time or word without content."""
        state = self._state
        if noun.i in state.names or noun.i in self._timed or noun.i in state.titles:
            return False
        return state.lexicon.singular(noun.lower_) not in state.lexicon.empty

    def _topic(self, token: Token) -> Argument:
        """A topic in the article's words, from the possessor to the last phrase that belongs to it."""
        state, doc = self._state, self._state.doc
        deed = token.tag_.startswith("VB") and token.dep_ not in {"dobj", "pobj"}
        first = token.i if deed else self._whole_left(token.i)
        while first < token.i and self._opens(first):
            first += 1
        last = topic_end(doc, token, first, self._timed, self._ends(token))
        if first and doc[first - 1].tag_ == "``" and any(t.tag_ == "''" for t in doc[first : last + 1]):
            first -= 1
        span = state.span(first, last)
        text = " ".join(span.text.split())
        begins = doc[first].is_sent_start and not doc[first].tag_.startswith("NNP")
        common = begins and doc[first].i not in state.names
        label = text[0].lower() + text[1:] if common else text
        local = not self._identified(token, first, last)
        builder: EntityBuilder = state.registry.make("Topic", label, local=local)
        builder.names.add(text)
        return Argument(builder.entity(), span.begin, span.end)

    def _ends(self, head: Token) -> Collection[str]:
        """The words before which a topic ends; of a writing also "into" with what it becomes ("a bill into
        law").
        """
        ends = self._state.lexicon.topic_end
        if self._state.lexicon.singular(head.lower_) not in self._state.lexicon.documents:
            return ends
        into = [child for child in head.children if child.lower_ == "into"]
        becomes = [word for link in into for word in link.children if word.tag_ == "NN"]
        return ends | {"into"} if becomes and not becomes[0].children else ends

    def _opens(self, i: int) -> bool:
        """Whether a token before the noun of a topic is cut off: articles, marks, words for how many."""
        token = self._state.doc[i]
        if i in self._state.names:
            return False
        if token.tag_ == "CD" and not token.text.istitle():
            counts = token.text.isalnum() and not _NUMBERED.fullmatch(token.text)  # "6.5" measures
            return counts and self._state.doc[i + 1].tag_ != "HYPH"
        return token.tag_ in _OPENING or token.text in GENITIVE or token.lower_ in _VAGUE

    def _identified(self, head: Token, first: int, last: int) -> bool:
        """Whether the words of a topic mean the same in every article: a proper name, or an occasion with its
        year or number and a name of whose it is ("2024 Romanian presidential election").
        """
        if is_name(head):
            return True
        words = [token.text for token in self._state.doc[first : last + 1]]
        dated = any(_NUMBERED.fullmatch(word) for word in words)
        occasion = self._state.lexicon.singular(head.lower_) in self._state.lexicon.occasions
        return occasion and dated and any(k in self._state.names for k in range(first, last + 1))

    def named(self, name: ResolvedMention) -> Argument | None:
        """A country, body or place that is talked about; never a person or an adjective."""
        if not name.builders or name.builders[0].cls == "Person" or name.kind in {"demonym", "people"}:
            return None
        builder = self._state.registry.make("Topic", name.builders[0].label)
        builder.names.add(name.text)
        return Argument(builder.entity(), name.begin, name.end)

    def _whole_word(self, first: int) -> int:
        """The first token of the word of which a hyphen makes token ``first`` the end ("Ruiz" of "Ruiz-era
        deal").
        """
        doc = self._state.doc
        joined = first if doc[first].tag_ == "HYPH" else first - 1
        if joined > 0 and doc[joined].tag_ == "HYPH" and not doc[joined - 1].whitespace_:
            name = self._state.names.get(joined - 1)
            return name.first if name is not None else joined - 1
        return first

    def _whole_left(self, i: int) -> int:
        """The first token of a noun phrase with its possessor. Of a noun that modifies another, what stands
        before it may be the other's ("Oslo's flu outbreak", "the first confirmed flu related death").
        """
        state, doc = self._state, self._state.doc
        of_adjective = doc[i].dep_ in _MODIFIERS and i + 1 < len(doc) and doc[i + 1].tag_ in {"JJ", "VBN"}
        if doc[i].dep_ == "npadvmod" or of_adjective:
            return self._first_joined(i)
        first = self._whole_word(modifiers_start(self._state, i))
        if first > 1 and doc[first - 1].tag_ == "POS":
            owner = state.names.get(first - 2)
            if first - 2 in self._timed or (doc[i].dep_ in _MODIFIERS and doc[first - 2].head.i > i):
                return first
            return owner.first if owner is not None else modifiers_start(self._state, first - 2)
        return first

    def _first_joined(self, i: int) -> int:
        """The first token of the nouns in a row that end at token ``i``."""
        first, doc = i, self._state.doc
        while first and doc[first - 1].dep_ == "compound" and doc[first - 1].head.i <= i:
            first -= 1
        return first


def is_name(token: Token) -> bool:
    """Whether a word is a proper name by how it is written."""
    return token.tag_.startswith("NNP") and token.text[:1].isupper() and not token.is_sent_start
