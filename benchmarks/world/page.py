"""The page: the finest answers first, then every question with its time, then what history knows, then how to
do it again.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.world.asking import ROUNDS, Answer, shown
from benchmarks.world.history import Checked

__all__ = ["World", "write"]

_CELL = 160
_TEMPLATE = Path(__file__).resolve().parent / "page.md"


@dataclass(frozen=True, slots=True)
class World:
    """What is told of a store: how much it holds, its answers, what was found of history, and pictures by
    what is under them; ``span`` is from when to when.
    """

    articles: int
    statements: int
    entities: int
    span: str
    answers: Sequence[Answer]
    history: Sequence[Checked]
    pictures: Sequence[tuple[str, str]]


def write(path: Path, world: World) -> None:
    """The page at ``path``; ``pictures`` lie in the folder of the same name beside it."""
    found = sum(one.found for one in world.history)
    page = _TEMPLATE.read_text(encoding="utf-8").format(
        articles=f"{world.articles:,}",
        statements=f"{world.statements:,}",
        entities=f"{world.entities:,}",
        span=world.span,
        pictures="".join(f"![{words}]({path.stem}/{name})\n\n" for name, words in world.pictures),
        answers="".join(map(_answer, world.answers)),
        rounds=f"{ROUNDS} round{'s' if ROUNDS > 1 else ''}",
        mean=f"{_mean([one.seconds / one.bare for one in world.answers]):.2f}",
        times=_times(world.answers),
        all=len(world.history),
        found=found,
        told=sum(one.sentence is not None for one in world.history) - found,
        triples=_triples(world.history),
        history=_history(world.history),
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _answer(found: Answer) -> str:
    """A question with the rows that are shown."""
    query, columns = found.question.query, found.question.columns
    rows = list(shown(found))
    more = f"\n{len(found.rows):,} rows in all.\n" if len(rows) < len(found.rows) else ""
    head = f"## {query.title}\n\n{query.description} `{query.name}`\n\n"
    return f"{head}{_table([columns, *rows])}{more}\n" if rows else f"{head}No rows.\n\n"


def _times(answers: Sequence[Answer]) -> str:
    rows = [("question", "rows", "newskg, s", "engine, s", "ratio")]
    for one in answers:
        ratio = f"{one.seconds / one.bare:.2f}"
        rows.append(
            (one.question.query.name, f"{len(one.rows):,}", f"{one.seconds:.2f}", f"{one.bare:.2f}", ratio)
        )
    return _table(rows)


def _mean(ratios: Sequence[float]) -> float:
    """The geometric mean; 1 of none."""
    return math.exp(sum(map(math.log, ratios)) / max(1, len(ratios)))


def _triples(checked: Sequence[Checked]) -> str:
    """What is said of textacy, "" where it was not asked."""
    if any(one.triples is None for one in checked):
        return ""
    number = sum(bool(one.triples) for one in checked)
    return (
        f"textacy's subject-verb-object triples of the same items and parses have both sides in {number} of"
        f" {len(checked)}, whatever the verb and whichever way round.\n"
    )


def _history(checked: Sequence[Checked]) -> str:
    told = {True: "yes", False: "no", None: ""}
    rows = [("day", "event", "found", "textacy", "the sentence, or an item that names them")]
    for one in checked:
        known, triples = one.known, told[one.triples]
        rows.append((str(known.day), known.event, told[one.found], triples, one.sentence or ""))
    return _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = ([_cell(cell) for cell in row] for row in rows)
    numbers = [all(_is_number(row[column]) for row in rest) for column in range(len(head))]
    marks = ["--:" if number else "---" for number in numbers]
    return "".join("| " + " | ".join(row) + " |\n" for row in (head, marks, *rest))


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "", 1).isdigit()


def _cell(text: str) -> str:
    """The text on one line of a table, cut at a word, with nothing in it that Markdown reads."""
    plain = textwrap.shorten(text, _CELL, placeholder=" …")
    return "".join(f"\\{character}" if character in "\\|*_`[]<" else character for character in plain)
