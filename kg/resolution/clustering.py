"""What the articles tell of one name -> the entities that have it, and which of them each telling means.

The outcome depends on the traits alone and on how many articles tell each, not on their order. Entities are
found from what agrees; what agrees with two that differ from each other is left undecided, and so is a plain
name that several have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.resolution.disjoint_sets import connected
from kg.resolution.features import ProfileComparator, Traits, united

__all__ = ["EntityCluster", "cluster_traits"]

_PREVAILING = 0.9
"""The share of a name's articles from which on a plain name means the one entity that they speak of."""

_Masks = list[int]
"""For each place the places that it is related to, as the bits of a number."""


@dataclass(frozen=True, slots=True)
class EntityCluster:
    """One entity of a name: the traits of the profiles that mean it, and all that they tell together.

    ``by_name`` ones were joined for the name alone.
    """

    members: frozenset[Traits]
    traits: Traits
    by_name: frozenset[Traits] = frozenset()


@dataclass(frozen=True, slots=True)
class _TraitsGroup:
    """Traits that are one where what one person can be is held together; ``count`` profiles have them."""

    traits: Traits
    members: tuple[Traits, ...]
    count: int


def cluster_traits(
    counts: Mapping[Traits, int], comparator: ProfileComparator, *, person: bool, short: bool = False
) -> tuple[list[EntityCluster], frozenset[Traits]]:
    """The entities of a name, ordered by traits, and the traits of which nobody can tell whom they mean.

    ``counts`` says how many profiles have each traits. ``short`` for a family name alone: that two articles
    use it does not make them speak of one person.
    """
    clustering = _Clustering(comparator, person, strong=short)
    groups = _groups(counts)
    clusters, loose = clustering.short_name(groups) if short else clustering.full_name(groups)
    found = _by_traits(clusters)
    joined, undecided = clustering.assigned(loose, found)
    if not found and undecided and not short:
        return [EntityCluster(_members(undecided), Traits())], frozenset()
    made = []
    for i, (traits, own) in enumerate(found):
        more = _members(joined.get(i, ()))
        made.append(EntityCluster(_members(own) | more, traits, more))
    return made, _members(undecided)


def _members(groups: Iterable[_TraitsGroup]) -> frozenset[Traits]:
    return frozenset(traits for group in groups for traits in group.members)


def _by_traits(clusters: Iterable[list[_TraitsGroup]]) -> list[tuple[Traits, list[_TraitsGroup]]]:
    """Clusters with all that each tells, ordered by that; those that tell the same are one."""
    found: dict[Traits, list[_TraitsGroup]] = {}
    for cluster in clusters:
        found.setdefault(united(group.traits for group in cluster), []).extend(cluster)
    return sorted(found.items(), key=lambda item: item[0].key)


def _held_together(many: Iterable[Traits]) -> dict[str, frozenset[str]]:
    """For each role and employer all that are linked to it: one article that gives somebody two shows that
    one person can have both.
    """
    sets = [values for traits in many for values in (traits.roles, traits.employers) if len(values) > 1]
    ids = sorted(frozenset().union(*sets))
    place = {id: i for i, id in enumerate(ids)}
    edges = ((place[one], place[other]) for values in sets for one, other in combinations(values, 2))
    found = {}
    for component in connected(len(ids), edges):
        together = frozenset(ids[i] for i in component)
        found.update(dict.fromkeys(together, together))
    return found


def _groups(counts: Mapping[Traits, int]) -> list[_TraitsGroup]:
    """The traits with what is held together added, ordered by that."""
    linked = _held_together(counts)
    found: dict[Traits, list[Traits]] = {}
    for traits in counts:
        roles, employers = (
            values.union(*(linked.get(id, ()) for id in values))
            for values in (traits.roles, traits.employers)
        )
        found.setdefault(Traits(traits.countries, traits.sectors, roles, employers), []).append(traits)
    return [
        _TraitsGroup(traits, tuple(members), sum(counts[one] for one in members))
        for traits, members in sorted(found.items(), key=lambda item: item[0].key)
    ]


_Cluster = list[_TraitsGroup]


