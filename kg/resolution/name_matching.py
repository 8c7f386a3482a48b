"""How two names can be forms of one: family names, initials, middle names, acronyms."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.resources.namespaces import slug
from kg.resources.person_names import without_suffix

Words = Callable[[str], tuple[str, ...]]
"""A function from a name to its words."""

__all__ = ["continued", "fuller", "has_initials", "is_short", "words_of"]

_SMALL = frozenset({"of", "for", "and", "the", "on", "in", "de", "du", "la", "&"})


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, as ids spell them: hyphens part words too."""
    return tuple(slug(name).split("-"))


def is_short(name: str) -> bool:
    """Whether a person's name is a family or given name alone, as it stands in the text ("Duval",
    "Gyu-back").
    """
    return len(name.split()) == 1


def fuller(name: str, other: str, words: Words = words_of) -> bool:
    """Whether a person's name leads to the other: "Duval", "C. Duval" and "Claire A. Duval" all to "Claire
    Duval". ``words`` tells what counts as one word.

    A short form is how the other ends or, when it is one word, how it begins: "Jae Myung" and "Lee" for "Lee
    Jae Myung". One word is all that stands before a number or "Jr." as well: "Leopold" for "Leopold II".
    """
    a, b = words(name), words(other)
    if a == b or is_short(other):
        return False
    if is_short(name):
        b = words(without_suffix(other))
        return a == b or b[-len(a) :] == a or b[: len(a)] == a
    if len(a) < len(b) and b[-len(a) :] == a:
        return True
    if len(a) < 2 or a[-1] != b[-1]:
        return False
    if a[0] == b[0]:
        return len(a) > len(b) and _within(b, a)
    return (
        len(a[0]) == 1
        and b[0].startswith(a[0])
        and len(b[0]) > 1
        and len(a) <= len(b)
        and _within(a[1:], b[1:])
    )


def continued(name: str, other: str, words: Words = words_of) -> bool:
    """Whether one of two names is the other with one more family name at its end ("Ana Ruiz", "Ana Ruiz
    Soto").
    """
    few, many = sorted((words(name), words(other)), key=len)
    return 1 < len(few) == len(many) - 1 and many[:-1] == few


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether some words stand among others in the same order."""
    rest = iter(many)
    return all(word in rest for word in few)


def has_initials(acronym: str, name: str) -> bool:
    """Whether a word of three or more capitals is made of a name's initials, small words left out or not."""
    if not re.fullmatch(r"[A-Z]{3,}", acronym):
        return False
    words = [word for word in re.split(r"[\s-]+", name) if word]
    return acronym in {
        "".join(w[0] for w in words).upper(),
        "".join(w[0] for w in words if w.lower() not in _SMALL).upper(),
    }
