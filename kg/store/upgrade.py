"""A directory with the layout of an earlier version -> the same store in the layout of this one.

Layout 1 held every graph whole beside the merge of all. The new store is written beside the old one, and
takes its place with the file that says which layout there is: before that the store is as it was, however
the writing ends, and afterwards it is new.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.atomic import write_atomically
from kg.store.base import Graph
from kg.store.card import CARD, FORMAT, check_format, read_card, write_card
from kg.store.directory import DATA, UNPUBLISHED, opened, publish
from kg.store.locks import lock, unlock
from kg.store.oxigraph import LocalStore, faults

__all__ = ["upgrade"]

_OLD, _UNFINISHED = "oxigraph", ".upgrading"


def upgrade(where: str) -> int | None:
    """Give a store the layout of this version; the number of its graphs, None when it has it already.

    Raises StoreError, and the store is as it was.
    """
    path = Path(where)
    if not (path / CARD).is_file():
        raise StoreError(where, "is no store in a directory", "only these have a layout")
    with faults(where):
        handle = lock(path)
        try:
            version, base = read_card(path)
            number = None
            if version != FORMAT:
                if version != 1:
                    check_format(path, version)
                number = _written_anew(path, base)
                write_atomically(path / UNPUBLISHED, b"")
                write_card(path, base)
                publish(opened(path), path)
            shutil.rmtree(path / _OLD, ignore_errors=True)
            return number
        finally:
            unlock(handle)


def _written_anew(path: Path, base: str) -> int:
    """Write the graphs of an old store into a new one; their number."""
    unfinished = path / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        number = _copied(path / _OLD, unfinished, str(path), base)
        shutil.rmtree(path / DATA, ignore_errors=True)
        unfinished.rename(path / DATA)
        return number
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _copied(old: Path, new: Path, where: str, base: str) -> int:
    if not old.is_dir():
        ox.Store(str(new)).flush()
        return 0
    source = ox.Store(str(old))
    target = ox.Store(str(new))

    def graphs() -> Iterator[Graph]:
        for name in source.named_graphs():
            if isinstance(name, ox.NamedNode):
                text = source.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
                yield name.value, text.replace(b" .\n", f" <{name.value}> .\n".encode())

    with LocalStore(target, where, base, on_disk=True) as store:
        number = store.add(graphs())
        target.flush()
    return number
