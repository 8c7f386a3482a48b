"""Writes docs/queries.md from queries/*.rq; with --check, exits 1 when the file is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from generated_page import write_or_check

from kg.query.stored import Query, load_queries
from kg.resources.prefixed_names import known_prefixes

TARGET = Path(__file__).resolve().parent.parent / "docs" / "queries.md"
INTRODUCTION = """# The stored queries

Written by `scripts/query_reference.py` from `queries/*.rq`; do not edit.
`kg query STORE NAME --param name=value` asks one.
A query of your own is a SPARQL file: `kg query STORE mine.rq`; `#+` lines at its
top, as in the files here, give it a title and parameters.

These prefixes need no declaration; in a store with a `--base` of its own, `kgr:` is that.
What a table prints (`kgr:country\\/twn`) can be pasted into a query, into `--param` and into `kg show`.

| prefix | stands for |
|---|---|
{prefixes}
"""


def reference() -> str:
    """The whole page."""
    prefixes = "\n".join(f"| `{prefix}:` | `{iri}` |" for prefix, iri in known_prefixes().items())
    introduction = INTRODUCTION.format(prefixes=prefixes)
    return "\n".join([introduction, *(_section(query) for query in load_queries().values())])


def _section(query: Query) -> str:
    lines = [f"## {query.name}", "", f"{query.title}. {query.description}".strip(), ""]
    for parameter in query.params:
        default = "" if parameter.default is None else f" Default: `{parameter.default}`."
        lines.append(
            f"- `{parameter.name}` ({parameter.type}): {parameter.description}.{default}".replace("..", ".")
        )
    return "\n".join(lines) + ("\n" if query.params else "")


if __name__ == "__main__":
    sys.exit(write_or_check(reference(), TARGET, "query_reference.py"))
