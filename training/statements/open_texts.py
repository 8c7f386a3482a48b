"""Open news sentences for the teacher to read, without those that are annotated."""

from __future__ import annotations

import gzip
import json
import lzma
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.statements.annotated import Record

_SHORTEST, _LONGEST = 40, 700
_FEWEST = 30
"""A shorter sentence may stand in two texts by chance."""

_END = re.compile(r"(?<=[.!?])\s+")
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_SEED = 7


class Unread:
    """Says of each text whether it is new: neither annotated nor seen before, in whole or in one of its
    sentences."""

    def __init__(self, annotated: Iterable[str]) -> None:
        self._seen: set[str] = set()
        self._sentences: set[str] = set()
        for text in annotated:
            self._seen.add(_plain(text))
            self._sentences.update(_plain(part) for part in _END.split(text) if len(part) > _FEWEST)

    def __call__(self, text: str) -> bool:
        plain = _plain(text)
        if not _SHORTEST <= len(text) <= _LONGEST or plain in self._seen:
            return False
        if any(len(part) > _FEWEST and _plain(part) in self._sentences for part in _END.split(text)):
            return False
        self._seen.add(plain)
        return True


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def world_events(path: Path, unread: Unread) -> Iterator[Record]:
    """The items of the days of current events."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            day = json.loads(line)
            for place, item in enumerate(day["items"]):
                if unread(item["text"]):
                    yield Record(f"{day['id']}.{place}", item["text"], day["published"], ())


def briefs(path: Path, unread: Unread) -> Iterator[Record]:
    """The lines of agency briefs."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for place, line in enumerate(lines):
            if unread(line.strip()):
                yield Record(f"gmb.{place}", line.strip(), None, ())


def articles(path: Path, unread: Unread) -> Iterator[Record]:
    """The sentences of articles."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            for number, paragraph in enumerate(article["text"].split("\n")):
                for place, sentence in enumerate(_SENTENCE.split(paragraph.strip())):
                    if len(sentence) > 2 * _FEWEST and unread(sentence):
                        yield Record(
                            f"{article['id']}.{number}.{place}", sentence, article.get("published"), ()
                        )


def mixed(sources: Iterable[Iterable[Record]], parts: int, most: int) -> list[list[Record]]:
    """The records in so many parts, each with its share of every source, in an order drawn once; of the last
    source no more than ``most``."""
    drawn = [list(source) for source in sources]
    rng = random.Random(_SEED)
    for records in drawn:
        rng.shuffle(records)
    drawn[-1] = drawn[-1][:most]
    return [
        [
            one
            for records in drawn
            for one in records[part * len(records) // parts : (part + 1) * len(records) // parts]
        ]
        for part in range(parts)
    ]
