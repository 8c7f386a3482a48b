"""`python -m benchmarks.quality`: measures the extraction and writes the tables of docs/quality.md."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.calibration import fit, plot, to_toml
from benchmarks.quality.figures import faults, measure
from benchmarks.quality.news import plot_curve
from benchmarks.quality.page import insert, overview, tables
from kg.errors import KGError
from kg.paths import ONTOLOGY
from kg.pipeline import Pipeline, Settings
from kg.terminal import clean

PAGE = Path(__file__).resolve().parents[2] / "docs" / "quality.md"
PICTURE = PAGE.with_name("calibration.svg")
CURVE = PAGE.with_name("precision-recall.svg")
WEIGHTS = ONTOLOGY / "confidence.toml"
SETS = ("seed", "plover", "plv", "meantime")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 3 could not do it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description="Measure the extraction on every development set."
    )
    parser.add_argument(
        "--plv",
        type=Path,
        metavar="PATH",
        help="the PLV news sentences, which may not be published: a file of JSON lines",
    )
    parser.add_argument(
        "--errors",
        choices=SETS,
        metavar="SET",
        help=f"list what is missed and wrong in one set: {', '.join(SETS)}",
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="another pipeline; the figures are printed and the page is left as it is",
    )
    parser.add_argument(
        "--calibrate",
        action="store_true",
        help=f"fit the weights of confidence and write them to {WEIGHTS.name}",
    )
    given = parser.parse_args(arguments)
    if given.errors == "plv" and given.plv is None:
        parser.error("--errors plv needs --plv PATH")
    try:
        run(given.plv, given.errors, given.model, calibrate=given.calibrate)
    except KGError as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    return 0


def run(plv: Path | None, errors: str | None, model: str | None, *, calibrate: bool = False) -> None:
    """Print the errors of one set, or the overview of all, and then write the page unless another
    pipeline is asked for.

    ``calibrate`` fits the weights of confidence before, to the same statements.
    """
    pipeline = Pipeline(Settings(model=model))
    if errors is not None:
        found = faults(pipeline, errors, plv)
        for fault in found:
            print("\n".join(map(clean, str(fault).split("\n", 1))))
        groups = Counter(f"{fault.kind:6} {fault.group}" for fault in found)
        print(
            "",
            *(
                f"{count:5} {group}"
                for group, count in sorted(groups.items(), key=lambda item: (-item[1], item[0]))
            ),
            sep="\n",
        )
        return
    figures = measure(pipeline, plv)
    print(overview(figures))
    if calibrate:
        WEIGHTS.write_text(to_toml(fit(figures.judged), len(figures.judged)), encoding="utf-8")
    if model is None:
        plot(figures.calibration, PICTURE)
        plot_curve(figures.news, CURVE)
        PAGE.write_text(insert(tables(figures), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
