"""Profiles of all articles -> what each entity of each article is called in the whole graph, and why.

A pure function of the set of profiles: neither the order of articles nor how they were shared out matters.
Precision goes first: names are one where something speaks for it and nothing against it, and where nobody can
tell, an entity keeps the id that its article gives it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.resolution.clustering import EntityCluster, bearers
from kg.resolution.features import NOTHING, Profile, ProfileComparator, Traits, united
from kg.resolution.name_matching import is_short
from kg.resolution.short_names import CanonicalName, CanonicalNames, is_form, link_to_canonical
from kg.resources.namespaces import slug

__all__ = ["Decisions", "Homonym", "Identification", "Known", "decide"]

_UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Known:
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
    """That a name has several bearers: their ids and what is told of each.

    ``undecided`` is the id of what may be any of them.
    """

    name: str
    bearers: tuple[tuple[str, str], ...]
    undecided: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions that say more than that equal names are one, in order."""

    identifications: tuple[Identification, ...] = ()
    distinctions: tuple[Homonym, ...] = ()

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
    profiles: Iterable[Profile], known: Iterable[Known] = (), terms: ProfileComparator | None = None
) -> Decisions:
    """Who is who. Bodies come first, then places, then persons, whose employers are known by then."""
    terms, told = terms or ProfileComparator(), sorted(set(profiles), key=lambda p: (p.article, p.id))
    background = sorted(known, key=lambda k: k.id)
    identifications: list[Identification] = []
    distinctions: list[Homonym] = []
    employers: dict[tuple[str, str], str] = {}
    for family in ("organization", "place", "person"):
        own = [k for k in background if k.id.startswith(f"{family}/")]
        room = _Family(family == "person", own, terms)
        room.settle([_employed(p, employers) for p in told if p.id.startswith(f"{family}/")])
        employers.update((key, id) for key, (id, _) in room.entity.items())
        identifications += room.identifications()
        distinctions += room.distinctions
    return Decisions(
        tuple(sorted(identifications, key=lambda i: (i.article, i.local_id))),
        tuple(sorted(distinctions, key=lambda d: (d.name, d.bearers))),
    )


def _employed(profile: Profile, employers: Mapping[tuple[str, str], str]) -> Profile:
    """A profile whose employers are called as in the whole graph."""
    named = frozenset(employers.get((profile.article, id), id) for id in profile.traits.employers)
    return (
        profile
        if named == profile.traits.employers
        else replace(profile, traits=replace(profile.traits, employers=named))
    )


