"""Statements and gold statements -> precision, recall and F1 of typed edges, and how often the modality is
right.

Edges (`article_edges`) are matched. Gold edges that are not ``core`` are neither required nor punished. Names
match normalised, with every alternative of both sides; the objects of relations to capabilities and topics
also match when half of their words do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.evaluation.article_edges import ArticleEdge, gold_edges, is_symmetric, normalize, said_edges
from kg.evaluation.ratios import Ratios
from kg.model import Statement
from kg.rdf.reader import statements
from kg.resources.ontology import Ontology, load_ontology
from kg.terminal import columns

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Score", "Scores", "evaluate", "score_edges", "scores_text", "to_json"]

_STOP = frozenset(
    {"the", "a", "an", "of", "to", "for", "in", "on", "at", "and", "its", "his", "her", "their", "by", "from"}
)
_OVERLAP = 0.5
# Beside these, relations whose range is a capability or a topic; a platform is a capability.
_DESCRIBED = frozenset({"Capability", "Topic"})


@dataclass(frozen=True, slots=True)
class Score(Ratios):
    """Counts for one relation. ``gold``: the core edges. ``optional``: said, and not core in the gold, so
    left out of ``said``.

    ``modality``: found with a right modality.
    """

    gold: int = 0
    said: int = 0
    right: int = 0
    found: int = 0
    modality: int = 0
    optional: int = 0

    @property
    def modality_accuracy(self) -> float:
        """The share of the found edges that carry a right modality."""
        return self.modality / self.found if self.found else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by relation, the most frequent in the gold first, and of all together; the edges missed and the
    edges wrongly said.
    """

    relations: dict[str, Score]
    overall: Score
    missed: tuple[ArticleEdge, ...] = field(default=(), repr=False)
    wrong: tuple[ArticleEdge, ...] = field(default=(), repr=False)


def evaluate(said: Store | Iterable[Statement], gold: Path, ontology: Ontology | None = None) -> Scores:
    """How well the statements of a store (or these) agree with the gold statements of a JSON lines file.
    Raises InputError.

    Articles that the gold file does not tell of are left out.
    """
    ontology = load_ontology() if ontology is None else ontology
    wanted = gold_edges(gold, ontology)
    judged = {edge.article for edge in wanted}
    given: Iterable[Statement] = said if isinstance(said, Iterable) else statements(said)
    return score_edges(
        wanted, said_edges((one for one in given if one.article in judged), ontology), ontology
    )


def _loose(relation: str, ontology: Ontology) -> bool:
    """Whether the relation's object is described rather than named: a capability, a topic or a platform."""
    known = ontology.relations.get(relation)
    return known is not None and any(
        _DESCRIBED & set(ontology.classes[cls].ancestors) for cls in known.range if cls in ontology.classes
    )


@lru_cache(maxsize=1 << 16)
def _words(name: str) -> frozenset[str]:
    """The content words of a name, plural endings off."""
    words = (word for word in normalize(name).replace("-", " ").split() if word not in _STOP)
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in words
    )


def _proper(name: str) -> bool:
    """Whether every content word is capitalised: the name of someone or something, which overlap must not
    blur.
    """
    words = [word for word in re.findall(r"[\w'-]+", name) if word.lower() not in _STOP]
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def _same(left: Sequence[str], right: Sequence[str]) -> bool:
    return bool({normalize(name) for name in left} & {normalize(name) for name in right} - {""})


def _overlap(left: Sequence[str], right: Sequence[str]) -> float:
    """The largest share of common words between a name of either side; two proper names have none."""
    pairs = ((_words(x), _words(y)) for x in left for y in right if not (_proper(x) and _proper(y)))
    return max((len(x & y) / len(x | y) for x, y in pairs if x and y), default=0.0)


