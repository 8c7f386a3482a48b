"""Statements with their sentences, and articles with their text, read from the store for what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.analysis.evidence import Mark, marked_parts, marks_of
from kg.rdf.layout import MODALITIES, id_of, iri_of, term_name
from kg.rdf.reader import StoredStatement, statements_where
from kg.rdf.selections import links_of, text_of
from kg.serve import models
from kg.serve.content import Article, Content
from kg.serve.found import article_line, entity
from kg.store.select import solutions
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["article_text", "links", "statements"]


def statements(store: Store, content: Content, numbers: Sequence[int]) -> list[models.Statement]:
    """The statements of these numbers, in their order; one that is no longer there is left out."""
    found = _stored(store, [content.statements[i] for i in numbers])
    return [_statement(content, found[id]) for i in numbers if (id := content.statements[i]) in found]


def _stored(store: Store, ids: Iterable[str]) -> dict[str, StoredStatement]:
    terms = " ".join(str(ox.NamedNode(iri_of(store.base, id))) for id in ids)
    return {one.id: one for one in statements_where(store, f"VALUES ?t {{ {terms} }}")} if terms else {}


def _statement(content: Content, one: StoredStatement) -> models.Statement:
    offset, text = (one.sentence.begin, one.sentence.text) if one.sentence else (0, "")
    marks = marks_of(one, offset, len(text))
    relation = term_name(one.relation or "")
    base = one.iri.removesuffix(one.id)

    def who(field: str) -> models.Entity | None:
        iri = one.arguments.get(field)
        number = content.entity_number.get(id_of(base, iri)) if iri else None
        return entity(content, number) if number is not None else None

    iri = one.article
    known = content.article_of(iri)
    return models.Statement(
        id=one.id,
        iri=one.iri,
        relation=relation,
        label=content.labels.get(relation, relation),
        subject=who("subject"),
        object=who("object"),
        place=who("place"),
        recipient=who("recipient"),
        topic=who("topic"),
        speaker=who("attributed_to"),
        modality=one.modality or MODALITIES[0],
        confidence=float(one.confidence or 0),
        pattern=one.pattern or "",
        begin=one.begin,
        end=one.end,
        quantity=one.quantity,
        event=one.event,
        sentence=[models.Piece(text=words, role=role) for words, role in marked_parts(clean(text), marks)],
        article=article_line(known) if known else models.ArticleLine(id=iri, title=iri),
    )


def article_text(
    store: Store, content: Content, article: Article, numbers: Sequence[int]
) -> models.ArticleText:
    """An article with its text and what was read in it."""
    text = next((row["v"].value for row in solutions(store, text_of(str(ox.NamedNode(article.iri))))), "")
    found = _stored(store, [content.statements[i] for i in numbers])
    stored = [found[id] for i in numbers if (id := content.statements[i]) in found]
    stored.sort(key=lambda one: (one.trigger.begin if one.trigger else 0, one.id))
    marks = [(i, mark) for i, one in enumerate(stored) for mark in marks_of(one, 0, len(text))]
    return models.ArticleText(
        article=article_line(article, len(stored)),
        segments=_segments(text, marks),
        statements=[_statement(content, one) for one in stored],
    )


def _segments(text: str, marks: Sequence[tuple[int, Mark]]) -> list[models.Segment]:
    cuts = sorted({0, len(text), *(m.begin for _, m in marks), *(m.end for _, m in marks)})
    return [
        models.Segment(
            text=text[begin:end],
            marks=[(i, mark.role) for i, mark in marks if mark.begin <= begin and end <= mark.end],
        )
        for begin, end in pairwise(cuts)
    ]


def links(store: Store, iri: str) -> list[str]:
    """What an entity is elsewhere: addresses of the web."""
    found = {row["v"].value for row in solutions(store, links_of(str(ox.NamedNode(iri))))}
    return sorted(link for link in found if link.lower().startswith(("http://", "https://")))
