"""Names that the teacher read in open news, kept apart from the text.

So the small network can be trained without the teacher, and what it learns from stays the same. The file is
text under xz, a line a record: its id, a check of its words, and `place=label` of each token whose label is
another than the regular expressions of `training.amounts` give it; `?` where the teacher is not sure.
"""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from spacy.tokenizer import Tokenizer

from training.annotated import Annotated, to_names
from training.corpus import Names
from training.news_names import read_news_names
from training.readings import label_changes, with_changes
from training.statements.annotated import read
from training.statements.open_texts import Unread, articles, world_events
from training.statements.silver_file import check_of

DATA = Path(__file__).parent / "data"
PATH = DATA / "open_names.xz"


_MOST = (45_000, 30_000)
"""Records of world events, and sentences of articles, that the teacher reads."""
_SEED = 4


def open_texts(news: Path) -> dict[str, str]:
    """Texts by id from a folder with the days of current events and the articles (docs/learned-extractor.md),
    drawn once, and without sentences that are annotated.
    """
    annotated = [record.text for record in read(sorted((DATA / "annotated").glob("*.jsonl.xz")))]
    annotated += [sentence.text for part in ("train", "dev") for sentence in read_news_names(part)]
    unread = Unread(annotated)
    sources = (
        world_events(news / "current_events-2002-2024.jsonl.xz", unread),
        articles(news / "articles.jsonl.xz", unread),
    )
    rng = random.Random(_SEED)
    texts: dict[str, str] = {}
    for source, most in zip(sources, _MOST, strict=True):
        records = list(source)
        texts.update((record.id, record.text) for record in rng.sample(records, min(most, len(records))))
    return texts


def with_amounts(text: str, tokenizer: Tokenizer) -> Names | None:
    """The tokens of a text, blanks as one, with the labels of dates, amounts and numbers; None if it is
    blank.
    """
    return next(to_names([Annotated(" ".join(text.split()), ())], tokenizer), None)


def write_open_names(readings: Iterable[tuple[str, Names, Names]], path: Path = PATH) -> None:
    """Write of each record its id, the tokens as `with_amounts` gives them, and as they were read."""
    with lzma.open(path, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as file:
        for name, own, seen in readings:
            file.write(f"{name}\t{check_of(own.words)}\t{label_changes(own, seen)}\n")


def read_open_names(texts: Mapping[str, str], tokenizer: Tokenizer, path: Path = PATH) -> Iterator[Names]:
    """The records as they were read, from the texts by id. Records whose text is missing or has other words
    now are left out.
    """
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, check, changes = line.rstrip("\n").split("\t")
            own = with_amounts(texts.get(name, ""), tokenizer)
            if own is not None and check_of(own.words) == check:
                yield with_changes(own, changes)
