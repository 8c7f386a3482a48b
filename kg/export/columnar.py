"""Tables as Parquet and Arrow files (pyarrow, an extra)."""

from __future__ import annotations

from typing import IO

from kg.table import Table

__all__ = ["write_arrow", "write_parquet"]


def write_parquet(table: Table, out: IO[bytes]) -> None:
    """Write a table as Parquet. Raises KGError without pyarrow."""
    arrow = table.to_arrow()
    from pyarrow import parquet

    parquet.write_table(arrow, out, compression="zstd")


def write_arrow(table: Table, out: IO[bytes]) -> None:
    """Write a table as an Arrow IPC file, which is Feather version 2. Raises KGError without pyarrow."""
    arrow = table.to_arrow()
    from pyarrow import ipc

    with ipc.new_file(out, arrow.schema) as writer:
        writer.write_table(arrow)
