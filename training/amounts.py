"""Dates, times, amounts and numbers by regular expression: the labels that the sources of names do not
give.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "data" / "amounts.toml"
_NOT_ALONE = re.compile(r"(?:a )?(?:one|half|seconds?)$", re.IGNORECASE)


@cache
def _tables(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The fragments, each filled with those before it, and the rows of patterns."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    fragments: dict[str, str] = {}
    for name, regex in table["fragment"].items():
        fragments[name] = _fill(regex, fragments)
    return fragments, table["pattern"]


def fragment(name: str) -> str:
    """The regular expression called `name` in amounts.toml, such as `month` or `weekday`."""
    return _tables(PATH)[0][name]


@cache
def load_patterns(path: Path = PATH) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Labels with their compiled patterns, in order of precedence."""
    fragments, rows = _tables(path)
    patterns = []
    for row in rows:
        flags = re.IGNORECASE if row.get("ignore_case") else re.NOFLAG
        patterns.append((row["label"], re.compile(_fill(row["regex"], fragments), flags)))
    return tuple(patterns)


def _fill(regex: str, fragments: dict[str, str]) -> str:
    return re.sub(r"<([a-z-]+)>", lambda match: fragments[match[1]], regex)


def number_spans(text: str) -> list[tuple[int, int, str]]:
    """Start, end and label of each number, date and amount, in text order and without overlap."""
    taken: list[tuple[int, int, str]] = []
    for label, pattern in load_patterns():
        for match in pattern.finditer(text):
            start, end = _trim(text, *match.span())
            if start >= end or any(
                start < other_end and end > other_start for other_start, other_end, _ in taken
            ):
                continue
            if (
                label == "CARDINAL"
                and _NOT_ALONE.match(text, start, end)
                and not _is_one_of(text, start, end)
            ):
                continue
            taken.append((start, end, label))
    return sorted(taken)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,-":
        start += 1
    while end > start and text[end - 1] in " ,-":
        end -= 1
    if text[start : start + 3].lower() == "on ":
        start += 3
    return start, end


def _is_one_of(text: str, start: int, end: int) -> bool:
    return text[start:end].lower() == "one" and re.match(r" of\b", text[end:]) is not None
