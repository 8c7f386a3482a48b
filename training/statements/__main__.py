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
    from training.statements.prepare import prepared
    from training.statements.sentences import save

    save(prepared(corpus.read(annotated), Pipeline()), out)


def prepare_open(
    annotated: list[Path], events: Path, briefs: Path, articles: Path, most: int, out: Path
) -> None:
    """Do the same for open sentences, none of which is annotated."""
    from kg.pipeline import Pipeline
    from training.statements import annotated as corpus
    from training.statements import open_texts
    from training.statements.prepare import prepared
    from training.statements.sentences import save

    unread = open_texts.Unread(record.text for record in corpus.read(annotated))
    sources = (
        open_texts.world_events(events, unread),
        open_texts.briefs(briefs, unread),
        open_texts.articles(articles, unread),
    )
    parts = open_texts.mixed(sources, 40, most)
    save(prepared((one for part in parts for one in part), Pipeline()), out)


def adapt(sentences: Path, epochs: int, seed: int, device: str, out: Path) -> None:
    """Adapt the encoder to news."""
    from training.statements.adapt import adapt as adapted
    from training.statements.sentences import load

    adapted([one.words for one in load(sentences)], epochs, seed, device, out)


def teach(
    train: list[Path],
    held: int,
    encoder: Path | None,
    epochs: int,
    seed: int,
    device: str,
    workers: int,
    out: Path,
) -> None:
    """Fine-tune a teacher."""
    import torch

    from training.statements.fit_teacher import fit

    teacher = fit(_parts(train, held)[0], epochs, seed, device=device, workers=workers, encoder=encoder)
    torch.save(teacher.state_dict(), out)


def label(teachers: list[Path], sentences: Path, device: str, out: Path) -> None:
    """Have the teachers read open sentences."""
    from training.statements import silver_file
    from training.statements.label import label as read
    from training.statements.sentences import load as stored
    from training.statements.teacher import load

    found = stored(sentences)
    networks = [load(path).to(device) for path in teachers]
    silver_file.write(zip(found, read(networks, found), strict=True), out)


def fit(
    train: list[Path],
    sentences: Path | None,
    silver: Path | None,
    held: int,
    plan: dict[str, Any],
    device: str,
    workers: int,
    out: Path,
) -> None:
    """Train the small network, its confidence on the sentences held back, and write both as they
    ship."""
    from training.statements.whole import make

    make(*_parts(train, held), sentences, silver, plan, out, device=device, workers=workers)


def _parts(paths: list[Path], held: int) -> tuple[list[Any], list[Any]]:
    """The sentences to learn from, and those held back: one article in ``held`` (none: 0)."""
    from training.statements.sentences import is_held, load

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
    adapted = {"--encoder": {"type": Path}}
    drawn = {"--epochs": {**number, "default": 8}, "--seed": {**number, "default": 1}}
    place = {"--device": {"default": "cpu"}}
    at = {**place, "--workers": {**number, "default": 0}}
    yield "adapt", {"--sentences": path, **drawn, **place, "--out": path}
    yield "teach", {"--train": many, **held, **adapted, **drawn, **at, "--out": path}
    yield "label", {"--teachers": many, "--sentences": path, **place, "--out": path}
    files = {"--sentences": {"type": Path}, "--silver": {"type": Path}}
    plan = {"--plan": {"type": json.loads, "default": {}}}
    yield "fit", {"--train": many, **files, **held, **plan, **at, "--out": path}


def main(arguments: list[str] | None = None) -> None:
    """Run a step."""
    options = vars(_parser().parse_args(arguments))
    verbs = {
        "prepare": prepare,
        "prepare-open": prepare_open,
        "adapt": adapt,
        "teach": teach,
        "label": label,
        "fit": fit,
    }
    verbs[options.pop("verb")](**options)


if __name__ == "__main__":
    main(sys.argv[1:])
