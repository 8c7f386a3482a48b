"""Everything that this package raises on purpose.

KGError                 place: fault; remedy
├── InputError          an article or a statement file that cannot be read
├── DataError           ontology, patterns, knowledge or queries that are not well formed
├── QueryError          a query that is not answered
│   ├── LimitError      a query that takes more time or memory than it may
│   ├── MalformedQuery  a query that is not SPARQL, or a value that cannot be what is asked for
│   └── UnknownName     a query, parameter, relation or source that there is not
├── StoreError          a store that cannot be opened, read or written
│   └── EndpointError   the same, over HTTP
├── ModelError          a language pipeline that is absent or lacks a component
└── UnknownEntity       a name that the graph does not hold; carries the nearest names
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "DataError",
    "EndpointError",
    "InputError",
    "KGError",
    "LimitError",
    "MalformedQuery",
    "ModelError",
    "QueryError",
    "StoreError",
    "UnknownEntity",
    "UnknownName",
]


class KGError(Exception):
    """A fault that a user can mend: where it is, what is wrong, what would be right.

    ``str(error)`` is ``place: fault; remedy`` (without the remedy where there is none).
    """

    def __init__(self, place: object, fault: str, remedy: str = "") -> None:
        self.place = str(place)
        self.fault = fault
        self.remedy = remedy
        super().__init__(self.place, fault, remedy)

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}" + (f"; {self.remedy}" if self.remedy else "")


class InputError(KGError):
    """An article or a statement file that cannot be read."""


class DataError(KGError):
    """Ontology, patterns, knowledge or queries that are not well formed."""


class QueryError(KGError):
    """A query that is not answered."""


class MalformedQuery(QueryError):
    """A query that is not SPARQL or may not be asked, or a value that cannot be what is asked for."""


class UnknownName(QueryError):
    """A query, parameter, relation or source that there is not."""


class LimitError(QueryError):
    """A query that takes more time or memory than it may."""


class StoreError(KGError):
    """A store that cannot be opened, read or written."""


class EndpointError(StoreError):
    """A SPARQL endpoint that cannot be reached or refuses the request."""


class ModelError(KGError):
    """A language pipeline that is absent or lacks a component."""


class UnknownEntity(KGError):
    """A name that the graph does not hold. ``nearest`` holds the names closest to it, best first."""

    def __init__(self, name: str, nearest: Iterable[str] = ()) -> None:
        self.nearest = tuple(nearest)
        remedy = (
            f"did you mean {', '.join(self.nearest)}?" if self.nearest else "see `kg stats` for what there is"
        )
        super().__init__(name, "no entity of this name in the store", remedy)
