"""The rdflib view of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib
from rdflib.store import Store as Backend

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["StoreDataset"]


class StoreDataset(rdflib.Dataset):
    """An ``rdflib.Dataset`` that keeps the store it looks at open, and closes it with itself."""

    def __init__(self, owner: Store, backend: Backend, *, default_union: bool = False) -> None:
        super().__init__(store=backend, default_union=default_union)
        self.owner = owner

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Close the dataset and the store."""
        super().close(commit_pending_transaction)
        self.owner.close()
