"""News that nobody read: the dev part of the annotated sentences, at the default threshold and at every
other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.quality.sets import ANNOTATED_DEV
from kg.evaluation.annotated import AnnotatedScore, AnnotatedSentence, articles_of, read_annotated, score
from kg.model import Statement
from kg.pipeline import Pipeline

__all__ = ["News", "measure_news", "plot_curve"]

_LEAST: Final = 0.05
_THRESHOLDS: Final = tuple(step / 20 for step in range(1, 20))


@dataclass(frozen=True, slots=True)
class News:
    """Scores by relation (all: ``""``) at the default ``threshold``, and of all from each threshold of the
    curve on.
    """

    sentences: int
    threshold: float
    scores: dict[str, AnnotatedScore]
    parts: dict[str, AnnotatedScore]
    curve: tuple[tuple[float, AnnotatedScore], ...]


def measure_news(pipeline: Pipeline, paths: Sequence[Path] = ANNOTATED_DEV) -> News:
    """The figures of the annotated sentences in these files; each is a part."""
    parts = {path.name.split(".")[0].removeprefix("dev-"): read_annotated(path) for path in paths}
    sentences = [one for part in parts.values() for one in part]
    said = _said(pipeline, sentences)
    wide = Pipeline(replace(pipeline.settings, least=_LEAST), nlp=pipeline.nlp, resources=pipeline.resources)
    everything = _said(wide, sentences)
    curve = tuple(
        (least, score(sentences, [one for one in everything if one.confidence >= least])[""])
        for least in _THRESHOLDS
    )
    by_part = {name: score(part, said)[""] for name, part in parts.items()}
    return News(len(sentences), pipeline.learned.threshold, score(sentences, said), by_part, curve)


def _said(pipeline: Pipeline, sentences: Iterable[AnnotatedSentence]) -> list[Statement]:
    return [said for reading in pipeline.read(articles_of(sentences)) for said in reading.statements]


def plot_curve(news: News, path: Path) -> None:
    """Draw precision over recall, of statements with two participants, with one, and of all; SVG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    with pyplot.rc_context({"svg.hashsalt": "newskg", "font.family": "sans-serif", "font.size": 10}):
        figure, axes = pyplot.subplots(figsize=(6.4, 4.2), layout="constrained")
        curve = [(least, one) for least, one in news.curve if one.right]
        precision = [one.precision for _, one in curve]
        for name, recalls, colour in (
            ("two participants", [one.recall for _, one in curve], "#1f6f8b"),
            ("one participant", [one.recall_one for _, one in curve], "#c8553d"),
        ):
            axes.plot(recalls, precision, marker="o", markersize=3.5, color=colour, label=name)
        shown = news.scores[""]
        axes.plot(
            [shown.recall, shown.recall_one],
            [shown.precision] * 2,
            linestyle="none",
            marker="o",
            markersize=9,
            markerfacecolor="none",
            markeredgecolor="black",
            label=f"default threshold, {news.threshold:.2f}",
        )
        axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
        axes.grid(visible=True, color="#dddddd", linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, loc="lower left")
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)
