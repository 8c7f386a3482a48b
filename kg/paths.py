"""Where things lie: the data folders, inside the installed package or beside it in a checkout; and what a URL
names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.errors import KGError

__all__ = ["MODEL", "ONTOLOGY", "QUERIES", "SEEDS", "file_system"]

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """The copy inside the package when there is one (a wheel), else the checkout's."""
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


ONTOLOGY = _folder("ontology")
QUERIES = _folder("queries")
SEEDS = _folder("seeds")
MODEL = _PACKAGE / "pipeline_en"


def file_system(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL or path, and the path in it.

    Raises KGError when there is none for it.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise KGError(url, "the module fsspec is not installed", "run: pip install 'newskg[dask]'") from None
    try:
        files, path = url_to_fs(url)
    except ImportError as error:
        raise KGError(url, f"cannot be reached ({error})", "install what is named") from None
    except ValueError as error:
        raise KGError(url, f"cannot be reached ({error})", "check the beginning of the URL") from None
    return files, path.rstrip("/") or path
