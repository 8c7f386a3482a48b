"""Forms of names -> the full names that they stand for: family names, middle names, nicknames, other
spellings, acronyms, legal forms of companies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    """A full name of an entity, under the entity's id; ``form_of`` is the name of which this one is a form,
    for the reasons ``because``.

    One that is ``fixed`` by background knowledge is a form of no other.
    """

    name: str
    id: str
    cluster: EntityCluster
    fixed: bool = False
    form_of: CanonicalName | None = None
    because: tuple[str, ...] = ()
    articles: frozenset[str] = field(init=False)
    """The IRIs of the articles that name the entity so."""

    def __post_init__(self) -> None:
        self.articles = frozenset(profile.article for profile in self.cluster.profiles)

    def canonical(self) -> tuple[CanonicalName, tuple[str, ...]]:
        """The name to which this one leads in the end (often itself), and why."""
        name, because, seen = self, [*self.because], {self.id}
        while name.form_of is not None and name.form_of.id not in seen:
            name = name.form_of
            seen.add(name.id)
            because += name.because
        return name, tuple(dict.fromkeys(because))


def is_form(profile: Profile) -> bool:
    """Whether an article has only a short form of a name: a family name, an acronym."""
    family = profile.id.partition("/")[0]
    return is_short(profile.label) and (
        family == "person" or (family == "organization" and profile.label.isupper())
    )


def link_to_canonical(names: Sequence[CanonicalName], comparator: ProfileComparator, *, person: bool) -> None:
    """Link each name to the only other one of which it is a form, where something speaks for it and nothing
    against it.
    """
    near: defaultdict[str, list[CanonicalName]] = defaultdict(list)
    for name in names:
        for key in _keys(name.name, comparator, person):
            near[key].append(name)
    free = [name for name in names if name.form_of is None and not name.fixed]
    fits = {
        name.id: [
            other
            for other in _distinct(near, sorted(_keys(name.name, comparator, person)))
            if other is not name and _is_form_of(name, other, comparator, person)
        ]
        for name in free
    }
    for linked in (False, True):  # then those whose several fits have been found to be one
        chosen = [(name, _only(fits[name.id], linked)) for name in free if name.form_of is None]
        for name, other in chosen:
            if other is not None:
                why = comparator.agreements(name.cluster.traits, other.cluster.traits)
                name.form_of, name.because = other, (f"{name.name} is a form of the name {other.name}", *why)


def _only(fits: list[CanonicalName], linked: bool) -> CanonicalName | None:
    """The only one that fits, with ``linked`` the one to which all that fit lead."""
    found = {name.id: name for name in (fit.canonical()[0] if linked else fit for fit in fits)}
    return next(iter(found.values())) if len(found) == 1 else None


def _keys(name: str, comparator: ProfileComparator, person: bool) -> set[str]:
    """Under which keys a name and what it may be a form of are found: a family name and all spellings of a
    person's, a company's name without its legal form.
    """
    if not person:
        return {slug(bare_company(name))}
    whole, cut = slug(name), slug(name.rpartition("-")[0]) if "-" in name else ""
    return {comparator.names.spelled(name)[-1], *comparator.names.keys(name), f"{whole}-", f"{cut}-"}


def _distinct(near: Mapping[str, list[CanonicalName]], keys: Iterable[str]) -> list[CanonicalName]:
    return list({name.id: name for key in keys for name in near[key]}.values())


def _is_form_of(
    one: CanonicalName, other: CanonicalName, comparator: ProfileComparator, person: bool
) -> bool:
    if (
        comparator.differences(one.cluster.traits, other.cluster.traits, person=person)
        or one.articles & other.articles
    ):
        return False
    if person:
        agreed = comparator.agreements(one.cluster.traits, other.cluster.traits)
        return bool(agreed) and _leads_to(one, other, comparator)
    return one.name != other.name and slug(bare_company(one.name)) == slug(other.name)


def _leads_to(one: CanonicalName, other: CanonicalName, comparator: ProfileComparator) -> bool:
    """Whether a person's name is a form of another. Of two spellings of one name the rarer leads to the more
    frequent.
    """
    names = comparator.names
    if names.same(one.name, other.name) or names.familiar(one.name, other.name):
        return _rank(one) < _rank(other)
    return fuller(one.name, other.name, names.spelled) or names.cut_off(one.name, other.name)


def _rank(name: CanonicalName) -> tuple[bool, int, str, str]:
    return name.fixed, len(name.articles), name.name, name.id


class CanonicalNames:
    """Full names, found by short forms."""

    def __init__(
        self, names: Iterable[CanonicalName], comparator: ProfileComparator, *, person: bool
    ) -> None:
        self._comparator, self._person = comparator, person
        self._days: dict[CanonicalName, dict[Traits, set[date | None]]] = {}
        self._names: dict[CanonicalName, frozenset[str]] = {}
        self._by_form: defaultdict[str, list[CanonicalName]] = defaultdict(list)
        for name in names:
            for form in _forms(name, comparator, person):
                self._by_form[form].append(name)

    def meant(self, profile: Profile) -> tuple[CanonicalName, tuple[str, ...]] | None:
        """The name that a short form stands for and why: the only one that fits; None when none does or
        several do.

        One that the article itself gives in full as well is not meant: the article would have said so.
        """
        fits: dict[str, tuple[CanonicalName, tuple[str, ...]]] = {}
        words = self._comparator.names.spelled(profile.label)
        near = (
            [name for form in sorted({words[0], words[-1]}) for name in self._by_form[form]]
            if self._person
            else self._by_form[profile.label]
        )
        for name in near:
            canonical, because = name.canonical()
            why = self._why(profile, name)
            if why and profile.article not in name.articles | canonical.articles:
                fits.setdefault(canonical.id, (canonical, (*why, *because)))
        return next(iter(fits.values())) if len(fits) == 1 else None

    def _why(self, profile: Profile, name: CanonicalName) -> tuple[str, ...]:
        """What speaks for a short form of a name; empty when that is not enough."""
        if self._comparator.differences(profile.traits, name.cluster.traits, person=self._person):
            return ()
        said = f"{profile.label} is a form of the name {name.name}"
        if self._person:
            agreed = self._comparator.agreements(profile.traits, name.cluster.traits, strong=True)
            return (
                (said, *agreed)
                if agreed and self._is_short_for(profile.label, name.name) and self._in_time(profile, name)
                else ()
            )
        if profile.label in self._named(name):
            return (f"an article gives {profile.label} as a name of {name.name}",)
        agreed = self._comparator.agreements(profile.traits, name.cluster.traits)
        return (
            (f"{profile.label} are the initials of {name.name}", *agreed)
            if agreed and has_initials(profile.label, name.name)
            else ()
        )

    def _is_short_for(self, form: str, name: str) -> bool:
        return fuller(form, name, self._comparator.names.spelled)

    def _in_time(self, profile: Profile, name: CanonicalName) -> bool:
        """Whether some article that agrees was published within a term of office; true where dates are
        unknown.
        """
        day = _day(profile.published)
        if name not in self._days:
            by_traits = self._days[name] = {}
            for other in name.cluster.profiles:
                by_traits.setdefault(other.traits, set()).add(_day(other.published))
        agreeing = (
            days
            for traits, days in self._days[name].items()
            if self._comparator.agreements(profile.traits, traits, strong=True)
        )
        days = set().union(*agreeing)
        return (
            day is None
            or not days
            or any(other is None or abs((day - other).days) <= _TERM for other in days)
        )

    def _named(self, name: CanonicalName) -> frozenset[str]:
        """All names that articles give to the entity of a name."""
        if name not in self._names:
            self._names[name] = frozenset().union(*(profile.names for profile in name.cluster.profiles))
        return self._names[name]


def _forms(name: CanonicalName, comparator: ProfileComparator, person: bool) -> set[str]:
    """The keys under which a name is found: first and last word of a person's, acronyms of a body's."""
    if person:
        spelled = comparator.names.spelled(name.name)
        return {spelled[0], spelled[-1]}
    words = words_of(name.name)
    given = {
        form
        for profile in name.cluster.profiles
        for form in profile.names
        if is_short(form) and form.isupper()
    }
    initials = "".join(word[0] for word in words).upper()
    capitals = "".join(word[0] for word in name.name.replace("-", " ").split() if word[0].isupper())
    return given | {form for form in (initials, capitals) if has_initials(form, name.name)}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