def _match(gold: ArticleEdge, said: ArticleEdge, ontology: Ontology) -> float:
    """0 for no match, else the larger the better: exact names before overlap, canonical names and modality
    between equals.
    """
    straight = (said.subject, said.subjects, said.object, said.objects)
    crossed = (said.object, said.objects, said.subject, said.subjects)
    best = 0.0
    for subject, subjects, object_, objects in (
        (straight, crossed) if is_symmetric(gold.relation, ontology) else (straight,)
    ):
        if not _same(gold.subjects, subjects):
            continue
        if _same(gold.objects, objects):
            value = 1.0
        elif _loose(gold.relation, ontology) and _overlap(gold.objects, objects) >= _OVERLAP:
            value = 0.7
        else:
            continue
        value += 0.1 * (normalize(gold.subject) == normalize(subject)) + 0.1 * (
            normalize(gold.object) == normalize(object_)
        )
        best = max(best, value + 0.15 * (gold.modality == said.modality))
    return best


def score_edges(gold: Sequence[ArticleEdge], said: Sequence[ArticleEdge], ontology: Ontology) -> Scores:
    """The scores of what was said.

    Edges are matched one to one, best first; then a second wording of a matched edge is no error.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for j, edge in enumerate(said):
        places.setdefault((edge.article, edge.relation), []).append(j)
    pairs = []
    for i, edge in enumerate(gold):
        for j in places.get((edge.article, edge.relation), ()):
            if value := _match(edge, said[j], ontology):
                pairs.append((-(value + edge.core), i, j))
    pairs.sort()
    found: dict[int, int] = {}
    right: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in found and j not in right:
            found[i], right[j] = j, i
    for _, i, j in pairs:
        right.setdefault(j, i)
    return _scores(gold, said, found, right)


def _scores(
    gold: Sequence[ArticleEdge], said: Sequence[ArticleEdge], found: dict[int, int], right: dict[int, int]
) -> Scores:
    counts: dict[str, dict[str, int]] = {}

    def add(relation: str, **numbers: int) -> None:
        for name, number in numbers.items():
            counts.setdefault(relation, dict.fromkeys(Score.__slots__, 0))[name] += number

    for i, edge in enumerate(gold):
        if edge.core:
            add(
                edge.relation,
                gold=1,
                found=i in found,
                modality=i in found and bool(edge.modalities & said[found[i]].modalities),
            )
    for j, edge in enumerate(said):
        if j in right and not gold[right[j]].core:
            add(edge.relation, optional=1)
        else:
            add(edge.relation, said=1, right=j in right)
    relations = {
        name: Score(**counts[name]) for name in sorted(counts, key=lambda name: (-counts[name]["gold"], name))
    }
    total = Score(
        **{name: sum(getattr(score, name) for score in relations.values()) for name in Score.__slots__}
    )
    missed = tuple(edge for i, edge in enumerate(gold) if edge.core and i not in found)
    return Scores(relations, total, missed, tuple(edge for j, edge in enumerate(said) if j not in right))


def scores_text(scores: Scores) -> str:
    """The scores as a table for people."""
    header = ("relation", "gold", "said", "precision", "recall", "F1", "modality", "optional")
    rows = [
        header,
        *(_cells(name, score) for name, score in scores.relations.items()),
        _cells("all", scores.overall),
    ]
    return "\n".join(columns(rows, "<>>>>>>>", width=10_000, indent="")) + "\n"


def _cells(name: str, score: Score) -> tuple[str, ...]:
    ratios = (score.precision, score.recall, score.f1, score.modality_accuracy)
    return (
        name,
        str(score.gold),
        str(score.said),
        *(f"{ratio:.3f}" for ratio in ratios),
        str(score.optional),
    )


def to_json(scores: Scores) -> str:
    """The scores, and the edges missed and wrongly said, as JSON."""

    def ratios(score: Score) -> dict[str, Any]:
        return asdict(score) | {
            name: round(getattr(score, name), 4)
            for name in ("precision", "recall", "f1", "modality_accuracy")
        }

    def plain(edge: ArticleEdge) -> dict[str, Any]:
        modalities = sorted(modality for modality in edge.modalities if modality)
        return {
            "article": edge.article,
            "subject": edge.subject,
            "relation": edge.relation,
            "object": edge.object,
            "modalities": modalities,
        }

    record = {
        "overall": ratios(scores.overall),
        "relations": {name: ratios(score) for name, score in scores.relations.items()},
        "missed": [plain(edge) for edge in scores.missed],
        "wrong": [plain(edge) for edge in scores.wrong],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
