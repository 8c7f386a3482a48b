"""Who is who across articles: what is decided from profiles, and what a store holds then."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from kg.analysis.edges import edges
from kg.analysis.entity_report import entity_report
from kg.analysis.evidence_text import shown_text
from kg.analysis.resolution_report import Apart
from kg.extraction.relations.event_grouping import assign_events, build_events
from kg.fingerprint import fingerprint
from kg.model import Document, Entity, Reading
from kg.rdf.reader import readings
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resolution.apply import StoredNames, resolve_entities
from kg.resolution.bearers import Named
from kg.resolution.decisions import BackgroundEntity, Decisions, decide
from kg.resolution.features import NOTHING, Profile, Traits
from kg.resolution.name_matching import fuller, has_initials
from kg.resolution.near_duplicates import Printed, find_reprints
from kg.resolution.profiles import background_entities
from kg.resources.gazetteer import load_gazetteer
from kg.resources.namespaces import DEFAULT_BASE, IDENTITY_GRAPH, entity_id, slug
from kg.resources.ontology import load_ontology
from kg.store.base import Store
from kg.store.open import open_store
from tests.readings import said

ONTOLOGY = load_ontology()
RUN = Run("en_test-1.0", "0.1.0", "abc")


def traits(country: str = "", role: str = "", employer: str = "", sector: str = "") -> Traits:
    def ids(start: str, text: str) -> frozenset[str]:
        return frozenset(start + part for part in text.split())

    return Traits(
        ids("country/", country), ids("", sector), ids("role/", role), ids("organization/", employer)
    )


def person(
    article: str,
    label: str,
    country: str = "",
    role: str = "",
    *,
    employer: str = "",
    sector: str = "",
    day: str = "",
) -> Profile:
    told = traits(country, role, employer, sector)
    return Profile(article, f"person/{slug(label)}", "Person", label, frozenset({label}), told, day or None)


def body(
    article: str, label: str, country: str = "", names: tuple[str, ...] = (), family: str = "organization"
) -> Profile:
    return Profile(
        article, f"{family}/{slug(label)}", "Organization", label, frozenset({label, *names}), traits(country)
    )


def called(decisions: Decisions, profile: Profile) -> str:
    """What a profile's entity is in the whole graph."""
    return decisions.renamed().get(profile.article, {}).get(profile.id, profile.id)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("a", "John Marlowe", "gbr", "lawmaker"), person("b", "John Marlowe", "aus", "lawmaker")),
        (
            person("a", "John Marlowe", "gbr", "lawmaker", sector="LEG"),
            person("b", "John Marlowe", "gbr", "banker", sector="BUS"),
        ),
        (
            person("a", "John Marlowe", role="chief-executive", employer="acme"),
            person("b", "John Marlowe", role="chief-executive", employer="globex"),
        ),
        (person("a", "John Marlowe", role="judge"), person("b", "John Marlowe", role="professor")),
        (person("a", "John Marlowe", role="vice-president"), person("b", "John Marlowe", role="president")),
        (person("a", "John Marlowe", role="attorney-general"), person("b", "John Marlowe", role="general")),
        (person("a", "John Marlowe", role="deputy-governor"), person("b", "John Marlowe", role="governor")),
        (person("a", "John Marlowe", role="brigadier-general"), person("b", "John Marlowe", role="judge")),
        (
            person("a", "John Marlowe", role="spokesman", sector="GOV"),
            person("b", "John Marlowe", role="lawyer", sector="JUD"),
        ),
        (
            person("a", "John Marlowe", "gbr", sector="GOV"),
            person("b", "John Marlowe", "gbr", "banker", sector="BUS"),
        ),
        (body("a", "National Assembly", "fra"), body("b", "National Assembly", "ken")),
        (body("a", "Springfield", "usa", family="place"), body("b", "Springfield", "nzl", family="place")),
    ],
)
def test_namesakes_are_kept_apart_where_country_role_or_company_differ(one: Profile, other: Profile) -> None:
    decisions = decide([one, other])
    assert called(decisions, one) != called(decisions, other)
    (distinction,) = decisions.homonyms
    assert {id for id, _ in distinction.entities} == {called(decisions, one), called(decisions, other)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("a", "Claire Duval", "fra", "foreign-minister"), person("b", "Claire Duval")),
        (
            person("a", "Claire Duval", "fra", "foreign-minister"),
            person("b", "Claire Duval", "fra", "defence-minister"),
        ),
        (
            person("a", "Claire Duval", "fra", "foreign-secretary"),
            person("b", "Claire Duval", role="foreign-minister"),
        ),
        (person("a", "Claire Duval", "fra", sector="MIL"), person("b", "Claire Duval", "fra", sector="GOV")),
        (
            person("a", "Claire Duval", role="central-bank-governor"),
            person("b", "Claire Duval", role="governor"),
        ),
        (
            person("a", "Claire Duval", role="central-bank-governor", sector="GOV"),
            person("b", "Claire Duval", "fra", "governor", sector="BUS"),
        ),
        (
            person("a", "Claire Duval", "fra", "brigadier-general", sector="MIL"),
            person("b", "Claire Duval", role="army-chief-major-general", sector="MIL"),
        ),
        (
            person("a", "Claire Duval", role="presidential-adviser"),
            person("b", "Claire Duval", "fra", "adviser"),
        ),
        (person("a", "Claire Duval", role="chief"), person("b", "Claire Duval", role="customs-inspector")),
        (
            person("a", "Claire Duval", role="activist", sector="OPP"),
            person("b", "Claire Duval", role="dissident", sector="OPP"),
        ),
        (
            person("a", "Claire Duval", "fra", sector="GOV"),
            person("b", "Claire Duval", "fra", "deputy-chairman", sector="BUS"),
        ),
        (
            person("a", "Claire Duval", role="rebel-leader", sector="REB"),
            person("b", "Claire Duval", role="leader", sector="GOV"),
        ),
        (
            person("a", "Claire Duval", "fra", sector="GOV"),
            person("b", "Claire Duval", role="commissioner", employer="harbour-union", sector="IGO"),
        ),
    ],
)
def test_one_name_is_one_person_where_nothing_differs(one: Profile, other: Profile) -> None:
    assert decide([one, other]) == Decisions()


