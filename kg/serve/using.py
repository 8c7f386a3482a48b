"""The graphs that a client names beside an update (``using-graph-uri``), written into the update."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.errors import QueryError

__all__ = ["with_using"]

_TOKEN = re.compile(
    r"""
    \#[^\n\r]*
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | [?$:@][\w-]+ | \w+:[\w:%-]*
    | (?P<sign>[{}]) | (?P<word>\w+)
    """,
    re.VERBOSE | re.DOTALL,
)


def with_using(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """An update in which every WHERE is about the ``default`` and the ``named`` graphs (SPARQL 1.1 Protocol,
    2.2.3).

    Raises QueryError for an update that names graphs itself, and for what is no IRI.
    """
    if not default and not named:
        return text
    using = "".join(f"USING {_iri(iri)} " for iri in default)
    using += "".join(f"USING NAMED {_iri(iri)} " for iri in named)
    parts, at = [], 0
    tokens = list(_outer(text))
    for i, (begin, word) in enumerate(tokens):
        if word in ("USING", "WITH"):
            raise QueryError(
                "using-graph-uri", f"the update has {word} itself", "name graphs in one of the two places"
            )
        if word == "WHERE":
            whole = tokens[i - 1][1] == "DELETE" if i else False
            pattern = _pattern(text, tokens, i) if whole else ""
            parts += [text[at:begin], pattern, using]
            at = begin
    return "".join([*parts, text[at:]])


def _iri(iri: str) -> str:
    try:
        return str(ox.NamedNode(iri))
    except ValueError as error:
        raise QueryError("using-graph-uri", f"{iri[:200]!r} is no absolute IRI", "give one") from error


def _outer(text: str) -> Iterator[tuple[int, str]]:
    """The keywords of an update that stand outside of braces, and outermost braces, with their places."""
    depth = 0
    for found in _TOKEN.finditer(text):
        sign, word = found["sign"], found["word"]
        depth -= sign == "}"
        if depth == 0 and (sign or word):
            yield found.start(), sign or word.upper()
        depth += sign == "{"


def _pattern(text: str, tokens: Sequence[tuple[int, str]], where: int) -> str:
    """The pattern of a DELETE WHERE, which is what it deletes, too; "" where it has none."""
    ends = [place for place, sign in tokens[where + 1 : where + 3] if sign in "{}"]
    return f"{text[ends[0] : ends[1] + 1]} " if len(ends) == 2 else ""
