"""The annotated sentences as they are stored: text, and rows of who does what to whom."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.extraction.learned.labels import ROLES

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One statement of a sentence; ``spans`` are the words of its roles, by offset, of those that are
    said."""

    relation: str
    trigger: Span
    modality: str
    certain: bool
    spans: dict[str, Span]


@dataclass(frozen=True, slots=True)
class Record:
    """A sentence (or the few of one event), its date, its rows, and the article that it is of (itself where
    it stands alone)."""

    id: str
    text: str
    published: str | None
    rows: tuple[Row, ...]
    article: str = ""
    raw: tuple[dict[str, Any], ...] = ()
    """The rows as they are stored."""


def read(paths: Iterable[Path]) -> Iterator[Record]:
    """The records of files of JSON lines, also compressed (``.xz``), in order."""
    for path in paths:
        content = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        for line in content.decode("utf-8").splitlines():
            yield _record(json.loads(line))


def _record(found: dict[str, Any]) -> Record:
    rows = tuple(_row(row) for row in found["rows"])
    return Record(
        found["id"],
        found["text"],
        found.get("published"),
        rows,
        found.get("article") or found["id"],
        tuple(found["rows"]),
    )


def _row(row: dict[str, Any]) -> Row:
    spans = {role: (row[role]["begin"], row[role]["end"]) for role in ROLES if row.get(role)}
    trigger = (row["trigger"]["begin"], row["trigger"]["end"])
    return Row(row["relation"], trigger, row["modality"], row["certain"], spans)
