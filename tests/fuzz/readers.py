"""Feeds mutated bytes to what reads files, guided by the code they reach (atheris, extra ``fuzz``): ``python
-m tests.fuzz.readers``.

The first byte says which reader gets the rest. Anything but an InputError ends the run with the input that
did it. Further arguments are libFuzzer's: ``-max_total_time=600`` searches for ten minutes, a folder keeps
what it finds, a file is tried again.
"""

from __future__ import annotations

import io
import logging
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg.ingest", "kg.rdf.jsonl", "kg.errors"]):
    from kg.errors import InputError
    from kg.ingest import articles
    from kg.ingest.dateline import dateline, dateline_end, published_date
    from kg.ingest.encoding import clean, decode
    from kg.ingest.frontmatter import front_matter
    from kg.nlp.segmentation import paragraphs
    from kg.rdf.jsonl import read_statements, to_json

SEEDS = Path(__file__).resolve().parent / "seeds"


def text(raw: bytes) -> None:
    """An article in plain text or Markdown."""
    for markdown in (False, True):
        document = articles._from_text(raw, "a", "a", None, markdown)
        spans = list(paragraphs(document.text))
        assert spans == sorted(spans)
        assert document.text == clean(document.text)
        assert document.published is None or published_date(document.published) == document.published


def lines(raw: bytes) -> None:
    """Articles in JSON lines."""
    for _, found in articles._from_lines(io.BytesIO(raw), "a", None):
        if not isinstance(found, InputError):
            assert found.text == clean(found.text)


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
    """One input."""
    if not raw:
        return
    with suppress(InputError):
        READERS[raw[0] % len(READERS)](raw[1:])


def main() -> None:
    logging.disable()
    with tempfile.TemporaryDirectory() as found:
        given = sys.argv[1:] or ["-max_total_time=60"]
        folders = [] if any(not argument.startswith("-") for argument in given) else [found, str(SEEDS)]
        atheris.Setup(
            [
                sys.argv[0],
                "-max_len=2000",
                "-timeout=10",
                f"-artifact_prefix={tempfile.gettempdir()}/kg-fuzz-",
                *given,
                *folders,
            ],
            one,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
