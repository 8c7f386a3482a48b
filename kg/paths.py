"""Where things lie: the data folders, inside the installed package or beside it in a checkout; and what a URL
names.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from kg.errors import KGError

__all__ = ["DATA", "EXTRACTOR", "MODEL", "ONTOLOGY", "QUERIES", "SEEDS", "chosen_model", "file_system"]

_PACKAGE = Path(__file__).resolve().parent

DATA = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent
"""The folder with all data: inside the package (a wheel), else the checkout."""

ONTOLOGY = DATA / "ontology"
QUERIES = DATA / "queries"
SEEDS = DATA / "seeds"
MODEL = _PACKAGE / "pipeline_en"
EXTRACTOR = _PACKAGE / "extractor_en"


def chosen_model(name: str | None) -> str:
    """The language pipeline that is asked for: by name, by the environment variable NEWSKG_MODEL, or the one
    that ships with this package.
    """
    return name or os.environ.get("NEWSKG_MODEL") or str(MODEL)


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
