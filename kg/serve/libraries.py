"""The files of the page: our own modules, and libraries as installed Python packages carry them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from kg.errors import DataError
from kg.plot import WEB

__all__ = ["PAGE", "files"]

PAGE = Path(__file__).resolve().parent / "page"
"""The folder of our own files."""
_SHARED = ("dom.js", "combo.js", "geometry.js", "words.js", "look.css")
"""Those that the page of `kg plot` has, too, in its folder."""

_MIRROR = "static/codemirror2"
_CARRIED: Mapping[str, tuple[str, str]] = {
    "d3.js": ("mpld3", "js/d3.v5.min.js"),
    "codemirror.js": ("codemirror2", f"{_MIRROR}/lib/codemirror.js"),
    "codemirror.css": ("codemirror2", f"{_MIRROR}/lib/codemirror.css"),
    "sparql.js": ("codemirror2", f"{_MIRROR}/mode/sparql/sparql.js"),
    "show-hint.js": ("codemirror2", f"{_MIRROR}/addon/hint/show-hint.js"),
    "show-hint.css": ("codemirror2", f"{_MIRROR}/addon/hint/show-hint.css"),
    "matchbrackets.js": ("codemirror2", f"{_MIRROR}/addon/edit/matchbrackets.js"),
    "world.svg": ("pygal_maps_world", "worldmap.svg"),
}
"""File of the page -> the package that carries it, and where in the package."""


def files() -> dict[str, Path]:
    """The files that the page is made of, by what they are called in its addresses.

    Packages are found without being imported. Raises DataError for one that is absent.
    """
    own = {path.name: path for path in PAGE.iterdir() if path.suffix in (".js", ".css", ".svg")}
    own |= {name: WEB / name for name in _SHARED}
    return own | {f"lib/{name}": _carried(*place) for name, place in _CARRIED.items()}


def _carried(package: str, inside: str) -> Path:
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    path = Path(folders[0], inside) if folders else None
    if path is None or not path.is_file():
        raise DataError(
            package, f"the package that carries {Path(inside).name} is not installed", "install newskg again"
        )
    return path
