"""re3d (dstl): named spans of defence and security reports, outermost and certain ones only."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from training.annotated import Annotated, Mark
from training.gazetteer import Gazetteer

_PRONOUNS = frozenset(
    "he she it we they you i his her its our their your my him them us who himself themselves "
    "itself this that these those here there "
    "both all many some two three several others one".split()
)
_CONNECTORS = frozenset(
    "of for and the & de la del 's ’s on in to von van du des al - – / at et di da".split()
) | {"al-"}
_DETERMINER = re.compile(r"(?:[Tt]he|[Aa]n?|[Oo]ur|[Tt]heir|[Hh]is|[Ii]ts|[Tt]hese|[Tt]his)\s+")
_CAPITAL = re.compile(r"[“\"'(]?[A-Z]")
_CAPITAL_OR_DIGIT = re.compile(r"[“\"'(]?[A-Z0-9]")
_NO_NAMES = ("Temporal", "Quantity", "Money", "Frequency", "Coordinate")
_MACHINES = ("MilitaryPlatform", "Weapon", "Vehicle")


@dataclass(frozen=True, slots=True)
class Entity:
    """An annotation: re3d's type, character offsets, and how certain its annotators were."""

    type: str
    begin: int
    end: int
    confidence: float


def is_training(document_id: str) -> bool:
    """True for the half of the documents that may be trained on; the other half is the test set."""
    return int(hashlib.sha256(document_id.encode()).hexdigest()[:8], 16) % 2 == 0


def read_documents(folder: Path) -> Iterator[tuple[str, str, list[Entity]]]:
    """Id, text and entities (certain first, then long first) of each document of one source's folder."""
    by_document: dict[str, list[Entity]] = {}
    for row in _json_lines(folder / "entities.json"):
        entity = Entity(row["type"], row["begin"], row["end"], row.get("confidence", 0))
        by_document.setdefault(row["documentId"], []).append(entity)
    for row in _json_lines(folder / "documents.json"):
        entities = by_document.get(row["_id"], [])
        yield (
            row["_id"],
            row["text"],
            sorted(entities, key=lambda entity: (-entity.confidence, entity.begin - entity.end)),
        )


