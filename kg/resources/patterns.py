"""Patterns from ``ontology/patterns/*.toml``: which words say a relation, and which slot around them holds
which argument.

A file names one relation, holds ``[[pattern]]`` tables and the ``[[example]]`` tables that test them.
``lists.toml`` in the same folder holds word lists that any pattern may name as ``"@list"``. The keys of a
pattern are the fields of `Pattern`; `docs/patterns.md` explains them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from kg.errors import DataError
from kg.model import Modality
from kg.resources.data_files import DataReader
from kg.resources.ontology import Ontology

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["Example", "Pattern", "Patterns", "Way", "load_patterns"]

_PLACES = ("in", "at", "near", "outside", "on", "off", "around")
_MODALITIES = ("actual", "planned", "possible", "negated")
_DETAILS = ("recipient", "topic", "place")
_PHRASES = ("title", "allegiance", "location")
_SLOT_WORDS = frozenset(
    {
        "subject",
        "object",
        "indirect",
        "attribute",
        "complement",
        "infinitive",
        "possessor",
        "modifier",
        "appositive",
        "governor",
        "condition",
    }
)


Way = Literal["actor", "place", "topic", "capability", "role", "people"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a relation.

    The trigger is a word of ``verbs``, ``nouns`` or ``adjectives`` (lemmas; a verb may be phrasal, "pull
    out", or hyphenated, "test-fire"). With ``light``, the trigger is a verb of ``verbs`` that has a noun of
    ``nouns`` in its ``via`` slot ("hold" + "talks"); slots of the noun are then reached as ``noun.with``.
    With ``phrase`` there is no trigger word: the relation is what a noun phrase of that kind says by itself
    (title, allegiance, location).

    ``subject``, ``object`` and so on list slot paths; the first that has arguments counts, of ``object`` the
    first that has arguments which are understood. ``object_as`` orders the ways to read the object.
    ``subject_classes`` and ``object_classes`` narrow the relation's domain and range, ``not_subject_classes``
    leave some out. ``object_words`` and ``not_object_words`` (and the same for subjects) look at the head
    lemma of the filler, ``complement_words`` at that of a complement on the way to it,
    ``complement_dependents`` at the words beside that ("said that Chad **must** withdraw").
    ``subject_metonyms`` and ``object_metonyms`` list nouns that stand for whoever owns them: "Israeli
    **jets** bombed positions of ...".

    ``requires`` and ``forbids`` list slot paths that must, or must not, be filled; ``needs`` names details
    (recipient, topic, place) that must be found. ``with_dependents`` and ``without_dependents`` list lemmas
    that must, or must not, be children of the trigger ("joint exercise"). ``collective``: several subjects
    without an object do it with each other. ``modality`` overrides what the sentence's grammar says.
    """

    name: str
    relation: str
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    phrase: str | None = None
    light: bool = False
    via: tuple[str, ...] = ("object",)
    subject: tuple[str, ...] = ("subject",)
    object: tuple[str, ...] = ("object",)
    recipient: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    place: tuple[str, ...] = _PLACES
    subject_as: tuple[Way, ...] = ()
    object_as: tuple[Way, ...] = ()
    subject_classes: tuple[str, ...] = ()
    not_subject_classes: tuple[str, ...] = ()
    object_classes: tuple[str, ...] = ()
    subject_words: frozenset[str] = frozenset()
    object_words: frozenset[str] = frozenset()
    not_object_words: frozenset[str] = frozenset()
    not_subject_words: frozenset[str] = frozenset()
    complement_words: frozenset[str] = frozenset()
    complement_dependents: frozenset[str] = frozenset()
    subject_metonyms: frozenset[str] = frozenset()
    object_metonyms: frozenset[str] = frozenset()
    requires: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    with_dependents: frozenset[str] = frozenset()
    without_dependents: frozenset[str] = frozenset()
    collective: bool = False
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the (subject, object) labels that the file's relation must give for it; with ``expect``
    empty, a counter-example.
    """

    relation: str
    text: str
    expect: tuple[tuple[str, str], ...]
    place: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns, indexed by trigger lemma for one walk over a sentence."""

    all: tuple[Pattern, ...]
    examples: tuple[Example, ...]
    verbs: dict[str, tuple[Pattern, ...]]
    nouns: dict[str, tuple[Pattern, ...]]
    adjectives: dict[str, tuple[Pattern, ...]]
    phrases: dict[str, tuple[Pattern, ...]]

    def triggering(self, words: Iterable[Token]) -> list[Token]:
        """The words whose lemma or, for adjectives, whose form some pattern has."""
        verbs, nouns, adjectives = self.verbs, self.nouns, self.adjectives
        return [
            word
            for word in words
            if (lemma := word.lemma_.lower()) in verbs
            or lemma in nouns
            or lemma in adjectives
            or word.lower_ in adjectives
        ]


