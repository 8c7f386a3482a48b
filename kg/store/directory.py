"""A store in a directory: Oxigraph on disk, a file that says what it is, a lock for the writer and snapshots
for readers.

Oxigraph calls reading while another process writes undefined behaviour. So one writer at a time has
``oxigraph``, and readers open a snapshot of it, which the writer publishes at the end and every few seconds
before. A writer that died leaves the file ``unpublished`` behind; whoever opens the store next publishes what
it had written.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf.graphs import Lines
from kg.resources.namespaces import DEFAULT_BASE, article_iri
from kg.store import snapshots, timeouts
from kg.store.atomic import write_atomically
from kg.store.oxigraph import LocalStore, faults
from kg.store.timeouts import QueryWorker

try:
    import fcntl
except ImportError:  # Windows, where Oxigraph's own lock is all there is
    fcntl = None  # type: ignore[assignment]

__all__ = ["FORMAT", "DirectoryStore"]

FORMAT = 1
"""Version of the layout of the directory and of the graphs in it."""

_CARD, _LOCK, _DATA, _SNAPSHOTS, _UNPUBLISHED = "newskg.json", "lock", "oxigraph", "snapshots", "unpublished"
_HISTORY = "history"
_PUBLISHING, _COPY = b"publishing", ".copy-"
_PATIENCE, _PAUSE = 60.0, 0.02


class DirectoryStore(LocalStore):
    """An embedded Oxigraph store on disk. Raises StoreError when the directory is not ours, of another
    version, or being written.

    A reader sees the store as it was last published when it was opened, and nothing of what is written later.
    """

    EVERY = 5.0
    """Seconds from one snapshot to the next while articles come in; more when snapshots take more than a
    twentieth of the time.
    """

    def __init__(self, path: Path, base: str | None, *, create: bool, read_only: bool) -> None:
        self._path = path
        self._lock = -1
        self._snapshot: snapshots.Snapshot | None = None
        with faults(str(path)):
            _check_place(path, create=create and not read_only)
            if not read_only:
                path.mkdir(parents=True, exist_ok=True)
                self._lock = _lock(path)
            try:
                own_base = _card(path, base, create=create and not read_only)
                oxigraph = self._reading() if read_only else self._writing()
            except BaseException:
                self._let_go()
                raise
        super().__init__(oxigraph, str(path), own_base, read_only=read_only, on_disk=True)

    def close(self) -> None:
        """Write what is waiting, let readers see it, let the directory go."""
        if self._oxigraph is None:
            return
        try:
            if not self.read_only:
                with faults(self.where):
                    self._oxigraph.flush()
                    self._publish()
        finally:
            super().close()
            self._let_go()

    def versions(self, article: str) -> list[list[ox.Quad]]:
        """As for every store; kept as files beside Oxigraph's, so that no query sees them."""
        folder = self._version_folder(article_iri(self.base, article))
        with faults(self.where):
            found = sorted(folder.glob("*.nq.gz")) if folder.is_dir() else []
            return [
                list(ox.parse(gzip.decompress(path.read_bytes()), ox.RdfFormat.N_QUADS)) for path in found
            ]

    def _keep_version(self, iri: str, content: bytes) -> None:
        folder = self._version_folder(iri)
        with faults(self.where):
            folder.mkdir(parents=True, exist_ok=True)
            number = len(list(folder.glob("*.nq.gz"))) + 1
            packed = gzip.compress(content, mtime=0)
            last = folder / f"{number - 1:06}.nq.gz"
            if not last.exists() or last.read_bytes() != packed:  # a crash came between keeping and changing
                write_atomically(folder / f"{number:06}.nq.gz", packed)

    def _drop_versions(self, iri: str) -> None:
        with faults(self.where):
            shutil.rmtree(self._version_folder(iri), ignore_errors=True)

    def _version_folder(self, iri: str) -> Path:
        return self._path / _HISTORY / hashlib.sha256(iri.encode()).hexdigest()[:32]

    def _let_go(self) -> None:
        if self._snapshot is not None:
            self._snapshot.release()
            snapshots.sweep(self._path / _SNAPSHOTS)
        _unlock(self._lock)
        self._lock = -1

    def _reading(self) -> ox.Store:
        if _was_left(self._path):
            _publish_what_was_left(self._path)
        self._snapshot = snapshots.newest(self._path / _SNAPSHOTS)
        try:
            return ox.Store() if self._snapshot is None else ox.Store.read_only(str(self._snapshot.path))
        except RuntimeError as error:
            raise _damaged(self._path, error) from error

    def _writing(self) -> ox.Store:
        left = _was_left(self._path)
        oxigraph = _opened(self._path)
        if left:
            _publish(oxigraph, self._path)
        self._due = time.monotonic() + self.EVERY if (self._path / _SNAPSHOTS).exists() else 0.0
        return oxigraph

    def worker(self, module: str = timeouts.__name__) -> QueryWorker:
        """As for every store; over the snapshot that is read, or over one of what was written."""
        if self.read_only:
            return QueryWorker(str(self._snapshot.path) if self._snapshot else None, module=module)
        self._publish()
        snapshot = snapshots.newest(self._path / _SNAPSHOTS)
        if snapshot is None:
            return QueryWorker(None, module=module)
        return QueryWorker(str(snapshot.path), release=snapshot.release, module=module)

    @contextlib.contextmanager
    def copied(self) -> Iterator[Path | None]:
        """As for every store; made of hard links."""
        with faults(self.where), tempfile.TemporaryDirectory(prefix=_COPY, dir=self._path) as folder:
            copy = Path(folder, _DATA)
            self.oxigraph.backup(str(copy))
            yield copy

    def outdated(self) -> bool:
        """As for every store: whether there is a newer snapshot than the one that is read."""
        newest = snapshots.latest(self._path / _SNAPSHOTS)
        return newest is not None and (self._snapshot is None or self._snapshot.path != newest)

    def publish(self) -> None:
        """As for every store: put what was written into a new snapshot."""
        with faults(self.where):
            self._publish()

    def _insert(self, graphs: dict[str, bytes]) -> None:
        self._mark_unpublished()
        super()._insert(graphs)
        self._publish_in_time()

    def _change(self, iri: str, stale: Lines, fresh: Lines, *, remove: bool) -> bool:
        self._mark_unpublished()
        changed = super()._change(iri, stale, fresh, remove=remove)
        self._publish_in_time()
        return changed

    def _mark_unpublished(self) -> None:
        with faults(self.where):
            mark = self._path / _UNPUBLISHED
            if not mark.exists():
                write_atomically(mark, b"")

    def _publish_in_time(self) -> None:
        began = time.monotonic()
        if began >= self._due:
            with faults(self.where):
                self._publish()
            now = time.monotonic()
            self._due = now + max(self.EVERY, 20 * (now - began))

    def _publish(self) -> None:
        """Let readers see what is there, when there is anything that they cannot see yet."""
        if (self._path / _UNPUBLISHED).exists():
            _publish(self.oxigraph, self._path)


