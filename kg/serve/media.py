"""Which form of an answer a client asks for: media types, and the choice that ``Accept`` makes."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["GRAPHS", "ROWS", "TRUTH", "chosen"]

ROWS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media type -> format of ``query.results``, of rows; the first one is given to who takes any."""
TRUTH: Mapping[str, str] = {name: fmt for name, fmt in ROWS.items() if fmt in ("json", "xml")}
"""The same for a truth value."""
GRAPHS: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/x-turtle": "turtle",
    "text/plain": "ntriples",
    "application/json": "jsonld",
}
"""Media type -> format of ``rdf.serializers``, of triples."""


def chosen(accept: str, offered: Mapping[str, str]) -> str | None:
    """The media type of ``offered`` that an ``Accept`` header prefers, the first one of equals; None when it
    takes none of them.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best, quality = None, 0.0
    for name in offered:
        kind = name.partition("/")[0]
        # The most specific range that fits a type decides about it (RFC 9110, 12.5.1).
        fitting = [
            (len(given.strip("*/")) and (2 if given == name else 1), q)
            for given, q in ranges
            if given in (name, f"{kind}/*", "*/*")
        ]
        found = max(fitting, default=(0, 0.0))[1]
        if found > quality:
            best, quality = name, found
    return best


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return name, min(1.0, max(0.0, float(quality)))
    except ValueError:
        return name, 0.0
