"""Articles with what was read in them as brat's stand-off annotation, for people who correct it.

A folder that brat opens: for each article its text (``.txt``) and annotations (``.ann``), and the
``annotation.conf`` that names what can be annotated. https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.analysis.lookup import relation_labels
from kg.errors import StoreError
from kg.model import Argument, Document, Reading, Statement
from kg.rdf.layout import MODALITIES
from kg.rdf.reader import readings
from kg.resources.ontology import load_ontology

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["brat_files"]

_ROLES = (
    ("subject", "Subject"),
    ("object", "Object"),
    ("place", "Place"),
    ("recipient", "Recipient"),
    ("topic", "Topic"),
    ("attributed_to", "Source"),
)
"""The fields of a statement, and what they are called in annotations."""
_OPEN = "open"
"""What a statement of no relation is called."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 80  # characters of a file's name that are an article's id
_FRAGMENT = re.compile(r"[^\n]+")


def brat_files(store: Store) -> dict[str, str]:
    """The files of the folder, by name. Raises StoreError where the store holds no texts of articles."""
    files: dict[str, str] = {}
    taken: set[str] = set()
    classes: set[str] = set()
    for reading in readings(store):
        document = reading.document
        if reading.statements and not document.text:
            raise StoreError(
                document.id, "its text is not in the store", "export from a store that `kg build` made"
            )
        name = _name(document, taken)
        files[f"{name}.txt"] = document.text
        files[f"{name}.ann"] = "".join(f"{line}\n" for line in _lines(reading, classes))
    files["annotation.conf"] = _configuration(
        sorted(classes | _participants()), sorted(relation_labels(store))
    )
    return files


def _name(document: Document, taken: set[str]) -> str:
    """What the files of an article are called: its id where that can be the name of a file and is no other's
    in small letters, else as much as can, with a mark of its own.
    """
    name = _UNSAFE.sub("-", document.id)[:_LONGEST].strip("-")
    if name == document.id and name.casefold() not in taken:
        taken.add(name.casefold())
        return name
    return f"{name}-{hashlib.sha256(document.id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}".lstrip(
        "-"
    )


class _Annotations:
    """The lines of one article, numbered as they come; words of one kind are annotated once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: dict[tuple[str, int, int], str] = {}
        self._counts = dict.fromkeys("TEAN#", 0)

    def id(self, kind: str) -> str:
        """The next id of a kind of annotation."""
        self._counts[kind] += 1
        return f"{kind}{self._counts[kind]}"

    def span(self, label: str, begin: int, end: int) -> tuple[str, list[str]]:
        """The id of the annotation of some words, and its line when it is new. Words that a line end parts
        are fragments.
        """
        if known := self._spans.get((label, begin, end)):
            return known, []
        id = self._spans[label, begin, end] = self.id("T")
        parts = list(_FRAGMENT.finditer(self._text, begin, end))
        offsets = ";".join(f"{part.start()} {part.end()}" for part in parts)
        return id, [f"{id}\t{label} {offsets}\t{' '.join(part[0] for part in parts)}"]


def _lines(reading: Reading, classes: set[str]) -> Iterator[str]:
    """The annotations of an article; the classes of what is annotated are added to ``classes``."""
    text = reading.document.text
    made = _Annotations(text)
    linked: set[tuple[str, str]] = set()
    for one in reading.statements:
        roles: list[str] = []
        for field, role in _ROLES:
            argument: Argument | None = getattr(one, field)
            if argument is None or not text[argument.begin : argument.end].strip():
                continue
            classes.add(argument.entity.cls)
            id, new = made.span(argument.entity.cls, argument.begin, argument.end)
            yield from new
            roles.append(f"{role}:{id}")
            if (id, argument.entity.id) not in linked:
                linked.add((id, argument.entity.id))
                label = " ".join(argument.entity.label.split())
                yield f"{made.id('N')}\tReference {id} newskg:{argument.entity.id}\t{label}"
        trigger = _trigger(one, text)
        if trigger is None:
            continue
        kind = one.relation or _OPEN
        id, new = made.span(kind, *trigger)
        yield from new
        event = made.id("E")
        yield f"{event}\t{' '.join([f'{kind}:{id}', *roles])}"
        yield f"{made.id('A')}\tModality {event} {one.modality}"
        yield f"{made.id('#')}\tAnnotatorNotes {event}\t{one.id} confidence {one.confidence:g}"


def _trigger(one: Statement, text: str) -> tuple[int, int] | None:
    """The words that an event of brat hangs on: the trigger's or, where there are none, those of the object
    or subject.
    """
    for words in (one.trigger, one.object, one.subject):
        if words is not None and text[words.begin : words.end].strip():
            return words.begin, words.end
    return None


def _participants() -> set[str]:
    """The classes of what takes part in statements."""
    ontology = load_ontology()
    named = {name for one in ontology.relations.values() for name in (*one.domain, *one.range)}
    return {name for name in ontology.classes if any(ontology.is_a(name, above) for above in named)}


def _configuration(classes: list[str], relations: list[str]) -> str:
    """``annotation.conf``: what can be annotated."""
    roles = ", ".join(f"{role}?:<ENTITY>" for _, role in _ROLES)
    return "\n".join(
        [
            *("[entities]", *classes, ""),
            *("[relations]", "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>", ""),
            *("[events]", *(f"{relation}\t{roles}" for relation in [*relations, _OPEN]), ""),
            *("[attributes]", f"Modality\tArg:<EVENT>, Value:{'|'.join(MODALITIES)}", ""),
        ]
    )
