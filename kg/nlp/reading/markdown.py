"""What is left of Markdown in a text: emphasis, links, headings, lists, quotations, tables.

CommonMark's marks as far as news has them. Parsers of Markdown do not say at which character a mark stands,
which offsets need.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from kg.nlp.reading.text import Edit, ReadingText

__all__ = ["without_markdown"]

_BREAK = "\n\n"
_INSIDE = r"[^\[\]\n]{0,300}(?:\n[^\[\]\n]{1,300})?"
_TARGET = r"<?[^\s()<>]{0,2000}(?:\([^\s()<>]{0,500}\)[^\s()<>]{0,500})*>?"
_IMAGE = re.compile(rf"!\[{_INSIDE}\]\(\s*{_TARGET}(?:\s+[\"'][^\"'\n]{{0,300}}[\"'])?\s*\)")
_LINK = re.compile(
    rf"(?<!\w)\[(?!\^|\d{{1,3}}\]|\w\])(?P<text>{_INSIDE})\](?P<target>\(\s*{_TARGET}(?:\s+[\"'][^\"'\n]{{0,300}}[\"'])?\s*\)"
    r"|\[[^\[\]\n]{0,100}\])"
)
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,100}\]:[ \t]*\S[^\n]{0,2000}$", re.MULTILINE)
_AUTOLINK = re.compile(r"<(?=(?:https?://|mailto:)[^\s<>]{1,2000}>)|(?<=\w)(?<!<)>(?!\w)(?=\s)")
_OPENING = re.compile(
    r"^[ \t]{0,8}(?P<mark>#{1,6}[ \t]+|[-*+•▪◦‣·–][ \t]+|(?:>[ \t]?)+|`{3,}[^\n]{0,40}|~{3,}[^\n]{0,40})",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"^[ \t]{0,8}(?P<number>\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE)
_RULE = re.compile(r"^[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,}|=+)[ \t]*$", re.MULTILINE)
_CLOSING = re.compile(r"(?<=\S)[ \t]+#{1,6}[ \t]*$", re.MULTILINE)
_ROW = re.compile(
    r"^[ \t]*\|.*\|[ \t]*$|^[^|\n]+\|[^|\n]+(?:\|[^|\n]*)+$|^[^\t\n]*\S\t+\S[^\n]*$", re.MULTILINE
)
_DIVIDER = re.compile(r"^[ \t]*\|?[ \t:]*-{3,}[-|: \t]*$", re.MULTILINE)
_CELL = re.compile(r"[ \t]*\|[ \t]*|[ \t]*\t[ \t]*")
_STRONG = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]{0,300}(?:\n[^*\n]{1,300})?[^\s*])\1(?!\*)")
_UNDERLINED = re.compile(
    r"(?<![\w_\\])(_{1,3})(?=[^\s_])([^_\n]{0,300}(?:\n[^_\n]{1,300})?[^\s_])\1(?![\w_])"
)
_STRUCK = re.compile(r"(~~)(?=[^\s~])([^~\n]{0,300}[^\s~])\1")
_CODE = re.compile(r"(`{1,2})(?=[^`])([^`\n]{1,300})\1(?!`)")
_ESCAPE = re.compile(r"\\(?=[*_`\[\]()#+.!|>~-])")


def without_markdown(text: ReadingText) -> ReadingText:
    """The text without the marks of Markdown; headings, entries of lists and cells of tables are paragraphs
    of their own.
    """
    if "](" in text.text or "][" in text.text or "]:" in text.text:
        text = text.sub(_IMAGE, _BREAK)
        text = text.sub(_DEFINITION, "")
        text = _each(text, _LINK, _around_link)
    if ">" in text.text:
        text = text.sub(_AUTOLINK, "")
    text = _without_tables(text)
    text = text.sub(_RULE, "\n")
    text = _each(text, _OPENING, lambda found: [(found.start(), found.end(), _opened(found["mark"]))])
    text = text.edit(_numbers(text.text))
    text = text.sub(_CLOSING, _BREAK)
    for emphasis in (_CODE, _STRONG, _STRONG, _UNDERLINED, _UNDERLINED, _STRUCK):
        text = _each(text, emphasis, _around_second)
    return text.sub(_ESCAPE, "")


def _each(
    text: ReadingText, pattern: re.Pattern[str], edits: Callable[[re.Match[str]], list[Edit]]
) -> ReadingText:
    return text.edit(edit for found in pattern.finditer(text.text) for edit in edits(found))


def _around_link(found: re.Match[str]) -> list[Edit]:
    begin, end = found.span("text")
    return [(found.start(), begin, ""), (end, found.end(), "")]


def _around_second(found: re.Match[str]) -> list[Edit]:
    begin, end = found.span(2)
    return [(found.start(), begin, ""), (end, found.end(), "")]


def _opened(mark: str) -> str:
    """What stands for a mark at the start of a line: nothing for a quotation, which may go on."""
    return "" if mark.startswith(">") else _BREAK


def _numbers(text: str) -> list[Edit]:
    """The numbers of a list's entries: at the start of the text, after an empty line, or line upon line."""
    found = list(_NUMBERED.finditer(text))
    lines = {one.start(): one for one in found}
    edits: list[Edit] = []
    for one in found:
        before = text[: one.start()].rstrip(" \t")
        previous = text.rfind("\n", 0, max(one.start() - 1, 0)) + 1
        if not before.strip() or before.endswith(_BREAK) or previous in lines:
            edits.append((one.start(), one.end(), _BREAK))
    return edits if len(edits) > 1 else []


def _without_tables(text: ReadingText) -> ReadingText:
    """The text with each cell of a table as a paragraph; a table has two rows of as many cells."""
    rows = [(found.start(), found.end(), _cells(found[0])) for found in _ROW.finditer(text.text)]
    table = {
        row for one, two in pairwise(rows) if two[0] - one[1] == 1 and one[2] == two[2] for row in (one, two)
    }
    edits: list[Edit] = []
    for begin, end, _ in sorted(table):
        if _DIVIDER.fullmatch(text.text, begin, end):
            edits.append((begin, end, _BREAK))
        else:
            cells = _CELL.finditer(text.text, begin, end)
            edits += [(cell.start(), cell.end(), _BREAK) for cell in cells]
            edits.append((end, end, _BREAK))
    return text.edit(edits)


def _cells(row: str) -> int:
    return len(_CELL.findall(row.strip().strip("|")))
