"""Stores beside bare Oxigraph and rdflib's own engine: load, add, query, dump."""

from __future__ import annotations

import io
import math
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sized
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from benchmarks.performance.figures import Figure, Section, costs, once
from benchmarks.performance.made import STATEMENTS, graphs
from kg.errors import KGError
from kg.resources.namespaces import DEFAULT_BASE, PREFIXES
from kg.store.base import Store
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore

__all__ = ["PROLOGUE", "QUERIES", "same_number", "stores"]

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_ACTOR = f"<{DEFAULT_BASE}country/made-0>"
QUERIES = {
    "who met whom": "SELECT ?a ?b WHERE { ?a kg:meets ?b }",
    "who met the same": f"""SELECT ?a ?b WHERE {{ {_ACTOR} kg:meets ?x .
        ?a kg:meets ?x ; kg:visits ?b }}""",
    "statements by relation and month": """SELECT ?p ?month (COUNT(*) AS ?n) WHERE { ?t rdf:predicate ?p ;
    kg:begin ?b
        BIND(SUBSTR(STR(?b), 1, 7) AS ?month) } GROUP BY ?p ?month""",
    "classes above": "SELECT ?c WHERE { kg:Ministry rdfs:subClassOf* ?c }",
    "surest first": """SELECT ?t ?c WHERE { ?t kg:modality kg:planned ; kg:confidence ?c FILTER(?c > 0.98) }
        ORDER BY DESC(?c) ?t LIMIT 20""",
    "sentences behind an edge": f"""SELECT ?text WHERE {{ ?t rdf:subject {_ACTOR} ;
    rdf:predicate kg:meets ; rdf:object ?o ;
        prov:wasDerivedFrom ?where . ?where nif:anchorOf ?text }}""",
    "partners by actor": """SELECT ?s (COUNT(DISTINCT ?o) AS ?n) WHERE { ?t rdf:subject ?s ; rdf:object ?o }
    GROUP BY ?s
        ORDER BY DESC(?n) ?s LIMIT 10""",
}


def stores(statements: int, rounds: int) -> Section:
    """A store on disk with that many statements, beside Oxigraph on disk and in memory, and rdflib in
    memory.
    """
    articles = list(graphs(statements))
    with tempfile.TemporaryDirectory(prefix="kg-stores-") as name:
        folder = Path(name)
        file = folder / "graphs.nq"
        file.write_bytes(b"".join(content for _, content in articles))
        quads = sum(content.count(b"\n") for _, content in articles)
        loads = _loads(folder, file, articles, rounds)
        size = Figure("disk that a store takes", "bare Oxigraph", _disk(folder, "kg-0", "ox-0"), 1.15)
        with open_store(str(folder / "kg-0"), create=False, read_only=True) as store:
            triples = folder / "triples.nt"
            triples.write_bytes(store.dump("ntriples"))
            asks, table = _asks(store, triples, folder / "native", rounds)
            dumps = _dumps(store, folder, file, triples, rounds)
        adds = _adds(folder, statements, rounds)
    return Section(
        "Stores",
        f"{statements:,} made statements in {len(articles):,} articles, {quads:,} quads, on disk; "
        f"CPU seconds of all threads, median of {rounds} rounds. A store writes each triple of the merge "
        "once, which queries see, and what articles share in their graphs, too; bare Oxigraph writes the "
        "articles' graphs. Exports of a store are sorted, the same bytes for the same content; those of "
        "Oxigraph are not."
        " Ratios of speed: 0.5 is half as fast as what it is beside.",
        (*loads, size, *adds, *asks, *dumps),
        (table,),
    )


