"""A store in an RDF file: read into memory, written whole when it has changed.

The old file stands until the new one is complete. A file of triples has its graphs folded into one; which
article each triple came from is found again from the provenance when it is read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError, StoreError
from kg.rdf.graphs import Lines, graphs_of, nquads_of, parse_rdf
from kg.rdf.layout import ARTICLE, TYPE
from kg.rdf.serializers import QUAD_FORMATS, format_of
from kg.resources.namespaces import DEFAULT_BASE
from kg.store.atomic import write_atomically
from kg.store.base import shipped_symmetric
from kg.store.oxigraph import LocalStore, faults

__all__ = ["FileStore"]


class FileStore(LocalStore):
    """An RDF file as a store. Raises StoreError when it cannot be read, or written on ``close``."""

    def __init__(self, path: Path, base: str | None, *, create: bool, read_only: bool) -> None:
        self.path = path
        self.format = format_of(path.name)
        self._changed = False
        data = _read(path, create=create and not read_only)
        self._seen = _state(path)
        try:
            quads = parse_rdf(data, self.format, base or DEFAULT_BASE, str(path)) if data.strip() else []
        except InputError as error:
            raise StoreError(error.place, error.fault, error.remedy) from error
        own = base or base_of(quads) or DEFAULT_BASE
        super().__init__(ox.Store(), str(path), own, read_only=read_only)
        if quads:
            found = graphs_of(quads, own, shipped_symmetric)
            super()._insert({iri: nquads_of(iri, lines) for iri, lines in found.items()})
            self._changed = False

    def close(self) -> None:
        """Write the file when anything changed.

        Raises StoreError and leaves the old file when that cannot be.
        """
        if self._oxigraph is None:
            return
        try:
            if self._changed or not (self.read_only or self.path.exists()):
                self.save()
        finally:
            super().close()

    def outdated(self) -> bool:
        """As for every store: whether the file has changed since it was read."""
        return _state(self.path) != self._seen

    def publish(self) -> None:
        """As for every store: write the file if anything has changed."""
        if self._changed:
            self.save()

    def save(self) -> None:
        """Write the file now."""
        if _state(self.path) != self._seen:
            raise StoreError(
                self.path,
                "was changed by another process meanwhile",
                "run it again; nothing was written over",
            )
        out = io.BytesIO()
        self.dump(self.format, out)
        with faults(str(self.path)):
            write_atomically(self.path, out.getvalue())
        self._seen, self._changed = _state(self.path), False

    def _insert(self, graphs: dict[str, bytes]) -> None:
        super()._insert(graphs)
        self._changed = True

    def _change(self, iri: str, stale: Lines, fresh: Lines, *, remove: bool) -> bool:
        """As for every store; but where graphs are folded, only a change of the merge is one."""
        counted = self.format in QUAD_FORMATS or not all(self.placement.said_elsewhere([*stale, *fresh], iri))
        super()._change(iri, stale, fresh, remove=remove)
        self._changed |= counted
        return counted


def _read(path: Path, *, create: bool) -> bytes:
    if not path.exists():
        if not create:
            raise StoreError(path, "does not exist", "`kg build` makes a store")
        if not path.parent.is_dir():
            raise StoreError(path, "its folder does not exist", f"make {path.parent} first")
        return b""
    with faults(str(path)):
        return path.read_bytes()


def _state(path: Path) -> tuple[int, int, int] | None:
    """What tells one content of a file from another without reading it; None for no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def base_of(quads: Iterable[ox.Quad]) -> str | None:
    """What the names in a file of ours begin with; None when it holds no article."""
    kind, article = ox.NamedNode(TYPE), ox.NamedNode(ARTICLE)
    for quad in quads:
        if quad.object == article and quad.predicate == kind and isinstance(quad.subject, ox.NamedNode):
            base, ours, _ = quad.subject.value.rpartition("article/")
            if ours:
                return base
    return None
