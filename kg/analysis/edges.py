"""Store -> who does what to whom: one edge for each subject, relation and object.

An edge stands on statements. Its weight is the number of independent articles that say it: a story told twice
in one article, or printed again by another agency, counts once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.rdf.layout import DIRECT, MODALITIES, id_of, modality_iri, term_name
from kg.rdf.selections import REPRINTS, SAID, SYMMETRIC
from kg.store.select import cell_iri, cell_lexical, rows

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Edge", "edges"]


@dataclass(frozen=True, slots=True)
class Edge:
    """Everything that articles say of one subject, relation and object.

    ``modalities`` are those of its statements, strongest first. ``articles`` counts the independent ones that
    say it, reprints not, ``statements`` all that do. ``confidence`` is how likely at least one of the
    articles says so. ``first`` and ``last`` are ISO 8601 dates, months or years: the earliest and latest time
    that a statement gives, None when none gives a year. A symmetric edge is held once, its ends in
    alphabetical order.
    """

    subject: str
    relation: str
    object: str
    modalities: tuple[str, ...]
    articles: int
    statements: int
    first: str | None = None
    last: str | None = None
    symmetric: bool = False
    confidence: float = 0.0

    @property
    def modality(self) -> str:
        """The strongest modality of its statements."""
        return self.modalities[0]


def edges(store: Store, modalities: Collection[str] = DIRECT) -> list[Edge]:
    """Every edge that statements of these modalities make, sorted by the IRIs of subject, relation and
    object.
    """
    symmetric = {row[0] for row in rows(store, SYMMETRIC)}
    wanted = {
        f"<{modality_iri(modality)}>".encode(): modality for modality in MODALITIES if modality in modalities
    }
    said: defaultdict[tuple[bytes, bytes, bytes], list[_Said]] = defaultdict(list)
    ids: dict[bytes, str] = {}
    originals = {row[0]: row[1] for row in rows(store, REPRINTS)}
    for s, p, o, m, sentence, begin, end, confidence in rows(store, SAID):
        modality = wanted.get(m)
        if modality is None:
            continue
        if o < s and p in symmetric:
            s, o = o, s
        article = sentence.partition(b"#")[0] + b">"
        said[s, p, o].append((modality, originals.get(article, article), begin, end, confidence))
        ids[s] = ids[o] = ""
    for cell in ids:
        ids[cell] = id_of(store.base, cell_iri(cell))
    relations = {p: term_name(cell_iri(p)) for p in {p for _, p, _ in said}}
    return [_edge(ids[s], relations[p], ids[o], said[s, p, o], p in symmetric) for s, p, o in sorted(said)]


_Said: TypeAlias = tuple[
    str, bytes, bytes, bytes, bytes
]  # modality, and the cells of original article, begin, end and confidence


def _edge(subject: str, relation: str, object: str, said: list[_Said], symmetric: bool) -> Edge:
    found = {modality for modality, *_ in said}
    # A month and day without a year ("--11-04") has no place on the line of time.
    times = sorted(
        [cell_lexical(cell) for one in said for cell in {one[2], one[3]} if cell and cell[:2] != b'"-']
    )
    return Edge(
        subject,
        relation,
        object,
        modalities=tuple([modality for modality in MODALITIES if modality in found]),
        articles=len({one[1] for one in said}),
        statements=len(said),
        first=times[0] if times else None,
        last=times[-1] if times else None,
        symmetric=symmetric,
        confidence=_confidence(said),
    )


def _confidence(said: list[_Said]) -> float:
    """How likely it is that at least one independent article says so: in each the surest statement counts."""
    surest: dict[bytes, float] = {}
    for _, article, _, _, confidence in said:
        surest[article] = max(
            surest.get(article, 0.0), float(cell_lexical(confidence) or 0) if confidence else 0.0
        )
    return round(1 - math.prod(1 - value for value in sorted(surest.values())), 4)
