"""The page and its pictures."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.performance.figures import Figure, Section

__all__ = ["write"]

_PACKAGES = "newskg pyoxigraph rdflib oxrdflib spacy scipy scikit-network networkx textacy".split()
_HEAD = """# What it costs

Every figure here is a ratio of two things measured in the same run on the same machine; a goal is what we
hold to be near the limit. The
sizes are named with each section. The page is written by

```sh
pip install 'newskg[benchmarks]'   # textacy, to compare with
python -m benchmarks.performance                        # some minutes
python -m benchmarks.performance --full                 # hours: up to 100,000 articles and a million edges
python -m benchmarks.performance --full --only growing  # one section anew; the others stay as they are
python -m benchmarks.performance --full --only adding --world world.kg  # and to all events
```

"""


def write(path: Path, sections: Sequence[Section], mode: str, *, keep: bool = True) -> None:
    """The page at ``path``, its pictures in a folder of the same name beside it.

    With ``keep`` it has what it had on other sections.
    """
    old = path.read_text(encoding="utf-8").split("\n## ")[1:] if keep and path.exists() else []
    found = {part.partition("\n")[0]: part for part in old}
    for section in sections:
        found[section.title] = _section(path, section, mode)
    path.write_text("\n## ".join([_HEAD + _setting(), *found.values()]), encoding="utf-8", newline="\n")


def _section(path: Path, section: Section, mode: str) -> str:
    """A section from its title on; draws its pictures."""
    taken = f"Measured on {date.today()} in {mode} mode, load average at the end {os.getloadavg()[0]:.1f}."
    parts = [f"{section.title}\n\n{section.text}\n\n{taken}\n\n{_ratios(section.figures)}"]
    parts += [f"\n{_table(rows)}" for rows in section.tables]
    for name, points in section.pictures.items():
        picture = path.with_suffix("") / f"{name}.svg"
        picture.parent.mkdir(exist_ok=True)
        _PICTURES[name](picture, points)
        parts.append(f"\n![{section.title}]({picture.parent.name}/{picture.name})\n")
    return "".join(parts)


def _setting() -> str:
    """On what and with which versions."""
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} absent")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"The latest section was measured with Python {platform.python_version()}, "
        f"{', '.join(found)} on {platform.system()}"
        f" {platform.machine()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB.\n"
    )


def _ratios(figures: Sequence[Figure]) -> str:
    rows: list[tuple[str, ...]] = [("what", "beside", "ratio", "goal", "met")]
    for one in figures:
        goal = "" if one.goal is None else f"{'≤' if one.at_most else '≥'} {one.goal:.2f}"
        rows.append(
            (one.what, one.beside, f"{one.ratio:.2f}", goal, {True: "yes", False: "no", None: ""}[one.met])
        )
    return _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = rows
    marks = ["--:" if any(row[i][:1].isdigit() for row in rest) else "---" for i in range(len(head))]
    return "".join("| " + " | ".join(row) + " |\n" for row in (head, marks, *rest))


def _bars(path: Path, points: Sequence[tuple[str, float]]) -> None:
    """Seconds of each command."""
    figure, axes = _axes((7, 2.4))
    axes.barh(
        [name for name, _ in reversed(points)], [seconds for _, seconds in reversed(points)], color="#4477aa"
    )
    axes.set_xlabel("seconds, a new process each")
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")


def _growth(path: Path, points: Sequence[tuple[int, float, float]]) -> None:
    """Seconds and megabytes against articles, all logarithmic."""
    figure, axes = _axes((7, 3.6))
    sizes = [point[0] for point in points]
    axes.loglog(sizes, [point[1] for point in points], "o-", color="#4477aa", label="wall time, s")
    axes.loglog(
        sizes, [point[2] for point in points], "s-", color="#cc6677", label="peak memory of all processes, MB"
    )
    axes.set_xlabel("articles")
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")


def _added(path: Path, points: Sequence[tuple[int, float, float]]) -> None:
    """CPU seconds of adding and of forgetting against articles in the store; an empty one is drawn at 1."""
    figure, axes = _axes((7, 3.2))
    sizes = [max(point[0], 1) for point in points]
    axes.semilogx(sizes, [point[1] for point in points], "o-", color="#4477aa", label="ten added, CPU s")
    axes.semilogx(sizes, [point[2] for point in points], "s-", color="#cc6677", label="one forgotten, CPU s")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("articles in the store (an empty one at the left edge)")
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")


def _axes(size: tuple[float, float]) -> Any:
    import matplotlib
    from matplotlib.figure import Figure as Drawing

    matplotlib.rcParams["svg.hashsalt"] = "newskg"
    drawing = Drawing(figsize=size)
    return drawing, drawing.add_subplot()


_PICTURES: dict[str, Any] = {"start": _bars, "size": _growth, "adding": _added}
