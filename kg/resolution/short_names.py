"""Forms of names -> the full names that they stand for: family names, middle names, nicknames, other
spellings, acronyms, legal forms of companies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.resolution.bearers import Decision
from kg.resolution.features import NOTHING, Profile, ProfileComparator, Traits
from kg.resolution.name_matching import continued, fuller, has_initials, is_short, words_of
from kg.resources.company_names import bare_company
from kg.resources.namespaces import slug
from kg.resources.person_names import PersonNames, without_suffix

__all__ = [
    "TERM",
    "CanonicalName",
    "Fits",
    "commonly",
    "day_of",
    "form_keys",
    "forms_of",
    "is_form",
    "is_form_of",
    "is_known_by",
    "link_forms",
    "name_keys",
    "prevailing",
    "short_for",
]

TERM = 730
"""For how many days an office that two articles name is taken to be held by one person."""

_PREVAILS = 4
"""By how much more a name must weigh than others for an article that does not tell to mean it."""
_USED = 3
_RARER = 2
"""What the only name of its kind must weigh for an untold form, and how much less its other spelling."""
_FEW_WORDS = 2
"""How many words a name may have without being told from others by most of them."""


@dataclass(slots=True, eq=False)
class CanonicalName:
    """A full name of an entity, under the entity's id, with all that ``articles`` articles tell of it and
    call it (``names``); ``shown`` is what it is called in the whole graph, ``form_of`` the name of which this
    one is a form, for the reasons ``because``.

    One that is ``fixed`` by background knowledge is a form of no other.
    """

    name: str
    id: str
    traits: Traits = NOTHING
    articles: int = 0
    names: frozenset[str] = frozenset()
    fixed: bool = False
    shown: str | None = None
    form_of: CanonicalName | None = None
    because: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How often the name is used: one more for every doubling of the articles that use it."""
        return self.articles.bit_length()

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
    words = comparator.names.spelled(name)
    ends = {f"{' '.join(words[:count])}-" for count in (len(words), len(words) - 1) if count > 1}
    close = f"{comparator.names.close_key(name)}~"
    return {words[-1], close, *ends, *comparator.names.keys(name), *beginnings}


def is_form_of(
    one: CanonicalName, other: CanonicalName, comparator: ProfileComparator, *, person: bool
) -> bool:
    """Whether a name can be a form of another, unless an article has both."""
    if one.fixed or one.id == other.id:
        return False
    if not person:
        led = one.name != other.name and slug(bare_company(one.name)) == slug(other.name)
    else:
        led = _leads_to(one, other, comparator)
    return led and not comparator.differences(one.traits, other.traits, person=person)


def _leads_to(one: CanonicalName, other: CanonicalName, comparator: ProfileComparator) -> bool:
    """Whether a person's name is a form of another, and enough speaks for that. Of two spellings of one name
    the rarer leads to the more frequent.
    """
    names = comparator.names
    same = names.same(one.name, other.name) or names.same(*map(_without_initials, (one.name, other.name)))
    if not comparator.agreements(one.traits, other.traits):
        spelled = slug(one.name) != slug(other.name) and names.spelled_alike(one.name, other.name)
        if spelled or (same and comparator.alike(one.traits, other.traits)):
            return _rank(one) < _rank(other)
        rare = not one.traits and other.weight >= max(_USED, one.weight + _RARER)
        return rare and (same or _is_shorter(one.name, other.name, names))
    if same or names.familiar(one.name, other.name):
        return _rank(one) < _rank(other)
    if fuller(one.name, other.name, names.spelled) or names.cut_off(one.name, other.name):
        return True
    if other.fixed and not is_short(one.name) and fuller(other.name, one.name, names.spelled):
        return True
    office = comparator.agreements(one.traits, other.traits, strong=True)
    close = names.close(one.name, other.name)
    enough = bool(office) or (close and len(names.words(one.name)) > _FEW_WORDS)
    alike = close or continued(one.name, other.name, names.spelled)
    return enough and alike and _rank(one) < _rank(other)


def _is_shorter(one: str, other: str, names: PersonNames) -> bool:
    """Whether a name of several words is the end or the beginning of another."""
    if not 1 < len(names.words(one)) < len(names.words(other)):
        return names.cut_off(one, other)
    return fuller(one, other, names.spelled) or continued(one, other, names.spelled)


def _without_initials(name: str) -> str:
    """A name of two words and more without the initials between them ("Ana B. Ruiz")."""
    first, *middle, last = name.split() if " " in name else ("", name)
    return " ".join((first, *(word for word in middle if len(word.rstrip(".")) > 1), last))


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
        spelled = comparator.names.spelled(without_suffix(name.name))
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


def commonly(
    label: str, traits: Traits, name: CanonicalName, comparator: ProfileComparator
) -> tuple[str, ...]:
    """What speaks for a family name being that of a full one when nobody else of that name is nearly as much
    in the news; empty when the article tells of somebody else, or of an office that is not known of this one.
    """
    if not fuller(label, name.name, comparator.names.spelled) or comparator.is_given_name(label):
        return ()
    agreed = comparator.agreements(traits, name.traits)
    told = agreed or comparator.in_fewer_words(traits, name.traits)
    if comparator.differences(traits, name.traits) or (traits and not told):
        return ()
    return f"{label} is a form of the name {name.name}, which nearly all articles mean by it", *agreed


def is_known_by(label: str, name: CanonicalName) -> bool:
    """Whether a family name is that, letter by letter, of somebody whom background knowledge has, who needs
    not be in many articles to be meant where nobody else has it.
    """
    return name.fixed and slug(name.name).endswith(f"-{slug(label)}")


def prevailing(weights: Mapping[str, int], known: Collection[str] = ()) -> str | None:
    """The id that weighs so much more than all others that it is meant, or is the only one and ``known``;
    None without one.
    """
    best = max(sorted(weights), key=lambda id: weights[id], default=None)
    if best is None or (len(weights) == 1 and best in known):
        return best
    rest = max((weight for id, weight in weights.items() if id != best), default=0)
    return best if weights[best] >= (rest + _PREVAILS if rest else _USED) else None


@dataclass(slots=True)
class Fits:
    """Entities that a short form may mean: what each weighs, and the first decision for it. Only those are
    kept for which most speaks. ``known`` are those of ``is_known_by``.
    """

    weights: dict[str, int] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    most: int = 0
    known: set[str] = field(default_factory=set)

    def add(self, id: str, weight: int, decision: Decision | None, speaking: int = 0) -> None:
        """Take in an entity for which so many things speak; without a ``decision`` it is there but not
        meant.
        """
        if speaking < self.most:
            return
        if speaking > self.most:
            self.most, self.weights, self.decisions = speaking, {}, {}
        self.weights[id] = max(weight, self.weights.get(id, 0))
        if decision is not None:
            self.decisions.setdefault(id, decision)

    def only(self, *, person: bool) -> Decision | None:
        """The decision for the only entity, or for the one that prevails among persons."""
        if len(self.weights) == 1:
            return next(iter(self.decisions.values()), None)
        return self.prevailing() if person else None

    def prevailing(self) -> Decision | None:
        """The decision for the entity that prevails."""
        best = prevailing(self.weights, self.known)
        return None if best is None else self.decisions.get(best)


def day_of(text: str | None) -> date | None:
    """The day of a date as it stands in an article; None where it is no day."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
