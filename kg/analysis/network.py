"""Store -> the graph of who does what to whom: entities, and one edge for each subject, relation and object.

An edge stands on statements. Its weight is the number of independent articles that say it: a story told twice
in one article, or printed again by another agency, counts once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.resources.namespaces import KG, entity_id
from kg.store.select import cell_iri, cell_lexical, cell_text, rows

if TYPE_CHECKING:
    import networkx

    from kg.store.base import Store

__all__ = [
    "DIRECT",
    "MODALITIES",
    "REPRINTS",
    "SYMMETRIC",
    "Edge",
    "Node",
    "edges",
    "network",
    "nodes",
]

MODALITIES = ("actual", "planned", "possible", "negated")  # strongest first
DIRECT = ("actual", "planned")  # the modalities that assert a direct edge (DESIGN.md, section 2)


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as the graph describes it.

    ``country`` is an ISO 3166-1 alpha-3 code, ``sector`` a PLOVER sector code.
    """

    id: str
    label: str
    cls: str
    country: str | None = None
    sector: str | None = None


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


_STATEMENTS = """
SELECT ?s ?p ?o ?m ?sentence ?begin ?end ?confidence WHERE {
  ?t rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?m ; prov:wasDerivedFrom ?sentence .
  OPTIONAL { ?t kg:begin ?begin } OPTIONAL { ?t kg:end ?end } OPTIONAL { ?t kg:confidence ?confidence }
}"""
REPRINTS = "SELECT ?reprint ?original WHERE { ?d kg:reprint ?reprint ; kg:original ?original }"
SYMMETRIC = "SELECT ?p WHERE { ?p a owl:SymmetricProperty }"
_LABELS = "SELECT DISTINCT ?e ?value WHERE { ?e skos:prefLabel ?value }"
_CLASSES = "SELECT DISTINCT ?e ?value WHERE { ?e skos:prefLabel ?l ; a ?value }"
_SECTORS = "SELECT DISTINCT ?e ?value WHERE { ?e kg:sector ?value }"
_COUNTRIES = (
    "SELECT DISTINCT ?e ?value WHERE { { ?e kg:country ?c . ?c kg:iso3 ?value } UNION { ?e kg:iso3 ?value } }"
)
_PARENTS = "SELECT ?e ?value WHERE { ?e rdfs:subClassOf ?value }"


def _id(store: Store, cell: bytes) -> str:
    """The compact id of an entity (``country/kor``); the whole IRI when it is none of ours."""
    iri = cell_iri(cell)
    return entity_id(store.base, iri) or iri


def edges(store: Store, modalities: Collection[str] = DIRECT) -> list[Edge]:
    """Every edge that statements of these modalities make, sorted by the IRIs of subject, relation and
    object.
    """
    symmetric = {row[0] for row in rows(store, SYMMETRIC)}
    wanted = {f"<{KG}{modality}>".encode(): modality for modality in MODALITIES if modality in modalities}
    said: defaultdict[tuple[bytes, bytes, bytes], list[_Said]] = defaultdict(list)
    ids: dict[bytes, str] = {}
    originals = {row[0]: row[1] for row in rows(store, REPRINTS)}
    for s, p, o, m, sentence, begin, end, confidence in rows(store, _STATEMENTS):
        modality = wanted.get(m)
        if modality is None:
            continue
        if o < s and p in symmetric:
            s, o = o, s
        article = sentence.partition(b"#")[0] + b">"
        said[s, p, o].append((modality, originals.get(article, article), begin, end, confidence))
        ids[s] = ids[o] = ""
    for cell in ids:
        ids[cell] = _id(store, cell)
    relations = {p: _relation(cell_iri(p)) for p in {p for _, p, _ in said}}
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


def _relation(iri: str) -> str:
    """The local name of a relation of ours; the whole IRI of another."""
    return iri.removeprefix(KG)


def _values(store: Store, query: str) -> dict[str, list[str]]:
    """Subject id -> every value, sorted; IRIs whole."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for subject, value in rows(store, query):
        found[_id(store, subject)].add(cell_text(value))
    return {subject: sorted(values) for subject, values in found.items()}


def nodes(store: Store, ids: Iterable[str] | None = None) -> dict[str, Node]:
    """Every labelled entity of the store, or those of ``ids``, by id and in that order.

    Where articles differ, the longest label and the most specific class are taken. What nothing describes is
    called by the end of its id.
    """
    labels, classes = _values(store, _LABELS), _values(store, _CLASSES)
    sectors, countries, parents = (
        _values(store, _SECTORS),
        _values(store, _COUNTRIES),
        _values(store, _PARENTS),
    )
    if ids is None:
        ids = (id for id in labels if _is_entity(classes.get(id, [])))
    return {
        id: Node(
            id=id,
            label=max(labels.get(id, [id.rpartition("/")[2]]), key=len),
            cls=_most_specific(classes.get(id, []), parents),
            country=countries.get(id, [None])[0],
            sector=sectors.get(id, [None])[0],
        )
        for id in sorted(set(ids))
    }


def _is_entity(classes: list[str]) -> bool:
    """Events have labels too, and beside their class that of their statements."""
    return any(cls.startswith(KG) for cls in classes) and KG + "Event" not in classes


def _most_specific(classes: list[str], parents: dict[str, list[str]]) -> str:
    """The local name of the class that no other one is below, the first in the alphabet among several; ""
    without any.
    """
    ours = [cls for cls in classes if cls.startswith(KG)]
    above: set[str] = set()
    queue = list(ours)
    while queue:
        new = set(parents.get(queue.pop(), ())) - above
        above |= new
        queue.extend(new)
    return next((cls.removeprefix(KG) for cls in ours if cls not in above), "")


def network(store: Store, modalities: Collection[str] = DIRECT) -> networkx.MultiDiGraph[str]:
    """A networkx graph of what the store says, one edge for each subject, relation and object.

    Nodes are compact ids (``country/kor``) with ``label``, ``cls``, ``country`` and ``sector``. An edge's key
    is its relation; it carries ``relation``, ``modality`` (the strongest), ``modalities`` (all, space
    between), ``weight`` (the number of independent articles), ``statements``, ``confidence``, ``first``,
    ``last`` and ``symmetric``. What is unknown is absent. A symmetric edge is there once, its ends in
    alphabetical order.
    """
    import networkx

    found = edges(store, modalities)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in nodes(store, {id for edge in found for id in (edge.subject, edge.object)}).values():
        graph.add_node(
            node.id,
            **_known(label=node.label, cls=node.cls or None, country=node.country, sector=node.sector),
        )
    for edge in found:
        graph.add_edge(
            edge.subject,
            edge.object,
            key=edge.relation,
            relation=edge.relation,
            modality=edge.modality,
            modalities=" ".join(edge.modalities),
            weight=edge.articles,
            confidence=edge.confidence,
            statements=edge.statements,
            symmetric=edge.symmetric,
            **_known(first=edge.first, last=edge.last),
        )
    return graph


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
