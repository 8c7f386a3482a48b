"""A country's ministries and forces under one id, however their names are put: "Seoul's foreign ministry",
"the South Korean Foreign Ministry" and "the Ministry of Foreign Affairs of South Korea".
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from kg.extraction.entities.labels import STATE_BODIES
from kg.extraction.entities.name_index import NameIndex
from kg.resources.gazetteer import Gazetteer
from kg.resources.lexicon import Lexicon

__all__ = ["StateBodies"]

_KINDS: Final = ("ministry", "department")
_OF: Final = re.compile(r"(?:\w+ )?(ministry|department) (?:of|for) (.+)")
_BEFORE: Final = re.compile(r"(.+) (ministry|department)")


_SAME: Final = {"military": "armed forces", "military forces": "armed forces", "armed force": "armed forces"}


class StateBodies:
    """The bodies of countries by what they are called apart from their country."""

    def __init__(self, knowledge: Gazetteer, index: NameIndex, lexicon: Lexicon) -> None:
        self._knowledge, self._index, self._lexicon = knowledge, index, lexicon

    def key(self, words: str) -> str:
        """One name for all ways to call a ministry: "foreign ministry" for "Ministry of Foreign Affairs"; any
        other body's words as the lexicon spells them.
        """
        spelled = self._lexicon.spelled_phrase(words.replace("the ", ""))
        of, before = _OF.fullmatch(spelled), _BEFORE.fullmatch(spelled)
        if of is None and before is None:
            return _SAME.get(spelled, spelled)
        kind, field = (of[1], of[2]) if of else (before[2], before[1]) if before else ("", "")
        title = f"minister of {field}" if of else f"{field} minister"
        office = next((one for one in self._lexicon.offices_of(title) if one.endswith(" minister")), None)
        return f"{office.removesuffix('minister')}ministry" if office else f"{field} {kind}"

    def parted(self, name: str) -> tuple[str, str] | None:
        """The ISO-3 code of the country that a body's name names, and the other words; None when it names
        none.
        """
        words = name.split(" ")
        for width in (3, 2, 1):
            country = self._country(" ".join(words[:width])) if width < len(words) else None
            if country is not None:
                return country, " ".join(words[width:])
        rest, of, end = name.rpartition(" of ")
        country = self._country(end.removeprefix("the ")) if of else None
        return (country, rest) if country is not None else None

    def placed(self, name: str) -> str | None:
        """The words of a ministry of a place that is no country, the same for all ways to call it ("Tarn
        health ministry" for "Tarn Ministry of Health"); None for any other name.
        """
        words = name.split(" ")
        places = [i for i, word in enumerate(words) if word.lower() in _KINDS]
        if len(places) != 1:
            return None
        first = places[0]
        if words[first + 1 : first + 2] not in (["of"], ["for"]):
            while first and self._lexicon.spelled(words[first - 1]) in self._lexicon.portfolios:
                first -= 1
        place, body = " ".join(words[:first]), " ".join(words[first:])
        return f"{self._label(place)} {self.key(body)}" if place else None

    def _label(self, place: str) -> str:
        """What background knowledge calls a place; its words where it has none of that name, or several."""
        found = {name.entity for name in self._index.named(place)}
        return self._knowledge.entities[found.pop()].entity.label if len(found) == 1 else place

    def known(self, country: str | None, key: str) -> str | None:
        """The id of the body that background knowledge has for a country under a key; None when there is none
        or there are several.
        """
        found = self._known.get((country or "", key), set())
        return next(iter(found)) if len(found) == 1 else None

    def calls_so(self, country: str | None, words: str) -> bool:
        """Whether a country calls its ministries so as far as background knowledge has them: the United
        States have departments, Japan has ministries.
        """
        return (country or "", words.lower().partition(" ")[0]) in self._kinds

    def _country(self, text: str) -> str | None:
        """The country that some words name, as a noun or an adjective; "'s" at their end is no part of
        them.
        """
        for name in self._index.named(re.sub(r"['\u2019]s?$", "", text)):
            if name.kind != "people" and name.entity.startswith("country/"):
                return self._knowledge.entities[name.entity].entity.country
        return None

    @cached_property
    def _kinds(self) -> frozenset[tuple[str, str]]:
        """The countries that have a known ministry or department, with this word."""
        ministries = (one.entity for one in self._knowledge.entities.values() if one.entity.cls == "Ministry")
        return frozenset(
            (body.country or "", kind) for body in ministries for kind in _KINDS if kind in body.label.lower()
        )

    @cached_property
    def _known(self) -> dict[tuple[str, str], set[str]]:
        """The known bodies of countries by country and key: those of states by what follows or precedes their
        country, others by a name that has no country in it as well.
        """
        found: dict[tuple[str, str], set[str]] = {}
        for id, known in self._knowledge.entities.items():
            country = known.entity.country
            if country and id.startswith("organization/"):
                for name in known.names:
                    parts = self.parted(name.text)
                    if parts is not None and parts[0] == country:
                        found.setdefault((country, self.key(parts[1])), set()).add(id)
                    elif parts is None and known.entity.cls not in STATE_BODIES:
                        found.setdefault((country, self.key(name.text)), set()).add(id)
        return found
