"""Web pages to articles by trafilatura: main text, title, date, source and URL."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default as mail_policy
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import InputError
from kg.ingest.document import Context, Found, OpenFile, document, one_line, read_all
from kg.ingest.encoding import foreign_format, packed
from kg.ingest.field_names import page_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PAGE_BYTES", "fragment_text", "page_article", "read_mhtml", "read_page"]

PAGE_BYTES = 32 << 20
"""The most bytes of a page."""

_DATES = {
    "original_date": True,
    "extensive_search": False,  # which would take the year of a copyright notice for want of better
    "min_date": "1900-01-01",
    "max_date": "2200-01-01",  # today by default, so that the same page would read otherwise tomorrow
    "outputformat": "%Y-%m-%d",
}
_SHORT = 150  # characters of a paragraph that may lead elsewhere
_LINKED = 0.8
"""The share of a short paragraph's characters in links from which on it is no prose."""
_LEAST = 40  # characters below which what was found is tried again
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def read_page(file: OpenFile, context: Context) -> Iterator[Found]:
    """The article of a web page."""
    raw = read_all(file, PAGE_BYTES)
    _check_page(raw, file.place)
    yield page_article(raw, file, context)


def read_mhtml(file: OpenFile, context: Context) -> Iterator[Found]:
    """The article of a page that was saved with all its parts (MHTML): of its first part that is HTML."""
    message = message_from_bytes(read_all(file, PAGE_BYTES), policy=mail_policy)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise InputError(file.place, "no page in this MHTML file", "save the page again")
    url = str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
    yield page_article(_payload(page), file, context, url=url if _WEB.fullmatch(url) else None)


def page_article(
    page: bytes | str, file: OpenFile, context: Context, url: str | None = None, **known: str | None
) -> Found:
    """The article of a page. What is ``known`` of it already (title, published, source) comes first.

    Raises InputError for a page without an article.
    """
    url = url or file.url
    tree = _tree(page, file.place)
    _prune(tree)
    extracted = _extracted(tree, url)
    text = _paragraphs(extracted.text or "", extracted.title)
    if len(text) < _LEAST:
        text = _paragraphs(_all_text(tree), extracted.title) or text
    if not text:
        raise InputError(
            file.place, "no article's text on this page", "is it made by scripts? Save it from a browser"
        )
    own_url = next((one for one in (url, extracted.url) if one and _WEB.fullmatch(one)), None)
    host = urlsplit(own_url).hostname if own_url else None
    said = {
        "title": known.get("title") or extracted.title,
        "published": known.get("published") or extracted.date,
        "source": known.get("source") or extracted.sitename or (host or "").removeprefix("www."),
        "url": own_url,
        "id": known.get("id"),
    }
    fields = {key: value for key, value in said.items() if value}
    return Found(file.place, document(fields, text, file.place, file.id, context), soft=True)


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, such as a feed's entry: one paragraph for each of its blocks."""
    from lxml.etree import ParserError

    try:
        tree = _tree(f"<html><body><article>{markup}</article></body></html>", "HTML")
    except (InputError, ParserError):
        return ""
    _prune(tree)
    return _paragraphs(_all_text(tree), None)


def _check_page(raw: bytes, place: str) -> None:
    """Raise InputError for what is no page, whatever its name says."""
    if not raw.strip():
        raise InputError(place, "empty file", "an article needs text")
    kind = packed(raw) or next(iter(foreign_format(raw) or ()), None)
    if kind or (b"\0" in raw[:1024] and not raw.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise InputError(place, f"not a web page but {kind or 'binary'}", "give it the ending of its kind")


def _tree(page: bytes | str, place: str) -> HtmlElement:
    from trafilatura import load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = load_html(page)
    if tree is None:
        raise InputError(place, "not a web page", "give HTML, or the article's text")
    return tree


def _extracted(tree: HtmlElement, url: str | None) -> Any:
    """trafilatura's findings: ``text``, ``title``, ``date``, ``sitename``, ``url``."""
    from trafilatura import bare_extraction, extract_metadata

    found = bare_extraction(
        tree,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        favor_precision=True,
        date_extraction_params=_DATES,
    )
    if found is None:  # what it looks like is known even where no text was found
        found = extract_metadata(tree, default_url=url, date_config=_DATES)
        found.text = ""
    return found


def _prune(tree: HtmlElement) -> None:
    """Take captions, asides and paragraphs that only lead elsewhere out of a page."""
    for xpath in page_words().prune:
        for element in tree.xpath(xpath):
            _drop(element)
    for element in tree.xpath("//p | //li | //h2 | //h3 | //h4 | //div[not(.//p or .//div)]"):
        text = one_line(element.text_content())
        if 0 < len(text) <= _SHORT and (_leads_elsewhere(text) or _is_linked(element, text)):
            _drop(element)


def _is_linked(element: HtmlElement, text: str) -> bool:
    """Whether a paragraph is a link and no sentence."""
    linked = sum(len(one_line(link.text_content())) for link in element.iter("a"))
    return linked >= _LINKED * len(text)


def _leads_elsewhere(text: str) -> bool:
    """Whether a line announces what is not of this article ("Read more: ...", "Advertisement")."""
    lead = _leads().match(text)
    return lead is not None


@lru_cache(maxsize=1)
def _leads() -> re.Pattern[str]:
    words = "|".join(re.escape(lead) for lead in page_words().leads)
    return re.compile(rf"(?:{words})\s*(?:[:|»›…]|\.{{3}}|-\s|\Z)", re.IGNORECASE)


def _drop(element: HtmlElement) -> None:
    """Remove an element, not the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()


_BLOCKS = ("p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "div", "section", "br", "tr")


def _all_text(tree: HtmlElement) -> str:
    """All text of a page or piece of one, a line for each block."""
    for element in tree.xpath("//script | //style | //head | //noscript | //template"):
        _drop(element)
    for element in list(tree.iter(*_BLOCKS)):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + " ".join((element.text or "").split("\n"))
    return str(tree.text_content())


def _paragraphs(text: str, title: str | None) -> str:
    """Lines as paragraphs, each on one line with an empty one between; without a first one that repeats the
    title.
    """
    lines = [line for line in map(one_line, text.split("\n")) if line and not _leads_elsewhere(line)]
    if lines and title and lines[0].casefold() == one_line(title).casefold():
        del lines[0]
    return "\n\n".join(lines)


def _payload(part: Message) -> bytes:
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""
