"""Names and IRIs."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resources import namespaces as vocabulary
from kg.resources.namespaces import (
    DEFAULT_BASE,
    PREFIXES,
    article_id,
    article_iri,
    entity_id,
    entity_iri,
    local_name,
    slug,
    span_iri,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jair Bolsonaro", "jair-bolsonaro"),
        ("U.S. Navy", "us-navy"),
        ("US Navy", "us-navy"),
        ("Viktor Orbán", "viktor-orban"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("N'Djamena", "ndjamena"),
        ("Côte d’Ivoire", "cote-divoire"),
        ("F-35A", "f-35a"),
        ("9.5 km", "9-5-km"),
        ("St. Petersburg", "st-petersburg"),
        ("  two   words ", "two-words"),
        ("北京 air", "u5317u4eac-air"),
        ("Пекин", "u43fu435u43au438u43d"),
        ("!!!", "x212121"),
        ("", "x"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_a_slug_is_plain_and_stays_as_it_is(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert slug(slug(text)) == slug(text)


@given(st.text(min_size=1))
def test_an_article_is_found_again_from_its_iri_and_those_of_its_words(id: str) -> None:
    iri = article_iri(DEFAULT_BASE, id)
    ox.NamedNode(iri)
    assert re.fullmatch(r"[A-Za-z0-9._~%-]+", iri.removeprefix(DEFAULT_BASE + "article/"))
    assert article_id(DEFAULT_BASE, iri) == id
    assert article_id(DEFAULT_BASE, span_iri(iri, 0, 5)) == id


@given(st.text())
def test_an_entity_is_found_again_from_its_iri(id: str) -> None:
    iri = entity_iri(DEFAULT_BASE, id)
    ox.NamedNode(iri)
    assert entity_id(DEFAULT_BASE, iri) == id


def test_iris_of_elsewhere_have_no_id() -> None:
    assert article_id(DEFAULT_BASE, "https://example.org/article/a") is None
    assert entity_id(DEFAULT_BASE, "https://example.org/") is None


@pytest.mark.parametrize("id", [".", "..", "../x", "a/../../b", 'x"><y', "a#char=1,2"])
def test_ids_cannot_leave_their_place(id: str) -> None:
    assert article_iri(DEFAULT_BASE, id).count("/") == DEFAULT_BASE.count("/") + 1
    assert "/../" not in entity_iri(DEFAULT_BASE, id) + "/"
    assert "/./" not in entity_iri(DEFAULT_BASE, id) + "/"


def test_local_name() -> None:
    assert local_name("https://w3id.org/newskg/ontology#meets") == "meets"
    assert local_name("http://www.w3.org/ns/prov/x") == "x"


def test_prefixes_and_namespaces_say_the_same() -> None:
    assert {vocabulary.__dict__[prefix.upper()] for prefix in PREFIXES} == set(PREFIXES.values())
    assert list(PREFIXES) == sorted(PREFIXES)
    assert span_iri("urn:a", 1, 20) == "urn:a#char=1,20"
