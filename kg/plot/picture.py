"""A chosen part of the graph -> a picture: SVG or PNG, drawn by matplotlib without a screen, the same bytes
each time.
"""

from __future__ import annotations

import io
import math
import textwrap
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.textpath import TextPath

from kg.analysis.edges import Edge
from kg.plot.colours import relation_colours
from kg.plot.edge_names import Box, Curve, clear_bends, name_place
from kg.plot.files import write
from kg.plot.layout import FAMILIES, Chosen, Point, arrange, family
from kg.terminal import clean, cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.typing import LineStyleType

__all__ = ["draw", "style"]

_SCRIPTS = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "WenQuanYi Zen Hei",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
)
_INK, _QUIET = "#1b1f24", "#57606a"
_NAMED_EDGES = 40  # edges up to which each has its relation written on it
_MARGIN = 0.35  # inches around everything
_Key = tuple[str, str, str]
"""Kind, words and colour (of a box: the family) of a key to the drawing."""
_DASHES: dict[str, LineStyleType] = {
    "actual": "-",
    "planned": (0, (5, 3)),
    "possible": (0, (1.2, 2)),
    "negated": (0, (6, 2, 1.2, 2)),
}


@contextmanager
def style() -> Iterator[None]:
    """A context in which matplotlib draws the same bytes each time, with fonts for many scripts."""
    installed = {font.name for font in fontManager.ttflist}
    families = [name for name in _SCRIPTS if name in installed] or ["sans-serif"]
    with matplotlib.rc_context({"svg.hashsalt": "newskg", "svg.fonttype": "path", "font.family": families}):
        yield


def draw(chosen: Chosen, path: Path, title: str, labels: Mapping[str, str]) -> None:
    """Write the picture to ``path``, as PNG or SVG by its suffix. ``labels`` names the relations."""
    with style(), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="Glyph .* missing"
        )  # a box stands for what no installed font can draw
        figure = _figure(chosen, title, labels)
        metadata = {"Date": None, "Creator": "newskg"} if path.suffix == ".svg" else {"Software": "newskg"}
        out = io.BytesIO()
        figure.savefig(out, format=path.suffix[1:], dpi=160, facecolor="white", metadata=metadata)
    write(path, out.getvalue())


def _figure(chosen: Chosen, title: str, labels: Mapping[str, str]) -> Figure:
    """The picture; one unit of its axes is an inch."""
    names, fonts = _names(chosen)
    sizes = {id: _box(name, fonts[id]) for id, name in names.items()}
    crowd = len(names) > 25
    places = arrange(sizes, chosen.edges, gap=0.34 if crowd else 0.4, length=2.0 if crowd else 2.3)
    low, high = _frame(places, sizes)
    width = max(high[0] - low[0], 5.5)
    legend, legend_height = _legend(chosen, labels, width)
    heading = textwrap.wrap(title, max(30, int(width * 9)))
    top = 0.3 * len(heading) + 0.15
    total = (width + 2 * _MARGIN, (high[1] - low[1]) + top + legend_height + 2 * _MARGIN)
    figure = Figure(figsize=total)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    left, bottom = (low[0] + high[0] - width) / 2 - _MARGIN, low[1] - legend_height - _MARGIN
    axes.set_xlim(left, left + total[0])
    axes.set_ylim(bottom, bottom + total[1])
    corner = (left + _MARGIN, bottom + total[1] - _MARGIN)
    axes.text(
        *corner, "\n".join(heading), fontsize=13, fontweight="bold", color=_INK, va="top", parse_math=False
    )
    boxes = _draw_boxes(axes, names, fonts, sizes, places)
    _draw_edges(axes, chosen.edges, boxes, places, sizes, labels)
    for kind, x, y, text, colour in legend:
        _draw_key(axes, kind, left + _MARGIN + x, low[1] - 0.3 - y, text, colour)
    return figure