def load_patterns(
    ontology: Ontology, extra: Iterable[Path] = (), *, data: DataReader | None = None
) -> Patterns:
    """The patterns of the package and of the files or folders in ``extra``, checked against the ontology;
    raises `DataError`.
    """
    data = data or DataReader()
    paths = sorted((data.ontology / "patterns").glob("*.toml"))
    for path in extra:
        if not path.exists():
            raise DataError(path, "no such file", "name a .toml file of patterns or a folder of them")
        paths.extend(sorted(path.glob("*.toml")) if path.is_dir() else [path])
    tables: list[tuple[Path, dict[str, Any]]] = [(path, data.toml(path)) for path in paths]
    lists: dict[str, list[str]] = {}
    for path, table in tables:
        if path.name == "lists.toml":
            lists.update(_lists(path, table))
    patterns: list[Pattern] = []
    examples: list[Example] = []
    for path, table in tables:
        if path.name != "lists.toml":
            patterns.extend(_patterns(path, table, lists, ontology))
            examples.extend(_examples(path, table))
    _unique(patterns)
    return Patterns(
        all=tuple(patterns),
        examples=tuple(examples),
        verbs=_index(patterns, "verbs"),
        nouns=_index(patterns, "nouns"),
        adjectives=_index(patterns, "adjectives"),
        phrases={phrase: tuple(p for p in patterns if p.phrase == phrase) for phrase in _PHRASES},
    )


