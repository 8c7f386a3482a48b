"""What of the graph is drawn, and where: chosen entities and edges, places without overlaps, colours.

The same for the same store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from kg.analysis.edges import Edge, Level, edges
from kg.analysis.nodes import Node, nodes
from kg.rdf.layout import DIRECT

if TYPE_CHECKING:
    import networkx

    from kg.store.base import Store

__all__ = ["FAMILIES", "Chosen", "arrange", "choose", "family"]

Point = tuple[float, float]
Places: TypeAlias = npt.NDArray[np.float64]
"""A row of two numbers for each box."""

# What an id begins with -> (name, fill, line). Fills are pale enough for black words; the lines are Okabe and
# Ito's, which colour-blind readers tell apart.
FAMILIES: dict[str, tuple[str, str, str]] = {
    "country": ("country", "#d6e6f5", "#0072b2"),
    "person": ("person", "#fde8c8", "#d98200"),
    "organization": ("organization", "#d2efe4", "#009e73"),
    "group": ("group", "#e9f3c9", "#7a8f00"),
    "place": ("place", "#ece3d6", "#8a6d3b"),
    "capability": ("capability", "#f6d9d0", "#d55e00"),
    "topic": ("topic", "#f3dbe9", "#b5508a"),
    "role": ("role", "#e6e0f3", "#7658b5"),
    "": ("other", "#e8e8e8", "#6b6b6b"),
}
_STRESS = 150  # entities up to which Kamada and Kawai's layout takes about a second
# entities in one part from which it is enlarged before boxes push each other, lest they pile up in columns
_CROWD = 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """The part of a graph that is drawn; ``entities`` and ``links`` count what there would have been."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    entities: int
    links: int


def family(id: str) -> str:
    """The family that an entity is coloured by: what its id begins with, "" when that is none of ours."""
    first = id.partition("/")[0]
    return first if first in FAMILIES else ""


def choose(
    store: Store,
    around: str | None = None,
    relations: Collection[str] | None = None,
    limit: int = 60,
    modalities: Collection[str] = DIRECT,
    level: Level = "entity",
) -> Chosen:
    """The edges of some relations, those of an entity (an id) and between its neighbours when ``around`` is
    given.

    Where that leaves more than ``limit`` entities, those with most edges stay, with ``around`` always among
    them.
    """
    found = [
        e
        for e in edges(store, modalities, level)
        if e.subject != e.object and (not relations or e.relation in relations)
    ]
    if around is not None:
        near = {around, *_ends(e for e in found if around in (e.subject, e.object))}
        found = _between(found, near)
    degree: Counter[str] = Counter(_ends(found))
    first = sorted(degree, key=lambda id: (id != around, -degree[id], id))[: max(1, limit)]
    shown = {*first, *([around] if around else [])}
    drawn = _between(found, shown)
    return Chosen(tuple(nodes(store, shown).values()), tuple(drawn), len(degree), len(found))


def _ends(found: Iterable[Edge]) -> Iterator[str]:
    """Subject and object of each edge."""
    for edge in found:
        yield edge.subject
        yield edge.object


def _between(found: Iterable[Edge], ids: Collection[str]) -> list[Edge]:
    """The edges whose ends are both among these."""
    return [edge for edge in found if edge.subject in ids and edge.object in ids]


def arrange(sizes: Mapping[str, Point], found: Iterable[Edge], gap: float, length: float) -> dict[str, Point]:
    """A place for the middle of each box so that none overlap, in the unit of ``sizes`` (width and height).

    Linked boxes lie about ``length`` apart, others at least ``gap``. Each connected part is laid out for
    itself, then the parts are packed on shelves, the largest first.
    """
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(sorted(sizes))
    graph.add_edges_from((edge.subject, edge.object) for edge in found)
    parts = sorted(
        (sorted(part) for part in networkx.connected_components(graph)), key=lambda part: (-len(part), part)
    )
    blocks = []
    for part in parts:
        boxes = np.array([sizes[id] for id in part])
        wide, high = boxes.mean(axis=0)
        # Boxes are wider than high: as much more room is left between those beside each other.
        level = _component(graph.subgraph(part), part, length) * (1 + max(0.0, wide - high) / length, 1)
        places = _spread(level, boxes, gap)
        blocks.append((part, places, boxes))
    return _pack(blocks, 2 * gap)


