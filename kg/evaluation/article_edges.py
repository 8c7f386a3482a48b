"""Statements and gold statements as edges of articles: who stands in which relation to whom, with all names
of either side.

An edge is an article, a subject, a relation and an object; statements that say the same edge count once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Entity, Statement
from kg.rdf.jsonl import is_article
from kg.resources.ontology import Ontology

__all__ = ["ArticleEdge", "gold_edges", "is_symmetric", "normalize", "said_edges"]

_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(slots=True)
class ArticleEdge:
    """Who stands in which relation to whom, in one article, with all names given for either side.

    ``core``: it must be found.
    """

    article: str
    relation: str
    subject: str
    object: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    modalities: set[str]
    core: bool = True
    modality: str | None = None  # of the first statement: decides between equal matches


def said_edges(said: Iterable[Statement], ontology: Ontology) -> list[ArticleEdge]:
    """The distinct edges of some statements, in the order in which they are first said."""
    return _gathered(filter(None, map(_edge, said)), ontology)


def _edge(said: Statement) -> ArticleEdge | None:
    """The edge of a statement; None for one without relation, subject or object."""
    if said.relation is None or said.subject is None or said.object is None:
        return None
    subject, object_ = said.subject.entity, said.object.entity
    names = (subject.label, object_.label, _names(subject), _names(object_))
    return ArticleEdge(said.article, said.relation, *names, {said.modality}, modality=said.modality)


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.label, *entity.aliases)


def gold_edges(path: Path, ontology: Ontology) -> list[ArticleEdge]:
    """The distinct edges of a file of gold statements. Raises InputError that names the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            path, f"cannot be read ({error})", "give gold statements as JSON lines in UTF-8"
        ) from error
    read = (_gold_edge(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())
    found = [edge for edge in read if edge is not None]
    if not found:
        raise InputError(path, "holds no gold statement", "give one JSON object a line")
    return _gathered(found, ontology)


def _gold_edge(line: str, place: str) -> ArticleEdge | None:
    """The edge of one line: with keys ``doc s p o`` as annotators write them, or as ``kg extract`` prints
    statements, of which one that leaves a participant out is no edge.
    """
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(place, f"is not JSON ({error.msg})", "give one JSON object a line") from error
    if not isinstance(record, dict):
        raise InputError(place, "is not a JSON object", 'write {"doc": ..., "s": ..., "p": ..., "o": ...}')
    if is_article(record):
        return None
    if "relation" in record and "p" not in record:
        if record["relation"] and bool(record.get("subject")) != bool(record.get("object")):
            return None
        record = _annotated(record)
    for key in ("doc", "s", "p", "o"):
        if not isinstance(record.get(key), str) or not record[key]:
            raise InputError(place, f"has no {key!r}", 'write {"doc": ..., "s": ..., "p": ..., "o": ...}')
    subject, object_ = record["s"], record["o"]
    return ArticleEdge(
        record["doc"],
        record["p"],
        subject,
        object_,
        _alternatives(record, "s"),
        _alternatives(record, "o"),
        {record.get("modality")},
        bool(record.get("core", True)),
        record.get("modality"),
    )


def _alternatives(record: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(name for name in (record[key], *(record.get(f"{key}_alt") or ())) if name)


def _annotated(record: dict[str, Any]) -> dict[str, Any]:
    """A printed statement with the keys of an annotated one."""
    subject, object_ = (record.get(role) or {} for role in ("subject", "object"))
    return {
        "doc": record.get("article"),
        "p": record.get("relation"),
        "s": subject.get("label"),
        "s_alt": subject.get("aliases"),
        "o": object_.get("label"),
        "o_alt": object_.get("aliases"),
        "modality": record.get("modality"),
        "core": record.get("core", True),
    }


def _gathered(found: Iterable[ArticleEdge], ontology: Ontology) -> list[ArticleEdge]:
    """Edges that are the same once, with the modalities of all and the names of those that say it in the same
    direction.
    """
    kept: list[ArticleEdge] = []
    known: dict[tuple[str, str, str, str], ArticleEdge] = {}
    for edge in found:
        ends = normalize(edge.subject), normalize(edge.object)
        same = known.get((edge.article, edge.relation, *ends))
        straight = same is not None
        if same is None and is_symmetric(edge.relation, ontology):
            same = known.get((edge.article, edge.relation, *reversed(ends)))  # type: ignore[arg-type]
        if same is None:
            known[edge.article, edge.relation, *ends] = edge
            kept.append(edge)
            continue
        same.modalities |= edge.modalities
        same.core |= edge.core
        if straight:
            same.subjects = tuple(dict.fromkeys((*same.subjects, *edge.subjects)))
            same.objects = tuple(dict.fromkeys((*same.objects, *edge.objects)))
    return kept


def is_symmetric(relation: str, ontology: Ontology) -> bool:
    """Whether a relation is known and holds in both directions."""
    known = ontology.relations.get(relation)
    return known is not None and known.symmetric


@lru_cache(maxsize=1 << 16)
def normalize(name: str) -> str:
    """The name in lower case without accents, possessives, points of abbreviations, punctuation and leading
    articles.
    """
    folded = unicodedata.normalize("NFKD", name)
    folded = "".join(c for c in folded if not unicodedata.combining(c)).lower().replace("\u2019", "'")
    folded = re.sub(r"'s\b", "", folded)
    folded = re.sub(r"\b(?:[a-z]\.){2,}", lambda match: match[0].replace(".", ""), folded)
    words = re.findall(r"[a-z0-9$%+]+(?:-[a-z0-9]+)*", folded)
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)
