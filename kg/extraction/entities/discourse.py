"""The state of one article while its entities are resolved: its words, the names found so far and what has
been made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.entities.name_clustering import EntityBuilder, EntityRegistry, ResolvedMention
from kg.extraction.entities.titles import Office
from kg.model import Span
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["Allegiance", "DiscourseState", "Whereabouts"]

Allegiance = tuple[ResolvedMention, EntityBuilder, Span]
"""Who, of which country, and the words that say so."""
Whereabouts = tuple[ResolvedMention, EntityBuilder, Span]
"""What, where, and the words that say so."""

_LIST = 9
"""How many tokens may lie between the end of one name of a list and the beginning of the next."""


@dataclass(slots=True, eq=False)
class DiscourseState:
    """The state that the steps of linking share. Token indices are keys; sentences are numbered from 0;
    ``article`` is its id, ``published`` its day.

    ``names`` holds a mention at each token of a name, ``descriptions`` at the head of a describing phrase
    ("the ministry"), ``titles`` a person's mention at each word of the title beside the name, ``acronyms``
    the head token of the words that a bracketed acronym stands for, ``chains`` the names that the text joins
    by commas and "and".
    """

    doc: ParsedDoc
    lexicon: Lexicon
    registry: EntityRegistry
    names: dict[int, ResolvedMention]
    offices: list[Office]
    sentence: Sequence[int]
    article: str = ""
    published: str | None = None
    descriptions: dict[int, ResolvedMention] = field(default_factory=dict)
    titles: dict[int, ResolvedMention] = field(default_factory=dict)
    acronyms: dict[str, int] = field(default_factory=dict)
    pronouns: dict[int, ResolvedMention | None] = field(default_factory=dict)
    allegiances: list[Allegiance] = field(default_factory=list)
    whereabouts: list[Whereabouts] = field(default_factory=list)
    chains: list[list[ResolvedMention]] = field(default_factory=list)

    def before(self, i: int, sentences: int) -> Iterator[ResolvedMention]:
        """What is spoken of before token ``i``, nearest first, in its sentence and so many before it."""
        lowest = self.sentence[i] - sentences
        for k in range(i - 1, -1, -1):
            if self.sentence[k] < lowest:
                return
            name = self.names.get(k)
            if name is not None and name.last == k and name.builders:
                yield name
            elif k in self.descriptions and self.descriptions[k].builders:
                yield self.descriptions[k]

    def link_chains(self) -> None:
        """Find the names that are joined ("Ahn Gyu-back and US Defence Secretary Pete Hegseth", "Japan,
        Malaysia and Vietnam").
        """
        row = [o for o in self.mentions() if o.kind not in {"demonym", "people"} and not self._leads(o)]
        chain: list[ResolvedMention] = []
        closed = False
        for o in row:
            joint = self._joint(chain[-1], o) if chain else ""
            if not joint:
                self._keep(chain, closed)
                chain, closed = [], False
            closed = closed or joint == "and"
            chain.append(o)
        self._keep(chain, closed)

    def _leads(self, o: ResolvedMention) -> bool:
        """Whether a name only says whose office the next person holds."""
        return any(office.whose is o and office.person.first > o.first for office in self.offices)

    def _keep(self, chain: list[ResolvedMention], closed: bool) -> None:
        if closed and len(chain) > 1 and all(o.builders for o in chain):
            self.chains.append(chain)

    def _joint(self, a: ResolvedMention, b: ResolvedMention) -> str:
        """What joins two names: ``and``, a comma, or nothing that makes them one list."""
        if not a.builders or not b.builders or b.first - a.last > _LIST:
            return ""
        if (a.builders[0].cls == "Person") != (b.builders[0].cls == "Person"):
            return ""
        between = [k for k in range(a.last + 1, b.first) if k not in self.titles and not self._is_owner(k)]
        words = {self.doc[k].lower_ for k in between} - {"the"}
        return "and" if words in ({"and"}, {",", "and"}, {"&"}) else "," if words == {","} else ""

    def _is_owner(self, i: int) -> bool:
        """Whether a token belongs to a name that says whose office somebody holds."""
        return i in self.names and any(office.whose is self.names[i] for office in self.offices)

    def mentions(self, sentence: int | None = None) -> list[ResolvedMention]:
        """The names of a sentence, or of the whole article, in order."""
        return [
            o
            for i, o in sorted(self.names.items())
            if o.first == i and (sentence is None or self.sentence[i] == sentence)
        ]

    def countries_of(self, mentions: Iterable[ResolvedMention]) -> Iterator[EntityBuilder]:
        """The countries that some mentions are, stand for or belong to, in order, as often as they do."""
        for mention in mentions:
            for builder in mention.builders:
                country = self.registry.country_of(builder)
                if country is not None:
                    yield country

    def spelled_title(self, office: Office) -> str:
        """The words of an office's title as the lexicon spells them."""
        return self.lexicon.spelled_phrase(office.title)

    def span(self, first: int, last: int) -> Span:
        """The words from one token to another, inclusive."""
        begin, end = self.doc[first].idx, self.doc[last].idx + len(self.doc[last])
        return Span(begin, end, self.doc.between(first, last))

    def mention(
        self, first: int, last: int, head: int, builders: Sequence[EntityBuilder], form: str = "description"
    ) -> ResolvedMention:
        """A mention of these words."""
        span = self.span(first, last)
        return ResolvedMention(
            first, last, head, span.begin, span.end, " ".join(span.text.split()), tuple(builders), "", form
        )

    def role(self, token: Token) -> str:
        """The grammatical role of a token's phrase; a later conjunct has the role of the first."""
        while token.dep_ in {"conj", "appos"} and token.head.i != token.i:
            token = token.head
        return str(token.dep_)

    def holders(
        self, titles: Sequence[str], country: str | None = None, *, whole: bool = False
    ) -> list[EntityBuilder]:
        """Persons who hold an office now, in the order in which they are introduced, of a country when one is
        given; with ``whole`` only by the titles as they stand, not by longer ones that end in them.
        """
        found: list[EntityBuilder] = []
        for office in self.offices:
            builder = office.person.builders[0]
            if office.former or builder in found:
                continue
            title = self.spelled_title(office)
            fits = any(title == t or (not whole and title.endswith(f" {t}")) for t in titles)
            if fits and (country is None or builder.country == country):
                found.append(builder)
        return found
