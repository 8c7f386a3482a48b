"""Articles as records: JSON lines, JSON (an array, or an object that holds one; JSON Feed, ninjs), CSV, TSV,
Parquet.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NoReturn

from kg.errors import InputError
from kg.ingest import document as documents
from kg.ingest.document import Context, Found, OpenFile, document, read_all, too_long
from kg.ingest.encoding import clean, decode, foreign_format, packed
from kg.ingest.field_names import field_names
from kg.ingest.mixed_encoding import has_utf8, read_mixed
from kg.model import Document

__all__ = ["line_bytes", "read_json", "read_json_lines", "read_parquet", "read_table"]

_log = logging.getLogger(__name__)

WHOLE = 512 << 20
"""The most bytes of a JSON file that is no JSON lines: it has to be read whole."""

_MARKUP = re.compile(r"<(?:p|div|br|html|body|h\d|a|ul|em|strong)\b[^<>]*>", re.IGNORECASE)
_NAMES = ("name", "title", "text", "value", "rendered", "literal")
_EXAMPLE = 'an article is {"id": ..., "published": ..., "text": ...}'
_DELIMITERS = ",;\t|"
_CELL = 1 << 24


def line_bytes() -> int:
    """How many bytes a line with an article may have: every character may be written \\uXXXX."""
    return 6 * documents.LIMIT + 65_536


def read_json_lines(file: OpenFile, context: Context, first: bytes = b"") -> Iterator[Found]:
    """The article of each line; ``first`` is a line that was read from the file already."""
    empty = True
    for number, line in _lines(file.content, first):
        here = f"{file.place}:{number}"
        if number == 1 and (kind := packed(line or b"")):
            yield Found(
                file.place, InputError(file.place, f"packed ({kind})", "give it the ending of its kind")
            )
            return
        if line is not None and not line.strip():
            continue
        empty = False
        try:
            if line is None:
                raise too_long(here)
            yield Found(here, article_of(_parsed(line, here), here, context))
        except Extracted as error:
            yield Found(file.place, Extracted(file.place, error.fault, error.remedy))
            return
        except InputError as error:
            yield Found(here, error)
    if empty:
        fault = InputError(
            file.place, "empty file", "one JSON object a line: id, title, published, source, url, text"
        )
        yield Found(file.place, fault)


def read_json(file: OpenFile, context: Context) -> Iterator[Found]:
    """The articles of a JSON file: of an array, of the list that an object holds, or of one object."""
    raw = read_all(file, WHOLE)
    if not raw.strip():
        raise InputError(file.place, "empty file", _EXAMPLE)
    whole = decode(raw, file.place).removeprefix("\ufeff")
    try:
        value: object = json.loads(whole)
    except (ValueError, RecursionError) as error:
        if getattr(error, "msg", "") == "Extra data" and whole.lstrip().startswith("{"):
            lines = OpenFile(file.place, file.name, file.id, io.BytesIO(whole.encode()))
            yield from read_json_lines(lines, context)
            return
        _broken(file.place, error, "one whole JSON array or object")
    records = _records(value)
    if records is None:
        yield Found(file.place, article_of(value, file.place, context, file.id))
        return
    if not records:
        raise InputError(file.place, "a list without articles", _EXAMPLE)
    for number, record in enumerate(records, 1):
        here = f"{file.place}#{number}"
        try:
            yield Found(here, article_of(record, here, context))
        except Extracted as error:
            yield Found(file.place, Extracted(file.place, error.fault, error.remedy))
            return
        except InputError as error:
            yield Found(here, error)


def read_table(file: OpenFile, context: Context) -> Iterator[Found]:
    """The article of each row of a CSV or TSV file, whose first row names the columns."""
    head = file.content.readline(_CELL)
    if foreign_format(head) or packed(head) or b"\0" in head:
        raise InputError(file.place, "not a text file", "give it the ending of its kind, or save it as UTF-8")
    delimiter = "\t" if file.suffix == ".tsv" else max(_DELIMITERS, key=decode(head, file.place).count)
    csv.field_size_limit(_CELL)
    rows = csv.DictReader(_decoded(head, file), delimiter=delimiter, strict=True)
    columns = [name for name in rows.fieldnames or () if name]
    _check_columns(columns, file.place, context)
    try:
        for row in rows:
            yield _row(
                {name: value for name, value in row.items() if isinstance(value, str) and name},
                f"{file.place}:{rows.line_num}",
                context,
            )
    except csv.Error as error:
        yield Found(file.place, InputError(f"{file.place}:{rows.line_num}", f"broken CSV ({error})"))


def read_parquet(file: OpenFile, context: Context) -> Iterator[Found]:
    """The article of each row of a Parquet file."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise InputError(
            file.place, "Parquet needs the module pyarrow", "run: pip install 'newskg[tables]'"
        ) from None
    try:
        whole = file.content if file.content.seekable() else io.BytesIO(read_all(file, WHOLE))
        table = pyarrow.parquet.ParquetFile(whole)
        _check_columns(table.schema_arrow.names, file.place, context)
        number = 0
        for batch in table.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                dated = {key: value.isoformat() if hasattr(value, "isoformat") else value
                         for key, value in row.items()}  # fmt: skip
                yield _row(dated, f"{file.place}#{number}", context)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(file.place, f"broken Parquet ({str(error).splitlines()[0][:100]})") from None


