"""The corpora: where each comes from, its version and licence, and whether the file at hand is the one
meant.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One source of training or evaluation data."""

    name: str
    version: str
    licence: str
    url: str
    author: str
    use: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sources, and the SHA-256 of each file of the corpora folder by relative path."""

    sources: tuple[Source, ...]
    files: dict[str, str]


def load_catalogue(path: Path) -> Catalogue:
    """The content of sources.toml."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    return Catalogue(tuple(Source(**source) for source in table["source"]), table["sha256"])


def faults(catalogue: Catalogue, folder: Path) -> list[str]:
    """A line for each file that is missing or is not the one named; empty when all is as it should be."""
    found = []
    for name, digest in catalogue.files.items():
        path = folder / name
        if not path.is_file():
            found.append(f"{path}: missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"{path}: differs from the version named in sources.toml")
    return found
