"""Plain text and Markdown, with front matter, to an article."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from kg.errors import InputError
from kg.ingest import document as documents
from kg.ingest.document import Context, Found, OpenFile, document, too_long
from kg.ingest.encoding import clean, decode, foreign_format, packed
from kg.ingest.field_names import FIELDS, field_names
from kg.ingest.frontmatter import front_matter

__all__ = ["read_text"]

_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"# +(?P<title>[^\n]+)")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|rss|feed)\b", re.IGNORECASE)
_MARKDOWN = (".md", ".markdown")
_KNOWN = tuple(field for field in FIELDS if field != "text")


def read_text(file: OpenFile, context: Context) -> Iterator[Found]:
    """The one article of a text file."""
    raw = file.content.read(documents.BYTES + 1)
    if len(raw) > documents.BYTES:
        raise too_long(file.place)
    _check_text(raw, file.place)
    text = clean(decode(raw, file.place))
    if _MARKUP.match(text):
        ending = ".xml" if text.lstrip().startswith("<?xml") else ".html"
        raise InputError(
            file.place, f"HTML or XML, though its name ends in {file.suffix}", f"name it {ending}"
        )
    said: Mapping[str, str] = {}
    if re.match(r"---[ \t]*\n", text):
        match = _FRONT.match(text)
        if match is None:
            raise InputError(
                f"{file.place}:1",
                "front matter without its closing line",
                "end it with a line of three hyphens",
            )
        said, text = (
            _fields(front_matter(match["yaml"], file.place), file.place, context),
            text[match.end() :],
        )
    if file.suffix in _MARKDOWN and "title" not in said and (heading := _HEADING.match(text.lstrip())):
        said = {**said, "title": heading["title"].rstrip(" #")}
    if file.url and "url" not in said:
        said = {**said, "url": file.url}
    yield Found(file.place, document(said, text, file.place, file.id, context))


def _check_text(raw: bytes, place: str) -> None:
    """Raise InputError for what is no text at all, whatever its name says."""
    if not raw.strip():
        raise InputError(place, "empty file", "an article needs text")
    if kind := packed(raw):
        raise InputError(
            place, f"packed ({kind}), though its name is a text's", "give it the ending of its kind"
        )
    if foreign := foreign_format(raw):
        raise InputError(
            place,
            f"{foreign[0]}, though its name is a text's",
            f"give it the ending {foreign[1]}, or save it as text",
        )


def _fields(front: Mapping[str, str], place: str, context: Context) -> dict[str, str]:
    """The fields of an article in front matter. Keys that stand for none are named, each once in a run."""
    names = field_names()
    for key in front:
        field = names.field_of(key)
        if field is None or field == "text":
            near = difflib.get_close_matches(key.casefold(), _KNOWN, 1, 0.7)
            context.tell_once(
                f"front matter {key}",
                "%s: front matter `%s` says nothing that is read%s",
                place,
                key,
                f"; is `{near[0]}` meant?" if near else f" (known are {', '.join(_KNOWN)})",
            )
    return {field: str(value) for field, value in names.fields(front, {}).items() if field != "text"}
