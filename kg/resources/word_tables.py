"""TOML files of words, checked against the tables and keys that there are.

A file has tables of lists (``[table] key = ["word", ...]``), of texts (``key = "text"``) and of numbers.
`WordTables` reads files one after another: a later file adds to the lists of earlier ones; of texts and
numbers under one key the later is kept. `read_lists` reads a single file of lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from kg.errors import DataError

__all__ = ["Lists", "Slot", "WordTables", "fixed_keys", "labelled", "nearest", "read_lists"]

Lists = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Table -> list -> words, in the order of the file."""

Form = Literal[
    "words",
    "endings",
    "texts",
    "numbers",
    "lists",
    "sectors",
    "sector by class",
    "classes",
    "sector of",
    "class of",
]
"""How the words of a slot are given: as a set, in order, as texts, numbers or lists by key, as a set of
sectors, as a sector or a list of classes by class, and as a sector or a class by word.
"""

_Kind = Literal["list", "text", "number"]
_KINDS: Mapping[Form, _Kind] = {"texts": "text", "sector by class": "text", "numbers": "number"}
_HOW: Mapping[_Kind, str] = {
    "list": 'write a list of words: ["word", "other word"]',
    "text": 'write a text: "word"',
    "number": "write a whole number",
}
_RESTORE = "copy it from the file that ships with the package"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where words stand and in which form.

    Without a ``key`` it is every key of the table, for the forms ``sector of`` and ``class of`` every key
    that is written like a sector or a class. Words are in lower case unless ``cased``.
    """

    form: Form
    table: str
    key: str = ""
    cased: bool = False

    @property
    def kind(self) -> _Kind:
        """What a file has under the keys of this slot."""
        return _KINDS.get(self.form, "list")

    def holds(self, table: str, key: str) -> bool:
        """Whether a key of a table belongs to this slot."""
        if table != self.table or self.key:
            return table == self.table and key == self.key
        if self.form == "sector of":
            return key.isupper()
        if self.form == "class of":
            return key[:1].isupper()
        return True


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value under a key, and the file that gives it; a list is kept as one entry a word."""

    value: str | int
    path: Path


def nearest(word: str, among: Collection[str], otherwise: str = "") -> str:
    """The remedy for an unknown word: the known one that is nearest, else what else to do or all that there
    is.
    """
    folded = {one.casefold(): one for one in among}
    near = get_close_matches(word.casefold(), sorted(folded), 1)
    if near:
        return f"did you mean {folded[near[0]]!r}?"
    return otherwise or f"use one of {', '.join(sorted(among))}"


