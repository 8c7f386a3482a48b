"""The records that the API answers with. What is unknown is left out."""

from __future__ import annotations

from pydantic import BaseModel

__all__ = [
    "ArticleLine",
    "ArticlePage",
    "ArticleText",
    "Claims",
    "Contradiction",
    "Contradictions",
    "Counts",
    "Day",
    "Days",
    "Edge",
    "Entity",
    "EntityCard",
    "EventLine",
    "Events",
    "Found",
    "Graph",
    "Group",
    "Groups",
    "Meta",
    "Month",
    "Months",
    "Piece",
    "PlaceCount",
    "Places",
    "Relation",
    "Segment",
    "Statement",
    "Statements",
    "StoredParameter",
    "StoredQuery",
    "Text",
]


class Entity(BaseModel):
    """An entity: ``country`` is an ISO 3166-1 alpha-3 code, ``sector`` a PLOVER code, ``said`` the number of
    statements.
    """

    id: str
    label: str
    cls: str
    country: str | None = None
    sector: str | None = None
    said: int | None = None
    as_name: str | None = None


class Found(BaseModel):
    """Entities of a name, best first."""

    entities: list[Entity]


class Relation(BaseModel):
    """A relation; ``tone`` is cooperation, conflict or neither ("")."""

    name: str
    label: str
    symmetric: bool
    tone: str
    said: int


class Counts(BaseModel):
    """How much there is."""

    articles: int
    entities: int
    statements: int
    events: int


class Meta(BaseModel):
    """What the store holds, and the names that filters take; ``published`` is the first and last day of
    articles, "" where none has one.
    """

    version: str
    newskg: str
    base: str
    counts: Counts
    first: str | None = None
    last: str | None = None
    published: tuple[str, str]
    relations: list[Relation]
    modalities: list[str]
    sources: list[str]
    classes: list[str]
    prefixes: dict[str, str]
    top: list[Entity]
    countries: dict[str, Entity]
    writable: bool
    remote: bool


class EntityCard(Entity):
    """An entity with its names, links elsewhere, statements by role, and the span of time."""

    iri: str
    names: list[str]
    links: list[str]
    roles: dict[str, int]
    articles: int
    first: str | None = None
    last: str | None = None


class Group(BaseModel):
    """What is said of an entity and another: ``direction`` is to it, from it, or with it."""

    relation: str
    direction: str
    other: Entity | None = None
    statements: int
    articles: int
    modalities: dict[str, int]
    first: str | None = None
    last: str | None = None


class Groups(BaseModel):
    """Groups, the ones with most articles first; ``total`` counts those that were left out, too."""

    groups: list[Group]
    total: int


class Piece(BaseModel):
    """Words of a sentence, and the role that they fill ("" for none)."""

    text: str
    role: str


class Statement(BaseModel):
    """A statement with its sentence, cut at the words that fill roles."""

    id: str
    iri: str
    relation: str
    label: str
    subject: Entity | None = None
    object: Entity | None = None
    place: Entity | None = None
    recipient: Entity | None = None
    topic: Entity | None = None
    speaker: Entity | None = None
    modality: str
    confidence: float
    pattern: str
    begin: str | None = None
    end: str | None = None
    quantity: str | None = None
    event: str | None = None
    sentence: list[Piece]
    article: ArticleLine


class ArticleLine(BaseModel):
    """An article without its text."""

    id: str
    title: str
    date: str | None = None
    source: str | None = None
    url: str | None = None
    statements: int | None = None


class Statements(BaseModel):
    """A page of statements, of so many."""

    statements: list[Statement]
    total: int
    offset: int


class Month(BaseModel):
    """A month and how many statements it has by relation."""

    month: str
    relations: dict[str, int]


class Months(BaseModel):
    """Counts by month; ``undated`` statements are in none."""

    months: list[Month]
    undated: int


class Edge(BaseModel):
    """All statements of a relation from one entity to another; ``weight`` counts independent articles."""

    source: str
    target: str
    relation: str
    symmetric: bool
    weight: int
    statements: int
    modality: str
    first: str | None = None
    last: str | None = None


class Graph(BaseModel):
    """A part of the network; ``of`` is how many entities and edges there would be without the limit."""

    nodes: list[Entity]
    edges: list[Edge]
    of: tuple[int, int]


class EventLine(BaseModel):
    """An event: what, who, where, when, and how many independent articles tell of it."""

    id: str
    relation: str
    label: str
    subjects: list[Entity]
    objects: list[Entity]
    place: Entity | None = None
    country: str | None = None
    date: str | None = None
    modality: str
    articles: int
    statements: int


class Events(BaseModel):
    """A page of events, newest first, of so many; and how many begin on each day."""

    events: list[EventLine]
    total: int
    offset: int


class Day(BaseModel):
    """A day and how many events it has."""

    day: str
    events: int


class Days(BaseModel):
    """Events by day, in order; those without a day are in none."""

    days: list[Day]


class PlaceCount(BaseModel):
    """How many events a country has; ``code`` is ISO 3166-1 alpha-3, ``map`` alpha-2 in small letters."""

    code: str
    map: str
    label: str
    events: int


class Places(BaseModel):
    """Events by country, and how many are nowhere."""

    countries: list[PlaceCount]
    elsewhere: int


class Contradiction(BaseModel):
    """What some statements assert and others negate."""

    subject: Entity
    relation: str
    object: Entity
    asserted: int
    negated: int
    first: str | None = None
    last: str | None = None


class Contradictions(BaseModel):
    """Contradictions, those with most statements first."""

    contradictions: list[Contradiction]
    total: int


class Claims(BaseModel):
    """Those on whose word something is said, with the number of statements."""

    speakers: list[Entity]
    total: int


class ArticlePage(BaseModel):
    """A page of articles, newest first, of so many."""

    articles: list[ArticleLine]
    total: int
    offset: int


class Segment(BaseModel):
    """A piece of an article's text with what was read in it: the statements (numbers into the list) and the
    roles of its words in them.
    """

    text: str
    marks: list[tuple[int, str]]


class ArticleText(BaseModel):
    """An article with its text, cut where what was read begins and ends."""

    article: ArticleLine
    segments: list[Segment]
    statements: list[Statement]


class StoredParameter(BaseModel):
    """A parameter of a stored query; ``required`` when the query does not do without."""

    name: str
    type: str
    description: str
    default: str | None = None


class StoredQuery(BaseModel):
    """A stored query."""

    name: str
    title: str
    description: str
    params: list[StoredParameter]


class Text(BaseModel):
    """A query, filled in."""

    sparql: str
