"""News articles in, a knowledge graph you can trust out: every edge with the sentence that says it.

Functions that do what the commands do; everything else is imported from where it lives, and only when it is
used:

    build       articles into a store
    extract     articles to statements
    ask         a stored question or SPARQL, answered with a table
    statements  a table of what a store says; so entities and events
    evidence    the sentences behind an edge
    stats       counts, and measures of the network
    network     a store's entities and direct edges as a networkx graph
    draw        a picture of it
    write       the graph in another format
    open        a store as an rdflib.Dataset
    Pipeline    what reading takes, loaded once: articles to statements and graphs
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import KGError
from kg.model import Argument, Document, Entity, Event, Mention, Reading, Span, Statement, Trigger
from kg.version import __version__

if TYPE_CHECKING:
    from kg.api import (
        ask,
        build,
        draw,
        entities,
        events,
        evidence,
        extract,
        network,
        open,
        statements,
        stats,
        write,
    )
    from kg.pipeline import Pipeline
    from kg.table import Table

__all__ = [
    "Argument",
    "Document",
    "Entity",
    "Event",
    "KGError",
    "Mention",
    "Pipeline",
    "Reading",
    "Span",
    "Statement",
    "Table",
    "Trigger",
    "__version__",
    "ask",
    "build",
    "draw",
    "entities",
    "events",
    "evidence",
    "extract",
    "network",
    "open",
    "statements",
    "stats",
    "write",
]

_FUNCTIONS = [name for name in __all__ if name.islower() and not name.startswith("_")]
_HOMES = {"Pipeline": "kg.pipeline", "Table": "kg.table", **dict.fromkeys(_FUNCTIONS, "kg.api")}


def __getattr__(name: str) -> Any:
    """The public name, loaded when first asked for: `import kg` stays light."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
