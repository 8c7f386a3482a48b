"""Where edges run and where their names stand, so that boxes cover neither."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.analysis.edges import Edge

__all__ = ["Box", "Curve", "clear_bends", "name_place"]

Point = tuple[float, float]

_HALF = 0.075  # inches: half the height of a name, and what is left free around it
_APART = 0.13  # inches between the middles of letters of two names
_DETOURS = (0.0, 0.16, -0.16, 0.3, -0.3, 0.45, -0.45)


@dataclass(frozen=True, slots=True)
class Box:
    """A box by its middle, width and height."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, point: Point, margin: float = 0.0) -> bool:
        """Whether a point lies in the box or closer to it than the margin."""
        return (
            abs(point[0] - self.x) < self.width / 2 + margin
            and abs(point[1] - self.y) < self.height / 2 + margin
        )


@dataclass(frozen=True, slots=True)
class Curve:
    """The line of an edge: from one point to another, bent sideways by a share of its length."""

    begin: Point
    end: Point
    bend: float

    def _middle(self) -> Point:
        (x1, y1), (x2, y2) = self.begin, self.end
        return (x1 + x2) / 2 + self.bend * (y2 - y1), (y1 + y2) / 2 - self.bend * (x2 - x1)

    def at(self, t: float) -> Point:
        """The point a share ``t`` of the way along."""
        (x1, y1), (x2, y2), (mx, my) = self.begin, self.end, self._middle()
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        return a * x1 + b * mx + c * x2, a * y1 + b * my + c * y2

    def direction(self, t: float) -> Point:
        """Where the line runs there, of length 1."""
        (x1, y1), (x2, y2), (mx, my) = self.begin, self.end, self._middle()
        dx = (1 - t) * (mx - x1) + t * (x2 - mx)
        dy = (1 - t) * (my - y1) + t * (y2 - my)
        length = math.hypot(dx, dy) or 1.0
        return dx / length, dy / length


def clear_bends(found: Iterable[Edge], boxes: Mapping[str, Box]) -> list[tuple[Edge, float]]:
    """Each edge with the bend that keeps it clear of others between the same two entities, and where that is
    possible of the boxes of further ones.
    """
    pairs: defaultdict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in found:
        pairs[tuple(sorted((edge.subject, edge.object)))].append(edge)
    bent: list[tuple[Edge, float]] = []
    for (first, second), group in pairs.items():
        fan = [(i - (len(group) - 1) / 2) * min(0.22, 0.9 / len(group)) for i in range(len(group))]
        others = [box for id, box in boxes.items() if id not in (first, second)]
        ends = (boxes[first].x, boxes[first].y), (boxes[second].x, boxes[second].y)
        detour = min(
            _DETOURS,
            key=lambda more: (sum(_crossed(Curve(*ends, bend + more), others) for bend in fan), abs(more)),
        )
        for edge, bend in zip(group, fan, strict=True):
            bent.append((edge, bend + detour if edge.subject == first else -bend - detour))
    return bent


def _crossed(curve: Curve, boxes: Collection[Box]) -> int:
    """How many boxes a line runs under."""
    points = [curve.at(i / 40) for i in range(1, 40)]
    return sum(any(box.holds(point, 0.03) for point in points) for box in boxes)


def name_place(
    curve: Curve, boxes: Collection[Box], width: float, taken: list[Point]
) -> tuple[Point, float] | None:
    """The middle of a name of this width on a line, and its angle in degrees, where no box and no other name
    is; None when there is no such place.

    ``taken`` holds points of the names that are written already; those of this one are added.
    """
    best: tuple[float, float, list[Point]] | None = None
    for step in range(10, 91):
        t = step / 100
        points = _letters(curve, t, width)
        if any(box.holds(point, _HALF) for box in boxes for point in points):
            continue
        if any(math.hypot(x - px, y - py) < _APART for x, y in points for px, py in taken):
            continue
        if best is None or abs(t - 0.5) < best[0]:
            best = abs(t - 0.5), t, points
    if best is None:
        return None
    _, t, points = best
    taken += points
    angle = math.degrees(math.atan2(*reversed(curve.direction(t))))
    return curve.at(t), angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle


def _letters(curve: Curve, t: float, width: float) -> list[Point]:
    """Points along a straight name whose middle is at ``t``."""
    (x, y), (dx, dy) = curve.at(t), curve.direction(t)
    steps = max(2, math.ceil(width / 0.1))
    along = [width * (i / steps - 0.5) for i in range(steps + 1)]
    return [(x + dx * far, y + dy * far) for far in along]
