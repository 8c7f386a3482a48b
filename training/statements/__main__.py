"""The steps, one verb each: python -m training.statements VERB ... (docs/learned-extractor.md)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def prepare(annotated: list[Path], out: Path) -> None:
    """Parse annotated sentences and write them with what patterns and grammar say."""
    from kg.pipeline import Pipeline
    from training.statements import annotated as corpus
    from training.statements import prepare as prepared

    prepared.save(prepared.prepared(corpus.read(annotated), Pipeline()), out)


def prepare_open(
    annotated: list[Path], events: Path, briefs: Path, articles: Path, most: int, out: Path
) -> None:
    """Do the same for open sentences, none of which is annotated."""
    from kg.pipeline import Pipeline
    from training.statements import annotated as corpus
    from training.statements import open_texts
    from training.statements import prepare as prepared

    unread = open_texts.Unread(record.text for record in corpus.read(annotated))
    sources = (
        open_texts.world_events(events, unread),
        open_texts.briefs(briefs, unread),
        open_texts.articles(articles, unread),
    )
    parts = open_texts.mixed(sources, 40, most)
    prepared.save(prepared.prepared((one for part in parts for one in part), Pipeline()), out)


def teach(train: list[Path], held: int, epochs: int, seed: int, out: Path) -> None:
    """Fine-tune the teacher."""
    from training.statements.fit_teacher import fit

    fit(_parts(train, held)[0], epochs, seed, out)


def label(teacher: Path, sentences: Path, out: Path) -> None:
    """Have the teacher read open sentences."""
    from training.statements import prepare as prepared
    from training.statements import silver_file
    from training.statements.label import label as read
    from training.statements.teacher import load, vectors_of

    network = load(teacher)
    vectors = vectors_of(network)
    found = prepared.load(sentences)
    silver_file.write(zip(found, read(vectors, network.heads, found), strict=True), out)


def fit(
    train: list[Path], sentences: Path | None, silver: Path | None, held: int, plan: dict[str, Any], out: Path
) -> None:
    """Train the small network, its confidence on the sentences held back, and write both as they
    ship."""
    from training.statements.whole import make

    make(*_parts(train, held), sentences, silver, plan, out)


def _parts(paths: list[Path], held: int) -> tuple[list[Any], list[Any]]:
    """The sentences to learn from, and those held back: one article in ``held`` (none: 0)."""
    from training.statements.prepare import is_held, load

    found = [sentence for path in paths for sentence in load(path)]
    return [one for one in found if not is_held(one, held)], [one for one in found if is_held(one, held)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.statements", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, options in _options():
        sub = verbs.add_parser(verb)
        for name, settings in options.items():
            sub.add_argument(name, **settings)
    return parser


def _options() -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
    path, many, number = (
        {"type": Path, "required": True},
        {"type": Path, "nargs": "+", "required": True},
        {"type": int},
    )
    held = {"--held": {**number, "default": 10}}
    yield "prepare", {"--annotated": many, "--out": path}
    yield (
        "prepare-open",
        {
            "--annotated": many,
            "--events": path,
            "--briefs": path,
            "--articles": path,
            "--most": {**number, "default": 25000},
            "--out": path,
        },
    )
    yield (
        "teach",
        {
            "--train": many,
            **held,
            "--epochs": {**number, "default": 4},
            "--seed": {**number, "default": 1},
            "--out": path,
        },
    )
    yield "label", {"--teacher": path, "--sentences": path, "--out": path}
    yield (
        "fit",
        {
            "--train": many,
            "--sentences": {"type": Path},
            "--silver": {"type": Path},
            **held,
            "--plan": {"type": json.loads, "default": {}},
            "--out": path,
        },
    )


def main(arguments: list[str] | None = None) -> None:
    """Run a step."""
    options = vars(_parser().parse_args(arguments))
    verbs = {
        "prepare": prepare,
        "prepare-open": prepare_open,
        "teach": teach,
        "label": label,
        "fit": fit,
    }
    verbs[options.pop("verb")](**options)


if __name__ == "__main__":
    main(sys.argv[1:])
