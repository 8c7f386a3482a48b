"""What the API answers with, looked up in the collected content: entities, groups, graphs, events, counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from kg.rdf.layout import DIRECT, MODALITIES
from kg.serve import models
from kg.serve.content import Article, Content, Numbers
from kg.serve.grouping import Groups, distinct_pairs, grouped

__all__ = [
    "article_line",
    "articles",
    "claims",
    "contradictions",
    "date_of",
    "days",
    "entity",
    "events",
    "graph",
    "groups",
    "months",
    "places",
    "span",
]

_DIRECTIONS = ("from", "to", "with")
_NEVER = np.int32(99_999_999)
_NEGATED = MODALITIES.index("negated")
_TOLD = [i for i, name in enumerate(MODALITIES) if name in DIRECT] + [_NEGATED]


def entity(content: Content, number: int, said: int | None = None) -> models.Entity:
    """An entity by its number."""
    node = content.entities[number]
    return models.Entity(
        id=node.id,
        label=node.label,
        cls=node.cls or "entity",
        country=node.country,
        sector=node.sector,
        said=said,
    )


def _entity_or_none(content: Content, number: int) -> models.Entity | None:
    return entity(content, number) if number >= 0 else None


def date_of(day: int) -> str | None:
    """A day of ``Content.day`` as ISO 8601; None for no time."""
    if not day:
        return None
    year, month, rest = day // 10_000, day // 100 % 100, day % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{rest:02}" if rest else "")


def span(content: Content, chosen: Numbers) -> tuple[str | None, str | None]:
    """The first and the last time of some statements."""
    days = content.day[chosen]
    days = days[days > 0]
    return (date_of(int(days.min())), date_of(int(days.max()))) if len(days) else (None, None)


def article_line(one: Article, said: int | None = None) -> models.ArticleLine:
    """An article as the API has it; an address that is none of the web is left out."""
    url = one.url if one.url.lower().startswith(("http://", "https://")) else None
    return models.ArticleLine(
        id=one.id, title=one.title, date=one.date or None, source=one.source or None, url=url, statements=said
    )


def groups(content: Content, chosen: Numbers, number: int, limit: int) -> models.Groups:
    """What some statements say of an entity, by relation, direction and the other end."""
    subjects, objects = content.roles["subject"][chosen], content.roles["object"][chosen]
    kept = (subjects == number) | (objects == number)
    rows, acts, others = chosen[kept], subjects[kept] == number, subjects[kept]
    others = np.where(acts, objects[kept], others)
    relations = content.relation[rows]
    directions = np.where(content.is_symmetric[relations], 2, np.where(acts, 1, 0))
    found = grouped(rows, relations, directions, others)
    relations, directions, others = relations[found.at], directions[found.at], others[found.at]
    articles, sizes = found.distinct(content.original), found.sizes
    ranks = content.entity_rank[others], directions, content.relation_rank[relations]
    first, last = _spans(content, found)
    made = [
        models.Group(
            relation=content.relations[relations[i]],
            direction=_DIRECTIONS[directions[i]],
            other=_entity_or_none(content, int(others[i])),
            statements=int(sizes[i]),
            articles=int(articles[i]),
            modalities=_modalities(content, found.members(i)),
            first=date_of(int(first[i])),
            last=date_of(int(last[i])),
        )
        for i in np.lexsort((*ranks, -sizes, -articles))[:limit].tolist()
    ]
    return models.Groups(groups=made, total=len(found))


def _spans(content: Content, found: Groups) -> tuple[Numbers, Numbers]:
    """The first and the last time of each group; 0 where no statement of it has one."""
    first = found.least(np.where(content.day > 0, content.day, _NEVER))
    return np.where(first == _NEVER, 0, first), found.most(content.day)


def _modalities(content: Content, rows: Numbers) -> dict[str, int]:
    counts = Counter(content.modality[rows].tolist())
    return {name: counts[i] for i, name in enumerate(MODALITIES) if counts[i]}


def months(content: Content, chosen: Numbers) -> models.Months:
    """How many of some statements each month has, by relation."""
    month = content.day[chosen] // 100
    dated = month % 100 > 0
    counts: defaultdict[int, Counter[int]] = defaultdict(Counter)
    pairs = month[dated].astype(np.int64) * 10_000 + content.relation[chosen][dated]
    for pair, n in zip(*np.unique(pairs, return_counts=True), strict=True):
        counts[int(pair) // 10_000][int(pair) % 10_000] = int(n)
    return models.Months(
        months=[
            models.Month(
                month=f"{when // 100:04}-{when % 100:02}",
                relations={content.relations[i]: n for i, n in counts[when].items()},
            )
            for when in sorted(counts)
        ],
        undated=int(np.count_nonzero(~dated)),
    )


def graph(content: Content, chosen: Numbers, *, level: str, centre: int | None, limit: int) -> models.Graph:
    """The network that some statements make, of actors, of all entities or of countries (for whoever acts for
    one): the ``limit`` of them with most edges, by articles, the centre always among them.
    """
    ends = content.country_of if level == "country" else content.actors if level == "actor" else None
    found, subjects, relations, objects = _edges(content, chosen, ends)
    weights = found.distinct(content.original)
    size = len(content.entities)
    degree = np.bincount(subjects, weights, size) + np.bincount(objects, weights, size)
    middle = -1 if centre is None else centre if ends is None else int(ends[centre])
    linked = np.flatnonzero(degree)
    order = linked[np.lexsort((content.entity_rank[linked], -degree[linked], linked != middle))]
    inside = np.zeros(size, bool)
    inside[order[:limit]] = True
    kept = np.flatnonzero(inside[subjects] & inside[objects])
    ranks = content.entity_rank[objects], content.relation_rank[relations], content.entity_rank[subjects]
    kept = kept[np.lexsort(np.stack([*ranks, -weights])[:, kept])]
    edges = _written(content, found, kept, subjects, relations, objects, weights)
    there = np.zeros(size, bool)
    there[subjects[kept]] = there[objects[kept]] = True
    nodes = [
        entity(content, one, int(degree[one]))
        for one in order[:limit].tolist()
        if there[one] or one == middle
    ]
    return models.Graph(nodes=nodes, edges=edges, of=(len(order), len(found)))


def _edges(
    content: Content, chosen: Numbers, ends: Numbers | None
) -> tuple[Groups, Numbers, Numbers, Numbers]:
    """Some statements by subject, relation and object, and these; ``ends`` says which node an entity is, -1
    for none.
    """
    subjects, objects = content.roles["subject"][chosen], content.roles["object"][chosen]
    if ends is not None:
        subjects, objects = ends[subjects], ends[objects]
    kept = (subjects >= 0) & (objects >= 0) & (subjects != objects)
    rows, subjects, objects = chosen[kept], subjects[kept], objects[kept]
    relations = content.relation[rows]
    turned = content.is_symmetric[relations] & (objects < subjects)
    subjects, objects = np.where(turned, objects, subjects), np.where(turned, subjects, objects)
    found = grouped(rows, subjects, relations, objects)
    return found, subjects[found.at], relations[found.at], objects[found.at]


def _written(
    content: Content,
    found: Groups,
    kept: npt.NDArray[np.int64],
    subjects: Numbers,
    relations: Numbers,
    objects: Numbers,
    weights: npt.NDArray[np.int64],
) -> list[models.Edge]:
    """The edges that are kept, as the API has them."""
    (first, last), modality, sizes = _spans(content, found), found.least(content.modality), found.sizes
    return [
        models.Edge(
            source=content.entities[subjects[i]].id,
            target=content.entities[objects[i]].id,
            relation=content.relations[relations[i]],
            symmetric=bool(content.is_symmetric[relations[i]]),
            weight=int(weights[i]),
            statements=int(sizes[i]),
            modality=MODALITIES[max(0, int(modality[i]))],
            first=date_of(int(first[i])),
            last=date_of(int(last[i])),
        )
        for i in kept.tolist()
    ]


def events(content: Content, chosen: Numbers, offset: int, limit: int) -> models.Events:
    """The events of some statements, newest first."""
    rows = chosen[content.event[chosen] >= 0]
    found = grouped(rows, content.event[rows])
    order = np.argsort(-found.most(np.arange(len(content.event))), kind="stable")
    lines = [_event(content, found.members(i)) for i in order[offset : offset + limit].tolist()]
    return models.Events(events=lines, total=len(order), offset=offset)


def _event(content: Content, rows: Numbers) -> models.EventLine:
    rows = rows[::-1]  # newest first
    relation = content.relations[Counter(content.relation[rows].tolist()).most_common(1)[0][0]]
    where = content.where[rows]
    place = _distinct(content, content.roles["place"][rows])
    return models.EventLine(
        id=content.events[content.event[rows[0]]],
        relation=relation,
        label=content.labels.get(relation, relation),
        subjects=_distinct(content, content.roles["subject"][rows]),
        objects=_distinct(content, content.roles["object"][rows]),
        place=place[0] if place else None,
        country=content.countries[int(where[where >= 0][0])] if (where >= 0).any() else None,
        date=date_of(int(content.day[rows].max())),
        modality=MODALITIES[max(0, int(content.modality[rows].min()))],
        articles=len(set(content.original[rows].tolist())),
        statements=len(rows),
    )


def _distinct(content: Content, numbers: Numbers) -> list[models.Entity]:
    return [entity(content, number) for number in dict.fromkeys(numbers.tolist()) if number >= 0]


def days(content: Content, chosen: Numbers) -> models.Days:
    """How many events of some statements each day has."""
    rows = chosen[(content.event[chosen] >= 0) & (content.day[chosen] % 100 > 0)]
    pairs = distinct_pairs(content.day[rows], content.event[rows])
    counts = zip(*np.unique(pairs[0], return_counts=True), strict=True)
    return models.Days(days=[models.Day(day=date_of(int(one)) or "", events=int(n)) for one, n in counts])


def places(content: Content, chosen: Numbers) -> models.Places:
    """How many events of some statements happen in which country."""
    rows = chosen[content.event[chosen] >= 0]
    event, where = distinct_pairs(content.event[rows], content.where[rows])
    placed = where >= 0
    counts = np.bincount(where[placed], minlength=len(content.countries))
    found = [
        models.PlaceCount(
            code=code, map=content.maps.get(code, ""), label=content.country_labels.get(code, code), events=n
        )
        for code, n in zip(content.countries, counts.tolist(), strict=True)
        if n
    ]
    found.sort(key=lambda one: -one.events)
    elsewhere = len(np.unique(event)) - len(np.unique(event[placed]))
    return models.Places(countries=found, elsewhere=elsewhere)


def contradictions(content: Content, chosen: Numbers, limit: int) -> models.Contradictions:
    """What some statements assert (actual or planned) and others negate."""
    chosen = chosen[np.isin(content.modality[chosen], _TOLD)]
    found, subjects, relations, objects = _edges(content, chosen, None)
    negated = found.count(content.modality == _NEGATED)
    asserted = found.sizes - negated
    both = np.flatnonzero((negated > 0) & (asserted > 0))
    ids = content.entity_rank
    ranks = ids[objects[both]], ids[subjects[both]], -asserted[both]
    both = both[np.lexsort((*ranks, -np.minimum(asserted, negated)[both]))]
    first, last = _spans(content, found)
    made = [
        models.Contradiction(
            subject=entity(content, int(subjects[i])),
            relation=content.relations[relations[i]],
            object=entity(content, int(objects[i])),
            asserted=int(asserted[i]),
            negated=int(negated[i]),
            first=date_of(int(first[i])),
            last=date_of(int(last[i])),
        )
        for i in both[:limit].tolist()
    ]
    return models.Contradictions(contradictions=made, total=len(both))


def claims(content: Content, chosen: Numbers, limit: int) -> models.Claims:
    """On whose word some statements are said."""
    speakers = content.roles["attributed_to"][chosen]
    counts = Counter(speakers[speakers >= 0].tolist())
    order = sorted(counts, key=lambda one: (-counts[one], content.entities[one].id))
    return models.Claims(
        speakers=[entity(content, one, counts[one]) for one in order[:limit]], total=len(order)
    )


def articles(
    content: Content, words: Iterable[str], chosen: Numbers, offset: int, limit: int
) -> models.ArticlePage:
    """The articles of some statements whose titles have some words, newest first."""
    counts = np.bincount(
        content.article[chosen][content.article[chosen] >= 0], minlength=len(content.articles)
    )
    there = np.flatnonzero(counts)
    for word in words:
        there = there[[word.casefold() in content.titles[i] for i in there.tolist()]]
    there = there[np.argsort(-content.article_rank[there])]
    lines = [
        article_line(content.articles[i], int(counts[i])) for i in there[offset : offset + limit].tolist()
    ]
    return models.ArticlePage(articles=lines, total=len(there), offset=offset)
