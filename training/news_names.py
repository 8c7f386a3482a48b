"""Names in news, annotated by careful reading (data/news_names/GUIDELINES.md): `train` to learn from, `dev`
to measure on.

A file has one JSON object a line under xz: `id` of the sentence, `text`, `names`: of each name begin and end
(code points, half-open) and its label, null where the reader could not tell the class.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from training.annotated import Annotated

FOLDER = Path(__file__).parent / "data" / "news_names"


def read_news_names(part: str, folder: Path = FOLDER) -> Iterator[Annotated]:
    """The sentences of `train` or `dev`; a name of unknown class is a stretch that nothing is known of.

    Raises ValueError for a name outside its sentence.
    """
    with lzma.open(folder / f"{part}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text, names = record["text"], record["names"]
            if any(not 0 <= begin < end <= len(text) for begin, end, _ in names):
                raise ValueError(f"{record['id']}: a name outside its sentence")
            yield Annotated(
                text,
                tuple((begin, end, label) for begin, end, label in names if label),
                tuple((begin, end) for begin, end, label in names if not label),
            )
