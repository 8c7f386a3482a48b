"""Which names of one article are forms of another: the fullest name of a person, what a body's short name is
short for.

Each name is looked up by what it must share with another, so that many names cost in proportion.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from kg.resources.company_names import bare_company, legal_form
from kg.resources.person_names import PersonNames, without_suffix

__all__ = ["body_names", "full_names", "initials", "short_forms"]

_Key = TypeVar("_Key", bound=Hashable)
_FEW = 2
"""Of how many owners a short form is ambiguous: no more are kept."""


def full_names(texts: Sequence[str], names: PersonNames) -> dict[str, str | None]:
    """The fullest name for each form of a person's name; None where namesakes make a short form ambiguous.

    A family name may be spelled otherwise, with a particle or without ("al-Assad", "Assad"), a name may be
    cut off at a hyphen ("Moon Jae").
    """
    first = {text: place for place, text in reversed([*enumerate(texts)])}
    full = sorted(
        {t for t in texts if len(names.words(t)) > 1 and " " in t}, key=lambda t: (-len(t.split()), first[t])
    )
    longer, alike = _LongerNames(full), _AlikeNames(names)
    found: dict[str, str | None] = {}
    for place, text in enumerate(full):
        fuller = alike.first(text)
        if fuller is None:
            fuller = longer.first(text)
        found[text] = text if fuller is None else found.get(full[fuller], full[fuller])
        alike.add(place, text)
    whole = {text: found[uncut] for text, uncut in _uncut(full).items() if found[text] == text}
    found = {text: fullest and whole.get(fullest, fullest) for text, fullest in found.items()}
    owners = _Owners(sorted({f for f in found.values() if f}), names)
    for text in sorted({t for t in texts if t not in found}):
        found[text] = owners.of(text)
    return found


def _uncut(full: Sequence[str]) -> dict[str, str]:
    """For full names the only other one that goes on with a hyphen and more."""
    longer: dict[str, list[str]] = {}
    for name in full:
        begin, hyphen, _ = name.casefold().rpartition("-")
        if hyphen:
            _keep(longer, begin, name)
    found = {name: longer.get(name.casefold(), []) for name in full}
    return {name: others[0] for name, others in found.items() if len(others) == 1}


class _AlikeNames:
    """Full names by what the spellings of one name share, and by nicknames of the given name.

    Nicknames are looked up only for names that differ in the given name.
    """

    def __init__(self, names: PersonNames) -> None:
        self._names = names
        self._first: dict[Hashable, int] = {}
        self._waiting: dict[tuple[str, ...], list[tuple[int, str]]] = {}

    def add(self, place: int, name: str) -> None:
        """Take a name in, under the number of its place."""
        given, family = self._parted(name)
        for key in (*self._names.keys(name), ("given", given, family)):
            self._first.setdefault(key, place)
        self._waiting.setdefault(family, []).append((place, given))

    def first(self, name: str) -> int | None:
        """The number of the first name that is the same or a familiar form; None where none is."""
        given, family = self._parted(name)
        keys: list[Hashable] = [*self._names.keys(name)]
        if family in self._waiting:
            for place, other in self._waiting[family]:
                for nick in self._names.nicknames(other):
                    self._first.setdefault(("nick", nick, family), place)
            self._waiting[family] = []
            keys += [("nick", given, family), *(("given", n, family) for n in self._names.nicknames(given))]
        return min((self._first[key] for key in keys if key in self._first), default=None)

    def _parted(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The given name, and what the spellings of the other words share."""
        given, *family = self._names.words(name)
        return given, tuple(map(self._names.word, family))


class _LongerNames:
    """Full names by the words that a name that is a selection of theirs must share with them."""

    def __init__(self, full: Sequence[str]) -> None:
        self._full = full
        self._places: dict[Hashable, list[int]] = {}
        for place, name in enumerate(full):
            for key in _keys_of_longer(_words(name)):
                self._places.setdefault(key, []).append(place)

    def first(self, name: str) -> int | None:
        """The number of the first other name of which this is a selection of the words; None where there is
        none.
        """
        found = (self._first_of(name, self._places.get(key, ())) for key in _keys_of_shorter(_words(name)))
        return min((place for place in found if place is not None), default=None)

    def _first_of(self, name: str, places: Iterable[int]) -> int | None:
        return next((k for k in places if self._full[k] != name and _same_person(name, self._full[k])), None)


def _words(name: str) -> list[str]:
    return name.replace(".", "").split()


