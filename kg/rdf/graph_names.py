"""Which named graphs a query asks for, told without parsing it whole: too many rather than too few."""

from __future__ import annotations

import re

from kg.rdf.limits import unescaped

__all__ = ["graphs_asked"]

_TOKEN = re.compile(
    r"""
    \#[^\n\r]*                                                          # a comment
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'                    # a string
    | \bPREFIX\s+(?P<prefix>[\w.-]*):\s*<(?P<space>[^<>"{}|^`\\\x00-\x20]*)>
    | <[^<>"{}|^`\\\x00-\x20]*>                                          # an IRI
    | [?$]\w+                                                           # a variable
    | \b(?P<keyword>GRAPH|FROM(?:\s+NAMED)?)
      (?:\s*<(?P<iri>[^<>"{}|^`\\\x00-\x20]*)>|\s+(?P<start>[\w.-]*):(?P<rest>(?:\\.|[\w.%-])*)|\b(?!:))
    | [\w.-]*:(?:\\.|[\w.:%-])*                                         # a prefixed name
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_MAYBE = re.compile(r"graph|from|\\u", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def graphs_asked(sparql: str) -> frozenset[str] | None:
    """The IRIs that stand after GRAPH and FROM; None when it may be any: after a variable, a name that only
    a parser understands.
    """
    if not _MAYBE.search(sparql):
        return frozenset()
    prefixes: dict[str, str] = {}
    found: set[str] = set()
    for token in _TOKEN.finditer(unescaped(sparql)):
        if token["space"] is not None:
            prefixes[token["prefix"]] = token["space"]
        if token["keyword"] is None:
            continue
        iri = token["iri"]
        if iri is None and token["start"] is not None and token["start"] in prefixes:
            iri = prefixes[token["start"]] + re.sub(r"\\(.)", r"\1", token["rest"])
        if iri is None or not _ABSOLUTE.match(iri):
            return None
        found.add(iri)
    return frozenset(found)
