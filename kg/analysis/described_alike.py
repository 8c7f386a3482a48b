"""Store -> what articles describe in the same words: "the deal" of one article and that of another."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.analysis.evidence import Evidence, evidence_where
from kg.analysis.nodes import Node, entity_term, nodes
from kg.rdf.selections import about_any
from kg.terminal import clean, columns, count, style

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Described", "alike_text", "described_alike"]

_OF_ARTICLE: Final = re.compile(r".*-[0-9a-f]{8}")
"""How the ids end of what is described and belongs to an article (`local_slug`)."""


@dataclass(frozen=True, slots=True)
class Described:
    """Something that an article describes, the articles that speak of it, and how many statements do.

    ``said`` is one of them in short: subject, relation, object.
    """

    entity: Node
    articles: tuple[str, ...]
    statements: int
    said: tuple[str, str, str]


def described_alike(store: Store, ids: Collection[str]) -> tuple[Described, ...]:
    """What the ids of a name mean where it is only a description that several articles use, by article; empty
    where it means one thing or a proper name.
    """
    if len(ids) < 2 or not all(_OF_ARTICLE.fullmatch(id) for id in ids):
        return ()
    described = nodes(store, sorted(ids))
    found = (_described(store, node) for node in described.values())
    return tuple(sorted(found, key=lambda one: (one.articles, one.entity.id)))


def _described(store: Store, node: Node) -> Described:
    evidence = evidence_where(store, about_any(entity_term(store, node.id)))
    articles = tuple(dict.fromkeys(one.article for one in evidence))
    return Described(node, articles, len({one.statement for one in evidence}), _short(evidence))


def _short(evidence: list[Evidence]) -> tuple[str, str, str]:
    """The first statement in short; empty words where there is none."""
    for one in evidence:
        return _label(one.subject), one.relation, _label(one.object)
    return "", "", ""


def _label(node: Node | None) -> str:
    return node.label if node is not None else ""


def alike_text(
    found: tuple[Described, ...], width: int = 100, colour: bool = False, labels: dict[str, str] | None = None
) -> str:
    """What has the same description, as ``kg show`` lists it; ``labels`` gives the relations' labels by
    name.
    """
    first = found[0].entity
    heading = f"{style(clean(first.label), 'bold', colour)}  {count(len(found), 'thing')} described so"
    rows = [
        (
            clean(one.entity.id),
            one.entity.cls,
            clean(" ".join(word for word in _words(one, labels or {}) if word)),
            clean(", ".join(one.articles)),
        )
        for one in found
    ]
    return "\n".join([heading, "", *columns(rows, "<<<<", width)]) + "\n"


def _words(one: Described, labels: dict[str, str]) -> tuple[str, str, str]:
    subject, relation, other = one.said
    return subject, labels.get(relation, relation), other
