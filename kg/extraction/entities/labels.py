"""Closed sets that several modules ask for: marks, pronouns, labels of the parser, classes."""

from __future__ import annotations

from typing import Final

__all__ = [
    "FEMALE",
    "GENITIVE",
    "MALE",
    "MARKS",
    "OF_STATE",
    "OWN",
    "PLURAL",
    "POSSESSIVE",
    "PRONOUNS",
    "SPEAKER",
    "SPEAKERS",
    "STATE_BODIES",
    "THING",
    "family_of",
]

# The pronouns of English by what they stand for.
MALE: Final = frozenset({"he", "him", "his", "himself"})
FEMALE: Final = frozenset({"she", "her", "hers", "herself"})
PLURAL: Final = frozenset({"they", "them", "their", "theirs", "themselves"})
THING: Final = frozenset({"it", "its", "itself"})
SPEAKER: Final = frozenset({"i", "me", "my", "mine", "myself"})
SPEAKERS: Final = frozenset({"we", "us", "our", "ours", "ourselves"})
PRONOUNS: Final = MALE | FEMALE | PLURAL | THING | SPEAKER | SPEAKERS
OWN: Final = frozenset({"his", "her", "its", "their", "our", "my"})

# Endings of a possessor: with an s, and all.
GENITIVE: Final = frozenset({"'s", "’s"})
POSSESSIVE: Final = GENITIVE | {"'", "’"}
# Marks that may follow a dateline's city.
MARKS: Final = frozenset({",", "(", ":", "-", "–", "—", "/"})

# Classes of bodies of which a country has one of each kind; they act for it.
OF_STATE: Final = frozenset({"GOV", "MIL"})
"""Sectors of those who act for their country."""
STATE_BODIES: Final = frozenset({"Government", "Ministry", "ArmedForce"})

_FAMILIES: Final = {
    "Person": "person",
    "Country": "country",
    "Group": "group",
    "Topic": "topic",
    **dict.fromkeys(("Place", "City", "Region", "Facility"), "place"),
    **dict.fromkeys(("Capability", "Weapon", "Platform", "Technology", "Authority"), "capability"),
}


def family_of(cls: str) -> str:
    """The first part of the ids of a class: ``person``, ``place`` ...; bodies of all kinds are
    ``organization``.
    """
    return _FAMILIES.get(cls, "organization")
