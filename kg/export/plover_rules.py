"""ontology/plover.toml -> how statements become PLOVER events, checked."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import paths
from kg.errors import DataError
from kg.resources.word_tables import nearest

__all__ = ["PATH", "PloverRules", "load_plover_rules"]

PATH = paths.ONTOLOGY / "plover.toml"

_WORDS = ("halting", "agreeing", "promising")
_CUES = ("decision", "report", "willing", "will")
_Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PloverRules:
    """What modality, trigger and cue make of the type that a relation has.

    ``planned`` and ``negated`` map a type to another, ``trigger`` a type and a word of the trigger to another
    type, ``modes`` a type and a word of the trigger to a mode. ``words`` holds further words of triggers,
    ``cues`` those of cues, by what they say.
    """

    planned: _Table
    negated: _Table
    trigger: Mapping[str, _Table]
    words: Mapping[str, frozenset[str]]
    cues: Mapping[str, frozenset[str]]
    modes: Mapping[str, _Table]


def load_plover_rules(types: Collection[str], path: Path = PATH) -> PloverRules:
    """Read the rules of a file; ``types`` are the event types that there are.

    Raises DataError for an unknown table, key or type, and for a word that stands twice under one.
    """
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(path, f"cannot be read: {error}", "restore it from the package") from error
    reader = _Reader(path, frozenset(types))
    tables = ("planned", "negated", "trigger", "words", "cues", "modes")
    reader.check_keys(path.name, given, tables, complete=True)
    for kind in ("trigger", "modes"):
        reader.check_keys(f"[{kind}]", given[kind], reader.types)
    for kind in ("planned", "negated"):
        reader.check_keys(f"[{kind}]", {name: 0 for names in given[kind].values() for name in names}, types)
    for kind in ("planned", "negated", *(f"trigger.{name}" for name in given["trigger"])):
        reader.check_keys(f"[{kind}]", _at(given, kind), reader.types)
    for kind, keys in (("words", _WORDS), ("cues", _CUES)):
        reader.check_keys(f"[{kind}]", given[kind], keys, complete=True)
    return PloverRules(
        planned=reader.by_word("[planned]", given["planned"]),
        negated=reader.by_word("[negated]", given["negated"]),
        trigger={name: reader.by_word(f"[trigger.{name}]", said) for name, said in given["trigger"].items()},
        words={name: frozenset(words) for name, words in given["words"].items()},
        cues={name: frozenset(words) for name, words in given["cues"].items()},
        modes={name: reader.by_word(f"[modes.{name}]", said) for name, said in given["modes"].items()},
    )


def _at(given: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    first, _, second = place.partition(".")
    found: Mapping[str, Any] = given[first]
    return found[second] if second else found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks the tables of a file. ``types`` are the event types that there are."""

    path: Path
    types: frozenset[str]

    def check_keys(
        self, place: str, table: Mapping[str, object], known: Collection[str], *, complete: bool = False
    ) -> None:
        """Check that the keys of a table are known ones, with ``complete`` all of them."""
        for key in table:
            if key not in known:
                raise DataError(self.path, f"{place} has an unknown key {key!r}", nearest(key, known))
        if missing := [key for key in known if complete and key not in table]:
            raise DataError(self.path, f"{place} lacks {missing[0]!r}", "write a list of words")

    def by_word(self, place: str, lists: Mapping[str, list[str]]) -> _Table:
        """Word -> the key of the list that it stands in."""
        found: dict[str, str] = {}
        for key, word in self._entries(place, lists):
            if word in found:
                raise DataError(self.path, f"{place} lists {word!r} twice", "leave it in one list")
            found[word] = key
        return found

    def _entries(self, place: str, lists: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        for key, words in lists.items():
            if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
                fault = f"{place} has no list of words under {key!r}"
                raise DataError(self.path, fault, 'write a list of words: ["word", "other word"]')
            yield from ((key, word) for word in words)