def _names(chosen: Chosen) -> tuple[dict[str, str], dict[str, float]]:
    """The words in each box, broken into short lines, and their size in points: larger where more edges
    meet.
    """
    degree: defaultdict[str, int] = defaultdict(int)
    for edge in chosen.edges:
        degree[edge.subject] += 1
        degree[edge.object] += 1
    most = max(degree.values(), default=1)
    names, fonts = {}, {}
    for node in chosen.nodes:
        lines = textwrap.wrap(clean(node.label), 18) or ["?"]
        names[node.id] = "\n".join(
            lines if len(lines) <= 3 else [*lines[:2], cut(lines[2], 17).rstrip("…") + "…"]
        )
        fonts[node.id] = round(8.5 + 4 * math.sqrt(degree[node.id] / most), 1)
    return names, fonts


def _text_width(text: str, size: float) -> float:
    """Width of a line in inches."""
    return (
        float(TextPath((0, 0), text, size=size, prop=FontProperties()).vertices[:, 0].max()) / 72
        if text.strip()
        else 0.0
    )


def _box(name: str, size: float) -> Point:
    """Width and height in inches of the box around some lines."""
    lines = name.split("\n")
    return max(_text_width(line, size) for line in lines) + 0.22, len(lines) * size * 1.28 / 72 + 0.14


def _frame(places: Mapping[str, Point], sizes: Mapping[str, Point]) -> tuple[Point, Point]:
    """The lower left and the upper right corner around all boxes."""
    if not places:
        return (0.0, 0.0), (0.0, 0.0)
    sides = [
        (x - sizes[id][0] / 2, y - sizes[id][1] / 2, x + sizes[id][0] / 2, y + sizes[id][1] / 2)
        for id, (x, y) in places.items()
    ]
    return (min(s[0] for s in sides), min(s[1] for s in sides)), (
        max(s[2] for s in sides),
        max(s[3] for s in sides),
    )


def _draw_boxes(
    axes: Axes,
    names: Mapping[str, str],
    fonts: Mapping[str, float],
    sizes: Mapping[str, Point],
    places: Mapping[str, Point],
) -> dict[str, FancyBboxPatch]:
    boxes = {}
    for id, name in names.items():
        (x, y), (width, height) = places[id], sizes[id]
        _, fill, line = FAMILIES[family(id)]
        shape = f"round,pad=0,rounding_size={min(0.12, height / 2):.3f}"
        box = FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle=shape,
            facecolor=fill,
            edgecolor=line,
            linewidth=1.3,
            zorder=3,
        )
        axes.add_patch(box)
        boxes[id] = box
        axes.text(
            x,
            y,
            name,
            fontsize=fonts[id],
            color=_INK,
            ha="center",
            va="center",
            linespacing=1.15,
            zorder=4,
            parse_math=False,
        )
    return boxes


def _draw_edges(
    axes: Axes,
    found: tuple[Edge, ...],
    boxes: Mapping[str, FancyBboxPatch],
    places: Mapping[str, Point],
    sizes: Mapping[str, Point],
    labels: Mapping[str, str],
) -> None:
    colours = relation_colours(found)
    taken: list[Point] = []
    rooms = {id: Box(*place, *sizes[id]) for id, place in places.items()}
    for edge, bend in clear_bends(found, rooms):
        colour, wide = colours[edge.relation], 1.2 + 0.7 * math.log2(edge.articles)
        arrow = FancyArrowPatch(
            places[edge.subject],
            places[edge.object],
            connectionstyle=f"arc3,rad={bend:.3f}",
            arrowstyle="-" if edge.symmetric else "-|>,head_length=5,head_width=2.4",
            patchA=boxes[edge.subject],
            patchB=boxes[edge.object],
            shrinkA=1,
            shrinkB=1.5,
            linewidth=wide,
            linestyle=_DASHES[edge.modality],
            color=colour,
            mutation_scale=1.2 + 0.15 * wide,
            zorder=2,
            alpha=0.9,
            capstyle="butt",
            joinstyle="miter",
        )
        axes.add_patch(arrow)
        if len(found) <= _NAMED_EDGES:
            curve = Curve(places[edge.subject], places[edge.object], bend)
            _name_edge(axes, curve, rooms, labels.get(edge.relation, edge.relation), colour, taken)