def test_who_fits_several_bearers_is_left_undecided() -> None:
    told = [person("a", "John Marlowe", "gbr"), person("b", "John Marlowe", "aus")]
    plain = person("c", "John Marlowe")
    decisions = decide([*told, plain])
    assert [called(decisions, p) for p in [*told, plain]] == [
        "person/john-marlowe.gbr",
        "person/john-marlowe.aus",
        "person/john-marlowe",
    ]
    assert decisions.homonyms[0].undecided == "person/john-marlowe"


def test_a_plain_name_means_the_bearer_of_whom_nearly_all_articles_speak() -> None:
    many = [person(f"a{i}", "John Marlowe", "gbr", "prime-minister") for i in range(9)]
    plain = person("c", "John Marlowe")
    decisions = decide([*many, person("b", "John Marlowe", "aus"), plain])
    assert called(decisions, plain) == called(decisions, many[0]) == "person/john-marlowe.gbr"


def test_employers_that_one_article_gives_together_do_not_tell_namesakes_apart() -> None:
    told = [
        person("a", "Ina Berg", employer="acme", role="chief-executive"),
        person("b", "Ina Berg", employer="globex", role="founder"),
        person("c", "Ina Berg", employer="acme globex", role="founder chief-executive"),
    ]
    assert decide(told).homonyms == ()


def test_a_family_name_is_led_to_the_full_name_with_the_same_office() -> None:
    full, short = (
        person("a", "Claire Duval", "fra", "foreign-minister"),
        person("b", "Duval", "fra", "foreign-minister"),
    )
    decisions = decide([full, short])
    (found,) = decisions.identifications
    assert (found.article, found.local_id, found.entity) == ("b", "person/duval", "person/claire-duval")
    assert found.because == (
        "Duval is a form of the name Claire Duval",
        "the same country: FRA",
        "the same role: foreign minister",
    )


@pytest.mark.parametrize(
    "others",
    [
        [person("a", "Claire Duval", "fra")],  # a country is shared by many
        [person("a", "Claire Duval", "bel", "foreign-minister")],
        [
            person("a", "Claire Duval", "fra", "foreign-minister"),
            person("c", "Marc Duval", "fra", "foreign-minister"),
        ],
        [person("b", "Claire Duval", "fra", "foreign-minister")],  # the same article tells them apart
        [person("a", "Claire Duval", "fra", "foreign-minister", day="2008-03-01")],  # another term of office
        [person("a", "Duval Martin Roy", "fra", "foreign-minister")],
    ],
)
def test_a_family_name_stays_where_nobody_can_tell(others: list[Profile]) -> None:
    short = person("b", "Duval", "fra", "foreign-minister", day="2025-03-01")
    expected = "person/duval" if others[0].label != "Duval Martin Roy" else "person/duval-martin-roy"
    assert called(decide([*others, short]), short) == expected


def test_family_names_without_an_office_are_not_taken_for_one_person() -> None:
    told = [
        person("a", "Kim", "kor", "defence-minister"),
        person("b", "Kim"),
        person("c", "Kim", "kor", "defence-minister"),
    ]
    decisions = decide(told)
    assert called(decisions, told[0]) == called(decisions, told[2]) == "person/kim.kor"
    assert called(decisions, told[1]) == "person/kim"


def test_middle_names_and_initials_lead_to_the_plain_name() -> None:
    told = [
        person("a", "Claire Duval", "fra"),
        person("b", "Claire A. Duval", "fra"),
        person("c", "C. Duval", "fra"),
    ]
    decisions = decide(told)
    assert {called(decisions, p) for p in told} == {"person/claire-duval"}


def test_namesakes_that_an_article_tells_apart_are_found_in_others() -> None:
    def lee(article: str, employer: str, mark: str = "") -> Profile:
        plain = person(article, "Robert Lee", employer=employer)
        return replace(plain, id=f"{plain.id}{mark}")

    told = [lee("a", "alpha", ".alpha"), lee("a", "beta", ".beta"), lee("b", "alpha"), lee("c", "beta")]
    found = [called(decide(told), p) for p in told]
    assert found[0] == found[2] != found[1] == found[3]