def _loads(folder: Path, file: Path, articles: list[tuple[str, bytes]], rounds: int) -> list[Figure]:
    number = iter(range(1000))
    taken: dict[str, list[float]] = {}
    memory = ox.Store()

    def disk() -> None:
        ox.Store(str(folder / f"ox-{next(number)}")).bulk_load(path=str(file))

    def in_memory() -> None:
        memory.clear()
        memory.bulk_load(path=str(file))

    for index in range(rounds):

        def filled(index: int = index) -> None:
            with open_store(str(folder / f"kg-{index}")) as store:
                store.add(iter(articles))

        tasks: dict[str, Callable[[], object]] = {
            "kg": filled,
            "disk": disk,
            "memory": in_memory,
            "parse": lambda: _parsed(file),
        }
        for name, task in tasks.items():
            taken.setdefault(name, []).append(once(task))
    cost = {name: sorted(times)[len(times) // 2] for name, times in taken.items()}
    return [
        Figure("load", "bare `bulk_load` on disk", cost["disk"] / cost["kg"], 0.90, at_most=False),
        Figure("load", "bare `bulk_load` in memory", cost["memory"] / cost["kg"], 0.45, at_most=False),
        Figure("load", "draining `pyoxigraph.parse`", cost["parse"] / cost["kg"], 0.15, at_most=False),
    ]


def _disk(folder: Path, one: str, other: str) -> float:
    """The room that one store takes beside another; a file with several names counts once."""
    sizes = []
    for name in (one, other):
        files = [path.stat() for path in (folder / name).rglob("*") if path.is_file()]
        sizes.append(sum({(file.st_dev, file.st_ino): file.st_size for file in files}.values()))
    return sizes[0] / sizes[1]


def _parsed(file: Path) -> None:
    deque(ox.parse(path=str(file)), maxlen=0)


def _adds(folder: Path, statements: int, rounds: int) -> list[Figure]:
    """A hundred new articles into the full store, beside one transaction of Oxigraph on a store as full."""
    bare = ox.Store(str(folder / "ox-0"))
    kg: list[float] = []
    native: list[float] = []
    for index in range(rounds):
        fresh = list(graphs(100 * STATEMENTS, seed=100 + index))
        content = b"".join(text for _, text in fresh)
        native.append(once(lambda content=content: bare.load(content, format=ox.RdfFormat.N_QUADS)))  # type: ignore[misc]
        with open_store(str(folder / "kg-0")) as store:
            kg.append(once(lambda fresh=fresh, store=store: store.add(iter(fresh))))  # type: ignore[misc]
    middle = rounds // 2
    return [
        Figure(
            "add 100 articles to the store",
            "bare `load` into a store as full",
            sorted(native)[middle] / sorted(kg)[middle],
            0.90,
            at_most=False,
        )
    ]


def _asks(
    store: Store, triples: Path, place: Path, rounds: int
) -> tuple[list[Figure], tuple[tuple[str, ...], ...]]:
    """Each query beside the Oxigraph store underneath, one of the merge alone, and rdflib's own engine in
    memory.
    """
    assert isinstance(store, LocalStore)
    writer = ox.Store(str(place))
    writer.bulk_load(path=str(triples))
    del writer
    bare = ox.Store.read_only(str(place))
    slow = rdflib.Graph()
    slow.parse(triples, format="nt")
    rows = [("query", "rows", "newskg, ms", "the same store, ms", "merge alone, ms", "rdflib, ms")]
    taken: dict[str, list[float]] = {"kg": [], "same": [], "merge": [], "rdflib": []}
    with _quiet():
        for name, query in QUERIES.items():
            text = PROLOGUE + query
            sources = {"kg": store, "same": store.oxigraph, "merge": bare, "rdflib": slow}
            number = same_number(name, {key: _answered(source, text) for key, source in sources.items()})
            tasks = {key: partial(_answered, source, text) for key, source in sources.items()}
            slowly = tasks.pop("rdflib")
            cost = costs(tasks, 2 * rounds + 1)
            cost["rdflib"] = once(slowly)
            for key, seconds in cost.items():
                taken[key].append(seconds)
            rows.append((name, f"{number:,}", *(f"{1000 * cost[key]:,.1f}" for key in taken)))  # type: ignore[arg-type]
    mean = {key: math.exp(sum(map(math.log, seconds)) / len(seconds)) for key, seconds in taken.items()}
    return [
        Figure(
            "time of a query, geometric mean",
            "`list(Store.query(q))` of the Oxigraph store underneath",
            mean["kg"] / mean["same"],
            1.10,
        ),
        Figure(
            "time of a query, geometric mean",
            "the same of a store that holds the merge alone",
            mean["kg"] / mean["merge"],
            1.10,
        ),
        Figure(
            "rdflib's own engine in memory, time of a query, geometric mean",
            "newskg on disk",
            mean["rdflib"] / mean["kg"],
            12,
            False,
        ),
    ], tuple(rows)


def _dumps(store: Store, folder: Path, file: Path, triples: Path, rounds: int) -> list[Figure]:
    """A store's exports beside bare dumps of the same graphs and the same merge: in memory, and on disk."""
    graphs, merge = ox.Store(), ox.Store()
    graphs.bulk_load(path=str(file))
    merge.bulk_load(path=str(triples))
    with open_store(str(file), create=False, read_only=True) as memory:
        found = _dumped("both in memory", memory, graphs, merge, (0.50, 0.42), rounds)
    disk, disk_merge = (ox.Store.read_only(str(folder / name)) for name in ("ox-0", "native"))
    return found + _dumped("both on disk", store, disk, disk_merge, (0.90, 0.90), rounds)


def _dumped(
    where: str, store: Store, graphs: ox.Store, merge: ox.Store, goals: tuple[float, float], rounds: int
) -> list[Figure]:
    cost = costs(
        {
            "nq": lambda: store.dump("nquads", io.BytesIO()),
            "ttl": lambda: store.dump("turtle", io.BytesIO()),
            "bare nq": lambda: graphs.dump(format=ox.RdfFormat.N_QUADS),
            "bare ttl": lambda: merge.dump(format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph()),
        },
        rounds,
    )
    return [
        Figure(
            "canonical N-Quads",
            f"bare `dump`, {where}",
            cost["bare nq"] / cost["nq"],
            goals[0],
            at_most=False,
        ),
        Figure(
            "canonical Turtle",
            f"bare `dump`, {where}",
            cost["bare ttl"] / cost["ttl"],
            goals[1],
            at_most=False,
        ),
    ]


@contextmanager
def _quiet() -> Iterator[None]:
    """rdflib's warnings about what it does not know of are not of interest here."""
    import logging

    logger = logging.getLogger("rdflib")
    before = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(before)


def same_number(query: str, answers: Mapping[str, Sized]) -> int:
    """How many rows all sides answer with. Raises KGError when they differ: their times would say nothing."""
    numbers = {side: len(rows) for side, rows in answers.items()}
    if len(set(numbers.values())) > 1:
        said = ", ".join(f"{side} {number}" for side, number in numbers.items())
        raise KGError(query, f"does not have the same answer everywhere (rows: {said})", "mend the query")
    return next(iter(numbers.values()))


def _answered(source: Any, text: str) -> list[Any]:
    """All rows of an answer."""
    return list(source.query(text))
