"""What it costs to read a text grows with its length and no faster, whatever the text is like."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.entities.company_mentions import further_companies
from kg.ingest.mixed_encoding import read_mixed
from kg.model import Document
from kg.nlp.joined_clauses import part_clauses
from kg.nlp.parser import parse
from kg.nlp.segmentation import paragraphs
from kg.pipeline import Pipeline
from tests.parses import WORDS, parsed
from tests.shapes import Shape, shapes

SLOWER = 9.0
"""How often longer four times a text may take; in proportion it is 4, by the square 16."""
UNNOTICED = 0.15
"""Seconds below which nothing is said of growth."""


def seconds(work: Callable[[], object], tries: int = 1) -> float:
    """The processor time that some work takes, the least of some tries."""
    taken = []
    for _ in range(tries):
        gc.collect()
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


def assert_proportionate(short: Callable[[], object], long: Callable[[], object], said: object) -> None:
    """Fails where the long work, four times the short one, takes far more than four times as long."""
    before, after = seconds(short), seconds(long)
    if after > UNNOTICED and after > SLOWER * before:  # others use the machine too
        before, after = seconds(short, 3), seconds(long, 3)
    assert after <= max(UNNOTICED, SLOWER * before), (said, before, after)


def understanding(pipeline: Pipeline, text: str) -> Callable[[], object]:
    """All that is done with a text but for parsing it, which is done before."""
    read = pipeline.reader.read(text).text
    document = Document("a", read, published="2025-11-03")
    ((_, doc),) = parse([document], pipeline.nlp)

    def work() -> bytes:
        pipeline.reader.read(text)
        list(paragraphs(read))
        return pipeline.graph(pipeline.understand(document, doc))[1]

    return work


def assert_in_proportion(pipeline: Pipeline, shape: Shape, length: int) -> None:
    short, long = (understanding(pipeline, shape.text(size)) for size in (length, 4 * length))
    assert_proportionate(short, long, shape)


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@settings(max_examples=4, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(shapes)
def test_texts_of_any_shape_cost_in_proportion(pipeline: Pipeline, shape: Shape) -> None:
    assert_in_proportion(pipeline, shape, 1500)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(shapes)
def test_long_texts_of_any_shape_cost_in_proportion(pipeline: Pipeline, shape: Shape) -> None:
    assert_in_proportion(pipeline, shape, 8000)


@pytest.mark.parametrize(
    "fragments",
    [("minister",), ("person", "met"), ("chiefs", "met", "minister"), ("acronym",), ("person", "said")],
    ids=" ".join,
)
def test_names_and_titles_in_a_row_cost_in_proportion(pipeline: Pipeline, fragments: tuple[str, ...]) -> None:
    assert_in_proportion(pipeline, Shape(fragments, " ", 100_000), 3000)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["\t\n", "&", "<", "[", "> - ", "&#", "[1]", "a.\n\n", "# \n", "|\n", "*a ", "1.\n"]
)
def test_marks_and_blanks_cost_in_proportion(pipeline: Pipeline, piece: str) -> None:
    def reading(length: int) -> Callable[[], object]:
        text = piece * (length // len(piece))
        return lambda: list(paragraphs(pipeline.reader.read(text).text))

    assert_proportionate(reading(50_000), reading(200_000), piece)


@settings(max_examples=50)
@given(shapes, st.integers(1, 400))
def test_shapes_are_as_long_as_asked(shape: Shape, length: int) -> None:
    assert len(shape.text(length)) == length


class Counted(bytes):
    """Bytes that count how many of them are handed out or decoded."""

    def __init__(self, raw: bytes) -> None:
        self.seen = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.seen += 1 if isinstance(found, int) else len(found)
        return Counted(found) if isinstance(found, bytes) else found

    def decode(self, *args: Any, **named: Any) -> str:
        self.seen += len(self)
        return super().decode(*args, **named)


def test_stray_bytes_are_read_in_proportion() -> None:
    raw = Counted(("naïveté – ".encode() + b"pur\xe9e ") * 500)
    assert read_mixed(raw) == "naïveté – purée " * 500
    assert raw.seen < 20 * len(raw)


def test_joined_clauses_are_parted_in_proportion() -> None:
    one = parsed(
        "Lund/NNP/nsubj/2 bought/VBD/ROOT/2/buy tanks/NNS/dobj/2 from/IN/prep/2 Togo/NNP/pobj/4 and/CC/cc/5 "
        "Peru/NNP/conj/5 sold/VBD/conj/2/sell ships/NNS/dobj/8"
    ).source

    def parting(count: int) -> Callable[[], object]:
        doc = Doc.from_docs([one] * count)
        return lambda: part_clauses(doc, WORDS)

    assert_proportionate(parting(1500), parting(6000), "joined clauses")


def test_bare_companies_are_found_in_proportion() -> None:
    def finding(count: int) -> Callable[[], object]:
        names = [f"{chr(65 + i % 26)}{i}" for i in range(count)]
        read = parsed(" ".join(f"{name}/NNP/dep/1 Ltd/NNP/dep/1 {name}/NNP/dep/1" for name in names))
        spans = [(3 * i, 3 * i + 1) for i in range(count)]
        assert len(further_companies(read, spans)) == count
        return lambda: further_companies(read, spans)

    assert_proportionate(finding(800), finding(3200), "companies")