def test_a_banker_is_not_the_office_holder_of_his_name(tmp_path: Path) -> None:
    ministers = human("Marek Zielonka", "POL"), human("Marek Zielonka")
    store = open_store(str(tmp_path / "s"))
    path = tmp_path / "own.ttl"
    path.write_text(
        """@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix r: <https://w3id.org/newskg/id/role/> .
        @prefix p: <https://w3id.org/newskg/id/person/> . @prefix c: <https://w3id.org/newskg/id/country/> .
        @prefix t: <https://w3id.org/newskg/id/tenure/> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .
        p:marek-zielonka a kg:Person ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Marek Zielonka" ;
            kg:country c:pol .
        t:t a kg:Tenure ; kg:holder p:marek-zielonka ; kg:office r:energy-minister ; kg:country c:pol ;
            kg:begin "2024-01-01"^^x:date .""",
        encoding="utf-8",
    )
    store.install(ONTOLOGY, load_gazetteer([path]))
    known = next(k for k in background_entities(store) if k.id == "person/marek-zielonka")
    banker = person("a", ministers[1].label, role="chief-executive", employer="zeta-bank", sector="BUS")
    minister = person("b", ministers[0].label, "pol", "energy-minister", sector="GOV")
    plain = person("c", ministers[1].label)
    decisions = decide([banker, minister, plain], [known])
    assert called(decisions, minister) == called(decisions, plain) == "person/marek-zielonka"
    assert called(decisions, banker) == "person/marek-zielonka.zeta-bank"
    store.close()


ONE_PERSON = {
    "a nickname": ("Bob Hartley", "Robert Hartley"),
    "transliterations of Cyrillic": ("Yevgeny Tkachov", "Evgeni Tkachyov"),
    "endings of Cyrillic names": ("Valery Zhurovsky", "Valeriy Zhurovskyi"),
    "transliterations of Arabic": ("Mohamed Qaddouri", "Muhammad Kaddury"),
    "a particle left out": ("Karim al-Rashidi", "Karim Rashidi"),
    "another article of the same": ("Karim el-Rashidi", "Karim Al-Rashidi"),
    "a servant of the merciful": ("Abdel Rahman Suweidi", "Abdulrahman Suwaidi"),
    "a Dutch particle": ("Joost van der Meulen", "Joost Meulen"),
    "the family name first": ("Nagy Zoltan", "Zoltán Nagy"),
    "a name cut at its hyphen": ("Han Seo", "Han Seo-jun"),
    "a first given name left out": ("Tariq Jamil", "Muhammad Tariq Jamil"),
    "a title of pilgrims": ("Haj Tariq Jamil", "Tariq Jamil"),
    "a title of clerics": ("Tariq Jamil", "Hojatoleslam Tariq Jamil"),
    "a for e": ("Rashad Mehmedov", "Rashad Mahmedov"),
    "a second family name": ("Olmedo Ruiz", "Olmedo Ruiz Soto"),
}
OTHER_NAMES = {
    "a nickname", "the family name first", "a name cut at its hyphen", "a first given name left out",
    "a for e", "a second family name",
}  # fmt: skip
"""The kinds of more than another spelling."""
TWO_PERSONS = {
    "vowels that differ": ("Wang Ri", "Wang Ru"),
    "brothers": ("Karim Rashidi", "Nabil Rashidi"),
    "father and son": ("Kim Han-il", "Kim Han-un"),
    "given names that are no nicknames": ("Peter Hartley", "Robert Hartley"),
    "short words with a for e": ("Lan Rei", "Len Rei"),
    "other second family names": ("Olmedo Ruiz Paz", "Olmedo Ruiz Soto"),
}


@pytest.mark.parametrize("kind", ONE_PERSON)
def test_names_of_one_person_are_one_where_something_agrees_and_spellings_where_nothing_differs(
    kind: str,
) -> None:
    one, other = ONE_PERSON[kind]
    told = [person("a", one, "pol", "energy-minister"), person("b", other, "pol", "energy-minister")]
    decisions = decide(told)
    assert called(decisions, told[0]) == called(decisions, told[1])
    assert called(decide(reversed(told)), told[0]) == called(decisions, told[0])
    apart = [told[0], person("b", other, "cze", "energy-minister")]
    assert len({called(decide(apart), p) for p in apart}) == 2
    silent = [person("a", one), person("b", other)]
    assert len({called(decide(silent), p) for p in silent}) == (2 if kind in OTHER_NAMES else 1)


@pytest.mark.parametrize(("one", "other"), TWO_PERSONS.values(), ids=TWO_PERSONS)
def test_names_that_are_no_spellings_of_one_stay_two(one: str, other: str) -> None:
    told = [person("a", one, "pol", "energy-minister"), person("b", other, "pol", "energy-minister")]
    assert len({called(decide(told), p) for p in told}) == 2


