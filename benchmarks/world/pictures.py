"""Pictures of the answers: SVG, the same bytes for the same rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kg.plot.picture import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["attacks", "connected"]

_INK, _QUIET, _RULE = "#1b1f24", "#57606a", "#e3e7ec"
_RED, _BLUES = "#aa3344", ("#225588", "#4477aa", "#77aadd")
_Rows = Iterable[Mapping[str, str]]


def attacks(rows: _Rows, path: Path, countries: int = 8) -> None:
    """Attacks by month on the countries that are attacked most, a strip for each on the same scale of time.

    ``rows`` have the columns country, month (2024-07) and attacks.
    """
    counts: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for row in rows:
        counts[row["country"]][date.fromisoformat(row["month"] + "-15")] += int(row["attacks"])
    chosen = sorted(counts, key=lambda name: (-counts[name].total(), name))[:countries]
    chosen.sort(key=lambda name: _middle(counts[name]))
    with style():
        figure = Figure(figsize=(11, 0.95 * max(1, len(chosen)) + 0.8))
        FigureCanvasAgg(figure)
        strips = figure.subplots(max(1, len(chosen)), 1, sharex=True, squeeze=False)[:, 0]
        for axes, name in zip(strips, chosen, strict=False):
            axes.bar(list(counts[name]), list(counts[name].values()), width=31, color=_RED, linewidth=0)
            axes.set_ylabel(name, rotation=0, ha="right", va="center", color=_INK, fontsize=10)
            axes.tick_params(colors=_QUIET, labelsize=8)
            axes.yaxis.set_major_locator(MaxNLocator(2, integer=True))
            axes.grid(axis="x", color=_RULE, linewidth=0.8)
            axes.set_axisbelow(True)
            for side in ("top", "right", "left"):
                axes.spines[side].set_visible(False)
            axes.spines["bottom"].set_color(_RULE)
        _save(figure, "Attacks a month that the items tell of", path)


def connected(rows: _Rows, path: Path, ranks: int = 3) -> None:
    """The actors with most others in each year, the first ``ranks``.

    ``rows`` have the columns year, actor and others, each year's in the order of the ranks.
    """
    years: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        if len(years[row["year"]]) < ranks:
            years[row["year"]].append((row["actor"], int(row["others"])))
    with style():
        figure = Figure(figsize=(11, 0.28 * max(1, len(years)) + 1.0))
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        for place, year in enumerate(sorted(years)):
            _row_of_bars(axes, place, years[year])
        axes.set_yticks(range(len(years)), sorted(years), fontsize=9, color=_INK)
        axes.invert_yaxis()
        axes.set_xticks([])
        for side in ("top", "right", "bottom", "left"):
            axes.spines[side].set_visible(False)
        axes.tick_params(length=0)
        _save(figure, "With how many others the most connected actors of a year have to do", path)


def _row_of_bars(axes: Axes, place: int, found: Sequence[tuple[str, int]]) -> None:
    """A year's actors one after the other, as long as their numbers."""
    left = 0
    for shade, (actor, others) in zip(_BLUES, found, strict=False):
        (bar,) = axes.barh(place, others, left=left, height=0.86, color=shade, edgecolor="white")
        words = axes.text(left, place, f" {actor} {others}", va="center", color="white", fontsize=8)
        words.set_clip_path(bar)
        left += others


def _middle(counts: Counter[date]) -> date:
    """The day by which half of it had happened."""
    half, so_far = counts.total() / 2, 0
    for day in sorted(counts):
        so_far += counts[day]
        if so_far >= half:
            return day
    return date.min


def _save(figure: Figure, title: str, path: Path) -> None:
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold", color=_INK)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": "newskg"}, facecolor="white")