def article_of(record: object, place: str, context: Context, default_id: str | None = None) -> Document:
    """The article of a record, whose keys may have any of the usual names.

    Raises InputError when it has no text or a field that is none.
    """
    if not isinstance(record, dict):
        raise InputError(place, "no `text` in this record", _EXAMPLE)
    _check_not_extracted(record, place)
    columns = context.options.columns
    found = field_names().fields(_with_bodies(record), columns)
    text = _text(found.pop("text", None))
    if text is None:
        raise InputError(place, f"no `{columns.get('text', 'text')}` in this record", _EXAMPLE)
    fields = {field: _scalar(value, columns.get(field, field), place) for field, value in found.items()}
    said = {field: value for field, value in fields.items() if value}
    if "url" in said and "url" not in record and not said["url"].startswith(("http://", "https://")):
        del said["url"]
    return document(said, text, place, default_id, context)


class Extracted(InputError):
    """A record as `kg extract` prints it, which is no article to be read."""


def _check_not_extracted(record: Mapping[str, object], place: str) -> None:
    """Raise Extracted for a statement, or for an article that was read already."""
    statement = "relation" in record and isinstance(record.get("sentence"), dict)
    if "article" in record and (statement or ("text" in record and isinstance(record.get("run"), dict))):
        raise Extracted(
            place,
            "no article to be read, but what `kg extract` has read of one",
            "`kg load STORE FILE` puts it into a store",
        )


def _row(row: Mapping[str, object], place: str, context: Context) -> Found:
    try:
        return Found(place, article_of(row, place, context))
    except InputError as error:
        return Found(place, error)


def _check_columns(columns: list[str], place: str, context: Context) -> None:
    """Raise InputError when a table has not the columns that were named, or none with a text."""
    listed = ", ".join(columns[:20])
    for field, name in context.options.columns.items():
        if name not in columns:
            raise InputError(place, f"no column `{name}` for {field}", f"it has {listed}")
    if "text" not in context.options.columns and not any(
        field_names().field_of(name) == "text" for name in columns
    ):
        raise InputError(
            place, f"no column of its name holds a text: {listed}", "say which: --column text=NAME"
        )


def _records(value: object) -> list[object] | None:
    """The list of articles that a JSON value is or holds; None when it is an article itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and field_names().fields(value, {}).get("text") is None:
        by_key = {str(key).casefold(): inner for key, inner in value.items()}
        for key in field_names().lists:
            inner = by_key.get(key)
            if isinstance(inner, list):
                return inner
            if isinstance(inner, dict) and (deeper := _records(inner)) is not None:
                return deeper
    return None


def _with_bodies(record: dict[str, object]) -> dict[str, object]:
    """A record of ninjs 2 with its headline and its body where those of ninjs 1 stand."""
    found = dict(record)
    for key, part in (("bodies", "body_text"), ("headlines", "headline")):
        many = record.get(key)
        if isinstance(many, list) and part not in found:
            values = [one.get("value") for one in many if isinstance(one, dict)]
            found[part] = next((value for value in values if isinstance(value, str) and value.strip()), None)
    return found


def _text(value: object) -> str | None:
    """A text, a list of paragraphs, or HTML, as text; None for anything else."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if isinstance(value, dict):
        value = next((value[key] for key in ("rendered", "text", "value", "html") if value.get(key)), None)
    if not isinstance(value, str):
        return None
    if _MARKUP.search(value[:5000]):
        from kg.ingest.web_pages import fragment_text

        return fragment_text(value)
    return clean(value)


def _scalar(value: object, key: str, place: str) -> str | None:
    """A field as text; the name of an object that has one; None for an object that has none.

    Raises InputError for a list or a truth value.
    """
    if isinstance(value, dict):
        named = [value.get(name) for name in _NAMES]
        return next((one for one in named if isinstance(one, str) and one.strip()), None)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if float(value).is_integer() else str(value)
    raise InputError(place, f"`{key}` is not text", "write it in quotes")


def _parsed(line: bytes, place: str) -> object:
    try:
        value: object = json.loads(line.decode("utf-8-sig").strip())
    except UnicodeDecodeError:
        raise InputError(place, "not UTF-8, which JSON is written in", "save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        _broken(place, error, "one whole JSON object a line")
    return value


def _broken(place: str, error: Exception, remedy: str) -> NoReturn:
    deep = "nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
    fault = getattr(error, "msg", deep)
    line = f"line {error.lineno}, " if getattr(error, "lineno", 1) > 1 else ""  # type: ignore[attr-defined]
    column = getattr(error, "colno", 1)
    raise InputError(place, f"broken JSON ({fault}, {line}column {column})", remedy) from None


def _lines(file: BinaryIO, first: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one too long to hold an article, which is passed over without keeping it."""
    most = line_bytes()
    number, line = 1, first or file.readline(most + 1)
    while line:
        whole = len(line) <= most
        yield number, line if whole else None
        while not whole and line and not line.endswith(b"\n"):
            line = file.readline(most + 1)
        number, line = number + 1, file.readline(most + 1)


def _decoded(head: bytes, file: OpenFile) -> Iterator[str]:
    """The lines of a table of which the first was read already, each decoded alone; a guess is logged
    once.
    """
    yield decode(head, file.place).removeprefix("\ufeff") if head.strip() else ""
    guessed = False
    for line in iter(lambda: file.content.readline(_CELL), b""):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            if not guessed:
                _log.warning("%s: not all UTF-8; the rest read as Windows-1252, which is a guess", file.place)
            guessed = True
            yield read_mixed(line) if has_utf8(line) else line.decode("cp1252", errors="replace")
