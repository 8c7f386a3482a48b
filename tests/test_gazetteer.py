"""Background knowledge: the seeds are complete and consistent, look-ups are exact, a user's file wins, and
faults are named.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import DataError
from kg.resources.data_files import DataReader
from kg.resources.gazetteer import Gazetteer, load_gazetteer
from kg.resources.knowledge import knowledge_files
from kg.resources.namespaces import DEFAULT_BASE, KG, KNOWLEDGE_GRAPH, SKOS, WD
from kg.resources.ontology import Ontology, load_ontology

HEAD = """
@prefix country: <https://w3id.org/newskg/id/country/> .
@prefix kg: <https://w3id.org/newskg/ontology#> .
@prefix organization: <https://w3id.org/newskg/id/organization/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix place: <https://w3id.org/newskg/id/place/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
# Territories without a capital here: uninhabited, or one town with the territory's name.
NO_CAPITAL = """
    AIA ALA ATA ATF BES BLM BMU BVT CCK CXR CYM GGY GIB GLP HKG HMD IMN IOT JEY MAC MAF MCO MNP MSR MTQ MYT
    NFK NIU NRU
    PCN SGP SGS SHN SJM SPM TCA TKL UMI VAT VIR WLF
"""
FORMER = {"CSK", "DDR", "SUN", "YUG"}
SMALL_SEEDS = """
country:kor a kg:Country ; skos:prefLabel "South Korea" ; kg:iso3 "KOR" ; kg:capital place:seoul .
country:prk a kg:Country ; skos:prefLabel "North Korea" ; kg:iso3 "PRK" .
place:seoul a kg:City ; skos:prefLabel "Seoul" ; kg:country country:kor ; kg:standsFor country:kor .
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def knowledge(ontology: Ontology) -> Gazetteer:
    return load_gazetteer(ontology=ontology)


def user_file(folder: Path, turtle: str) -> Path:
    path = folder / "mine.ttl"
    path.write_text(HEAD + turtle, encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> DataReader:
    """Three entities in place of the shipped ones."""
    data = DataReader(tmp_path_factory.mktemp("data"))
    data.knowledge.mkdir(parents=True)
    (data.knowledge / "small.ttl").write_text(HEAD + SMALL_SEEDS, encoding="utf-8")
    return data


def found(knowledge: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(name.entity, name.kind) for name in knowledge.names.get(text, ())]


def test_every_country_is_there_with_its_codes(knowledge: Gazetteer) -> None:
    countries = [known for known in knowledge.entities.values() if known.entity.cls == "Country"]
    codes = {known.entity.country for known in countries}
    assert len(codes) == len(countries)
    assert len(codes - FORMER) == 250
    assert {"KOR", "PRK", "TWN", "PSE", "HKG", "XKX", "USA", "TUR"} <= codes
    for known in countries:
        assert known.entity.id == f"country/{known.entity.country}".lower()
        assert [iri for iri in known.entity.same_as if iri.startswith(WD)], known.entity.id
    iso2 = [
        line.split()[2] for line in load_gazetteer().nquads().decode().splitlines() if f"<{KG}iso2>" in line
    ]
    assert len(iso2) == len(set(iso2)) == 250


def test_every_country_but_a_few_has_a_capital(knowledge: Gazetteer) -> None:
    without = {
        known.entity.country
        for known in knowledge.entities.values()
        if known.entity.cls == "Country" and not known.capital
    }
    assert without == set(NO_CAPITAL.split()) | FORMER
    for known in knowledge.entities.values():
        if known.capital and known.entity.id != "country/bel":
            assert knowledge.entities[known.capital].stands_for == known.entity.id
            assert knowledge.entities[known.capital].entity.cls == "City"


def test_wikidata_ids_are_well_formed_and_no_two_entities_share_one(knowledge: Gazetteer) -> None:
    iris = Counter(iri for known in knowledge.entities.values() for iri in known.entity.same_as)
    assert all(re.fullmatch(re.escape(WD) + r"Q[1-9][0-9]*", iri) for iri in iris)
    assert [iri for iri, times in iris.items() if times > 1] == []
    assert knowledge.entities["country/kor"].entity.same_as == (WD + "Q884",)


def test_links_lead_to_known_entities_of_the_right_kind(knowledge: Gazetteer, ontology: Ontology) -> None:
    for known in knowledge.entities.values():
        for target in (known.stands_for, known.part_of, known.capital):
            assert target is None or target in knowledge.entities
        if known.stands_for:
            assert ontology.is_a(knowledge.entities[known.stands_for].entity.cls, "Actor")
        if known.entity.country:
            assert f"country/{known.entity.country.lower()}" in knowledge.entities


def test_classes_and_sectors_go_together(knowledge: Gazetteer) -> None:
    sectors = {
        "InternationalOrganization": {"IGO"},
        "Company": {"BUS"},
        "ArmedForce": {"MIL"},
        "Ministry": {"GOV"},
        "ArmedGroup": {"REB", "CRM"},
    }
    for known in knowledge.entities.values():
        if known.entity.cls in sectors:
            assert known.entity.sector in sectors[known.entity.cls], known.entity.id
    classes = Counter(known.entity.cls for known in knowledge.entities.values())
    assert classes["InternationalOrganization"] >= 120
    assert classes["ArmedGroup"] >= 60
    assert classes["Company"] >= 100
    assert classes["MediaOrganization"] >= 90


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian", [("country/rus", "demonym")]),
        ("Russians", [("country/rus", "people")]),
        ("South Korea", [("country/kor", "name")]),
        ("Republic of Korea", [("country/kor", "name")]),
        ("ROK", [("country/kor", "name")]),
        ("DPRK", [("country/prk", "name")]),
        ("U.S.", [("country/usa", "name")]),
        ("Britons", [("country/gbr", "people")]),
        ("Türkiye", [("country/tur", "name")]),
        ("Côte d'Ivoire", [("country/civ", "name")]),
        ("Seoul", [("place/seoul", "capital")]),
        ("Washington, D.C.", [("place/washington", "capital")]),
        ("Kremlin", [("place/kremlin", "seat")]),
        ("Downing Street", [("place/downing-street", "seat")]),
        ("Crimea", [("place/crimea", "name")]),
        ("NATO", [("organization/nato", "name")]),
        ("IAEA", [("organization/international-atomic-energy-agency", "acronym")]),
        ("WHO", [("organization/world-health-organization", "acronym")]),
        ("Hanwha Ocean", [("organization/hanwha-ocean", "name")]),
        ("Tamil Tigers", [("organization/liberation-tigers-of-tamil-eelam", "name")]),
        ("Soviet", [("country/sun", "demonym")]),
        ("Congo", [("country/cod", "name"), ("country/cog", "name")]),
        ("Georgia", [("country/geo", "name"), ("place/georgia-us-state", "name")]),
        (
            "RSF",
            [
                ("organization/rapid-support-forces", "acronym"),
                ("organization/reporters-without-borders", "acronym"),
            ],
        ),
    ],
)
def test_a_name_is_found_by_its_exact_form(
    knowledge: Gazetteer, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(knowledge, text) == expected


@pytest.mark.parametrize(
    "text", ["who", "us", "the North", "the South", "North", "South", "turkey", "Male", "March", "May"]
)
def test_ordinary_words_are_no_names(knowledge: Gazetteer, text: str) -> None:
    assert text not in knowledge.names


def test_only_names_that_are_written_so_begin_with_a_small_letter(knowledge: Gazetteer) -> None:
    small = (
        r"al[- ]|federal government of|mainland |occupied |presidential office |south(ern)? "
        r"Lebanon|sub-Saharan|truce village|thyssenkrupp"
        r"|dpa$|eSwatini$"
    )
    assert [text for text in knowledge.names if text[0].islower() and not re.match(small, text)] == []


def test_seats_stand_for_actors(knowledge: Gazetteer) -> None:
    stands = {id: known.stands_for for id, known in knowledge.entities.items()}
    assert stands["place/kremlin"] == "country/rus"
    assert stands["place/pentagon"] == "organization/united-states-department-of-defense"
    assert knowledge.entities["place/pentagon"].entity.country == "USA"
    assert stands["place/brussels"] == "organization/european-union"
    assert stands["place/crimea"] is None


def test_the_european_union_is_an_organization(knowledge: Gazetteer) -> None:
    union = knowledge.entities["organization/european-union"].entity
    assert (union.cls, union.sector, union.country) == ("InternationalOrganization", "IGO", None)
    assert knowledge.entities["organization/european-commission"].part_of == "organization/european-union"
    authority = knowledge.entities["organization/palestinian-authority"].entity
    assert (authority.cls, authority.country) == ("Government", "PSE")


def test_a_user_file_adds_an_entity(tmp_path: Path, ontology: Ontology) -> None:
    path = user_file(
        tmp_path,
        (
            'organization:acme a kg:Company ; skos:prefLabel "Acme" ; skos:altLabel "Acme Corp" ; '
            'kg:country country:kor ; kg:sector "BUS" .'
        ),
    )
    knowledge = load_gazetteer([path], ontology)
    acme = knowledge.entities["organization/acme"].entity
    assert (acme.label, acme.aliases, acme.country, acme.sector) == ("Acme", ("Acme Corp",), "KOR", "BUS")
    assert found(knowledge, "Acme Corp") == [("organization/acme", "name")]


def test_a_user_file_wins_for_the_same_entity(tmp_path: Path) -> None:
    path = user_file(tmp_path, 'country:mmr skos:prefLabel "Burma" ; skos:altLabel "Birma" .')
    knowledge = load_gazetteer([path])
    burma = knowledge.entities["country/mmr"]
    assert burma.entity.label == "Burma"
    assert {"Birma", "Myanmar"} <= set(burma.entity.aliases)
    assert (burma.entity.country, burma.capital) == ("MMR", "place/naypyidaw")
    assert found(knowledge, "Myanmar") == [("country/mmr", "name")]


def test_a_user_file_wins_for_the_same_name(tmp_path: Path) -> None:
    path = user_file(
        tmp_path,
        (
            'place:georgia-us-state skos:altLabel "Georgia" . place:geelong a kg:City ; '
            'skos:prefLabel "Victoria" .'
        ),
    )
    knowledge = load_gazetteer([path])
    assert found(knowledge, "Georgia") == [("place/georgia-us-state", "name")]
    assert found(knowledge, "Victoria") == [("place/geelong", "name")]
    assert found(knowledge, "Congo") == [("country/cod", "name"), ("country/cog", "name")]


def test_a_folder_stands_for_its_files_and_the_last_wins(tmp_path: Path, small: DataReader) -> None:
    (tmp_path / "a.ttl").write_text(
        HEAD + 'organization:x a kg:Company ; skos:prefLabel "Xa" .', encoding="utf-8"
    )
    (tmp_path / "b.ttl").write_text(HEAD + 'organization:x skos:prefLabel "Xb" .', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    knowledge = load_gazetteer([tmp_path], data=small)
    assert knowledge.entities["organization/x"].entity.label == "Xb"
    assert [path.name for path in knowledge_files([tmp_path], data=small)[-2:]] == ["a.ttl", "b.ttl"]


def test_a_base_of_ones_own(tmp_path: Path, small: DataReader) -> None:
    base = "https://example.org/kg/"
    path = tmp_path / "mine.ttl"
    path.write_text(
        HEAD
        + (
            f'<{base}organization/acme> a kg:Company ; skos:prefLabel "Acme" ; kg:country '
            f"<{base}country/kor> ."
        ),
        encoding="utf-8",
    )
    assert load_gazetteer([path], base=base, data=small).entities["organization/acme"].entity.country == "KOR"
    text = load_gazetteer([path], base=base, data=small).nquads(base).decode()
    assert (
        f"<{base}organization/acme> <{KG}country> <{base}country/kor> <{base}{KNOWLEDGE_GRAPH}> .\n" in text
    )
    assert DEFAULT_BASE not in text


def test_the_graph_is_sorted_and_says_what_the_seeds_say() -> None:
    data = load_gazetteer().nquads()
    lines = data.decode().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    quads = set(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(lines)
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(DEFAULT_BASE + KNOWLEDGE_GRAPH)}
    said = {quad.triple for quad in quads}
    seeds = {quad.triple for path in knowledge_files() for quad in ox.parse(path=str(path))}
    assert seeds <= said
    iaea = ox.NamedNode(DEFAULT_BASE + "organization/international-atomic-energy-agency")
    assert ox.Triple(iaea, ox.NamedNode(SKOS + "altLabel"), ox.Literal("IAEA")) in said


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        ("organization:x a kg:Company", "not Turtle"),
        ('organization:x a kg:Company ; skos:prefLabel "X" . oops', "not Turtle"),
        ("organization:x a kg:Company .", "organization/x has no skos:prefLabel"),
        ('organization:x skos:prefLabel "X" .', "organization/x has no class"),
        ('organization:x a kg:Company, kg:Ministry ; skos:prefLabel "X" .', "several classes"),
        ('organization:x a kg:Firm ; skos:prefLabel "X" .', "the class Firm"),
        ('organization:x a kg:Company ; skos:prefLabel "X", "Y" .', "several values of prefLabel"),
        ("organization:x a kg:Company ; skos:prefLabel 7 .", "prefLabel that is no plain text"),
        (
            'organization:x a kg:Company ; skos:prefLabel "X" ; skos:altLabel "two\\nlines" .',
            "altLabel that is no plain text",
        ),
        (
            'organization:x a kg:Company ; skos:prefLabel "X" ; skos:altLabel "" .',
            "altLabel that is no plain text",
        ),
        (
            'organization:x a kg:Company ; skos:prefLabel "X" ; kg:country country:nowhere .',
            "no known country",
        ),
        ('organization:x a kg:Company ; skos:prefLabel "X" ; kg:country "KOR" .', "no known country"),
        ('organization:x a kg:Company ; skos:prefLabel "X" ; kg:country place:seoul .', "no known country"),
        (
            'place:x a kg:City ; skos:prefLabel "X" ; kg:standsFor country:kor, country:prk .',
            "several values of standsFor",
        ),
        (
            'organization:x a kg:Company ; skos:prefLabel "X" ; kg:sector "business" .',
            'the sector "business"',
        ),
        (
            '<https://example.org/x> a kg:Company ; skos:prefLabel "X" .',
            "<https://example.org/x> is no entity",
        ),
        ('[] a kg:Company ; skos:prefLabel "X" .', "is no entity"),
    ],
)
def test_faults_are_named_with_their_file(
    tmp_path: Path, small: DataReader, ontology: Ontology, turtle: str, fault: str
) -> None:
    path = user_file(tmp_path, turtle)
    with pytest.raises(DataError) as caught:
        load_gazetteer([path], ontology, data=small)
    assert fault in str(caught.value)
    assert caught.value.place.startswith(str(path))
    assert caught.value.remedy


def test_a_syntax_error_has_its_line(tmp_path: Path, small: DataReader) -> None:
    path = user_file(tmp_path, 'organization:x a kg:Company ;\n  skos:prefLabel "X .')
    with pytest.raises(DataError) as caught:
        load_gazetteer([path], data=small)
    assert re.search(r"mine\.ttl:\d+$", caught.value.place)


def test_an_absent_file_is_named(tmp_path: Path, small: DataReader) -> None:
    with pytest.raises(DataError, match=r"none\.ttl: cannot be read"):
        load_gazetteer([tmp_path / "none.ttl"], data=small)


def test_the_example_in_the_docs_is_local_id_they_say(tmp_path: Path, ontology: Ontology) -> None:
    page = (Path(__file__).parent.parent / "docs" / "knowledge.md").read_text(encoding="utf-8")
    path = tmp_path / "acme.ttl"
    path.write_text(page.partition("```turtle\n")[2].partition("```")[0], encoding="utf-8")
    knowledge = load_gazetteer([path], ontology)
    assert found(knowledge, "ASY") == [("organization/acme-shipyards", "acronym")]
    assert knowledge.entities["place/acme-dock"].stands_for == "organization/acme-shipyards"
    assert "Land of the Morning Calm" in knowledge.entities["country/kor"].entity.aliases