def _keys_of_longer(words: list[str]) -> Iterator[Hashable]:
    """By what a name is found from the shorter ones: first word or initial and last word, each word between;
    its ends of two words and more.
    """
    for first in dict.fromkeys((words[0], words[0][0])):
        yield "first", first, words[-1]
        for inner in dict.fromkeys(words[1:-1]):
            yield "inner", first, inner, words[-1]
    for count in range(2, len(words)):
        yield "end", *words[-count:]


def _keys_of_shorter(words: list[str]) -> Iterator[Hashable]:
    """By what longer names are looked for."""
    inner = next((word for word in words[1:-1] if len(word) > 1), None)
    if inner is None:
        yield "first", words[0], words[-1]
    else:
        yield "inner", words[0], inner, words[-1]
    if len(words) > 1:
        yield "end", *words


def _same_person(short: str, long: str) -> bool:
    """Whether the words of one full name are a selection of the other's in order, with the same first word or
    initial and the same end.
    """
    a, b = _words(short), _words(long)
    if a[-1] != b[-1] or (a[0] != b[0] and not (len(a[0]) == 1 and b[0].startswith(a[0]))):
        # "Jae Myung" for "Lee Jae Myung"
        return len(a) < len(b) and len(a) > 1 and b[-len(a) :] == a
    rest = iter(b)
    return len(a) <= len(b) and all(any(x == y or (len(x) == 1 and y.startswith(x)) for y in rest) for x in a)


class _Owners:
    """Full names by what may stand for them: the last word, the end in any spelling, the first word."""

    def __init__(self, people: Iterable[str], names: PersonNames) -> None:
        self._names = names
        self._by_last: dict[str, list[str]] = {}
        self._by_end: dict[tuple[str, ...], list[str]] = {}
        self._by_first: dict[str, list[str]] = {}
        for name in people:
            bare = without_suffix(name)
            words, spelled = bare.split(), names.spelled(bare)
            _keep(self._by_last, words[-1], name)
            _keep(self._by_first, words[0], name)
            for count in range(1, len(spelled) + 1):
                _keep(self._by_end, spelled[-count:], name)

    def of(self, word: str) -> str | None:
        """The full name that has a word as its last name, else as its first; the word itself when none has,
        None when several have.
        """
        owners = (
            self._by_last.get(word)
            or self._by_end.get(self._names.spelled(word))
            or self._by_first.get(word)
            or [word]
        )
        return owners[0] if len(owners) == 1 else None


def _keep(found: dict[_Key, list[str]], key: _Key, name: str) -> None:
    """Note a name under a key that has room."""
    if len(kept := found.setdefault(key, [])) < _FEW:
        kept.append(name)


def body_names(texts: Iterable[str]) -> dict[str, str]:
    """The name under which a body goes for each that is another form of it: a company's with the most of its
    legal form, and what a short name is short for.
    """
    distinct = sorted(set(texts))
    companies = _with_legal_form(distinct)
    short = short_forms(companies.get(text, text) for text in distinct)
    full = {text: short.get(company, company) for text, company in companies.items()}
    return short | full


def _with_legal_form(texts: Iterable[str]) -> dict[str, str]:
    """For names of companies the one among them that tells most of the legal form, unless there are two
    companies ("Lund AB" and "Lund Inc." with "Lund").
    """
    alike: dict[str, list[str]] = {}
    for text in texts:
        alike.setdefault(bare_company(text), []).append(text)
    found: dict[str, str] = {}
    for names in alike.values():
        full = max(names, key=lambda name: (len(legal_form(name)), len(name)))
        if len(names) > 1 and all(legal_form(name) <= legal_form(full) for name in names):
            found.update(dict.fromkeys(names, full))
    return found


def short_forms(texts: Iterable[str]) -> dict[str, str]:
    """For a one-word name of a body the only longer name in the article that begins with it or has it as its
    initials.
    """
    distinct = sorted(set(texts))
    by_initials, by_first = _long_by(distinct, initials), _long_by(distinct, lambda t: t.partition(" ")[0])
    found: dict[str, str] = {}
    for text in distinct:
        if " " not in text:
            acronym = text.isupper() and len(text) > 1
            owners = (by_initials if acronym else by_first).get(text, [])
            if len(owners) == 1:
                found[text] = owners[0]
    return found


def _long_by(texts: Iterable[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    """The names of several words by what is short for them."""
    found: dict[str, list[str]] = {}
    for text in texts:
        if " " in text:
            _keep(found, key(text), text)
    return found


def initials(name: str) -> str:
    """The first letters of the capitalised words of a name."""
    return "".join(word[0] for word in name.split() if word[0].isupper())
