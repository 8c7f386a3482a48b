"""Which kind of store an argument names."""

from __future__ import annotations

import re
from pathlib import Path

from kg.errors import StoreError
from kg.rdf.serializers import SUFFIXES
from kg.rdf.writer import safe_iri
from kg.resources.namespaces import DEFAULT_BASE
from kg.store.base import Store

__all__ = ["open_store"]


def open_store(where: str, *, create: bool = True, read_only: bool = False, base: str | None = None) -> Store:
    """The store at ``where``: a directory, an RDF file (by its ending) or the http(s) URL of a SPARQL
    endpoint.

    ``create`` makes a directory or file that is not there. ``base`` is what all names begin with; a store
    that is there has its own, which None and the default give way to. Raises StoreError.
    """
    if base is not None and (safe_iri(base) != base or re.search(r"[#?]|[^/:]$", base)):
        raise StoreError(
            base,
            "cannot be what all names begin with",
            "give an absolute IRI without # and ? that ends in / or :",
        )
    if where.startswith(("http://", "https://")):
        from kg.store.endpoint import EndpointStore

        return EndpointStore(where, base or DEFAULT_BASE, read_only=read_only)
    base = None if base == DEFAULT_BASE else base
    path = Path(where)
    if path.suffix.lower() in SUFFIXES and not path.is_dir():
        from kg.store.file import FileStore

        return FileStore(path, base, create=create, read_only=read_only)
    if path.exists() and not path.is_dir():
        raise StoreError(
            where,
            "is a file, but its ending is that of no RDF syntax",
            f"use a directory or one of {' '.join(SUFFIXES)}",
        )
    from kg.store.directory import DirectoryStore

    return DirectoryStore(path, base, create=create, read_only=read_only)
