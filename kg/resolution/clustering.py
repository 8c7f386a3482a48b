"""Profiles of one name -> how many bear it, and which of them each article means.

The outcome depends on the set of profiles alone, not on their order. Bearers are found from what agrees; who
agrees with two that differ from each other is left undecided, and so is a plain name where several bear it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.resolution.features import Profile, ProfileComparator, Traits, united

__all__ = ["EntityCluster", "bearers"]

_PREVAILING = 0.9
"""The share of a name's articles from which on a plain name means the one bearer that they speak of."""


@dataclass(frozen=True, slots=True)
class EntityCluster:
    """One who bears a name: the profiles that mean him, her or it, in order, and all that they tell.

    ``plain`` ones were joined for the name alone.
    """

    profiles: tuple[Profile, ...]
    traits: Traits
    plain: frozenset[Profile] = frozenset()


@dataclass(frozen=True, slots=True)
class _Voice:
    """All profiles that tell the same."""

    traits: Traits
    profiles: tuple[Profile, ...]


def bearers(
    profiles: Sequence[Profile], terms: ProfileComparator, *, person: bool, short: bool = False
) -> tuple[list[EntityCluster], list[Profile]]:
    """Who bears a name, ordered by traits, and the profiles of which nobody can tell whom they mean.

    ``short`` for a family name alone: that two articles use it does not make their bearers one.
    """
    voices = _voices(profiles, _linked(profiles))
    loose: list[_Voice] = []
    if short and sum(len(v.profiles) for v in voices) > 1:
        loose = [v for v in voices if not terms.agreements(v.traits, v.traits, strong=True)]
        voices = [v for v in voices if v not in loose]
    groups = _agreeing(voices, terms, person, short)
    if not short:
        plain = [group for group in groups if not _told(group)]
        groups, between = _compatible([group for group in groups if group not in plain], terms, person)
        loose += [voice for group in [*plain, *between] for voice in group]
    found = [(united(v.traits for v in group), [p for v in group for p in v.profiles]) for group in groups]
    undecided: list[Profile] = []
    joined: dict[int, list[Profile]] = {}
    for voice in loose:
        chosen = _meant(voice, found, terms, person) if not short else None
        if chosen is not None:
            joined.setdefault(chosen, []).extend(voice.profiles)
        else:
            undecided += voice.profiles
    if not found and undecided and not short:
        return [EntityCluster(tuple(_ordered(undecided)), Traits())], []
    made = [
        EntityCluster(tuple(_ordered([*told, *joined.get(i, ())])), traits, frozenset(joined.get(i, ())))
        for i, (traits, told) in enumerate(found)
    ]
    return sorted(made, key=lambda b: (b.traits.key, b.profiles[0].article)), _ordered(undecided)


def _linked(profiles: Iterable[Profile]) -> dict[str, frozenset[str]]:
    """For each role and employer all that are linked to it: one article that gives somebody two shows that
    one person can have both.
    """
    sets = [values for p in profiles for values in (p.traits.roles, p.traits.employers) if len(values) > 1]
    ids = sorted(frozenset().union(*sets))
    place = {id: i for i, id in enumerate(ids)}
    edges = {
        (place[one], place[other]) for values in sets for one in values for other in values if one < other
    }
    found = {}
    for component in _components(range(len(ids)), edges):
        together = frozenset(ids[i] for i in component)
        found.update(dict.fromkeys(together, together))
    return found


def _voices(profiles: Iterable[Profile], linked: dict[str, frozenset[str]]) -> list[_Voice]:
    found: dict[Traits, list[Profile]] = {}
    for profile in profiles:
        t = profile.traits
        roles, employers = (v.union(*(linked.get(id, ()) for id in v)) for v in (t.roles, t.employers))
        found.setdefault(Traits(t.countries, t.sectors, roles, employers), []).append(profile)
    return [_Voice(traits, tuple(_ordered(found[traits]))) for traits in sorted(found, key=lambda t: t.key)]


def _ordered(profiles: Iterable[Profile]) -> list[Profile]:
    return sorted(profiles, key=lambda p: (p.article, p.id))


def _told(group: Sequence[_Voice]) -> bool:
    return any(voice.traits for voice in group)


def _agreeing(
    voices: Sequence[_Voice], terms: ProfileComparator, person: bool, strong: bool
) -> list[list[_Voice]]:
    """The voices in groups that agree, with nothing in a group that differs: who joins two that differ is
    left alone.
    """
    differ = {
        (i, j)
        for i in range(len(voices))
        for j in range(i + 1, len(voices))
        if terms.differences(voices[i].traits, voices[j].traits, person=person)
    }
    agree = {
        (i, j)
        for i in range(len(voices))
        for j in range(i + 1, len(voices))
        if (i, j) not in differ and terms.agreements(voices[i].traits, voices[j].traits, strong=strong)
    }
    while True:
        groups = _components(range(len(voices)), agree)
        torn = [group for group in groups if any((i, j) in differ for i in group for j in group)]
        if not torn:
            return [[voices[i] for i in group] for group in groups]
        for group in torn:
            between = {i for i in group if _joins_two(i, group, agree, differ)} or set(group)
            agree = {edge for edge in agree if not between & set(edge)}


def _joins_two(
    i: int, group: Iterable[int], agree: set[tuple[int, int]], differ: set[tuple[int, int]]
) -> bool:
    near = [j for j in group if (min(i, j), max(i, j)) in agree]
    return any((j, k) in differ for j in near for k in near)


def _compatible(
    groups: list[list[_Voice]], terms: ProfileComparator, person: bool
) -> tuple[list[list[_Voice]], list[list[_Voice]]]:
    """Groups joined where nothing differs, and those that could join two that differ."""
    traits = [united(v.traits for v in group) for group in groups]
    alike = {
        (i, j)
        for i in range(len(groups))
        for j in range(i + 1, len(groups))
        if not terms.differences(traits[i], traits[j], person=person)
    }
    differ = {(i, j) for i in range(len(groups)) for j in range(i + 1, len(groups))} - alike
    between = {i for i in range(len(groups)) if _joins_two(i, range(len(groups)), alike, differ)}
    if len(between) == len(groups):
        return groups, []
    rest = [i for i in range(len(groups)) if i not in between]
    edges = {edge for edge in alike if not between & set(edge)}
    joined = [[voice for i in component for voice in groups[i]] for component in _components(rest, edges)]
    return joined, [groups[i] for i in sorted(between)]


def _components(nodes: Iterable[int], edges: set[tuple[int, int]]) -> list[list[int]]:
    """The connected components, each in order."""
    root = {node: node for node in nodes}

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for one, other in sorted(edges):
        one, other = find(one), find(other)
        root[max(one, other)] = min(one, other)
    found: dict[int, list[int]] = {}
    for node in root:
        found.setdefault(find(node), []).append(node)
    return list(found.values())


def _meant(
    voice: _Voice, found: list[tuple[Traits, list[Profile]]], terms: ProfileComparator, person: bool
) -> int | None:
    """Whom a plain name means: the only one there is, or whom nearly all articles speak of."""
    fits = [
        i for i, (traits, _) in enumerate(found) if not terms.differences(voice.traits, traits, person=person)
    ]
    if len(fits) <= 1:
        return fits[0] if fits else None
    most = max(fits, key=lambda i: (len(found[i][1]), -i))
    return most if len(found[most][1]) >= _PREVAILING * sum(len(found[i][1]) for i in fits) else None