def _lists(path: Path, table: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise DataError(path, f"`{name}` is not a list of words", 'write it as ["word", ...]')
        yield name, words


def _words(place: str, value: Any, lists: dict[str, list[str]]) -> tuple[str, ...]:
    """The words of a value, with named lists filled in, in the order given."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise DataError(place, f"{value!r} is neither a word nor a list of words", 'write ["word", ...]')
    out: list[str] = []
    for word in value:
        if word.startswith("@"):
            if word[1:] not in lists:
                raise DataError(place, f"no word list {word}", "name one that lists.toml holds")
            out.extend(lists[word[1:]])
        else:
            out.append(word)
    return tuple(dict.fromkeys(out))


_TYPES = {f.name: str(f.type) for f in fields(Pattern)}


def _patterns(
    path: Path, table: dict[str, Any], lists: dict[str, list[str]], ontology: Ontology
) -> Iterator[Pattern]:
    relation = table.get("relation")
    if relation not in ontology.relations:
        near = get_close_matches(str(relation), ontology.relations, 1)
        remedy = f"did you mean {near[0]}?" if near else "add it to the ontology first"
        raise DataError(path, f"relation {relation!r} is not in the ontology", remedy)
    if unknown := set(table) - {"relation", "pattern", "example"}:
        raise DataError(
            path,
            f"unknown key {min(unknown)!r}",
            "a pattern file holds relation, [[pattern]] and [[example]]",
        )
    for number, entry in enumerate(table.get("pattern", ()), 1):
        yield _pattern(f"{path}, pattern {number}", str(relation), entry, lists, ontology)


def _pattern(
    place: str, relation: str, entry: dict[str, Any], lists: dict[str, list[str]], ontology: Ontology
) -> Pattern:
    values: dict[str, Any] = {}
    for key, value in entry.items():
        kind = _TYPES.get(key)
        if kind is None or key == "relation":
            near = get_close_matches(key, _TYPES, 1)
            raise DataError(
                place,
                f"unknown key {key!r}",
                f"did you mean {near[0]!r}?" if near else "see docs/patterns.md",
            )
        if kind.startswith("frozenset"):
            values[key] = frozenset(_words(place, value, lists))
        elif kind.startswith("tuple"):
            values[key] = _words(place, value, lists)
        elif not isinstance(value, (bool, str, float)):
            raise DataError(place, f"`{key}` has the value {value!r}", f"it takes a {kind.split()[0]}")
        else:
            values[key] = value
    if not isinstance(values.get("name"), str):
        raise DataError(place, "has no name", 'give it one: name = "..."')
    values["name"] = f"{relation}#{values['name']}"
    pattern = Pattern(relation=relation, **values)
    _check(place, pattern, ontology)
    return pattern


def _check(place: str, pattern: Pattern, ontology: Ontology) -> None:
    if pattern.phrase not in (None, *_PHRASES):
        raise DataError(place, f"unknown phrase {pattern.phrase!r}", f"use one of {', '.join(_PHRASES)}")
    if not (pattern.verbs or pattern.nouns or pattern.adjectives or pattern.phrase):
        raise DataError(place, "has no trigger", "give it verbs, nouns or adjectives")
    if pattern.light and not (pattern.verbs and pattern.nouns):
        raise DataError(place, "a light pattern needs verbs and nouns", "give it both")
    if pattern.modality not in (None, *_MODALITIES):
        raise DataError(
            place, f"unknown modality {pattern.modality!r}", f"use one of {', '.join(_MODALITIES)}"
        )
    for detail in pattern.needs:
        if detail not in _DETAILS:
            raise DataError(
                place, f"unknown detail {detail!r} in `needs`", f"use one of {', '.join(_DETAILS)}"
            )
    for cls in pattern.subject_classes + pattern.not_subject_classes + pattern.object_classes:
        if cls not in ontology.classes:
            raise DataError(place, f"class {cls!r} is not in the ontology", "use one of its classes")
    for role in pattern.object_as + pattern.subject_as:
        if role not in get_args(Way):
            raise DataError(
                place, f"unknown way to read an argument: {role!r}", f"use one of {', '.join(get_args(Way))}"
            )
    for path in (
        pattern.subject
        + pattern.object
        + pattern.recipient
        + pattern.topic
        + pattern.requires
        + pattern.forbids
    ):
        for slot in path.split("."):
            if (
                slot not in _SLOT_WORDS
                and slot not in ("noun", "self")
                and not slot.replace(" ", "").isalpha()
            ):
                raise DataError(
                    place, f"{slot!r} is no slot", "use a slot of docs/patterns.md or a preposition"
                )


def _examples(path: Path, table: dict[str, Any]) -> Iterator[Example]:
    for number, entry in enumerate(table.get("example", ()), 1):
        place = f"{path}, example {number}"
        text, expect = entry.get("text"), entry.get("expect")
        if (
            not isinstance(text, str)
            or not isinstance(expect, list)
            or not all(isinstance(e, list) and len(e) == 2 for e in expect)
        ):
            raise DataError(
                place,
                "is not text and expect",
                'write text = "..." and expect = [["subject", "object"], ...]',
            )
        yield Example(str(table["relation"]), text, tuple((str(s), str(o)) for s, o in expect), place)


def _unique(patterns: list[Pattern]) -> None:
    seen: set[str] = set()
    for pattern in patterns:
        if pattern.name in seen:
            raise DataError(pattern.name, "two patterns have this name", "rename one")
        seen.add(pattern.name)


def _index(patterns: list[Pattern], part: str) -> dict[str, tuple[Pattern, ...]]:
    """Patterns by the lemma that one walk looks for: the verb of a phrasal one, the last part of a hyphenated
    one.
    """
    index: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        if pattern.light and part != "verbs":
            continue
        for word in getattr(pattern, part):
            key = word.split(" ")[0].rpartition("-")[2]
            if pattern not in index[key]:
                index[key].append(pattern)
    return {key: tuple(found) for key, found in sorted(index.items())}