def _check_place(path: Path, *, create: bool) -> None:
    """Check that a directory is ours.

    Raises StoreError for another one, and for none at all where none may be made.
    """
    if (path / _CARD).is_file():
        return
    if path.is_dir() and any(entry.name not in (_LOCK, f".{_CARD}.new") for entry in path.iterdir()):
        raise StoreError(
            path, "is a directory with other things in it, not a store", "name a new or an empty directory"
        )
    if not create:
        raise StoreError(
            path, "does not exist" if not path.exists() else "is empty", "`kg build` makes a store"
        )


def _card(path: Path, base: str | None, *, create: bool) -> str:
    """The base that the directory's names have; what says so is written when it may be and is not there
    yet.
    """
    card = path / _CARD
    if create and not card.is_file():
        text = json.dumps({"newskg": FORMAT, "base": base or DEFAULT_BASE}, indent=2) + "\n"
        write_atomically(card, text.encode())
    try:
        said = json.loads(card.read_text("utf-8"))
        version, own = said["newskg"], str(said["base"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            card, "does not say what the store is", "restore it from a copy, or build the store anew"
        ) from error
    if version != FORMAT:
        raise StoreError(
            path,
            f"has the layout {version}, this version knows {FORMAT}",
            "use the version that made it, or build it anew",
        )
    if base is not None and base != own:
        raise StoreError(
            path, f"its names begin with {own}, not with {base}", "leave --base out, or build another store"
        )
    return own


def _was_left(path: Path) -> bool:
    """True when the directory holds what no reader can see: a writer died, or an earlier version of this
    program wrote it.
    """
    return (path / _UNPUBLISHED).exists() or (
        (path / _DATA / "CURRENT").exists() and not (path / _SNAPSHOTS).exists()
    )


def _publish(oxigraph: ox.Store, path: Path) -> None:
    snapshots.publish(oxigraph, path / _SNAPSHOTS)
    (path / _UNPUBLISHED).unlink(missing_ok=True)


def _publish_what_was_left(path: Path) -> None:
    """Publish what a dead writer left, unless another writer or a disk that takes nothing is in the way."""
    with contextlib.suppress(StoreError, OSError):
        lock = _lock(path, _PUBLISHING)
        try:
            if _was_left(path):
                _publish(_opened(path), path)
        finally:
            _unlock(lock)


def _lock(path: Path, purpose: bytes = b"") -> int:
    """An open file that holds the directory's lock for writers (-1 where there is none to be had);
    ``purpose`` is written into it.

    A reader that publishes what was left is waited for. Raises StoreError while another writer has the lock.
    """
    if fcntl is None:
        return -1
    handle = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        deadline = time.monotonic() + _PATIENCE
        while not _taken(handle):
            if os.pread(handle, len(_PUBLISHING), 0) != _PUBLISHING or time.monotonic() > deadline:
                raise _in_use(path)
            time.sleep(_PAUSE)
        os.ftruncate(handle, 0)
        os.pwrite(handle, purpose, 0)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _unlock(handle: int) -> None:
    if handle >= 0:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _in_use(path: Path) -> StoreError:
    return StoreError(path, "is being written by another process", "wait until it is done, or stop it")


def _opened(path: Path) -> ox.Store:
    try:
        return ox.Store(str(path / _DATA))
    except OSError as error:
        if "lock" in str(error).lower():
            raise _in_use(path) from error
        raise
    except RuntimeError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: RuntimeError) -> StoreError:
    return StoreError(path, f"is damaged ({error})", "remove it and build it anew")
