"""A table with typed columns: rows as they are, and as what pandas, polars and Arrow make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from kg.errors import KGError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Cell", "Column", "Kind", "Row", "Table"]

Cell: TypeAlias = str | int | float | bool | date | list[str] | None
Row: TypeAlias = dict[str, Cell]
Kind: TypeAlias = Literal["text", "integer", "number", "truth", "date", "texts"]

_SHOWN = 20  # rows of a table in a notebook


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and what its cells are; any may be unknown (None)."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table(Sequence[Row]):
    """Rows, each a dictionary by the names of the columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Table: ...
    def __getitem__(self, place: int | slice) -> Row | Table:
        return Table(self.columns, self.rows[place]) if isinstance(place, slice) else self.rows[place]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def column(self, name: str) -> list[Cell]:
        """The cells of a column. Raises KGError for another name."""
        if name not in {column.name for column in self.columns}:
            known = ", ".join(column.name for column in self.columns)
            raise KGError(name, "no column of this name", f"there are {known}")
        return [row[name] for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a pandas data frame: days as datetime64, whole numbers as Int64, which may lack.

        Raises KGError where pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise _absent("pandas") from error
        frame = pandas.DataFrame(list(self.rows), columns=[column.name for column in self.columns])
        types = {"integer": "Int64", "number": "float64", "truth": "boolean"}
        for name, kind in ((column.name, column.kind) for column in self.columns):
            if kind == "date":
                frame[name] = pandas.to_datetime(frame[name])
            elif kind in types:
                frame[name] = frame[name].astype(types[kind])
        return frame

    def to_polars(self) -> polars.DataFrame:
        """The table as a polars data frame. Raises KGError where polars is not installed."""
        try:
            import polars
        except ImportError as error:
            raise _absent("polars") from error
        types = {
            "text": polars.String,
            "integer": polars.Int64,
            "number": polars.Float64,
            "truth": polars.Boolean,
            "date": polars.Date,
            "texts": polars.List(polars.String),
        }
        schema: dict[str, Any] = {column.name: types[column.kind] for column in self.columns}
        return polars.DataFrame(list(self.rows), schema=schema)

    def to_arrow(self) -> pyarrow.Table:
        """The table as an Arrow table. Raises KGError where pyarrow is not installed."""
        try:
            import pyarrow
        except ImportError as error:
            raise _absent("pyarrow", "'newskg[tables]'") from error
        types = {
            "text": pyarrow.string(),
            "integer": pyarrow.int64(),
            "number": pyarrow.float64(),
            "truth": pyarrow.bool_(),
            "date": pyarrow.date32(),
            "texts": pyarrow.list_(pyarrow.string()),
        }
        schema = pyarrow.schema([(column.name, types[column.kind]) for column in self.columns])
        return pyarrow.Table.from_pylist(list(self.rows), schema=schema)

    def _repr_html_(self) -> str:
        """The first rows as HTML, for notebooks; columns in which nothing is known are left out."""
        first = self.rows[:_SHOWN]
        names = [
            column.name
            for column in self.columns
            if not first or any(row[column.name] not in (None, []) for row in first)
        ]
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        lines = ("".join(f"<td>{_shown(row[name])}</td>" for name in names) for row in first)
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        rest = f"<p>{len(self.rows):,} rows</p>" if len(self.rows) > len(first) else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _shown(cell: Cell) -> str:
    if isinstance(cell, list):
        return escape(", ".join(cell))
    return "" if cell is None else escape(f"{cell:g}" if isinstance(cell, float) else str(cell))


def _absent(module: str, install: str = "") -> KGError:
    return KGError(module, "is not installed", f"pip install {install or module}")
