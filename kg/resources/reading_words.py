"""ontology/reading.toml -> ReadingWords, with what lexicon, patterns and background knowledge add to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from types import MappingProxyType

from kg.nlp.reading.words import ReadingWords
from kg.resources.data_files import DataReader
from kg.resources.gazetteer import Gazetteer
from kg.resources.lexicon import Lexicon
from kg.resources.patterns import Patterns
from kg.resources.time_words import TimeWords
from kg.resources.word_tables import fixed_keys, read_lists

__all__ = ["load_reading_words"]

_PLACES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "agencies": ("credits", "agencies"),
        "credit_words": ("credits", "words"),
        "credit_marks": ("credits", "marks"),
        "labels": ("credits", "labels"),
        "makers": ("credits", "makers"),
        "speakers": ("headlines", "speakers"),
        "kickers": ("headlines", "kickers"),
        "gatherings": ("headlines", "gatherings"),
        "prefixes": ("headlines", "prefixes"),
        "small": ("headlines", "small"),
        "open": ("lines", "open"),
        "openers": ("sentences", "openers"),
        "closing": ("sentences", "closing"),
    }
)
"""Field of ReadingWords -> table and list."""
_POINTED = re.compile(r"(?:[A-Z]\.){2,}")


def load_reading_words(
    lexicon: Lexicon | None = None,
    patterns: Patterns | None = None,
    gazetteer: Gazetteer | None = None,
    times: TimeWords | None = None,
    path: Path | None = None,
    *,
    data: DataReader | None = None,
) -> ReadingWords:
    """The words in ``path`` (ontology/reading.toml), and those of lexicon, patterns, knowledge and
    times that reading asks for. Raises DataError where the file is not well formed.
    """
    data = data or DataReader()
    path = path or data.ontology / "reading.toml"
    lists = read_lists(path, data.toml(path), fixed_keys(_PLACES.values()))
    own = {field: frozenset(lists[table][key]) for field, (table, key) in _PLACES.items()}
    people = frozenset({*lexicon.agents, *lexicon.titles}) if lexicon else frozenset[str]()
    names = gazetteer.names if gazetteer else {}
    return ReadingWords(
        **own,
        plural=frozenset(_plurals(people)) | {"police"} if people else frozenset(),
        common=frozenset(_common(lexicon, patterns)) if lexicon else frozenset(),
        titles=frozenset(lexicon.titles) if lexicon else frozenset(),
        given=lexicon.given_names if lexicon else frozenset(),
        verbs=frozenset(patterns.verbs) if patterns else frozenset(),
        saying=frozenset(_saying(lexicon)) if lexicon else frozenset(),
        feasts=frozenset(times.feasts.keys() - times.feasts_alone if times else ()),
        joined=frozenset(name for name in names if " " in name),
        voices=frozenset(_voices(gazetteer)) if gazetteer else frozenset(),
        countries=frozenset(_of_kinds(gazetteer, {"name", "acronym"})) if gazetteer else frozenset(),
        peoples=frozenset(_of_kinds(gazetteer, {"people"})) if gazetteer else frozenset(),
        stand_ins=MappingProxyType(_stand_ins(gazetteer, own["small"]) if gazetteer else {}),
        pointed=tuple(sorted(name for name in names if _POINTED.fullmatch(name))),
        names=MappingProxyType(_in_capitals(names)),
        homes=MappingProxyType(_homes(gazetteer) if gazetteer else {}),
    )


def _plurals(nouns: Iterable[str]) -> Iterator[str]:
    for noun in nouns:
        if " " not in noun and noun.isalpha():
            yield _inflected(noun)[0]
            if noun.endswith("man"):
                yield noun[:-2] + "en"


def _inflected(word: str) -> tuple[str, ...]:
    """A regular noun or verb with "s", "ed" and "ing"."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es", f"{word}ed", f"{word}ing"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"
    if word.endswith("e"):
        return f"{word}s", f"{word}d", f"{word[:-1]}ing"
    return f"{word}s", f"{word}ed", f"{word}ing"


def _common(lexicon: Lexicon, patterns: Patterns | None) -> Iterator[str]:
    """Nouns of the lexicon and words of patterns, in their regular forms."""
    tables: list[Iterable[str]] = [
        lexicon.agents, lexicon.organizations, lexicon.facilities, lexicon.places, lexicon.capabilities,
        lexicon.occasions, lexicon.events, lexicon.titles, lexicon.portfolios, lexicon.abstract,
        lexicon.saying, lexicon.unlisted_people, lexicon.title_modifiers,
    ]  # fmt: skip
    if patterns is not None:
        tables += [patterns.verbs, patterns.nouns, patterns.adjectives]
    for table in tables:
        for phrase in table:
            for word in phrase.split():
                yield word
                yield from _inflected(word)


def _saying(lexicon: Lexicon) -> Iterator[str]:
    """Verbs of saying in their regular forms, and "that"."""
    yield from ("that", "said", "told", "wrote")
    for verb in lexicon.saying:
        yield from (verb, *_inflected(verb))


def _in_capitals(names: Mapping[str, object]) -> dict[str, str]:
    """Known names by the same in capitals; of several an acronym, else the first."""
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (not name.isupper(), name)):
        if len(name.upper()) == len(name):
            found.setdefault(name.upper(), name)
    return found


def _voices(gazetteer: Gazetteer) -> Iterator[str]:
    """The names of known bodies, the full and the last names of known persons, and seats of power."""
    for known in gazetteer.entities.values():
        if known.entity.cls == "Person":
            yield from (
                name
                for full in (known.entity.label, *known.entity.aliases)
                for name in (full, full.split()[-1])
            )
        elif known.entity.id.startswith("organization/"):
            yield from (name.text for name in known.names if name.kind in {"name", "acronym"})


def _of_kinds(gazetteer: Gazetteer, kinds: Set[str]) -> Iterator[str]:
    """The names of some kinds that countries have."""
    for known in gazetteer.entities.values():
        if known.entity.cls == "Country":
            yield from (name.text for name in known.names if name.kind in kinds)


def _stand_ins(gazetteer: Gazetteer, small: frozenset[str]) -> dict[str, str]:
    """Acronyms that are written like a small word, each with the longest other one, else the name."""
    found: dict[str, str] = {}
    for known in gazetteer.entities.values():
        acronyms = [name.text for name in known.names if name.kind == "acronym"]
        others = sorted(
            (one for one in acronyms if one.lower() not in small), key=lambda one: (-len(one), one)
        )
        for acronym in acronyms:
            if acronym.isupper() and acronym.lower() in small:
                found[acronym] = (others or [known.entity.label])[0]
    return found


def _homes(gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    """For each name of a place the names of the country and the place that it lies in."""
    found: dict[str, set[str]] = {}
    countries = {
        known.entity.country: known for known in gazetteer.entities.values() if known.entity.cls == "Country"
    }
    for known in gazetteer.entities.values():
        if not known.entity.id.startswith("place/"):
            continue
        around = [gazetteer.entities[known.part_of]] if known.part_of else []
        around += [countries[known.entity.country]] if known.entity.country in countries else []
        wider = {name for one in around for name in (one.entity.label, *one.entity.aliases)}
        for name in (known.entity.label, *known.entity.aliases):
            found.setdefault(name, set()).update(wider)
    return {name: frozenset(wider) for name, wider in found.items()}
