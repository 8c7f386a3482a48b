"""A store in a directory: Oxigraph on disk, a file that says what it is, a lock for the writer and snapshots
for readers.

Oxigraph calls reading while another process writes undefined behaviour. So one writer at a time has
``graphs``, and readers open a snapshot of it, which the writer publishes at the end and every few seconds
before. A writer that died leaves the file ``unpublished`` behind; whoever opens the store next publishes what
it had written.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf.graphs import Lines
from kg.resources.namespaces import DEFAULT_BASE, article_iri
from kg.store import snapshots, timeouts
from kg.store.amending import amended
from kg.store.atomic import write_atomically
from kg.store.card import CARD, check_format, read_card, write_card
from kg.store.journal import JOURNALED, Journal, carry_over, stamp
from kg.store.locks import LOCK, PUBLISHING, in_use, lock, unlock
from kg.store.oxigraph import LocalStore, faults
from kg.store.timeouts import QueryWorker
from kg.store.whole_graphs import complete

__all__ = ["DATA", "UNPUBLISHED", "DirectoryStore", "opened", "publish"]

DATA, UNPUBLISHED = "graphs", "unpublished"
_SNAPSHOTS, _HISTORY, _RESOLUTION = "snapshots", "history", "resolution"


class DirectoryStore(LocalStore):
    """An embedded Oxigraph store on disk. Raises StoreError when the directory is not ours, of another
    version, or being written.

    A reader sees the store as it was last published when it was opened, and nothing of what is written later.
    """

    EVERY = 5.0
    """Seconds from one snapshot to the next while articles come in; more when snapshots take more than a
    twentieth of the time.
    """

    _bulk_loaded = False

    def __init__(self, path: Path, base: str | None, *, create: bool, read_only: bool) -> None:
        self._path = path
        self._lock = -1
        self._snapshot: snapshots.Snapshot | None = None
        with faults(str(path)):
            _check_place(path, create=create and not read_only)
            if not read_only:
                path.mkdir(parents=True, exist_ok=True)
                self._lock = lock(path)
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
                    self._compact()
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
        unlock(self._lock)
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
        self._size_before = _size(self._path / DATA)
        oxigraph = opened(self._path)
        if left:
            publish(oxigraph, self._path)
        self._due = time.monotonic() + self.EVERY if (self._path / _SNAPSHOTS).exists() else 0.0
        self.journal = Journal(self._path / _RESOLUTION, _newest(self._path))
        return oxigraph

    def worker(self, module: str = timeouts.__name__) -> QueryWorker:
        """As for every store; over the snapshot that is read, or over one of what was written."""
        if self.read_only:
            path = str(self._snapshot.path) if self._snapshot else None
            return QueryWorker(path, base=self.base, beside=str(self._path), module=module)
        self._publish()
        snapshot = snapshots.newest(self._path / _SNAPSHOTS)
        if snapshot is None:
            return QueryWorker(None, base=self.base, module=module)
        return QueryWorker(
            str(snapshot.path),
            release=snapshot.release,
            base=self.base,
            beside=str(self._path),
            module=module,
        )

    @contextlib.contextmanager
    def copied(self) -> Iterator[Path | None]:
        """As for every store; made of hard links and what the graphs hold beside them."""
        with faults(self.where), snapshots.copied(self.oxigraph, self._path) as copy:
            complete(ox.Store(str(copy)), self.base)
            yield copy

    def _beside(self) -> Path | None:
        return self._path

    def outdated(self) -> bool:
        """As for every store: whether there is a newer snapshot than the one that is read."""
        newest = snapshots.latest(self._path / _SNAPSHOTS)
        return newest is not None and (self._snapshot is None or self._snapshot.path != newest)

    def publish(self) -> None:
        """As for every store: put what was written into a new snapshot."""
        with faults(self.where):
            self._publish()

    def amend(self, iri: str, stale: Lines, fresh: Lines) -> bool:
        """As for every store, without reading the graph."""
        self._check_writable()
        with faults(self.where):
            update = amended(self.oxigraph, iri, stale, fresh)
        if update is None:
            return False
        self._mark_unpublished([iri])
        self._changing()
        with faults(self.where):
            self.oxigraph.update(update)
        self._publish_in_time()
        return True

    def _insert(self, graphs: dict[str, bytes]) -> None:
        self._mark_unpublished(graphs)
        super()._insert(graphs)
        self._publish_in_time()

    def _bulk_load(self, text: bytes) -> None:
        super()._bulk_load(text)
        self._bulk_loaded = True

    def _compact(self) -> None:
        """Merge the files of bulk loads, each of which a reader would look a term up in, where the store has
        at least doubled: so that this costs in proportion to what was written.

        What was written is published before, so a disk that has no room for it loses nothing.
        """
        if self._bulk_loaded and _size(self._path / DATA) >= 2 * self._size_before:
            with contextlib.suppress(OSError):
                self.oxigraph.optimize()
                self._publish(anew=True)

    def _change(self, iri: str, stale: Lines, fresh: Lines, *, remove: bool) -> bool:
        self._mark_unpublished([iri])
        changed = super()._change(iri, stale, fresh, remove=remove)
        self._publish_in_time()
        return changed

    def _mark_unpublished(self, graphs: Iterable[str]) -> None:
        """Note which graphs are about to change, and that readers will not see it yet."""
        assert self.journal is not None, "a writer has a journal"
        with faults(self.where):
            self.journal.note(graphs)
            mark = self._path / UNPUBLISHED
            if not mark.exists():
                write_atomically(mark, JOURNALED)

    def _publish_in_time(self) -> None:
        began = time.monotonic()
        if began >= self._due:
            with faults(self.where):
                self._publish()
            now = time.monotonic()
            self._due = now + max(self.EVERY, 20 * (now - began))

    def _publish(self, *, anew: bool = False) -> None:
        """Let readers see what is there, when there is anything that they cannot see yet, or ``anew``."""
        if anew or (self._path / UNPUBLISHED).exists():
            publish(self.oxigraph, self._path)
        if self.journal is not None:
            self.journal.published(_newest(self._path))


def _check_place(path: Path, *, create: bool) -> None:
    """Check that a directory is ours.

    Raises StoreError for another one, and for none at all where none may be made.
    """
    if (path / CARD).is_file():
        return
    if path.is_dir() and any(entry.name not in (LOCK, f".{CARD}.new") for entry in path.iterdir()):
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
    if create and not (path / CARD).is_file():
        write_card(path, base or DEFAULT_BASE)
    version, own = read_card(path)
    check_format(path, version)
    if base is not None and base != own:
        raise StoreError(
            path, f"its names begin with {own}, not with {base}", "leave --base out, or build another store"
        )
    return own


def _was_left(path: Path) -> bool:
    """True when the directory holds what no reader can see: a writer died, or an earlier version of this
    program wrote it.
    """
    return (path / UNPUBLISHED).exists() or (
        (path / DATA / "CURRENT").exists() and not (path / _SNAPSHOTS).exists()
    )


def publish(oxigraph: ox.Store, path: Path) -> None:
    """Let readers of a directory see what its Oxigraph store holds."""
    before, mark = _newest(path), path / UNPUBLISHED
    journaled = mark.exists() and mark.read_bytes() == JOURNALED
    snapshots.publish(oxigraph, path / _SNAPSHOTS)
    if journaled:
        carry_over(path / _RESOLUTION, before, _newest(path))
    mark.unlink(missing_ok=True)


def _size(folder: Path) -> int:
    """How many bytes the files of an Oxigraph store take, without those that it removes meanwhile; 0 where
    there is none.
    """
    size = 0
    for file in folder.glob("*.sst"):
        with contextlib.suppress(FileNotFoundError):
            size += file.stat().st_size
    return size


def _newest(path: Path) -> str | None:
    """The stamp of the newest snapshot; None for none."""
    return stamp(snapshots.latest(path / _SNAPSHOTS))


def _publish_what_was_left(path: Path) -> None:
    """Publish what a dead writer left, unless another writer or a disk that takes nothing is in the way."""
    with contextlib.suppress(StoreError, OSError):
        handle = lock(path, PUBLISHING)
        try:
            if _was_left(path):
                publish(opened(path), path)
        finally:
            unlock(handle)


def opened(path: Path) -> ox.Store:
    """The Oxigraph store of a directory, to be written by the one who has its lock. Raises StoreError."""
    try:
        return ox.Store(str(path / DATA))
    except OSError as error:
        if "lock" in str(error).lower():
            raise in_use(path) from error
        raise
    except RuntimeError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: RuntimeError) -> StoreError:
    return StoreError(path, f"is damaged ({error})", "remove it and build it anew")
