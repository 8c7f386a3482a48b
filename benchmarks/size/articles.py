"""Any number of articles made from the sample articles and the published development sets: the same ones for
the same number.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality.sets import ARTICLES, RECORDS, load_articles, load_records
from kg.ingest.articles import read_articles
from kg.paths import SEEDS

__all__ = ["made", "write"]

_SAMPLES = (SEEDS / "articles", Path(__file__).resolve().parents[2] / "tests" / "data" / "articles")
_PARAGRAPHS = 3
_SYLLABLES = "ba den gor kil lan mar nes pol rik sa tov um vi zel".split()


def made(number: int) -> Iterator[dict[str, str]]:
    """Articles as records of JSON lines: paragraphs drawn by chance of a fixed seed, and each time two names
    nobody has had before.
    """
    chance = random.Random(1)
    paragraphs = _paragraphs()
    for index in range(number):
        new = " ".join("".join(chance.choices(_SYLLABLES, k=4)).title() for _ in range(2))
        body = [f"{new} met with officials in Oslo on Monday.", *chance.sample(paragraphs, _PARAGRAPHS)]
        yield {
            "id": f"made-{index:07}",
            "published": f"2025-{index % 12 + 1:02}-{index % 28 + 1:02}",
            "text": "\n\n".join(body),
        }


def write(number: int, path: Path) -> None:
    """The file holds that many articles."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in made(number))


def _paragraphs() -> list[str]:
    seeds = [document.text for document in read_articles([str(folder) for folder in _SAMPLES])]
    annotated = [article.document.text for article in load_articles(ARTICLES)]
    sentences = [record.sentence for record in load_records(RECORDS)]
    found = [part.strip() for text in (*seeds, *annotated) for part in text.split("\n\n")]
    return [part for part in (*found, *sentences) if part]
