"""A disk that is full while something is written beside a store: nothing half written, and what is named is
what is full.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import NoReturn

import py3langid
import pytest

from kg.errors import StoreError
from kg.export.files import write
from kg.ingest.language import language_of
from kg.plot.draw import plot, plot_timeline
from kg.resolution.apply import resolve_entities
from kg.store import atomic
from kg.store.journal import Journal
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore
from tests.known import known_store


def full(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return known_store()


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.png", "time.html", "time.svg", "time.png"])
def test_a_picture_is_there_whole_or_as_it_was(
    store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name

    def draw() -> None:
        if name.startswith("time"):
            plot_timeline(store, path, "South Korea", None)
        else:
            plot(store, path)

    path.write_bytes(b"what was there")
    with monkeypatch.context() as patched:
        patched.setattr(atomic.os, "fsync", full)
        with pytest.raises(OSError, match="No space left") as raised:
            draw()
    assert raised.value.filename == str(path)
    assert path.read_bytes() == b"what was there"
    assert os.listdir(tmp_path) == [name]
    draw()
    assert len(path.read_bytes()) > 1000


def test_an_export_asks_for_room(tmp_path: Path) -> None:
    def pieces() -> NoReturn:
        full()

    with pytest.raises(StoreError, match="make room and run it again"):
        write(tmp_path / "x.nq", (pieces() for _ in range(1)))
    assert not os.listdir(tmp_path)


def test_a_model_that_cannot_be_unpacked_names_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(py3langid, "rank", full)
    with pytest.raises(OSError, match="No space left") as raised:
        language_of("Oslo met Cairo.")
    assert raised.value.filename == tempfile.gettempdir()


def test_a_journal_that_cannot_be_written_names_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "news.kg"
    with open_store(str(where)) as opened:
        with monkeypatch.context() as patched:
            patched.setattr(Journal, "settle", full)
            with pytest.raises(StoreError, match=r"news\.kg: No space left on device; make room"):
                resolve_entities(opened)
        resolve_entities(opened)
