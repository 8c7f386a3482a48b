"""The twenty questions: stored queries beside this file, each answered through the store and by the bare
engine underneath.
"""

from __future__ import annotations

import statistics
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.query.stored import Query, read_query, with_prefixes
from kg.store.oxigraph import LocalStore

__all__ = ["ROUNDS", "Answer", "Question", "answer", "questions", "shown"]

_HERE = Path(__file__).resolve().parent
ROUNDS = 1
"""How often a question is asked, through the store and of its engine in turn."""


@dataclass(frozen=True, slots=True)
class Question:
    """A stored query and how its answer is shown: the first ``rows`` rows, or so many for each value of the
    column ``each``; ``columns`` are those that are shown.
    """

    query: Query
    columns: tuple[str, ...]
    rows: int
    each: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a question, as text by column, and the CPU seconds that they took through the store and
    through its engine alone (medians).
    """

    question: Question
    rows: tuple[Mapping[str, str], ...]
    seconds: float
    bare: float


def questions(path: Path = _HERE / "questions.toml") -> list[Question]:
    """The questions in the order in which they are told, by a list of the queries beside it."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    return [
        Question(
            read_query(path.parent / "queries" / f"{one['query']}.rq"),
            tuple(one["columns"]),
            one["rows"],
            one.get("each"),
        )
        for one in listed
    ]


def answer(store: LocalStore, question: Question, rounds: int = ROUNDS) -> Answer:
    """What the store says, with what that takes."""
    text = with_prefixes(question.query.text, store.base)
    rows: list[Mapping[str, str]] = []
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        rows, seconds = _timed(lambda: _rows(store.query(text)))
        taken[0].append(seconds)
        _, seconds = _timed(lambda: _rows(store.oxigraph.query(text)))
        taken[1].append(seconds)
    return Answer(question, tuple(rows), *map(statistics.median, taken))


def shown(found: Answer) -> Iterator[tuple[str, ...]]:
    """The cells of the rows that are shown."""
    question = found.question
    met: dict[str, int] = {}
    for row in found.rows:
        group = row[question.each] if question.each else ""
        met[group] = met.get(group, 0) + 1
        if met[group] <= question.rows:
            yield tuple(row[column] for column in question.columns)


def _timed(task: Callable[[], list[Mapping[str, str]]]) -> tuple[list[Mapping[str, str]], float]:
    began = time.process_time()
    rows = task()
    return rows, max(time.process_time() - began, 1e-6)


def _rows(solutions: Any) -> list[Mapping[str, str]]:
    """Solutions as text; "" where a variable has no value."""
    names: Sequence[str] = [variable.value for variable in solutions.variables]
    return [dict(zip(names, _cells(solution), strict=True)) for solution in solutions]


def _cells(solution: Iterable[Any]) -> Iterator[str]:
    return ("" if term is None else term.value for term in solution)
