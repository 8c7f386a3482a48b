"""Capabilities and topics: the noun phrase that says what is built, sought, supplied or talked about, cut to
what identifies it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, family_of
from kg.model import Argument
from kg.resources.lexicon import heads, singular

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["Things"]

_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod", "conj"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dative", "iobj", "dobj", "pobj"})
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "CARDINAL"})
_CUTS = frozenset(
    {
        "following",
        "including",
        "amid",
        "during",
        "after",
        "before",
        "while",
        "since",
        "as",
        "when",
        "despite",
        "because",
        "until",
        "if",
        "that",
    }
)
_WORDS = 12


class Things:
    """The capabilities and topics of one article.

    Capabilities of the lexicon are read at once, so that each has all its names.
    """

    def __init__(self, state: DiscourseState) -> None:
        self._state = state
        self._timed = {t.i for e in state.doc.ents if e.label_ in _AMOUNTS for t in e}
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

    def named(self, token: Token, role: str) -> Argument | None:
        """The capability or topic that a token heads; None when it heads neither."""
        state = self._state
        if token.text in state.acronyms and state.doc[state.acronyms[token.text]].text != token.text:
            long = self.named(state.doc[state.acronyms[token.text]], role)
            return Argument(long.entity, token.idx, token.idx + len(token)) if long else None
        name = state.names.get(token.i)
        if name is not None and name.builders and family_of(name.builders[0].cls) in {"capability", "topic"}:
            whole = self._headed(name.first, name.last)
            if whole is not None:
                return whole
            fits = role == "topic" or family_of(name.builders[0].cls) == "capability"
            return Argument(name.builders[0].entity(), name.begin, name.end) if fits else None
        if name is not None:
            return self._name_as_topic(token) if role == "topic" and token.i == name.head else None
        if self._is_nothing(token):
            return None
        if role == "capability":
            return self._capability(token, listed_only=False)
        return self._capability(token, listed_only=True) or self._topic(token)

    def _headed(self, first: int, last: int) -> Argument | None:
        """The capability in whose phrase a name stands before the noun ("Hwasong-20 ballistic missile")."""
        doc = self._state.doc
        for token in doc[last + 1 : min(last + 5, len(doc))]:
            if token.tag_.startswith("NN") and self.is_listed(token):
                return self._capability(token, listed_only=True) if self._left(token.i) <= first else None
        return None

    def quantity_of(self, token: Token) -> str | None:
        """The amount in front of a noun: its numeral, or the measure that it is the content of."""
        state, i = self._state, token.i
        head = token.head
        if (
            token.dep_ == "pobj"
            and head.lower_ == "of"
            and singular(head.head.lower_) in state.lexicon.containers
        ):
            first = head.head.i
            while first > 0 and state.doc[first - 1].tag_ == "CD":
                first -= 1
            if first < head.head.i or head.head.tag_ == "NNS":
                return state.span(first, head.i).text
        first = self._left(i)
        numerals = [
            k
            for k in range(max(0, first - 2), i)
            if state.doc[k].tag_ == "CD" and k not in state.names and state.doc[k].head.i >= i
        ]
        numerals = [k for k in numerals if k == 0 or state.doc[k - 1].tag_ != "HYPH"]
        numerals = [k for k in numerals if state.doc[k + 1].tag_ != "HYPH"]
        return (
            state.span(numerals[0], numerals[-1]).text
            if numerals and numerals[-1] - numerals[0] == len(numerals) - 1
            else None
        )

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
        return singular(token.lower_) in state.lexicon.empty

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
        if not heads(lexicon, token.text)[1]:
            return None
        word = lexicon.spelled(token.text)
        for width in (3, 2, 1):
            first = token.i - width + 1
            if first < 0:
                continue
            words = [lexicon.spelled(doc[k].text) for k in range(first, token.i)] + [word]
            for last in (words[-1], singular(words[-1])):
                cls = lexicon.capabilities.get(" ".join([*words[:-1], last]))
                if cls:
                    return cls
        return None

    def _content(self, token: Token) -> Token:
        """What a word of measure or handling is about: "fleet of submarines" and "submarine fleet" are about
        submarines.
        """
        state = self._state
        if singular(state.lexicon.spelled(token.text)) not in state.lexicon.containers:
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
        state = self._state
        head = self._content(token)
        if head.text in state.acronyms and state.doc[state.acronyms[head.text]].text != head.text:
            long = self._capability(state.doc[state.acronyms[head.text]], listed_only=listed_only)
            return Argument(long.entity, head.idx, head.idx + len(head)) if long else None
        cls = self._class(head)
        if head.i in state.names or not head.tag_.startswith("NN"):
            return None
        if cls is None and (listed_only or head.i in state.descriptions or self._is_other(head)):
            return None
        first = self._trimmed(self._left(head.i), head.i)
        label = self._label(first, head.i)
        builder = state.registry.make(cls or "Capability", label)
        span = state.span(first, head.i)
        builder.names.add(" ".join(span.text.split()))
        for short, i in state.acronyms.items():
            if i == head.i:
                builder.names.add(short)
        return Argument(builder.entity(), span.begin, span.end)

    def _is_other(self, head: Token) -> bool:
        """Whether a noun is abstract, an occasion, a person, a body or a place, and so no capability."""
        lexicon, nouns = self._state.lexicon, {head.lower_, singular(head.lower_)}
        if singular(head.lower_).endswith(lexicon.abstract_endings) or not nouns.isdisjoint(lexicon.abstract):
            return True
        others = (lexicon.occasions, lexicon.agents, lexicon.titles, lexicon.organizations, lexicon.places)
        return any(not nouns.isdisjoint(words) for words in others)

    def _left(self, i: int) -> int:
        """The first token of the modifiers of the noun at ``i``, read leftwards."""
        state, doc = self._state, self._state.doc
        first = i
        while first > 0 and state.sentence[first - 1] == state.sentence[i]:
            k = first - 1
            token = doc[k]
            if k in state.names:
                name = state.names[k]
                if not name.builders or name.builders[0].cls == "Person":
                    break
                argues = doc[name.head].dep_ in _ARGUMENTS and doc[name.head].head.i not in range(
                    first, i + 1
                )
                if argues and family_of(name.builders[0].cls) != "capability":
                    break
                first = name.first
            elif (
                token.tag_[:2] in {"NN", "JJ", "CD"}
                or (token.tag_ in {"HYPH", "VBN", "VBG"} and self._inside(token, first, i))
                or (token.tag_ in {"RB", "AFX"} and self._inside(token, first, i) and first < i)
                or (token.lower_ in {"and", "or", ","} and k > 0 and first < i and self._joins(doc[k - 1], i))
            ):
                first = k
            else:
                break
        return first

    def _inside(self, token: Token, first: int, last: int) -> bool:
        if token.tag_ == "HYPH":
            return True
        hyphen = (token.i + 1 < len(self._state.doc) and self._state.doc[token.i + 1].tag_ == "HYPH") or (
            token.i > 0 and self._state.doc[token.i - 1].tag_ == "HYPH"
        )
        return bool(hyphen) or (token.dep_ in _MODIFIERS | {"advmod"} and first <= int(token.head.i) <= last)

    def _joins(self, token: Token, head: int) -> bool:
        """Whether a word before a conjunction modifies the same head ("nuclear and missile weapons")."""
        return (
            token.dep_ in {"amod", "compound", "nmod"}
            and token.head.i == head
            and token.tag_[:2] in {"NN", "JJ", "VB"}
        )

    def _trimmed(self, first: int, head: int) -> int:
        """The first token after amounts, slack words and countries of origin."""
        state = self._state
        while first < head:
            token = state.doc[first]
            name = state.names.get(first)
            if (
                name is not None
                and name.last < head
                and name.builders
                and (name.builders[0].cls == "Country" or name.builders[0].stands_for)
            ):
                first = name.last + 1
            elif (
                (name is None and token.tag_ == "CD" and state.doc[first + 1].tag_ != "HYPH")
                or (
                    name is None
                    and (
                        state.lexicon.spelled(token.text) in state.lexicon.slack
                        and state.doc[first + 1].tag_ != "HYPH"
                    )
                )
                or token.tag_ in {"RBR", "RBS", "JJS", "DT", "HYPH", "CC", ","}
                or token.text in {"'s", "’s"}
            ):
                first += 1
            else:
                break
        return first

    def _label(self, first: int, last: int) -> str:
        """The phrase in lower case but for names, in the singular unless it is said in the plural or names
        several kinds.
        """
        state = self._state
        parts: list[str] = []
        for k in range(first, last + 1):
            token = state.doc[k]
            named = (
                k in state.names
                or any(c.isdigit() for c in token.text)
                or (token.text.isupper() and len(token) > 1)
            )
            proper = (
                token.tag_.startswith("NNP")
                and token.text[:1].isupper()
                and not token.is_sent_start
                and k != last
            )
            word = token.text if named or proper else state.lexicon.spelled(token.text)
            if k == last and not (named or proper):
                word = self._number(word, any(state.doc[j].tag_ == "CC" for j in range(first, last)))
            parts.append(word + (" " if token.whitespace_ or "\n" in token.text_with_ws else ""))
        return " ".join("".join(parts).split())

    def _number(self, word: str, several: bool) -> str:
        single = singular(word)
        plural = self._state.lexicon.plural_capabilities
        if single in plural or f"{single}s" in plural:
            return single if single in plural else f"{single}s"
        return word if several else single

    def _topic(self, token: Token) -> Argument | None:
        """A topic in the article's words, from the possessor to the last phrase that belongs to it."""
        state, doc = self._state, self._state.doc
        first = token.i if token.tag_.startswith("VB") else self._whole_left(token.i)
        while first < token.i and (
            doc[first].tag_ in {"DT", "CC", ",", "HYPH", "``", "''"} or doc[first].text in {"'s", "’s"}
        ):
            first += 1
        last = self._right(token, first)
        span = state.span(first, last)
        text = " ".join(span.text.split())
        builder: EntityBuilder = state.registry.make(
            "Topic",
            text[0].lower() + text[1:]
            if doc[first].is_sent_start and doc[first].i not in state.names
            else text,
        )
        builder.names.add(text)
        return Argument(builder.entity(), span.begin, span.end)

    def _name_as_topic(self, token: Token) -> Argument | None:
        """A country, body or place that is talked about; never a person or an adjective."""
        name = self._state.names[token.i]
        if not name.builders or name.builders[0].cls == "Person" or name.kind in {"demonym", "people"}:
            return None
        builder = self._state.registry.make("Topic", name.builders[0].label)
        builder.names.add(name.text)
        return Argument(builder.entity(), name.begin, name.end)

    def _whole_left(self, i: int) -> int:
        """The first token of a noun phrase with its possessor."""
        state = self._state
        first = self._left(i)
        if first > 1 and state.doc[first - 1].tag_ == "POS":
            owner = state.names.get(first - 2)
            if first - 2 in self._timed:
                return first
            return owner.first if owner is not None else self._left(first - 2)
        return first

    def _right(self, token: Token, first: int) -> int:
        """The last token of what follows a head and belongs to it, up to a clause, a comma or the longest
        length of a topic.
        """
        doc, last = self._state.doc, int(token.i)
        roots = {token.i}
        if (
            token.i + 2 < len(doc)
            and doc[token.i + 1].tag_ == "TO"
            and doc[token.i + 2].tag_ == "VB"
            and first < token.i
            and any(t.tag_ == "POS" for t in doc[first : token.i])
        ):
            roots.add(token.i + 2)
        for k in range(token.i + 1, min(len(doc), first + _WORDS)):
            other = doc[k]
            if (
                other.i in self._timed
                or (other.is_punct and other.tag_ not in {"HYPH", "``", "''"})
                or other.tag_ in {"WDT", "WP", "WRB", "VBZ", "VBD", "VBP", "MD"}
                or other.is_space
            ):
                break
            path = other
            while path.head.i != path.i and path.head.i not in roots and path.i not in roots:
                path = path.head
            if path.i in roots:
                last = k
                continue
            if (
                path.head.i not in roots
                or other.lower_ in _CUTS
                or path.dep_ in {"conj", "cc", "appos", "relcl", "punct", "advcl", "npadvmod"}
            ):
                break
            last = k
        while last > token.i and doc[last].tag_ in {
            "IN",
            "TO",
            "CC",
            "DT",
            "``",
            "''",
            "HYPH",
            "PRP$",
            "POS",
        }:
            last -= 1
        return last
