"""A text's fingerprint: some hashes of its five-word phrases, by which nearly equal texts are found without
comparing texts.

Of all hashes those below a threshold are kept, at least the smallest sixteen (sketches of sets of shingles:
Broder, 1997).
"""

from __future__ import annotations

import heapq
import re
import zlib

__all__ = ["fingerprint", "likeness"]

_WORDS = 5
_LEAST = 16
_THRESHOLD = 1 << 28  # one phrase of sixteen
_WORD = re.compile(r"[^\W_]+")


def fingerprint(text: str) -> str:
    """Hashes of eight hexadecimal digits, sorted, with spaces between; empty for a text of fewer than ten
    words.

    Capitals, punctuation and white space make no difference.
    """
    words = [word.encode("utf-8", "replace") for word in _WORD.findall(text.casefold())]
    if len(words) < 2 * _WORDS:
        return ""
    hashes = {zlib.crc32(b" ".join(words[i : i + _WORDS])) for i in range(len(words) - _WORDS + 1)}
    kept = {value for value in hashes if value < _THRESHOLD}
    kept.update(heapq.nsmallest(_LEAST, hashes))
    return " ".join(f"{value:08x}" for value in sorted(kept))


def likeness(one: str, other: str) -> float:
    """The share of two texts' phrases that both have (Jaccard's), estimated from their fingerprints, from 0
    to 1.
    """
    a, b = one.split(), other.split()
    if not a or not b:
        return 0.0
    limit = min(_limit(a), _limit(b))
    few, many = ({value for value in values if value <= limit} for values in (a, b))
    return len(few & many) / len(few | many) if few | many else 0.0


def _limit(values: list[str]) -> str:
    """Up to which value a fingerprint holds all hashes of its text."""
    return max(f"{_THRESHOLD - 1:08x}", values[-1]) if len(values) >= _LEAST else "ffffffff"
