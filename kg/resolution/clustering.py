"""Profiles of one name -> the entities that have it, and which of them each article means.

The outcome depends on the set of profiles alone, not on their order. Entities are found from what agrees;
what agrees with two that differ from each other is left undecided, and so is a plain name that several have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.resolution.disjoint_sets import connected
from kg.resolution.features import Profile, ProfileComparator, Traits, united

__all__ = ["EntityCluster", "cluster_profiles"]

_PREVAILING = 0.9
"""The share of a name's articles from which on a plain name means the one entity that they speak of."""

_Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class EntityCluster:
    """One entity of a name: the profiles that mean it, in order, and all that they tell.

    ``by_name`` ones were joined for the name alone.
    """

    profiles: tuple[Profile, ...]
    traits: Traits
    by_name: frozenset[Profile] = frozenset()


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    """All profiles of a name with the same traits."""

    traits: Traits
    profiles: tuple[Profile, ...]


def cluster_profiles(
    profiles: Sequence[Profile], comparator: ProfileComparator, *, person: bool, short: bool = False
) -> tuple[list[EntityCluster], list[Profile]]:
    """The entities of a name, ordered by traits, and the profiles of which nobody can tell whom they mean.

    ``short`` for a family name alone: that two articles use it does not make them speak of one person.
    """
    clustering = _Clustering(comparator, person, strong=short)
    groups = _groups(profiles, _held_together(profiles))
    clusters, loose = clustering.short_name(groups) if short else clustering.full_name(groups)
    found = [
        (united(group.traits for group in cluster), [p for group in cluster for p in group.profiles])
        for cluster in clusters
    ]
    joined, undecided = clustering.assigned(loose, found)
    if not found and undecided and not short:
        return [EntityCluster(tuple(_ordered(undecided)), Traits())], []
    made = [
        EntityCluster(tuple(_ordered([*own, *joined.get(i, ())])), traits, frozenset(joined.get(i, ())))
        for i, (traits, own) in enumerate(found)
    ]
    return sorted(made, key=lambda c: (c.traits.key, c.profiles[0].article)), _ordered(undecided)


def _held_together(profiles: Iterable[Profile]) -> dict[str, frozenset[str]]:
    """For each role and employer all that are linked to it: one article that gives somebody two shows that
    one person can have both.
    """
    sets = [values for p in profiles for values in (p.traits.roles, p.traits.employers) if len(values) > 1]
    ids = sorted(frozenset().union(*sets))
    place = {id: i for i, id in enumerate(ids)}
    edges = ((place[one], place[other]) for values in sets for one, other in combinations(values, 2))
    found = {}
    for component in connected(len(ids), edges):
        together = frozenset(ids[i] for i in component)
        found.update(dict.fromkeys(together, together))
    return found


def _groups(profiles: Iterable[Profile], linked: dict[str, frozenset[str]]) -> list[ProfileGroup]:
    """The profiles by what they tell, ordered by that."""
    found: dict[Traits, list[Profile]] = {}
    for profile in profiles:
        t = profile.traits
        roles, employers = (v.union(*(linked.get(id, ()) for id in v)) for v in (t.roles, t.employers))
        found.setdefault(Traits(t.countries, t.sectors, roles, employers), []).append(profile)
    return [
        ProfileGroup(traits, tuple(_ordered(found[traits]))) for traits in sorted(found, key=lambda t: t.key)
    ]


def _ordered(profiles: Iterable[Profile]) -> list[Profile]:
    return sorted(profiles, key=lambda p: (p.article, p.id))


_Cluster = list[ProfileGroup]


