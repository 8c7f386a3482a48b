"""What is wrong with a query that does not parse, in words.

Oxigraph's parser names the farthest place it came to and the classes of characters it had hoped for there,
which is rarely what a person did wrong. A bracket or a text that is not closed is found here; of what the
parser says, only what can be relied on is passed on.
"""

from __future__ import annotations

import re

from kg.errors import MalformedQuery

__all__ = ["OPAQUE", "syntax_error"]

OPAQUE = r"""
    \#[^\n\r]*                                              # a comment
    | <[^<>"{}|^`\\\x00-\x20]*>                              # an IRI
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'        # a string
"""
"""What holds signs that are not SPARQL's, as a verbose pattern (DOTALL)."""
_OPAQUE = re.compile(OPAQUE, re.VERBOSE | re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SIGNS = re.compile(r"""["'(){}\[\]]""")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_PREFIXED = re.compile(r"(?<![\w?$:@.-])([\w.-]*):")
_SAID = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_KNOWN = {
    "IRI parsing failed": ("an IRI that is none", "mend it there, or just before"),
    "variable that is unbound": (
        "SELECT names a variable that GROUP BY does not",
        "group by it, or take COUNT, SAMPLE ... of it",
    ),
}
_SHOWN = 30


def syntax_error(error: SyntaxError, name: str, sparql: str) -> MalformedQuery:
    """What to raise for a query that does not parse; its place is the query's name with line and column, from
    1.
    """
    said = _SAID.match(str(error.msg or error))
    if said is None:
        return MalformedQuery(name, f"not SPARQL: {error}", "mend it there")
    line, column, expected = int(said[1]), int(said[2]), said[3]
    for words, (fault, remedy) in _KNOWN.items():
        if words in expected:
            return MalformedQuery(f"{name}:{line}:{column}", f"not SPARQL: {fault}", remedy)
    if found := _unclosed(sparql) or _undeclared(sparql):
        at, fault, remedy = found
        return MalformedQuery(f"{name}:{_place(sparql, at)}", f"not SPARQL: {fault}", remedy)
    rest = sparql.split("\n")[line - 1][column - 1 :].strip() if line <= sparql.count("\n") + 1 else ""
    where = f"{rest[:_SHOWN]!r}" if rest else "the end of the line"
    sign = re.fullmatch(r'"(.)"', expected)
    fault = (
        f"{sign[1]} is missing before {where}"
        if sign
        else f"what is at or just before {where} cannot be read"
    )
    return MalformedQuery(f"{name}:{line}:{column}", f"not SPARQL: {fault}", "mend it there")


def _undeclared(sparql: str) -> tuple[int, str, str] | None:
    """Where the first prefix stands that nothing declares, and as ``_unclosed``; None without one."""
    plain = _OPAQUE.sub(lambda found: " " * len(found[0]), sparql)
    declared = {found[1] for found in _DECLARED.finditer(plain)}
    for found in _PREFIXED.finditer(plain):
        if found[1] not in declared:
            return found.start(), f"the prefix {found[1]}: is not declared", "declare it"
    return None


def _unclosed(sparql: str) -> tuple[int, str, str] | None:
    """Where a bracket or a text has no other end, what it is, and what helps; None where all are closed."""
    plain = _OPAQUE.sub(lambda found: " " * len(found[0]), sparql)
    opened: list[tuple[int, str]] = []
    for found in _SIGNS.finditer(plain):
        at, sign = found.start(), found[0]
        if sign in "\"'":
            return at, f"the text that begins with {sign} is not closed", f"close it with {sign}, in its line"
        if sign in _CLOSING:
            opened.append((at, sign))
        elif not opened:
            return at, f"a {sign} that closes nothing", "take it out"
        elif sign != _CLOSING[(last := opened.pop()[1])]:
            return at, f"a {sign} while a {last} is open", f"close that first, with {_CLOSING[last]}"
    if opened:
        at, sign = opened[-1]
        return at, f"this {sign} is not closed", f"close it with {_CLOSING[sign]}"
    return None


def _place(text: str, at: int) -> str:
    """Line and column of an offset (code points)."""
    before = text[:at]
    return f"{before.count(chr(10)) + 1}:{at - before.rfind(chr(10))}"
