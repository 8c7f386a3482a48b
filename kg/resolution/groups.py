"""What is known of all profiles of one name, as it is kept from one update of a store to the next.

Profiles that are told alike are one variant with a count, so that a name in the news every day costs as much
as what is told of it, not as the articles that name it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from kg.resolution.bearers import Decision, Homonym
from kg.resolution.coverage import ALWAYS, Coverage
from kg.resolution.features import Profile, Traits, packed_traits, unpacked_traits
from kg.resolution.short_names import CanonicalName

__all__ = ["Candidate", "Group", "Kind", "Name", "Variant"]

Kind: TypeAlias = Literal["background", "full", "short"]
"""What decides on a profile: background knowledge, its full name, or the full name that it is short for."""

Spot: TypeAlias = tuple[str, Traits, str, frozenset[str]]
"""What makes profiles of one group a variant: id, traits, label, names."""

NEVER: Final[Coverage] = ()


class Candidate(NamedTuple):
    """A full name that a short form may stand for: what speaks for it where that is enough, and when it does
    (``agreeing``); what speaks for it where it prevails (``common``), when the name was used at all
    (``used``), and what it weighs.
    """

    why: tuple[str, ...]
    agreeing: Coverage
    common: tuple[str, ...]
    used: Coverage
    weight: int


@dataclass(slots=True, eq=False)
class Variant:
    """``count`` profiles that are told alike, ``led`` of them taken for a full name.

    ``bearer`` is the id of the canonical name that they mean, ``base`` what is decided for their name alone,
    ``decision`` what is decided in the end unless a profile is led. ``coverage`` tells when they were
    written. ``candidates`` holds, for a short form, the names that it may stand for; None where they have
    not been sought yet.
    """

    id: str
    traits: Traits
    label: str
    names: frozenset[str]
    count: int = 0
    led: int = 0
    bearer: str | None = None
    base: Decision | None = None
    decision: Decision | None = None
    coverage: Coverage = NEVER
    candidates: dict[str, Candidate] | None = None

    @property
    def spot(self) -> Spot:
        """What makes it this variant."""
        return self.id, self.traits, self.label, self.names


@dataclass(slots=True, eq=False)
class Name(CanonicalName):
    """A canonical name with the keys under which it is found, the ids of the names that it may be a form of
    (``fits``) and of those that may be forms of it (``fit_of``), and what it leads to in the end.
    """

    variants: frozenset[int] = frozenset()
    keys: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    fits: set[str] = field(default_factory=set)
    fit_of: set[str] = field(default_factory=set)
    target: Decision = field(default_factory=lambda: Decision(""))


@dataclass(slots=True, eq=False)
class Group:
    """The profiles of one name that are decided alike, by the numbers of their variants.

    ``several`` holds, by the numbers of articles that have several of them, the variants of these.
    """

    number: int
    kind: Kind
    id: str
    variants: dict[int, Variant] = field(default_factory=dict)
    names: dict[str, Name] = field(default_factory=dict)
    several: dict[int, list[int]] = field(default_factory=dict)
    homonym: Homonym | None = None
    forms: frozenset[str] = frozenset()
    following: int = 0
    changed: bool = False
    _spots: dict[Spot, int] | None = None

    def variant_of(self, profile: Profile, *, named: bool) -> int:
        """The number of the variant of a profile, a new one where none is like it; ``named``: other names
        than the label count.
        """
        if self._spots is None:
            self._spots = {variant.spot: number for number, variant in self.variants.items()}
        names = profile.names if named else frozenset()
        spot = (profile.id, profile.traits, profile.label, names)
        found = self._spots.get(spot)
        if found is None:
            found = self._spots[spot] = self.following
            self.variants[found] = Variant(*spot)
            self.following += 1
        return found

    def drop(self, number: int) -> None:
        """Take away a variant that no profile is of any more."""
        variant = self.variants.pop(number)
        if self._spots is not None:
            del self._spots[variant.spot]

    def counts(self) -> Counter[Traits]:
        """How many profiles that are not led tell each traits."""
        found: Counter[Traits] = Counter()
        for variant in self.variants.values():
            if variant.count > variant.led:
                found[variant.traits] += variant.count - variant.led
        return found

    def labels(self) -> Counter[str]:
        """How many profiles that are not led use each label."""
        found: Counter[str] = Counter()
        for variant in self.variants.values():
            if variant.count > variant.led:
                found[variant.label] += variant.count - variant.led
        return found

    def articles(self, variants: Iterable[int]) -> int:
        """How many articles have a profile of some variants."""
        those = frozenset(variants)
        twice = (sum(number in those for number in numbers) for numbers in self.several.values())
        return sum(self.variants[number].count for number in those) - sum(n - 1 for n in twice if n)

    def packed(self) -> str:
        """All of it but number, kind and id, as JSON."""
        variants = {number: list(_packed_variant(one)) for number, one in self.variants.items()}
        names = [
            [
                one.name, one.id, packed_traits(one.traits), one.articles, sorted(one.names), one.fixed,
                one.shown, sorted(one.variants), sorted(one.keys), sorted(one.forms), sorted(one.fits),
                sorted(one.fit_of), one.target,
            ]
            for one in self.names.values()
        ]  # fmt: skip
        homonym = self.homonym and [self.homonym.name, self.homonym.entities, self.homonym.undecided]
        data = [self.following, variants, names, self.several, homonym, sorted(self.forms)]
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, number: int, kind: Kind, id: str, text: str) -> Group:
        """The group that was packed. Raises ValueError and the like for a text that is none."""
        following, variants, names, several, homonym, forms = json.loads(text)
        group = cls(number, kind, id, following=following, forms=frozenset(forms))
        group.variants = {int(key): _unpacked_variant(*row) for key, row in variants.items()}
        group.names = {name.id: name for name in (_unpacked_name(*row) for row in names)}
        group.several = {int(key): row for key, row in several.items()}
        if homonym:
            name, entities, undecided = homonym
            group.homonym = Homonym(name, tuple((one, said) for one, said in entities), undecided)
        return group


def _packed_variant(one: Variant) -> Iterator[Any]:
    yield from (one.id, packed_traits(one.traits), one.label, sorted(one.names), one.count, one.led)
    yield from (one.bearer, one.base, one.decision if one.decision != one.base else 0)
    yield _packed_coverage(one.coverage)
    found = one.candidates
    yield found and {
        id: (why, _packed_coverage(agreeing), common, _packed_coverage(used), weight)
        for id, (why, agreeing, common, used, weight) in found.items()
    }


def _unpacked_variant(
    id: str, traits: Any, label: str, names: list[str], count: int, led: int, bearer: str | None,
    base: Any, decision: Any, coverage: Any, candidates: dict[str, Any] | None,
) -> Variant:  # fmt: skip
    own = _decision(base)
    found = Variant(id, unpacked_traits(traits), label, frozenset(names), count, led, bearer, own)
    found.decision = own if decision == 0 else _decision(decision)
    found.coverage = _coverage(coverage)
    if candidates is not None:
        found.candidates = {
            key: Candidate(tuple(why), _coverage(agreeing), tuple(common), _coverage(used), weight)
            for key, (why, agreeing, common, used, weight) in candidates.items()
        }
    return found


def _unpacked_name(
    label: str, id: str, traits: Any, articles: int, names: list[str], fixed: bool, shown: str | None,
    variants: list[int], keys: list[str], forms: list[str], fits: list[str], fit_of: list[str], target: Any,
) -> Name:  # fmt: skip
    return Name(
        label, id, unpacked_traits(traits), articles, frozenset(names), fixed, shown,
        variants=frozenset(variants), keys=frozenset(keys), forms=frozenset(forms), fits=set(fits),
        fit_of=set(fit_of), target=_made(target),
    )  # fmt: skip


def _decision(row: Any) -> Decision | None:
    return _made(row) if row else None


def _made(row: Any) -> Decision:
    entity, because, label = row
    return Decision(entity, tuple(because), label)


def _packed_coverage(coverage: Coverage) -> Coverage | Literal[0]:
    return 0 if coverage == ALWAYS else coverage


def _coverage(row: Any) -> Coverage:
    return ALWAYS if row == 0 else tuple((first, last) for first, last in row)
