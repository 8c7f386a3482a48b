"""N-Triples -> RDF/XML, subject by subject, some thousands of triples at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

import pyoxigraph as ox

from kg.rdf.characters import writable
from kg.rdf.external_sort import sorted_lines, whole_subjects
from kg.rdf.names import SPACES
from kg.resources.namespaces import RDF

__all__ = ["write_rdfxml"]

_UNWRITABLE = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u(?:00(?:0[0-8bBcCeEfF]|1[0-9A-Fa-f])|[fF]{3}[eEfF])|[bf])")
"""An escape of N-Triples for a character that XML cannot hold."""
_END = b"</rdf:RDF>"


def write_rdfxml(texts: Iterable[bytes], out: IO[bytes]) -> None:
    """Write texts of whole lines of N-Triples, in any order, as RDF/XML.

    A carriage return is written as a reference (XML would read it as a line feed), what XML cannot hold as
    U+FFFD.
    """
    prefixes: dict[str, str] = {}
    end = b""
    for lines in whole_subjects(sorted_lines(_noted(texts, prefixes))):  # sorted when all are noted
        xml = _xml(lines, prefixes)
        begin = 0 if not end else xml.index(b"\n", xml.index(b"\n") + 1) + 1
        at = xml.rindex(_END)
        out.write(xml[begin:at])
        end = xml[at:]
    out.write(end or _xml([], prefixes))


def _noted(texts: Iterable[bytes], prefixes: dict[str, str]) -> Iterator[bytes]:
    """The texts; the prefixes that their names may have are in ``prefixes`` at the end."""
    left = {name: iri for iri, name in SPACES.items() if iri != RDF}  # RDF/XML always has this one
    for text in texts:
        for name in [name for name, iri in left.items() if f"<{iri}".encode() in text]:
            prefixes[name] = left.pop(name)
        yield text


def _xml(lines: list[bytes], prefixes: dict[str, str]) -> bytes:
    text = writable(b"\n".join(lines).decode())
    quads = ox.parse(_UNWRITABLE.sub("\\1\ufffd", text).encode(), ox.RdfFormat.N_TRIPLES)
    xml = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.RDF_XML, prefixes=prefixes)
    return (xml or b"").replace(b"\r", b"&#13;")