def fixed_keys(places: Collection[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The tables of some places ``(table, list)``, each with the names of its lists."""
    return {table: frozenset(key for other, key in places if other == table) for table, _ in places}


def read_lists(
    path: Path,
    given: Mapping[str, object],
    keys: Mapping[str, frozenset[str]],
    *,
    apart: Collection[str] = (),
) -> Lists:
    """The lists of a file that has exactly these tables and lists; a table without names of lists takes any.

    In a table of ``apart`` a word stands in one list only. Raises DataError with file, table and list.
    """
    slots = {
        table: [Slot("words", table, name) for name in sorted(names)] or [Slot("lists", table)]
        for table, names in keys.items()
    }
    excluding = (frozenset((table, name) for name in keys[table]) for table in apart)
    tables = WordTables([slot for some in slots.values() for slot in some], excluding)
    tables.add(path, given)
    found = {
        table: {key: words for slot in some for key, words in tables.lists(slot).items()}
        for table, some in slots.items()
    }
    if absent := next((table for table, lists in found.items() if not lists), None):
        raise DataError(f"{path} [{absent}]", "is missing", _RESTORE)
    return found


def labelled(lists: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The list that each word stands in, by list and word."""
    return {word: name for name in sorted(lists) for word in sorted(lists[name])}


class WordTables:
    """The words of some files, checked against the slots that a reader has for them.

    ``apart`` are sets of slots, as ``(table, key)`` with ``*`` for all keys that are sectors or classes: a
    word stands in one list of each set only. A word that a later file puts into another list of a set leaves
    the list of the earlier file.
    """

    def __init__(
        self, slots: Collection[Slot], apart: Iterable[frozenset[tuple[str, str]]], *, spelling: str = ""
    ) -> None:
        self._slots = tuple(slots)
        self._apart = tuple(apart)
        self._spelling = spelling
        self._lists: dict[tuple[str, str], dict[str, Path]] = {}
        self._single: dict[tuple[str, str], _Entry] = {}
        self._held: dict[tuple[int | str, str], tuple[str, str]] = {}
        self._shipped: Path | None = None

    def add(self, path: Path, tables: Mapping[str, object]) -> None:
        """Add the words of a file, given its tables.

        Raises DataError when it has an unknown table or key, a word that is not well formed or a word in two
        lists that exclude each other.
        """
        self._shipped = self._shipped or path
        for table, keys in tables.items():
            if not any(slot.table == table for slot in self._slots):
                raise DataError(
                    f"{path} [{table}]", "unknown table", nearest(table, {slot.table for slot in self._slots})
                )
            if not isinstance(keys, dict):
                raise DataError(
                    f"{path} [{table}]", "is not a table", f"write [{table}] on a line of its own"
                )
            for key, value in keys.items():
                self._add(path, table, key, value)
        self._check_spelling(path)

    def _add(self, path: Path, table: str, key: str, value: object) -> None:
        """Add what a file has under a key of a table."""
        place = f"{path} [{table}] {key}"
        slot = next((slot for slot in self._slots if slot.holds(table, key)), None)
        if slot is None:
            known = {one.key for one in self._slots if one.table == table and one.key}
            taken = {k for t, k in (*self._lists, *self._single) if t == table}
            raise DataError(place, "unknown key", nearest(key, known | taken))
        if slot.kind == "list":
            self._add_words(path, slot, key, _words(place, value, slot))
            return
        wanted = str if slot.kind == "text" else int
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise DataError(place, f"is not a {slot.kind}", _HOW[slot.kind])
        if isinstance(value, str):
            _check_word(place, value, slot)
        self._single[table, key] = _Entry(value, path)

    def _add_words(self, path: Path, slot: Slot, key: str, words: Iterable[str]) -> None:
        """Add words of a file to a list, and take them out of the lists of earlier files that exclude it."""
        place = slot.table, key
        groups, mine = self._groups(slot, key), self._lists.setdefault(place, {})
        for word in words:
            if mine.get(word) == path:
                raise DataError(f"{path} [{slot.table}] {key}", f"{word!r} stands there twice", "keep one")
            for group in groups:
                held = self._held.get((group, word), place)
                if held != place:
                    self._take_from(path, held, place, word)
                self._held[group, word] = place
            mine[word] = path

    def _take_from(self, path: Path, held: tuple[str, str], place: tuple[str, str], word: str) -> None:
        """Take a word of an earlier file out of a list that excludes the one it is put into.

        Raises DataError when one file has it in both.
        """
        if self._lists[held][word] == path:
            fault = f"{word!r} stands in [{held[0]}] {held[1]} too"
            raise DataError(f"{path} [{place[0]}] {place[1]}", fault, "keep one")
        del self._lists[held][word]
        for group, one in [pair for pair, where in self._held.items() if where == held and pair[1] == word]:
            del self._held[group, one]

    def _groups(self, slot: Slot, key: str) -> list[int | str]:
        """The sets of lists that exclude each other to which a list of a slot belongs."""
        by_name = slot.form in {"sector of", "class of"}
        place = (slot.table, "*" if by_name else key)
        found = [number for number, places in enumerate(self._apart) if place in places]
        return [slot.table, *found] if by_name else [*found]

    def _check_spelling(self, path: Path) -> None:
        """Refuse words of a file in a spelling that is never looked up.

        Raises DataError.
        """
        spelling = {
            key: entry.value for (table, key), entry in self._single.items() if table == self._spelling
        }
        for (table, key), words in self._lists.items():
            if any(slot.cased and slot.holds(table, key) for slot in self._slots):
                continue
            for word in (word for word, where in words.items() if where == path):
                parts = word.split()
                if spelling.keys().isdisjoint(parts):
                    continue
                spelled = " ".join(str(spelling.get(part, part)) for part in parts)
                if spelled != word:
                    raise DataError(
                        f"{path} [{table}] {key}", f"{word!r} is never looked up", f"write {spelled!r}"
                    )

    def check_names(self, sectors: Collection[str], classes: Collection[str]) -> None:
        """Check the sectors and classes that files name.

        Raises DataError for one that is unknown.
        """
        for (table, key), words in self._lists.items():
            form = next(slot.form for slot in self._slots if slot.holds(table, key))
            for path in sorted(set(words.values())):
                if form == "sector of":
                    _check_name(f"{path} [{table}] {key}", "sector", key, sectors)
                if form in {"class of", "classes"}:
                    _check_name(f"{path} [{table}] {key}", "class", key, classes)
            for word, path in words.items() if form in {"sectors", "classes"} else ():
                kind, known = ("sector", sectors) if form == "sectors" else ("class", classes)
                _check_name(f"{path} [{table}] {key}", kind, word, known)
        for (table, key), entry in self._single.items():
            if any(slot.form == "sector by class" and slot.holds(table, key) for slot in self._slots):
                _check_name(f"{entry.path} [{table}] {key}", "class", key, classes)
                _check_name(f"{entry.path} [{table}] {key}", "sector", str(entry.value), sectors)

    def check_within(self, path: Path, inner: tuple[str, str], outer: Collection[tuple[str, str]]) -> None:
        """Check that each word of a list that a file has stands in one of some other lists.

        Lists are ``(table, key)``, with ``*`` for all keys of a table that are sectors or classes. Raises
        DataError for a word that does not.
        """
        known = {word for place in outer for _, words in self._at(*place) for word in words}
        for key, words in self._at(*inner):
            for word in (word for word, where in words.items() if where == path and word not in known):
                places = " or ".join(f"[{t}]" if k == "*" else f"[{t}] {k}" for t, k in sorted(outer))
                raise DataError(f"{path} [{inner[0]}] {key}", f"{word!r} is in no {places}", "add it there")

    def _at(self, table: str, key: str) -> Iterator[tuple[str, Mapping[str, Path]]]:
        """A list of a table, for ``*`` those of all sectors or classes, each with its key."""
        for (other, name), words in self._lists.items():
            if other == table and (name == key or (key == "*" and name[:1].isupper())):
                yield name, words

    def words(self, slot: Slot) -> Iterator[str]:
        """The words of a slot, in the order of the files; raises DataError when no file has its key."""
        return iter(self.lists(slot)[slot.key])

    def lists(self, slot: Slot) -> dict[str, tuple[str, ...]]:
        """The lists of a slot by key; raises DataError when it has a key and no file has that."""
        if slot.key and (slot.table, slot.key) not in self._lists:
            place = f"{self._shipped} [{slot.table}] {slot.key}"
            raise DataError(place, "is missing", _RESTORE)
        return {key: tuple(words) for (table, key), words in self._lists.items() if slot.holds(table, key)}

    def singles(self, slot: Slot) -> dict[str, str | int]:
        """The texts or numbers of a slot by key."""
        return {key: e.value for (table, key), e in self._single.items() if slot.holds(table, key)}

    def value(self, slot: Slot) -> object:
        """The words of a slot in its form; raises DataError when no file has its key."""
        if slot.form in {"words", "sectors"}:
            return frozenset(self.words(slot))
        if slot.form == "endings":
            return tuple(self.words(slot))
        if slot.kind != "list":
            return self.singles(slot)
        if slot.form in {"lists", "classes"}:
            return self.lists(slot)
        return {word: key for key, words in self.lists(slot).items() for word in words}


def _words(place: str, value: object, slot: Slot) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise DataError(place, "is not a list of words", _HOW["list"])
    if not value:
        raise DataError(place, "is an empty list", "fill it or leave it out")
    for word in value:
        _check_word(place, word, slot)
        yield word


def _check_word(place: str, word: str, slot: Slot) -> None:
    """Refuse words that no text can match; raises DataError."""
    plain = " ".join(word.split())
    if not plain or word != plain:
        raise DataError(place, f"{word!r} has blanks too many or nothing in it", f"write {plain!r}")
    if not slot.cased and word != word.lower():
        raise DataError(place, f"{word!r} is not in lower case", f"write {word.lower()!r}")


def _check_name(place: str, kind: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        raise DataError(place, f"{name!r} is no {kind} of the ontology", nearest(name, known))
