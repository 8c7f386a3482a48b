"""Turtle and TriG that one can read: a block for each subject, articles and their words first, statements in
the order of the text, events, entities, everything else.

Oxigraph's Turtle (``oxigraph_turtle``) has the blocks and most of their words; here predicates, values and
blocks are put in the order of their IRIs. What Oxigraph shortens otherwise than we do is written anew from
its triples. Blocks are sorted through temporary files when there are many, so memory does not grow with their
number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from kg.rdf.external_sort import sorted_lists
from kg.rdf.layout import SENTENCE_OF, TYPE
from kg.rdf.names import Names
from kg.rdf.oxigraph_turtle import (
    BLOCK_END,
    CONTROLS,
    LIST,
    NAME,
    NEXT,
    ODD,
    TYPES,
    OxigraphTurtle,
    marked,
    plain_prefix,
    sorting,
)
from kg.rdf.subject_order import SubjectOrder
from kg.rdf.turtle_jsonld import NamedLines, after_head, ntriples

__all__ = ["write_trig", "write_turtle"]

_KNOWN = 100_000  # lists that are remembered
_TYPE, _SOURCE = f"<{TYPE}>".encode(), f"<{SENTENCE_OF}>".encode()
_NAMES = NAME + b"<"  # what names begin with
_AFTER_KEY = b"\x03"
_BETWEEN = b" ;\x04    "
_IN_THE_END = bytes.maketrans(b"\x04", b"\n")
"""Until the end line feeds of a block are \\x04: Turtle has none of these controls, it escapes them."""


def write_turtle(texts: Iterable[bytes], out: IO[bytes], base: str) -> None:
    """Write Turtle for texts that Oxigraph wrote as ``OxigraphTurtle.of(base)`` asks, all of a subject in one
    text.
    """
    blocks = _Blocks(base)
    pieces = blocks.pieces(texts)
    first = next(pieces, b"")  # all prefixes are known when the first block is
    blocks.write_head(out)
    out.write(first)
    out.writelines(pieces)


def write_trig(graphs: Iterable[NamedLines], out: IO[bytes], base: str) -> None:
    """Write TriG for named graphs, one of which is held in memory."""
    blocks = _Blocks(base)
    with after_head(out) as body:
        for graph, lines in graphs:
            body.write(f"\n{blocks.names.turtle(graph)} {{".encode())
            for piece in blocks.pieces(blocks.oxigraph.from_ntriples([ntriples(lines)])):
                body.write(piece)
            body.write(b"}\n")
        blocks.write_head(out)


class _Blocks:
    """Writes the blocks of subjects, and remembers which prefixes were used."""

    def __init__(self, base: str) -> None:
        self.names, self.oxigraph = Names(base), OxigraphTurtle.of(base)
        self._order, self._source = SubjectOrder(base), self.oxigraph.named(SENTENCE_OF) + b" "
        self._unused = set(self.oxigraph.prefixes)
        self._lists: dict[bytes, bytes] = {}

    def write_head(self, out: IO[bytes]) -> None:
        """Write the lines that declare base and prefixes."""
        if self.names.base:
            out.write(f"@base <{self.names.base}> .\n".encode())
        for prefix, iri in sorted(self.names.used.items()):
            out.write(f"@prefix {prefix}: <{iri}> .\n".encode())

    def pieces(self, texts: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks of all subjects, in order, some at a time."""
        for some in sorted_lists(map(self._keyed, texts)):
            piece = b"".join([line.partition(_AFTER_KEY)[2] for line in some])
            yield piece.translate(_IN_THE_END, CONTROLS)

    def _keyed(self, text: bytes) -> list[bytes]:
        """A line for each subject of a text: what sorts its block, and the block."""
        text = marked(text)
        blocks = text.split(BLOCK_END)
        blocks.pop()  # what follows the last end
        said: dict[bytes, bytes] = {}
        again: set[bytes] = set()
        for block in blocks:
            subject, _, here = block.partition(b" ")
            if subject in said:
                again.add(subject)
                here = said[subject] + NEXT + here
            said[subject] = here
        for subject in again:
            said[subject] = _once(said[subject])
        odd = ODD in text
        anew = {subject for subject, all in said.items() if ODD in subject or ODD in all} if odd else ()
        lines = [
            (subject not in anew and self._line(subject, all)) or self._line_anew(subject, all)
            for subject, all in said.items()
        ]
        self._note_prefixes(b"".join(lines) if anew else text)
        return lines

    def _note_prefixes(self, text: bytes) -> None:
        for name in [name for name in self._unused if sorting(name) in text]:
            self._unused.remove(name)
            self.names.used[plain_prefix(name)] = self.oxigraph.prefixes[name]

    def _line(self, subject: bytes, said: bytes) -> bytes:
        """The line of a subject all of whose names Oxigraph writes as we do; nothing where that is not enough
        to put in order what is said.
        """
        lines = said.split(NEXT)
        if len({line[: line.find(b" ")] for line in lines}) < len(lines):
            said = _once(said)  # in memory what is said has any order, and a predicate may come again
            lines = said.split(NEXT)
        lines.sort()
        if lines[-1].startswith(TYPES):
            lines.insert(0, lines.pop())
            if lines[0][len(TYPES)] not in _NAMES:
                return b""
        if lines[-1].startswith(b"<") or (LIST in said and not self._order_values(lines, said.count(LIST))):
            return b""
        key = self._key(subject, said)
        return key and b"%b\x03\x04%b %b .\x04" % (key, subject, _BETWEEN.join(lines))

    def _order_values(self, lines: list[bytes], number: int) -> bool:
        """Put the values of lines in order, between which LIST stands so many times; False where that takes
        more than these lines.
        """
        for at, line in enumerate(lines):
            if LIST in line:
                lines[at] = self._list(line)
                if not lines[at]:
                    return False
                number -= line.count(LIST)
                if not number:
                    break
        return True

    def _key(self, subject: bytes, said: bytes) -> bytes:
        """What sorts a subject all of whose names Oxigraph writes as we do; nothing where it is a statement
        of several sources, or of one of other names.
        """
        if b":" in subject:
            return self._order.key(self.oxigraph.whole(subject))
        if not subject.startswith(b"<statement/"):
            return self._order.local_key(subject)
        at = said.find(self._source)
        if at < 0:
            return self._order.local_key(subject)
        at += len(self._source)
        end = said.find(b" ", at)
        source = said[at:end] if end >= 0 else said[at:]
        if b":" in source or said.startswith(LIST, end):
            return b""
        return self._order.local_key(subject, source)

    def _list(self, line: bytes) -> bytes:
        """A line with several values in order; nothing where they are of several kinds."""
        found = self._lists.get(line)
        if found is None:
            if len(self._lists) >= _KNOWN:
                self._lists.clear()
            found = self._lists[line] = _ordered(line)
        return found

    def _line_anew(self, subject: bytes, said: bytes) -> bytes:
        """The line of any subject, from its triples."""
        source = last = b""
        types: list[bytes] = []
        rest: list[bytes] = []
        for line in self.oxigraph.ntriples(b"%b %b .\n" % (subject, said)):
            subject, predicate, value = line.split(b" ", 2)
            shown = self._shown(value)
            if predicate == last:
                rest += (b", ", shown)
            elif predicate == _TYPE:
                types.append(shown)
            else:
                rest += (_BETWEEN, self._shown(predicate), b" ", shown)
                last = predicate
                if predicate == _SOURCE:
                    source = value
        all = b"".join(rest)
        all = b"a " + b", ".join(types) + all if types else all[len(_BETWEEN) :]
        return b"%b\x03\x04%b %b .\x04" % (self._order.key(subject, source), self._shown(subject), all)

    def _shown(self, term: bytes) -> bytes:
        return term if term.endswith(b'"') else self.names.turtle(term.decode()).encode()


def _once(said: bytes) -> bytes:
    """What is said of a subject with each predicate once."""
    values: dict[bytes, list[bytes]] = {}
    for line in said.split(NEXT):
        predicate, _, value = line.partition(b" ")
        values.setdefault(predicate, []).append(value)
    return NEXT.join([b"%b %b" % (predicate, LIST.join(all)) for predicate, all in values.items()])


def _ordered(line: bytes) -> bytes:
    """A line with several values in the order of their IRIs, or of their words; nothing where there are
    values of several kinds, or may be.
    """
    predicate, _, value = line.partition(b" ")
    if value.startswith(b'"'):
        words = value[1:-1].split(b'" , "')
        if b"\\" in value or not value.endswith(b'"') or value.count(b'"') != 2 * len(words):
            return b""
        words.sort(key=lambda word: word + b'"')
        return b'%b "%b"' % (predicate, b'", "'.join(words))
    values = value.split(LIST)
    if all(one.startswith(NAME) for one in values) or (
        all(one.startswith(b"<") for one in values) and b":" not in value
    ):
        values.sort(key=lambda one: one + b">")
        return b"%b %b" % (predicate, b", ".join(values))
    return b""
