"""Articles with people's event mentions: are the words that say an event found, and who takes part in which
role?

Spans match when they overlap. An event is a distinct span of trigger words; a link is an event, a role (A0
the subject, A1 the object) and the span of the entity. Gold links are those to mentions of entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from benchmarks.quality.measures import Fault, Tally, together
from kg.model import Document, Statement

__all__ = ["Annotated", "Link", "Scores", "score"]

Role = Literal["A0", "A1"]
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """Who takes part in an event, and how; places are code points in the article, half-open."""

    event: _Place
    role: Role
    entity: _Place


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article and the events that people marked in it."""

    document: Document
    events: frozenset[_Place]
    links: frozenset[Link]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of events and of links in each role over all articles, and what was missed and wrongly said."""

    articles: int
    events: Tally
    roles: dict[str, Tally]
    faults: tuple[Fault, ...] = field(default=(), repr=False)

    @property
    def links(self) -> Tally:
        """Counts of the links in both roles."""
        return together(list(self.roles.values()))


def score(gold: Iterable[Annotated], said: Mapping[str, Sequence[Statement]]) -> Scores:
    """The scores of what was said of each article, by its id."""
    events: list[Tally] = []
    roles: dict[str, Tally] = {"A0": Tally(), "A1": Tally()}
    faults: list[Fault] = []
    for article in gold:
        statements = said.get(article.document.id, ())
        found, links = {(one.trigger.begin, one.trigger.end) for one in statements}, _links(statements)
        events.append(_tally(found, article.events))
        for role in roles:
            roles[role] += _link_tally(
                [one for one in links if one.role == role], [one for one in article.links if one.role == role]
            )
        faults += _faults(article, found, links)
    return Scores(len(events), together(events), roles, tuple(faults))


def _links(statements: Iterable[Statement]) -> frozenset[Link]:
    found = set()
    for one in statements:
        event = (one.trigger.begin, one.trigger.end)
        if one.subject is not None:
            found.add(Link(event, "A0", (one.subject.begin, one.subject.end)))
        if one.object is not None:
            found.add(Link(event, "A1", (one.object.begin, one.object.end)))
    return frozenset(found)


def _overlap(one: _Place, other: _Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _same(one: Link, other: Link) -> bool:
    return _overlap(one.event, other.event) and _overlap(one.entity, other.entity)


def _tally(said: Iterable[_Place], gold: Iterable[_Place]) -> Tally:
    mine, theirs = list(said), list(gold)
    right = sum(any(_overlap(one, other) for other in theirs) for one in mine)
    return Tally(
        len(mine), right, len(theirs), sum(any(_overlap(one, other) for other in mine) for one in theirs)
    )


def _link_tally(said: Sequence[Link], gold: Sequence[Link]) -> Tally:
    right = sum(any(_same(one, other) for other in gold) for one in said)
    return Tally(len(said), right, len(gold), sum(any(_same(one, other) for other in said) for one in gold))


def _faults(article: Annotated, found: Iterable[_Place], links: Iterable[Link]) -> Iterable[Fault]:
    """Events and links without a counterpart, in the order of the text."""
    text, place = article.document.text, article.document.id
    said = sorted(found)
    for event in sorted(article.events):
        if not any(_overlap(event, other) for other in said):
            yield Fault("missed", "event", place, text[slice(*event)], _line(text, event))
    for event in said:
        if not any(_overlap(event, other) for other in article.events):
            yield Fault("wrong", "event", place, text[slice(*event)], _line(text, event))
    mine, theirs = sorted(links, key=_order), sorted(article.links, key=_order)
    for kind, some, others in (("missed", theirs, mine), ("wrong", mine, theirs)):
        for link in some:
            if not any(_same(link, other) and link.role == other.role for other in others):
                what = f"{text[slice(*link.event)]} {link.role} {text[slice(*link.entity)]}"
                yield Fault(
                    "missed" if kind == "missed" else "wrong", link.role, place, what, _line(text, link.event)
                )


def _order(link: Link) -> tuple[_Place, str, _Place]:
    return link.event, link.role, link.entity


def _line(text: str, place: _Place) -> str:
    """The line of the article around a place: MEANTIME has one sentence a line."""
    end = text.find("\n", place[1])
    return text[text.rfind("\n", 0, place[0]) + 1 : end if end >= 0 else len(text)]
