"""A timeline -> a picture (SVG, PNG) or a page on which each mark leads to its sentence."""

from __future__ import annotations

import io
import math
import warnings
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kg.analysis.timeline import Happening, Timeline
from kg.plot.colours import relation_colour
from kg.plot.files import write
from kg.plot.picture import style
from kg.terminal import clean, count, cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_timeline"]

_WIDTH, _STEP, _MARGIN = 11.0, 0.2, 0.25  # inches; one row of marks is a step high
_INK, _QUIET, _RULE = "#1b1f24", "#57606a", "#e3e7ec"
_SIDE = 2.4  # inches for the names of lanes
_MARKS = {"actual": "o", "planned": "o", "possible": "d", "negated": "x"}
_CLOSE = 0.15  # inches between the middles of two marks of one row


def draw_timeline(found: Timeline, path: Path, title: str) -> None:
    """Write the picture to ``path``, or the page where that ends in ``.html``; the same bytes each time."""
    with style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = _figure(found, "" if path.suffix == ".html" else title)
        out = io.BytesIO()
        if path.suffix == ".html":
            figure.savefig(out, format="svg", facecolor="white", metadata={"Date": None, "Creator": "newskg"})
            text = out.getvalue().decode()
            write(path, _page(found, title, text[text.index("<svg") :]).encode())
            return
        metadata = {"Date": None, "Creator": "newskg"} if path.suffix == ".svg" else {"Software": "newskg"}
        figure.savefig(out, format=path.suffix[1:], dpi=160, facecolor="white", metadata=metadata)
    write(path, out.getvalue())


def _window(found: Sequence[Happening]) -> tuple[date, date]:
    """The first and the last day of the picture: of everything, or of nine tenths of it where single events
    long before or after would leave no room for the others.
    """
    if not found:
        return date(2000, 1, 1), date(2000, 1, 7)
    begins, ends = sorted(one.begin for one in found), sorted(one.end for one in found)
    tenth = len(found) // 20
    inner = begins[tenth], max(ends[-1 - tenth], begins[-1 - tenth])
    first, last = begins[0], ends[-1]
    if (last - first).days > 3 * max(30, (inner[1] - inner[0]).days):
        first, last = inner
    return first, max(last, first + timedelta(days=6))


def _figure(found: Timeline, title: str) -> Figure:
    first, last = _window(found.happenings)
    inches = (_WIDTH - _SIDE - 2 * _MARGIN) / ((last - first).days * 1.04)  # for a day
    drawn = [one for one in found.happenings if one.end >= first and one.begin <= last]
    lanes = {lane: [one for one in drawn if one.lane == lane] for lane in found.lanes}
    rows = {lane: _rows(marks, inches) for lane, marks in lanes.items()}
    heights = {lane: _STEP * max(1, len(rows[lane])) + 0.14 for lane in found.lanes}
    keys = _keys(found)
    below = 0.35 + 0.24 * math.ceil(len(keys) / 6)
    body = max(0.6, sum(heights.values()))
    total = (0.7 if title else 0.4) + body + 0.3 + below + _MARGIN
    figure = Figure(figsize=(_WIDTH, total))
    FigureCanvasAgg(figure)
    left, bottom = _SIDE / _WIDTH, (below + 0.3 + _MARGIN) / total
    axes = figure.add_axes((left, bottom, 1 - left - _MARGIN / _WIDTH, body / total))
    axes.set_ylim(0, body)
    figure.text(
        *(_MARGIN / _WIDTH, 1 - _MARGIN / total), title, fontsize=13, fontweight="bold", color=_INK, va="top",
        parse_math=False,
    )  # fmt: skip
    _frame(axes, found.happenings, first, last)
    top = body
    numbers = {id(one): number for number, one in enumerate(found.happenings)}
    for lane in found.lanes:
        _draw_lane(axes, lane, rows[lane], top, heights[lane], numbers)
        top -= heights[lane]
    if keys:
        figure.legend(
            handles=keys, loc="lower left", ncols=6, frameon=False, fontsize=8.5, handletextpad=0.6,
            bbox_to_anchor=(_MARGIN / _WIDTH, 0.02),
        )  # fmt: skip
    return figure


