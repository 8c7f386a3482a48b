"""Profiles of all articles -> the id that each entity of each article has in the whole graph, and why.

A pure function of the set of profiles: neither the order of articles nor how they were shared out matters.
Precision goes first: names are one where something speaks for it and nothing against it, and where nobody can
tell, an entity keeps the id that its article gives it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.resolution.clustering import EntityCluster, cluster_profiles
from kg.resolution.features import NOTHING, Profile, ProfileComparator, Traits, united
from kg.resolution.name_matching import is_short
from kg.resolution.short_names import CanonicalName, CanonicalNames, is_form, link_to_canonical
from kg.resources.namespaces import slug

__all__ = ["BackgroundEntity", "Decisions", "Homonym", "Identification", "decide"]

_UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class BackgroundEntity:
    """What background knowledge says of a person, body or place.

    ``same_as`` holds ids of ours that it declares to be the same.
    """

    id: str
    names: frozenset[str]
    traits: Traits = NOTHING
    same_as: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Identification:
    """That what an article (its IRI) alone would call ``local_id`` is ``entity``, and why; both are ids."""

    article: str
    local_id: str
    entity: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Homonym:
    """That a name is that of several entities: their ids and the traits of each.

    ``undecided`` is the id of what may be any of them.
    """

    name: str
    entities: tuple[tuple[str, str], ...]
    undecided: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions that say more than that equal names are one entity, in order."""

    identifications: tuple[Identification, ...] = ()
    homonyms: tuple[Homonym, ...] = ()

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
    entities = sorted(background, key=lambda k: k.id)
    identifications: list[Identification] = []
    homonyms: list[Homonym] = []
    employers: dict[tuple[str, str], str] = {}
    for family in ("organization", "place", "person"):
        own = [k for k in entities if k.id.startswith(f"{family}/")]
        resolver = _FamilyResolver(family == "person", own, comparator)
        resolver.resolve(
            [_with_identified_employers(p, employers) for p in every if p.id.startswith(f"{family}/")]
        )
        employers.update((key, id) for key, (id, _) in resolver.entity.items())
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
class _FamilyResolver:
    """Resolves the entities of one kind.

    ``entity`` holds, by article and local id, the id in the whole graph and the reasons.
    """

    person: bool
    background: list[BackgroundEntity]
    comparator: ProfileComparator
    entity: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    homonyms: list[Homonym] = field(default_factory=list)
    _by_id: dict[str, BackgroundEntity] = field(init=False)

    def __post_init__(self) -> None:
        self._by_id = {k.id: k for k in self.background}

    def resolve(self, profiles: list[Profile]) -> None:
        """Decide by background knowledge first, then for full names, then for the short forms of these."""
        by_name = self._background_by_name()
        rest = [p for p in profiles if not self._in_background(p, by_name)]
        names = [*self._background_names(profiles), *self._resolve_names(p for p in rest if not is_form(p))]
        link_to_canonical(names, self.comparator, person=self.person)
        for name in names:
            canonical, because = name.canonical()
            if canonical is not name:
                for profile in name.cluster.profiles:
                    self._decide(profile, canonical.id, because)
        full = CanonicalNames(names, self.comparator, person=self.person)
        self._resolve_names(p for p in rest if is_form(p) and not self._short_for(p, full))
        self._apply_same_as()
        self._keep_apart()

    def identifications(self) -> Iterator[Identification]:
        """What was decided, as far as it says more than the id that the article gives."""
        for (article, local_id), (id, because) in self.entity.items():
            if id != local_id or because:
                yield Identification(article, local_id, id, because)

    def _decide(self, profile: Profile, id: str, because: Iterable[str] = ()) -> None:
        self.entity[profile.article, profile.id] = id, tuple(because)

    def _background_by_name(self) -> Mapping[str, list[BackgroundEntity]]:
        """The entities of the background knowledge by their names as ids spell them.

        Bodies' short names are left to those who see how they are written.
        """
        found: defaultdict[str, list[BackgroundEntity]] = defaultdict(list)
        for one in self.background:
            for key in sorted({slug(name) for name in one.names if self.person or len(name) > 4}):
                found[key].append(one)
        return found

    def _in_background(self, profile: Profile, by_name: Mapping[str, list[BackgroundEntity]]) -> bool:
        """Decide by background knowledge: for the only one of the name that does not differ, else for the
        only one that agrees. True when that decides.
        """
        if not self.person and profile.id in self._by_id:
            self._decide(profile, profile.id)  # such names are looked up when an article is read
            return True
        fits = [
            k
            for k in by_name.get(_plain(profile.id).partition("/")[2], ())
            if not self.comparator.differences(profile.traits, k.traits, person=self.person)
        ]
        if len(fits) > 1:
            fits = [k for k in fits if self.comparator.agreements(profile.traits, k.traits)]
        if len(fits) == 1:
            because = (
                ()
                if fits[0].id == profile.id
                else (f"background knowledge has {fits[0].id} under the name {profile.label}",)
            )
            self._decide(profile, fits[0].id, because)
        return len(fits) == 1

    def _background_names(self, profiles: Iterable[Profile]) -> list[CanonicalName]:
        """The names of entities of the background knowledge that articles give in full, so that short forms
        may lead to them.
        """
        found: defaultdict[str, list[Profile]] = defaultdict(list)
        for profile in profiles:
            if (profile.article, profile.id) in self.entity and not is_form(profile):
                found[self.entity[profile.article, profile.id][0]].append(profile)
        return [
            CanonicalName(
                min(p.label for p in own),
                id,
                EntityCluster(tuple(own), united([self._by_id[id].traits, *(p.traits for p in own)])),
                fixed=True,
            )
            for id, own in sorted(found.items())
        ]

    def _resolve_names(self, profiles: Iterable[Profile]) -> list[CanonicalName]:
        """Decide which entities each name has, and return a canonical name for each of them."""
        groups: defaultdict[str, list[Profile]] = defaultdict(list)
        for profile in profiles:
            groups[_plain(profile.id)].append(profile)
        return [name for id, group in sorted(groups.items()) for name in self._resolve_name(id, group)]

    def _resolve_name(self, id: str, group: list[Profile]) -> list[CanonicalName]:
        label = min(profile.label for profile in group)
        clusters, undecided = cluster_profiles(
            group, self.comparator, person=self.person, short=self.person and is_short(label)
        )
        other = self._by_id.get(id)
        ids = _ids(id, clusters, alone=not undecided and other is None)
        for cluster, own in zip(clusters, ids, strict=True):
            for profile in cluster.profiles:
                alike = own in (id, profile.id)
                self._decide(profile, own, () if alike else _why(profile, cluster))
        entities = [(own, cluster.traits.described()) for cluster, own in zip(clusters, ids, strict=True)]
        if other is not None:
            entities.append((other.id, other.traits.described()))
        self._leave_undecided(id if other is None else f"{id}.{_UNDECIDED}", label, undecided, entities)
        return [CanonicalName(label, own, cluster) for cluster, own in zip(clusters, ids, strict=True)]

    def _leave_undecided(
        self, id: str, label: str, undecided: list[Profile], entities: list[tuple[str, str]]
    ) -> None:
        """Give an id to the profiles of a name of which nobody can tell whom they mean, and note the entities
        of the name when there are several: their ids with the traits of each.
        """
        several = bool(entities) and len(entities) + bool(undecided) > 1
        because = ("the article does not tell which bearer of the name it means",) if several else ()
        for profile in undecided:
            self._decide(profile, id, because)
        if several:
            self.homonyms.append(Homonym(label, tuple(sorted(entities)), id if undecided else None))

    def _short_for(self, profile: Profile, names: CanonicalNames) -> bool:
        """Decide that a short form means the entity of a full name, when one alone fits."""
        meant = names.meant(profile)
        if meant is not None:
            self._decide(profile, meant[0].id, meant[1])
        return meant is not None

    def _apply_same_as(self) -> None:
        """Put under one id what background knowledge declares to be the same."""
        declared = {id: one.id for one in self.background for id in sorted(one.same_as - {one.id})}
        for key, (id, because) in self.entity.items():
            if id in declared:
                self.entity[key] = (
                    declared[id],
                    (*because, f"background knowledge says that {id} is {declared[id]}"),
                )

    def _keep_apart(self) -> None:
        """Take back what would make two entities of one article one: an article that tells them apart knows
        best.
        """
        used = Counter((article, id) for (article, _), (id, _) in self.entity.items())
        for (article, local_id), (id, _) in self.entity.items():
            if used[article, id] > 1 and id != local_id:
                self.entity[article, local_id] = local_id, (f"the article itself tells it apart from {id}",)


