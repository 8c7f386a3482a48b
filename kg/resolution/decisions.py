"""Profiles of all articles -> the id that each entity of each article has in the whole graph, and why.

A pure function of the set of profiles: neither the order of articles nor how they were shared out matters.
Precision goes first: names are one where something speaks for it and nothing against it, and where nobody can
tell, an entity keeps the id that its article gives it.

``kg.resolution.incremental`` decides the same of a store in which only some articles have changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kg.resolution.background import BackgroundEntity, BackgroundInMemory
from kg.resolution.bearers import Background, Decision, Homonym, Named, decide_name, plain_id, told_apart
from kg.resolution.features import Profile, ProfileComparator, Traits, united
from kg.resolution.short_names import (
    TERM,
    CanonicalName,
    Fits,
    commonly,
    day_of,
    form_keys,
    forms_of,
    is_form,
    is_form_of,
    is_known_by,
    link_forms,
    name_keys,
    short_for,
)

__all__ = ["FAMILIES", "BackgroundEntity", "Decisions", "Homonym", "Identification", "decide"]

FAMILIES = ("organization", "place", "person")
"""The kinds of entities that are resolved, in this order: persons are told apart by their employers."""


@dataclass(frozen=True, slots=True)
class Identification:
    """That what an article (its IRI) alone would call ``local_id`` is ``entity``, and why; both are ids.
    ``label`` is what it is called in the whole graph, where the article calls it otherwise.
    """

    article: str
    local_id: str
    entity: str
    because: tuple[str, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions that say more than that equal names are one entity, in order."""

    identifications: tuple[Identification, ...] = ()
    homonyms: tuple[Homonym, ...] = ()

    def names(self) -> dict[str, dict[str, Named]]:
        """For each article whose entities have other ids or labels in the whole graph than alone: its own
        ids, and those names.
        """
        found: defaultdict[str, dict[str, Named]] = defaultdict(dict)
        for one in self.identifications:
            if one.local_id != one.entity or one.label is not None:
                found[one.article][one.local_id] = Named(one.entity, one.label)
        return dict(found)

    def renamed(self) -> dict[str, dict[str, str]]:
        """For each article that has other ids in the whole graph than alone: the latter, and what they
        are.
        """
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for one in self.identifications:
            if one.local_id != one.entity:
                found[one.article][one.local_id] = one.entity
        return dict(found)


def decide(
    profiles: Iterable[Profile],
    background: Iterable[BackgroundEntity] = (),
    comparator: ProfileComparator | None = None,
) -> Decisions:
    """Decide which profiles are of one entity.

    Bodies come first, then places, then persons, whose employers are identified by then.
    """
    comparator = comparator or ProfileComparator()
    every = sorted(set(profiles), key=lambda p: (p.article, p.id))
    entities = list(background)
    identifications: list[Identification] = []
    homonyms: list[Homonym] = []
    employers: dict[tuple[str, str], str] = {}
    for family in FAMILIES:
        person = family == "person"
        known = Background(BackgroundInMemory(entities, family), comparator, person=person)
        resolver = _FamilyResolver(person, known, comparator)
        resolver.resolve(
            [_with_identified_employers(p, employers) for p in every if p.id.startswith(f"{family}/")]
        )
        employers.update((key, decision.entity) for key, decision in resolver.entity.items())
        identifications += resolver.identifications()
        homonyms += resolver.homonyms
    return Decisions(
        tuple(sorted(identifications, key=lambda i: (i.article, i.local_id))),
        tuple(sorted(homonyms, key=lambda h: (h.name, h.entities))),
    )


def _with_identified_employers(profile: Profile, employers: Mapping[tuple[str, str], str]) -> Profile:
    """The profile with the ids that its employers have in the whole graph."""
    named = frozenset(employers.get((profile.article, id), id) for id in profile.traits.employers)
    return (
        profile
        if named == profile.traits.employers
        else replace(profile, traits=replace(profile.traits, employers=named))
    )