@dataclass(slots=True, eq=False)
class _Family:
    """The decisions about entities of one kind.

    ``entity`` holds, by article and id, what it is in the whole graph and why.
    """

    person: bool
    known: list[Known]
    terms: ProfileComparator
    entity: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    distinctions: list[Homonym] = field(default_factory=list)
    _by_id: dict[str, Known] = field(init=False)

    def __post_init__(self) -> None:
        self._by_id = {k.id: k for k in self.known}

    def settle(self, profiles: list[Profile]) -> None:
        """Decides: background knowledge first, then full names, then the forms that lead to them."""
        named = self._known_by_name()
        rest = [p for p in profiles if not self._is_known(p, named)]
        heads = [*self._known_heads(profiles), *self._share_out([p for p in rest if not is_form(p)])]
        link_to_canonical(heads, self.terms, person=self.person)
        for head in heads:
            end, because = head.end()
            if end is not head:
                for profile in head.bearer.profiles:
                    self._decide(profile, end.id, because)
        full = CanonicalNames(heads, self.terms, person=self.person)
        self._share_out([p for p in rest if is_form(p) and not self._leads(p, full)])
        self._declare()
        self._keep_apart()

    def identifications(self) -> Iterator[Identification]:
        """What was decided, as far as it says more than the id that the article gives."""
        for (article, local_id), (id, because) in self.entity.items():
            if id != local_id or because:
                yield Identification(article, local_id, id, because)

    def _decide(self, profile: Profile, id: str, because: Iterable[str] = ()) -> None:
        self.entity[profile.article, profile.id] = id, tuple(because)

    def _known_by_name(self) -> Mapping[str, list[Known]]:
        """Who is known under a name, by the name as ids spell it.

        Bodies' short names are left to those who see how they are written.
        """
        found: defaultdict[str, list[Known]] = defaultdict(list)
        for one in self.known:
            for key in sorted({slug(name) for name in one.names if self.person or len(name) > 4}):
                found[key].append(one)
        return found

    def _is_known(self, profile: Profile, named: Mapping[str, list[Known]]) -> bool:
        """Decides by background knowledge: for the only one of the name that does not differ, else for the
        only one that agrees.
        """
        if not self.person and profile.id in self._by_id:
            self._decide(profile, profile.id)  # such names are looked up when an article is read
            return True
        fits = [
            k
            for k in named.get(profile.id.partition("/")[2], ())
            if not self.terms.differences(profile.traits, k.traits, person=self.person)
        ]
        if len(fits) > 1:
            fits = [k for k in fits if self.terms.agreements(profile.traits, k.traits)]
        if len(fits) == 1:
            because = (
                ()
                if fits[0].id == profile.id
                else (f"background knowledge has {fits[0].id} under the name {profile.label}",)
            )
            self._decide(profile, fits[0].id, because)
        return len(fits) == 1

    def _known_heads(self, profiles: Iterable[Profile]) -> list[CanonicalName]:
        """Those of the background knowledge whom articles name in full, so that short forms may lead to
        them.
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

    def _share_out(self, profiles: Iterable[Profile]) -> list[CanonicalName]:
        """Decides who bears each name, and returns the bearers."""
        groups: defaultdict[str, list[Profile]] = defaultdict(list)
        for profile in profiles:
            groups[profile.id].append(profile)
        return [head for id, group in sorted(groups.items()) for head in self._bearers(id, group)]

    def _bearers(self, id: str, group: list[Profile]) -> list[CanonicalName]:
        label = min(profile.label for profile in group)
        found, undecided = bearers(
            group, self.terms, person=self.person, short=self.person and is_short(label)
        )
        others = [self._by_id[id]] if id in self._by_id else []
        ids = _ids(id, found, alone=not undecided and not others)
        bare = f"{id}.{_UNDECIDED}" if others else id
        for bearer, own in zip(found, ids, strict=True):
            for profile in bearer.profiles:
                self._decide(profile, own, _why(profile, bearer) if own != id else ())
        several = len(found) + len(others) + bool(undecided) > 1 and bool(found or others)
        for profile in undecided:
            self._decide(
                profile,
                bare,
                ("the article does not tell which bearer of the name it means",) if several else (),
            )
        if several:
            told = [(own, bearer.traits.told()) for bearer, own in zip(found, ids, strict=True)]
            told += [(k.id, k.traits.told()) for k in others]
            self.distinctions.append(Homonym(label, tuple(sorted(told)), bare if undecided else None))
        return [CanonicalName(label, own, bearer) for bearer, own in zip(found, ids, strict=True)]

    def _leads(self, profile: Profile, heads: CanonicalNames) -> bool:
        """Decides that a short form means the bearer of a full name, when one alone fits."""
        meant = heads.meant(profile)
        if meant is not None:
            self._decide(profile, meant[0].id, meant[1])
        return meant is not None

    def _declare(self) -> None:
        """Puts under one id what background knowledge declares to be the same (owl:sameAs between ids of
        ours).
        """
        declared = {id: one.id for one in self.known for id in sorted(one.same_as - {one.id})}
        for key, (id, because) in self.entity.items():
            if id in declared:
                self.entity[key] = (
                    declared[id],
                    (*because, f"background knowledge says that {id} is {declared[id]}"),
                )

    def _keep_apart(self) -> None:
        """Takes back what would make two entities of one article one: an article that tells them apart knows
        best.
        """
        used = Counter((article, id) for (article, _), (id, _) in self.entity.items())
        for (article, local_id), (id, _) in self.entity.items():
            if used[article, id] > 1 and id != local_id:
                self.entity[article, local_id] = local_id, (f"the article itself tells it apart from {id}",)


def _why(profile: Profile, bearer: EntityCluster) -> tuple[str, ...]:
    if profile in bearer.plain:
        return ("the name is the same, and no other bearer fits or nearly all articles mean this one",)
    return (f"the article tells {profile.traits.told()}",)


def _ids(id: str, found: list[EntityCluster], *, alone: bool) -> list[str]:
    """An id for each bearer of a name: the name's own for the only one, else with what tells them apart added
    to it.
    """
    if len(found) == 1 and alone:
        return [id]
    steps = [_countries, _employers, _fields, _roles]
    marks = [_countries(bearer) for bearer in found]
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


def _countries(bearer: EntityCluster) -> tuple[str, ...]:
    return tuple(country.rpartition("/")[2] for country in sorted(bearer.traits.countries))


def _employers(bearer: EntityCluster) -> tuple[str, ...]:
    return tuple(employer.rpartition("/")[2] for employer in sorted(bearer.traits.employers)[:1])


def _fields(bearer: EntityCluster) -> tuple[str, ...]:
    return tuple(sorted(bearer.traits.fields))[:1]


def _roles(bearer: EntityCluster) -> tuple[str, ...]:
    return tuple(role.rpartition("/")[2] for role in sorted(bearer.traits.roles)[:1])


def _digest(bearer: EntityCluster) -> str:
    return hashlib.sha256(repr(bearer.traits.key).encode()).hexdigest()[:8]
