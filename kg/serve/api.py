"""The API of JSON: what the page asks, and programs may. ``/api/openapi.json`` describes it."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from kg.analysis.nodes import entity_term
from kg.errors import KGError, QueryError
from kg.query.stored import fill, find, load_queries, with_prefixes
from kg.rdf.layout import MODALITIES
from kg.resources.namespaces import PREFIXES
from kg.serve import found, models, sentences
from kg.serve.collected import Collected, NotYet
from kg.serve.content import ROLES, Content, Numbers
from kg.serve.exchange import etag, fault, unchanged
from kg.serve.filters import Filters, entity_number, selected
from kg.serve.served import LocalServed, RemoteServed
from kg.version import __version__

__all__ = ["answer_faults", "router"]

_TOP = 24
Id = Annotated[str, Query(max_length=2000)]
Offset = Annotated[int, Field(ge=0, le=10_000_000, description="How many to leave out at first.")]


class Paged(Filters):
    """Filters, and which page of what passes."""

    limit: Annotated[int, Field(ge=1, le=100, description="How many.")] = 20
    offset: Offset = 0
    oldest: Annotated[bool, Field(description="The oldest first instead of the newest.")] = False


class Listed(Filters):
    """Filters, and how many at most."""

    limit: Annotated[int, Field(ge=1, le=1000, description="How many at most.")] = 200


class Drawn(Filters):
    """Filters, and how the network is drawn."""

    level: Annotated[
        str, Field(pattern="^(actor|country|all)$", description="Who or what the nodes are.")
    ] = "actor"
    near: Annotated[bool, Field(description="With the edges among those around the entity.")] = True
    limit: Annotated[int, Field(ge=2, le=500, description="How many nodes at most.")] = 60


class Titled(Paged):
    """Filters, and words of the title."""

    q: Annotated[str, Field(max_length=200, description="Words of the title.")] = ""


class _Unchanged(Exception):
    """The client holds the answer."""


def answer_faults(app: FastAPI) -> None:
    """Have an application answer what goes wrong in the API with a line of text in JSON."""

    def unchanged_answer(_: Request, error: Exception) -> Response:
        return Response(status_code=304, headers={"ETag": str(error), "Cache-Control": "no-cache"})

    def not_yet(_: Request, __: Exception) -> Response:
        said = "store: is still being read; try again in a moment"
        return JSONResponse({"detail": said}, 503, {"Retry-After": "1"})

    def wrong(_: Request, error: Exception) -> Response:
        refused = fault(error)
        return JSONResponse({"detail": refused.said}, refused.status, dict(refused.headers))

    app.add_exception_handler(_Unchanged, unchanged_answer)
    app.add_exception_handler(NotYet, not_yet)
    app.add_exception_handler(KGError, wrong)


def router(served: LocalServed | RemoteServed, collected: Collected) -> APIRouter:
    """The addresses of the API over a served store."""
    api = _Api(served, collected)
    routes = APIRouter(dependencies=[Depends(api.tagged)])
    for path, answer, summary in (
        ("/meta", api.meta, "What the store holds, and what filters take"),
        ("/search", api.search, "Entities by name: its beginning, an acronym, another name, a misspelt one"),
        ("/entity", api.entity, "An entity's names, classes, links and counts"),
        ("/groups", api.groups, "What is said of an entity, by relation and the other end"),
        (
            "/statements",
            api.statements,
            "Statements with their sentences: evidence of an edge, a pair's timeline",
        ),
        ("/statement", api.statement, "One statement"),
        ("/months", api.months, "How many statements each month has, by relation"),
        ("/network", api.network, "The network of actors or countries"),
        ("/events", api.events, "Events, newest first"),
        ("/days", api.days, "How many events each day has"),
        ("/places", api.places, "How many events happen in each country"),
        ("/contradictions", api.contradictions, "What some statements assert and others negate"),
        ("/speakers", api.speakers, "On whose word statements are said"),
        ("/articles", api.articles, "Articles, newest first"),
        ("/article", api.article, "An article's text with all that was read in it"),
        ("/queries", api.queries, "The stored queries and their parameters"),
        ("/queries/{name}", api.query, "A stored query as SPARQL; parameters are given by their names"),
    ):
        routes.add_api_route(path, answer, methods=["GET"], summary=summary, response_model_exclude_none=True)
    return routes


class _Api:
    def __init__(self, served: LocalServed | RemoteServed, collected: Collected) -> None:
        self.served, self.collected = served, collected
        self._queries: list[models.StoredQuery] | None = None
        self._meta: models.Meta | None = None

    def tagged(self, request: Request, response: Response) -> None:
        """Give the answer an entity tag. Raises _Unchanged when the client holds it."""
        tag = etag(self.collected.now().version, __version__, str(request.url))
        if unchanged(request, tag):
            raise _Unchanged(tag)
        response.headers.update({"ETag": tag, "Cache-Control": "no-cache"})

    def meta(self) -> models.Meta:
        """What the store holds, and the names that filters take."""
        content = self.collected.now()
        if self._meta is None or self._meta.version != content.version:
            self._meta = self._counted(content)
        return self._meta

    def _counted(self, content: Content) -> models.Meta:
        first, last = found.span(content, np.arange(len(content.statements), dtype=np.int32))
        dates = [one.date for one in content.articles if len(one.date) == 10]
        said = np.bincount(content.relation, minlength=len(content.relations))
        top = np.argsort(-content.said, kind="stable").tolist()
        actors = [
            i for i in top if content.entities[i].id.startswith(("country/", "person/", "organization/"))
        ]
        by_country = {
            n.country: i for i, n in enumerate(content.entities) if n.country and n.id.startswith("country/")
        }
        return models.Meta(
            version=content.version,
            newskg=__version__,
            base=self.served.base,
            counts=models.Counts(
                articles=len(content.articles),
                entities=len(content.entities),
                statements=len(content.statements),
                events=len(content.events),
            ),
            first=first,
            last=last,
            published=(min(dates, default=""), max(dates, default="")),
            relations=[
                models.Relation(
                    name=name,
                    label=content.labels.get(name, name),
                    symmetric=name in content.symmetric,
                    tone=content.tones.get(name, ""),
                    said=int(said[i]),
                )
                for i, name in sorted(enumerate(content.relations), key=lambda pair: -said[pair[0]])
            ],
            modalities=list(MODALITIES),
            sources=content.sources,
            classes=sorted({node.cls for node in content.entities if node.cls}),
            prefixes=PREFIXES | {"kgr": self.served.base},
            top=[found.entity(content, i, int(content.said[i])) for i in actors[:_TOP]],
            countries={code: found.entity(content, i) for code, i in sorted(by_country.items())},
            writable=self.served.writable,
            remote=isinstance(self.served, RemoteServed),
        )

    def search(
        self,
        q: Annotated[str, Query(max_length=200, description="What was typed.")],
        limit: Annotated[int, Query(ge=1, le=50)] = 12,
    ) -> models.Found:
        """Entities that have a name like what was typed, best first; of equals the most mentioned first."""
        content = self.collected.now()
        said = content.said
        numbers = content.search.find(q, lambda i: float(said[i]), limit)
        return models.Found(entities=[found.entity(content, i, int(said[i])) for i in numbers])

    def entity(self, id: Id) -> models.EntityCard:
        """An entity with its names, links elsewhere, statements by role, and the span of time."""
        content = self.collected.now()
        number = entity_number(content, id)
        with self.served.reading() as store:
            iri = entity_term(store, id)[1:-1]
            links = sentences.links(store, iri)
        rows = {role: np.flatnonzero(content.roles[role] == number).astype(np.int32) for role in ROLES}
        every = np.unique(np.concatenate(list(rows.values())))
        first, last = found.span(content, every)
        return models.EntityCard(
            **found.entity(content, number, int(content.said[number])).model_dump(),
            iri=iri,
            names=content.names.get(number, []),
            links=links,
            roles={role: len(some) for role, some in rows.items() if len(some)},
            articles=len(set(content.original[every].tolist())),
            first=first,
            last=last,
        )

    def groups(self, filters: Annotated[Listed, Query()]) -> models.Groups:
        """What statements say of ``entity`` and others, by relation and direction."""
        content = self.collected.now()
        number = entity_number(content, _given(filters.entity))
        return found.groups(content, selected(content, filters), number, filters.limit)

    def statements(self, filters: Annotated[Paged, Query()]) -> models.Statements:
        """Statements with their sentences, newest first."""
        content = self.collected.now()
        rows = selected(content, filters)
        rows = rows if filters.oldest else rows[::-1]
        page = rows[filters.offset : filters.offset + filters.limit].tolist()
        with self.served.reading() as store:
            said = sentences.statements(store, content, page)
        return models.Statements(statements=said, total=len(rows), offset=filters.offset)

    def statement(self, id: Id) -> models.Statement:
        """One statement, by its id."""
        content = self.collected.now()
        number = content.statement_number.get(id)
        with self.served.reading() as store:
            said = [] if number is None else sentences.statements(store, content, [number])
        if not said:
            raise QueryError(id[:200], "no statement of this id", "follow a link to it")
        return said[0]

    def months(self, filters: Annotated[Filters, Query()]) -> models.Months:
        """How many statements each month has, by relation."""
        content = self.collected.now()
        return found.months(content, selected(content, filters))

    def network(self, filters: Annotated[Drawn, Query()]) -> models.Graph:
        """The entities with most edges and the edges between them; around ``entity`` when it is given."""
        content = self.collected.now()
        rows = selected(content, filters)
        centre = entity_number(content, filters.entity) if filters.entity else None
        if centre is not None and filters.near and filters.other is None:
            rows = _around(content, filters, rows)
        return found.graph(content, rows, level=filters.level, centre=centre, limit=filters.limit)

    def events(self, filters: Annotated[Paged, Query()]) -> models.Events:
        """The events of statements, newest first."""
        content = self.collected.now()
        return found.events(content, selected(content, filters), filters.offset, filters.limit)

    def days(self, filters: Annotated[Filters, Query()]) -> models.Days:
        """How many events each day has."""
        content = self.collected.now()
        return found.days(content, selected(content, filters))

    def places(self, filters: Annotated[Filters, Query()]) -> models.Places:
        """How many events happen in each country."""
        content = self.collected.now()
        return found.places(content, selected(content, filters))

    def contradictions(self, filters: Annotated[Listed, Query()]) -> models.Contradictions:
        """Pairs of which some statements assert a relation and others negate it."""
        content = self.collected.now()
        return found.contradictions(content, selected(content, filters), filters.limit)

    def speakers(self, filters: Annotated[Listed, Query()]) -> models.Claims:
        """On whose word statements are said, those with most first."""
        content = self.collected.now()
        return found.claims(content, selected(content, filters), filters.limit)

    def articles(self, filters: Annotated[Titled, Query()]) -> models.ArticlePage:
        """Articles of which statements pass, newest first."""
        content = self.collected.now()
        rows = selected(content, filters)
        return found.articles(content, filters.q.split(), rows, filters.offset, filters.limit)

    def article(self, id: Id) -> models.ArticleText:
        """An article with its text, cut where what was read in it begins and ends."""
        content = self.collected.now()
        number = content.article_number.get(id)
        if number is None:
            raise QueryError(id[:200], "no article of this id", "look for it in the list of articles")
        rows = np.flatnonzero(content.article == number).tolist()
        with self.served.reading() as store:
            return sentences.article_text(store, content, content.articles[number], rows)

    def queries(self) -> list[models.StoredQuery]:
        """The stored queries."""
        if self._queries is None:
            self._queries = [
                models.StoredQuery(
                    name=query.name,
                    title=query.title,
                    description=query.description,
                    params=[
                        models.StoredParameter(
                            name=p.name, type=p.type, description=p.description, default=p.default
                        )
                        for p in query.params
                    ],
                )
                for query in load_queries().values()
            ]
        return self._queries

    def query(self, name: str, request: Request) -> models.Text:
        """The SPARQL of a stored query with its parameters filled in."""
        params = {key: value for key, value in request.query_params.items() if value}
        base = self.served.base
        return models.Text(sparql=with_prefixes(fill(find(name), params, base), base))


def _given(id: str | None) -> str:
    if id is None:
        raise QueryError("entity", "is not given", "name one by its id")
    return id


def _around(content: Content, filters: Drawn, rows: Numbers) -> Numbers:
    """The statements among the entities that the statements of one entity name."""
    near = np.unique(np.concatenate([content.roles[role][rows] for role in ("subject", "object")]))
    every = selected(content, filters.model_copy(update={"entity": None}))
    subject, object = (np.isin(content.roles[role][every], near[near >= 0]) for role in ("subject", "object"))
    return every[subject & object].astype(np.int32)
