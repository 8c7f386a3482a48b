"""A name and what is told of it -> its entities, the id of each, and why each telling means it.

What is decided for one name here depends on its profiles and on background knowledge alone; how names are
forms of each other is decided afterwards (``short_names``).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.resolution.background import BackgroundEntity, BackgroundIndex
from kg.resolution.clustering import EntityCluster, cluster_traits
from kg.resolution.features import Profile, ProfileComparator, Traits
from kg.resolution.name_matching import is_short

__all__ = [
    "Background",
    "Decision",
    "Homonym",
    "NameDecision",
    "Named",
    "decide_name",
    "plain_id",
    "told_apart",
    "usual",
]

_UNDECIDED = "undecided"


class Decision(NamedTuple):
    """The id of an entity in the whole graph, the reasons, and what it is called there; None where it is
    called what the article calls it.
    """

    entity: str
    because: tuple[str, ...] = ()
    label: str | None = None


class Named(NamedTuple):
    """The id and the label that an article's entity has in the whole graph; None for its own label."""

    entity: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Homonym:
    """That a name is that of several entities: their ids and the traits of each.

    ``undecided`` is the id of what may be any of them.
    """

    name: str
    entities: tuple[tuple[str, str], ...]
    undecided: str | None = None


class Background:
    """Decides by the entities of one kind that background knowledge has."""

    def __init__(self, entities: BackgroundIndex, comparator: ProfileComparator, *, person: bool) -> None:
        self._comparator, self._person = comparator, person
        self._entities = entities

    def entity(self, id: str) -> BackgroundEntity | None:
        """The entity of an id; None where there is none."""
        return self._entities.entity(id)

    def known(self, id: str) -> BackgroundEntity:
        """The entity of an id that there is."""
        found = self._entities.entity(id)
        assert found is not None, "it was found before"
        return found

    def means(self, profile: Profile) -> Decision | None:
        """The only entity of the profile's name that does not differ, else the only one that agrees; None
        when that does not decide.
        """
        known = None if self._person else self.entity(profile.id)
        if known is not None:  # such names are looked up when an article is read
            return Decision(known.id, (), known.label)
        fits = [
            one
            for one in self._entities.named(plain_id(profile.id).partition("/")[2])
            if not self._comparator.differences(profile.traits, one.traits, person=self._person)
        ]
        if len(fits) > 1:
            fits = [one for one in fits if self._comparator.agreements(profile.traits, one.traits)]
        if len(fits) != 1:
            return None
        (only,) = fits
        said = f"background knowledge has {only.id} under the name {profile.label}"
        return Decision(only.id, () if only.id == profile.id else (said,), only.label)

    def declared(self, decision: Decision) -> Decision:
        """The decision under the id that background knowledge declares to be the same."""
        same = self._entities.declared(decision.entity)
        if same is None:
            return decision
        said = f"background knowledge says that {decision.entity} is {same}"
        return Decision(same, (*decision.because, said), self.known(same).label)


@dataclass(frozen=True, slots=True)
class NameDecision:
    """The entities of a name: the id and the cluster of each, ordered; what those are called of whom nobody
    can tell (``undecided``, for the reasons ``because``); the ``homonym`` where there are several.
    ``label`` is what all of them are called.
    """

    id: str
    entities: tuple[tuple[str, EntityCluster], ...]
    undecided: str
    because: tuple[str, ...]
    homonym: Homonym | None
    label: str

    def of_traits(self) -> Mapping[Traits, int]:
        """By the traits of profiles, the place of the entity that these mean; the undecided are not in it."""
        return {traits: i for i, (_, cluster) in enumerate(self.entities) for traits in cluster.members}

    def decision(self, place: int | None, local_id: str, traits: Traits) -> Decision:
        """What profiles of an id and of some traits mean, and why, by the place of their entity."""
        if place is None:
            return Decision(self.undecided, self.because, self.label)
        own, cluster = self.entities[place]
        if own in (self.id, local_id):
            return Decision(own, (), self.label)
        if traits in cluster.by_name:
            why = "the name is the same, and no other bearer fits or nearly all articles mean this one"
        else:
            why = f"the article tells {traits.described()}"
        return Decision(own, (why,), self.label)


def decide_name(
    id: str,
    labels: Mapping[str, int],
    counts: Mapping[Traits, int],
    background: Background,
    comparator: ProfileComparator,
    *,
    person: bool,
) -> NameDecision:
    """Decide which entities a name (its plain id) has; ``labels`` says how many profiles write it so,
    ``counts`` how many tell each traits.
    """
    label = min(labels)
    clusters, undecided = cluster_traits(counts, comparator, person=person, short=person and is_short(label))
    other = background.entity(id)
    ids = _ids(id, clusters, alone=not undecided and other is None)
    known = [(own, cluster.traits.described()) for own, cluster in zip(ids, clusters, strict=True)]
    if other is not None:
        known.append((other.id, other.traits.described()))
    several = bool(known) and len(known) + bool(undecided) > 1
    unclear = id if other is None else f"{id}.{_UNDECIDED}"
    return NameDecision(
        id,
        tuple(zip(ids, clusters, strict=True)),
        unclear,
        ("the article does not tell which bearer of the name it means",) if several else (),
        Homonym(label, tuple(sorted(known)), unclear if undecided else None) if several else None,
        usual(labels),
    )


def usual(labels: Mapping[str, int]) -> str:
    """The label that is used most, of several the longest."""
    return min(labels, key=lambda label: (-labels[label], -len(label), label))


def plain_id(id: str) -> str:
    """An id without what tells namesakes of one article apart."""
    return id.partition(".")[0]


def told_apart(decided: Mapping[str, Decision]) -> Iterator[tuple[str, Decision]]:
    """The decisions on the entities of one kind of an article, by its own ids, without those that would make
    two of them one: an article that tells them apart knows best.
    """
    used = Counter(decision.entity for decision in decided.values())
    for local_id, decision in decided.items():
        if used[decision.entity] > 1 and decision.entity != local_id:
            yield local_id, Decision(local_id, (f"the article itself tells it apart from {decision.entity}",))
        else:
            yield local_id, decision


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
