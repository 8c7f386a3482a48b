"""The order in which Turtle and JSON-LD write subjects: articles and their words, statements in the order of
the text, events, entities, what runs made them, names of others, blank nodes.
"""

from __future__ import annotations

__all__ = ["SubjectOrder"]

_STATEMENT, _OTHER, _ELSEWHERE, _BLANK = b"1", b"3", b"6", b"7"
_FAMILIES = {
    b"article/": b"0",
    b"statement/": _STATEMENT,
    b"event/": b"2",
    b"run/": b"5",
    b"software/": b"5",
    b"scheme/": b"5",
}
"""How the names of each kind of subject begin, and the place of the kind."""
_KNOWN = 100_000
_LONGEST = 40  # digits of offsets that can be told from one another
_NINES = bytes.maketrans(b"0123456789", b"9876543210")


class SubjectOrder:
    """Keys that sort the subjects of a store whose names begin with ``base``, for equal keys by the subject.

    They have no controls but 0.
    """

    def __init__(self, base: str) -> None:
        self._start = f"<{base}".encode()
        self._spans = _Spans()

    def key(self, subject: bytes, source: bytes = b"") -> bytes:
        """What sorts a subject; it and its ``source``, the first span that it comes from, are as N-Triples
        write them.
        """
        if not subject.startswith(self._start):
            return (_ELSEWHERE if subject.startswith(b"<") else _BLANK) + subject
        return self.local_key(self._local(subject), source and self._local(source))

    def local_key(self, subject: bytes, source: bytes = b"") -> bytes:
        """The same for a name of the store that is written relative to the base, with its brackets."""
        rank = _FAMILIES.get(subject[1 : subject.find(b"/") + 1], _OTHER)
        place, _, span = (source if source and rank == _STATEMENT else subject).partition(b"#")
        return rank + place + self._spans[span] if span else rank + place[:-1] + b"\0-"

    def _local(self, name: bytes) -> bytes:
        return b"<" + name[len(self._start) :] if name.startswith(self._start) else name


class _Spans(dict[bytes, bytes]):
    """What sorts spans of a text, as they stand behind the article's name: by where they begin, and of those
    that begin together the longest first.
    """

    def __missing__(self, span: bytes) -> bytes:
        if len(self) >= _KNOWN:
            self.clear()
        found = self[span] = _sorting(span)
        return found


def _sorting(span: bytes) -> bytes:
    begin, _, end = span[:-1].removeprefix(b"char=").partition(b",")
    if not span.startswith(b"char=") or not begin.isdigit() or len(span) > _LONGEST:
        return b"#%b\0-" % span[:-1]
    begin, end = begin.lstrip(b"0"), end.lstrip(b"0") if end.isdigit() else b""
    return b"\0%c%b%c%b" % (48 + len(begin), begin, 126 - len(end), end.translate(_NINES))
