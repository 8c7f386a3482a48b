"""What is left of HTML in a text: tags, comments, scripts and character references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from kg.nlp.reading.text import Edit, ReadingText

__all__ = ["without_html"]

_BREAK = "\n\n"
_BLOCKS = (
    "address|article|aside|blockquote|body|br|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|h[1-6]|head|header|hr|html|iframe|img|legend|li|main|menu|nav|noscript|object|ol"
    "|option|p|picture|pre|section|select|source|summary|svg|table|tbody|td|template|textarea|tfoot|th|thead"
    "|title|tr|ul|video"
)
_INLINE = (
    "a|abbr|acronym|audio|b|bdi|bdo|big|button|cite|code|data|del|dfn|em|embed|font|i|input|ins|kbd|label"
    "|link|mark|meta|meter|nobr|param|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|time|track|tt|u"
    "|var|wbr"
)
_ATTRIBUTES = r"(?:\s[^<>]{0,4000})?/?"
_UNREAD = re.compile(rf"<(script|style|noscript|template|svg){_ATTRIBUTES}>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(?:!--|(?:script|style|noscript|template|svg)\b)", re.IGNORECASE)
_TAG = re.compile(
    rf"</?(?:(?P<block>{_BLOCKS})|{_INLINE}){_ATTRIBUTES}>|<!doctype[^<>]{{0,400}}>|<!\[CDATA\[|\]\]>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_LAYERS = 2
"""How often a text is looked through: feeds hold HTML whose own signs are written as references."""


def without_html(text: ReadingText) -> ReadingText:
    """The text as a browser shows it: tags are not seen, those of blocks end a paragraph, scripts and
    comments are left out, references ("&amp;") are the characters that they stand for.
    """
    for _ in range(_LAYERS):
        if "<" in text.text:
            text = text.edit(_hidden(text.text))
            text = text.sub(_TAG, lambda found: _BREAK if found["block"] else "")
        if "&" in text.text:
            text = text.sub(_REFERENCE, _character)
    return text


def _hidden(text: str) -> Iterator[Edit]:
    """Comments, and scripts and the like with their tags; one that never ends is left as it is."""
    position = 0
    endless: set[str] = set()
    for start in _HIDDEN.finditer(text):
        begin = start.start()
        opening = _UNREAD.match(text, begin)
        closing = "-->" if start[0] == "<!--" else f"</{opening[1].lower()}" if opening else ""
        if begin < position or not closing or closing in endless:
            continue
        found = re.compile(re.escape(closing), re.IGNORECASE).search(text, begin)
        end = found.end() if found else -1
        if found and opening:
            end = text.find(">", end, end + 100) + 1 or -1
        if end < 0:
            endless.add(closing)
            continue
        yield begin, end, _BREAK if opening else ""
        position = end


def _character(found: re.Match[str]) -> str:
    """What a character reference stands for; itself where it stands for nothing that is read."""
    new = unescape(found[0])
    seen = all(character.isprintable() or character.isspace() or character == "\u00ad" for character in new)
    return new.replace("\r", " ") if seen else found[0]
