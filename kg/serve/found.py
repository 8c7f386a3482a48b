"""What the API answers with, looked up in the collected content: entities, groups, graphs, events, counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from kg.rdf.layout import MODALITIES
from kg.serve import models
from kg.serve.collected import Article, Content, Numbers

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

_ACTORS = ("country/", "person/", "organization/", "group/")


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
    found: defaultdict[tuple[int, str, int], list[int]] = defaultdict(list)
    subjects, objects = content.roles["subject"], content.roles["object"]
    for row in chosen.tolist():
        relation, subject, object = int(content.relation[row]), int(subjects[row]), int(objects[row])
        if subject != number and object != number:
            continue
        symmetric = content.relations[relation] in content.symmetric
        direction = "with" if symmetric else "to" if subject == number else "from"
        found[relation, direction, object if subject == number else subject].append(row)
    originals = content.original

    def rank(key: tuple[int, str, int]) -> tuple[int, int, str, str, str]:
        articles = len({int(originals[row]) for row in found[key]})
        other = content.entities[key[2]].id if key[2] >= 0 else ""
        return -articles, -len(found[key]), content.relations[key[0]], key[1], other

    order = sorted(found, key=rank)[:limit]
    made = [_group(content, key, np.array(found[key], np.int32)) for key in order]
    return models.Groups(groups=made, total=len(found))


def _group(content: Content, key: tuple[int, str, int], rows: Numbers) -> models.Group:
    relation, direction, other = key
    first, last = span(content, rows)
    return models.Group(
        relation=content.relations[relation],
        direction=direction,
        other=_entity_or_none(content, other),
        statements=len(rows),
        articles=len(set(content.original[rows].tolist())),
        modalities=_modalities(content, rows),
        first=first,
        last=last,
    )


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
    ends = content.country_of if level == "country" else _themselves(content, actors=level == "actor")
    subjects, objects = ends[content.roles["subject"][chosen]], ends[content.roles["object"][chosen]]
    kept = (subjects >= 0) & (objects >= 0) & (subjects != objects)
    rows, subjects, objects = chosen[kept], subjects[kept], objects[kept]
    middle = int(ends[centre]) if centre is not None else None
    made: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    for row, subject, object in zip(rows.tolist(), subjects.tolist(), objects.tolist(), strict=True):
        relation = int(content.relation[row])
        if content.relations[relation] in content.symmetric and object < subject:
            subject, object = object, subject
        made[subject, relation, object].append(row)
    weights = {key: len(set(content.original[said].tolist())) for key, said in made.items()}
    degree: Counter[int] = Counter()
    for (subject, _, object), weight in weights.items():
        degree[subject] += weight
        degree[object] += weight
    order = sorted(degree, key=lambda one: (one != middle, -degree[one], content.entities[one].id))
    inside = set(order[:limit])
    edges = [
        _edge(content, key, np.array(said, np.int32), weights[key])
        for key, said in made.items()
        if key[0] in inside and key[2] in inside
    ]
    edges.sort(key=lambda one: (-one.weight, one.source, one.relation, one.target))
    linked = {id for edge in edges for id in (edge.source, edge.target)}
    nodes = [
        entity(content, one, degree[one])
        for one in order[:limit]
        if one == middle or content.entities[one].id in linked
    ]
    return models.Graph(nodes=nodes, edges=edges, of=(len(order), len(made)))


def _themselves(content: Content, *, actors: bool) -> Numbers:
    """The number of each entity, -1 for those that are no actors when these are asked for."""
    taken = [not actors or node.id.startswith(_ACTORS) for node in content.entities]
    return np.array([i if one else -1 for i, one in enumerate(taken)] + [-1], np.int32)


def _edge(content: Content, key: tuple[int, int, int], rows: Numbers, weight: int) -> models.Edge:
    subject, relation, object = key
    first, last = span(content, rows)
    name = content.relations[relation]
    return models.Edge(
        source=content.entities[subject].id,
        target=content.entities[object].id,
        relation=name,
        symmetric=name in content.symmetric,
        weight=weight,
        statements=len(rows),
        modality=MODALITIES[max(0, int(content.modality[rows].min()))],
        first=first,
        last=last,
    )


def events(content: Content, chosen: Numbers, offset: int, limit: int) -> models.Events:
    """The events of some statements, newest first."""
    rows = chosen[content.event[chosen] >= 0][::-1]
    order, at = np.unique(content.event[rows], return_index=True)
    order = order[np.argsort(at)]
    page = set(order[offset : offset + limit].tolist())
    members: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows.tolist():
        if (event := int(content.event[row])) in page:
            members[event].append(row)
    lines = [_event(content, event, np.array(said, np.int32)) for event, said in members.items()]
    return models.Events(events=lines, total=len(order), offset=offset)


def _event(content: Content, event: int, rows: Numbers) -> models.EventLine:
    relation = content.relations[Counter(content.relation[rows].tolist()).most_common(1)[0][0]]
    where = content.where[rows]
    place = _distinct(content, content.roles["place"][rows])
    return models.EventLine(
        id=content.events[event],
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
    pairs = np.unique(np.stack([content.day[rows], content.event[rows]]), axis=1)
    found = zip(*np.unique(pairs[0], return_counts=True), strict=True)
    return models.Days(days=[models.Day(day=date_of(int(day)) or "", events=int(n)) for day, n in found])


def places(content: Content, chosen: Numbers) -> models.Places:
    """How many events of some statements happen in which country."""
    rows = chosen[content.event[chosen] >= 0]
    pairs = {
        (event, where)
        for event, where in zip(content.event[rows].tolist(), content.where[rows].tolist(), strict=True)
    }
    counts = Counter(where for _, where in pairs if where >= 0)
    placed = {event for event, where in pairs if where >= 0}
    found = [
        models.PlaceCount(
            code=code, map=content.maps.get(code, ""), label=content.country_labels.get(code, code), events=n
        )
        for code, n in sorted((content.countries[i], n) for i, n in counts.items())
    ]
    found.sort(key=lambda one: -one.events)
    return models.Places(countries=found, elsewhere=len({event for event, _ in pairs} - placed))


def contradictions(content: Content, chosen: Numbers, limit: int) -> models.Contradictions:
    """What some statements assert (actual or planned) and others negate."""
    asserted: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    negated: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    subjects, objects = content.roles["subject"], content.roles["object"]
    for row in chosen.tolist():
        subject, relation, object = int(subjects[row]), int(content.relation[row]), int(objects[row])
        modality = int(content.modality[row])
        if subject < 0 or object < 0 or modality not in (0, 1, 3):
            continue
        if content.relations[relation] in content.symmetric and object < subject:
            subject, object = object, subject
        (negated if modality == 3 else asserted)[subject, relation, object].append(row)
    made = [
        _contradiction(content, key, asserted[key], said) for key, said in negated.items() if key in asserted
    ]
    made.sort(key=lambda one: (-min(one.asserted, one.negated), -one.asserted, one.subject.id, one.object.id))
    return models.Contradictions(contradictions=made[:limit], total=len(made))


def _contradiction(
    content: Content, key: tuple[int, int, int], asserted: Sequence[int], negated: Sequence[int]
) -> models.Contradiction:
    first, last = span(content, np.array([*asserted, *negated], np.int32))
    return models.Contradiction(
        subject=entity(content, key[0]),
        relation=content.relations[key[1]],
        object=entity(content, key[2]),
        asserted=len(asserted),
        negated=len(negated),
        first=first,
        last=last,
    )


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
    wanted = [word.casefold() for word in words]
    found = [
        i
        for i in np.flatnonzero(counts).tolist()
        if all(word in content.articles[i].title.casefold() for word in wanted)
    ]
    found.sort(key=lambda i: (content.articles[i].date, content.articles[i].id), reverse=True)
    lines = [article_line(content.articles[i], int(counts[i])) for i in found[offset : offset + limit]]
    return models.ArticlePage(articles=lines, total=len(found), offset=offset)
