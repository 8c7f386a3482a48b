"""Forms of names -> the full names that they stand for: family names, middle names, nicknames, other
spellings, acronyms, legal forms of companies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.resolution.features import NOTHING, Profile, ProfileComparator, Traits
from kg.resolution.name_matching import bare_company, fuller, has_initials, is_short, words_of
from kg.resources.namespaces import slug

__all__ = [
    "TERM",
    "CanonicalName",
    "day_of",
    "form_keys",
    "forms_of",
    "is_form",
    "is_form_of",
    "link_forms",
    "name_keys",
    "short_for",
]

TERM = 730
"""For how many days an office that two articles name is taken to be held by one person."""


@dataclass(slots=True, eq=False)
class CanonicalName:
    """A full name of an entity, under the entity's id, with all that ``articles`` articles tell of it and
    call it (``names``); ``form_of`` is the name of which this one is a form, for the reasons ``because``.

    One that is ``fixed`` by background knowledge is a form of no other.
    """

    name: str
    id: str
    traits: Traits = NOTHING
    articles: int = 0
    names: frozenset[str] = frozenset()
    fixed: bool = False
    form_of: CanonicalName | None = None
    because: tuple[str, ...] = ()

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


def link_forms(
    names: Iterable[CanonicalName],
    fits: Callable[[CanonicalName], Sequence[CanonicalName]],
    comparator: ProfileComparator,
) -> None:
    """Link each name to the only one of those that ``fits`` gives for it, where something speaks for it and
    nothing against it.
    """
    free = [(name, fits(name)) for name in names if name.form_of is None and not name.fixed]
    for linked in (False, True):  # then those whose several fits have been found to be one
        chosen = [(name, _only(found, linked)) for name, found in free if name.form_of is None]
        for name, other in chosen:
            if other is not None:
                why = comparator.agreements(name.traits, other.traits)
                name.form_of, name.because = other, (f"{name.name} is a form of the name {other.name}", *why)


def _only(fits: Sequence[CanonicalName], linked: bool) -> CanonicalName | None:
    """The only one that fits, with ``linked`` the one to which all that fit lead."""
    found = {name.id: name for name in (fit.canonical()[0] if linked else fit for fit in fits)}
    return next(iter(found.values())) if len(found) == 1 else None


def name_keys(name: str, comparator: ProfileComparator, *, person: bool) -> set[str]:
    """Under which keys a name and what it may be a form of are found: a family name and all spellings of a
    person's, a company's name without its legal form.
    """
    if not person:
        return {slug(bare_company(name))}
    begun = {name, name.rpartition("-")[0]} if "-" in name else {name}
    beginnings = (f"{slug(beginning)}-" for beginning in begun)
    return {comparator.names.spelled(name)[-1], *comparator.names.keys(name), *beginnings}


def is_form_of(
    one: CanonicalName, other: CanonicalName, comparator: ProfileComparator, *, person: bool
) -> bool:
    """Whether a name can be a form of another, unless an article has both."""
    if one.fixed or one.id == other.id:
        return False
    if not person:
        led = one.name != other.name and slug(bare_company(one.name)) == slug(other.name)
    else:
        led = _leads_to(one, other, comparator) and bool(comparator.agreements(one.traits, other.traits))
    return led and not comparator.differences(one.traits, other.traits, person=person)


def _leads_to(one: CanonicalName, other: CanonicalName, comparator: ProfileComparator) -> bool:
    """Whether a person's name is a form of another. Of two spellings of one name the rarer leads to the more
    frequent.
    """
    names = comparator.names
    if names.same(one.name, other.name) or names.familiar(one.name, other.name):
        return _rank(one) < _rank(other)
    return fuller(one.name, other.name, names.spelled) or names.cut_off(one.name, other.name)


def _rank(name: CanonicalName) -> tuple[bool, int, str, str]:
    return name.fixed, name.articles, name.name, name.id


def form_keys(label: str, comparator: ProfileComparator, *, person: bool) -> list[str]:
    """Under which keys the full names are found that a short form may stand for, in order."""
    if not person:
        return [label]
    words = comparator.names.spelled(label)
    return sorted({words[0], words[-1]})


def forms_of(name: CanonicalName, comparator: ProfileComparator, *, person: bool) -> set[str]:
    """The keys under which a name is found: first and last word of a person's, acronyms of a body's."""
    if person:
        spelled = comparator.names.spelled(name.name)
        return {spelled[0], spelled[-1]}
    words = words_of(name.name)
    given = {form for form in name.names if is_short(form) and form.isupper()}
    initials = "".join(word[0] for word in words).upper()
    capitals = "".join(word[0] for word in name.name.replace("-", " ").split() if word[0].isupper())
    return given | {form for form in (initials, capitals) if has_initials(form, name.name)}


def short_for(
    label: str, traits: Traits, name: CanonicalName, comparator: ProfileComparator, *, person: bool
) -> tuple[str, ...]:
    """What speaks for a short form with some traits being of a name, when it was written not considered;
    empty when that is not enough.
    """
    agreed = comparator.agreements(traits, name.traits, strong=person)
    if person and not (agreed and fuller(label, name.name, comparator.names.spelled)):
        return ()
    if comparator.differences(traits, name.traits, person=person):
        return ()
    if person:
        return (f"{label} is a form of the name {name.name}", *agreed)
    if label in name.names:
        return (f"an article gives {label} as a name of {name.name}",)
    return (
        (f"{label} are the initials of {name.name}", *agreed)
        if agreed and has_initials(label, name.name)
        else ()
    )


def day_of(text: str | None) -> date | None:
    """The day of a date as it stands in an article; None where it is no day."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
