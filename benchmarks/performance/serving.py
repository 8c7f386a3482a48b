"""`kg serve`: each answer of the API beside the bare query that asks a store for the same."""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from benchmarks.performance.figures import Figure, Section, costs
from benchmarks.performance.made import graphs
from benchmarks.performance.stores import PROLOGUE
from kg.resources.gazetteer import load_gazetteer
from kg.resources.ontology import load_ontology
from kg.serve.api import router
from kg.serve.collected import Collected
from kg.serve.served import serve_store
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore

__all__ = ["ASKED", "serving"]

_MOST = 0.2
"""Seconds that an answer may take."""
_WHO = "kgr:country\\/made-0"
_SAID = "?t rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o"
_MONTH = "BIND(SUBSTR(STR(?b), 1, 7) AS ?m)"
ASKED = {
    "entities whose names begin so": (
        "search?q=country%201",
        """SELECT DISTINCT ?e ?name { ?e skos:prefLabel|skos:altLabel ?name
        FILTER(STRSTARTS(LCASE(?name), "country 1")) } LIMIT 12""",
    ),
    "who accused whom in a month": (
        "statements?relation=accuses&since=2025-03&until=2025-03",
        """SELECT ?t ?s ?o ?b ?text { ?t rdf:predicate kg:accuses ; rdf:subject ?s ; rdf:object ?o ;
        kg:begin ?b ; prov:wasDerivedFrom ?where . ?where nif:anchorOf ?text
        FILTER(?b >= "2025-03-01"^^xsd:date && ?b <= "2025-03-31"^^xsd:date) } ORDER BY DESC(?b) LIMIT 20""",
    ),
    "what is said of an entity": (
        "groups?entity=country/made-0&limit=400",
        f"SELECT ?p ?o (COUNT(*) AS ?n) {{ BIND({_WHO} AS ?s) {_SAID} }} GROUP BY ?p ?o",
    ),
    "two actors over time": (
        "months?entity=country/made-0&other=country/made-5",
        f"""SELECT ?p ?m (COUNT(*) AS ?n) {{ VALUES (?s ?o) {{ ({_WHO} kgr:country\\/made-5)
        (kgr:country\\/made-5 {_WHO}) }} {_SAID} ; kg:begin ?b {_MONTH} }} GROUP BY ?p ?m""",
    ),
    "statements by relation and month": (
        "months",
        f"SELECT ?p ?m (COUNT(*) AS ?n) {{ ?t rdf:predicate ?p ; kg:begin ?b {_MONTH} }} GROUP BY ?p ?m",
    ),
    "the network of all": (
        "network",
        f"""SELECT ?s ?p ?o (COUNT(DISTINCT ?a) AS ?n) {{ {_SAID} ; prov:wasDerivedFrom ?w .
        ?w nif:referenceContext ?a }} GROUP BY ?s ?p ?o ORDER BY DESC(?n) LIMIT 200""",
    ),
    "the network around an entity": (
        "network?entity=country/made-0&limit=400",
        f"""SELECT ?s ?p ?o (COUNT(*) AS ?n) {{
        {{ SELECT DISTINCT ?s {{ ?x rdf:subject {_WHO} ; rdf:object ?s }} }}
        {{ SELECT DISTINCT ?o {{ ?x rdf:subject {_WHO} ; rdf:object ?o }} }} {_SAID} }} GROUP BY ?s ?p ?o""",
    ),
    "asserted here, negated there": (
        "contradictions?limit=300",
        f"""SELECT ?s ?p ?o {{ {_SAID} ; kg:modality kg:negated . ?u rdf:subject ?s ; rdf:predicate ?p ;
        rdf:object ?o ; kg:modality kg:actual }} LIMIT 300""",
    ),
    "articles with their statements": (
        "articles?limit=30",
        """SELECT ?a ?d (COUNT(?t) AS ?n) { ?t prov:wasDerivedFrom ?w . ?w nif:referenceContext ?a .
        ?a dcterms:issued ?d } GROUP BY ?a ?d ORDER BY DESC(?d) LIMIT 30""",
    ),
}
"""What somebody wants -> the address of the API, and the query."""


def serving(statements: int, rounds: int) -> Section:
    """Answers over a store on disk with that many statements, the server being warm."""
    with tempfile.TemporaryDirectory(prefix="kg-serving-") as folder:
        where = str(Path(folder, "news.kg"))
        with open_store(where) as store:
            store.install(load_ontology(), load_gazetteer())
            store.add(graphs(statements))
        with open_store(where, create=False, read_only=True) as store, _asker(where) as get:
            assert isinstance(store, LocalStore)
            quads = len(store.oxigraph)
            taken = {}
            for name, (address, query) in ASKED.items():
                tasks: dict[str, Callable[[], object]] = {
                    "api": partial(get, address),
                    "bare": partial(_answered, store, PROLOGUE + query),
                }
                tasks["api"]()
                taken[name] = costs(tasks, 2 * rounds + 1)
    rows = [("answer", "API, ms", "bare query, ms", "ratio")]
    for name, cost in taken.items():
        api, bare = cost["api"], cost["bare"]
        rows.append((name, f"{1000 * api:,.1f}", f"{1000 * bare:,.1f}", f"{api / bare:.3f}"))
    ratios = [math.log(cost["api"] / cost["bare"]) for cost in taken.values()]
    slowest = max(cost["api"] for cost in taken.values())
    return Section(
        "Serving",
        f"{statements:,} made statements in a store of {quads:,} quads; each answer of "
        "the API of `kg serve`, from the request to the last byte of JSON, beside the query that asks the "
        f"same of the store itself; CPU seconds of all threads, median of {2 * rounds + 1} rounds.",
        (
            Figure("an answer, geometric mean", "the bare query", math.exp(sum(ratios) / len(ratios)), 1.0),
            Figure("the slowest answer", f"{1000 * _MOST:.0f} ms", slowest / _MOST, 1.0),
        ),
        (tuple(rows),),
    )


@contextmanager
def _asker(where: str) -> Iterator[Callable[[str], bytes]]:
    """What gives the API's answer at an address, over a store of which it has collected what it looks up."""
    served = serve_store(where)
    collected = Collected(served)
    collected.refresh()
    app = FastAPI()
    app.include_router(router(served, collected), prefix="/api")
    with asyncio.Runner() as runner:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")

        def get(address: str) -> bytes:
            return runner.run(client.get(f"/api/{address}")).raise_for_status().content

        yield get
        runner.run(client.aclose())
    served.close()


def _answered(store: LocalStore, query: str) -> list[Any]:
    """All rows of an answer."""
    return list(store.oxigraph.query(query))  # type: ignore[arg-type]
