"""XML of news agencies to articles: NewsML-G2 (items, and messages and packages of them) and NITF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.ingest.document import Context, Found, OpenFile, document, one_line, read_all
from kg.ingest.feeds import read_feed
from kg.ingest.web_pages import read_page

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["XML_BYTES", "read_xml"]

XML_BYTES = 64 << 20
"""The most bytes of an XML file."""

_G2 = "{http://iptc.org/std/nar/2006-10-01/}"
_BLOCKS = ("p", "hl2", "li", "pre", "h1", "h2", "h3", "h4", "blockquote")
_FEEDS = ("rss", "feed", "rdf")


def read_xml(file: OpenFile, context: Context) -> Iterator[Found]:
    """The articles of an XML file, by what its outermost element is: NewsML-G2, NITF, a feed, XHTML.

    Raises InputError for XML of another kind. Nothing that the file refers to is fetched.
    """
    raw = read_all(file, XML_BYTES)
    root = _root(raw, file.place)
    name = _local(root).casefold()
    again = OpenFile(file.place, file.name, file.id, io.BytesIO(raw), file.url, file.depth)
    if name in _FEEDS:
        yield from read_feed(again, context)
    elif name == "html":
        yield from read_page(again, context)
    elif name == "nitf":
        yield Found(file.place, _from_nitf(root, {}, file.place, file.id, context))
    elif root.tag.startswith(_G2):
        yield from _items(root, file, context)
    else:
        raise InputError(
            file.place,
            f"XML of a kind that is not read (<{_local(root)}>)",
            "NewsML-G2, NITF, RSS, Atom and XHTML are",
        )


def _root(raw: bytes, place: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root: _Element | None = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(place, f"broken XML ({one_line(str(error))[:100]})", "export it again") from None
    if root is None:
        raise InputError(place, "broken XML", "export it again")
    return root


def _items(root: _Element, file: OpenFile, context: Context) -> Iterator[Found]:
    """The text items of a NewsML-G2 document."""
    items = list(root.iter(f"{_G2}newsItem"))
    if not items:
        raise InputError(file.place, f"no newsItem in this <{_local(root)}>", "give items with their text")
    for number, item in enumerate(items, 1):
        place = file.place if len(items) == 1 else f"{file.place}#{number}"
        try:
            yield Found(place, _from_item(item, place, file.id, context))
        except InputError as error:
            yield Found(place, error)


def _from_item(item: _Element, place: str, default_id: str | None, context: Context) -> Any:
    """The article of a newsItem, its metadata read by newsmlg2."""
    from lxml import etree
    from NewsMLG2 import NewsMLG2Document

    parsed = NewsMLG2Document(etree.tostring(item)).get_item()
    content, meta = getattr(parsed, "contentmeta", None), getattr(parsed, "itemmeta", None)
    said = {
        "id": str(getattr(parsed, "guid", "") or ""),
        "title": _first(content, "headline") or _first(meta, "title"),
        "published": _first(content, "contentcreated") or _first(meta, "firstcreated", "versioncreated"),
        "source": _provider(item),
    }
    body = item.find(f"{_G2}contentSet")
    inline = None if body is None else body.find(f"{_G2}inlineXML")
    if inline is not None and len(inline):
        root = inline[0]
        if _local(root) == "nitf":
            return _from_nitf(
                root, {key: value for key, value in said.items() if value}, place, None, context
            )
        text = _blocks(root)
    else:
        data = None if body is None else body.find(f"{_G2}inlineData")
        text = "" if data is None or data.get("encoding") else "".join(data.itertext())
    if not text.strip():
        raise InputError(place, "an item without inline text", "give items that hold their text")
    return document({k: v for k, v in said.items() if v}, text, place, default_id, context)


def _first(holder: Any, *names: str) -> str:
    """The text of the first of these elements that a part of an item has."""
    for name in names:
        value: Any = getattr(holder, name, None) if holder is not None else None
        for one in value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]:
            text = one_line(str(getattr(one, "_text", None) or one or ""))
            if text and not text.startswith("<"):
                return text
    return ""


def _provider(item: _Element) -> str:
    """The name of the agency, else the code that stands for it."""
    provider = item.find(f"{_G2}itemMeta/{_G2}provider")
    if provider is None:
        return ""
    name = provider.findtext(f"{_G2}name") or provider.get("literal") or provider.get("qcode") or ""
    return one_line(name.rpartition(":")[2])


def _from_nitf(
    root: _Element, said: dict[str, str], place: str, default_id: str | None, context: Context
) -> Any:
    """The article of an NITF document; what is ``said`` about it already comes first."""

    def path(xpath: str) -> str:
        steps = "/".join(f"*[local-name()='{step}']" for step in xpath.split("/"))
        found = root.xpath(f".//{steps}")
        return one_line("".join(found[0].itertext())) if found else ""

    def attribute(element: str, name: str) -> str:
        found = root.xpath(f".//*[local-name()='{element}']/@{name}")
        return one_line(str(found[0])) if found else ""

    own = {
        "id": attribute("doc-id", "id-string"),
        "title": path("hedline/hl1") or path("head/title"),
        "published": _nitf_date(attribute("date.issue", "norm") or attribute("story.date", "norm")),
        "source": path("distributor") or attribute("doc.copyright", "holder"),
    }
    bodies = root.xpath(".//*[local-name()='body.content']")
    text = "\n\n".join(_blocks(body) for body in bodies)
    if not text.strip():
        raise InputError(place, "NITF without text in its body", "give whole articles")
    fields = {key: value for key, value in {**own, **said}.items() if value}
    return document(fields, text, place, default_id, context)


def _nitf_date(norm: str) -> str:
    """``20251103T093000Z`` and ``20251103`` with hyphens and colons."""
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(norm)
    except ValueError:
        return norm
    return moment.date().isoformat() if "T" not in norm else moment.isoformat(timespec="seconds")


def _blocks(root: _Element) -> str:
    """The paragraphs below an element; its whole text when it has none."""
    outside = {"media", "figure", "figcaption", "table", "nitf-table"}
    found = [
        one_line("".join(element.itertext()))
        for element in root.iter()
        if isinstance(element.tag, str)
        and _local(element) in _BLOCKS
        and not any(_local(above) in {*outside, *_BLOCKS} for above in element.iterancestors())
    ]
    return "\n\n".join(line for line in found if line) or "".join(root.itertext())


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
