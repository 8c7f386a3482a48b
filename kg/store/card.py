"""The file that says what a store's directory is: which layout it has, and what its names begin with."""

from __future__ import annotations

import json
from pathlib import Path

from kg.errors import StoreError
from kg.store.atomic import write_atomically

__all__ = ["CARD", "FORMAT", "check_format", "read_card", "write_card"]

CARD = "newskg.json"
FORMAT = 2
"""Version of the layout of the directory and of the graphs in it."""


def write_card(path: Path, base: str) -> None:
    """Say that a directory has the layout of this version."""
    text = json.dumps({"newskg": FORMAT, "base": base}, indent=2) + "\n"
    write_atomically(path / CARD, text.encode())


def read_card(path: Path) -> tuple[int, str]:
    """The version of a directory's layout, and the base of its names. Raises StoreError."""
    card = path / CARD
    try:
        said = json.loads(card.read_text("utf-8"))
        return int(said["newskg"]), str(said["base"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            card, "does not say what the store is", "restore it from a copy, or build the store anew"
        ) from error


def check_format(path: Path, version: int) -> None:
    """Raise StoreError for a layout that is not that of this version."""
    if version != FORMAT:
        raise StoreError(
            path,
            f"has the layout {version}, this version knows {FORMAT}",
            f"`kg upgrade {path}` gives it this one"
            if 0 < version < FORMAT
            else "use the version that made it",
        )
