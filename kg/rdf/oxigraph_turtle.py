"""Turtle as Oxigraph writes it, asked for so that it becomes ours without each term being looked at.

Oxigraph writes what is said of a subject together, and shortens names. It keeps the order in which it finds
predicates and values, shortens more than we do (``schema:a\\/b``, ``<//other.org/x>``, ``true``), and cuts
literals nowhere. So each prefix it is given begins with two controls, which no literal has (Oxigraph escapes
them): one by which prefixed names are found, and one that sorts them as the IRIs that they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf.external_sort import sorted_lines, whole_subjects
from kg.rdf.names import PLAIN, RELATIVE, SPACES, Names

__all__ = [
    "BLOCK_END",
    "CONTROLS",
    "LIST",
    "NAME",
    "NEXT",
    "ODD",
    "TYPES",
    "OxigraphTurtle",
    "marked",
    "plain_prefix",
    "sorting",
]

NAME, ODD = b"\x01", b"\x02"
"""What prefixed names begin with, and what marks a place where Oxigraph's names may not be ours."""
BLOCK_END, NEXT, LIST, TYPES = b" .\n", b" ;\n\t", b" , ", b"a "
"""What ends a subject, a predicate and a value, and how a line with the types of a subject begins."""
_ORDER = 0x0E  # the controls that sort prefixes begin here
CONTROLS = NAME + bytes(range(_ORDER, 0x20))
"""What prefixes begin with here and not in the end."""

_ODD = (
    # An IRI that is neither a whole one nor written relative to the base by us; a triple term; any "<" in a
    # literal.
    re.compile(rf"<(?![a-z][a-z0-9+.-]*:|{RELATIVE}>)".encode()),
    # A name that we do not shorten, and what we write in full behind one: truth values, numbers with
    # exponents. Names of predicates have letters only: a prefixed name sorts before one that continues it,
    # and an IRI after one that continues with a digit or a hyphen.
    re.compile(
        rf"\x01(?![\x0e-\x1f][a-z]+:(?:[A-Za-z_]+ (?![tf]|[0-9.+-]+[eE])|{PLAIN} [,;.][ \n]))".encode()
    ),
)


@dataclass(frozen=True, slots=True)
class OxigraphTurtle:
    """How Oxigraph is asked for Turtle: with these ``prefixes``, by their names, and this base."""

    prefixes: dict[str, str]
    base_iri: str | None

    @classmethod
    def of(cls, base: str) -> OxigraphTurtle:
        """How it is asked for a store whose names begin with ``base``."""
        folder = Names(base).base
        spaces = sorted(iri for iri in SPACES if not (folder and iri.startswith(folder)))
        prefixes = {f"\x01{chr(_ORDER + number)}{SPACES[iri]}": iri for number, iri in enumerate(spaces)}
        return cls(prefixes, folder or None)

    def named(self, iri: str) -> bytes:
        """An IRI as Oxigraph writes it where it can give it a prefix."""
        for name, space in self.prefixes.items():
            if iri.startswith(space):
                return f"{name}:{iri[len(space) :]}".encode()
        return f"<{iri}>".encode()

    def whole(self, name: bytes) -> bytes:
        """An IRI that may have a prefix as N-Triples write it."""
        prefix, _, local = name.partition(b":")
        space = self.prefixes.get(prefix.decode())
        return name if space is None else b"<%b%b>" % (space.encode(), local)

    def from_ntriples(self, texts: Iterable[bytes]) -> Iterator[bytes]:
        """Texts of whole lines of N-Triples, in any order, as Turtle; all of a subject in one text."""
        for lines in whole_subjects(sorted_lines(texts)):
            quads = ox.parse(b"\n".join(lines) + b"\n", ox.RdfFormat.N_TRIPLES, lenient=True)
            yield (
                ox.serialize(
                    quads, format=ox.RdfFormat.TURTLE, prefixes=self.prefixes, base_iri=self.base_iri
                )
                or b""
            )

    def ntriples(self, block: bytes) -> list[bytes]:
        """The triples of a block as lines of N-Triples without their final points, sorted."""
        plain = block.translate(None, CONTROLS + ODD)
        quads = ox.parse(self._head() + plain, ox.RdfFormat.TURTLE, base_iri=self.base_iri, lenient=True)
        text = ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES) or b""
        return sorted(line.removesuffix(b" .") for line in text.split(b"\n")[:-1])

    def _head(self) -> bytes:
        prefixes = (f"@prefix {plain_prefix(name)}: <{iri}> .\n" for name, iri in self.prefixes.items())
        return "".join(prefixes).encode()


def plain_prefix(name: str) -> str:
    """A prefix that Oxigraph is given without what sorts it."""
    return name[2:]


def sorting(name: str) -> bytes:
    """The control of a prefix that sorts it, which stands nowhere else."""
    return name[1].encode()


def marked(text: bytes) -> bytes:
    """A text of Oxigraph's Turtle without the lines that declare base and prefixes, and with ODD before each
    place that we may write otherwise.
    """
    at = 0
    while text.startswith(b"@", at):
        at = text.index(b"\n", at) + 1
    text = text[at:]
    for pattern in _ODD:
        if pattern.search(text):
            text = pattern.sub(ODD + rb"\g<0>", text)
    return text
