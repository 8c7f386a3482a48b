"""Characters that are not seen, or are seen as others: soft hyphens, zero-width characters, blanks of all
widths, hyphens that do not break, ligatures, accents apart from their letters; marks of footnotes.
"""

from __future__ import annotations

import re
import unicodedata

from kg.nlp.reading.text import ReadingText

__all__ = ["plain_characters", "without_footnote_marks"]

_BREAKS = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e"
_UNSEEN = re.compile(f"(?<=\u00ad)\n[ \t]*|[{_BREAKS}\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_BLANKS = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_HYPHENS = re.compile("[\u2010\u2011\ufe63\uff0d]")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_APART = re.compile("[A-Za-z][\u0300-\u036f]{1,4}")
_FOOTNOTE = re.compile(
    r"(?<=[^\s\[(])(?:\[(?:\d{1,3}|[a-z]|\^\w{1,20}|(?:note|nb|n) ?\d{1,3}|citation needed|[a-z]+ needed)\])+"
    r"|(?<=[\w.,;:!?\"'”’)])[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+(?![\w/])"
    r"|(?<=[\w.,;:!?\"'”’)])[†‡]+",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:^|[\s\d/(])(?:[kcdm]?m|ft|mi|yd|in|[a-z]|10)$")


def plain_characters(text: ReadingText) -> ReadingText:
    """The text in the characters that a person sees, with one blank between words."""
    if not text.text.isascii():
        text = text.sub(_UNSEEN, "")
        text = text.sub(_HYPHENS, "-")
        text = text.sub(_LIGATURES, lambda found: unicodedata.normalize("NFKC", found[0]))
        text = text.sub(_APART, lambda found: unicodedata.normalize("NFC", found[0]))
    return text.sub(_BLANKS, " ")


def without_footnote_marks(text: ReadingText) -> ReadingText:
    """The text without the marks of footnotes after words: "[1]", "[citation needed]", a raised number; a
    square or cubic measure keeps its number.
    """
    if "[" not in text.text and text.text.isascii():
        return text

    def new(found: re.Match[str]) -> str:
        before = text.text[max(0, found.start() - 4) : found.start()]
        raised = found[0] in {"\u00b2", "\u00b3"}
        return found[0] if raised and _UNIT.search(before) else ""

    return text.sub(_FOOTNOTE, new)
