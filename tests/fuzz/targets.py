"""Readers of what comes from outside, each fed with bytes: none but an InputError may come out."""

from __future__ import annotations

import io
from contextlib import suppress

from kg.errors import InputError
from kg.ingest.dateline import dateline, dateline_end, published_date
from kg.ingest.document import Context, OpenFile
from kg.ingest.encoding import clean, decode
from kg.ingest.frontmatter import front_matter
from kg.ingest.kinds import reader_of
from kg.ingest.options import ReadingOptions
from kg.nlp.segmentation import paragraphs
from kg.rdf.jsonl import read_statements, to_json

__all__ = ["READERS", "one"]


def file(raw: bytes, ending: str) -> None:
    """A file of one of the kinds that are read."""
    opened = OpenFile(f"a{ending}", f"a{ending}", "a", io.BytesIO(raw))
    for found in reader_of(ending)(opened, Context(ReadingOptions())):
        if not isinstance(found.what, InputError):
            document = found.what
            spans = list(paragraphs(document.text))
            assert spans == sorted(spans)
            assert document.text == clean(document.text)
            assert document.published is None or published_date(document.published) == document.published


def text(raw: bytes) -> None:
    """An article in plain text or Markdown."""
    for ending in (".txt", ".md"):
        with suppress(InputError):
            file(raw, ending)


def lines(raw: bytes) -> None:
    """Articles in JSON lines."""
    file(raw, ".jsonl")


def matter(raw: bytes) -> None:
    """Front matter."""
    assert all(isinstance(value, str) for value in front_matter(clean(decode(raw, "a")), "a").values())


def top(raw: bytes) -> None:
    """What stands at the top of an article."""
    written = decode(raw, "a")
    dateline(written)
    assert 0 <= dateline_end(written) <= len(written)
    published_date(written)


def statements(raw: bytes) -> None:
    """Statements in JSON lines."""
    errors: list[InputError] = []
    for reading in read_statements(raw.decode("utf-8", "replace").split("\n"), "a", errors.append):
        for statement in reading.statements:
            assert to_json(statement, reading.document).isprintable()


READERS = (text, lines, matter, top, statements)


def one(raw: bytes) -> None:
    """One input: its first byte says which reader gets the rest."""
    if not raw:
        return
    with suppress(InputError):
        READERS[raw[0] % len(READERS)](raw[1:])
