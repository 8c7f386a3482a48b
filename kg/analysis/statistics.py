"""Store -> Stats: how much it holds, what of, who stands in the middle, and when it happened."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from kg.analysis.nodes import Node, nodes
from kg.analysis.ontology_of import ontology_of
from kg.rdf import selections
from kg.rdf.layout import id_of, term_name
from kg.store.select import cell_text, rows
from kg.terminal import clean, columns, count, cut, style, wrap

if TYPE_CHECKING:
    from kg.analysis.edges import Level
    from kg.analysis.measures import Links
    from kg.store.base import Store

__all__ = ["Community", "Ranked", "Stats", "Strong", "statistics", "stats_text", "to_json"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An actor and its value in a ranking."""

    id: str
    label: str
    cls: str
    value: float


@dataclass(frozen=True, slots=True)
class Community:
    """Entities closely tied to each other; ``members`` are the labels of its first by PageRank."""

    size: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """An edge and how often it is said."""

    subject: str
    relation: str
    object: str
    articles: int
    statements: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What a store holds, in numbers.

    ``counts`` holds articles, sentences (that say something), statements, openStatements, events, entities
    (that statements speak of), edges (between entities, of all relations) and triples. ``relations``,
    ``classes``, ``modalities`` and ``sources`` are sorted by number, ``months`` ("2025-11") by time: that of
    the statement, else of its article. The graph measured has the direct edges (actual and planned) between
    entities, or between countries where ``level`` says so, of all relations but those ``left_out``;
    ``density`` is the share of pairs that are linked; ``rankings`` has actors by ``degree``, ``pagerank`` and
    ``betweenness``; ``methods`` says how the costly measures were found.
    """

    counts: dict[str, int]
    relations: dict[str, int]
    classes: dict[str, int]
    modalities: dict[str, int]
    sources: dict[str, int]
    months: dict[str, int]
    density: float
    components: int
    largest_component: int
    rankings: dict[str, tuple[Ranked, ...]]
    communities: tuple[Community, ...]
    community_count: int
    strongest: tuple[Strong, ...]
    methods: dict[str, str]
    level: Level = "entity"
    left_out: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        """The numbers as ``kg stats`` prints them, for notebooks."""
        return f"<pre>{escape(stats_text(self))}</pre>"


def statistics(store: Store, top: int = 10, *, level: Level = "entity", roles: bool = False) -> Stats:
    """Counts and measures of a store; rankings, communities and edges up to ``top`` places.

    Measured is who does what to whom: relations that only say what somebody is (``kg:describesSubject``: the
    office held, whom one acts for) are left out, unless ``roles`` asks for them. The same for the same store,
    always.
    """
    from kg.analysis.edge_arrays import scan  # numpy and scipy are loaded only where they are needed
    from kg.analysis.measures import without

    articles = list(rows(store, selections.ARTICLES))
    relations, modalities = _by(store, selections.RELATIONS_SAID), _by(store, selections.MODALITIES_SAID)
    entities = nodes(store, (_entity(store, cell) for (cell,) in rows(store, selections.ARGUMENTS)))
    of = scan(store)
    measured = of if level == "entity" else scan(store, level)
    left_out = () if roles else _descriptive(store, of.relations)
    return Stats(
        counts={
            "articles": len({article for article, _, _ in articles}),
            "sentences": _count(store, selections.SENTENCES),
            "statements": relations.total(),
            "openStatements": modalities.total() - relations.total(),
            "events": _count(store, selections.EVENTS),
            "entities": len(entities),
            "edges": len(of.source),
            "triples": _count(store, selections.TRIPLES),
        },
        relations=_sorted(relations),
        classes=_sorted(Counter(node.cls or "unknown" for node in entities.values())),
        modalities=_sorted(modalities),
        sources=_sorted(Counter(_literal(source) or "unknown" for _, _, source in articles)),
        months=_months(store, {article: when for article, when, _ in articles}),
        **_measured(store, entities, without(measured, left_out), top, level),
        level=level,
        left_out=left_out,
    )


def _descriptive(store: Store, relations: Iterable[str]) -> tuple[str, ...]:
    """Those of some relations that say what their subject is."""
    found = {_local(p) for (p,) in rows(ontology_of(store), selections.DESCRIPTIVE)}
    return tuple(sorted(found.intersection(relations)))


def _by(store: Store, query: str) -> Counter[str]:
    """How often each value, by the local name of its IRI."""
    return Counter({_local(value): _whole(n) for value, n in rows(store, query) if value})


def _whole(cell: bytes) -> int:
    return int(cell_text(cell))


def _months(store: Store, issued: Mapping[bytes, bytes]) -> dict[str, int]:
    """How many statements fall into each month, those without a year of their own into that of their
    article.
    """
    found: Counter[str] = Counter()
    for begin, n in rows(store, selections.DATED):
        if month := _month(begin):
            found[month] += _whole(n)
    for sentence, n in rows(store, selections.UNDATED):
        if sentence:
            found[_month(issued.get(_article(sentence), b"")) or "undated"] += _whole(n)
    return dict(sorted(found.items()))


def _entity(store: Store, cell: bytes) -> str:
    return id_of(store.base, cell[1:-1].decode())


def _article(sentence: bytes) -> bytes:
    return sentence.partition(b"#")[0].removesuffix(b">") + b">"


def _local(cell: bytes) -> str:
    return term_name(cell[1:-1].decode())


def _literal(cell: bytes) -> str:
    return clean(cell[1:].rpartition(b'"')[0].decode().replace('\\"', '"'))


def _month(cell: bytes) -> str | None:
    """Year and month of a date's TSV cell, the year alone where there is no more, None without a year."""
    value = _literal(cell)
    return value[:7] if value[:4].isdigit() else None


