"""What a check found before, kept in the user's cache folder by a digest of all that decides."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.errors import DataError, KGError
from kg.paths import chosen_model
from kg.version import __version__

__all__ = ["recall", "remember", "run_key"]

_KEPT = 20


def run_key(data: str, model: str | None) -> str:
    """A digest of the data files (given by theirs), the language pipeline and this program."""
    program = hashlib.sha256()
    for file in sorted(Path(__file__).resolve().parent.parent.rglob("*.py")):
        program.update(file.read_bytes())
    said = "\0".join((data, _model_version(chosen_model(model)), __version__, program.hexdigest()))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _model_version(model: str) -> str:
    """What tells one language pipeline from another, without loading it."""
    meta = Path(model) / "meta.json"
    if meta.is_file():
        return f"{model} {hashlib.sha256(meta.read_bytes()).hexdigest()}"
    try:
        return f"{model} {version(model)}"
    except PackageNotFoundError:
        return model


def recall(key: str) -> list[KGError] | None:
    """The faults that were found for a key; None when it is new."""
    try:
        found = json.loads((_folder() / f"{key}.json").read_text(encoding="utf-8"))
        return [DataError(place, fault, remedy) for place, fault, remedy in found]
    except (OSError, ValueError, TypeError):
        return None


def remember(key: str, faults: Iterable[KGError]) -> None:
    """Keep what was found for a key; the oldest of many are dropped. Nothing is kept where nothing can be
    written.
    """
    text = json.dumps([[fault.place, fault.fault, fault.remedy] for fault in faults])
    with suppress(OSError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        written = folder / f"{key}.{os.getpid()}"
        written.write_text(text, encoding="utf-8")
        written.replace(folder / f"{key}.json")
        files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[_KEPT:]:
            file.unlink(missing_ok=True)


def _folder() -> Path:
    """Where it is kept (XDG base directory specification). Raises OSError where nobody is at home."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(home):
        return Path(home) / "newskg" / "checks"
    try:
        return Path.home() / ".cache" / "newskg" / "checks"
    except RuntimeError as error:
        raise OSError(str(error)) from error
