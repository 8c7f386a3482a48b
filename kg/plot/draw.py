"""Store -> a picture of its graph: ``.svg`` and ``.png`` to print, ``.html`` to explore."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.analysis.lookup import check_relation, find_entity, relation_labels
from kg.analysis.nodes import nodes
from kg.errors import InputError
from kg.plot.layout import Chosen, choose
from kg.rdf.layout import DIRECT, MODALITIES
from kg.terminal import clean, count

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Plotted", "plot"]

_LIMITS = {".svg": 60, ".png": 60, ".html": 400}


@dataclass(frozen=True, slots=True)
class Plotted:
    """What was drawn. ``note`` says what was left out, "" when nothing was."""

    path: Path
    entities: int
    edges: int
    note: str


def plot(
    store: Store,
    path: str | Path,
    around: str | None = None,
    relations: Collection[str] | None = None,
    limit: int | None = None,
) -> Plotted:
    """Draw the graph into a file, by its suffix, and return what was drawn.

    ``around`` (a name as ``find_entity`` takes it) keeps one entity and its neighbours, ``relations`` keeps
    some relations, ``limit`` the entities with most edges: 60 by default, 400 on a page. A page holds all
    modalities and lets its reader choose; a picture has the direct edges. Raises UnknownEntity, QueryError
    for an unknown relation, and InputError for another suffix.
    """
    path = Path(path)
    if path.suffix not in _LIMITS:
        raise InputError(
            path,
            f"cannot draw into a file with the suffix {path.suffix or '(none)'}",
            "use .html, .svg or .png",
        )
    for relation in relations or ():
        check_relation(store, relation)
    centre = find_entity(store, around) if around is not None else None
    modalities = MODALITIES if path.suffix == ".html" else DIRECT
    chosen = choose(store, centre, relations, limit or _LIMITS[path.suffix], modalities)
    label = nodes(store, [centre])[centre].label if centre else None
    note = _note(chosen)
    if path.suffix == ".html":
        from kg.plot.page import page

        path.write_text(
            page(store, chosen, _about(label) or "Knowledge graph", note, centre),
            encoding="utf-8",
            newline="\n",
        )
    else:
        from kg.plot.picture import draw

        draw(chosen, path, _title(chosen, label, note), relation_labels(store))
    return Plotted(path, len(chosen.nodes), len(chosen.edges), note)


def _note(chosen: Chosen) -> str:
    if len(chosen.nodes) >= chosen.entities:
        return ""
    return (
        f"the {len(chosen.nodes):,} most linked of {chosen.entities:,} entities, "
        f"{len(chosen.edges):,} of {chosen.links:,} edges"
    )


def _title(chosen: Chosen, around: str | None, note: str) -> str:
    what = note or f"{count(len(chosen.nodes), 'entity')}, {count(len(chosen.edges), 'edge')}"
    if not chosen.edges:
        what = "no edges"
    return f"{_about(around)}: {what}" if around else what[0].upper() + what[1:]


def _about(around: str | None) -> str:
    return f"{clean(around)} and those around it" if around else ""
