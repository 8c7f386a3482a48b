"""PDF with a text layer (pypdf) and Word documents (python-docx) to articles, by the extra
``newskg[documents]``.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from kg.errors import InputError
from kg.ingest.document import LIMIT, Context, Found, OpenFile, document, one_line, read_all, too_long

__all__ = ["DOCUMENT_BYTES", "read_pdf", "read_word"]

DOCUMENT_BYTES = 128 << 20
"""The most bytes of a document."""

_REMEDY = "run: pip install 'newskg[documents]'"
_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_ENDED = re.compile(r"[.!?:…\"”'’)]\s*\Z")


def read_pdf(file: OpenFile, context: Context) -> Iterator[Found]:
    """The article of a PDF file. Raises InputError for one without a text layer, or with a password."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise InputError(file.place, "PDF needs the module pypdf", _REMEDY) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    raw = read_all(file, DOCUMENT_BYTES)
    pages: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(file.place, "locked with a password", "save it without one")
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > 2 * LIMIT:
                raise too_long(file.place)
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise InputError(file.place, f"broken PDF ({one_line(str(error))[:80]})", "save it again") from None
    text = _unwrapped("\n".join(pages))
    if not text.strip():
        raise InputError(file.place, "a PDF without text: pictures of pages", "run text recognition over it")
    yield _found(file, text, title, context)


def read_word(file: OpenFile, context: Context) -> Iterator[Found]:
    """The article of a Word document (``.docx``)."""
    try:
        from docx import Document as open_word
    except ImportError:
        raise InputError(file.place, "Word documents need the module python-docx", _REMEDY) from None
    raw = read_all(file, DOCUMENT_BYTES)
    try:
        opened = open_word(io.BytesIO(raw))
        text = "\n\n".join(paragraph.text for paragraph in opened.paragraphs if paragraph.text.strip())
        title = opened.core_properties.title
    except Exception as error:  # what is wrong in a package of XML parts has no common class
        raise InputError(
            file.place, f"not a Word document ({one_line(str(error))[:80]})", "save it as .docx"
        ) from None
    yield _found(file, text, title, context)


def _found(file: OpenFile, text: str, title: str | None, context: Context) -> Found:
    """The article. The day on which a document was made says nothing of when the article is from."""
    fields = {key: value for key, value in (("title", title), ("url", file.url)) if value}
    return Found(file.place, document(fields, text, file.place, file.id, context))


def _unwrapped(text: str) -> str:
    """The lines of pages as paragraphs: words that were cut at a line's end are one, and a line that does not
    end a sentence goes on in the next.
    """
    paragraphs: list[str] = []
    for line in _HYPHENATED.sub("", text.replace("\r", "\n")).split("\n"):
        line = line.strip()
        if paragraphs and paragraphs[-1] and line and not _ENDED.search(paragraphs[-1]):
            paragraphs[-1] += f" {line}"
        elif line or (paragraphs and paragraphs[-1]):
            paragraphs.append(line)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
