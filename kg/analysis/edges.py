"""Store -> who does what to whom: one edge for each subject, relation and object.

An edge stands on statements. Its weight is the number of independent articles that say it: a story told twice
in one article, or printed again by another agency, counts once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.analysis.days import Days, days_of, merged
from kg.analysis.ontology_of import symmetric_cells
from kg.rdf.layout import DIRECT, MODALITIES, id_of, modality_iri, term_name
from kg.rdf.selections import ARTICLES, COUNTRY_TERMS, REPRINTS, SAID
from kg.store.select import cell_iri, cell_lexical, rows

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Edge", "Level", "countries_of", "edges", "ends_of"]


@dataclass(frozen=True, slots=True)
class Edge:
    """Everything that articles say of one subject, relation and object.

    ``modalities`` are those of its statements, strongest first. ``articles`` counts the independent ones that
    say it, reprints not, ``statements`` all that do. ``confidence`` is how likely at least one of the
    articles says so. ``first`` and ``last`` are ISO 8601 dates, months or years: the earliest and latest time
    that a statement gives, None when none gives a year. ``days`` are the days of its statements, those of the
    article where a statement gives none; what overlaps is one. A symmetric edge is held once, its ends in
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
    days: tuple[Days, ...] = field(default=(), compare=False)

    @property
    def modality(self) -> str:
        """The strongest modality of its statements."""
        return self.modalities[0]


Level: TypeAlias = Literal["entity", "country"]
"""What stands at the ends of edges: entities, or the countries that they are, act for or lie in."""


def edges(store: Store, modalities: Collection[str] = DIRECT, level: Level = "entity") -> list[Edge]:
    """Every edge that statements of these modalities make, sorted by the IRIs of subject, relation and
    object.

    On the level of countries, statements that have none on one side, or the same on both, make no edge.
    """
    fold = None if level == "entity" else countries_of(store)
    symmetric = symmetric_cells(store)
    wanted = {
        f"<{modality_iri(modality)}>".encode(): modality for modality in MODALITIES if modality in modalities
    }
    said: defaultdict[tuple[bytes, bytes, bytes], list[_Said]] = defaultdict(list)
    ids: dict[bytes, str] = {}
    originals = {row[0]: row[1] for row in rows(store, REPRINTS)}
    issued = {article: when for article, when, _ in rows(store, ARTICLES) if when}
    for s, p, o, m, sentence, begin, end, confidence in rows(store, SAID):
        modality = wanted.get(m)
        if modality is None:
            continue
        if fold is not None:
            s, o = fold.get(s, b""), fold.get(o, b"")
            if not (s and o) or s == o:
                continue
        if o < s and p in symmetric:
            s, o = o, s
        article = sentence.partition(b"#")[0] + b">"
        original = originals.get(article, article)
        said[s, p, o].append((modality, original, begin, end, confidence, issued.get(article, b"")))
        ids[s] = ids[o] = ""
    for cell in ids:
        ids[cell] = id_of(store.base, cell_iri(cell))
    relations = {p: term_name(cell_iri(p)) for p in {p for _, p, _ in said}}
    return [_edge(ids[s], relations[p], ids[o], said[s, p, o], p in symmetric) for s, p, o in sorted(said)]


def ends_of(store: Store, level: Level) -> Callable[[str], str]:
    """What stands at the end of an edge for an entity, by its id; "" where it has no country."""
    if level == "entity":
        return str
    fold = {
        id_of(store.base, cell_iri(entity)): id_of(store.base, cell_iri(country))
        for entity, country in countries_of(store).items()
    }
    return lambda id: fold.get(id, "")


def countries_of(store: Store) -> dict[bytes, bytes]:
    """The TSV cell of the country that an entity is, acts for or lies in, by that of the entity."""
    found = {row[0]: row[1] for row in sorted(rows(store, COUNTRY_TERMS), reverse=True)}
    return found | {country: country for country in set(found.values())}


_Said: TypeAlias = tuple[
    str, bytes, bytes, bytes, bytes, bytes
]  # modality, and the cells of original article, begin, end, confidence and the article's date


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
        days=_days({one[2:4] + one[5:] for one in said}),
    )


def _days(times: Iterable[tuple[bytes, bytes, bytes]]) -> tuple[Days, ...]:
    """The days of statements, from the cells of begin, end and their article's date."""
    found = (days_of(*(cell_lexical(cell) if cell else None for cell in one)) for one in times)
    return merged({days for days in found if days})


def _confidence(said: list[_Said]) -> float:
    """How likely it is that at least one independent article says so: in each the surest statement counts."""
    surest: dict[bytes, float] = {}
    for _, article, _, _, confidence, _ in said:
        surest[article] = max(
            surest.get(article, 0.0), float(cell_lexical(confidence) or 0) if confidence else 0.0
        )
    return round(1 - math.prod(1 - value for value in sorted(surest.values())), 4)
