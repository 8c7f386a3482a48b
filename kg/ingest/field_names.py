"""What other people's files call the fields of an article."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import DataError
from kg.paths import ONTOLOGY

__all__ = ["FIELDS", "FieldNames", "PageWords", "field_names", "key_of", "page_words"]

FIELDS = ("id", "title", "published", "source", "url", "text")
"""The fields of an article, as ``--column`` and front matter call them."""

_PATH = ONTOLOGY / "ingest.toml"
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BREAK = re.compile(r"[\s.:-]+")


@dataclass(frozen=True, slots=True)
class FieldNames:
    """For each field the keys that stand for it, the surest first; ``lists`` are keys that hold articles."""

    keys: Mapping[str, tuple[str, ...]]
    lists: tuple[str, ...]

    def field_of(self, key: str) -> str | None:
        """The field that a key stands for, None when it stands for none."""
        key = key_of(key)
        return next((field for field, keys in self.keys.items() if key in keys), None)

    def fields(self, record: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
        """The values of a record by field.

        ``columns`` says which key holds a field; other fields are found by the usual names. Of several
        keys for a field the surest counts that has a value.
        """
        by_key = {key_of(name): value for name, value in reversed(list(record.items()))}
        found: dict[str, object] = {}
        for field, keys in self.keys.items():
            own = columns.get(field)
            values = [by_key.get(key) for key in keys] if own is None else [record.get(own)]
            value = next((one for one in values if one not in (None, "", [], {})), None)
            if value is not None:
                found[field] = value
        return found


@dataclass(frozen=True, slots=True)
class PageWords:
    """What web pages hold among an article's paragraphs: XPaths of it, and how lines of it begin."""

    prune: tuple[str, ...]
    leads: tuple[str, ...]


def key_of(name: str) -> str:
    """A key in the form in which ``ontology/ingest.toml`` lists it: ``publishedAt`` is ``published_at``."""
    return _BREAK.sub("_", _CAPITAL.sub("_", name.strip())).casefold()


@lru_cache(maxsize=1)
def field_names() -> FieldNames:
    """The names that ship. Raises DataError when their file is not well formed."""
    table = _table()
    keys = table.get("keys", {})
    if set(keys) != set(FIELDS):
        raise DataError(_PATH, "[keys] does not name the fields of an article", f"name {', '.join(FIELDS)}")
    listed = {field: tuple(keys[field]) for field in FIELDS}
    return FieldNames(listed, tuple(table.get("lists", {}).get("articles", ())))


@lru_cache(maxsize=1)
def page_words() -> PageWords:
    """What ships. Raises DataError when its file is not well formed."""
    pages = _table().get("pages", {})
    return PageWords(tuple(pages.get("prune", ())), tuple(pages.get("leads", ())))


def _table() -> dict[str, dict[str, list[str]]]:
    try:
        return tomllib.loads(_PATH.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise DataError(_PATH, f"cannot be read ({error})", "install newskg again") from error