def test_a_rare_spelling_that_tells_nothing_is_that_of_a_name_in_use() -> None:
    told = [person(f"a{i}", "Valery Zhurovsky", "ukr", "energy-minister") for i in range(4)]
    rare = person("b", "Zhurovskyi Valeriy")
    assert called(decide([*told, rare]), rare) == "person/valery-zhurovsky"
    assert called(decide([*told[:3], rare]), rare) == rare.id
    judge = person("b", "Zhurovskyi Valeriy", role="judge")
    nick, given = person("c", "Val Zhurovsky"), person("d", "Valery Ivan Zhurovsky")
    for other in (judge, nick, given):
        assert called(decide([*told, other]), other) == other.id


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Kiumars Heidari", "brigadier-general", "MIL"), ("Kioumars Heydari", "commander", "MIL"), True),
        (("Kiumars Heidari", "judiciary-chief-ayatollah", ""), ("Kioumars Heydari", "ayatollah", ""), True),
        (("Ina B. Berg", "coordinator", "GOV"), ("Ina Berg", "deputy-secretary", "GOV"), True),
        (("Ina B. Berg", "coordinator", "GOV"), ("Ina Berg", "editor", "JRN"), False),
        (("Ina Britta Berg", "coordinator", "GOV"), ("Ina Berg", "deputy-secretary", "GOV"), False),
        (("Bob Berg", "coordinator", "GOV"), ("Robert Berg", "deputy-secretary", "GOV"), False),
    ],
)
def test_one_sector_is_enough_for_spellings_of_one_name(
    one: tuple[str, str, str], other: tuple[str, str, str], same: bool
) -> None:
    told = [person(label, label, role=role, sector=sector) for label, role, sector in (one, other)]
    assert (len({called(decide(told), p) for p in told}) == 1) is same


@pytest.mark.parametrize(
    ("role", "led"),
    [
        ("water-secretary", True),
        ("vice-president", True),
        ("secretary", False),
        ("deputy-water-secretary", False),
        ("senator", False),
        ("prime-minister", True),
    ],
)
def test_an_office_that_a_country_gives_to_one_leads_without_the_country(role: str, led: bool) -> None:
    told = [person("a", "Ines Duval", "fra", role), person("b", "Duval", role=role)]
    assert called(decide(told), told[1]) == ("person/ines-duval" if led else "person/duval")


def test_close_spellings_need_an_office() -> None:
    told = [person("a", "Rashad Mehmedov", "aze"), person("b", "Rashad Mahmedov", "aze")]
    assert len({called(decide(told), p) for p in told}) == 2


def test_the_name_that_knowledge_has_is_led_to_with_and_without_a_middle_name() -> None:
    known = BackgroundEntity(
        "person/ada-marie-voss", frozenset({"Ada Marie Voss"}), traits("deu", sector="GOV")
    )
    told = [
        person("a", "Ada Marie Voss", "deu", "energy-minister"),
        person("b", "Ada Voss", role="energy-minister"),
        person("c", "Ada Voss", "aut", "energy-minister"),
    ]
    assert [called(decide([told[0], p], [known]), p) for p in told] == [known.id, known.id, told[2].id]


def many(count: int, label: str = "Ines Duval") -> list[Profile]:
    """As many articles as is said that name a president."""
    return [
        person(f"{slug(label)}{i}", label, "fra", "president", sector="GOV", day="2024-05-01")
        for i in range(count)
    ]


@pytest.mark.parametrize(
    ("told", "short", "meant"),
    [
        (many(8), person("b", "Duval", day="2024-03-01"), True),
        (many(8), person("b", "Duval", "fra", day="2024-03-01"), True),
        (many(4), person("b", "Duval", day="2024-03-01"), True),
        (many(3), person("b", "Duval", day="2024-03-01"), False),  # too rare
        ([*many(15), person("c", "Anna Duval")], person("b", "Duval"), False),  # another is not much rarer
        ([*many(16), person("c", "Anna Duval")], person("b", "Duval"), True),
        (
            [*many(16), person("c", "Anna Duval", "fra", "president")],
            person("b", "Duval", role="president"),
            True,
        ),
        ([*many(16), *many(4, "Anna Duval")], person("b", "Duval", "fra", "president"), False),
        (many(16), person("b", "Duval", day="2009-03-01"), False),  # long before
        (many(16), person("b", "Duval", "bel"), False),
        (many(16), person("b", "Duval", role="judge"), False),
        (many(16), person("b", "Duval", sector="JRN"), False),
        (many(16), person("b", "Ines"), False),  # a given name is that of many
        ([*many(16), person("b", "Ines Duval")], person("b", "Duval"), False),  # the article has both
    ],
)
def test_a_family_name_means_the_bearer_of_whom_nearly_all_articles_speak(
    told: list[Profile], short: Profile, meant: bool
) -> None:
    assert called(decide([*told, short]), short) == ("person/ines-duval" if meant else short.id)


