"""Store -> the sentences behind what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.analysis.lookup import check_relation, find_entity
from kg.analysis.nodes import Node, entity_term, nodes
from kg.analysis.ontology_of import symmetric_cells
from kg.analysis.resolution_report import originals
from kg.rdf import layout
from kg.rdf.layout import id_of, term_name
from kg.rdf.reader import StoredStatement, statements_where
from kg.rdf.selections import ARTICLE_PROPERTIES, articles_among, said_of
from kg.store.select import cell_iri, solutions

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = [
    "Evidence",
    "Mark",
    "Sentences",
    "all_evidence",
    "evidence",
    "evidence_where",
    "marked_parts",
    "marks_of",
    "symmetric_relations",
]

_ROLES = ("subject", "trigger", "object", "place", "recipient", "topic", "attribution")
_ROLE_OF = {"attributed_to": "attribution"}
_AT_ONCE = 500  # articles asked about in one query
_FURTHER = ("place", "recipient", "topic")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a sentence that fill a role; code-point offsets into the sentence, half-open."""

    role: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement with the sentence that makes it.

    Subject or object is None where the sentence leaves it out. ``begin`` and ``end`` are the time it speaks
    of. ``offset`` is where the sentence begins in the article. ``marks`` are in the order of the sentence;
    ``others`` holds further arguments by role (place, recipient, topic), ``attributed_to`` on whose word the
    article says it.
    """

    statement: str
    subject: Node | None
    relation: str
    object: Node | None
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

    def parts(self) -> list[tuple[str, str]]:
        """The sentence cut into words and their role, "" between the marks; where marks overlap the inner one
        counts.
        """
        return marked_parts(self.sentence, self.marks)

    def _repr_html_(self) -> str:
        """What is said, and the sentence with its words marked, for notebooks."""
        ends = [escape(node.label) if node else "…" for node in (self.subject, self.object)]
        when = " to ".join(dict.fromkeys(filter(None, (self.begin, self.end))))
        facts = ", ".join(filter(None, (self.modality, when, f"confidence {self.confidence:g}")))
        words = "".join(
            f'<mark title="{escape(role)}">{escape(text)}</mark>' if role else escape(text)
            for text, role in self.parts()
        )
        source = " · ".join(escape(one) for one in (self.title or self.article, self.published) if one)
        said = f"{ends[0]} {escape(self.relation)} {ends[1]}"
        return f"<p><b>{said}</b> ({escape(facts)})<br>{words}<br><small>{source}</small></p>"


class Sentences(list[Evidence]):
    """Evidence, which a notebook shows."""

    def _repr_html_(self) -> str:
        return "".join(one._repr_html_() for one in self)


def symmetric_relations(store: Store) -> set[str]:
    """The local names of the relations that hold both ways."""
    return {term_name(cell_iri(cell)) for cell in symmetric_cells(store)}


def evidence(
    store: Store, subject: str, relation: str | None = None, object: str | None = None
) -> list[Evidence]:
    """Every sentence that says this of the subject, oldest article first; an empty list when none does.

    A statement that leaves its subject out ("was arrested") is one of its object.
    Subject and object are names as ``find_entity`` takes them. A symmetric relation is found from both of its
    ends. Raises UnknownEntity, and QueryError for a relation that neither the ontology nor any statement
    knows.
    """
    one = find_entity(store, subject)
    other = find_entity(store, object) if object is not None else None
    if relation is not None:
        check_relation(store, relation)
    symmetric = symmetric_relations(store)
    return [
        found
        for found in evidence_where(store, said_of(entity_term(store, one)))
        if relation in {None, found.relation}
        and (
            _says(found.subject, found.object, one, other)
            or (
                (found.relation in symmetric or found.subject is None)
                and _says(found.object, found.subject, one, other)
            )
        )
    ]


def _says(this: Node | None, that: Node | None, one: str, other: str | None) -> bool:
    """Whether a statement's ends are these two, of which the other may be anybody."""
    return this is not None and this.id == one and (other is None or (that is not None and that.id == other))


