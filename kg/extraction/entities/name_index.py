"""Names that background knowledge holds, ready to be found in running text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from kg.resources.gazetteer import Gazetteer
from kg.resources.gazetteer import Name as KnownName
from kg.resources.lexicon import Lexicon
from kg.resources.person_names import PersonNames
from kg.resources.tenures import Tenure

__all__ = ["SPACES", "NameIndex"]

SPACES = re.compile(r"\s")
_WORD = re.compile(r"\w[\w.]*")
_MARKS = tuple(str.maketrans(one, other) for one, other in (("'", "’"), ("’", "'"), ("-", "–")))
_PREFER = {"name": 0, "acronym": 1, "demonym": 2, "people": 3, "capital": 4, "seat": 5}
"""Which way of naming an entity is likelier, where a name may stand for several."""


def _respelled(text: str, spellings: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """A name with other marks for its apostrophes and hyphens, and one of several words in other
    ``spellings`` of its words, where they differ.
    """
    yield from {text.translate(marks) for marks in _MARKS} - {text}
    words = text.split(" ") if " " in text else []
    for spelling in spellings:
        changed = [spelling.get(word, word) for word in words]
        if changed != words:
            yield " ".join(changed)


class NameIndex:
    """The names that background knowledge holds, by text; built once."""

    def __init__(self, knowledge: Gazetteer, lexicon: Lexicon) -> None:
        self._names = {
            text: tuple(sorted(names, key=lambda n: (_PREFER.get(n.kind, 9), n.entity)))
            for text, names in knowledge.names.items()
        }
        british = {word.capitalize(): other.capitalize() for word, other in lexicon.spelling.items()}
        american = {other: word for word, other in british.items()}
        for text, names in [*self._names.items()]:
            for other in _respelled(text, (british, american)):
                self._names.setdefault(other, names)
        self._classes = {id: known.entity.cls for id, known in knowledge.entities.items()}
        starts: dict[str, list[str]] = {}
        for text in self._names:
            found = _WORD.match(text)
            if found:
                starts.setdefault(found.group().rstrip("."), []).append(text)
        self._knowledge, self.persons = knowledge, PersonNames(lexicon)
        self._starts = {
            word: tuple(sorted(texts, key=lambda t: (-len(t), t))) for word, texts in starts.items()
        }

    def named(self, text: str) -> tuple[KnownName, ...]:
        """What a name may stand for, likeliest first; empty when the knowledge does not hold it."""
        found = self._names.get(text, ())
        if not found and len(text) > 4 and text.isupper():
            return self._names.get(text.title(), ())  # "SEOUL (Reuters) -"
        return found

    def cls(self, text: str) -> str:
        """The class of the likeliest thing that a known name stands for."""
        return self._classes[self.named(text)[0].entity]

    def is_family_name(self, text: str) -> bool:
        """Whether a known person has a word for the last of a full name."""
        return text in self._families

    @cached_property
    def _families(self) -> frozenset[str]:
        persons = (one.entity for one in self._knowledge.entities.values() if one.entity.cls == "Person")
        names = (name.split() for one in persons for name in (one.label, *one.aliases))
        return frozenset(words[-1] for words in names)

    def tenures_of(self, person: str) -> frozenset[Tenure]:
        """The offices that known persons of a full name, in any of its spellings, hold or held."""
        if " " not in person:
            return frozenset()
        return frozenset().union(*(self._tenures.get(key, ()) for key in self.persons.keys(person)))

    @cached_property
    def _tenures(self) -> dict[str, tuple[Tenure, ...]]:
        """The tenures by the keys of the full names of their holders."""
        found: defaultdict[str, list[Tenure]] = defaultdict(list)
        for tenure in self._knowledge.tenures:
            holder = self._knowledge.entities[tenure.person].entity
            full = [name for name in (holder.label, *holder.aliases) if " " in name]
            for key in frozenset().union(*map(self.persons.keys, full)):
                found[key].append(tenure)
        return {key: tuple(own) for key, own in found.items()}

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """The offsets of known names in a text, longest first at each place, without overlap.

        White space counts as a blank.
        """
        flat, at = SPACES.sub(" ", text), 0
        for word in _WORD.finditer(flat):
            names = self._starts.get(word[0]) or (self._begun_by(word[0]) if "." in word[0] else ())
            begin = word.start() if names else -1
            for name in names if begin >= at else ():
                end = begin + len(name)
                if flat.startswith(name, begin) and not (
                    end < len(flat) and (flat[end].isalnum() or flat[end - 1 : end + 1] == "..")
                ):
                    yield begin, end
                    at = end
                    break

    def _begun_by(self, word: str) -> tuple[str, ...]:
        """The names that begin with a word with points, longest first."""
        return self._starts.get(word.rstrip(".")) or self._starts.get(word.partition(".")[0], ())
