"""Which named graphs of a directory store were written since what is derived from them was last brought up to
date.

A graph's name is written down before the graph changes, so that no end of a process, however sudden, leaves
a change that is not noted. A stamp of the newest snapshot tells whether a writer was at work that notes
nothing: an earlier version of this program.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kg.store.atomic import write_atomically

__all__ = ["JOURNALED", "Journal", "carry_over", "stamp"]

JOURNALED = b"journaled\n"
"""What the file ``unpublished`` holds while a writer is at work that keeps a journal."""

_WRITTEN, _SETTLED = "written", "settled.json"


class Journal:
    """The journal in a folder of a store whose newest snapshot has a ``stamp``, None for a store that is new.

    ``written`` holds the IRIs of graphs, in order; it is ``complete`` unless somebody wrote without noting
    it.
    """

    def __init__(self, folder: Path, stamp: str | None) -> None:
        self.folder, self._stamp = folder, stamp
        self._token, self.complete = _settled(folder, stamp)
        self._noted: dict[str, None] = {}
        with suppress(FileNotFoundError):
            lines = (folder / _WRITTEN).read_text("utf-8", errors="replace").split("\n")
            self._noted = dict.fromkeys(line for line in lines[:-1] if line)
            if lines[-1]:  # the end came while a name was written, and its graph has not changed
                write_atomically(folder / _WRITTEN, "".join(f"{iri}\n" for iri in self._noted).encode())
        self.written = dict(self._noted)

    @property
    def token(self) -> str | None:
        """What was given when all was settled last."""
        return self._token

    def note(self, graphs: Iterable[str]) -> None:
        """Write down that some graphs are about to change."""
        names = list(graphs)
        new = [iri for iri in names if iri not in self._noted]
        self.written.update(dict.fromkeys(names))
        if new:
            self.folder.mkdir(exist_ok=True)
            with open(self.folder / _WRITTEN, "ab") as file:
                file.write("".join(f"{iri}\n" for iri in new).encode())
                file.flush()
                os.fsync(file.fileno())
            self._noted.update(dict.fromkeys(new))

    def settle(self, token: str) -> None:
        """What is derived is up to date with all that was written, and bears a token."""
        self.folder.mkdir(exist_ok=True)
        self._token, self.complete, self.written = token, True, {}
        self._write()

    def published(self, stamp: str | None) -> None:
        """There is a new snapshot that holds all that was written."""
        self._stamp = stamp
        if self.complete and self._token is not None:
            self._write()
            if not self.written:
                (self.folder / _WRITTEN).unlink(missing_ok=True)
                self._noted = {}

    def _write(self) -> None:
        said = {"token": self._token, "snapshot": self._stamp}
        write_atomically(self.folder / _SETTLED, json.dumps(said).encode())


def carry_over(folder: Path, before: str | None, after: str | None) -> None:
    """Note that somebody else has published what a writer with a journal left behind."""
    token, complete = _settled(folder, before)
    if complete and token is not None:
        write_atomically(folder / _SETTLED, json.dumps({"token": token, "snapshot": after}).encode())


def stamp(snapshot: Path | None) -> str | None:
    """What tells a snapshot from all others, without reading it; None for none."""
    if snapshot is None:
        return None
    with os.scandir(snapshot) as entries:
        files = sorted((entry.name, entry.stat().st_size) for entry in entries if entry.name.endswith(".sst"))
    return hashlib.sha256(repr((snapshot.name, files)).encode()).hexdigest()[:32]


def _settled(folder: Path, stamp: str | None) -> tuple[str | None, bool]:
    """What was noted when all was settled last, and whether that is of the snapshot with a stamp."""
    try:
        said = json.loads((folder / _SETTLED).read_text("utf-8"))
        return str(said["token"]), said["snapshot"] == stamp
    except FileNotFoundError:
        return None, stamp is None
    except (ValueError, KeyError, TypeError):
        return None, False