def _json_lines(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_re3d(raw: Path, gazetteer: Gazetteer, training: bool = True) -> Iterator[Annotated]:
    """The lines of the training documents (without the BBC's, which are non-commercial), or of the test
    documents.
    """
    for folder in sorted(path for path in raw.iterdir() if (path / "documents.json").exists()):
        if training and "BBC" in folder.name:
            continue
        for document_id, text, entities in read_documents(folder):
            if is_training(document_id) == training:
                yield from _lines(text, _Reader(text, gazetteer).read(entities))


def _lines(text: str, marks: tuple[list[Mark], list[tuple[int, int]]]) -> Iterator[Annotated]:
    for match in re.finditer(r"[^\n]+", text):
        start, end = match.span()
        names = tuple((a - start, b - start, label) for a, b, label in marks[0] if a >= start and b <= end)
        yield Annotated(
            match[0], names, tuple((a - start, b - start) for a, b in marks[1] if a >= start and b <= end)
        )


def trim(text: str) -> tuple[int, str] | None:
    """Offset and text of the proper name in an annotation, without article and closing punctuation; None if
    it is none.
    """
    match = _DETERMINER.match(text)
    offset = match.end() if match else 0
    name = text[offset:].rstrip(" .,;")
    words = name.split()
    if not any(_CAPITAL.match(word) for word in words):
        return None
    capitals = [_CAPITAL_OR_DIGIT.match(word) is not None for word in words]
    fits = all(
        capital or word.lower() in _CONNECTORS or word[:3].lower() == "al-"
        for capital, word in zip(capitals, words, strict=True)
    )
    return (offset, name) if fits and capitals[0] and capitals[-1] else None


@dataclass(slots=True)
class _Reader:
    text: str
    gazetteer: Gazetteer
    names: list[Mark] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)

    def read(self, entities: Iterable[Entity]) -> tuple[list[Mark], list[tuple[int, int]]]:
        """Names and unknown stretches of the document."""
        for entity in (part for whole in entities for part in self._split(whole)):
            value = self.text[entity.begin : entity.end]
            plain = value.lower().strip(" .,")
            if entity.type in _NO_NAMES or plain in _PRONOUNS or plain in self.gazetteer.titles:
                continue
            trimmed = trim(value)
            if trimmed and "," in trimmed[1] and entity.type in ("Organisation", "Location"):
                self._mark(entity.begin, entity.end, None)
            elif trimmed:
                start = entity.begin + trimmed[0]
                self._read_name(entity, start, start + len(trimmed[1]))
        self._read_rest()
        return self.names, self.unknown

    def _split(self, entity: Entity) -> list[Entity]:
        """The parts of "Mosul, Iraq" and "Iraq's Ministry of Defence"; the entity itself otherwise."""
        value = self.text[entity.begin : entity.end]
        if entity.type == "Location" and re.fullmatch(r"[A-Z][^,]*, [A-Z][^,]*", value):
            comma = entity.begin + value.index(",")
            return [replace(entity, end=comma), replace(entity, begin=comma + 2)]
        possessive = re.search(r"['’]s ", value)
        splittable = entity.type in ("Organisation", "Location", "Person", "MilitaryPlatform", "Weapon")
        if possessive and splittable and re.search(r"['’]s [A-Z]", value):
            owner = "Location" if value[: possessive.start()] in self.gazetteer.places else "Organisation"
            return [
                replace(entity, begin=entity.begin + possessive.end()),
                replace(entity, end=entity.begin + possessive.start(), type=owner),
            ]
        return [entity]

    def _read_name(self, entity: Entity, start: int, end: int) -> None:
        if entity.type == "Person":
            start = self._skip_titles(start, end)
            name = self.text[start:end]
            if "," in name or re.search(r" (of|for) ", name) or name.lower() in self.gazetteer.titles:
                self._mark(start, end, None)
                return
        name = self.text[start:end]
        if not name:
            return
        known = name in self.gazetteer.places or name in self.gazetteer.demonyms
        certain = entity.confidence >= 1 or known
        if self._free(start, end):
            self._mark(start, end, self._label(entity.type, name) if certain else None)

    def _skip_titles(self, start: int, end: int) -> int:
        match = re.match(r"(\S+)\s+", self.text[start:end])
        while match and match[1].lower().strip(",") in self.gazetteer.titles:
            start += match.end()
            match = re.match(r"(\S+)\s+", self.text[start:end])
        return start

    def _label(self, kind: str, name: str) -> str | None:
        gazetteer = self.gazetteer
        if kind == "Person":
            return "NORP" if name.split(" ")[-1] in gazetteer.demonyms else "PERSON"
        if kind == "Organisation":
            peoples = all(word in gazetteer.demonyms for word in name.split())
            return "NORP" if peoples else "GPE" if name in gazetteer.places else "ORG"
        if kind == "Location":
            label = gazetteer.place_label(name)
            return "FAC" if label == "ORG" else label
        if kind == "Nationality":
            return "GPE" if name in gazetteer.places and name not in gazetteer.demonyms else "NORP"
        return "PRODUCT" if kind in _MACHINES else None

    def _read_rest(self) -> None:
        """Capitalised words outside annotations: peoples and places are known, others not."""
        for match in re.finditer(r"[A-Z][\w.'’-]+", self.text):
            start, word = match.start(), match[0].rstrip(".")
            if not self._free(*match.span()):
                continue
            inner = start > 1 and self.text[start - 2] not in ".!?\n"
            if word in self.gazetteer.demonyms:
                self.names.append((start, start + len(word), "NORP"))
            elif match[0] in self.gazetteer.places or word in self.gazetteer.places:
                place = match[0] if match[0] in self.gazetteer.places else word
                self.names.append((start, start + len(place), "GPE"))
            elif inner and word.lower() not in _PRONOUNS and word.lower() not in self.gazetteer.titles:
                self.unknown.append(match.span())

    def _free(self, start: int, end: int) -> bool:
        return all(end <= other_start or start >= other_end for other_start, other_end in self.taken)

    def _mark(self, start: int, end: int, label: str | None) -> None:
        self.taken.append((start, end))
        if label is None:
            self.unknown.append((start, end))
        else:
            self.names.append((start, end, label))
