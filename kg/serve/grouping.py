"""Statements that agree in some columns, counted and summed up group by group without a loop over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.serve.content import Numbers

__all__ = ["Groups", "distinct_pairs", "grouped"]

_Column = npt.NDArray[np.signedinteger]


@dataclass(frozen=True, slots=True)
class Groups:
    """Numbers of statements, those of a group one after the other in their order; ``starts`` is where each
    group begins, ``at`` where the first of it stood before they were grouped.
    """

    rows: Numbers
    starts: npt.NDArray[np.int64]
    at: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.starts)

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """How many statements each group has."""
        return np.diff(self.starts, append=len(self.rows))

    def members(self, group: int) -> Numbers:
        """The statements of a group."""
        end = self.starts[group + 1] if group + 1 < len(self.starts) else len(self.rows)
        return self.rows[self.starts[group] : end]

    def least(self, column: _Column) -> _Column:
        """The least value of each group in a column."""
        return np.minimum.reduceat(column[self.rows], self.starts) if len(self) else column[:0]

    def most(self, column: _Column) -> _Column:
        """The largest value of each group in a column."""
        return np.maximum.reduceat(column[self.rows], self.starts) if len(self) else column[:0]

    def count(self, true: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """Of how many statements of each group something is true."""
        if not len(self):
            return np.zeros(0, np.int64)
        return np.add.reduceat(true[self.rows].astype(np.int64), self.starts)

    def distinct(self, column: _Column) -> npt.NDArray[np.int64]:
        """How many different values each group has in a column."""
        of = np.repeat(np.arange(len(self)), self.sizes)
        return np.bincount(distinct_pairs(of, column[self.rows])[0], minlength=len(self))


def grouped(rows: Numbers, *columns: _Column) -> Groups:
    """The statements of some rows by what they have in some columns, which have a value for each row."""
    order = np.lexsort(columns[::-1])
    changed = np.zeros(len(rows), bool)
    changed[:1] = True
    for column in columns:
        values = column[order]
        changed[1:] |= values[1:] != values[:-1]
    starts = np.flatnonzero(changed)
    return Groups(rows[order], starts, order[starts])


def distinct_pairs(first: _Column, second: _Column) -> tuple[_Column, _Column]:
    """The pairs of values that two columns have, each once and in order; none is below -1."""
    wide = int(second.max(initial=0)) + 2
    keys = np.unique(first.astype(np.int64) * wide + (second + 1))
    return keys // wide, keys % wide - 1
