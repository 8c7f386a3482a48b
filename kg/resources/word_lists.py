"""TOML files that hold nothing but lists of words: which tables and lists there are is fixed, and checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path

from kg.errors import DataError
from kg.resources.data_files import Table

__all__ = ["Lists", "checked_lists", "fixed_keys", "labelled"]

Lists = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Table -> list -> words, in the order of the file."""


def fixed_keys(places: Collection[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The tables of some places ``(table, list)``, each with the names of its lists."""
    return {table: frozenset(key for other, key in places if other == table) for table, _ in places}


def checked_lists(
    path: Path, raw: Table, keys: Mapping[str, frozenset[str]], *, apart: Collection[str] = ()
) -> Lists:
    """The lists of a file that has exactly these tables and lists; a table without names of lists takes any.

    In a table of ``apart`` a word stands in one list only. Raises DataError with file, table and list.
    """
    _check_names(str(path), "table", raw, frozenset(keys))
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for table, names in keys.items():
        place = f"{path} [{table}]"
        lists = raw[table]
        if not isinstance(lists, dict):
            raise DataError(place, "is no table", f"write [{table}] on a line of its own")
        if names:
            _check_names(place, "list", lists, names)
        found[table] = {name: _words(f"{place} {name}", words) for name, words in lists.items()}
        if table in apart:
            labelled(path, table, found[table])
    return found


def labelled(path: Path, table: str, lists: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The list that each word of a table stands in. Raises DataError for a word that stands in two."""
    found: dict[str, str] = {}
    for name in sorted(lists):
        for word in sorted(lists[name]):
            if word in found:
                fault = f"{word!r} stands under {found[word]} too"
                raise DataError(f"{path} [{table}] {name}", fault, "keep it in one list")
            found[word] = name
    return found


def _check_names(place: str, what: str, given: Collection[str], wanted: frozenset[str]) -> None:
    for name in given:
        if name not in wanted:
            near = get_close_matches(name, sorted(wanted), 1)
            remedy = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(sorted(wanted))}"
            raise DataError(place, f"unknown {what} {name!r}", remedy)
    if absent := sorted(wanted - set(given)):
        raise DataError(place, f"lacks the {what} {absent[0]!r}", "restore it from the file that ships")


def _words(place: str, words: object) -> tuple[str, ...]:
    if (
        not isinstance(words, list)
        or not words
        or not all(isinstance(word, str) and word == word.strip().lower() != "" for word in words)
    ):
        raise DataError(place, "not a list of lower-case words", 'write it as ["vow", "rule out"]')
    if twice := sorted({word for word in words if words.count(word) > 1}):
        raise DataError(place, f"said twice: {', '.join(twice)}", "keep one")
    return tuple(words)
