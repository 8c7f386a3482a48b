"""Invented names of persons and organizations from all regions of the world."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.world import folded, persons

PATH = Path(__file__).parent / "data" / "names.toml"
_OF_THE_WORLD = 0.5
_FOLDED = 0.8
_INITIALLED = 0.3
_INITIALS = "ABCDEFGHJKLMNPRSTW"
_ACRONYM_LETTERS = "ABCDEFGHIKLMNOPRSTUW"


def load_table(path: Path = PATH) -> dict[str, Any]:
    """The lists of names.toml; strings of words are split."""
    with path.open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)
    for region in table["region"].values():
        region["given"], region["family"] = region["given"].split(), region["family"].split()
    table["organization"]["syllables"] = table["organization"]["syllables"].split()
    return table


def given_names(table: dict[str, Any]) -> frozenset[str]:
    """The given names of all regions that write them first."""
    return frozenset(
        name
        for region in table["region"].values()
        if not region.get("family_first")
        for name in region["given"]
    )


class NameMaker:
    """Draws names with its own random generator: the same seed gives the same names."""

    def __init__(
        self, table: dict[str, Any], places: Sequence[str], peoples: Sequence[str], rng: random.Random
    ) -> None:
        self._table = table
        self._rng = rng
        self._regions = ["english"] * 3 + sorted(table["region"])
        self._world = list(persons().values())
        self.places = [*places, *table["place"]["frequent"] * (len(places) // 250)]
        self.peoples = [*peoples, *table["place"]["frequent_peoples"] * 8]
        self._owners = [*self.peoples, *self.places]

    def person(self) -> tuple[str, str]:
        """A full name and the short form that later sentences use."""
        rng = self._rng
        if rng.random() < _OF_THE_WORLD:
            return self._of_the_world()
        name = rng.choice(self._regions)
        region = self._table["region"][name]
        given, family = rng.choice(region["given"]), rng.choice(region["family"])
        if "hyphen" in region and rng.random() > region["hyphen"]:
            given = " ".join(part.capitalize() for part in given.split("-"))
        if region.get("family_first"):
            return f"{family} {given}", family
        if name == "english" and rng.random() < _INITIALLED:
            first, middle = f"{given[0]}.", f"{rng.choice(_INITIALS)}."
            return f"{rng.choice([f'{given} {middle}', first, f'{first} {middle}'])} {family}", family
        if rng.random() < region.get("particle", 0):
            return f"{given} von der {family}", family
        return f"{given} {family}", family

    def _of_the_world(self) -> tuple[str, str]:
        rng = self._rng
        given, family = (rng.choice(names) for names in rng.choice(self._world))
        if rng.random() < _FOLDED:
            given, family = folded(given), folded(family)
        return f"{given} {family}", family

    def acronym(self) -> str:
        """Two to four capital letters."""
        return "".join(self._rng.choice(_ACRONYM_LETTERS) for _ in range(self._rng.choice([2, 3, 3, 3, 4])))

    def coined(self) -> str:
        """A word that is no name, of two or three syllables."""
        syllables = self._table["organization"]["syllables"]
        return "".join(self._rng.choice(syllables) for _ in range(self._rng.choice([2, 2, 3]))).capitalize()

    def club(self) -> str:
        """A sports club: a town, often with a word for the club, or a well-known one."""
        rng, words = self._rng, self._table["club"]
        town = rng.choice(self.places)
        known = rng.choice(words["known"])
        return rng.choice(
            [
                town,
                town,
                known,
                known,
                f"{town} {rng.choice(words['after'])}",
                f"{rng.choice(words['before'])} {town}",
            ]
        )

    def organization(self) -> str:
        """A ministry, an army, a university, a company, a body, or a well-known organization."""
        rng, lists = self._rng, self._table["organization"]
        coined = self.coined()
        families = self._table["region"]["english"]["family"]
        choices: list[str] = [
            f"Ministry of {rng.choice(lists['ministries'])}",
            f"Department of {rng.choice(lists['departments'])}",
            f"{rng.choice(self.peoples)} {rng.choice(lists['national'])}",
            f"{rng.choice(self.places)} {rng.choice(lists['local'])}",
            f"{rng.choice(['University', 'Bank'])} of {rng.choice(self.places)}",
            f"{coined} {rng.choice(lists['company'])}",
            coined,
            coined,
            f"{rng.choice(families)} & {rng.choice(families)}",
            self.acronym(),
            *(rng.choice(lists["known"]) for _ in range(3)),
            f"{rng.choice(lists['scope'])} {rng.choice(lists['body'])}",
            f"{rng.choice(lists['creed'])} {rng.choice(lists['movement'])}",
            f"{rng.choice(self._owners)} {rng.choice(lists['creed'])} {rng.choice(lists['movement'])}",
            f"{rng.choice(lists['committee'])} {rng.choice(['for', 'of'])} {rng.choice(lists['cause'])}",
            f"{rng.choice(families)} {rng.choice(lists['founded'])}",
        ]
        return rng.choice(choices)
