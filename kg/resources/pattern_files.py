"""``ontology/patterns/*.toml`` to patterns: reads the tables, fills in the word lists, and checks each value.

A file names one relation, holds ``[[pattern]]`` tables and ``[[example]]`` tables. ``lists.toml`` in the same
folder holds word lists that any pattern may name as ``"@list"``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.resources.data_files import DataReader
from kg.resources.ontology import Ontology
from kg.resources.pattern_model import NOUN_SLOTS, SHARED_SLOTS, SLOTS, Example, Pattern
from kg.resources.pattern_validation import (
    CHOICES,
    FLAGS,
    PATTERN_KEYS,
    WORD_KEYS,
    check_distinct,
    check_key,
    check_list,
    check_pattern,
    check_words,
)
from kg.resources.word_tables import nearest

__all__ = ["PatternFiles", "read_pattern_files"]

_LISTS = "lists.toml"
_PREPOSITIONS = "prepositions"
_FILE_KEYS = ("relation", "pattern", "example")
_EXAMPLE_KEYS = ("text", "expect")


@dataclass(frozen=True, slots=True)
class PatternFiles:
    """What the files hold: the patterns in order, the examples of relations, and the relations of which a
    file says that no pattern says them.
    """

    patterns: tuple[Pattern, ...]
    examples: tuple[Example, ...]
    without_patterns: frozenset[str]


def read_pattern_files(paths: Iterable[Path], ontology: Ontology, data: DataReader) -> PatternFiles:
    """Read and check pattern files. Raises DataError."""
    tables = [(path, data.toml(path)) for path in paths]
    lists: dict[str, tuple[str, ...]] = {}
    prepositions: set[str] = set()
    for path, table in tables:
        if path.name == _LISTS:
            found = _lists(path, table)
            prepositions.update(found.get(_PREPOSITIONS, ()))
            lists.update(found)
    patterns: list[Pattern] = []
    examples: list[Example] = []
    without: set[str] = set()
    for path, table in tables:
        if path.name == _LISTS:
            continue
        relation = _relation(path, table, ontology)
        own = [
            _pattern(f"{path}, pattern {number}", path, relation, entry, lists)
            for number, entry in enumerate(_entries(path, table, "pattern"), 1)
        ]
        for pattern in own:
            check_pattern(pattern, ontology, prepositions)
        patterns.extend(_spread(pattern) if pattern.light else pattern for pattern in own)
        for number, entry in enumerate(_entries(path, table, "example"), 1):
            examples.append(_example(f"{path}, example {number}", relation, entry))
        if not own:
            without.add(relation)
    check_distinct(patterns)
    return PatternFiles(tuple(patterns), tuple(examples), frozenset(without))


def _lists(path: Path, table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        words = _strings(value)
        if words is None or isinstance(value, str):
            raise DataError(path, f"`{name}` is not a list of words", 'write it as ["word", ...]')
        check_list(str(path), name, words)
        found[name] = words
    return found


def _relation(path: Path, table: Mapping[str, object], ontology: Ontology) -> str:
    """The relation that a file is about, which the ontology has."""
    relation = table.get("relation")
    if not isinstance(relation, str) or relation not in ontology.relations:
        remedy = nearest(str(relation), ontology.relations, "add it to the ontology first")
        raise DataError(path, f"relation {relation!r} is not in the ontology", remedy)
    for key in table:
        check_key(str(path), key, _FILE_KEYS)
    return relation


def _entries(path: Path, table: Mapping[str, object], key: str) -> list[dict[str, object]]:
    entries = table.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise DataError(path, f"`{key}` is not a table", f"write [[{key}]] above its keys")
    return entries


def _strings(value: object) -> tuple[str, ...] | None:
    """The words of a value, one or a list; None when it is something else."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    return None


def _pattern(
    place: str,
    path: Path,
    relation: str,
    entry: Mapping[str, object],
    lists: Mapping[str, tuple[str, ...]],
) -> Pattern:
    name = entry.get("name")
    if not isinstance(name, str) or not name:
        raise DataError(place, "has no name", 'give it one: name = "..."')
    place = f'{path}, pattern "{name}"'
    values: dict[str, Any] = {}
    for key, value in entry.items():
        check_key(place, key, PATTERN_KEYS)
        values[key] = _value(place, key, value, relation, lists)
    values["name"] = f"{relation}#{name}"
    return Pattern(relation=relation, source=place, **values)