def _count(store: Store, query: str) -> int:
    """The number that a counting query answers."""
    return sum(_whole(n) for (n,) in rows(store, query))


def _sorted(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _measured(
    store: Store, entities: Mapping[str, Node], of: Links, top: int, level: Level
) -> dict[str, Any]:
    """The fields of Stats that come from the graph of direct edges."""
    from kg.analysis import measures

    if unknown := set(of.ids) - entities.keys():
        entities = {**entities, **nodes(store, unknown)}
    n = len(of.ids)
    rank = measures.pagerank(of)
    between, sources = measures.betweenness(of)
    groups = measures.communities(of)
    sizes = Counter(measures.components(of).tolist())
    values = {"degree": measures.degree(of), "pagerank": rank, "betweenness": between}
    actors = _actors(store, [entities[id] for id in of.ids])
    return {
        "density": measures.simple(of).nnz / (n * (n - 1)) if n > 1 else 0.0,
        "components": len(sizes),
        "largest_component": max(sizes.values(), default=0),
        "rankings": {
            name: _ranked([(float(value[i]), entities[of.ids[i]]) for i in actors], top)
            for name, value in values.items()
        },
        "communities": tuple(
            _community([(float(rank[i]), entities[of.ids[i]]) for i in group], top) for group in groups[:top]
        ),
        "community_count": len(groups),
        "strongest": _strongest(store, of, entities, top, level),
        "methods": {
            "betweenness": "exact" if sources == n else f"estimated from {sources} of {n:,} entities",
            "pagerank": "undirected, weighted by articles",
            "communities": "Louvain, weighted by articles",
        },
    }


def _actors(store: Store, found: Sequence[Node]) -> list[int]:
    """The places of the actors in a list of entities; all places when the store has no ontology to tell."""
    classes = {_local(cell) for (cell,) in rows(ontology_of(store), selections.ACTOR_CLASSES)}
    return [i for i, node in enumerate(found) if node.cls in classes or len(classes) < 2]


def _ranked(found: Iterable[tuple[float, Node]], top: int) -> tuple[Ranked, ...]:
    first = sorted(found, key=lambda pair: (-round(pair[0], 9), pair[1].id))[:top]
    return tuple(Ranked(node.id, node.label, node.cls, round(value, 6)) for value, node in first)


def _community(found: list[tuple[float, Node]], top: int) -> Community:
    return Community(len(found), tuple(one.label for one in _ranked(found, min(top, 5))))


def _strongest(
    store: Store, of: Links, entities: Mapping[str, Node], top: int, level: Level
) -> tuple[Strong, ...]:
    """The edges of most articles; among those of as many, of most statements."""
    from kg.analysis.edge_arrays import statements_of

    least = sorted(of.weight.tolist(), reverse=True)[:top][-1:]
    candidates = (of.weight >= least[0]).nonzero()[0].tolist() if least else []
    said = statements_of(store, of, candidates, level)
    found = [
        (
            -int(of.weight[i]),
            -said[i],
            of.ids[of.source[i]],
            of.relations[of.relation[i]],
            of.ids[of.target[i]],
        )
        for i in candidates
    ]
    first = sorted(found)[:top]
    return tuple(
        Strong(entities[s].label, relation, entities[o].label, -articles, -statements)
        for articles, statements, s, relation, o in first
    )


def to_json(stats: Stats) -> str:
    """The numbers as indented JSON."""
    return json.dumps(asdict(stats), ensure_ascii=False, indent=2) + "\n"


_NAMES = {"openStatements": "open statement"}


def stats_text(stats: Stats, width: int = 100, colour: bool = False) -> str:
    """The numbers as text for people, at most ``width`` columns wide."""
    first = [
        count(number, _NAMES.get(name, name[:-3] + "y" if name.endswith("ies") else name[:-1]))
        for name, number in stats.counts.items()
    ]
    first = [text for text in first if not text.startswith("0 open")]
    blocks = [wrap([(", ".join(first), "")], width, "", colour)]
    for title, numbers in [
        ("Relations", stats.relations),
        ("Classes of entities", stats.classes),
        ("Modality", stats.modalities),
        ("Sources (articles)", stats.sources),
        ("Time (statements a month)", stats.months),
    ]:
        if numbers:
            blocks.append([style(title, "bold", colour), *_bars(numbers, width)])
    if stats.rankings["degree"]:
        blocks += [_graph_lines(stats, width, colour), _ranking_lines(stats, width, colour)]
    if stats.communities:
        rows_ = [(str(one.size), ", ".join(one.members)) for one in stats.communities]
        shown = (
            f" (the first {len(rows_)} of {stats.community_count})"
            if stats.community_count > len(rows_)
            else ""
        )
        blocks.append([style(f"Communities{shown}", "bold", colour), *columns(rows_, "><", width)])
    if stats.strongest:
        said = [
            (
                f"{e.subject} {e.relation} {e.object}",
                count(e.articles, "article"),
                count(e.statements, "statement"),
            )
            for e in stats.strongest
        ]
        blocks.append([style("Most often said", "bold", colour), *columns(said, "<>>", width)])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _bars(numbers: Mapping[str, int], width: int) -> list[str]:
    """One line a number, with a bar in proportion."""
    most, names = max(numbers.values()), min(40, max(map(len, numbers)))
    room = max(5, min(40, width - names - len(f"{most:,}") - 6))
    return columns(
        [(cut(name, names), f"{n:,}", "█" * max(1, round(room * n / most))) for name, n in numbers.items()],
        "<><",
        width,
    )


def _graph_lines(stats: Stats, width: int, colour: bool) -> list[str]:
    parts = (
        f"{count(stats.components, 'component')}, the largest of {stats.largest_component:,} "
        f"entities; density {stats.density:.4f};"
    )
    groups = (
        f"{count(stats.community_count, 'community') if stats.communities else 'communities'} "
        f"({stats.methods['communities'].partition(',')[0]})"
    )
    return [
        style(f"The graph of direct edges{_measured_of(stats)}", "bold", colour),
        *wrap([(f"{parts} {groups}", "")], width, "  ", colour),
    ]


def _measured_of(stats: Stats) -> str:
    """What the graph is of, where it is not of everything."""
    parts = ["between countries"] if stats.level == "country" else []
    parts += [f"without {' and '.join(stats.left_out)}"] if stats.left_out else []
    return f" {', '.join(parts)}" if parts else ""


def _ranking_lines(stats: Stats, width: int, colour: bool) -> list[str]:
    """The three rankings beside each other."""
    heads = [("degree", "degree"), ("pagerank", "PageRank"), ("betweenness", "betweenness")]
    room = max(8, (width - 32) // 3)
    table = [["", *(cell for _, title in heads for cell in ("by " + title, ""))]]
    for place, trio in enumerate(zip(*(stats.rankings[name] for name, _ in heads), strict=True), start=1):
        values = [f"{trio[0].value:,.0f}", f"{trio[1].value:.4f}", f"{trio[2].value:.4f}"]
        table.append(
            [
                str(place),
                *(
                    cell
                    for one, value in zip(trio, values, strict=True)
                    for cell in (cut(one.label, room), value)
                ),
            ]
        )
    method = (
        "" if stats.methods["betweenness"] == "exact" else f" (betweenness {stats.methods['betweenness']})"
    )
    return [style(f"Actors in the middle{method}", "bold", colour), *columns(table, "><><><>", width)]
