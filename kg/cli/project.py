"""The project file ``newskg.toml`` of a folder: what is not said on the command line is taken from it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import DataError

__all__ = ["FILE", "project_defaults"]

FILE = "newskg.toml"
_SPELLED = {"min_confidence": "least"}


def project_defaults(commands: Mapping[str, set[str]], folder: Path) -> dict[str, dict[str, Any]]:
    """For each command the values of its parameters that the folder's project file gives; none without one.

    ``commands`` has the names of the parameters of each command. A key of the file is a parameter or option
    of some command; it holds for all that have it. Raises DataError for a file that is not well formed.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    said = {_parameter(key): _value(key, value) for key, value in _read(path).items()}
    known = set().union(*commands.values())
    for key in said:
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), 1, 0.6)
            remedy = (
                f"did you mean {near[0]}?" if near else "use the names of options, such as sources, knowledge"
            )
            raise DataError(path, f"there is no option {key!r}", remedy)
    return {name: {key: said[key] for key in own & said.keys()} for name, own in commands.items()}


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise DataError(path, f"cannot be read ({error})", 'write lines such as store = "news.kg"') from error


def _parameter(key: str) -> str:
    name = key.replace("-", "_")
    return _SPELLED.get(name, name)


def _value(key: str, value: Any) -> Any:
    """A value as the command line would give it; a table as ``NAME=VALUE`` pairs."""
    if isinstance(value, dict):
        return [f"{name}={inner}" for name, inner in value.items()]
    if key.replace("-", "_") in _LISTS and not isinstance(value, list):
        return [value]
    return value


_LISTS = ("sources", "ontology", "patterns", "knowledge", "lexicon", "queries", "relation")
