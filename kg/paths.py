"""Where the data folders lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["MODEL", "ONTOLOGY", "QUERIES", "SEEDS"]

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """The copy inside the package when there is one (a wheel), else the checkout's."""
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


ONTOLOGY = _folder("ontology")
QUERIES = _folder("queries")
SEEDS = _folder("seeds")
MODEL = _PACKAGE / "pipeline_en"
