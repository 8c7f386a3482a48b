"""HAVING on a name that SELECT gives."""

from __future__ import annotations

import time

import pytest

from kg.errors import MalformedQuery
from kg.query.having import check_having


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (?n > 2)", "COUNT(*)"),
        (
            "select ?p (sum(?x * (2 + 1)) as ?t) where { ?x ?p 1 } group by ?p having (1 < ?t) order by ?p",
            "sum(?x * (2 + 1))",
        ),
        (
            "SELECT ?a { { SELECT ?a (MAX(?b) AS ?m) { ?a ?c ?b } GROUP BY ?a HAVING (?a != 1) ($m > 2) } }",
            "MAX(?b)",
        ),
        (
            'SELECT (CONCAT("(", ?a) AS ?z) { ?a ?b ?c } GROUP BY ?a HAVING CONTAINS(?z, "x")',
            'CONCAT("(", ?a)',
        ),
    ],
)
def test_it_is_refused_with_what_to_write(query: str, expression: str) -> None:
    with pytest.raises(MalformedQuery) as refused:
        check_having(query, "mine")
    assert refused.value.place == "mine"
    assert refused.value.remedy.endswith(f": {expression}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 2) ORDER BY DESC(?n)",
        "SELECT (?k AS ?z) { ?s ?p ?o } GROUP BY (STR(?s) AS ?k) HAVING (?k > 'HAVING (?z)') # HAVING (?z)",
        "SELECT (SUM(?n) AS ?t) { { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } } "
        "GROUP BY ?s HAVING (MAX(?n) > 1)",
        "SELECT (COUNT(*) AS ?n) { ?s kg:having ?o BIND(1 AS ?m) } GROUP BY ?m HAVING (?m > 0) LIMIT 3",
        "ASK { ?n ?p ?o }",
        "SELECT ?s HAVING )) AS ?n ((",
    ],
)
def test_what_sparql_answers_is_asked(query: str) -> None:
    check_having(query, "mine")


@pytest.mark.parametrize("many", ["1", "-", ".", "a", "<a", '"""', "(", "?a ", "a:", "\\"])
def test_a_long_query_is_looked_at_quickly(many: str) -> None:
    began = time.process_time()
    check_having(f"SELECT ?a HAVING {many * 100_000}", "mine")
    assert time.process_time() - began < 5
