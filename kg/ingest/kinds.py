"""Which reader a file is for: by the ending of its name, or by how it begins where the name says nothing."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

from kg.errors import InputError
from kg.ingest.archives import PACKED, unpacked_name
from kg.ingest.document import Context, Found, OpenFile, Reader
from kg.ingest.encoding import foreign_format, packed

__all__ = ["ARCHIVES", "ENDINGS", "LINES", "is_known", "kind_of", "reader_of", "sniffed"]

ENDINGS: dict[str, str] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "plain_text.read_text"),
    **dict.fromkeys((".jsonl", ".ndjson"), "records.read_json_lines"),
    ".json": "records.read_json",
    **dict.fromkeys((".csv", ".tsv"), "records.read_table"),
    ".parquet": "records.read_parquet",
    **dict.fromkeys((".html", ".htm", ".xhtml"), "web_pages.read_page"),
    **dict.fromkeys((".mhtml", ".mht"), "web_pages.read_mhtml"),
    **dict.fromkeys((".rss", ".atom"), "feeds.read_feed"),
    **dict.fromkeys((".xml", ".nitf", ".newsml"), "news_xml.read_xml"),
    ".eml": "mail.read_mail",
    ".mbox": "mail.read_mailbox",
    ".pdf": "office_documents.read_pdf",
    ".docx": "office_documents.read_word",
}
"""The reader of a kind of file, by how names end: module of this package and function."""

LINES = (".jsonl", ".ndjson")
ARCHIVES = (".zip", ".tar", ".tgz", ".txz", ".tbz2", ".warc", ".arc")
"""How archives' names end. These, and packed files, hold any number of articles."""

_BY_KIND = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "message/rfc822": ".eml",
}
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"\s*<(?:\?xml|rss|feed|nitf|newsItem|newsMessage)\b")
_MAILBOX = re.compile(rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d")
_RECORD = re.compile(rb"\s*\{\s*\"")
_GRAPH = re.compile(
    rb"\s*(?:#[^\n]*\n\s*)*(?:@prefix\s|@base\s|PREFIX\s+[\w.-]*:\s*<|<[a-z][^<>\s]*:[^<>\s]*>\s+"
    rb"(?:a\s+(?:<|[\w-]*:\w)|[\w-]+:\w+\s|<[^<>\s]+>\s+[<_\"])"
    rb"|(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<(?:\w+:)?RDF[\s>]"
    rb"|[\[{]\s*(?:\{\s*)?\"@(?:context\"\s*:\s*\{|graph\"|id\"))",
    re.DOTALL,
)
_PACKED_AS = {"gzip": ".gz", "xz": ".xz", "bzip2": ".bz2"}


def is_known(name: str) -> bool:
    """Whether files of such a name are read."""
    kind = kind_of(name)
    return kind in ENDINGS or kind in ARCHIVES or (kind in PACKED and is_known(unpacked_name(name)))


def kind_of(name: str) -> str:
    """How a file's name ends, in lower case, with the point; empty for a name without an ending."""
    stem, point, ending = name.rpartition(".")
    return f".{ending.lower()}" if point and stem else ""


def reader_of(ending: str) -> Reader:
    """The reader of files whose names end so; its libraries are loaded when it is first used.

    Raises KeyError for an ending that is not in ``ENDINGS``.
    """
    module, _, function = ENDINGS[ending].partition(".")

    def read(file: OpenFile, context: Context) -> Iterator[Found]:
        found: Reader = getattr(importlib.import_module(f"kg.ingest.{module}"), function)
        return found(file, context)

    return read


def sniffed(head: bytes, place: str, media_type: str = "") -> str:
    """The ending that fits what a file begins with, of whose name nothing is known.

    ``media_type`` is what a server calls it. Raises InputError for what is not read.
    """
    kind = packed(head)
    if kind == "zip":
        return ".docx" if b"word/" in head else ".zip"
    if kind:
        if kind not in _PACKED_AS:
            raise InputError(place, f"packed ({kind})", "unpack it first")
        return _PACKED_AS[kind]
    foreign = foreign_format(head)
    if foreign:
        if foreign[1] not in (*ENDINGS, *ARCHIVES):
            raise InputError(place, f"not articles but {foreign[0]}", "save it as text, HTML or PDF")
        return foreign[1]
    if _HTML.match(head):
        return ".html"
    if _GRAPH.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise InputError(place, "not articles but RDF", "`kg load STORE FILE` puts it into a store")
    if _XML.match(head):
        return ".xml"
    media_type = media_type.partition(";")[0].strip().lower()
    if media_type in _BY_KIND:
        return _BY_KIND[media_type]
    if media_type.endswith("xml"):
        return ".xml"
    if media_type.startswith(("image/", "video/", "audio/", "font/")):
        raise InputError(place, f"not articles but {media_type}", "give pages, feeds or text")
    if _MAILBOX.match(head):
        return ".mbox"
    return ".jsonl" if _RECORD.match(head.removeprefix(b"\xef\xbb\xbf")) else _list_or_text(head)


def _list_or_text(head: bytes) -> str:
    return ".json" if re.match(rb"\s*\[\s*\{", head.removeprefix(b"\xef\xbb\xbf")) else ".txt"
