"""When two names of persons are spellings of one: transliterations, particles, nicknames, and the family name
first or last.

Names are compared as written in Latin letters. That two are spellings of one name does not make their bearers
one person; it lets them be compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache

from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import slug

__all__ = ["PersonNames", "without_suffix"]

_CONSONANTS = (
    (re.compile(r"shch|sch"), "sh"),
    (re.compile(r"dzh|dj|zh"), "j"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"[gd]h"), lambda found: found[0][0]),
    (re.compile(r"(?<=[aeiou])h$"), ""),
    (re.compile(r"(?<=o)w(?=[^aeiouy])"), "u"),
    (re.compile(r"(?<=.)ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"q|g|c(?!h)"), "k"),
    (re.compile(r"w"), "v"),
)  # fmt: skip
"""Spellings of one sound in the common romanizations of Arabic, Persian, Cyrillic and Indic scripts, applied
in this order.
"""
_DOUBLE = re.compile(r"([^aeiouy])\1+")
_VOWELS = re.compile(r"[aeiouy]+")
_SERVANT = re.compile(r"^abd(?:[aeu]l|[ou]r|as|ar)?(?=.{4})")
"""The beginning of names that mean the servant of somebody, joined to the rest or not ("Abdel", "Abdur")."""
_SUFFIX = re.compile(r",? (?:[JS]r\.?|[IVX]+)$")
"""What tells a generation or a ruler from others of the name: "Jr.", "III"."""
_LONG = 4
_RULERS = frozenset({"amir", "emir", "sheikh", "shaikh"})
_BY_FATHER = frozenset({"bin", "ibn"})
"""Titles before a name that goes on with the father's ("Amir Sheikh Harun bin Idris")."""
_SERVANTS = frozenset({"abd", "abdal", "abed", "abdel", "abdul", "abdol", "abdur", "abdor"})


def without_suffix(name: str) -> str:
    """A name without the "Jr." or the number at its end, which nobody is called by alone."""
    return _SUFFIX.sub("", name)


class PersonNames:
    """Compares names of persons by the particles and spellings of a lexicon, and English nicknames."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @property
    def titles(self) -> frozenset[str]:
        """The titles that names may begin with."""
        return frozenset(self._lexicon.name_titles)

    @cached_property
    def keys(self) -> Callable[[str], frozenset[str]]:
        """A function from a name to its keys: two names that share one are spellings of one name.

        One key has the words in their order and joined ("Abdel Fattah", "Abdelfattah"), one in the order of
        the alphabet ("Orban Viktor").
        """
        return lru_cache(maxsize=65536)(self._keys)

    @cached_property
    def word(self) -> Callable[[str], str]:
        """A function from one word of a name to what all its spellings have in common."""
        return lru_cache(maxsize=65536)(self._word)

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a name as ids spell them, without particles; all of them where nothing else is
        left.
        """
        words = tuple(slug(name).split("-"))
        while len(words) > _LONG - 1 and words[0] in _RULERS and not _BY_FATHER.isdisjoint(words):
            words = words[1:]
        return tuple(w for w in words if w not in self._lexicon.name_particles) or words

    @cached_property
    def spelled(self) -> Callable[[str], tuple[str, ...]]:
        """A function from a name to its words as `words` gives them, each as what its spellings have in
        common.
        """
        return lru_cache(maxsize=65536)(lambda name: tuple(map(self.word, self.words(name))))

    def same(self, one: str, other: str) -> bool:
        """Whether two names are spellings of one."""
        return not self.keys(one).isdisjoint(self.keys(other))

    def spelled_alike(self, one: str, other: str) -> bool:
        """Whether two names are the same in other letters, with the same words in the same order."""
        return "".join(self._whole(one)) == "".join(self._whole(other))

    def familiar(self, one: str, other: str) -> bool:
        """Whether two names of the same length differ in the given name only, of which one is a nickname of
        the other ("Jim", "James").
        """
        a, b = self.words(one), self.words(other)
        if len(a) != len(b) or len(a) < 2 or [*map(self.word, a[1:])] != [*map(self.word, b[1:])]:
            return False
        return a[0] in self.nicknames(b[0]) or b[0] in self.nicknames(a[0])

    def close(self, one: str, other: str) -> bool:
        """Whether two names are the same but for an "a" in place of an "e" or the reverse ("Mahmoud",
        "Mehmoud"), which tells too little unless they go with one office.
        """
        return self.close_key(one) == self.close_key(other)

    def close_key(self, name: str) -> str:
        """The same for names that are ``close``."""
        return " ".join(_open(word) for word in self.spelled(name))

    def cut_off(self, one: str, other: str) -> bool:
        """Whether a name is another up to one of its hyphens ("Moon Jae" of "Moon Jae-in")."""
        return len(one.split()) > 1 and other.casefold().startswith(f"{one.casefold()}-")

    @cached_property
    def nicknames(self) -> Callable[[str], set[str]]:
        """A function from a given name to its nicknames, in small letters."""
        from nicknames import NickNamer

        return NickNamer().nicknames_of

    def _whole(self, name: str) -> list[str]:
        """The words of a name as ``spelled`` gives them, "abdel" joined to its own."""
        return list(map(self.word, self._joined(self.words(name))))

    def _keys(self, name: str) -> frozenset[str]:
        words = self._whole(name)
        return frozenset({"".join(words), " ".join(sorted(words))})

    def _joined(self, words: tuple[str, ...]) -> Iterator[str]:
        """The words with "abdel" and its like before the word that they belong to."""
        prefix = ""
        for word in words:
            if word in _SERVANTS:
                prefix = "abd"
            else:
                yield prefix + (_SERVANT.sub("abd", word) if not prefix else word)
                prefix = ""
        if prefix:
            yield prefix

    def _word(self, word: str) -> str:
        sound = _sound(self._lexicon.name_spellings.get(word, word))
        return self._listed.get(sound, sound)

    @cached_property
    def _listed(self) -> dict[str, str]:
        """The listed spellings and what they are spellings of, by their sounds: "Dmitro" is as "Dmytro"."""
        return {_sound(word): _sound(name) for word, name in self._lexicon.name_spellings.items()}


def _sound(word: str) -> str:
    """A word as it sounds: one letter for the spellings of a consonant and of a run of vowels."""
    for pattern, by in _CONSONANTS:
        word = pattern.sub(by, word)
    return _VOWELS.sub(lambda found: _vowel(found[0]), _DOUBLE.sub(r"\1", word))


def _open(word: str) -> str:
    """A word with one letter for "a" and "i", where it is long enough to be told by its other letters."""
    return word.replace("i", "a") if len(word) > _LONG else word


def _vowel(run: str) -> str:
    """One letter for a run of vowels: "ou", "oo", "u" and "o" are one, "ei", "ay", "iy" and "y" another."""
    letters = run.replace("y", "") or "i"
    if letters[0] == "a":
        return "i" if set(run[1:]) & set("eiy") else "a" if set(letters) == {"a"} else "u"
    if letters[0] in "ei":
        rest = set(letters) - {"e", "i"}
        return "i" if not rest else "a" if "a" in rest else "u"
    return "u"
