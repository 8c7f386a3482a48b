"""The rdflib view of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.store import Store as Backend

from kg.errors import StoreError
from kg.rdf.limits import check_query
from kg.resources.namespaces import PREFIXES

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["StoreDataset"]


class StoreDataset(rdflib.Dataset):
    """An ``rdflib.Dataset`` that keeps the store it looks at open, and closes it with itself.

    The prefixes of ``namespaces.PREFIXES`` are bound, so queries need not declare them.
    """

    def __init__(self, owner: Store, backend: Backend, *, default_union: bool = False) -> None:
        super().__init__(store=backend, default_union=default_union)
        self.owner = owner
        for prefix, iri in (PREFIXES | {"kgr": owner.base}).items():
            self.bind(prefix, iri, replace=True)

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        """As rdflib has it, within the bounds that ``Store.query`` keeps. Raises QueryError."""
        if isinstance(query_object, str):
            check_query(query_object, "query", False)
        return super().query(query_object, *args, **kwargs)

    def update(self, update_object: Any, *args: Any, **kwargs: Any) -> None:
        """Raises StoreError: the dataset is for reading."""
        raise StoreError(
            self.owner.where,
            "an update, but this view of it is for reading",
            "use `kg build`, `kg load` or `kg forget`",
        )

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Close the dataset and the store."""
        super().close(commit_pending_transaction)
        self.owner.close()