def test_three_spellings_are_one_person_under_the_most_frequent() -> None:
    names = ["Valery Zhurovsky", "Valery Zhurovsky", "Valeriy Zhurovskyi", "Valerii Zhurovskiy"]
    told = [person(str(i), name, "ukr", "energy-minister") for i, name in enumerate(names)]
    decisions = decide(told)
    assert {called(decisions, p) for p in told} == {"person/valery-zhurovsky"}
    (surname,) = [person("s", "Zhurovskyy", "ukr", "energy-minister")]
    assert called(decide([*told, surname]), surname) == "person/valery-zhurovsky"


def test_an_acronym_leads_to_the_body_that_an_article_introduces_it_for() -> None:
    full, short = body("a", "Halla Space Research Institute", names=("HSRI",)), body("b", "HSRI")
    assert called(decide([full, short]), short) == full.id


def test_initials_alone_need_the_same_country() -> None:
    full, short = body("a", "Halla Space Research Institute", "kor"), body("b", "HSRI", "kor")
    assert called(decide([full, short]), short) == full.id
    assert called(decide([body("a", full.label), body("b", "HSRI")]), short) == short.id


def test_a_legal_form_is_no_part_of_a_companys_name_and_employers_follow() -> None:
    told = [body("a", "Halla Ocean Co., Ltd."), body("b", "Halla Ocean")]
    people = [
        person("a", "Ina Berg", employer="halla-ocean-co-ltd"),
        person("b", "Ina Berg", employer="halla-ocean"),
    ]
    decisions = decide([*told, *people])
    assert called(decisions, told[0]) == "organization/halla-ocean"
    assert decisions.homonyms == ()


def test_background_knowledge_wins() -> None:
    told = [
        person("a", "John Marlowe", "gbr"),
        person("b", "John Marlowe", "aus"),
        person("c", "Jack Marlowe", "gbr"),
        person("d", "Duval"),
    ]
    known = [
        BackgroundEntity("person/john-marlowe", frozenset({"John Marlowe", "Jack Marlowe"}), traits("gbr")),
        BackgroundEntity("person/claire-duval", frozenset({"Claire Duval", "Duval"})),
    ]
    decisions = decide(told, known)
    assert [called(decisions, p) for p in told] == [
        "person/john-marlowe",
        "person/john-marlowe.aus",
        "person/john-marlowe",
        "person/claire-duval",
    ]
    assert {id for id, _ in decisions.homonyms[0].entities} == {
        "person/john-marlowe",
        "person/john-marlowe.aus",
    }


def test_short_forms_lead_to_those_whom_background_knowledge_has() -> None:
    full, short = (
        person("a", "Claire Duval", "fra", "foreign-minister"),
        person("b", "Duval", "fra", "foreign-minister"),
    )
    decisions = decide(
        [full, short], [BackgroundEntity("person/c-duval", frozenset({"Claire Duval"}), traits("fra"))]
    )
    assert called(decisions, full) == called(decisions, short) == "person/c-duval"


def test_background_knowledge_undoes_a_merge_and_makes_one() -> None:
    full, short = (
        person("a", "Claire Duval", "fra", "foreign-minister"),
        person("b", "Duval", "fra", "foreign-minister"),
    )
    apart = decide([full, short], [BackgroundEntity("person/duval", frozenset({"Duval"}))])
    assert called(apart, short) == "person/duval"
    told = [person("a", "John Marlowe", "gbr"), person("b", "John Marlowe", "aus")]
    one = BackgroundEntity(
        "person/jm",
        frozenset({"J.M."}),
        NOTHING,
        frozenset({"person/john-marlowe.gbr", "person/john-marlowe.aus"}),
    )
    assert {called(decide(told, [one]), p) for p in told} == {"person/jm"}


def test_decisions_do_not_depend_on_order() -> None:
    dice = random.Random(4)
    names, countries, roles = (
        ["Ann Lee", "Lee", "Ann B. Lee", "Bo Lee"],
        ["", "kor", "usa"],
        ["", "judge", "senator", "foreign-minister"],
    )
    told = [
        person(f"a{i}", dice.choice(names), dice.choice(countries), dice.choice(roles)) for i in range(60)
    ]
    first = decide(told)
    assert first.homonyms
    for _ in range(10):
        dice.shuffle(told)
        assert decide(told) == first


def test_no_two_entities_of_an_article_become_one() -> None:
    dice = random.Random(7)
    names = ["Ann Lee", "Lee", "Ann B. Lee", "A. Lee", "Bo Lee", "Lee Bo"]
    for _ in range(30):
        told = {
            (p.article, p.id): p
            for p in (
                person(
                    f"a{dice.randrange(6)}",
                    dice.choice(names),
                    dice.choice(["", "kor"]),
                    dice.choice(["", "judge"]),
                )
                for _ in range(20)
            )
        }
        decisions = decide(told.values())
        for a, b in itertools.combinations(told.values(), 2):
            assert a.article != b.article or called(decisions, a) != called(decisions, b)


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("Duval", "Claire Duval", True),
        ("Claire", "Claire Duval", True),
        ("C. Duval", "Claire Duval", True),
        ("Claire A. Duval", "Claire Duval", True),
        ("Claire Duval", "Claire A. Duval", False),
        ("Jae Myung", "Lee Jae Myung", True),
        ("Marc Duval", "Claire Duval", False),
        ("Claire Duval", "Duval", False),
    ],
)
def test_forms_of_names(name: str, other: str, expected: bool) -> None:
    assert fuller(name, other) is expected