@dataclass(frozen=True, slots=True)
class _Clustering:
    """How the groups of one name are put together.

    ``strong``: only what is enough to take a family name for a person counts as agreement.
    """

    comparator: ProfileComparator
    person: bool
    strong: bool

    def short_name(self, groups: list[ProfileGroup]) -> tuple[list[_Cluster], list[ProfileGroup]]:
        """Clusters of a family name's groups, and the groups that say too little to be in one."""
        loose: list[ProfileGroup] = []
        if sum(len(group.profiles) for group in groups) > 1:
            loose = [g for g in groups if not self.comparator.agreements(g.traits, g.traits, strong=True)]
            groups = [g for g in groups if g not in loose]
        return self._agreeing(groups), loose

    def full_name(self, groups: list[ProfileGroup]) -> tuple[list[_Cluster], list[ProfileGroup]]:
        """Clusters of a full name's groups, and the groups that tell nothing or fit two that differ."""
        agreeing = self._agreeing(groups)
        plain = [cluster for cluster in agreeing if not any(group.traits for group in cluster)]
        clusters, between = self._compatible([cluster for cluster in agreeing if cluster not in plain])
        return clusters, [group for cluster in [*plain, *between] for group in cluster]

    def assigned(
        self, loose: Iterable[ProfileGroup], found: list[tuple[Traits, list[Profile]]]
    ) -> tuple[dict[int, list[Profile]], list[Profile]]:
        """The profiles of loose groups by the place of the entity that they mean, and those of which nobody
        can tell.
        """
        joined: dict[int, list[Profile]] = {}
        undecided: list[Profile] = []
        for group in loose:
            meant = None if self.strong else self._meant(group, found)
            (undecided if meant is None else joined.setdefault(meant, [])).extend(group.profiles)
        return joined, undecided

    def _differ(self, one: Traits, other: Traits) -> bool:
        return bool(self.comparator.differences(one, other, person=self.person))

    def _agree(self, one: Traits, other: Traits) -> bool:
        return bool(self.comparator.agreements(one, other, strong=self.strong))

    def _differing(self, traits: Sequence[Traits]) -> _Pairs:
        """The pairs of places, the smaller first, whose traits differ."""
        pairs = combinations(range(len(traits)), 2)
        return {(i, j) for i, j in pairs if self._differ(traits[i], traits[j])}

    def _agreeing(self, groups: Sequence[ProfileGroup]) -> list[_Cluster]:
        """The groups in clusters that agree, with nothing in a cluster that differs: what joins two that
        differ is left alone.
        """
        traits = [group.traits for group in groups]
        differ = self._differing(traits)
        alike = set(combinations(range(len(traits)), 2)) - differ
        agree = {(i, j) for i, j in alike if self._agree(traits[i], traits[j])}
        while True:
            components = connected(len(groups), sorted(agree))
            torn = [part for part in components if any(pair in differ for pair in combinations(part, 2))]
            if not torn:
                return [[groups[i] for i in part] for part in components]
            for part in torn:
                between = {i for i in part if _joins_two(i, part, agree, differ)} or set(part)
                agree = _without(agree, between)

    def _compatible(self, clusters: list[_Cluster]) -> tuple[list[_Cluster], list[_Cluster]]:
        """Clusters joined where nothing differs, and those that could join two that differ."""
        traits = [united(group.traits for group in cluster) for cluster in clusters]
        differ = self._differing(traits)
        alike = set(combinations(range(len(clusters)), 2)) - differ
        between = {i for i in range(len(clusters)) if _joins_two(i, range(len(clusters)), alike, differ)}
        if len(between) == len(clusters):
            return clusters, []
        joined = [
            [group for i in part for group in clusters[i]]
            for part in connected(len(clusters), sorted(_without(alike, between)))
            if part[0] not in between
        ]
        return joined, [clusters[i] for i in sorted(between)]

    def _meant(self, group: ProfileGroup, found: list[tuple[Traits, list[Profile]]]) -> int | None:
        """Which entity a plain name means: the only one there is, or the one that nearly all articles speak
        of.
        """
        fits = [i for i, (traits, _) in enumerate(found) if not self._differ(group.traits, traits)]
        if len(fits) <= 1:
            return fits[0] if fits else None
        most = max(fits, key=lambda i: (len(found[i][1]), -i))
        return most if len(found[most][1]) >= _PREVAILING * sum(len(found[i][1]) for i in fits) else None


def _without(pairs: _Pairs, places: set[int]) -> _Pairs:
    """The pairs that none of some places is part of."""
    return {pair for pair in pairs if not places & set(pair)}


def _joins_two(i: int, places: Iterable[int], agree: _Pairs, differ: _Pairs) -> bool:
    """Whether a place agrees with two that differ from each other."""
    near = [j for j in places if (min(i, j), max(i, j)) in agree]
    return any(pair in differ for pair in combinations(near, 2))
