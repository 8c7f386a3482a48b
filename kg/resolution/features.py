"""What an article tells of somebody, and what makes two such tellings agree or differ.

Agreement and difference are said in words, for they are what a decision is explained by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.resources.lexicon import Lexicon, load_lexicon
from kg.resources.person_names import PersonNames

__all__ = [
    "NOTHING",
    "Profile",
    "ProfileComparator",
    "Traits",
    "is_state",
    "packed_traits",
    "united",
    "unpacked_traits",
]

_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "PTY", "OPP", "ELI"})
_PUBLIC = _STATE | {"IGO"}
_CAREER = _PUBLIC - {"JUD"}
"""Between these one person moves more often than two bear one name."""
_FIELD = dict.fromkeys(_PUBLIC | {"REB"}, "state")
"""Parts of society that are one: those who serve a state move between its branches and to bodies of states,
and who fought it comes to govern it.
"""
_VAGUE = frozenset({"head", "leader", "minister"})  # offices that several persons of a country hold at a time
_EMPTY = frozenset(
    {"chief", "head", "leader", "official", "figure", "member"}
)  # what holders of any office are called
_ANYWHERE = _EMPTY | {"chair", "chairman", "chairperson", "chairwoman", "deputy chairman", "vice chairman"}
_ANYWHERE |= {"founder", "co-founder"}
"""Titles in all parts of society."""
_LESS = frozenset({"assistant", "associate", "deputy", "lieutenant", "lt", "lt.", "prime", "under", "vice"})
"""Words before a title that make another office of it."""
_SINGLE = frozenset(
    {"vice president", "attorney general", "chief justice", "national security adviser"}
    | {"national security advisor", "parliament speaker", "house speaker"}
)
"""Other offices that one holds at a time in a country."""
_MANNER = frozenset({"acting", "founding", "honorary", "interim"})
"""Words before a title that say how it is held."""
_MOST = 0.75
"""The share of the words of two names from which on they are taken for one body's."""
_SHOWN = 5  # values in an explanation
_MANY = _VAGUE | {"spokesman", "ambassador", "judge"}


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells namesakes apart: ids of countries, PLOVER sectors, ids of roles, ids of employers that are
    no part of a state.
    """

    countries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.countries or self.sectors or self.roles or self.employers)

    @property
    def fields(self) -> frozenset[str]:
        """The parts of society that somebody belongs to, those of ``_FIELD`` as one."""
        return frozenset(_FIELD.get(sector, sector.lower()) for sector in self.sectors)

    @property
    def key(self) -> tuple[tuple[str, ...], ...]:
        """The same for equal traits, and sortable."""
        return tuple(
            tuple(sorted(values)) for values in (self.countries, self.sectors, self.roles, self.employers)
        )

    def described(self) -> str:
        """The traits in words; "nothing" for none."""
        rows = (
            ("country", self.countries),
            ("role", self.roles),
            ("employer", self.employers),
            ("sector", self.sectors),
        )
        return "; ".join(f"{name} {_listed(values)}" for name, values in rows if values) or "nothing"


NOTHING = Traits()


@dataclass(frozen=True, slots=True)
class Profile:
    """What one article says of one entity.

    ``article`` is the article's IRI, ``id`` the entity's id as the article alone gives it, ``names`` all
    forms that it uses, ``published`` its date, where known.
    """

    article: str
    id: str
    cls: str
    label: str
    names: frozenset[str] = frozenset()
    traits: Traits = NOTHING
    published: str | None = None


def united(many: Iterable[Traits]) -> Traits:
    """All that several articles tell."""
    rows = list(many)
    return Traits(
        frozenset().union(*(t.countries for t in rows)),
        frozenset().union(*(t.sectors for t in rows)),
        frozenset().union(*(t.roles for t in rows)),
        frozenset().union(*(t.employers for t in rows)),
    )


def packed_traits(traits: Traits) -> tuple[tuple[str, ...], ...]:
    """Traits as JSON can hold them."""
    return traits.key


def unpacked_traits(row: Iterable[Iterable[str]]) -> Traits:
    """The traits that were packed."""
    found = Traits(*map(frozenset, row))
    return found or NOTHING


def is_state(sectors: Iterable[str]) -> bool:
    """Whether one of some sectors is a branch of a state, or a party."""
    return bool(_STATE.intersection(sectors))


class ProfileComparator:
    """Compares traits, and with ``names`` the names of persons. Titles that mean one office ("foreign
    secretary", "foreign minister") are one.

    The offices are those of ``lexicon``, by default the one that ships.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or load_lexicon()
        self.names = PersonNames(self._lexicon)
        self._known: dict[frozenset[str], frozenset[str]] = {}

    def differences(self, one: Traits, other: Traits, *, person: bool = True) -> list[str]:
        """Why two cannot be the same; empty when they can. Bodies and places differ by country alone."""
        found = []
        if _apart(one.countries, other.countries):
            found.append(f"country: {_listed(one.countries)} / {_listed(other.countries)}")
        if not person:
            return found
        if _apart(one.employers, other.employers) and not _similar(one.employers, other.employers):
            found.append(f"employer: {_listed(one.employers)} / {_listed(other.employers)}")
        if one.employers & other.employers:
            return found
        offices, others = self._offices(one), self._offices(other)
        shared = offices & others or self._ends_of(offices, others) | self._ends_of(others, offices)
        other_field = _apart(self._fields(one), self._fields(other)) and not shared - _VAGUE
        other_office = not shared and not one.countries & other.countries and self._exclusive(one, other)
        if other_field or other_office:
            found.append(
                f"role: {_listed(one.roles or one.sectors)} / {_listed(other.roles or other.sectors)}"
            )
        return found

    def agreements(self, one: Traits, other: Traits, *, strong: bool = False) -> list[str]:
        """What speaks for two being the same.

        ``strong``: only where it is enough to take a family name for a person, which is an employer, an
        office of the same country, or one that a country gives to one person at a time where not both
        countries are told.
        """
        country, employer = one.countries & other.countries, one.employers & other.employers
        office = (self._offices(one) & self._offices(other)) - _VAGUE
        if strong and not (employer or (office and (country or self._is_sole(office)))):
            return []
        rows = (("country", country), ("employer", employer), ("role", office))
        return [f"the same {name}: {_listed(values)}" for name, values in rows if values]

    def is_given_name(self, name: str) -> bool:
        """Whether a name is a given one by the lists of these, so that it tells little alone."""
        return name.lower() in self._lexicon.men or name.lower() in self._lexicon.women

    def _offices(self, traits: Traits) -> frozenset[str]:
        """The titles of somebody's roles and the offices that these mean."""
        found = self._known.get(traits.roles)
        if found is None:
            titles = frozenset(self._title(role) for role in traits.roles)
            found = self._known[traits.roles] = titles.union(
                *(self._lexicon.offices_of(title) for title in titles)
            )
        return found

    def _exclusive(self, one: Traits, other: Traits) -> bool:
        """Whether the titles of two cannot be those of one person at two times: both say something, of no
        sector in common and not of public life, none is the other in fewer words, and they are not all ranks
        of a force.
        """
        if one.sectors & other.sectors or (one.sectors & _CAREER and other.sectors & _CAREER):
            return False
        if self.in_fewer_words(one, other):
            return False
        titles, others = (frozenset(map(self._title, traits.roles)) - _EMPTY for traits in (one, other))
        return bool(titles and others) and not all(map(self._is_rank, titles | others))

    def _fields(self, traits: Traits) -> frozenset[str]:
        """The parts of society that somebody belongs to, as far as the titles tell."""
        telling = any(self._plain_title(role) not in _ANYWHERE for role in traits.roles)
        return traits.fields if telling or not traits.roles else frozenset()

    def alike(self, one: Traits, other: Traits) -> bool:
        """Whether two are of one sector, or hold an office that the other one's is said in fewer words."""
        return bool(one.sectors & other.sectors or self.in_fewer_words(one, other))

    def in_fewer_words(self, one: Traits, other: Traits) -> bool:
        """Whether one of two holds an office that the other one's is said in fewer words ("secretary" for
        "secretary of state"), if it is more than "minister".
        """
        offices, others = self._offices(one), self._offices(other)
        before = {office.partition(" of ")[0] for office in offices ^ others if " of " in office}
        ends = self._ends_of(offices, others) | self._ends_of(others, offices)
        return bool((ends | before & (offices | others)) - _VAGUE)

    def _is_rank(self, title: str) -> bool:
        """Whether a title is a rank of a force, or ends with one."""
        known = self._lexicon.titles
        return known.get(title, known.get(title.rpartition(" ")[2])) == "MIL"

    def _ends_of(self, offices: frozenset[str], others: frozenset[str]) -> frozenset[str]:
        """The offices that others end with, said in fewer words: "governor" of "central bank governor", but
        not of "deputy governor", nor "general" of "attorney general".
        """
        found: set[str] = set()
        for office in offices:
            for other in others:
                rest = other.removesuffix(f" {office}")
                before = rest.rpartition(" ")[2]
                another = before in _LESS or (office == "general" and before in self._lexicon.titles)
                if rest != other and not another:
                    found.add(office)
        return frozenset(found)

    def _is_sole(self, offices: frozenset[str]) -> bool:
        """Whether one of the offices is held by one at a time in a country: those that have several titles,
        and the ministers and secretaries of a field.
        """
        return any(office in self._lexicon.offices or self._has_field(office) for office in offices - _MANY)

    def _has_field(self, office: str) -> bool:
        """Whether an office is that of a minister or secretary of a field, or one of `_SINGLE`."""
        before, _, title = office.rpartition(" ")
        of_field = title in {"minister", "secretary"} and not _LESS.intersection(before.split())
        return office in _SINGLE or (of_field and before not in self._lexicon.title_modifiers | {""})

    def _plain_title(self, role: str) -> str:
        """A title without what it is of and without "honorary" and its like."""
        words = self._title(role).partition(" of ")[0].split(" ")
        return " ".join(word for word in words if word not in _MANNER)

    def _title(self, role: str) -> str:
        return self._lexicon.spelled_phrase(role.rpartition("/")[2].replace("-", " "))


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)


def _similar(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two bodies seem to be one that is called in more and fewer words ("river council", "national
    river council of mali"), or to have names of which most words are the same.
    """
    return any(_alike_words(a, b) for a in one for b in other)


def _alike_words(one: str, other: str) -> bool:
    few, many = sorted((_words(one), _words(other)), key=len)
    return len(few & many) >= (len(few) if len(few) < len(many) else _MOST * len(few))


def _words(id: str) -> frozenset[str]:
    return frozenset(id.rpartition("/")[2].split("-")) - {"of", "the", "for", "and"}


def _listed(values: Iterable[str]) -> str:
    """Values for people: the last parts of ids, countries by their codes in capitals."""
    shown = sorted(_plain(value) for value in values)
    return ", ".join(shown[:_SHOWN]) + (f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else "")


def _plain(value: str) -> str:
    """A value for people."""
    name = value.rpartition("/")[2]
    return name.upper() if value.startswith("country/") else name.replace("-", " ") if "/" in value else name