def test_initials_and_legal_forms() -> None:
    assert has_initials("DAPA", "Defence Acquisition Programme Administration")
    assert has_initials("DAPA", "Defence Acquisition Agency") is False
    assert has_initials("UN", "United Nations") is False


# ---- in a store

GERMANY = Entity("country/deu", "Country", "Germany", (), "DEU", "GOV")
HUNGARY = Entity("country/hun", "Country", "Hungary", (), "HUN")
FRANCE = Entity("country/fra", "Country", "France", (), "FRA", "GOV")
FOREIGN_MINISTER = Entity("role/foreign-minister", "Role", "Foreign Minister")


def article(id: str, text: str, *people: tuple[Entity, Entity | None]) -> Reading:
    """An article in which each person holds the office of a foreign minister, when it has the words, and
    meets the next one.
    """
    document = Document(id, text, published="2025-11-03")
    found = []
    for one, country in people:
        if country is not None:
            found.append(
                said(
                    document,
                    text,
                    "Foreign Minister",
                    "holdsRole",
                    subject=(one, one.label),
                    object=(FOREIGN_MINISTER, "Minister"),
                )
            )
            found.append(
                said(
                    document,
                    text,
                    "Foreign Minister",
                    "represents",
                    subject=(one, one.label),
                    object=(country, country.label),
                )
            )
    for (one, _), (other, _) in itertools.pairwise(people):
        found.append(
            said(
                document,
                text,
                "met",
                "meets",
                subject=(one, one.label),
                object=(other, other.label),
                begin="2025-11-02",
            )
        )
    statements = assign_events(found, ONTOLOGY)
    return Reading(document, statements, build_events(statements, ONTOLOGY))


def human(label: str, country: str | None = None) -> Entity:
    return Entity(f"person/{slug(label)}", "Person", label, (), country, "GOV" if country else None)


ARTICLES = [
    article(
        "full",
        (
            "France Foreign Minister Claire Duval met Otto Krause on Sunday near the old harbour of "
            "the northern town."
        ),
        (human("Claire Duval", "FRA"), FRANCE),
        (human("Otto Krause"), None),
    ),
    article(
        "short",
        "France Foreign Minister Duval met Otto Krause.",
        (human("Duval", "FRA"), FRANCE),
        (human("Otto Krause"), None),
    ),
    article(
        "namesake",
        "Germany Foreign Minister Claire Duval met Ina Berg.",
        (human("Claire Duval", "DEU"), GERMANY),
        (human("Ina Berg"), None),
    ),
    article(
        "reprint",
        (
            "AGENCY: France Foreign Minister Claire Duval met Otto Krause on Sunday near the old "
            "harbour of the northern town."
        ),
        (human("Claire Duval", "FRA"), FRANCE),
        (human("Otto Krause"), None),
    ),
]
GRAPHS = [(graph_iri(r.document.id, DEFAULT_BASE), nquads(r, ONTOLOGY, RUN, DEFAULT_BASE)) for r in ARTICLES]


def put(store: Store, graphs: list[tuple[str, bytes]]) -> None:
    store.add(StoredNames(store).given(graphs))
    resolve_entities(store)


def made(where: Path, graphs: list[tuple[str, bytes]] = GRAPHS) -> bytes:
    with open_store(str(where)) as store:
        store.install(ONTOLOGY, load_gazetteer())
        put(store, graphs)
        return store.dump("nquads")


def meetings(store: Store) -> set[tuple[str, str]]:
    query = "SELECT ?s ?o WHERE { ?s <https://w3id.org/newskg/ontology#meets> ?o FILTER(STR(?s) < STR(?o)) }"
    return {
        (entity_id(DEFAULT_BASE, r["s"].value) or "", entity_id(DEFAULT_BASE, r["o"].value) or "")
        for r in store.query(query)
    }


def test_a_store_has_one_iri_for_each(tmp_path: Path) -> None:
    made(tmp_path / "news.kg")
    with open_store(str(tmp_path / "news.kg"), read_only=True) as store:
        assert meetings(store) == {
            ("person/claire-duval.fra", "person/otto-krause"),
            ("person/claire-duval.deu", "person/ina-berg"),
        }
        events = {s.event for reading in readings(store) for s in reading.statements if s.relation == "meets"}
        assert len(events) == 2  # one happening in three articles
        for reading in readings(store):
            (lines,) = [line for iri, line in GRAPHS if iri.endswith(f"/{reading.document.id}")]
            assert len(reading.statements) == lines.count(b"#Statement> <")
            iris = {
                line.split(" ", 1)[0][1:-1]
                for line in store.lines(graph_iri(reading.document.id, DEFAULT_BASE))
                if "#trigger>" in line
            }
            assert iris == {DEFAULT_BASE + s.id for s in reading.statements}


