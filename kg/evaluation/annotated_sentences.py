"""Annotated sentences as they are read from a file: who does what to whom, in which words.

They are JSON lines with ``text``, ``rows`` and, for sentences of one article, ``article``.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.model import Document

__all__ = [
    "AnnotatedSentence",
    "Row",
    "Side",
    "Words",
    "articles_of",
    "is_annotated",
    "read_annotated",
    "words_of",
]

_SMALL: Final = frozenset({"the", "a", "an", "of", "s", "and", "in"})
_GAP: Final = "\n\n"

Words = frozenset[str]
Side = tuple[Words, ...]
"""The ways in which one participant is said, each as the set of its words."""


@dataclass(frozen=True, slots=True)
class Row:
    """An annotated statement: for each side the words that may stand for it, empty where the sentence
    leaves it out, and the words of the full name behind them, empty where the sentence says it itself.
    """

    relation: str
    certain: bool
    subject: Side
    object: Side
    modalities: frozenset[str]
    names: tuple[Words, Words] = (frozenset(), frozenset())

    @property
    def whole(self) -> bool:
        """Whether both participants are named."""
        return bool(self.subject and self.object)


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence with its rows; ``begin`` and ``end`` are its code-point offsets in the article,
    half-open.
    """

    article: str
    published: str | None
    text: str
    begin: int
    end: int
    rows: tuple[Row, ...]


def is_annotated(path: Path) -> bool:
    """Whether a file begins with an annotated sentence. Raises InputError when it cannot be read."""
    first = next(_lines(path), (1, ""))[1]
    try:
        found = json.loads(first)
    except ValueError:
        return False
    return isinstance(found, dict) and isinstance(found.get("rows"), list) and "text" in found


def read_annotated(path: Path) -> list[AnnotatedSentence]:
    """The sentences of a file (``.jsonl``, or ``.jsonl.xz``), article by article in the order of the file.

    The sentences of an article are taken to stand in its text with an empty line between. Raises InputError
    that names the line.
    """
    articles: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, line in _lines(path):
        record = _record(path, number, line)
        articles.setdefault(record.get("article") or record["id"], []).append((number, record))
    found = []
    for article, records in articles.items():
        begin = 0
        for number, record in records:
            end = begin + len(record["text"])
            rows = tuple(_row(f"{path}:{number}", row) for row in record["rows"])
            published = records[0][1].get("published")
            found.append(AnnotatedSentence(article, published, record["text"], begin, end, rows))
            begin = end + len(_GAP)
    return found


def articles_of(sentences: Iterable[AnnotatedSentence]) -> Iterator[Document]:
    """The articles in which the sentences stand, as they are to be read."""
    texts: dict[str, list[AnnotatedSentence]] = {}
    for sentence in sentences:
        texts.setdefault(sentence.article, []).append(sentence)
    for article, own in texts.items():
        yield Document(article, _GAP.join(one.text for one in own), published=own[0].published)


def words_of(text: str | None) -> Words:
    """The words of a name in lower case, without the small ones."""
    return frozenset(re.findall(r"\w+", (text or "").lower())) - _SMALL


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers."""
    try:
        content = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        for number, line in enumerate(content.decode("utf-8-sig").split("\n"), 1):
            if line.strip():
                yield number, line
    except (OSError, UnicodeDecodeError, lzma.LZMAError, EOFError) as error:
        raise InputError(
            path, f"cannot be read ({error})", "give annotated sentences as JSON lines in UTF-8"
        ) from error


def _record(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise InputError(f"{path}:{number}", f"not JSON: {error}", "write one record a line") from error
    if isinstance(found, dict):
        kinds = {"id": str, "text": str, "rows": list}
        if all(isinstance(found.get(key), kind) for key, kind in kinds.items()):
            return found
    raise InputError(f"{path}:{number}", "is no annotated sentence", "give it id, text and rows")


def _row(place: str, row: Any) -> Row:
    try:
        sides = [
            tuple(
                filter(None, (words_of((row.get(side) or {}).get("text")), words_of(row.get(f"{side}_is"))))
            )
            for side in ("subject", "object")
        ]
        modalities = frozenset(filter(None, (row["modality"], row.get("modality_also"))))
        names = (words_of(row.get("subject_is")), words_of(row.get("object_is")))
        return Row(str(row["relation"]), bool(row["certain"]), sides[0], sides[1], modalities, names)
    except (KeyError, AttributeError, TypeError) as error:
        fault = f"has a row that is not well formed ({error})"
        raise InputError(place, fault, "give relation, certain, modality, subject and object") from error
