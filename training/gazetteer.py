"""Known names of places and peoples, and what a name's words say about its kind."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PATH = Path(__file__).parent / "data" / "gazetteer.toml"
_LOCATION_STARTS = frozenset(
    "mount mt. mt lake cape gulf strait river northern southern eastern western central".split(),
)
_FACILITY_STARTS = frozenset("fort camp port route interstate highway pier".split())
_NOT_COUNTRIES = frozenset(["Jersey", "Guernsey", "World", "Georgia (country)"])
_NOT_TERRITORIES = frozenset("EU EZ UN QO XA XB ZZ".split())


@dataclass(frozen=True)
class Gazetteer:
    """Sets of names and of lower-case words."""

    demonyms: frozenset[str]
    countries: frozenset[str]
    cities: frozenset[str]
    locations: frozenset[str]
    location_words: frozenset[str]
    facility_words: frozenset[str]
    titles: frozenset[str]
    organization_words: frozenset[str]
    languages: frozenset[str] = frozenset()

    @cached_property
    def places(self) -> frozenset[str]:
        """Countries, states and cities: what is governed."""
        return self.countries | self.cities

    def place_label(self, name: str) -> str:
        """GPE, LOC, FAC, or ORG for what a source calls a place."""
        name = name.removeprefix("The ").removeprefix("the ")
        if name in self.locations:
            return "LOC"
        words = name.lower().split()
        if name in self.places or not words:
            return "GPE"
        if words[-1] in self.location_words or words[0] in _LOCATION_STARTS:
            return "LOC"
        if words[-1] in self.facility_words or (len(words) > 1 and words[0] in _FACILITY_STARTS):
            return "FAC"
        if len(words) > 2 and self.facility_words.intersection(words):
            return "FAC"
        return "ORG" if self.organization_words.intersection(words) else "GPE"


def load_gazetteer(path: Path = PATH, world: bool = True) -> Gazetteer:
    """The gazetteer; `world` adds countries, states and languages from pycountry and babel (the extra
    `training`).
    """
    with path.open("rb") as file:
        table = tomllib.load(file)
    words = {
        key: frozenset(value.split() if isinstance(value, str) else value) for key, value in table.items()
    }
    if not world:
        return Gazetteer(**words)
    countries, languages = _world()
    return Gazetteer(
        **{**words, "countries": words["countries"] - _NOT_COUNTRIES | countries, "languages": languages}
    )


def _world() -> tuple[frozenset[str], frozenset[str]]:
    """Countries with the states of the US, Canada and Australia, from ISO 3166 and CLDR; and languages, from
    CLDR.
    """
    import pycountry
    from babel import Locale

    english = Locale("en")
    names = {country.name.split(",")[0] for country in pycountry.countries}
    names |= {country.common_name for country in pycountry.countries if hasattr(country, "common_name")}
    names |= {
        name for code, name in english.territories.items() if len(code) == 2 and code not in _NOT_TERRITORIES
    }
    names |= {state.name for state in pycountry.subdivisions if state.country_code in ("US", "CA", "AU")}
    kept = frozenset(name for name in names - _NOT_COUNTRIES if name and "(" not in name)
    return kept, frozenset(english.languages.values())
