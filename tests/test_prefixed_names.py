"""IRIs as queries have them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kg.query.stored import with_prefixes
from kg.resources.namespaces import DEFAULT_BASE, PREFIXES, entity_iri
from kg.resources.prefixed_names import expanded, known_prefixes, written


def meant(cell: str, base: str) -> str:
    """The IRI that SPARQL means by a cell."""
    rows = ox.Store().query(with_prefixes(f"SELECT ?x {{ BIND({cell} AS ?x) }} # ?", base))
    return next(iter(rows))[0].value


def is_iri(text: str) -> bool:
    """Whether SPARQL takes a text for an IRI."""
    try:
        return meant(f"<{text}>", DEFAULT_BASE) == text
    except SyntaxError:
        return False


@pytest.mark.parametrize(
    ("iri", "cell"),
    [
        ("https://w3id.org/newskg/id/country/twn", "kgr:country\\/twn"),
        ("https://w3id.org/newskg/ontology#meets", "kg:meets"),
        ("https://w3id.org/newskg/ontology#", "<https://w3id.org/newskg/ontology#>"),
        ("https://example.org/", "<https://example.org/>"),
        ("http://www.wikidata.org/entity/Q1", "wd:Q1"),
        ("https://schema.org/-a.b.", "schema:\\-a.b\\."),
        ("https://schema.org/a%20b%2", "schema:a%20b\\%2"),
    ],
)
def test_prefixed_where_a_prefix_fits(iri: str, cell: str) -> None:
    assert written(iri) == cell
    assert expanded(cell) == iri


@given(
    st.sampled_from([*PREFIXES.values(), "https://example.org/x/", "urn:x:"]),
    st.text(
        st.characters(exclude_characters='<>"{}|^`\\', min_codepoint=0x21, exclude_categories=["Z", "C"])
    ),
    st.sampled_from([DEFAULT_BASE, "https://example.org/x/"]),
)
def test_written_and_meant_are_one(space: str, local: str, base: str) -> None:
    iri = space + local
    assume(is_iri(iri))
    assert meant(written(iri, base), base) == iri
    assert expanded(written(iri, base), base) == iri


@given(st.text(min_size=1))
@example(".0.0")
@example("a.0.5")
def test_ids_of_anything_are_written_and_read(name: str) -> None:
    iri = entity_iri(DEFAULT_BASE, f"person/{name}")
    assert meant(written(iri), DEFAULT_BASE) == iri


def test_the_base_of_the_store_is_what_kgr_means() -> None:
    assert known_prefixes("https://x.example/")["kgr"] == "https://x.example/"
    assert written("https://w3id.org/newskg/id/country/kor", "https://x.example/") == (
        "<https://w3id.org/newskg/id/country/kor>"
    )


@pytest.mark.parametrize("text", ["Korea: a history", "foo:bar", "country/kor", "<", ""])
def test_what_is_no_prefixed_name_stays(text: str) -> None:
    assert expanded(text) == text
