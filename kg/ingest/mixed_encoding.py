"""UTF-8 with stray bytes of Windows-1252 inside, as pasting and joining files leave it."""

from __future__ import annotations

import codecs
from typing import Final

__all__ = ["has_utf8", "read_mixed"]

_LOST: Final = "\ufffd"
_QUOTES: Final = frozenset(b"\x85\x91\x92\x93\x94\x96\x97")
"""The bytes of Windows-1252 for quotation marks, dashes and the ellipsis."""
_MARKS: Final = _QUOTES | frozenset(b"\x80\x95\xa0\xa3\xa7\xab\xb0\xbb")
"""These and others that stand beside anything: €, •, £, §, «, °."""
_FIRST_LETTER: Final = 0xC0
_MENDING: Final = "kg.stray_bytes"
"""The name of `_mended` among the error handlers of `codecs`."""


def read_mixed(raw: bytes) -> str:
    """The text of UTF-8 in which stray bytes are read as Windows-1252 where this makes letters beside letters
    or marks, else as U+FFFD.
    """
    return raw.decode("utf-8", errors=_MENDING)


def has_utf8(raw: bytes) -> bool:
    """Whether some bytes beyond ASCII are UTF-8."""
    return any(character > "\x7f" for character in raw.decode("utf-8", errors="ignore"))


def _mended(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are no UTF-8, and where to read on; an error handler of `codecs`."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    cut = error.reason == "unexpected end of data" and error.end == len(error.object)
    return _LOST if cut else _stray(error.object, error.start, error.end), error.end


def _stray(raw: bytes, begin: int, end: int) -> str:
    """Bytes that are no UTF-8, as Windows-1252; several are one broken character, unless all after the first
    are quotation marks or dashes.
    """
    if any(byte not in _QUOTES for byte in raw[begin + 1 : end]) or not _is_written(raw, begin):
        return _LOST
    return raw[begin:end].decode("cp1252", errors="replace")


def _is_written(raw: bytes, place: int) -> bool:
    """Whether a byte is a mark, or a letter beside a letter."""
    if raw[place] < _FIRST_LETTER:
        return raw[place] in _MARKS
    before, after = raw[max(place - 2, 0) : place], raw[place + 1 : place + 2]
    second = before[:1].isalpha() and before[-1] >= _FIRST_LETTER
    return before[-1:].isalpha() or after.isalpha() or second


codecs.register_error(_MENDING, _mended)
