"""What the name of a file tells about the format of an export."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import StoreError
from kg.export.files import unpacked_name
from kg.rdf.serializers import FORMATS as RDF_FORMATS
from kg.rdf.serializers import SUFFIXES

__all__ = ["ENDINGS", "FORMATS", "ONLY_SEVERAL", "SEVERAL", "format_for", "names_folder"]

FORMATS = (
    *RDF_FORMATS,
    *(
        "graphml",
        "gexf",
        "csv",
        "plover",
        "parquet",
        "arrow",
        "ftm",
        "neo4j",
        "cypher",
        "spacy",
        "conll",
        "brat",
    ),
)
SEVERAL = frozenset({"csv", "parquet", "arrow", "neo4j", "brat"})
"""Formats of several files, which go into a folder or a ``.zip``."""

ONLY_SEVERAL = frozenset({"neo4j", "brat"})
"""Those that are never one file."""

ENDINGS: dict[str, str] = {
    **SUFFIXES,
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".csv": "csv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ftm.json": "ftm",
    ".ftm.jsonl": "ftm",
    ".cypher": "cypher",
    ".spacy": "spacy",
    ".conll": "conll",
}
"""The format that a file's ending tells."""

_ALSO = {("csv", "plover"), ("csv", "neo4j")}
"""What an ending tells, and another format that files of this ending may have."""


def names_folder(path: str | Path) -> bool:
    """Whether a path is that of a folder: one that is there, or that ends in a slash."""
    return str(path).endswith(("/", os.sep)) or Path(path).is_dir()


def format_for(path: str | Path | None, asked: str | None, otherwise: str = "turtle") -> str:
    """The format of an export: the one that is asked for, else the one that the file's ending tells.

    Without a file, and for one without an ending, it is ``otherwise``. Raises StoreError when the ending
    tells another format than the one that is asked for, or none, and for a folder unless the format is of
    several files.
    """
    if path is None:
        return asked or otherwise
    if names_folder(path):
        if asked in SEVERAL:
            return str(asked)
        remedy = f"name a file in it, or say --format with one of {', '.join(sorted(SEVERAL))}"
        raise StoreError(path, f"is a folder, but {asked or otherwise} is one file", remedy)
    path = Path(path)
    name = unpacked_name(path)[0].lower()
    found = next((fmt for ending, fmt in ENDINGS.items() if name.endswith(ending)), None)
    if found is None or name.endswith(".zip"):
        if asked is None and Path(name).suffix:
            known = " ".join(ENDINGS)
            raise StoreError(path, "its ending tells no format", f"use one of {known}, or say --format")
        return asked or otherwise
    if asked is None or asked == found or (found, asked) in _ALSO:
        return asked or found
    endings = " ".join(ending for ending, fmt in ENDINGS.items() if fmt == asked)
    raise StoreError(
        path,
        f"is a file for {found}, but {asked} is asked for",
        f"leave out --format, or end the name in {endings}" if endings else "leave out --format",
    )
