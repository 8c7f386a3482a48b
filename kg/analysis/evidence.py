"""Store -> the sentences behind what it says, and all that it holds about one entity."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.analysis.network import MODALITIES, Node, nodes
from kg.analysis.resolution_report import Apart, Merged, apart, independent, merged, originals
from kg.errors import QueryError, UnknownEntity
from kg.resources.namespaces import DCTERMS, KG, PROV, RDF, SCHEMA, entity_id, entity_iri, local_name, slug
from kg.store.select import prologue
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = [
    "Aside",
    "Evidence",
    "Fact",
    "Mark",
    "Shown",
    "all_evidence",
    "check_relation",
    "evidence",
    "find",
    "relation_labels",
    "show",
]

_PROLOGUE = prologue("dcterms", "kg", "nif", "owl", "prov", "rdf", "rdfs", "schema", "skos")
_ORIGINAL = KG + "original"
_ROLES = ("subject", "trigger", "object", "place", "recipient", "topic", "attribution")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a sentence that fill a role; code-point offsets into the sentence, half-open."""

    role: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement with the sentence that makes it.

    ``begin`` and ``end`` are the time it speaks of. ``offset`` is where the sentence begins in the article.
    ``marks`` are in the order of the sentence; ``others`` holds further arguments by role (place, recipient,
    topic), ``attributed_to`` on whose word the article says it.
    """

    statement: str
    subject: Node
    relation: str
    object: Node
    modality: str
    confidence: float
    pattern: str
    sentence: str
    offset: int
    marks: tuple[Mark, ...]
    article: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    begin: str | None = None
    end: str | None = None
    quantity: str | None = None
    attributed_to: Node | None = None
    others: tuple[tuple[str, Node], ...] = ()
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What articles say of an entity and another: ``direction`` is ``to`` it, ``from`` it, or ``with`` it for
    a symmetric relation.

    ``articles`` are independent of each other; ``reprints`` say it too, but are reprints of those.
    """

    relation: str
    direction: str
    other: Node
    modality: str
    begin: str | None
    end: str | None
    articles: tuple[str, ...]
    statements: tuple[str, ...]
    reprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """A statement about others in which an entity is the place, recipient or topic, or the one on whose word
    it is said.
    """

    role: str
    subject: Node
    relation: str
    object: Node
    modality: str
    begin: str | None
    end: str | None
    article: str
    statement: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a store holds about one entity.

    ``words`` says why it is one entity: for each article, the words of it that were taken for this entity, in
    alphabetical order. ``merged`` says why other names of articles mean it, ``apart`` who else bears its
    name.
    """

    entity: Node
    iri: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    links: tuple[str, ...]
    represents: tuple[Node, ...]
    mentions: int
    words: tuple[tuple[str, tuple[str, ...]], ...]
    facts: tuple[Fact, ...]
    asides: tuple[Aside, ...]
    merged: tuple[Merged, ...] = ()
    apart: tuple[Apart, ...] = ()


def _select(store: Store, query: str) -> list[Any]:
    return list(store.query(_PROLOGUE + query))


def find(store: Store, name: str) -> str:
    """The id of the entity that a user means: an id or IRI, a label, another name, or the last part of an id,
    whichever fits first.

    Capitals do not matter; among several of one name the one with most statements is meant. Raises
    UnknownEntity with the nearest names.
    """
    known = nodes(store)
    iri = name.removeprefix("<").removesuffix(">")
    for id in (name, name.removeprefix("kgr:"), entity_id(store.base, iri) or iri):
        if id in known:
            return id
    wanted = " ".join(name.split()).casefold()
    others: defaultdict[str, set[str]] = defaultdict(set)
    for row in _select(
        store, "SELECT DISTINCT ?e ?n WHERE { ?e skos:altLabel|kg:officialName|kg:acronym ?n }"
    ):
        others[row["n"].value].add(entity_id(store.base, row["e"].value) or row["e"].value)
    labelled = {id for id, node in known.items() if node.label.casefold() == wanted}
    aliased = {id for text, ids in others.items() if text.casefold() == wanted for id in ids if id in known}
    slugged = {id for id in known if id.rpartition("/")[2] == slug(name)} if wanted else set()
    for found in (labelled, aliased, slugged):
        if found:
            return _most_said(store, found)
    raise UnknownEntity(clean(name), _nearest(wanted, [*(node.label for node in known.values()), *others]))


def _nearest(wanted: str, names: list[str]) -> list[str]:
    by_fold = {name.casefold(): name for name in sorted(names, reverse=True)}
    return [
        clean(by_fold[fold]) for fold in difflib.get_close_matches(wanted, sorted(by_fold), n=3, cutoff=0.6)
    ]


def _most_said(store: Store, ids: set[str]) -> str:
    if len(ids) == 1:
        return next(iter(ids))
    values = " ".join(_term(store, id) for id in ids)
    rows = _select(store, f"SELECT ?e ?t WHERE {{ VALUES ?e {{ {values} }} ?t rdf:subject|rdf:object ?e }}")
    said = Counter(entity_id(store.base, row["e"].value) or row["e"].value for row in rows)
    return min(ids, key=lambda id: (-said[id], id))


def _term(store: Store, id: str) -> str:
    """An entity as SPARQL; the IRI is checked and quoted."""
    return str(ox.NamedNode(id if "://" in id else entity_iri(store.base, id)))


def relation_labels(store: Store) -> dict[str, str]:
    """Local name -> label of every relation that the store's ontology declares or its statements use,
    sorted.
    """
    query = (
        "SELECT DISTINCT ?p ?label WHERE { { ?p kg:statementClass ?c } UNION { ?t rdf:predicate ?p } "
        "OPTIONAL { ?p rdfs:label ?label } }"
    )
    found = {}
    for row in _select(store, query):
        name = row["p"].value.removeprefix(KG)
        found[name] = row["label"].value if row["label"] else name
    return dict(sorted(found.items()))


def _symmetric(store: Store) -> set[str]:
    return {
        row["p"].value.removeprefix(KG)
        for row in _select(store, "SELECT ?p WHERE { ?p a owl:SymmetricProperty }")
    }


def evidence(
    store: Store, subject: str, relation: str | None = None, object: str | None = None
) -> list[Evidence]:
    """Every sentence that says this of the subject, oldest article first; an empty list when none does.

    Subject and object are names as ``find`` takes them. A symmetric relation is found from both of its ends.
    Raises UnknownEntity, and QueryError for a relation that neither the ontology nor any statement knows.
    """
    one, other = find(store, subject), find(store, object) if object is not None else None
    if relation is not None:
        check_relation(store, relation)
    symmetric = _symmetric(store)
    return [
        found
        for found in _gather(
            store, f"{{ ?t rdf:subject {_term(store, one)} }} UNION {{ ?t rdf:object {_term(store, one)} }}"
        )
        if relation in {None, found.relation}
        and (
            (found.subject.id == one and other in {None, found.object.id})
            or (found.relation in symmetric and found.object.id == one and other in {None, found.subject.id})
        )
    ]


def check_relation(store: Store, relation: str) -> None:
    """None for a relation that the ontology or a statement of the store knows; raises QueryError for
    another.
    """
    known = relation_labels(store)
    if relation not in known:
        near = difflib.get_close_matches(relation, list(known), n=3, cutoff=0.5)
        raise QueryError(
            clean(relation),
            "no relation of this name",
            f"did you mean {', '.join(near)}?" if near else "`kg relations` lists them",
        )


def all_evidence(store: Store) -> list[Evidence]:
    """Every statement of the store with its sentence, oldest article first."""
    return _gather(store, "")


def _gather(store: Store, restriction: str) -> list[Evidence]:
    """The statements that a graph pattern about ``?t`` leaves, put together from three plain queries:
    properties, words and articles.
    """
    typed = f"{restriction} ?t rdf:predicate ?relation ; rdf:object ?o ."
    properties: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in _select(store, f"SELECT DISTINCT ?t ?p ?v WHERE {{ {typed} ?t ?p ?v }}"):
        iri, value = row["p"].value, row["v"].value
        if iri != RDF + "type":  # the smallest value, should a hand-made graph have two
            properties[row["t"].value][iri] = min(value, properties[row["t"].value].get(iri, value))
    words: defaultdict[str, list[tuple[str, int, int, str]]] = defaultdict(list)
    query = f"""SELECT DISTINCT ?t ?p ?begin ?end ?text WHERE {{ {typed} ?t ?p ?span .
        ?span nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?text }}"""
    for row in _select(store, query):
        role = (
            "sentence"
            if row["p"].value == PROV + "wasDerivedFrom"
            else local_name(row["p"].value).removesuffix("Mention")
        )
        words[row["t"].value].append(
            (role, int(row["begin"].value), int(row["end"].value), row["text"].value)
        )
    articles = _articles(store)
    entities = nodes(
        store, {_id(store, v) for held in properties.values() for p, v in held.items() if p in _ARGUMENTS}
    )
    found = [
        _put_together(store, t, held, words[t], articles, entities)
        for t, held in properties.items()
        if words[t]
    ]
    return sorted(
        found,
        key=lambda e: (
            e.published or "",
            e.article,
            e.offset,
            *(m.begin for m in e.marks if m.role == "trigger"),
            e.statement,
        ),
    )


_ARGUMENTS = {RDF + "subject": "subject", RDF + "object": "object"} | {
    KG + name: name for name in ("place", "recipient", "topic", "attributedTo")
}


def _id(store: Store, iri: str) -> str:
    return entity_id(store.base, iri) or iri


def _articles(store: Store) -> dict[str, dict[str, str]]:
    """Article IRI -> its properties by IRI, without the text."""
    wanted = "dcterms:identifier dcterms:title dcterms:issued dcterms:source schema:url"
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in _select(
        store, f"SELECT ?a ?p ?v WHERE {{ VALUES ?p {{ {wanted} }} ?a a schema:NewsArticle ; ?p ?v }}"
    ):
        found[row["a"].value][row["p"].value] = row["v"].value
    for reprint, original in originals(store).items():
        found[reprint][_ORIGINAL] = found[original].get(DCTERMS + "identifier", original)
    return found


def _put_together(
    store: Store,
    iri: str,
    held: dict[str, str],
    words: list[tuple[str, int, int, str]],
    articles: dict[str, dict[str, str]],
    entities: dict[str, Node],
) -> Evidence:
    sentence = next((w for w in sorted(words) if w[0] == "sentence"), ("sentence", 0, 0, ""))
    arguments = {name: entities[_id(store, held[p])] for p, name in _ARGUMENTS.items() if p in held}
    article_iri = held.get(PROV + "wasDerivedFrom", "").partition("#")[0]
    article = articles.get(article_iri, {})
    return Evidence(
        statement=_id(store, iri),
        subject=arguments["subject"],
        relation=held[RDF + "predicate"].removeprefix(KG),
        object=arguments["object"],
        modality=local_name(held.get(KG + "modality", KG + "actual")),
        confidence=float(held.get(KG + "confidence", "0")),
        pattern=held.get(KG + "pattern", ""),
        sentence=sentence[3],
        offset=sentence[1],
        marks=_marks(words, sentence[1], len(sentence[3])),
        article=article.get(DCTERMS + "identifier", article_iri),
        title=article.get(DCTERMS + "title"),
        published=article.get(DCTERMS + "issued"),
        source=article.get(DCTERMS + "source"),
        url=article.get(SCHEMA + "url"),
        begin=held.get(KG + "begin"),
        end=held.get(KG + "end"),
        quantity=held.get(KG + "quantity"),
        attributed_to=arguments.get("attributedTo"),
        others=tuple(
            (role, arguments[role]) for role in ("place", "recipient", "topic") if role in arguments
        ),
        reprint_of=article.get(_ORIGINAL),
    )


def _marks(words: Iterable[tuple[str, int, int, str]], offset: int, length: int) -> tuple[Mark, ...]:
    """The marked words inside the sentence, in its order; a wider mark before one inside it."""
    inside = (
        Mark(role, max(0, b - offset), min(length, e - offset)) for role, b, e, _ in words if role in _ROLES
    )
    return tuple(
        sorted({m for m in inside if m.begin < m.end}, key=lambda m: (m.begin, -m.end, _ROLES.index(m.role)))
    )


def show(store: Store, name: str) -> Shown:
    """All that the store holds about the entity that ``find`` finds under this name. Raises UnknownEntity."""
    id = find(store, name)
    term, symmetric = _term(store, id), _symmetric(store)
    told = _gather(
        store, f"?t rdf:subject|rdf:object|kg:place|kg:recipient|kg:topic|kg:attributedTo {term} ."
    )
    facts = _facts(id, [one for one in told if id in (one.subject.id, one.object.id)], symmetric)
    node = nodes(store, [id])[id]
    classes = {
        row["c"].value.removeprefix(KG)
        for row in _select(store, f"SELECT ?c WHERE {{ {term} a ?c }}")
        if row["c"].value.startswith(KG)
    }
    names = {
        row["n"].value
        for row in _select(
            store, f"SELECT ?n WHERE {{ {term} skos:prefLabel|skos:altLabel|kg:officialName ?n }}"
        )
    }
    links = {row["x"].value for row in _select(store, f"SELECT ?x WHERE {{ {term} owl:sameAs ?x }}")}
    words = _words(told, id)
    return Shown(
        entity=node,
        iri=term[1:-1],
        classes=tuple(sorted(classes, key=lambda cls: (cls != node.cls, cls))),
        names=tuple(sorted(names - {node.label})),
        links=tuple(sorted(links)),
        represents=tuple(
            _once(fact.other for fact in facts if (fact.relation, fact.direction) == ("represents", "to"))
        ),
        mentions=sum(len(spans) for spans in words.values()),
        words=tuple(
            (article, tuple(sorted({text for _, _, text in spans})))
            for article, spans in sorted(words.items())
        ),
        facts=facts,
        asides=tuple(_asides(id, told)),
        merged=merged(store, term[1:-1]),
        apart=apart(store, term[1:-1]),
    )


def _asides(id: str, told: Iterable[Evidence]) -> Iterator[Aside]:
    for one in told:
        for role, node in _further(one):
            if node.id == id:
                said = (
                    one.subject,
                    one.relation,
                    one.object,
                    one.modality,
                    one.begin,
                    one.end,
                    one.article,
                    one.statement,
                )
                yield Aside(role, *said)


def _further(one: Evidence) -> list[tuple[str, Node]]:
    """The arguments of a statement besides subject and object, by role."""
    return [*one.others, *([("attribution", one.attributed_to)] if one.attributed_to else [])]


def _once(found: Iterable[Node]) -> list[Node]:
    return list(dict.fromkeys(found))


def _words(told: list[Evidence], id: str) -> dict[str, set[tuple[int, int, str]]]:
    """Article id -> where and by which words it mentions the entity, in the sentences that say something of
    it.
    """
    found: defaultdict[str, set[tuple[int, int, str]]] = defaultdict(set)
    for one in told:
        roles = {
            role
            for role, node in (("subject", one.subject), ("object", one.object), *_further(one))
            if node.id == id
        }
        for mark in one.marks:
            if mark.role in roles:
                found[one.article].add(
                    (
                        one.offset + mark.begin,
                        one.offset + mark.end,
                        clean(one.sentence[mark.begin : mark.end]),
                    )
                )
    return found


def _facts(id: str, told: list[Evidence], symmetric: set[str]) -> tuple[Fact, ...]:
    """The statements about an entity, those that say the same gathered; by relation, then by time, undated
    last.
    """
    same: defaultdict[tuple[str, str, Node, str, str | None, str | None], list[Evidence]] = defaultdict(list)
    for one in told:
        direction = "with" if one.relation in symmetric else "to" if one.subject.id == id else "from"
        other = one.object if one.subject.id == id else one.subject
        same[one.relation, direction, other, one.modality, one.begin, one.end].append(one)
    facts = []
    for (relation, direction, other, modality, begin, end), group in same.items():
        original = {one.article: one.reprint_of for one in group if one.reprint_of}
        articles, reprints = map(tuple, independent((one.article for one in group), original))
        statements = tuple(sorted({one.statement for one in group}))
        facts.append(Fact(relation, direction, other, modality, begin, end, articles, statements, reprints))
    order = {"with": 0, "to": 1, "from": 2}
    return tuple(
        sorted(
            facts,
            key=lambda f: (
                f.relation,
                order[f.direction],
                f.begin or "~",
                f.end or "~",
                f.other.label,
                f.other.id,
                MODALITIES.index(f.modality),
            ),
        )
    )
