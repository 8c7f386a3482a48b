"""What reading a text takes in memory grows with its length and no faster, whatever the text is like."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from spacy.language import Language

from kg.execution.memory import give_back
from kg.ingest.articles import read_articles
from kg.model import Document
from kg.nlp.parser import parse
from kg.paths import SEEDS
from kg.pipeline import Pipeline
from tests.shapes import Shape, shapes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks the system what a process takes")

MOST_OF_NEWS = 700
"""Bytes that a further character of news may take at most, where it is read and written as a graph."""
MOST = 4000
"""The same of any text: a word can be a statement of its own."""


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(name))


def taken(work: Callable[[], object]) -> int:
    """How many bytes this process takes at most while some work is done, beside what it had before."""
    gc.collect()
    give_back()
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak is counted from now on
    before = _status("VmRSS:")
    work()
    return _status("VmHWM:") - before


def reading(pipeline: Pipeline, text: str) -> Callable[[], object]:
    def work() -> None:
        with pipeline.nlp.memory_zone():
            (found,) = pipeline.read([Document("a", text, published="2025-11-03")])
        pipeline.graph(found)

    return work


def for_a_character(pipeline: Pipeline, short: str, long: str) -> float:
    reading(pipeline, short)()
    before, after = (taken(reading(pipeline, text)) for text in (short, long))
    return (after - before) / (len(long) - len(short))


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def news(length: int, between: str) -> str:
    """Articles one after the other, again and again."""
    texts = [between.join(one.text.split("\n")) for one in read_articles([str(SEEDS / "articles")])]
    whole = between.join(texts)
    return (f"{whole}{between}" * (length // len(whole) + 1))[:length]


@pytest.mark.slow
@pytest.mark.parametrize("between", ["\n\n", " "], ids=["paragraphs", "one paragraph"])
def test_long_news_takes_little_more_than_short(pipeline: Pipeline, between: str) -> None:
    assert for_a_character(pipeline, news(20_000, between), news(160_000, between)) < MOST_OF_NEWS


QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=QUIET)
@given(shapes)
def test_long_texts_of_any_shape_take_memory_in_proportion(pipeline: Pipeline, shape: Shape) -> None:
    assert for_a_character(pipeline, shape.text(10_000), shape.text(40_000)) < MOST, shape


def test_a_parse_keeps_no_vectors_of_words(nlp: Language) -> None:
    ((_, doc),) = parse([Document("a", "Ana Brnabic met with Edi Rama in Tirana.")], nlp)
    assert doc.tensor.size == 0
    assert doc.tensor.base is None


def test_memory_that_was_freed_goes_back() -> None:
    held = [bytearray(50_000) for _ in range(2000)]
    last = bytearray(50_000)  # what was freed below it would stay
    before = _status("VmRSS:")
    held.clear()
    give_back()
    assert _status("VmRSS:") < before - 50_000_000
    assert last
