"""Characters that XML cannot hold: controls, halves of surrogate pairs, non-characters."""

from __future__ import annotations

import re

__all__ = ["UNWRITABLE", "writable"]

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text with U+FFFD for each character that XML cannot hold: one for one, so offsets stay right."""
    return UNWRITABLE.sub("\ufffd", text)
