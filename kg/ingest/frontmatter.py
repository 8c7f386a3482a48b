"""YAML front matter to its scalar entries.

Only the parser's events are walked: composing nodes descends once for every level of nesting, and the C
library dies of a hundred thousand.
"""

from __future__ import annotations

import yaml

from kg.errors import InputError

__all__ = ["LONGEST", "front_matter"]

LONGEST = 65_536
"""Characters in the longest front matter that is read."""

_DEEPEST = 100
_LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


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
    reader = _Reader(place)
    for event in yaml.parse(written, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            reader.begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            reader.depth -= 1
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            reader.scalar(event)
    return reader.fields


class _Reader:
    """The entries of the outermost mapping, from the events of a YAML parser."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.fields: dict[str, str] = {}
        self.depth = 0
        self._named: dict[str, str | None] = {}
        """What the anchors stand for, None for what is no scalar."""
        self._key: str | None = None
        self._turn = 0
        """Even when a key of the outermost mapping comes next."""

    def begin(self, event: yaml.CollectionStartEvent) -> None:
        """Go into a mapping or a list."""
        if self.depth == 0 and not isinstance(event, yaml.MappingStartEvent):
            raise self._no_mapping()
        self.depth += 1
        if self.depth > _DEEPEST:
            raise InputError(
                f"{self.place}:{_line(event)}",
                f"front matter nested {self.depth} levels deep",
                "write it flat",
            )
        if event.anchor:
            self._named[event.anchor] = None
        if self.depth == 2:
            self._key = None
            self._turn += 1

    def scalar(self, event: yaml.ScalarEvent | yaml.AliasEvent) -> None:
        """Take a key or a value of the outermost mapping; pass over what lies deeper."""
        value = self._value(event)
        if self.depth == 0 and value:
            raise self._no_mapping()
        if self.depth != 1:
            return
        if self._turn % 2 == 0:
            self._key = value
        else:
            self._keep(value)
            self._key = None
        self._turn += 1

    def _keep(self, value: str | None) -> None:
        if self._key is not None:
            self.fields.pop(self._key, None)
            if value is not None:
                self.fields[self._key] = value

    def _value(self, event: yaml.ScalarEvent | yaml.AliasEvent) -> str | None:
        """The text of a scalar or of what an alias stands for; None when that is no scalar."""
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor:
                self._named[event.anchor] = str(event.value)
            return str(event.value)
        if event.anchor not in self._named:
            raise InputError(
                f"{self.place}:{_line(event)}",
                f"front matter has no &{event.anchor}",
                "write the value itself",
            )
        return self._named[event.anchor]

    def _no_mapping(self) -> InputError:
        return InputError(
            f"{self.place}:2",
            "front matter is not a list of `key: value` lines",
            "write `title: ...`, `published: ...`",
        )


def _line(event: yaml.Event) -> int:
    """The line of the file that an event begins in, from 1; the front matter's first is the second."""
    return (event.start_mark.line if event.start_mark else 0) + 2
