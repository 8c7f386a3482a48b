"""The quads of all named graphs from what a store holds: the merge of them, and what they share.

The merge says of what is an article's own (``own``) which article that is; everything else in it is among the
quads that graphs share, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.rdf.external_sort import sorted_lists
from kg.rdf.layout import SENTENCE_OF

__all__ = ["with_graphs"]

_SUBJECT = re.compile(rb"([^ \n]+ )[^\n]*\n(?:\1[^\n]*\n)*")
_OWN, _SHARED = b"\x05", b"\x04"  # what quads end with until the end: N-Triples escape controls


def with_graphs(merged: Iterable[bytes], shared: Iterable[tuple[str, bytes]], base: str) -> Iterator[bytes]:
    """The N-Quads of all named graphs, in order, some thousands at a time.

    ``merged`` are texts of whole lines of N-Triples, all of a subject in one text; ``shared`` are the names
    of graphs and the N-Triples that they share. What these say of a node counts alone.
    """
    families = f"<{base}article/".encode(), f"<{base}statement/".encode()
    claimed: set[bytes] = set()
    for lines in sorted_lists(_lines(merged, shared, families, claimed)):  # sorted when all are read
        if claimed:
            lines = [line for line in lines if line.endswith(_SHARED) or _subject(line) not in claimed]
        yield b"".join(lines).replace(_OWN, b"\n").replace(_SHARED, b"\n")


def _lines(
    merged: Iterable[bytes],
    shared: Iterable[tuple[str, bytes]],
    families: tuple[bytes, bytes],
    claimed: set[bytes],
) -> Iterator[list[bytes]]:
    """A line for each subject that is an article's own, with all its quads, and one for each shared quad.

    The subjects of shared quads that look like an article's own are put among those that are ``claimed``.
    """
    for text in merged:
        yield _own(text, *families)
    for graph, text in shared:
        lines = text.split(b" .\n")
        lines.pop()
        found = {_subject(line) for line in lines if line.startswith(families)}
        claimed.update(node for node in found if b"#" in node or node.startswith(families[1]))
        tail = b" <%b> .%b" % (graph.encode(), _SHARED)
        yield [line + tail for line in lines]


def _own(text: bytes, articles: bytes, statements: bytes) -> list[bytes]:
    """The quads of each subject of a text that is an article's own."""
    said: dict[bytes, bytes] = {}
    for found in _SUBJECT.finditer(text):
        subject = found[1]
        if subject.startswith((articles, statements)):
            said[subject] = said[subject] + found[0] if subject in said else found[0]
    lines = []
    for subject, triples in said.items():
        each = triples.split(b" .\n")
        each.pop()
        each.sort()
        span = subject if subject.startswith(articles) else _source(subject, each)
        article, spanned, _ = span.partition(b"#")
        if spanned and article.startswith(articles):
            tail = b" %b> .%b" % (article, _OWN)
            lines.append(tail.join(each) + tail)
    return lines


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _source(statement: bytes, lines: list[bytes]) -> bytes:
    """The span that a statement comes from, by the lines about it; nothing where none says so."""
    start = b"%b<%b> " % (statement, SENTENCE_OF.encode())
    sources = (line[len(start) :] for line in lines if line.startswith(start))
    return next((source for source in sources if b"#" in source), b"")
