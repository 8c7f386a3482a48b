"""Names in claims of offices -> the persons who have them: for ``office_holders``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kg.resolution.name_matching import continued, fuller
from kg.resources.person_names import PersonNames
from training.office_terms import Term

__all__ = ["alike", "same_persons", "still_held"]

_LONG = 9
"""From how many letters on one of them may be wrong."""


@dataclass(slots=True)
class _Person:
    """A name that others may be forms of, and the offices that any of them is given."""

    name: str
    offices: set[str] = field(default_factory=set)


def same_persons(
    countries: Mapping[str, str],
    offices: Mapping[str, Iterable[str]],
    counts: Mapping[str, int],
    names: PersonNames,
    exact: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """For each name that is somebody's the name of its person: spellings of one name, and names with and
    without a middle name, are one person's when they go with one office of one country.

    All are forms of the person's own name, which is one of the ``exact`` ones or the most frequent. A name
    that is a form of two persons' is left out, and so is one without a given name.
    """
    persons: dict[str, list[_Person]] = {}
    found: dict[str, str] = {}
    full = (name for name in countries if len(_bare(name, names)) > 1)
    for name in sorted(full, key=lambda name: (name not in exact, -counts[name], -len(name), name)):
        own = persons.setdefault(countries[name], [])
        held = set(offices[name])
        fits = [one for one in own if held & one.offices and alike(name, one.name, names)]
        if name in exact or not fits:
            fits = [_Person(name)]
            own += fits
        if len(fits) == 1:
            fits[0].offices |= held
            found[name] = fits[0].name
    return found


def _bare(name: str, names: PersonNames) -> tuple[str, ...]:
    """The words of a name without particles and titles ("King Philippe")."""
    return tuple(word for word in names.words(name) if word not in names.titles)


def still_held(
    former: Iterable[Term], kept: Iterable[Term], office: Callable[[str], str], names: PersonNames
) -> list[Term]:
    """The tenures of a former table whose holders are not among those kept, under any name, in that office or
    as anybody of the same name.
    """
    known: defaultdict[str, list[Term]] = defaultdict(list)
    for term in kept:
        known[term.country].append(term)

    def is_known(term: Term) -> bool:
        return any(
            names.same(term.name, own)
            or (office(term.office) == office(one.office) and alike(term.name, own, names))
            for one in known[term.country]
            for own in (one.name, *one.aliases)
        )

    return [term for term in former if not is_known(term)]


def alike(one: str, other: str, names: PersonNames) -> bool:
    """Whether two names can be those of one person of an office."""
    if names.same(one, other) or names.familiar(one, other) or names.close(one, other):
        return True
    if names.cut_off(one, other) or names.cut_off(other, one) or continued(one, other, names.spelled):
        return True
    if fuller(one, other, names.spelled) or fuller(other, one, names.spelled):
        return True
    a, b = ("".join(names.spelled(name)) for name in (one, other))
    return min(len(a), len(b)) >= _LONG and _one_wrong(a, b)


def _one_wrong(one: str, other: str) -> bool:
    """Whether two words differ in one letter: changed, left out, or two that changed places."""
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
