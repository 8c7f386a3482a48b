"""Whether a pattern can ever match, and means what it says: its slots, words, classes and choices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Final, get_args

from kg.errors import DataError
from kg.model import Modality
from kg.resources.ontology import Ontology
from kg.resources.pattern_model import PHRASES, SLOTS, Detail, Pattern, Way
from kg.resources.word_tables import nearest

__all__ = [
    "CHOICES",
    "CLASS_KEYS",
    "FLAGS",
    "PATTERN_KEYS",
    "SLOT_KEYS",
    "WORD_KEYS",
    "check_distinct",
    "check_key",
    "check_list",
    "check_pattern",
    "check_words",
]

PATTERN_KEYS: Final = tuple(f.name for f in fields(Pattern) if f.name not in ("relation", "source"))
TRIGGER_KEYS: Final = ("verbs", "nouns", "adjectives")
WORD_KEYS: Final = frozenset(f.name for f in fields(Pattern) if str(f.type).startswith("frozenset"))
SLOT_KEYS: Final = ("via", "subject", "object", "recipient", "topic", "place", "requires", "forbids")
CLASS_KEYS: Final = ("subject_classes", "not_subject_classes", "object_classes")
FLAGS: Final = frozenset({"light", "collective", "alone"})
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "phrase": PHRASES,
    "modality": get_args(Modality),
    "needs": get_args(Detail),
    "subject_as": get_args(Way),
    "object_as": get_args(Way),
}
_MAY_BE_EMPTY: Final = frozenset({"place", "expect"})
_PARTS: Final[Mapping[str, tuple[int, int]]] = {"verbs": (1, 1), "nouns": (0, 1)}
"""How many spaces and hyphens a word may have and still match, by key; other words have none."""


def check_key(place: str, key: str, known: Iterable[str]) -> None:
    """Raise DataError for a key that no table of this kind has."""
    known = list(known)
    if key not in known:
        raise DataError(place, f"unknown key {key!r}", nearest(key, known, "see docs/patterns.md"))


def check_list(place: str, key: str, words: Collection[str]) -> None:
    """Raise DataError for an empty list, and for a word listed twice."""
    if not words and key not in _MAY_BE_EMPTY:
        raise DataError(place, f"`{key}` is an empty list", "fill it or leave it out")
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise DataError(place, f"{word!r} is listed twice in `{key}`", "list it once")
        seen.add(word)


def check_words(place: str, key: str, words: Iterable[str]) -> None:
    """Raise DataError for a word in a form that no lemma has."""
    spaces, hyphens = _PARTS.get(key, (0, 0))
    for word in words:
        if word != word.lower():
            raise DataError(place, f"{word!r} in `{key}` never matches", f"write {word.lower()!r}")
        if word.count(" ") > spaces or word.count("-") > hyphens or word != word.strip() or not word:
            raise DataError(
                place, f"{word!r} in `{key}` never matches", "it is compared with the lemma of one word"
            )


def check_pattern(pattern: Pattern, ontology: Ontology, prepositions: Collection[str]) -> None:
    """Raise DataError for a pattern without a trigger, with a slot that does not exist, or with a class that
    the ontology lacks.
    """
    place = pattern.source
    if not (pattern.verbs or pattern.nouns or pattern.adjectives or pattern.phrase):
        raise DataError(place, "has no trigger", "give it verbs, nouns or adjectives")
    if pattern.light and not (pattern.verbs and pattern.nouns):
        raise DataError(place, "a light pattern needs verbs and nouns", "give it both")
    for key in CLASS_KEYS:
        _check_classes(place, getattr(pattern, key), ontology)
    for key in SLOT_KEYS:
        for path in getattr(pattern, key):
            _check_path(place, key, path, prepositions)
            if path.split(".")[0] == "noun" and not pattern.light:
                fault = f"`{key}` has {path!r}, but only a light pattern has a noun beside its verb"
                raise DataError(place, fault, "give it light = true, verbs and nouns")


def _check_classes(place: str, classes: Iterable[str], ontology: Ontology) -> None:
    for cls in classes:
        if cls not in ontology.classes:
            remedy = nearest(cls, ontology.classes, "use one of its classes")
            raise DataError(place, f"class {cls!r} is not in the ontology", remedy)


def _check_path(place: str, key: str, path: str, prepositions: Collection[str]) -> None:
    for slot in path.split("."):
        if slot not in SLOTS and slot not in prepositions:
            otherwise = "use a slot of docs/patterns.md or a word of `prepositions` in lists.toml"
            remedy = nearest(slot, [*sorted(SLOTS), *prepositions], otherwise)
            raise DataError(place, f"{slot!r} in `{key}` is no slot", remedy)


def check_distinct(patterns: Iterable[Pattern]) -> None:
    """Raise DataError for two patterns of one name, or two that are the same but for their names."""
    names: set[str] = set()
    seen: dict[Pattern, str] = {}
    for pattern in patterns:
        if pattern.name in names:
            raise DataError(pattern.source, f"two patterns have this name ({pattern.name})", "rename one")
        names.add(pattern.name)
        bare = replace(pattern, name="", source="", says=(), never=())
        if bare in seen:
            fault = f"has the same trigger and slots as {seen[bare]}"
            raise DataError(pattern.source, fault, "remove one, or say what makes them differ")
        seen[bare] = pattern.name
