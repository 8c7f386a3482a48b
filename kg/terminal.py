"""Plain text for people: what came from an article made harmless, columns that line up, styles only where
colour is wanted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TypeVar

__all__ = [
    "clean",
    "columns",
    "count",
    "cut",
    "display_width",
    "spreadsheet",
    "style",
    "wrap",
    "wrapped_columns",
]

_T = TypeVar("_T")
_LEAST = 8  # columns that a column keeps
_SPACES = "\t\n\v\f\r\x85\u2028\u2029"
# Marks that turn the direction of the text around them: a terminal would show other words than the article
# has.
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_FORMULA = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_MONTH_DAY = re.compile(r"--\d\d(-\d\d)?")
_STYLES = {
    "bold": "1",
    "dim": "2",
    "underline": "4",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}


def clean(text: str) -> str:
    """The text with every control character replaced, one for one so that offsets hold: line breaks by
    spaces, the rest by U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    if character in _SPACES:
        return " "
    return "\ufffd" if character in _TURNING or unicodedata.category(character) in {"Cc", "Cs"} else character


def display_width(text: str) -> int:
    """How many columns of a terminal the text takes: two for wide East Asian characters, none for combining
    marks.
    """
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(c) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def cut(text: str, width: int) -> str:
    """The text, shortened with an ellipsis when it takes more than ``width`` columns."""
    if display_width(text) <= width:
        return text
    while text and display_width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…" if width > 0 else ""


def spreadsheet(cell: _T) -> _T | str:
    """The cell of a table that people open in a spreadsheet: text that would be taken for a formula gets an
    apostrophe in front.
    """
    if isinstance(cell, str) and cell[:1] in _FORMULA and cell and not _MONTH_DAY.fullmatch(cell):
        return "'" + cell
    return cell


def style(text: str, names: str, colour: bool) -> str:
    """The text between ANSI codes for these styles ("bold cyan") when ``colour`` is asked for, else as it
    is.
    """
    if not colour or not text:
        return text
    return f"\x1b[{';'.join(_STYLES[name] for name in names.split())}m{text}\x1b[0m"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "2,000 articles", "3 entities"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def columns(rows: Iterable[Sequence[str]], align: str, width: int = 100, indent: str = "  ") -> list[str]:
    """One line for each row, cells under each other and two spaces apart. ``align`` has ``<`` or ``>`` for
    each column.

    When the widest row does not fit into ``width``, the widest left-aligned column is cut.
    """
    table = [[clean(cell) for cell in row] for row in rows]
    if not table:
        return []
    widths = [max(display_width(row[i]) for row in table) for i in range(len(align))]
    excess = len(indent) + sum(widths) + 2 * (len(align) - 1) - width
    if excess > 0:
        widest = max((i for i, side in enumerate(align) if side == "<"), key=lambda i: widths[i], default=0)
        widths[widest] = max(12, widths[widest] - excess)
    return [
        (
            indent + "  ".join(_fit(cell, w, side) for cell, w, side in zip(row, widths, align, strict=True))
        ).rstrip()
        for row in table
    ]


def wrapped_columns(rows: Iterable[Sequence[str]], align: str, width: int, indent: str = "  ") -> list[str]:
    """As ``columns``; but where the rows do not fit, the cells of the widest left-aligned columns go on in
    further lines.
    """
    table = [[clean(cell) for cell in row] for row in rows]
    widths = [max((display_width(row[i]) for row in table), default=0) for i in range(len(align))]
    room = width - len(indent) - 2 * (len(align) - 1)
    left = [i for i, side in enumerate(align) if side == "<"]
    while sum(widths) > room and max(widths[i] for i in left) > _LEAST:
        widths[max(left, key=lambda i: widths[i])] -= 1
    lines: list[str] = []
    for row in table:
        parts = [_broken(cell, w) for cell, w in zip(row, widths, strict=True)]
        for number in range(max(map(len, parts))):
            cells = (part[number] if number < len(part) else "" for part in parts)
            fitted = (_fit(cell, w, side) for cell, w, side in zip(cells, widths, align, strict=True))
            lines.append((indent + "  ".join(fitted)).rstrip())
    return lines


def _broken(cell: str, width: int) -> list[str]:
    """A cell in lines of at most ``width`` columns where it has spaces to break at; at least one."""
    if display_width(cell) <= width:
        return [cell]
    return wrap([(cell, "")], width, "", False) or [""]


def _fit(cell: str, width: int, side: str) -> str:
    cell = cut(cell, width)
    space = " " * (width - display_width(cell))
    return space + cell if side == ">" else cell + space


def wrap(pieces: Iterable[tuple[str, str]], width: int, indent: str, colour: bool) -> list[str]:
    """Lines of at most ``width`` columns from pieces of (text, styles), broken at spaces; each begins with
    ``indent``.
    """
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0
    for text, names in pieces:
        for word in text.replace(" ", "\0 ").split("\0"):
            if used and word.startswith(" ") and len(indent) + used + display_width(word) > width:
                lines.append([])
                used, word = 0, word[1:]
            lines[-1].append((word, names))
            used += display_width(word)
    return [indent + _styled(line, colour) for line in lines if line]


def _styled(words: list[tuple[str, str]], colour: bool) -> str:
    """Words in their styles, neighbours of the same style together."""
    runs = [
        ("".join(word for word, _ in run), names) for names, run in groupby(words, key=lambda pair: pair[1])
    ]
    return "".join(style(text, names, colour) if names else text for text, names in runs).rstrip()
