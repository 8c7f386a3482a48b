"""Memory that was freed goes back to the system: glibc keeps what it may need again, and after a long article
that is as much as the article took.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Final

__all__ = ["LONG", "give_back"]

LONG: Final = 100_000
"""From so many characters on an article leaves enough behind for giving back to pay."""


def give_back() -> bool:
    """Whether some memory of this process that was freed has gone back to the system; False where its C
    library has no such call.
    """
    library = _library()
    return library is not None and bool(library.malloc_trim(0))


@cache
def _library() -> ctypes.CDLL | None:
    """The C library of this process, if it can give back."""
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows
        return None
    return library if hasattr(library, "malloc_trim") else None
