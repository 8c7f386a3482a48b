"""Parts of a person's name in one article, the whole name in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extraction.entities.name_forms import full_names
from kg.extraction.relations.event_grouping import assign_events, build_events
from kg.model import Document, Entity, Reading
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resolution.apply import StoredNames, resolve_entities
from kg.resolution.decisions import BackgroundEntity, decide
from kg.resolution.features import Profile, ProfileComparator, Traits
from kg.resolution.name_matching import fuller
from kg.resources.gazetteer import load_gazetteer
from kg.resources.lexicon import load_lexicon
from kg.resources.namespaces import DEFAULT_BASE, entity_id, is_local, local_slug
from kg.resources.ontology import load_ontology
from kg.resources.person_names import PersonNames, without_suffix
from kg.store.open import open_store
from tests.readings import said
from tests.test_identity import called, person, traits

ONTOLOGY = load_ontology()
NAMES = PersonNames(load_lexicon())


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Leopold II", "Leopold"),
        ("Tarik Adeyemi Jr.", "Tarik Adeyemi"),
        ("Tarik Adeyemi, Sr", "Tarik Adeyemi"),
        ("Ivo Vix", "Ivo Vix"),
    ],
)
def test_a_number_or_junior_is_no_family_name(name: str, bare: str) -> None:
    assert without_suffix(name) == bare
    last = bare.split()[-1]
    assert full_names([name, last], NAMES)[last] == name
    assert fuller(last, name, NAMES.spelled)
    assert not fuller("Otto Adeyemi", name, NAMES.spelled)


def test_father_and_son_are_two() -> None:
    found = full_names(["Tarik Adeyemi", "Tarik Adeyemi Jr."], NAMES)
    assert found["Tarik Adeyemi"] == "Tarik Adeyemi"


def test_a_name_in_the_article_is_not_that_of_a_relative_elsewhere() -> None:
    told = [person("a", "Hana Adeyemi", "nga"), person("b", "Adeyemi", role="president")]
    texts = ["Tarik Adeyemi Jr.", "Adeyemi"]
    assert full_names(texts, NAMES)["Adeyemi"] == "Tarik Adeyemi Jr."
    assert called(decide(told), told[1]) == "person/adeyemi"


def telling(count: int, label: str, role: str) -> list[Profile]:
    return [person(f"{label}{i}", label, "fra", role, sector="GOV", day="2024-05-01") for i in range(count)]


@pytest.mark.parametrize(
    ("role", "short", "meant"),
    [
        ("secretary-of-state", "secretary", True),
        ("director-of-water", "director", True),
        ("secretary-of-state", "director", False),
        ("minister-of-water", "minister", False),
    ],
)
def test_an_office_is_the_same_without_what_it_is_of(role: str, short: str, meant: bool) -> None:
    one = person("b", "Duval", role=short, day="2024-03-01")
    expected = "person/ines-duval" if meant else one.id
    assert called(decide([*telling(8, "Ines Duval", role), one]), one) == expected


@pytest.mark.parametrize("role", ["attorney-general", "chief-justice", "national-security-advisor"])
def test_offices_that_one_holds_at_a_time_lead_without_the_country(role: str) -> None:
    told = [person("a", "Ines Duval", "fra", role), person("b", "Duval", role=role)]
    assert called(decide(told), told[1]) == "person/ines-duval"


def test_of_several_bearers_the_one_of_the_same_country_is_meant() -> None:
    told = [
        person("a", "Ines Duval", "fra", "prime-minister"),
        person("b", "Anna Duval", role="prime-minister"),
    ]
    plain = person("c", "Duval", role="prime-minister")
    assert called(decide([*told, plain]), plain) == plain.id
    of_country = person("c", "Duval", "fra", "prime-minister")
    assert called(decide([*told, of_country]), of_country) == "person/ines-duval"


@pytest.mark.parametrize("part", ["Borba Costa", "Ines Maria"])
def test_several_words_of_a_name_in_use_mean_its_bearer_where_nothing_is_told(part: str) -> None:
    known = telling(8, "Ines Maria Borba Costa", "president")
    one = person("b", part)
    others = telling(8, "Otto Borba Costa", "judge")
    told = part == "Borba Costa"
    assert called(decide([*known, one]), one) == (known[0].id if told else one.id)
    assert called(decide([*known, *others, one]), one) == one.id
    assert called(decide([*known[:2], one]), one) == one.id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Javad Towfiqi", "Javad Tofiqi"),
        ("Nuri Salameh", "Nuri Salame"),
        ("Jamal Qadduri", "Gamal Qadduri"),
        ("Amir Sheikh Harun bin Idris Al Said", "Harun bin Idris Al Said"),
        ("Abed Rabbo Mansour", "Abd-Rabbu Mansur"),
    ],
)
def test_spellings_of_sounds(one: str, other: str) -> None:
    assert NAMES.spelled_alike(one, other) is (one != "Jamal Qadduri")
    assert not NAMES.spelled_alike("Nuri Salameh", "Salameh Nuri")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (traits(role="opposition-leader", sector="OPP"), traits("ven", "president", sector="GOV"), True),
        (traits(role="director", sector="IGO"), traits("fra", "water-minister", sector="GOV"), True),
        (traits(role="judge", sector="JUD"), traits("fra", "water-minister", sector="GOV"), False),
        (traits("ssd", "rebel-leader", sector="REB"), traits("ssd", "vice-president", sector="GOV"), True),
        (traits("ssd", "rebel-leader", sector="REB"), traits("ssd", "banker", sector="BUS"), False),
        (traits(role="judge", sector="JUD"), traits(role="justice"), True),
        (traits("fra", employer="river-council"), traits(employer="national-river-council-of-mali"), True),
        (
            traits("fra", employer="inland-harbour-board-agency"),
            traits(employer="inland-harbour-board-office"),
            True,
        ),
        (traits("fra", employer="university-of-orsk"), traits(employer="university-of-omsk"), False),
    ],
)
def test_what_one_person_can_be(one: Traits, other: Traits, same: bool) -> None:
    compare = ProfileComparator().differences
    assert (not compare(one, other)) is (not compare(other, one)) is same


def test_long_names_that_are_close_need_but_a_country() -> None:
    told = [
        person("a", "Abu Mahdi Qadduri", "irq", "pilot"),
        person("b", "Abu Mehdi Qadduri", "irq", "judge"),
    ]
    short = [person("a", "Mahdi Qadduri", "irq", "pilot"), person("b", "Mehdi Qadduri", "irq", "judge")]
    assert len({called(decide(told), p) for p in told}) == 1
    assert len({called(decide(short), p) for p in short}) == 2


def test_zh_and_j_are_one_sound() -> None:
    told = [person("a", "Zhomart Bekov", "kaz", "judge"), person("b", "Jomart Bekov", "kaz", "judge")]
    assert len({called(decide(told), p) for p in told}) == 1


def test_how_an_office_is_held_makes_no_other_field() -> None:
    compare = ProfileComparator().differences
    state = traits("kaz", "president", sector="GOV")
    assert not compare(state, traits("kaz", "honorary-chairman-of-the-river-council", sector="BUS"))
    assert compare(state, traits("kaz", "army-chief", sector="CVL"))


def test_a_family_name_means_the_only_bearer_whom_knowledge_has() -> None:
    known = BackgroundEntity("person/ines-duval", frozenset({"Ines Duval"}), traits("fra", sector="GOV"))
    full = person("a", "Ines Duval", "fra", "president", sector="GOV", day="2024-05-01")
    short, old = person("b", "Duval", day="2024-03-01"), person("b", "Duval", day="2009-03-01")
    assert called(decide([full, short], [known]), short) == known.id
    assert called(decide([full, old], [known]), old) == old.id
    assert called(decide([full, short]), short) == short.id
    both = [full, person("c", "Otto Duval"), short]
    assert called(decide(both, [known]), short) == short.id
    other = person("b", "Duwal", day="2024-03-01")
    assert called(decide([full, other], [known]), other) == other.id


def test_a_described_body_tells_namesakes_of_two_articles_not_apart(tmp_path: Path) -> None:
    graphs = []
    for id in ("one", "two"):
        body = Entity(f"organization/{local_slug('River Council', id)}", "Organization", "River Council")
        assert is_local(body.id, id)
        assert not is_local(body.id, "three")
        text = f"Ina Berg of the River Council met Otto Krause in article {id}."
        document = Document(id, text, published="2025-11-03")
        berg = Entity("person/ina-berg", "Person", "Ina Berg")
        statement = said(
            document, text, "of", "represents", subject=(berg, berg.label), object=(body, body.label)
        )
        statements = assign_events([statement], ONTOLOGY)
        reading = Reading(document, statements, build_events(statements, ONTOLOGY))
        run = Run("en_test-1.0", "0.1.0", "abc")
        graphs.append((graph_iri(id, DEFAULT_BASE), nquads(reading, ONTOLOGY, run, DEFAULT_BASE)))
    with open_store(str(tmp_path / "news.kg")) as store:
        store.install(ONTOLOGY, load_gazetteer())
        store.add(StoredNames(store).given(graphs))
        resolve_entities(store)
        query = "SELECT DISTINCT ?s WHERE { ?s <https://w3id.org/newskg/ontology#represents> ?o }"
        found = {entity_id(DEFAULT_BASE, row["s"].value) for row in store.query(query)}
    assert found == {"person/ina-berg"}
