"""Tables of statements, entities and events as Parquet and Arrow files (pyarrow, an extra)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from kg.analysis.tables import TABLES, Row
from kg.errors import StoreError

if TYPE_CHECKING:
    import pyarrow

__all__ = ["arrow_table", "write_arrow", "write_parquet"]


def arrow_table(name: str, rows: Iterable[Row]) -> pyarrow.Table:
    """The rows of one of ``analysis.tables.TABLES`` as an Arrow table. Raises StoreError without pyarrow."""
    arrow = _pyarrow()
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "date": arrow.date32(),
        "texts": arrow.list_(arrow.string()),
    }
    schema = arrow.schema([(column.name, types[column.kind]) for column in TABLES[name]])
    return arrow.Table.from_pylist(list(rows), schema=schema)


def write_parquet(name: str, rows: Iterable[Row], out: IO[bytes]) -> None:
    """Write a table as Parquet."""
    table = arrow_table(name, rows)
    from pyarrow import parquet

    parquet.write_table(table, out, compression="zstd")


def write_arrow(name: str, rows: Iterable[Row], out: IO[bytes]) -> None:
    """Write a table as an Arrow IPC file, which is Feather version 2."""
    table = arrow_table(name, rows)
    with _pyarrow().ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)


def _pyarrow() -> pyarrow:
    try:
        import pyarrow
    except ImportError as error:
        raise StoreError(
            "pyarrow", "Parquet and Arrow need it, and it is not installed", "pip install 'newskg[tables]'"
        ) from error
    return pyarrow
