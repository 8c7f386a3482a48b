"""The table `ner_dataset.csv`: its rows, and what a spreadsheet did to it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INDIAN_NUMBER = re.compile(r"(\$?)(\d{1,2}(?:,\d\d)+,\d{3})(\.\d+)?")
_SCORE = re.compile(rf"0?(\d{{1,2}})-({'|'.join(_MONTHS)})")

Span = tuple[int, int, str]
"""First and past-the-last word, and a label."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence: its words, their part-of-speech tags, and the spans of the corpus' own labels."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    spans: tuple[Span, ...]


def clean(word: str) -> str:
    """The word before a spreadsheet changed it: 1,00,000 was 100,000 and 06-Mar the score 6-3."""
    word = word.encode("latin-1", "replace").decode("cp1252", "replace")
    number = _INDIAN_NUMBER.fullmatch(word)
    if number:
        word = f"{number[1]}{int(number[2].replace(',', '')):,}{number[3] or ''}"
    score = _SCORE.fullmatch(word)
    if score:
        word = f"{score[1]}-{_MONTHS.index(score[2]) + 1}"
    if word in ("TRUE", "FALSE"):
        word = word.lower()
    return word.replace("`", "'")


def read_table(path: Path) -> Iterator[Tagged]:
    """The sentences of the table."""
    rows: list[tuple[str, str, str]] = []
    with path.open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            if row["Sentence #"] and rows:
                yield _tagged(rows)
                rows = []
            if row["Word"]:
                rows.append((clean(row["Word"]), row["POS"], row["Tag"]))
    if rows:
        yield _tagged(rows)


def _tagged(rows: list[tuple[str, str, str]]) -> Tagged:
    words, tags, labels = zip(*rows, strict=True)
    return Tagged(words, tags, tuple(_spans(labels)))


def _spans(labels: tuple[str, ...]) -> Iterator[Span]:
    start = 0
    while start < len(labels):
        end = start + 1
        if labels[start] != "O":
            kind = labels[start][2:]
            while end < len(labels) and labels[end] == f"I-{kind}":
                end += 1
            yield start, end, kind
        start = end
