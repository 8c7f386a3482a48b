"""Stores as commands open them: whole, or with the statements that options choose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from kg.cli.options import Chosen

if TYPE_CHECKING:
    from kg.analysis.filtered import Filter
    from kg.store.base import Store

__all__ = ["described", "opening", "opening_filtered"]


@contextmanager
def opening(
    where: str, base: str | None = None, *, create: bool = True, read_only: bool = False
) -> Iterator[Store]:
    """The store at ``where``, closed at the end. ``create=False`` for one that must be there."""
    from kg.store.open import open_store

    with open_store(where, create=create, read_only=read_only, base=base) as store:
        yield store


@contextmanager
def opening_filtered(
    where: str, chosen: Chosen, base: str | None = None, *, names: bool = False
) -> Iterator[Store]:
    """The store at ``where``, which must be there, for reading, with the statements that are chosen.

    With ``names`` entities that nothing else is left of keep their names.
    """
    wanted = _filter(chosen)
    with opening(where, base, create=False, read_only=True) as store:
        if not wanted:
            yield store
            return
        from kg.analysis.filtered import filtered

        with filtered(store, wanted, names=names) as left:
            yield left


def described(chosen: Chosen) -> str:
    """What is chosen, in words; "" when that is everything."""
    return str(_filter(chosen) or "")


def _filter(chosen: Chosen) -> Filter | None:
    """What the options ask for, None for nothing. Raises BadParameter for dates that cannot be."""
    if chosen == Chosen():
        return None
    from kg.analysis.filtered import Filter
    from kg.errors import QueryError

    try:
        return Filter(
            chosen.since,
            chosen.until,
            tuple(chosen.source or ()),
            tuple(chosen.relation or ()),
            tuple(one.value for one in chosen.modality or ()),
            chosen.min_confidence,
        )
    except QueryError as error:
        raise typer.BadParameter(f"{error.fault}; {error.remedy}", param_hint=f"--{error.place}") from error
