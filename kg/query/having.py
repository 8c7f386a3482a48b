"""HAVING on a name that SELECT gives, which SPARQL 1.1 answers with no rows and no word of why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.errors import MalformedQuery

__all__ = ["check_having"]

_TOKEN = re.compile(
    r"""
    (?P<skipped>\#[^\n\r]*
      | <[^<>"{}|^`\\\x00-\x20]*>
      | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
      | (?<![\w.-])[\w.-]*:(?:\\.|[\w:%.-])* )
    | [?$](?P<variable>\w+)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign>[(){}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ENDS_HAVING = frozenset({"ORDER", "LIMIT", "OFFSET", "VALUES"})


@dataclass(slots=True)
class _Select:
    """A SELECT whose clauses are being read, in brackets so deep; ``named`` are the expressions that it gives
    names to.
    """

    depth: int
    named: dict[str, str] = field(default_factory=dict)
    part: str = "projection"


def check_having(sparql: str, name: str) -> None:
    """Check that no HAVING asks about a name that its own SELECT gives with AS: it is given only afterwards.

    Raises MalformedQuery that tells the expression to write instead.
    """
    if "having" not in sparql.lower():
        return
    for variable, expression in _misplaced(sparql):
        raise MalformedQuery(
            name,
            f"HAVING asks about ?{variable}, a name that SELECT gives only after HAVING is answered",
            f"write what it stands for: {' '.join(expression.split())}",
        )


def _misplaced(sparql: str) -> Iterator[tuple[str, str]]:
    """The variables of HAVING that the same SELECT names, and what they stand for."""
    selects: list[_Select] = []
    opened: list[int] = []
    depth, named_next = 0, False
    for token in _TOKEN.finditer(sparql):
        sign, word, variable = token["sign"], (token["word"] or "").upper(), token["variable"]
        current = selects[-1] if selects else None
        if sign and sign in "({":
            depth += 1
            opened.append(token.end())
            if current and sign == "{" and current.part == "projection" and depth == current.depth + 1:
                current.part = "pattern"
        elif sign:
            depth -= 1
            if opened:
                opened.pop()
            while selects and depth < selects[-1].depth:
                selects.pop()
        elif word == "SELECT":
            selects.append(_Select(depth))
        elif word == "AS":
            named_next = current is not None and current.part == "projection" and bool(opened)
            expression = sparql[opened[-1] : token.start()] if named_next else ""
        elif variable and current:
            if named_next:
                current.named[variable] = expression.strip()
                named_next = False
            elif current.part == "having" and variable in current.named:
                yield variable, current.named[variable]
        elif current and depth == current.depth and word == "HAVING":
            current.part = "having"
        elif current and depth == current.depth and word in _ENDS_HAVING:
            current.part = "after"