def test_order_and_shards_make_no_difference(tmp_path: Path) -> None:
    whole = made(tmp_path / "whole.kg")
    assert made(tmp_path / "turned.kg", GRAPHS[::-1]) == whole
    for i, graph in enumerate(GRAPHS):
        with open_store(str(tmp_path / "grown.kg")) as store:
            if i == 0:
                store.install(ONTOLOGY, load_gazetteer())
            put(store, [graph])
            grown = store.dump("nquads")
    assert grown == whole


@pytest.mark.parametrize(
    "cut", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]
)
def test_settled_shards_are_joined(tmp_path: Path, cut: int) -> None:
    whole = made(tmp_path / "whole.kg")
    for name, graphs in (("one.nq", GRAPHS[cut:]), ("two.nq", GRAPHS[:cut])):
        (tmp_path / name).write_bytes(made(tmp_path / f"{name}.kg", graphs))
    with open_store(str(tmp_path / "joined.kg")) as store:
        for name in ("one.nq", "two.nq"):
            store.load(tmp_path / name)
        resolve_entities(store)
        assert store.dump("nquads") == whole


def test_reading_again_changes_nothing_and_forgetting_undoes(tmp_path: Path) -> None:
    without = made(tmp_path / "without.kg", GRAPHS[:2])
    with open_store(str(tmp_path / "news.kg")) as store:
        store.install(ONTOLOGY, load_gazetteer())
        put(store, GRAPHS)
        assert store.add(StoredNames(store).given(GRAPHS)) == 0
        assert resolve_entities(store) == 0
        store.forget("namesake")
        store.forget("reprint")
        resolve_entities(store)
        assert store.dump("nquads") == without


SPELLED = [
    ("one", human("Zoltan Nagy", "HUN")),
    ("two", human("Zoltán Nagy", "HUN")),
    ("three", human("Zoltán Nagy", "HUN")),
    ("four", Entity("person/nagy", "Person", "Nagy", ("Zoltán Nagy", "Z. Nagy"), "HUN", "GOV")),
]
SPELLINGS = [
    (graph_iri(name, DEFAULT_BASE), nquads(reading, ONTOLOGY, RUN, DEFAULT_BASE))
    for name, who in SPELLED
    for reading in [
        article(
            name,
            f"Hungary Foreign Minister {who.label} met Otto Krause.",
            (who, HUNGARY),
            (human("Otto Krause"), None),
        )
    ]
]


def labels_and_names(store: Store, id: str) -> tuple[set[str], set[str]]:
    """The labels and the further names of an entity in the articles of a store."""
    found: tuple[set[str], set[str]] = set(), set()
    for names, predicate in zip(found, ("prefLabel", "altLabel"), strict=True):
        query = (
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?v WHERE { "
            f"<{DEFAULT_BASE}{id}> skos:{predicate} ?v }}"
        )
        names.update(row["v"].value for row in store.query(query))
    return found


def test_an_entity_has_one_label_in_all_articles_and_their_own_once_these_are_alone(tmp_path: Path) -> None:
    alone = {iri: made(tmp_path / f"{i}.kg", [(iri, text)]) for i, (iri, text) in enumerate(SPELLINGS)}
    orders = [
        made(tmp_path / f"order{i}.kg", list(some)) for i, some in enumerate((SPELLINGS, SPELLINGS[::-1]))
    ]
    assert orders[0] == orders[1]
    with open_store(str(tmp_path / "order0.kg")) as store:
        assert labels_and_names(store, "person/zoltan-nagy") == (
            {"Zoltán Nagy"},
            {"Zoltan Nagy", "Nagy", "Z. Nagy"},
        )
        assert labels_and_names(store, "person/nagy") == (set(), set())
        assert store.add(StoredNames(store).given(SPELLINGS)) == resolve_entities(store) == 0
        for iri, _ in SPELLINGS[1:]:
            store.forget(iri.rpartition("/")[2])
            resolve_entities(store)
        assert store.dump("nquads") == alone[SPELLINGS[0][0]]
    with open_store(str(tmp_path / "order1.kg")) as store:
        for iri, _ in SPELLINGS[:3]:
            store.forget(iri.rpartition("/")[2])
        resolve_entities(store)
        assert labels_and_names(store, "person/nagy") == ({"Nagy"}, {"Zoltán Nagy", "Z. Nagy"})
        assert store.dump("nquads") == alone[SPELLINGS[3][0]]


def test_what_knowledge_calls_an_entity_is_its_label() -> None:
    known = BackgroundEntity("person/jean-petit", frozenset({"Jean Petit", "Jean Grand"}), label="Jean Petit")
    told = [person("a", "Jean Grand"), person("b", "Jean Petit"), person("c", "JEAN PETIT")]
    assert decide(told, [known]).names() == {
        "a": {"person/jean-grand": Named("person/jean-petit", "Jean Petit")},
        "c": {"person/jean-petit": Named("person/jean-petit", "Jean Petit")},
    }


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["Zoltan Nagy", "Zoltán Nagy", "Zoltán Nagy"], "Zoltán Nagy"),
        (["Zoltan Nagy", "Zoltan Nagy", "Zoltán Nagy"], "Zoltan Nagy"),
        (
            ["Ana Ruiz Gil", "Ana Ruiz-Gil", "Ana  Ruiz Gil"],
            "Ana  Ruiz Gil",
        ),  # the longest of those as frequent
        (["Ana Ruiz-Gil", "Ana Ruiz Gil"], "Ana Ruiz Gil"),
    ],
)
def test_the_label_is_the_most_frequent(labels: list[str], shown: str) -> None:
    told = [person(f"a{i}", label) for i, label in enumerate(labels)]
    found = decide(told).names()
    for profile in told:
        assert found.get(profile.article, {}).get(profile.id, Named(profile.id)).label in (
            (None,) if profile.label == shown else (shown,)
        )


