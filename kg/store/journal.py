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
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.store.atomic import write_atomically

__all__ = ["JOURNALED", "Journal", "carry_over", "stamp"]

JOURNALED = b"journaled\n"
"""What the file ``unpublished`` holds while a writer is at work that keeps a journal."""

_WRITTEN, _SETTLED = "written", "settled.json"


class Journal:
    """The journal in a folder of a store whose newest snapshot has a ``stamp``, None for a store that is new.

    ``written`` holds the IRIs of graphs, in order; it is ``complete`` unless somebody wrote without noting
    it. ``digests`` tell, by IRI, the content of graphs from any other, until they change; what is put in is
    written down when all is settled.
    """

    def __init__(self, folder: Path, stamp: str | None) -> None:
        self.folder, self._stamp = folder, stamp
        said = _settled(folder)
        self._token, self.complete = said.token, said.is_of(stamp)
        self._noted: dict[str, None] = {}
        with suppress(FileNotFoundError):
            lines = (folder / _WRITTEN).read_text("utf-8", errors="replace").split("\n")
            self._noted = dict.fromkeys(line for line in lines[:-1] if line)
            if lines[-1]:  # the end came while a name was written, and its graph has not changed
                write_atomically(folder / _WRITTEN, "".join(f"{iri}\n" for iri in self._noted).encode())
        self.written = dict(self._noted)
        known = said.digests if self.complete else {}
        self.digests = {iri: digest for iri, digest in known.items() if iri not in self._noted}

    @property
    def token(self) -> str | None:
        """What was given when all was settled last."""
        return self._token

    def note(self, graphs: Iterable[str]) -> None:
        """Write down that some graphs are about to change."""
        names = list(graphs)
        for iri in names:
            self.digests.pop(iri, None)
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
        """The newest snapshot, with this stamp, holds all that was written."""
        known, self._stamp = self._stamp, stamp
        if self.complete and self._token is not None:
            if stamp != known:
                self._write()
            if self._noted and not self.written:
                (self.folder / _WRITTEN).unlink(missing_ok=True)
                self._noted = {}

    def _write(self) -> None:
        assert self._token is not None, "it is settled"
        _write_settled(self.folder, _Settled(self._token, self._stamp, self.digests))


def carry_over(folder: Path, before: str | None, after: str | None) -> None:
    """Note that somebody else has published what a writer with a journal left behind."""
    said = _settled(folder)
    if said.is_of(before) and said.token is not None:
        _write_settled(folder, replace(said, snapshot=after))


def stamp(snapshot: Path | None) -> str | None:
    """What tells a snapshot from all others, without reading it; None for none."""
    if snapshot is None:
        return None
    with os.scandir(snapshot) as entries:
        files = sorted((entry.name, entry.stat().st_size) for entry in entries if entry.name.endswith(".sst"))
    return hashlib.sha256(repr((snapshot.name, files)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Settled:
    """What was noted when all was settled last: a token, the stamp of the newest snapshot, and digests of
    graphs by IRI. Without a token, nothing was; ``damaged`` when it cannot be read.
    """

    token: str | None = None
    snapshot: str | None = None
    digests: dict[str, str] = field(default_factory=dict)
    damaged: bool = False

    def is_of(self, stamp: str | None) -> bool:
        """Whether it was noted of the store whose newest snapshot has a stamp."""
        return self.snapshot == stamp and not self.damaged


def _settled(folder: Path) -> _Settled:
    try:
        said = json.loads((folder / _SETTLED).read_text("utf-8"))
        digests = {str(iri): str(digest) for iri, digest in said.get("digests", {}).items()}
        return _Settled(str(said["token"]), said["snapshot"], digests)
    except FileNotFoundError:
        return _Settled()
    except (ValueError, KeyError, TypeError, AttributeError):
        return _Settled(damaged=True)


def _write_settled(folder: Path, said: _Settled) -> None:
    content = {"token": said.token, "snapshot": said.snapshot, "digests": said.digests}
    write_atomically(folder / _SETTLED, json.dumps(content).encode())