def _frame(axes: Axes, found: Sequence[Happening], first: date, last: date) -> None:
    """The line of time, and what lies outside of it in words."""
    body = axes.get_ylim()[1]
    axes.set_yticks([])
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_QUIET)
    axes.tick_params(axis="x", colors=_QUIET, labelsize=9)
    if not found:
        axes.set_xticks([])
        axes.text(
            0.5, body / 2, "nothing is told", ha="center", va="center", color=_QUIET,
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip
        return
    pad = timedelta(days=max(1, math.ceil((last - first).days * 0.02)))
    axes.set_xlim(date2num(first - pad), date2num(last + pad))
    locator = AutoDateLocator(minticks=3, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.grid(axis="x", color=_RULE, linewidth=0.8)
    axes.set_axisbelow(True)
    earlier, later = [one for one in found if one.end < first], [one for one in found if one.begin > last]
    for side, words, x in (
        ("left", f"‹ {len(earlier)} earlier", 0.0),
        ("right", f"{len(later)} later ›", 1.0),
    ):
        if earlier if side == "left" else later:
            axes.text(
                x, body + 0.08, words, ha=side, fontsize=8.5, color=_QUIET,
                transform=axes.get_yaxis_transform(),
            )  # fmt: skip


def _rows(marks: Sequence[Happening], inches: float) -> list[list[Happening]]:
    """The marks of a lane in rows, so that none covers another."""
    rows: list[list[Happening]] = []
    ends: list[float] = []
    for one in marks:
        begin, end = one.begin.toordinal() * inches, one.end.toordinal() * inches
        place = next((i for i, taken in enumerate(ends) if begin - taken >= _CLOSE), len(rows))
        if place == len(rows):
            rows.append([])
            ends.append(0.0)
        rows[place].append(one)
        ends[place] = end
    return rows


def _draw_lane(
    axes: Axes,
    lane: str,
    rows: Sequence[Sequence[Happening]],
    top: float,
    height: float,
    numbers: dict[int, int],
) -> None:
    axes.axhline(top - height, color=_RULE, linewidth=0.8, zorder=0)
    axes.text(
        *(-0.012, top - height / 2), cut(clean(lane), 28), transform=axes.get_yaxis_transform(), ha="right",
        va="center", fontsize=9.5, color=_INK, parse_math=False,
    )  # fmt: skip
    for i, row in enumerate(rows):
        y = top - 0.17 - _STEP * i
        for one in row:
            _draw_mark(axes, one, y, numbers[id(one)])


def _draw_mark(axes: Axes, one: Happening, y: float, number: int) -> None:
    """A bar from the first to the last day, and a sign that says how certain it is."""
    colour = relation_colour(one.relation)
    begin, end = max(date2num(one.begin), axes.get_xlim()[0]), date2num(one.end)
    if end > begin:
        bar = Line2D([begin, end], [y, y], color=colour, linewidth=2, alpha=0.55, zorder=2)
        axes.add_line(bar)
    size = 7.0 + 1.6 * min(4.0, math.log2(one.articles))
    mark = _sign(one.modality, colour, size, at=(begin, y))
    mark.set_alpha(1.0 if one.dated else 0.6)
    mark.set_url(f"#m{number}")
    axes.add_line(mark)


def _sign(
    modality: str,
    colour: str,
    size: float = 7.0,
    *,
    label: str = "",
    at: tuple[float, float] | None = None,
) -> Line2D:
    """A sign that says by its shape how certain something is; without a place it is a key."""
    x, y = ([at[0]], [at[1]]) if at else ([], [])
    return Line2D(
        x,
        y,
        linestyle="none",
        label=clean(label),
        zorder=3,
        marker=_MARKS[modality],
        markersize=size,
        markerfacecolor=colour if modality == "actual" else "white",
        markeredgecolor=colour,
        markeredgewidth=1.6,
    )


def _keys(found: Timeline) -> list[Line2D]:
    """What the colours and the signs mean."""
    often = Counter((one.relation, one.label) for one in found.happenings)
    keys = [
        _sign("actual", relation_colour(relation), label=label)
        for relation, label in sorted(often, key=lambda key: (-often[key], key))
    ]
    modalities = {one.modality for one in found.happenings}
    if modalities != {"actual"}:
        keys += [_sign(one, _QUIET, label=one) for one in _MARKS if one in modalities]
    if any(not one.dated for one in found.happenings):
        pale = _sign("actual", _QUIET, label="paler: date of the article")
        pale.set_alpha(0.5)
        keys.append(pale)
    return keys


_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 1060px; margin: 16px auto; }
svg { width: 100%; height: auto; } svg a:hover { opacity: .6; }
ol { list-style: none; padding: 0; } li { padding: 8px 12px; border-left: 4px solid; margin: 8px 0; }
li:target { background: #fff6d6; } .quiet { color: #57606a; font-size: 13px; } h1 { font-size: 18px; }
"""


def _page(found: Timeline, title: str, svg: str) -> str:
    """The picture and below it what happened, in order; nothing to run and nothing to fetch."""
    undated = f"<p class=quiet>{count(found.undated, 'statement')} without any date left out.</p>"
    items = "".join(_item(number, one) for number, one in enumerate(found.happenings))
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1>{svg}{undated if found.undated else ''}<ol>{items}</ol></body></html>\n"
    )


def _item(number: int, one: Happening) -> str:
    days = str(one.begin) if one.begin == one.end else f"{one.begin} to {one.end}"
    when = days if one.dated else f"{days}, date of the article"
    said = [one.article, one.published or "", count(one.articles, "article")]
    return (
        f'<li id="m{number}" style="border-color: {relation_colour(one.relation)}">'
        f"<b>{escape(clean(one.text))}</b> <span class=quiet>{when} · {one.modality}</span><br>"
        f"{escape(clean(one.sentence))}<br>"
        f"<span class=quiet>{escape(clean(' · '.join(filter(None, said))))}</span></li>"
    )
