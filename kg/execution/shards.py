"""Articles in pieces of a size to hand out: chunks, which are read together, and shards, whose graphs share a
file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from kg.model import Document

__all__ = ["Chunk", "Shard", "chunked", "graphs_in", "sharded"]

_ARTICLES, _CHARACTERS = 32, 64_000
"""What a chunk may have at most, so that it is read in a few seconds; a longer article is a chunk of its
own.
"""

_CHUNKS = 2
"""Chunks in a shard: some seconds of work, so that few workers end together; a file of half a megabyte or
less.
"""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Articles that are read together, in their order; never none."""

    documents: tuple[Document, ...]

    def __str__(self) -> str:
        return _named(self.documents[0], self.documents[-1])


@dataclass(frozen=True, slots=True)
class Shard:
    """Chunks whose graphs are written to the file ``name``, which says what they are made of."""

    name: str
    chunks: tuple[Chunk, ...]

    @property
    def documents(self) -> Iterator[Document]:
        """The articles of all chunks, in their order."""
        return (document for chunk in self.chunks for document in chunk.documents)

    def __str__(self) -> str:
        return _named(self.chunks[0].documents[0], self.chunks[-1].documents[-1])


def chunked(documents: Iterable[Document], first: int | None = None) -> Iterator[Chunk]:
    """The articles in chunks of at most 32 and about 64,000 characters.

    Chunks begin with ``first`` articles, where it is given, and double, so that something is done soon. When
    there is a fault in the articles, those before it come first.
    """
    gathered: list[Document] = []
    characters, most = 0, first or _ARTICLES
    try:
        for document in documents:
            if gathered and (len(gathered) == most or characters + len(document.text) > _CHARACTERS):
                yield Chunk(tuple(gathered))
                gathered, characters, most = [], 0, min(2 * most, _ARTICLES)
            gathered.append(document)
            characters += len(document.text)
    except Exception:
        if gathered:
            yield Chunk(tuple(gathered))
        raise
    if gathered:
        yield Chunk(tuple(gathered))


def sharded(documents: Iterable[Document], digest: Callable[[Document], str]) -> Iterator[Shard]:
    """The articles in shards, whose names come from the digests: these say what an article is and all that
    decides what graph it gives.
    """
    source = chunked(documents)
    while some := tuple(islice(source, _CHUNKS)):
        said = " ".join(digest(document) for chunk in some for document in chunk.documents)
        yield Shard(f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.nq.gz", some)


def graphs_in(lines: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The named graphs in the lines of N-Quads, each with its IRI; the lines of a graph stand together."""
    for iri, own in groupby(lines, key=lambda line: line[line.rindex(b"<") + 1 : line.rindex(b">")]):
        yield iri.decode(), b"".join(own)


def _named(first: Document, last: Document) -> str:
    return f"article {first.id}" if first == last else f"articles {first.id} to {last.id}"