def all_evidence(store: Store) -> list[Evidence]:
    """Every statement of the store with its sentence, oldest article first."""
    return evidence_where(store, "")


def evidence_where(store: Store, pattern: str) -> list[Evidence]:
    """The statements ``?t`` of a SPARQL pattern with their sentences, oldest article first.

    Statements of others, which point to no words, are left out.
    """
    said = [one for one in statements_where(store, pattern) if one.words or one.sentence]
    articles = _articles(store, {one.article for one in said})
    entities = nodes(store, {id_of(store.base, iri) for one in said for iri in one.arguments.values()})
    return sorted(
        (_evidence(store, one, articles, entities) for one in said),
        key=lambda e: (
            e.published or "",
            e.article,
            e.offset,
            *(m.begin for m in e.marks if m.role == "trigger"),
            e.statement,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Article:
    """What the store tells of an article; ``original`` is the id of the one that it is a reprint of."""

    id: str
    said: Mapping[str, str]
    original: str | None = None


def _articles(store: Store, wanted: set[str]) -> dict[str, _Article]:
    """Some articles by their IRIs, and the originals of those that are reprints."""
    of = originals(store)
    iris = sorted(wanted.union(of[iri] for iri in wanted if iri in of))
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for start in range(0, len(iris), _AT_ONCE):
        terms = [str(ox.NamedNode(iri)) for iri in iris[start : start + _AT_ONCE]]
        for row in solutions(store, articles_among(ARTICLE_PROPERTIES, terms)):
            found[row["a"].value][row["p"].value] = row["v"].value
    ids = {iri: said.get(layout.IDENTIFIER, iri) for iri, said in found.items()}
    return {
        iri: _Article(ids[iri], said, ids.get(of[iri], of[iri]) if iri in of else None)
        for iri, said in found.items()
    }


def _evidence(
    store: Store, one: StoredStatement, articles: Mapping[str, _Article], entities: Mapping[str, Node]
) -> Evidence:
    offset, sentence = (one.sentence.begin, one.sentence.text) if one.sentence else (0, "")
    arguments = {field: entities[id_of(store.base, iri)] for field, iri in one.arguments.items()}
    article = articles.get(one.article) or _Article(one.article, {})
    return Evidence(
        statement=one.id,
        subject=arguments.get("subject"),
        relation=term_name(one.relation or ""),
        object=arguments.get("object"),
        modality=one.modality or "actual",
        confidence=float(one.confidence or "0"),
        pattern=one.pattern or "",
        sentence=sentence,
        offset=offset,
        marks=marks_of(one, offset, len(sentence)),
        article=article.id,
        title=article.said.get(layout.TITLE),
        published=article.said.get(layout.ISSUED),
        source=article.said.get(layout.SOURCE),
        url=article.said.get(layout.URL),
        begin=one.begin,
        end=one.end,
        quantity=one.quantity,
        attributed_to=arguments.get("attributed_to"),
        others=tuple((role, arguments[role]) for role in _FURTHER if role in arguments),
        reprint_of=article.original,
    )


def marked_parts(text: str, marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """A text cut into words and their role, "" between marks; of marks that overlap the inner one counts."""
    cuts = sorted({0, len(text), *(mark.begin for mark in marks), *(mark.end for mark in marks)})
    parts = []
    for begin, end in pairwise(cuts):
        roles = [mark.role for mark in marks if mark.begin <= begin and end <= mark.end]
        parts.append((text[begin:end], roles[-1] if roles else ""))
    return parts


def marks_of(one: StoredStatement, offset: int, length: int) -> tuple[Mark, ...]:
    """The marked words of a statement inside its sentence, which begins at an offset and has a length; in the
    order of the sentence, a wider mark before one inside it.
    """
    inside = (
        Mark(_ROLE_OF.get(field, field), max(0, span.begin - offset), min(length, span.end - offset))
        for field, span in one.words
    )
    return tuple(
        sorted({m for m in inside if m.begin < m.end}, key=lambda m: (m.begin, -m.end, _ROLES.index(m.role)))
    )
