"""Capabilities: the noun phrase that says what is built, sought or supplied, cut to what identifies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.labels import GENITIVE, family_of
from kg.extraction.entities.name_clustering import ResolvedMention
from kg.extraction.entities.noun_phrases import modifiers_start
from kg.extraction.entities.topics import TopicResolver, is_name
from kg.extraction.syntax.designations import is_designation
from kg.model import Argument

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["CapabilityResolver"]

# Kinds of recognised amounts; what they hold heads no topic.
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "CARDINAL"})
_NO_CAPABILITIES = frozenset({"people", "body", "place", "abstract"})
"""Kinds of nouns that name nothing that one can build, buy or own."""


class CapabilityResolver:
    """The capabilities and topics of one article.

    Capabilities of the lexicon are read at once, so that each has all its names.
    """

    def __init__(self, state: DiscourseState) -> None:
        self._state = state
        self._short: dict[int, list[str]] = {}
        for short, i in state.acronyms.items():
            self._short.setdefault(i, []).append(short)
        self._timed = {t.i for e in state.doc.ents if e.label_ in _AMOUNTS for t in e}
        self._topics = TopicResolver(state, self._timed)
        for token in state.doc:
            if token.tag_[:2] == "NN" and self.is_listed(token):
                self._capability(token, listed_only=True)

    def is_listed(self, token: Token) -> bool:
        """Whether a token heads a capability of the lexicon, or is the acronym of one."""
        if token.text in self._state.acronyms:
            head = self._state.doc[self._state.acronyms[token.text]]
            return head.i != token.i and head.text != token.text and self._class(head) is not None
        return (
            token.i not in self._state.names and self._class(token) is not None and not self._modifies(token)
        )

    def resolve(self, token: Token, role: str) -> Argument | None:
        """The capability or topic that a token heads; None when it heads neither."""
        state = self._state
        long = self._long_form(token)
        if long is not None:
            meant = self.resolve(long, role)
            return Argument(meant.entity, token.idx, token.idx + len(token)) if meant else None
        name = state.names.get(token.i)
        if name is not None and name.builders and family_of(name.builders[0].cls) in {"capability", "topic"}:
            return self._named_thing(name, role)
        if name is not None:
            return self._topics.named(name) if role == "topic" and token.i == name.head else None
        if self._is_nothing(token):
            return None
        if role == "capability":
            return self._capability(token, listed_only=False)
        if token.lower_ in state.doc.words.indefinite:
            return None
        return self._capability(token, listed_only=True) or self._topics.described(token)

    def _long_form(self, token: Token) -> Token | None:
        """The head of the words that an acronym is short for; None for other tokens."""
        i = self._state.acronyms.get(token.text)
        if i is None or self._state.doc[i].text == token.text:
            return None
        return self._state.doc[i]

    def _named_thing(self, name: ResolvedMention, role: str) -> Argument | None:
        """The capability or topic that a name stands for, or stands before."""
        whole = self._headed(name.first, name.last)
        if whole is not None:
            return whole
        fits = role == "topic" or family_of(name.builders[0].cls) == "capability"
        return Argument(name.builders[0].entity(), name.begin, name.end) if fits else None

    def _headed(self, first: int, last: int) -> Argument | None:
        """The capability in whose phrase a name stands before the noun ("Hwasong-20 ballistic missile")."""
        doc = self._state.doc
        for token in doc[last + 1 : min(last + 5, len(doc))]:
            if token.tag_.startswith("NN") and self.is_listed(token):
                return (
                    self._capability(token, listed_only=True)
                    if modifiers_start(self._state, token.i) <= first
                    else None
                )
        return None

    def quantity_of(self, token: Token) -> str | None:
        """The amount in front of a noun: its numeral, or the measure that it is the content of."""
        return self._measure_of(token) or self._numeral_of(token.i)

    def _measure_of(self, token: Token) -> str | None:
        """The measure before "of" and a noun, with its numerals: "30 tonnes of"."""
        state, head = self._state, token.head
        if token.dep_ != "pobj" or head.lower_ != "of":
            return None
        if state.lexicon.singular(head.head.lower_) not in state.lexicon.containers:
            return None
        first = head.head.i
        while first > 0 and state.doc[first - 1].tag_ == "CD":
            first -= 1
        counted = first < head.head.i or head.head.tag_ == "NNS"
        return state.span(first, head.i).text if counted else None

    def _numeral_of(self, i: int) -> str | None:
        """The numerals in front of the noun at token ``i``; None when other words are between them."""
        state, doc = self._state, self._state.doc
        numerals = [
            k
            for k in range(max(0, modifiers_start(self._state, i) - 2), i)
            if doc[k].tag_ == "CD"
            and k not in state.names
            and doc[k].head.i >= i
            and not is_designation(doc[k])
            and not (k > 0 and doc[k - 1].tag_ == "HYPH")
            and doc[k + 1].tag_ != "HYPH"
        ]
        if not numerals or numerals[-1] - numerals[0] != len(numerals) - 1:
            return None
        return state.span(numerals[0], numerals[-1]).text

    def _is_nothing(self, token: Token) -> bool:
        """Whether a token can head neither: pronouns, numbers, times, actors, words without content."""
        state = self._state
        if (
            token.tag_[:2] not in {"NN", "VB", "JJ"}
            or token.is_space
            or token.i in state.titles
            or token.i in self._timed
        ):
            return True
        return state.lexicon.singular(token.lower_) in state.lexicon.empty

    def _modifies(self, token: Token) -> bool:
        """Whether a noun is a modifier of the noun after it ("missile" in "missile weapons")."""
        doc = self._state.doc
        if token.i + 1 >= len(doc) or not doc[token.i + 1].tag_.startswith("NN"):
            return (
                token.dep_ in {"compound", "nmod"}
                and token.head.i == token.i + 2
                and doc[token.i + 1].tag_[:2] in {"NN", "JJ"}
            )
        return (
            token.dep_ in {"compound", "nmod", "amod", "conj"}
            and token.head.i != token.i
            and doc[token.i + 1].i not in self._state.titles
        )

    def _class(self, token: Token) -> str | None:
        """The class of the longest noun of the lexicon that ends at a token."""
        doc, lexicon = self._state.doc, self._state.lexicon
        if not lexicon.heads_capability(token.text):
            return None
        word = lexicon.spelled(token.text)
        for width in (3, 2, 1):
            first = token.i - width + 1
            if first < 0:
                continue
            words = [lexicon.spelled(doc[k].text) for k in range(first, token.i)] + [word]
            for last in (words[-1], lexicon.singular(words[-1])):
                cls = lexicon.capabilities.get(" ".join([*words[:-1], last]))
                if cls:
                    return cls
        return None

    def _content(self, token: Token) -> Token:
        """What a word of measure or handling is about: "fleet of submarines" and "submarine fleet" are about
        submarines.
        """
        state = self._state
        if state.lexicon.singular(state.lexicon.spelled(token.text)) not in state.lexicon.containers:
            return token
        inner = [
            k
            for child in token.children
            if child.lower_ == "of" and child.i == token.i + 1
            for k in child.children
            if k.dep_ == "pobj"
        ]
        before = state.doc[token.i - 1] if token.i else token
        if before.tag_.startswith("NN") and before.i not in state.names:
            inner.append(before)
        return next(
            (k for k in inner if self._class(k) or state.acronyms.get(k.text, token.i) != token.i), token
        )

    def _capability(self, token: Token, *, listed_only: bool) -> Argument | None:
        """The capability that a noun heads or measures, or an acronym is short for; with ``listed_only`` only
        one of the lexicon.
        """
        state = self._state
        head = self._content(token)
        written_out = self._long_form(head)
        if written_out is not None:
            long = self._capability(written_out, listed_only=listed_only)
            return Argument(long.entity, head.idx, head.idx + len(head)) if long else None
        cls = self._class(head)
        if head.i in state.names or not head.tag_.startswith("NN"):
            return None
        if cls is None and (listed_only or head.i in state.descriptions or self._is_other(head)):
            return None
        first = self._trimmed(modifiers_start(self._state, head.i), head.i)
        label = self._label(first, head.i)
        local = cls is None and not self._designated(first, head.i)
        builder = state.registry.make(cls or "Capability", label, local=local)
        span = state.span(first, head.i)
        builder.names.add(" ".join(span.text.split()))
        builder.names.update(self._short.get(head.i, ()))
        return Argument(builder.entity(), span.begin, span.end)

    def _is_other(self, head: Token) -> bool:
        """Whether a noun is abstract, an occasion, a person, a body or a place, and so no capability."""
        lexicon = self._state.lexicon
        single = lexicon.singular(head.lower_)
        nouns = {head.lower_, single}
        if single.endswith(lexicon.abstract_endings) or not nouns.isdisjoint(lexicon.abstract):
            return True
        if lexicon.noun_kind(head.text) in _NO_CAPABILITIES:
            return True
        others = (lexicon.occasions, lexicon.agents, lexicon.titles, lexicon.organizations, lexicon.places)
        return any(not nouns.isdisjoint(words) for words in others)

    def _trimmed(self, first: int, head: int) -> int:
        """The first token after amounts, slack words and countries of origin."""
        state = self._state
        while first < head:
            name = state.names.get(first)
            if name is not None and name.last < head and _is_country(name):
                first = name.last + 1
            elif self._is_slack(first, name):
                first += 1
            else:
                break
        return first

    def _is_slack(self, i: int, name: ResolvedMention | None) -> bool:
        """Whether a token before a noun does not tell one capability from another."""
        token = self._state.doc[i]
        if token.tag_ in {"RBR", "RBS", "JJS", "DT", "HYPH", "CC", ","} or token.text in GENITIVE:
            return True
        slack = token.tag_ == "CD" or self._state.lexicon.spelled(token.text) in self._state.lexicon.slack
        return name is None and slack and self._state.doc[i + 1].tag_ != "HYPH"

    def _label(self, first: int, last: int) -> str:
        """The phrase in lower case but for names, in the singular unless it is said in the plural or names
        several kinds.
        """
        doc = self._state.doc
        parts: list[str] = []
        for k in range(first, last + 1):
            token = doc[k]
            word = token.text
            if not self._is_proper(token, last):
                word = self._state.lexicon.spelled(word)
                if k == last:
                    word = self._number(word, any(doc[j].tag_ == "CC" for j in range(first, last)))
            parts.append(word + (" " if token.whitespace_ or "\n" in token.text_with_ws else ""))
        return " ".join("".join(parts).split())

    def _is_proper(self, token: Token, last: int) -> bool:
        """Whether a token is written in a label as it stands: a name, a designation, an acronym, a word with
        a capital that is not the noun at ``last``.
        """
        if token.i in self._state.names or any(c.isdigit() for c in token.text):
            return True
        if token.text.isupper() and len(token) > 1:
            return True
        after = self._state.doc[token.i + 1] if token.i < last else None
        designed = after is not None and after.text[:1].isupper() | any(c.isdigit() for c in after.text)
        capital = (token.tag_.startswith("NNP") or designed) and token.text[:1].isupper()
        return capital and not token.is_sent_start and token.i != last

    def _number(self, word: str, several: bool) -> str:
        single = self._state.lexicon.singular(word)
        plural = self._state.lexicon.plural_capabilities
        if single in plural or f"{single}s" in plural:
            return single if single in plural else f"{single}s"
        return word if several else single

    def _designated(self, first: int, last: int) -> bool:
        """Whether a name of a thing's own is among its words; those of owners, makers and places are not."""
        names = self._state.names
        own = (k for k in range(first, last + 1) if k not in names or _is_of_thing(names[k]))
        return any(k in names or is_name(self._state.doc[k]) for k in own)


def _is_of_thing(name: ResolvedMention) -> bool:
    """Whether a name is that of a capability or a topic."""
    return bool(name.builders) and family_of(name.builders[0].cls) in {"capability", "topic"}


def _is_country(name: ResolvedMention) -> bool:
    """Whether a name is a country's or stands for one."""
    return bool(name.builders) and (name.builders[0].cls == "Country" or bool(name.builders[0].stands_for))
