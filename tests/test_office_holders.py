"""Office holders whom background knowledge has: only full names, in their office, within their days."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.extraction.entities.linker import LinkedDocument, Linker
from kg.model import Document, Entity
from kg.resources.gazetteer import Gazetteer, load_gazetteer
from kg.resources.lexicon import Lexicon, load_lexicon
from kg.resources.ontology import load_ontology
from kg.resources.tenures import Tenure
from tests.parses import parsed

OURS = "https://w3id.org/newskg/"
PREFIXES = {
    "kg": f"{OURS}ontology#",
    **{family: f"{OURS}id/{family}/" for family in ("country", "person", "role", "tenure")},
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
OWN = """
person:marek-zielonka a kg:Person ; skos:prefLabel "Marek Zielonka" ; kg:country country:pol ;
    owl:sameAs <http://www.wikidata.org/entity/Q0> .
tenure:one a kg:Tenure ; kg:holder person:marek-zielonka ; kg:office role:energy-minister ;
    kg:country country:pol ; kg:begin "2024-02-01"^^xsd:date ; kg:end "2025-03-31"^^xsd:date .
person:iosif-dragan a kg:Person ; skos:prefLabel "Iosif Dragan" ; kg:country country:rou .
tenure:two a kg:Tenure ; kg:holder person:iosif-dragan ; kg:office role:foreign-minister ;
    kg:country country:rou ; kg:begin "2025-01-01"^^xsd:date .
"""


@pytest.fixture(scope="module")
def linker(tmp_path_factory: pytest.TempPathFactory) -> Linker:
    path = tmp_path_factory.mktemp("knowledge") / "own.ttl"
    path.write_text(HEAD + OWN, encoding="utf-8")
    return Linker(load_gazetteer([path]), load_lexicon(), load_ontology())


def person(linker: Linker, title: str, name: str, published: str | None) -> Entity:
    """The person of "<title> <name> spoke" in an article of a day."""
    words = [f"{word}/NNP/compound/{{n}}" for word in title.split()]
    words += [f"{word}|PERSON/NNP/compound/{{n}}" for word in name.split()]
    tree = " ".join(words).replace("{n}", str(len(words))).rpartition("/NNP/compound/")[0]
    doc = parsed(f"{tree}/NNP/nsubj/{len(words) + 1} spoke/VBD/ROOT/{len(words) + 1}/speak")
    linked: LinkedDocument = linker.resolve(Document("a", doc.text, published=published), doc)
    return linked.who(doc[len(words) - 1], role="actor")[0].entity


@pytest.mark.parametrize(
    ("title", "name", "published", "country"),
    [
        ("Energy Minister", "Marek Zielonka", "2024-02-01", "POL"),
        ("Energy Minister", "Marek Zielonka", "2025-03-31T10:00:00Z", "POL"),
        ("Energy Minister", "Marek Zielonka", "2025-04-01", None),
        ("Energy Minister", "Marek Zielonka", "2024-01-31", None),
        ("Energy Minister", "Marek Zielonka", "--05-01", None),
        ("Energy Minister", "Marek Zielonka", None, None),
        ("Minister", "Marek Zielonka", "2024-06-01", "POL"),
        ("Defence Minister", "Marek Zielonka", "2024-06-01", None),
        ("Former Energy Minister", "Marek Zielonka", "2024-06-01", None),
        ("Energy Minister", "Zielonka", "2024-06-01", None),
        ("Foreign Minister", "Iosif Dragan", "2031-01-01", "ROU"),
        ("Foreign Secretary", "Yosif Dragan", "2026-01-01", "ROU"),
        ("Swiss Foreign Minister", "Iosif Dragan", "2026-01-01", "CHE"),
    ],
)
def test_a_holder_counts_by_full_name_in_his_office_within_his_days(
    linker: Linker, title: str, name: str, published: str | None, country: str | None
) -> None:
    found = person(linker, title, name, published)
    assert found.country == country
    if name.startswith("Marek"):
        assert bool(found.same_as) == (country == "POL")


def test_another_spelling_has_the_id_of_the_holder(linker: Linker) -> None:
    found = person(linker, "Foreign Minister", "Yosif Dragan", "2026-01-01")
    assert (found.id, found.label, found.aliases) == (
        "person/iosif-dragan",
        "Iosif Dragan",
        ("Yosif Dragan",),
    )


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        ("kg:office role:x", "has not one holder"),
        ("kg:holder person:nobody ; kg:office role:x ; kg:country country:pol", "is no known entity"),
        (
            'kg:holder person:p ; kg:country country:pol ; kg:begin "2024-01-01"^^xsd:date',
            "has not one office",
        ),
        ('kg:holder person:p ; kg:office role:x ; kg:country country:pol ; kg:begin "2024"', "that is a day"),
        (
            "kg:holder person:p ; kg:office role:x ; kg:country country:pol ; "
            'kg:begin "2024-05-01"^^xsd:date ; kg:end "2024-04-01"^^xsd:date',
            "before it begins",
        ),
    ],
)
def test_faults_are_named(tmp_path: Path, turtle: str, fault: str) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(f'{HEAD} person:p a kg:Person ; skos:prefLabel "P" . tenure:t a kg:Tenure ; {turtle} .')
    with pytest.raises(DataError, match=fault):
        load_gazetteer([path])


@pytest.fixture(scope="module")
def knowledge() -> Gazetteer:
    return load_gazetteer()


def test_the_table_is_large_and_whole(knowledge: Gazetteer) -> None:
    holders = {tenure.person for tenure in knowledge.tenures}
    assert len(holders) >= 2500
    assert all(knowledge.entities[id].entity.cls == "Person" for id in holders)
    assert len({tenure.country for tenure in knowledge.tenures}) >= 180


def test_every_title_is_one_that_articles_use(knowledge: Gazetteer) -> None:
    lexicon: Lexicon = load_lexicon()
    known: Callable[[str], bool] = lexicon.heads_title
    assert {t.office for t in knowledge.tenures if not known(t.office.split()[-1])} <= {
        t.office for t in knowledge.tenures if " of " in t.office or " for " in t.office
    }


@pytest.mark.parametrize(
    ("office", "country", "day", "person"),
    [
        ("president", "USA", "2005-05-01", "person/george-w-bush"),
        ("president", "USA", "2023-01-01", "person/joe-biden"),
        ("president", "USA", "2018-01-01", "person/donald-trump"),
        ("prime minister", "ISR", "2021-10-01", "person/naftali-bennett"),
        ("chancellor", "DEU", "2013-01-01", "person/angela-merkel"),
        ("president", "FRA", "2009-01-01", "person/nicolas-sarkozy"),
        ("prime minister", "JPN", "2022-02-02", "person/fumio-kishida"),
        ("president", "BRA", "2012-01-01", "person/dilma-rousseff"),
        ("president", "KEN", "2010-06-01", "person/mwai-kibaki"),
        ("prime minister", "AUS", "2017-01-01", "person/malcolm-turnbull"),
    ],
)
def test_one_holds_an_office_at_a_time(
    knowledge: Gazetteer, office: str, country: str, day: str, person: str
) -> None:
    assert [
        tenure.person
        for tenure in knowledge.tenures
        if (tenure.office, tenure.country) == (office, country) and tenure.covers(day)
    ] == [person]


def test_a_tenure_without_an_end_lasts() -> None:
    tenure = Tenure("person/p", "2020-01-01", "president", "POL")
    assert (tenure.covers("2019-12-31"), tenure.covers("2099-01-01")) == (False, True)
