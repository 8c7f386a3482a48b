"""The state of one article while its entities are resolved: its words, the names found so far and what has
been made of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kg.extraction.entities.country_count import CountryCount
from kg.extraction.entities.name_clustering import EntityBuilder, EntityRegistry, ResolvedMention
from kg.extraction.entities.office_index import OfficeIndex
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


@dataclass(eq=False)
class DiscourseState:
    """The state that the steps of linking share. Token indices are keys; sentences are numbered from 0;
    ``article`` is its id, ``published`` its day.

    ``names`` holds a mention at each token of a name, ``descriptions`` at the head of a describing phrase
    ("the ministry"), ``titles`` a person's mention at each word of the title beside the name, ``acronyms``
    the head token of the words that a bracketed acronym stands for, ``chains`` the names that the text joins
    by commas and "and". Names are settled before anything is asked about their order. All is looked up by its
    place, for there may be much of it.
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

    def __post_init__(self) -> None:
        self._described: list[int] = []
        self._taken_up: list[int] = []
        self._several: set[int] = set()
        self._chain_ends: list[int] = []

    @cached_property
    def _rows(self) -> list[ResolvedMention]:
        """The names in order."""
        return [o for i, o in sorted(self.names.items()) if o.first == i]

    @cached_property
    def _firsts(self) -> list[int]:
        return [o.first for o in self._rows]

    @cached_property
    def _ends(self) -> list[int]:
        """The last tokens of the names, in order."""
        return sorted(i for i, o in self.names.items() if o.last == i)

    @cached_property
    def _introduced(self) -> dict[EntityBuilder, int]:
        """The sentence that names each entity first."""
        return {builder: self.sentence[o.last] for o in reversed(self._rows) for builder in o.builders}

    @cached_property
    def office_index(self) -> OfficeIndex:
        """Who holds which office."""
        return OfficeIndex(self.offices, self.spelled_title, self.registry.moved)

    @cached_property
    def named_countries(self) -> CountryCount:
        """How often the names of the article name each country."""
        return CountryCount(self.mentions(), self.registry.country_of, self.registry.moved)

    def describe(self, i: int, mention: ResolvedMention) -> None:
        """Add what the noun at token ``i`` describes."""
        self.descriptions[i] = mention
        insort(self._described, i)
        if len(mention.builders) > 1:
            self._several.update(range(mention.first, mention.last + 1))

    def take_up(self, i: int, mention: ResolvedMention) -> None:
        """Note what the pronoun at token ``i`` stands for."""
        self.pronouns[i] = mention
        insort(self._taken_up, i)

    def precedes_verb(self, mention: ResolvedMention) -> bool:
        """Whether a finite verb follows the words at once, whatever the parser made of them."""
        i = mention.last + 1
        return i < len(self.doc) and self.doc[i].tag_ in {"VBD", "VBZ", "VBP", "MD"}

    def in_plural(self, i: int) -> bool:
        """Whether a token belongs to a description of several things."""
        return i in self._several

    def introduced_by(self, builder: EntityBuilder, sentence: int) -> bool:
        """Whether an entity is named in a sentence or before."""
        return self._introduced.get(builder, sentence + 1) <= sentence

    def before(self, i: int, sentences: int) -> Iterator[ResolvedMention]:
        """What is spoken of before token ``i``, nearest first, in its sentence and so many before it."""
        lowest = bisect_left(self.sentence, self.sentence[i] - sentences)
        ends, described = self._ends, self._described
        name, noun = bisect_left(ends, i) - 1, bisect_left(described, i) - 1
        while True:
            end = ends[name] if name >= 0 else -1
            head = described[noun] if noun >= 0 else -1
            if max(end, head) < lowest:
                return
            if end >= head:
                name -= 1
                noun -= end == head
                found = self.names[end]
                if found.builders:
                    yield found
                    continue
            else:
                noun -= 1
            if head >= end and self.descriptions[head].builders:
                yield self.descriptions[head]

    def pronouns_before(self, i: int, sentences: int) -> list[ResolvedMention]:
        """What the pronouns before token ``i`` stand for, those of its sentence and of so many before it
        that are worked out.
        """
        lowest = bisect_left(self.sentence, self.sentence[i] - sentences)
        places = self._taken_up[bisect_left(self._taken_up, lowest) : bisect_left(self._taken_up, i)]
        return [o for k in places if (o := self.pronouns[k]) is not None]

    def chain_ending(self, i: int) -> list[ResolvedMention] | None:
        """The joined names of which the last ends at token ``i``."""
        place = bisect_left(self._chain_ends, i)
        return self.chains[place] if self._chain_ends[place : place + 1] == [i] else None

    def chains_between(self, first: int, last: int) -> list[list[ResolvedMention]]:
        """The joined names of which the last ends in one of some sentences (``last`` inclusive), in order."""
        begin, end = bisect_left(self.sentence, first), bisect_right(self.sentence, last)
        return self.chains[bisect_left(self._chain_ends, begin) : bisect_left(self._chain_ends, end)]

    def link_chains(self) -> None:
        """Find the names that are joined ("Ahn Gyu-back and US Defence Secretary Pete Hegseth", "Japan,
        Malaysia and Vietnam").
        """
        owners = [(office.whose, office.person) for office in self.offices if office.whose is not None]
        leading = {id(whose) for whose, person in owners if person.first > whose.first}
        owning = {id(whose) for whose, _ in owners}
        row = [o for o in self.mentions() if o.kind not in {"demonym", "people"} and id(o) not in leading]
        chain: list[ResolvedMention] = []
        closed = False
        for o in row:
            joint = self._joint(chain[-1], o, owning) if chain else ""
            if not joint:
                self._keep(chain, closed)
                chain, closed = [], False
            closed = closed or joint == "and"
            chain.append(o)
        self._keep(chain, closed)

    def _keep(self, chain: list[ResolvedMention], closed: bool) -> None:
        if closed and len(chain) > 1 and all(o.builders for o in chain):
            self.chains.append(chain)
            self._chain_ends.append(chain[-1].last)

    def _joint(self, a: ResolvedMention, b: ResolvedMention, owning: set[int]) -> str:
        """What joins two names: ``and``, a comma, or nothing that makes them one list. ``owning`` has the
        ids of the mentions that say whose office somebody holds.
        """
        if not a.builders or not b.builders or b.first - a.last > _LIST:
            return ""
        if (a.builders[0].cls == "Person") != (b.builders[0].cls == "Person"):
            return ""
        between = [
            k
            for k in range(a.last + 1, b.first)
            if k not in self.titles and id(self.names.get(k)) not in owning
        ]
        words = {self.doc[k].lower_ for k in between} - {"the"}
        return "and" if words in ({"and"}, {",", "and"}, {"&"}) else "," if words == {","} else ""

    def mentions(self, sentence: int | None = None) -> list[ResolvedMention]:
        """The names of a sentence, or of the whole article, in order."""
        if sentence is None:
            return self._rows
        begin, end = bisect_left(self.sentence, sentence), bisect_right(self.sentence, sentence)
        return self._rows[bisect_left(self._firsts, begin) : bisect_left(self._firsts, end)]

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
