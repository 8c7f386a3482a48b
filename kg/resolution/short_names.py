"""Short forms of names -> the bearers of full names whom they mean: family names, middle names, acronyms,
legal forms of companies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.resolution.clustering import EntityCluster
from kg.resolution.features import Profile, ProfileComparator, Traits
from kg.resolution.name_matching import bare_company, fuller, has_initials, is_short, words_of
from kg.resources.namespaces import slug

__all__ = ["CanonicalName", "CanonicalNames", "is_form", "link_to_canonical"]

_TERM = 730
"""For how many days an office that two articles name is taken to be held by one person."""


@dataclass(slots=True, eq=False)
class CanonicalName:
    """A bearer of a full name, under its id; ``leads_to`` is the one of whose name this one's is a form, for
    the reasons ``because``.

    One that is ``fixed`` by background knowledge leads to nobody else.
    """

    name: str
    id: str
    bearer: EntityCluster
    fixed: bool = False
    leads_to: CanonicalName | None = None
    because: tuple[str, ...] = ()
    articles: frozenset[str] = field(init=False)
    """The IRIs of the articles that name it so."""

    def __post_init__(self) -> None:
        self.articles = frozenset(profile.article for profile in self.bearer.profiles)

    def end(self) -> tuple[CanonicalName, tuple[str, ...]]:
        """The bearer to whom the name leads in the end (often this one), and why."""
        head, because, seen = self, [*self.because], {self.id}
        while head.leads_to is not None and head.leads_to.id not in seen:
            head = head.leads_to
            seen.add(head.id)
            because += head.because
        return head, tuple(dict.fromkeys(because))


def is_form(profile: Profile) -> bool:
    """Whether an article has only a short form of a name: a family name, an acronym."""
    family = profile.id.partition("/")[0]
    return is_short(profile.label) and (
        family == "person" or (family == "organization" and profile.label.isupper())
    )


def link_to_canonical(heads: Sequence[CanonicalName], terms: ProfileComparator, *, person: bool) -> None:
    """Links each bearer to the only other one of whose name its own is a form, where something speaks for it
    and nothing against it.
    """
    near: defaultdict[str, list[CanonicalName]] = defaultdict(list)
    for head in heads:
        near[_word(head.name, person)].append(head)
    fits = {
        head.id: [
            h for h in near[_word(head.name, person)] if h is not head and _leads(head, h, terms, person)
        ]
        for head in heads
    }
    for settled in (False, True):  # then those whose several fits have been found to be one
        chosen = [
            (head, _only(fits[head.id], settled))
            for head in heads
            if head.leads_to is None and not head.fixed
        ]
        for head, other in chosen:
            if other is not None:
                why = terms.agreements(head.bearer.traits, other.bearer.traits)
                head.leads_to, head.because = other, (f"{head.name} is a form of the name {other.name}", *why)


def _only(fits: list[CanonicalName], settled: bool) -> CanonicalName | None:
    """The only one that fits, with ``settled`` the one to whom all that fit lead."""
    ends = {head.id: head for head in (h.end()[0] if settled else h for h in fits)}
    return next(iter(ends.values())) if len(ends) == 1 else None


def _word(name: str, person: bool) -> str:
    return words_of(name)[-1] if person else slug(bare_company(name))


def _leads(one: CanonicalName, other: CanonicalName, terms: ProfileComparator, person: bool) -> bool:
    if (
        terms.differences(one.bearer.traits, other.bearer.traits, person=person)
        or one.articles & other.articles
    ):
        return False
    if person:
        return fuller(one.name, other.name) and bool(terms.agreements(one.bearer.traits, other.bearer.traits))
    return one.name != other.name and slug(bare_company(one.name)) == slug(other.name)


class CanonicalNames:
    """The bearers of full names, found by short forms."""

    def __init__(self, heads: Iterable[CanonicalName], terms: ProfileComparator, *, person: bool) -> None:
        self._terms, self._person = terms, person
        self._days: dict[CanonicalName, dict[Traits, set[date | None]]] = {}
        self._names: dict[CanonicalName, frozenset[str]] = {}
        self._by_form: defaultdict[str, list[CanonicalName]] = defaultdict(list)
        for head in heads:
            for form in _forms(head, person):
                self._by_form[form].append(head)

    def meant(self, profile: Profile) -> tuple[CanonicalName, tuple[str, ...]] | None:
        """Whom a short form means and why: the only one that fits; None when none does or several do.

        One whom the article itself names in full as well is not meant: the article would have said so.
        """
        fits: dict[str, tuple[CanonicalName, tuple[str, ...]]] = {}
        words = words_of(profile.label)
        near = (
            [h for form in sorted({words[0], words[-1]}) for h in self._by_form[form]]
            if self._person
            else self._by_form[profile.label]
        )
        for head in near:
            end, because = head.end()
            why = self._why(profile, head)
            if why and profile.article not in head.articles and profile.article not in end.articles:
                fits.setdefault(end.id, (end, (*why, *because)))
        return next(iter(fits.values())) if len(fits) == 1 else None

    def _why(self, profile: Profile, head: CanonicalName) -> tuple[str, ...]:
        """What speaks for a short form meaning a bearer; empty when that is not enough."""
        if self._terms.differences(profile.traits, head.bearer.traits, person=self._person):
            return ()
        said = f"{profile.label} is a form of the name {head.name}"
        if self._person:
            agreed = self._terms.agreements(profile.traits, head.bearer.traits, strong=True)
            return (
                (said, *agreed)
                if agreed and fuller(profile.label, head.name) and self._in_time(profile, head)
                else ()
            )
        if profile.label in self._named(head):
            return (f"an article gives {profile.label} as a name of {head.name}",)
        agreed = self._terms.agreements(profile.traits, head.bearer.traits)
        return (
            (f"{profile.label} are the initials of {head.name}", *agreed)
            if agreed and has_initials(profile.label, head.name)
            else ()
        )

    def _in_time(self, profile: Profile, head: CanonicalName) -> bool:
        """Whether some article that agrees was published within a term of office; true where dates are
        unknown.
        """
        day = _day(profile.published)
        if head not in self._days:
            told = self._days[head] = {}
            for other in head.bearer.profiles:
                told.setdefault(other.traits, set()).add(_day(other.published))
        agreeing = (
            days
            for traits, days in self._days[head].items()
            if self._terms.agreements(profile.traits, traits, strong=True)
        )
        days = set().union(*agreeing)
        return (
            day is None
            or not days
            or any(other is None or abs((day - other).days) <= _TERM for other in days)
        )

    def _named(self, head: CanonicalName) -> frozenset[str]:
        """All names that articles give to a bearer."""
        if head not in self._names:
            self._names[head] = frozenset().union(*(profile.names for profile in head.bearer.profiles))
        return self._names[head]


def _forms(head: CanonicalName, person: bool) -> set[str]:
    """The keys under which a bearer is found: first and last word of a person's name, acronyms of a body."""
    words = words_of(head.name)
    if person:
        return {words[0], words[-1]}
    given = {
        name
        for profile in head.bearer.profiles
        for name in profile.names
        if is_short(name) and name.isupper()
    }
    initials = "".join(word[0] for word in words).upper()
    capitals = "".join(word[0] for word in head.name.replace("-", " ").split() if word[0].isupper())
    return given | {form for form in (initials, capitals) if has_initials(form, head.name)}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
