"""Files of development sets -> articles and sentences with what people saw in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.quality.codings import Coding, Record
from benchmarks.quality.mentions import Annotated, Link
from kg.errors import InputError
from kg.model import Document
from kg.paths import SEEDS

__all__ = [
    "ANNOTATED_DEV",
    "ARTICLES",
    "RECORDS",
    "SEED_ARTICLE",
    "SEED_GOLD",
    "load_articles",
    "load_records",
]

_DATA: Final = Path(__file__).resolve().parent / "data"
SEED_ARTICLE: Final = SEEDS / "articles" / "seed.md"
SEED_GOLD: Final = _DATA / "seed" / "gold.jsonl"
RECORDS: Final = _DATA / "plover" / "records.jsonl"
ARTICLES: Final = _DATA / "meantime" / "articles.jsonl"
_ANNOTATED: Final = Path(__file__).resolve().parents[2] / "training" / "data" / "annotated"
ANNOTATED_DEV: Final = tuple(_ANNOTATED / f"dev-{kind}.jsonl.xz" for kind in ("voa", "events", "articles"))


def load_records(path: Path) -> list[Record]:
    """The sentences of a file with their codings. Raises InputError that names the line."""
    return [_record(value, place) for place, value in _lines(path)]


def load_articles(path: Path) -> list[Annotated]:
    """The articles of a file with their event mentions. Raises InputError that names the line."""
    return [_annotated(value, place) for place, value in _lines(path)]


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read ({error})", "name a file of JSON lines in UTF-8") from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            value = json.loads(line)
        except ValueError as error:
            raise InputError(place, f"is not JSON ({error})", "give one JSON object a line") from error
        if not isinstance(value, dict):
            raise InputError(place, "is not a JSON object", "give one JSON object a line")
        yield place, value


def _record(value: dict[str, Any], place: str) -> Record:
    try:
        return Record(value["id"], value["sentence"], tuple(_codings(value["events"])))
    except (KeyError, TypeError) as error:
        raise InputError(
            place, f"is no coded sentence ({error!r})", "a line has id, sentence and events, an event plover"
        ) from error


def _codings(events: Iterable[dict[str, Any]]) -> Iterator[Coding]:
    for event in events:
        if event["plover"]:
            actors, targets = (tuple(event.get(side) or ()) for side in ("actor", "target"))
            yield Coding(event["plover"], actors, targets, frozenset(event.get("plover_also") or ()))


def _annotated(value: dict[str, Any], place: str) -> Annotated:
    try:
        document = Document(value["id"], value["text"], published=value["published"])
        events = frozenset((event["begin"], event["end"]) for event in value["events"])
        return Annotated(document, events, frozenset(_links(value["events"])))
    except (KeyError, TypeError) as error:
        raise InputError(
            place, f"is no annotated article ({error!r})", "a line has id, published, text and events"
        ) from error


def _links(events: Iterable[dict[str, Any]]) -> Iterator[Link]:
    for event in events:
        for role in event["roles"]:
            if role["kind"] == "ENTITY_MENTION" and role["role"] in ("Arg0", "Arg1"):
                yield Link(
                    (event["begin"], event["end"]),
                    "A0" if role["role"] == "Arg0" else "A1",
                    (role["begin"], role["end"]),
                )
