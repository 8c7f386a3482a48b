"""More sentences with names: those of the corpora with other names in them, and invented news sentences."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from training.annotated import Annotated, Mark
from training.gazetteer import Gazetteer
from training.names import NameMaker
from training.world import cities

TEMPLATES = Path(__file__).parent / "data" / "templates.txt"
_PLACEHOLDER = re.compile(r"\{([a-z-]+)(?:=([^}]+))?\}")
_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COUNTS = "two three four five six seven eight nine ten twelve twenty".split()


def make_names(table: dict[str, Any], gazetteer: Gazetteer, rng: random.Random) -> NameMaker:
    """A maker of names that knows the gazetteer's short country names, cities and peoples, and the cities of
    the world.
    """
    countries = sorted(name for name in gazetteer.countries if len(name.split()) < 4)
    peoples = sorted(name for name in gazetteer.demonyms if not name.endswith("s") or name == "Swiss")
    places = [*countries * 3, *sorted(gazetteer.cities) * 6, *cities()]
    return NameMaker(table, places, peoples, rng)


def substitute(
    docs: Sequence[Doc], maker: NameMaker, gazetteer: Gazetteer, rng: random.Random
) -> Iterator[Annotated]:
    """Copies of the fully annotated sentences in which most names are others; a name that recurs is replaced
    alike.
    """
    organizations = [entity.text for doc in docs for entity in doc.ents if entity.label_ == "ORG"]
    locations = [entity.text for doc in docs for entity in doc.ents if entity.label_ == "LOC"] + sorted(
        gazetteer.locations
    )
    for doc in docs:
        known = all(token.ent_iob for token in doc)
        if known and any(entity.label_ in ("PERSON", "GPE", "ORG") for entity in doc.ents):
            yield _substitute(doc, _Replacer(maker, organizations, locations, rng))


class _Replacer:
    """Chooses another name, once per name of a sentence."""

    def __init__(
        self, maker: NameMaker, organizations: Sequence[str], locations: Sequence[str], rng: random.Random
    ) -> None:
        self._maker, self._organizations, self._locations, self._rng = maker, organizations, locations, rng
        self._chosen: dict[str, str] = {}

    def __call__(self, name: str, label: str) -> str:
        rng, maker = self._rng, self._maker
        if label == "PERSON" and not name.isupper():
            return self._once(name, lambda: maker.person()[" " not in name])
        if label == "GPE" and rng.random() < 0.7:
            return self._once(name, lambda: rng.choice(maker.places))
        if label == "ORG" and rng.random() < 0.7:
            return self._once(
                name, lambda: maker.organization() if rng.random() < 0.6 else rng.choice(self._organizations)
            )
        if label == "NORP" and rng.random() < 0.6 and not name.endswith("s"):
            name = rng.choice(maker.peoples)
        elif label == "LOC" and rng.random() < 0.5:
            name = rng.choice(self._locations)
        return name

    def _once(self, name: str, make: Callable[[], str]) -> str:
        if name not in self._chosen:
            self._chosen[name] = make()
        return self._chosen[name]


def _substitute(doc: Doc, replacer: _Replacer) -> Annotated:
    text = ""
    marks: list[Mark] = []
    position = 0
    for entity in doc.ents:
        text += doc.text[position : entity.start_char]
        name = replacer(entity.text, entity.label_)
        marks.append((len(text), len(text) + len(name), entity.label_))
        text += name
        position = entity.end_char
    return Annotated(text + doc.text[position:], tuple(marks))


def load_templates(path: Path = TEMPLATES) -> list[str]:
    """The sentence patterns: `{kind}` is filled at random, `{kind=name}` is that name."""
    return path.read_text(encoding="utf-8").splitlines()


def fill_templates(
    templates: Iterable[str], maker: NameMaker, titles: dict[str, list[str]], rng: random.Random
) -> Iterator[Annotated]:
    """Each template once, its places filled; in capitals where the template's own words all are."""
    fillers = _fillers(maker, titles, rng)
    for template in templates:
        text = ""
        marks: list[Mark] = []
        position = 0
        capitals = _PLACEHOLDER.sub("", template).isupper()
        for match in _PLACEHOLDER.finditer(template):
            text += template[position : match.start()]
            label, fill = fillers[match[1]]
            value = match[2] or fill()
            value = value.upper() if capitals else value
            if label:
                marks.append((len(text), len(text) + len(value), label))
            elif value.startswith("US "):
                marks.append((len(text), len(text) + 2, "GPE"))
            text += value
            position = match.end()
        text += template[position:]
        yield Annotated(text[0].upper() + text[1:], tuple(marks))


def _fillers(
    maker: NameMaker, titles: dict[str, list[str]], rng: random.Random
) -> dict[str, tuple[str, Callable[[], str]]]:
    """Label ("" for none) and source of values by placeholder."""
    return {
        "place": ("GPE", lambda: rng.choice(maker.places)),
        "people": ("NORP", lambda: rng.choice(maker.peoples)),
        "person": ("PERSON", lambda: maker.person()[0]),
        "surname": ("PERSON", lambda: maker.person()[1]),
        "organization": ("ORG", maker.organization),
        "acronym": ("ORG", maker.acronym),
        "club": ("ORG", maker.club),
        "date": ("DATE", lambda: _date(rng)),
        "weekday": ("DATE", lambda: rng.choice(_WEEKDAYS)),
        "month": ("DATE", lambda: f"{rng.choice(_MONTHS)} {rng.randint(1950, 2030)}"),
        "year": ("DATE", lambda: str(rng.randint(1950, 2029))),
        "age": ("DATE", lambda: str(rng.randint(18, 80))),
        "count": ("CARDINAL", lambda: _count(rng)),
        "score": ("CARDINAL", lambda: str(rng.randint(0, 5))),
        "number": ("CARDINAL", lambda: str(rng.randint(1, 99))),
        "percent": ("PERCENT", lambda: f"{rng.randint(1, 60)}{rng.choice([' percent', '%', ' per cent'])}"),
        "money": (
            "MONEY",
            lambda: rng.choice(["${} million", "${} billion", "€{} million", "${}"]).format(
                rng.randint(1, 900)
            ),
        ),
        "title": ("", lambda: rng.choice(titles["before"])),
        "role": ("", lambda: rng.choice(titles["role"])),
        "plain-title": ("", lambda: rng.choice(titles["plain"])),
    }


def _date(rng: random.Random) -> str:
    month, day = rng.choice(_MONTHS), rng.randint(1, 30)
    return rng.choice([f"{month[:3]} {day}", f"{month} {day}", f"{day} {month}"])


def _count(rng: random.Random) -> str:
    return rng.choice(
        [str(rng.randint(2, 900)), rng.choice(_COUNTS), f"{rng.randint(1, 90)},{rng.randint(0, 999):03d}"]
    )