def _value(place: str, key: str, value: object, relation: str, lists: Mapping[str, tuple[str, ...]]) -> Any:
    """The value of a pattern's key, in the type that `Pattern` has for it."""
    if key == "name":
        return value
    if key in FLAGS:
        if not isinstance(value, bool):
            raise DataError(place, f"`{key}` has the value {value!r}", "it takes true or false")
        return value
    if key == "says":
        return _says(place, relation, value)
    if key in ("phrase", "modality"):
        if not isinstance(value, str) or value not in CHOICES[key]:
            raise DataError(place, f"unknown {key} {value!r}", f"use one of {', '.join(CHOICES[key])}")
        return value
    words = _words(place, key, value, lists)
    for word in words if key in CHOICES else ():
        if word not in CHOICES[key]:
            raise DataError(
                place, f"unknown word {word!r} in `{key}`", f"use one of {', '.join(CHOICES[key])}"
            )
    return frozenset(words) if key in WORD_KEYS else words


def _words(place: str, key: str, value: object, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of a value, with named lists filled in, in the order given."""
    given = _strings(value)
    if given is None:
        raise DataError(
            place, f"`{key}`: {value!r} is neither a word nor a list of words", 'write ["word", ...]'
        )
    check_list(place, key, given)
    own = [word for word in given if not word.startswith("@")]
    if key in WORD_KEYS:
        check_words(place, key, own)
    out: list[str] = []
    for word in given:
        if not word.startswith("@"):
            out.append(word)
            continue
        if word[1:] not in lists:
            remedy = nearest(word[1:], lists, "name one that lists.toml holds")
            raise DataError(place, f"no word list {word} in `{key}`", remedy)
        if twice := next((one for one in own if one in lists[word[1:]]), None):
            raise DataError(place, f"{twice!r} is listed twice in `{key}`", f"{word} holds it already")
        out.extend(lists[word[1:]])
    return tuple(dict.fromkeys(out))


def _spread(pattern: Pattern) -> Pattern:
    """A light pattern with the slots of its noun beside those of its verb: "with" is looked for at the noun,
    then at the verb, since either may carry it.
    """
    return replace(
        pattern,
        subject=_both(pattern.subject),
        object=_both(pattern.object),
        recipient=_both(pattern.recipient),
        topic=_both(pattern.topic),
        forbids=_both(pattern.forbids),
    )


def _both(paths: Iterable[str]) -> tuple[str, ...]:
    out: dict[str, None] = {}
    for path in paths:
        first = path.partition(".")[0]
        if first in NOUN_SLOTS or first in SHARED_SLOTS or first not in SLOTS:
            out.setdefault(f"noun.{path}")
        if first not in NOUN_SLOTS:
            out.setdefault(path)
    return tuple(out)


def _says(place: str, relation: str, value: object) -> tuple[Example, ...]:
    if not isinstance(value, list) or not value:
        raise DataError(place, "`says` is not a list of examples", 'write [{ text = "...", expect = [...] }]')
    found = tuple(
        _example(f"{place}, says {number}", relation, entry) for number, entry in enumerate(value, 1)
    )
    if empty := next((one for one in found if not one.expect), None):
        raise DataError(empty.place, "expects nothing", "move the text to `never`")
    return found


def _example(place: str, relation: str, entry: object) -> Example:
    remedy = 'write text = "..." and expect = [["subject", "object"], ...]'
    if not isinstance(entry, dict):
        raise DataError(place, "is not text and expect", remedy)
    for key in entry:
        check_key(place, key, _EXAMPLE_KEYS)
    text, expect = entry.get("text"), entry.get("expect")
    if not isinstance(text, str) or not isinstance(expect, list):
        raise DataError(place, "is not text and expect", remedy)
    pairs = [_strings(pair) if isinstance(pair, list) else None for pair in expect]
    labels = [(pair[0], pair[1]) for pair in pairs if pair is not None and len(pair) == 2]
    if len(labels) < len(expect):
        raise DataError(place, "is not text and expect", remedy)
    return Example(relation, text, tuple(labels), place)
