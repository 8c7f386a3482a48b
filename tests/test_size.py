"""The articles that builds of growing size are measured with."""

from __future__ import annotations

from pathlib import Path

from benchmarks.size.articles import made, write
from kg.ingest.articles import read_articles


def test_made_articles_are_the_same_each_time_and_none_twice(tmp_path: Path) -> None:
    write(50, tmp_path / "a.jsonl")
    found = list(read_articles([str(tmp_path)]))
    assert len({document.text for document in found}) == 50
    assert [document.text for document in found[:5]] == [record["text"] for record in made(5)]