@dataclass(frozen=True, slots=True)
class _Clustering:
    """How the groups of one name are put together.

    ``strong``: only what is enough to take a family name for a person counts as agreement.
    """

    comparator: ProfileComparator
    person: bool
    strong: bool

    def short_name(self, groups: list[_TraitsGroup]) -> tuple[list[_Cluster], list[_TraitsGroup]]:
        """Clusters of a family name's groups, and the groups that say too little to be in one."""
        loose: list[_TraitsGroup] = []
        if sum(group.count for group in groups) > 1:
            told = [bool(self.comparator.agreements(g.traits, g.traits, strong=True)) for g in groups]
            loose = [group for group, enough in zip(groups, told, strict=True) if not enough]
            groups = [group for group, enough in zip(groups, told, strict=True) if enough]
        return self._agreeing(groups), loose

    def full_name(self, groups: list[_TraitsGroup]) -> tuple[list[_Cluster], list[_TraitsGroup]]:
        """Clusters of a full name's groups, and the groups that tell nothing or fit two that differ."""
        agreeing = self._agreeing(groups)
        telling = [any(group.traits for group in cluster) for cluster in agreeing]
        plain = [cluster for cluster, tells in zip(agreeing, telling, strict=True) if not tells]
        clusters, between = self._compatible(
            [cluster for cluster, tells in zip(agreeing, telling, strict=True) if tells]
        )
        return clusters, [group for cluster in [*plain, *between] for group in cluster]

    def assigned(
        self, loose: Iterable[_TraitsGroup], found: Sequence[tuple[Traits, _Cluster]]
    ) -> tuple[dict[int, _Cluster], _Cluster]:
        """The loose groups by the place of the entity that they mean, and those of which nobody can tell."""
        counts = [sum(group.count for group in own) for _, own in found]
        joined: dict[int, _Cluster] = {}
        undecided: _Cluster = []
        for group in loose:
            meant = None if self.strong else self._meant(group, found, counts)
            (undecided if meant is None else joined.setdefault(meant, [])).append(group)
        return joined, undecided

    def _differ(self, one: Traits, other: Traits) -> bool:
        return bool(self.comparator.differences(one, other, person=self.person))

    def _compared(self, traits: Sequence[Traits]) -> tuple[_Masks, _Masks]:
        """For each place the places whose traits differ from its own, and those whose traits agree and do not
        differ.
        """
        differ, agree = [0] * len(traits), [0] * len(traits)
        for i, j in combinations(range(len(traits)), 2):
            if self._differ(traits[i], traits[j]):
                differ[i] |= 1 << j
                differ[j] |= 1 << i
            elif self.comparator.agreements(traits[i], traits[j], strong=self.strong):
                agree[i] |= 1 << j
                agree[j] |= 1 << i
        return differ, agree

    def _agreeing(self, groups: Sequence[_TraitsGroup]) -> list[_Cluster]:
        """The groups in clusters that agree, with nothing in a cluster that differs: what joins two that
        differ is left alone.
        """
        differ, agree = self._compared([group.traits for group in groups])
        while True:
            components = connected(len(groups), _pairs(agree))
            torn = [part for part in components if any(differ[i] & _mask(part) for i in part)]
            if not torn:
                return [[groups[i] for i in part] for part in components]
            for part in torn:
                inside = _mask(part)
                between = [i for i in part if _joins_two(agree[i] & inside, differ)] or part
                _cut(agree, between)

    def _compatible(self, clusters: list[_Cluster]) -> tuple[list[_Cluster], list[_Cluster]]:
        """Clusters joined where nothing differs, and those that could join two that differ."""
        differ, _ = self._compared([united(group.traits for group in cluster) for cluster in clusters])
        every = (1 << len(clusters)) - 1
        alike = [every & ~differ[i] & ~(1 << i) for i in range(len(clusters))]
        between = [i for i in range(len(clusters)) if _joins_two(alike[i], differ)]
        if len(between) == len(clusters):
            return clusters, []
        _cut(alike, between)
        joined = [
            [group for i in part for group in clusters[i]]
            for part in connected(len(clusters), _pairs(alike))
            if part[0] not in between
        ]
        return joined, [clusters[i] for i in between]

    def _meant(
        self, group: _TraitsGroup, found: Sequence[tuple[Traits, _Cluster]], counts: Sequence[int]
    ) -> int | None:
        """Which entity a plain name means: the only one there is, or the one that nearly all articles speak
        of.
        """
        fits = [i for i, (traits, _) in enumerate(found) if not self._differ(group.traits, traits)]
        if len(fits) <= 1:
            return fits[0] if fits else None
        most = max(fits, key=lambda i: (counts[i], -i))
        return most if counts[most] >= _PREVAILING * sum(counts[i] for i in fits) else None


def _mask(places: Iterable[int]) -> int:
    return sum(1 << i for i in places)


def _bits(mask: int) -> Iterable[int]:
    """The places of a mask, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _pairs(related: _Masks) -> Iterable[tuple[int, int]]:
    """The pairs that are related, the smaller first."""
    return ((i, j) for i, mask in enumerate(related) for j in _bits(mask >> i << i) if j > i)


def _cut(related: _Masks, places: Iterable[int]) -> None:
    """Take some places out of a relation, which is changed."""
    gone = _mask(places)
    for i in range(len(related)):
        related[i] = 0 if gone >> i & 1 else related[i] & ~gone


def _joins_two(near: int, differ: _Masks) -> bool:
    """Whether two of the places near a place differ from each other."""
    return any(differ[j] & near for j in _bits(near))
