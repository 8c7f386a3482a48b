"""ontology/lexicon.toml -> Lexicon: which nouns are actors, bodies, sites, capabilities, titles; read once,
asked often.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.paths import ONTOLOGY

__all__ = ["Lexicon", "heads", "load_lexicon", "singular"]

_KEYS = (
    "spelling",
    "agents",
    "vague",
    "organizations",
    "sectors",
    "portfolios",
    "facilities",
    "places",
    "occasions",
    "events",
    "capabilities",
    "titles",
    "offices",
    "references",
)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Word lists by what they are asked for.

    Nouns are singular, lower case, in British spelling; multi-word nouns have single spaces.
    """

    spelling: dict[str, str]
    agents: dict[str, str]  # noun -> sector
    vague: frozenset[str]
    organizations: dict[str, tuple[str, str | None]]  # noun -> class, sector
    organization_suffixes: dict[str, tuple[str, str | None]]  # last word(s) of a name, case kept
    portfolios: frozenset[str]
    facilities: frozenset[str]
    vague_facilities: frozenset[str]
    facility_suffixes: frozenset[str]
    places: frozenset[str]
    region_suffixes: frozenset[str]
    occasions: frozenset[str]
    events: frozenset[str]
    capabilities: dict[str, str]  # noun -> class
    plural_capabilities: frozenset[str]
    containers: frozenset[str]
    slack: frozenset[str]
    empty: frozenset[str]
    abstract: frozenset[str]
    abstract_endings: tuple[str, ...]
    titles: dict[str, str]  # title -> sector
    title_modifiers: frozenset[str]
    courtesy: frozenset[str]
    former: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    offices: dict[str, tuple[str, ...]]  # office -> titles that mean it
    country_words: frozenset[str]
    country_plurals: frozenset[str]
    person_plurals: frozenset[str]
    adjectives: dict[str, str]  # country id -> what stands before a noun instead of its demonym
    short_forms: dict[str, str]  # "the North" -> country id
    title_heads: frozenset[
        str
    ]  # last words of titles, of whatever describes an actor or a site, of capabilities
    description_heads: frozenset[str]
    capability_heads: frozenset[str]

    def spelled(self, word: str) -> str:
        """The word in lower case and in the spelling of this lexicon."""
        low = word.lower()
        return self.spelling.get(low, low)


@lru_cache(maxsize=16384)
def heads(lexicon: Lexicon, word: str) -> tuple[bool, bool]:
    """Whether some listed noun for an actor or a site ends in a word, and whether one for a capability does:
    quick noes.
    """
    spelled = lexicon.spelled(word)
    forms = {spelled, singular(spelled)}
    return not forms.isdisjoint(lexicon.description_heads), not forms.isdisjoint(lexicon.capability_heads)


def load_lexicon(path: Path | None = None) -> Lexicon:
    """The lexicon in ``path``, by default the one that ships.

    Raises DataError when a table is missing or malformed.
    """
    path = path or ONTOLOGY / "lexicon.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(path, "cannot be read", str(error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path, f"is not TOML: {error}", "correct the line named") from error
    missing = [key for key in _KEYS if not isinstance(data.get(key), dict)]
    if missing:
        raise DataError(
            path, f"lacks the table [{missing[0]}]", "copy it from the lexicon that ships with the package"
        )
    try:
        return _lexicon(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(
            path, f"has a malformed table: {error}", "see the lexicon that ships with the package"
        ) from error


def _lexicon(data: dict[str, Any]) -> Lexicon:
    spelling: dict[str, str] = dict(data["spelling"])
    capabilities = {
        noun: cls for cls, nouns in data["capabilities"].items() if cls[0].isupper() for noun in nouns
    }
    titles = {
        title: sector for sector, names in data["titles"].items() if sector.isupper() for title in names
    }
    agents = {noun: sector for sector, nouns in data["agents"].items() for noun in nouns}
    bodies, references = _organizations(data, "nouns"), data["references"]
    sites = [*data["facilities"]["nouns"], *data["places"]["nouns"]]
    pointers = [*references["country"], *references["countries"], *references["persons"]]
    return Lexicon(
        spelling=spelling,
        agents=agents,
        vague=frozenset(data["vague"]["nouns"]),
        organizations=bodies,
        organization_suffixes=_organizations(data, "suffixes"),
        portfolios=frozenset(data["portfolios"]["words"]),
        facilities=frozenset(data["facilities"]["nouns"]),
        vague_facilities=frozenset(data["facilities"]["vague"]),
        facility_suffixes=frozenset(data["facilities"]["suffixes"]),
        places=frozenset(data["places"]["nouns"]),
        region_suffixes=frozenset(data["places"]["regions"]),
        occasions=frozenset(data["occasions"]["nouns"]),
        events=frozenset(data["events"]["nouns"]),
        capabilities=capabilities,
        plural_capabilities=frozenset(data["capabilities"]["plural"]),
        containers=frozenset(data["capabilities"]["containers"]),
        slack=frozenset(data["capabilities"]["slack"]),
        empty=frozenset(data["capabilities"]["empty"]),
        abstract=frozenset(data["capabilities"]["abstract"]),
        abstract_endings=tuple(data["capabilities"]["abstract_endings"]),
        titles=titles,
        title_modifiers=frozenset(data["titles"]["modifiers"]),
        courtesy=frozenset(data["titles"]["courtesy"]),
        former=frozenset(data["titles"]["former"]),
        female=frozenset(data["titles"]["female"]),
        male=frozenset(data["titles"]["male"]),
        offices={office: tuple(names) for office, names in data["offices"].items()},
        country_words=frozenset(references["country"]),
        country_plurals=frozenset(references["countries"]),
        person_plurals=frozenset(references["persons"]),
        adjectives=dict(references["adjectives"]),
        short_forms=dict(references["short"]),
        title_heads=_heads(titles),
        description_heads=_heads([*agents, *bodies, *sites, *pointers, *titles]),
        capability_heads=_heads(capabilities),
    )


def _heads(nouns: Collection[str]) -> frozenset[str]:
    """The last words of nouns, for a quick no."""
    return frozenset(noun.replace("-", " ").split()[-1] for noun in nouns) | frozenset(
        noun.split()[-1] for noun in nouns
    )


def _organizations(data: dict[str, Any], key: str) -> dict[str, tuple[str, str | None]]:
    """Heads or last words of bodies, each with its class and sector; the table ``sectors`` refines the sector
    of a class.
    """
    finer = {noun: sector for sector, nouns in data["sectors"].items() for noun in nouns}
    found: dict[str, tuple[str, str | None]] = {}
    for cls, table in data["organizations"].items():
        for noun in table.get(key, ()):
            sector = finer.get(noun.lower()) if cls == "Organization" else table["sector"]
            found[noun] = (cls, sector or None)
    return found


_UNCHANGED = frozenset(
    [
        "aircraft",
        "arms",
        "barracks",
        "caucus",
        "chassis",
        "congress",
        "games",
        "gas",
        "goods",
        "headquarters",
        "hovercraft",
        "media",
        "munitions",
        "news",
        "olympics",
        "people",
        "police",
        "premises",
        "series",
        "spacecraft",
        "talks",
        "troops",
        "waters",
        "weapons",
    ]
)
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "axes": "axis",
    "crises": "crisis",
    "shelves": "shelf",
    "mps": "mp",
}


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """The singular of an English noun in lower case: regular endings and the exceptions that news text
    has.
    """
    if word in _UNCHANGED:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in ("men", "women"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + ending.replace("e", "a")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word
