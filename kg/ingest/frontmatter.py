"""YAML front matter to its scalar entries.

Only the parser's events are walked: composing nodes descends once for every level of nesting, and the C
library dies of a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from kg.errors import InputError

__all__ = ["LONGEST", "front_matter"]

LONGEST = 65_536
"""Characters in the longest front matter that is read."""

_DEEPEST = 100
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def front_matter(written: str, place: str) -> dict[str, str]:
    """The entries of the YAML mapping whose values are scalars, each as it is written (``2025-11-03`` stays
    text).

    Of two values for a key the later one counts. Raises InputError with the line in the file, of which
    ``---`` is the first.
    """
    if len(written) > LONGEST:
        raise InputError(
            f"{place}:2",
            f"front matter of {len(written):,} characters",
            f"{LONGEST:,} are the most; is its closing line missing?",
        )
    try:
        return _entries(written, place)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        fault = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        line = mark.line + 2 if mark else 1
        raise InputError(
            f"{place}:{line}", f"broken front matter ({fault})", "put a value that holds a colon in quotes"
        ) from None


def _entries(written: str, place: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    named: dict[str, str | None] = {}
    depth = 0
    key: str | None = None
    turn = 0  # even when a key of the outermost mapping comes next
    events: Iterator[Any] = yaml.parse(written, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            if depth == 0 and not isinstance(event, yaml.MappingStartEvent):
                raise InputError(
                    f"{place}:2",
                    "front matter is not a list of `key: value` lines",
                    "write `title: ...`, `published: ...`",
                )
            depth += 1
            if depth > _DEEPEST:
                raise InputError(
                    f"{place}:{_line(event)}", f"front matter nested {depth} levels deep", "write it flat"
                )
            if event.anchor:
                named[event.anchor] = None
            key, turn = (None, turn + 1) if depth == 2 else (key, turn)
        elif isinstance(event, _ENDS):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            value = _value(event, named, place)
            if depth == 0 and value:
                raise InputError(
                    f"{place}:2",
                    "front matter is not a list of `key: value` lines",
                    "write `title: ...`, `published: ...`",
                )
            if depth == 1 and turn % 2 and key is not None:
                fields.pop(key, None)
                if value is not None:
                    fields[key] = value
            key, turn = (value if turn % 2 == 0 else None, turn + 1) if depth == 1 else (key, turn)
    return fields


def _value(event: Any, named: dict[str, str | None], place: str) -> str | None:
    """The text of a scalar or of what an alias stands for; None when that is no scalar."""
    if isinstance(event, yaml.ScalarEvent):
        if event.anchor:
            named[event.anchor] = str(event.value)
        return str(event.value)
    if event.anchor not in named:
        raise InputError(
            f"{place}:{_line(event)}", f"front matter has no &{event.anchor}", "write the value itself"
        )
    return named[event.anchor]


def _line(event: Any) -> int:
    """The line of the file that an event begins in, from 1; the front matter's first is the second."""
    return int(event.start_mark.line) + 2
