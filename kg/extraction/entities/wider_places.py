"""Places that the text locates by what stands after a comma: "San Jose, California", "Paris, Texas".

What the place is called is not enough to know it: the San Jose of California is not the capital of that name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.extraction.entities.labels import family_of
from kg.extraction.entities.name_clustering import EntityBuilder, EntityRegistry, ResolvedMention
from kg.resources.namespaces import slug

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["place_in_divisions"]

_LONGEST: Final = 4
"""How many tokens the name of a division may have."""
_PLACES: Final = frozenset({"GPE", "LOC"})
_JOINS: Final = frozenset({"and", "or", "&"})


class _Division(NamedTuple):
    """A division's words after a comma, and the ISO-3 code of its country."""

    text: str
    first: int
    last: int
    country: str


def place_in_divisions(doc: ParsedDoc, registry: EntityRegistry, names: dict[int, ResolvedMention]) -> None:
    """Tie each place that a state or province follows to that one's country. A known place or country of the
    same name that lies elsewhere is not meant then.
    """
    for name in list({id(o): o for o in names.values()}.values()):
        builder = name.builders[0] if len(name.builders) == 1 else None
        if builder is None or not (builder.cls == "Country" or family_of(builder.cls) == "place"):
            continue
        if builder.country is None and builder.id not in registry.knowledge.entities:
            builder.country = _country_after(doc, names, name)
        division = next(_divisions(doc, registry, name), None)
        if division is None or (builder.country != division.country and _is_listed(doc, division)):
            continue
        if builder.country is None and builder.id not in registry.knowledge.entities:
            builder.country = division.country
        elif builder.country != division.country:
            name.builders = (_namesake(registry, name, division),)
            name.kind = ""
        _note_division(registry, names, division, name)


def _divisions(doc: ParsedDoc, registry: EntityRegistry, name: ResolvedMention) -> Iterator[_Division]:
    """The first-level division whose name stands behind a place and a comma, where one country has it."""
    first = name.last + 2
    if first >= len(doc) or doc[first - 1].text != ",":
        return
    for last in range(min(first + _LONGEST, len(doc)) - 1, first - 1, -1):
        if _goes_on(doc, last):
            continue
        text = " ".join(doc.between(first, last).split())
        countries = registry.lexicon.division_countries.get(_plain(text), frozenset())
        known = registry.knowledge.entities.get(name.builders[0].id)
        home = known.entity.country if known is not None else None
        if home in countries:
            yield _Division(text, first, last, home)
        elif len(countries) == 1 and _is_place(doc, registry, (first, text), home):
            yield _Division(text, first, last, next(iter(countries)))


def _goes_on(doc: ParsedDoc, last: int) -> bool:
    """Whether a place's name goes on behind a token: "South" of "Gyeongju, South Korea" names no region."""
    after = doc[last + 1] if last + 1 < len(doc) else None
    return after is not None and after.tag_.startswith("NNP") and after.ent_type_ in _PLACES


def _country_after(doc: ParsedDoc, names: dict[int, ResolvedMention], name: ResolvedMention) -> str | None:
    """The country that stands behind a place and a comma and does not go on in a list; None without one."""
    country = names.get(name.last + 2) if doc[min(name.last + 1, len(doc) - 1)].text == "," else None
    if country is None or len(country.builders) != 1 or country.builders[0].cls != "Country":
        return None
    after = [token.lower_ for token in doc[country.last + 1 : country.last + 3]]
    listed = not _JOINS.isdisjoint(after) or (after[:1] == [","] and country.last + 2 in names)
    return None if listed or country.kind in {"demonym", "people"} else country.builders[0].country


def _plain(text: str) -> str:
    """A name in the letters of ASCII."""
    letters = unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", ""))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_place(doc: ParsedDoc, registry: EntityRegistry, words: tuple[int, str], home: str | None) -> bool:
    """Whether words, from a token on, name a division rather than a city, the country that a place is known
    to lie in or anything else of their name.
    """
    first, text = words
    known = [registry.knowledge.entities[name.entity].entity for name in registry.index.named(text)]
    if known:
        return any(one.cls == "Region" for one in known) and home not in {one.country for one in known}
    return doc[first].ent_type_ in _PLACES or text.endswith(".")


def _is_listed(doc: ParsedDoc, division: _Division) -> bool:
    """Whether a division is the last but one of several places in a row ("London, Texas and Oslo")."""
    after = division.last + 1
    return after < len(doc) and doc[after].lower_ in _JOINS


def _namesake(registry: EntityRegistry, name: ResolvedMention, division: _Division) -> EntityBuilder:
    """The place of the article that lies in a division and has another's name."""
    id = f"place/{slug(f'{name.text} {division.text}')}"
    builder = registry.make("City", name.text, country=division.country, id=id)
    builder.names |= {name.text, f"{name.text}, {division.text}"}
    return builder


def _note_division(
    registry: EntityRegistry, names: dict[int, ResolvedMention], division: _Division, place: ResolvedMention
) -> None:
    """Make the name of a division that region of its country, whatever else has the name ("Georgia")."""
    name = names.get(division.first)
    builder = name.builders[0] if name is not None and name.builders else None
    if name is None or builder is None or name is place or name.last != division.last:
        return
    if builder.country == division.country and builder.cls == "Region":
        return
    if builder.id in registry.knowledge.entities or family_of(builder.cls) != "place":
        id = f"place/{slug(f'{division.text} {division.country}')}"
        name.builders, name.kind = (
            (registry.make("Region", division.text, country=division.country, id=id),),
            "",
        )
    else:
        builder.cls, builder.country = "Region", division.country