@dataclass(slots=True, eq=False)
class _Told(CanonicalName):
    """A canonical name with the profiles of its entity, their articles, and the days on which each traits
    were told.
    """

    profiles: tuple[Profile, ...] = ()
    by: frozenset[str] = frozenset()
    days: dict[Traits, set[date | None]] = field(default_factory=dict)


def _is_near(profile: Profile, name: _Told) -> bool:
    """Whether some article that gives a name in full was published within a term of office of another one;
    true where dates are unknown.
    """
    day = day_of(profile.published)
    days = frozenset().union(*name.days.values())
    return day is None or any(other is None or abs((day - other).days) <= TERM for other in days)


def _told(
    label: str,
    id: str,
    traits: Traits,
    profiles: list[Profile],
    shown: str | None,
    *,
    fixed: bool = False,
) -> _Told:
    by = frozenset(profile.article for profile in profiles)
    days: defaultdict[Traits, set[date | None]] = defaultdict(set)
    for profile in profiles:
        days[profile.traits].add(day_of(profile.published))
    names = frozenset().union(*(profile.names for profile in profiles))
    return _Told(
        label, id, traits, len(by), names, fixed, shown, profiles=tuple(profiles), by=by, days=dict(days)
    )


@dataclass(slots=True, eq=False)
class _FamilyResolver:
    """Resolves the entities of one kind.

    ``entity`` holds, by article and local id, the id in the whole graph and the reasons.
    """

    person: bool
    background: Background
    comparator: ProfileComparator
    entity: dict[tuple[str, str], Decision] = field(default_factory=dict)
    homonyms: list[Homonym] = field(default_factory=list)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def resolve(self, profiles: list[Profile]) -> None:
        """Decide by background knowledge first, then for full names, then for the short forms of these."""
        self.labels = {(p.article, p.id): p.label for p in profiles}
        rest = [p for p in profiles if not self._in_background(p)]
        names = [*self._background_names(profiles), *self._resolve_names(p for p in rest if not is_form(p))]
        self._link(names)
        for name in names:
            canonical, because = name.canonical()
            if canonical is not name:
                for profile in name.profiles:
                    decision = Decision(canonical.id, because, canonical.shown)
                    self.entity[profile.article, profile.id] = decision
        by_form: defaultdict[str, list[_Told]] = defaultdict(list)
        for name in names:
            for form in forms_of(name, self.comparator, person=self.person):
                by_form[form].append(name)
        list(self._resolve_names(p for p in rest if is_form(p) and not self._short_for(p, by_form)))
        self._finish()

    def identifications(self) -> Iterator[Identification]:
        """What was decided, as far as it says more than the id that the article gives."""
        for (article, local_id), (id, because, label) in self.entity.items():
            label = None if label == self.labels[article, local_id] else label
            if id != local_id or because or label is not None:
                yield Identification(article, local_id, id, because, label)

    def _in_background(self, profile: Profile) -> bool:
        """Decide by background knowledge; True when that decides."""
        decision = self.background.means(profile)
        if decision is not None:
            self.entity[profile.article, profile.id] = decision
        return decision is not None

    def _background_names(self, profiles: Iterable[Profile]) -> list[_Told]:
        """The names of entities of the background knowledge that articles give in full, so that short forms
        may lead to them.
        """
        found: defaultdict[str, list[Profile]] = defaultdict(list)
        for profile in profiles:
            if (profile.article, profile.id) in self.entity and not is_form(profile):
                found[self.entity[profile.article, profile.id].entity].append(profile)
        return [
            _told(
                min(p.label for p in own),
                id,
                united([self.background.known(id).traits, *(p.traits for p in own)]),
                own,
                self.background.known(id).label,
                fixed=True,
            )
            for id, own in sorted(found.items())
        ]

    def _resolve_names(self, profiles: Iterable[Profile]) -> Iterator[_Told]:
        """Decide which entities each name has, and yield a canonical name for each of them."""
        groups: defaultdict[str, list[Profile]] = defaultdict(list)
        for profile in profiles:
            groups[plain_id(profile.id)].append(profile)
        for id, group in sorted(groups.items()):
            labels = Counter(profile.label for profile in group)
            counts = Counter(profile.traits for profile in group)
            decided = decide_name(id, labels, counts, self.background, self.comparator, person=self.person)
            place = decided.of_traits()
            bearers: defaultdict[int | None, list[Profile]] = defaultdict(list)
            for profile in group:
                bearer = place.get(profile.traits)
                bearers[bearer].append(profile)
                self.entity[profile.article, profile.id] = decided.decision(
                    bearer, profile.id, profile.traits
                )
            if decided.homonym is not None:
                self.homonyms.append(decided.homonym)
            for i, (own, cluster) in enumerate(decided.entities):
                yield _told(min(labels), own, cluster.traits, bearers[i], decided.label)

    def _link(self, names: list[_Told]) -> None:
        """Link each name to the full one that it is a form of."""
        near: defaultdict[str, list[_Told]] = defaultdict(list)
        keys = {name: name_keys(name.name, self.comparator, person=self.person) for name in names}
        for name in names:
            for key in keys[name]:
                near[key].append(name)

        def fits(name: CanonicalName) -> list[CanonicalName]:
            assert isinstance(name, _Told)
            others = {other.id: other for key in keys[name] for other in near[key]}
            return [
                other
                for other in others.values()
                if is_form_of(name, other, self.comparator, person=self.person) and not name.by & other.by
            ]

        link_forms(names, fits, self.comparator)

    def _short_for(self, profile: Profile, by_form: Mapping[str, list[_Told]]) -> bool:
        """Decide that a short form means the entity of a full name: the only one that fits or, of persons,
        the one that prevails.

        One that the article itself gives in full as well is not meant: the article would have said so.
        """
        fits, common = Fits(), Fits()
        for form in form_keys(profile.label, self.comparator, person=self.person):
            for name in by_form.get(form, ()):
                canonical, because = name.canonical()
                assert isinstance(canonical, _Told)
                free = profile.article not in name.by | canonical.by
                why = short_for(profile.label, profile.traits, name, self.comparator, person=self.person)
                if why and free and self._in_time(profile, name):
                    meant = Decision(canonical.id, (*why, *because), canonical.shown)
                    fits.add(canonical.id, name.weight, meant, len(why) if self.person else 0)
                if self.person and (why := commonly(profile.label, profile.traits, name, self.comparator)):
                    meant = Decision(canonical.id, (*why, *because), canonical.shown)
                    common.add(canonical.id, name.weight, meant if free and _is_near(profile, name) else None)
                    common.known |= {canonical.id} if is_known_by(profile.label, name) else set()
        decision = fits.only(person=self.person) if fits.weights else common.prevailing()
        if decision is not None:
            self.entity[profile.article, profile.id] = decision
        return decision is not None

    def _in_time(self, profile: Profile, name: _Told) -> bool:
        """Whether some article that agrees was published within a term of office; true where dates are
        unknown, and for bodies.
        """
        day = day_of(profile.published)
        agreeing = (
            days
            for traits, days in name.days.items()
            if self.comparator.agreements(profile.traits, traits, strong=True)
        )
        days = set().union(*agreeing) if self.person and day is not None else set()
        return (
            day is None or not days or any(other is None or abs((day - other).days) <= TERM for other in days)
        )

    def _finish(self) -> None:
        """Put under one id what background knowledge declares to be the same, and keep apart what an article
        tells apart.
        """
        articles: defaultdict[str, dict[str, Decision]] = defaultdict(dict)
        for (article, local_id), decision in self.entity.items():
            articles[article][local_id] = self.background.declared(decision)
        for article, decided in articles.items():
            for local_id, decision in told_apart(decided):
                self.entity[article, local_id] = decision