def _name_edge(
    axes: Axes, curve: Curve, boxes: Mapping[str, Box], label: str, colour: str, taken: list[Point]
) -> None:
    """Write the relation on its edge where that is clear of boxes and other names; else nothing."""
    words = clean(label)
    found = name_place(curve, boxes.values(), _text_width(words, 7.5), taken)
    if found is None:
        return
    (x, y), angle = found
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    axes.text(
        x, y, words, fontsize=7.5, color=colour, rotation=angle, rotation_mode="anchor",
        ha="center", va="center",
        bbox=paper, zorder=2.5, parse_math=False,
    )  # fmt: skip


def _legend(
    chosen: Chosen, labels: Mapping[str, str], width: float
) -> tuple[list[tuple[str, float, float, str, str]], float]:
    """The keys as (kind, x, y below the drawing, words, colour), flowing into rows of this width, and their
    height.
    """
    if not chosen.edges:
        return [], 0.0
    keys, y = [], 0.0
    for row in (_family_keys(chosen), _relation_keys(chosen.edges, labels), _line_keys(chosen.edges)):
        x = 0.0
        for kind, text, colour in row:
            need = 0.62 + _text_width(clean(text), 8.5)
            if x and x + need > width:
                x, y = 0.0, y + 0.24
            keys.append((kind, x, y, clean(text), colour))
            x += need
        y += 0.24 if row else 0.0
    return keys, y + 0.25


def _family_keys(chosen: Chosen) -> list[_Key]:
    """One for the colour of each family of entities drawn."""
    drawn = {family(node.id) for node in chosen.nodes}
    return [("box", words, name) for name, (words, _, _) in FAMILIES.items() if name in drawn]


def _relation_keys(found: Sequence[Edge], labels: Mapping[str, str]) -> list[_Key]:
    """One for the colour of each relation."""
    colours = relation_colours(found)
    symmetric = {edge.relation for edge in found if edge.symmetric}
    return [("-" if r in symmetric else "->", labels.get(r, r), colour) for r, colour in colours.items()]


def _line_keys(found: Sequence[Edge]) -> list[_Key]:
    """One for each kind of line, where there are others than plain ones, and one for their width."""
    modalities = {edge.modality for edge in found}
    keys = [
        (modality, modality, _QUIET)
        for modality in _DASHES
        if modality in modalities and modalities != {"actual"}
    ]
    if max(edge.articles for edge in found) > 1:
        keys.append(("wide", "thicker: more articles", _QUIET))
    return keys


def _draw_key(axes: Axes, kind: str, x: float, y: float, text: str, colour: str) -> None:
    if kind == "box":
        _, fill, line = FAMILIES[colour]
        shape = "round,pad=0,rounding_size=0.04"
        axes.add_patch(
            FancyBboxPatch(
                (x, y - 0.06), 0.28, 0.12, boxstyle=shape, facecolor=fill, edgecolor=line, linewidth=1.2
            )
        )
    elif kind == "->":
        arrow = FancyArrowPatch(
            (x, y),
            (x + 0.32, y),
            arrowstyle="-|>,head_length=5,head_width=2.4",
            color=colour,
            mutation_scale=1.3,
            linewidth=1.4,
        )
        axes.add_patch(arrow)
    else:
        axes.add_line(
            Line2D(
                [x, x + 0.3],
                [y, y],
                color=colour,
                linewidth=3 if kind == "wide" else 1.4,
                linestyle=_DASHES.get(kind, "-"),
            )
        )
    axes.text(x + 0.38, y, text, fontsize=8.5, color=_INK, va="center_baseline", parse_math=False)