def _component(graph: networkx.Graph[str], part: Sequence[str], length: float) -> Places:
    """Places of a connected part, its long side level, linked entities ``length`` apart on average."""
    import networkx

    index = {id: i for i, id in enumerate(part)}
    numbered: networkx.Graph[int] = networkx.Graph()
    numbered.add_nodes_from(range(len(part)))
    pairs = ((index[a], index[b]) for a, b in graph.edges)
    numbered.add_edges_from(sorted((min(pair), max(pair)) for pair in pairs))
    if len(part) == 1:
        return np.zeros((1, 2))
    if len(part) <= _STRESS:
        found = networkx.kamada_kawai_layout(numbered)
    else:
        found = networkx.spring_layout(numbered, seed=0, iterations=120, k=1.6 / len(part) ** 0.5)
    places = np.array([found[i] for i in range(len(part))])
    places = _level(places - places.mean(axis=0))
    apart = [float(np.hypot(*(places[a] - places[b]))) for a, b in numbered.edges]
    return places * (length / max(1e-9, sum(apart) / len(apart)))


def _level(places: Places) -> Places:
    """The places turned so that they spread most from left to right."""
    _, axes = np.linalg.eigh(places.T @ places)
    axes = axes[:, ::-1]
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), range(2)])
    turned: Places = np.round(places @ (axes * signs), 6)
    return turned


def _spread(places: Places, boxes: Places, gap: float) -> Places:
    """The places, in a crowd enlarged until the boxes fit, then moved as little as it takes until none are
    closer than ``gap``.
    """
    order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None, :])
    room = (boxes[:, None, :] + boxes[None, :, :]) / 2 + gap
    if len(places) > _CROWD:
        extent = np.ptp(places, axis=0) + boxes.mean(axis=0)
        places = places * max(
            1.0, (2.5 * float((boxes + gap).prod(axis=1).sum()) / float(extent.prod())) ** 0.5
        )
    for step in range(1000):
        apart = places[:, None, :] - places[None, :, :]
        overlap = np.maximum(room - np.abs(apart), 0)
        both = overlap.min(axis=2)
        np.fill_diagonal(both, 0)
        if both.max() < 1e-6:
            break
        sideways = overlap[:, :, 0] < overlap[:, :, 1]
        for axis, chosen in ((0, sideways), (1, ~sideways)):
            direction = np.where(apart[:, :, axis] == 0, order, np.sign(apart[:, :, axis]))
            places[:, axis] += (np.where(chosen, both, 0) * direction).sum(axis=1) * 0.4
        if step % 10 == 9:
            places = places * 1.04
    return places


def _pack(blocks: list[tuple[list[str], Places, Places]], gap: float) -> dict[str, Point]:
    """One place for each id: the blocks beside each other on shelves as wide as the widest or as all is
    high.
    """
    framed = []
    for part, places, boxes in blocks:
        low, high = (places - boxes / 2).min(axis=0), (places + boxes / 2).max(axis=0)
        framed.append((part, places - low, high - low))
    width = max(
        [
            1.0,
            *(float(size[0]) for *_, size in framed),
            (1.25 * sum(float((size + gap).prod()) for *_, size in framed)) ** 0.5,
        ]
    )
    found: dict[str, Point] = {}
    shelves: defaultdict[int, float] = defaultdict(float)
    x = y = 0.0
    for part, places, size in framed:
        if x and x + size[0] > width:
            x, y = 0.0, y - shelves[len(shelves) - 1] - gap
            shelves[len(shelves)] = 0.0
        shelf = max(0, len(shelves) - 1)
        shelves[shelf] = max(shelves[shelf], float(size[1]))
        for id, (px, py) in zip(part, places, strict=True):
            found[id] = (round(x + float(px), 4), round(y - float(size[1]) + float(py), 4))
        x += float(size[0]) + gap
    return found
