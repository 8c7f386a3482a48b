"""News articles in, a knowledge graph you can trust out: every edge with the sentence that says it.

Four functions do what the commands do; everything else is imported from where it lives, and only when it is
used:

    open      a store as an rdflib.Dataset
    network   a store's entities and direct edges as a networkx graph
    build     articles into a store
    extract   articles to statements
    Pipeline  what reading takes, loaded once: articles to statements and graphs
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import KGError
from kg.model import Argument, Document, Entity, Event, Mention, Reading, Span, Statement, Trigger
from kg.version import __version__

if TYPE_CHECKING:
    from kg.api import build, extract, network, open
    from kg.pipeline import Pipeline

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
    "Trigger",
    "__version__",
    "build",
    "extract",
    "network",
    "open",
]

_HOMES = {"Pipeline": "kg.pipeline", **dict.fromkeys(("build", "extract", "network", "open"), "kg.api")}


def __getattr__(name: str) -> Any:
    """The public name, loaded when first asked for: `import kg` stays light."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
