"""Store -> a picture of its graph: ``.svg`` and ``.png`` to print, ``.html`` to explore."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.analysis.edges import Level, ends_of
from kg.analysis.lookup import check_relation, find_entity, relation_labels
from kg.analysis.nodes import nodes
from kg.errors import InputError
from kg.plot.files import write
from kg.plot.layout import Chosen, choose
from kg.rdf.layout import DIRECT, MODALITIES
from kg.terminal import clean, count

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Plotted", "plot", "plot_timeline"]

_LIMITS = {".svg": 60, ".png": 60, ".html": 400}


@dataclass(frozen=True, slots=True)
class Plotted:
    """What was drawn. ``note`` says what was left out, or that there was nothing; "" otherwise."""

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
    *,
    level: Level = "entity",
    condition: str = "",
) -> Plotted:
    """Draw the graph into a file, by its suffix, and return what was drawn.

    ``around`` (a name as ``find_entity`` takes it) keeps one entity and its neighbours, ``relations`` keeps
    some relations, ``limit`` the entities with most edges: 60 by default, 400 on a page. ``level`` is that of
    ``edges``; ``condition`` says in words which statements the store was left with. A page holds all
    modalities and lets its reader choose; a picture has the direct edges, or those that there are where
    none is direct. Raises UnknownEntity, QueryError for an unknown relation, and InputError for another
    suffix.
    """
    path = Path(path)
    _check_suffix(path)
    for relation in relations or ():
        check_relation(store, relation)
    centre = find_entity(store, around) if around is not None else None
    centre = ends_of(store, level)(centre) or centre if centre else None
    modalities = MODALITIES if path.suffix == ".html" else DIRECT
    chosen = choose(store, centre, relations, limit or _LIMITS[path.suffix], modalities, level)
    if condition and not chosen.edges and modalities is DIRECT:
        chosen = choose(store, centre, relations, limit or _LIMITS[path.suffix], MODALITIES, level)
    label = nodes(store, [centre])[centre].label if centre else None
    note = _note(chosen)
    if path.suffix == ".html":
        from kg.plot.page import page

        title = _titled(_about(label) or "Knowledge graph", condition)
        write(path, page(store, chosen, title, note, centre, level).encode())
    else:
        from kg.plot.picture import draw

        draw(chosen, path, _title(chosen, label, note, condition), relation_labels(store))
    return Plotted(path, len(chosen.nodes), len(chosen.edges), note)


def plot_timeline(
    store: Store,
    path: str | Path,
    actor: str,
    other: str | None = None,
    limit: int | None = None,
    *,
    condition: str = "",
) -> Plotted:
    """Draw what happened to an actor, or between two, over time, into a file by its suffix.

    ``limit`` is how many lanes there are, 12 by default. Raises UnknownEntity, and InputError for another
    suffix.
    """
    path = Path(path)
    _check_suffix(path)
    from kg.analysis.timeline import timeline
    from kg.plot.timeline import draw_timeline

    found = timeline(store, actor, other, limit or 12)
    title = _titled(" and ".join(clean(label) for label in found.whom), condition)
    draw_timeline(found, path, f"{title}: {count(len(found.happenings), 'event')}")
    notes = []
    if not found.happenings:
        notes.append(f"no dated event of {' and '.join(clean(label) for label in found.whom)}")
        notes += [condition] if condition else []
    if found.undated:
        notes.append(f"{count(found.undated, 'statement')} without any date left out")
    return Plotted(path, len(found.lanes), len(found.happenings), ", ".join(notes))


def _check_suffix(path: Path) -> None:
    if path.suffix not in _LIMITS:
        raise InputError(
            path,
            f"cannot draw into a file with the suffix {path.suffix or '(none)'}",
            "use .html, .svg or .png",
        )


def _note(chosen: Chosen) -> str:
    if not chosen.edges and not chosen.links:
        return "no edges"
    if len(chosen.nodes) >= chosen.entities:
        return ""
    return (
        f"the {len(chosen.nodes):,} most linked of {chosen.entities:,} entities, "
        f"{len(chosen.edges):,} of {chosen.links:,} edges"
    )


def _titled(title: str, condition: str) -> str:
    return f"{title} ({clean(condition)})" if condition else title


def _title(chosen: Chosen, around: str | None, note: str, condition: str) -> str:
    what = note or f"{count(len(chosen.nodes), 'entity')}, {count(len(chosen.edges), 'edge')}"
    if not chosen.edges:
        what = "no edges"
    about = _titled(_about(around), condition).strip()
    return f"{about}: {what}" if around else _titled(what[0].upper() + what[1:], condition)


def _about(around: str | None) -> str:
    return f"{clean(around)} and those around it" if around else ""