def test_a_file_of_triples_keeps_the_decisions(tmp_path: Path) -> None:
    where = tmp_path / "news.ttl"
    made(where)
    before = where.read_bytes()
    with open_store(str(where)) as store:
        assert ("person/claire-duval.fra", "person/otto-krause") in meetings(store)
        put(store, GRAPHS)
    assert where.read_bytes() == before


def test_a_users_file_wins_in_a_store(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix skos: "
        "<http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix person: <https://w3id.org/newskg/id/person/> . @prefix owl: "
        "<http://www.w3.org/2002/07/owl#> .\n"
        'person:c-duval a kg:Person ; skos:prefLabel "Claire Duval" ; owl:sameAs '
        "<http://www.wikidata.org/entity/Q1> .\n"
        'person:duval a kg:Person ; skos:prefLabel "Duval" .\n'
    )
    with open_store(str(tmp_path / "news.kg")) as store:
        store.install(ONTOLOGY, load_gazetteer([mine]))
        put(store, GRAPHS)
        assert meetings(store) == {
            ("person/c-duval", "person/otto-krause"),
            ("person/c-duval", "person/ina-berg"),
            ("person/duval", "person/otto-krause"),
        }


def test_the_decisions_are_a_graph_of_their_own(tmp_path: Path) -> None:
    text = made(tmp_path / "news.kg").decode()
    graph = f" <{DEFAULT_BASE}{IDENTITY_GRAPH}> ."
    own = [line for line in text.splitlines() if line.endswith(graph)]
    assert sum("#Identification>" in line for line in own) == 4
    assert sum("#Distinction>" in line for line in own) == 1
    assert sum("#Reprint>" in line for line in own) == 1


def test_a_reprint_is_no_second_witness_and_decisions_are_told(tmp_path: Path) -> None:
    made(tmp_path / "news.kg")
    with open_store(str(tmp_path / "news.kg"), read_only=True) as store:
        (edge,) = [e for e in edges(store) if e.relation == "meets" and e.object == "person/otto-krause"]
        assert (edge.articles, edge.statements, edge.confidence) == (2, 3, 0.75)
        shown = entity_report(store, "person/claire-duval.fra")
        (fact,) = [f for f in shown.facts if f.relation == "meets"]
        assert (fact.articles, fact.reprints) == (("full", "short"), ("reprint",))
        assert [(one.article, one.local_id) for one in shown.merged] == [
            ("full", "person/claire-duval"),
            ("reprint", "person/claire-duval"),
            ("short", "person/duval"),
        ]
        assert shown.apart == (
            Apart(
                "Claire Duval", "person/claire-duval.deu", "country DEU; role foreign minister; sector GOV"
            ),
        )
        text = shown_text(shown)
    assert (
        "Duval is a form of the name Claire Duval; the same country: FRA; the same role: foreign minister"
        in text
    )
    assert "2 articles: full, short (reprinted: reprint)" in text


def test_a_name_without_decisions_is_told_too(tmp_path: Path) -> None:
    made(tmp_path / "news.kg")
    with open_store(str(tmp_path / "news.kg"), read_only=True) as store:
        assert "why it is one  the articles use one name" in shown_text(entity_report(store, "Otto Krause"))


WORDS = (
    "The ministers spoke of trade, of the harbour and of a new ferry for the islands before they "
    "left the old town late at night"
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (WORDS, True),
        (f"(Agency) {WORDS.upper()} on Sunday.", True),
        (WORDS.replace("harbour", "port"), True),
        (
            (
                f"{WORDS}. Then a second story begins that is longer than the first one and tells of "
                "a flood in the south of the country"
            ),
            False,
        ),
        (
            (
                "Nothing of what this article says stands in the other one, which tells of ferries "
                "and not of floods"
            ),
            False,
        ),
    ],
)
def test_reprints(text: str, same: bool) -> None:
    printed = [
        Printed("b", "2025-11-04", fingerprint(text)),
        Printed("a", "2025-11-03", fingerprint(WORDS)),
        Printed("c", None, ""),
    ]
    assert find_reprints(printed) == ({"b": "a"} if same else {})


def test_a_roundup_does_not_make_its_stories_one() -> None:
    one, two = (" ".join(f"{word}{n}" for n in range(200)) for word in ("alpha", "beta"))
    printed = [
        Printed(name, None, fingerprint(text))
        for name, text in (("one", one), ("two", two), ("both", f"{one} {two}"))
    ]
    assert find_reprints(printed) == {}
