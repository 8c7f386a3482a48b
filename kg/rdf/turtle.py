"""Lines of N-Triples -> Turtle and TriG that one can read: a block for each subject, articles and their words
first, statements in the order of the text, events, entities, everything else.

Oxigraph's writer keeps the order that it is given and escapes every slash of a prefixed name, which nobody
can read. Blocks are sorted through temporary files when there are many, so memory does not grow with their
number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from kg.rdf.external_sort import sorted_lines
from kg.rdf.layout import SENTENCE_OF, TYPE
from kg.rdf.turtle_jsonld import NamedLines, Names, after_head, ntriples

__all__ = ["write_trig", "write_turtle"]

_KNOWN = 100_000  # terms that are remembered
_QUOTE, _NEXT = ord('"'), b" ;\n    "
_TYPE, _SOURCE = f"<{TYPE}>".encode(), f"<{SENTENCE_OF}>".encode()
_STATEMENT, _OTHER, _ELSEWHERE, _BLANK = b"1", b"3", b"6", b"7"
_FAMILIES = (
    (b"article/", b"0"),
    (b"statement/", _STATEMENT),
    (b"event/", b"2"),
    (b"run/", b"5"),
    (b"software/", b"5"),
    (b"scheme/", b"5"),
)
"""How the names of each kind of subject begin, and the place of the kind."""
_AFTER_KEY, _LINE_FEED = b"\x01", b"\x02"  # N-Triples has neither: it escapes controls
_LARGEST = 10**20


class _Terms(dict[bytes, bytes]):
    """Terms of N-Triples as Turtle writes them; plain literals are alike in both."""

    def __init__(self, names: Names) -> None:
        self._names = names
        super().__init__()

    def __missing__(self, term: bytes) -> bytes:
        if len(self) >= _KNOWN:
            self.clear()
        found = self[term] = self._names.turtle(term.decode()).encode()
        return found


def write_turtle(texts: Iterable[bytes], out: IO[bytes], base: str) -> None:
    """Write Turtle for texts of whole lines of canonical N-Triples, each triple once, in any order."""
    names = Names(base, relative=True)
    with after_head(out) as body:
        for piece in _pieces(texts, _Terms(names), base):
            body.write(piece)
        _write_head(names, out)


def write_trig(graphs: Iterable[NamedLines], out: IO[bytes], base: str) -> None:
    """Write TriG for named graphs, one of which is held in memory."""
    names = Names(base, relative=True)
    terms = _Terms(names)
    with after_head(out) as body:
        for graph, lines in graphs:
            body.write(f"\n{names.turtle(graph)} {{".encode())
            for piece in _pieces([ntriples(lines)], terms, base):
                body.write(piece)
            body.write(b"}\n")
        _write_head(names, out)


def _write_head(names: Names, out: IO[bytes]) -> None:
    if names.base:
        out.write(f"@base <{names.base}> .\n".encode())
    for prefix, iri in sorted(names.used.items()):
        out.write(f"@prefix {prefix}: <{iri}> .\n".encode())


def _pieces(texts: Iterable[bytes], terms: _Terms, base: str) -> Iterator[bytes]:
    """The blocks of all subjects, in order, some at a time."""
    start = b"<" + base.encode()
    pointless = (text.replace(b" .\n", b"\n") for text in texts)
    lines = (
        b"%b%b%b\n" % (_key(subject, source, start), _AFTER_KEY, block.replace(b"\n", _LINE_FEED))
        for subject, source, block in _blocks(sorted_lines(pointless), terms)
    )
    for some in sorted_lines(lines):
        yield b"".join([line.partition(_AFTER_KEY)[2] for line in some]).replace(_LINE_FEED, b"\n")


def _blocks(parts: Iterable[list[bytes]], terms: _Terms) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each subject of sorted lines without their points, the first span that it comes from (or nothing), and
    all that is said of it: its types first, one predicate a line.
    """
    subject = source = last = b""
    types: list[bytes] = []
    said: list[bytes] = []
    for lines in parts:
        for line in lines:
            node, predicate, value = line.split(b" ", 2)
            if node != subject:
                if subject:
                    yield subject, source, _block(terms[subject], types, said)
                subject, source, last, types, said = node, b"", b"", [], []
            shown = value if value[-1] == _QUOTE else terms[value]
            if predicate == last:
                said += (b", ", shown)
            elif predicate == _TYPE:
                types.append(shown)
            else:
                said += (_NEXT, terms[predicate], b" ", shown)
                last = predicate
                if predicate == _SOURCE:
                    source = value
    if subject:
        yield subject, source, _block(terms[subject], types, said)


def _block(subject: bytes, types: list[bytes], said: list[bytes]) -> bytes:
    rest = b"".join(said)
    first = b"a " + b", ".join(types) + rest if types else rest[len(_NEXT) :]
    return b"\n%b %b .\n" % (subject, first)


def _key(subject: bytes, source: bytes, start: bytes) -> bytes:
    """What sorts blocks: the kind of subject, then article, beginning, length (the longest first) and name.

    ``start`` is what the store's names begin with.
    """
    if not subject.startswith(start):
        return (_ELSEWHERE if subject.startswith(b"<") else _BLANK) + subject
    at = len(start)
    rank = next((rank for family, rank in _FAMILIES if subject.startswith(family, at)), _OTHER)
    article, spanned, span = (source if rank == _STATEMENT and source else subject).partition(b"#char=")
    article = article.rstrip(b">")
    begin, _, end = span.rstrip(b">").partition(b",")
    if not spanned or not begin.isdigit():
        return b"%b%b\0-%b" % (rank, article, subject)
    return b"%b%b\0%020d%021d%b" % (rank, article, int(begin), _LARGEST - int(end or b"0"), subject)