def _plain(id: str) -> str:
    """An id without what tells namesakes of one article apart."""
    return id.partition(".")[0]


def _why(profile: Profile, cluster: EntityCluster) -> tuple[str, ...]:
    if profile in cluster.by_name:
        return ("the name is the same, and no other bearer fits or nearly all articles mean this one",)
    return (f"the article tells {profile.traits.described()}",)


def _ids(id: str, found: list[EntityCluster], *, alone: bool) -> list[str]:
    """An id for each entity of a name: the name's own for the only one, else with what tells them apart added
    to it.
    """
    if len(found) == 1 and alone:
        return [id]
    steps = [_countries, _employers, _fields, _roles]
    marks = [_countries(cluster) for cluster in found]
    for step in steps[1:]:
        counts = Counter(marks)
        marks = [
            mark if mark and counts[mark] == 1 else mark + step(b)
            for mark, b in zip(marks, found, strict=True)
        ]
    counts = Counter(marks)
    marks = [
        mark if mark and counts[mark] == 1 else (*mark, _digest(b))
        for mark, b in zip(marks, found, strict=True)
    ]
    return [".".join((id, *mark)) for mark in marks]


def _countries(cluster: EntityCluster) -> tuple[str, ...]:
    return tuple(country.rpartition("/")[2] for country in sorted(cluster.traits.countries))


def _employers(cluster: EntityCluster) -> tuple[str, ...]:
    return tuple(employer.rpartition("/")[2] for employer in sorted(cluster.traits.employers)[:1])


def _fields(cluster: EntityCluster) -> tuple[str, ...]:
    return tuple(sorted(cluster.traits.fields))[:1]


def _roles(cluster: EntityCluster) -> tuple[str, ...]:
    return tuple(role.rpartition("/")[2] for role in sorted(cluster.traits.roles)[:1])


def _digest(cluster: EntityCluster) -> str:
    return hashlib.sha256(repr(cluster.traits.key).encode()).hexdigest()[:8]
