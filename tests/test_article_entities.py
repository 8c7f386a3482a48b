"""Who and what an article's sentences are about: names and their classes, sites and their places, victims."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Argument, Document, Statement
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def said(pipeline: Pipeline, text: str) -> tuple[Statement, ...]:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    return reading.statements


def shown(argument: Argument | None) -> str:
    """An entity as "Class label", with the country's code where it has one."""
    if argument is None:
        return "-"
    entity = argument.entity
    return " ".join([entity.cls, entity.label, *([entity.country] if entity.country else [])])


def entities(statements: tuple[Statement, ...]) -> set[str]:
    return {shown(end) for one in statements for end in (one.subject, one.object)} - {"-"}


NAMES = [
    ("Foreign Policy Adviser Tarik Demir met Ana Lund in Oslo.", "Person Tarik Demir"),
    ("Sultan Harun bin Idris met Ana Lund in Oslo.", "Person Harun bin Idris"),
    ("Prince Olaf visited Kenya.", "Person Prince Olaf"),
    ("Sheikh Rania accused Chad of lying.", "Person Sheikh Rania"),
    ("Sheikh Khalid bin Omar visited Kenya.", "Person Khalid bin Omar"),
    ("Brig. Gen. Tarik Demir visited Kenya.", "Role Brig. Gen."),
    ("Maj Tarik Demir visited Kenya.", "Role Maj"),
    ("Chief of Staff Brig. Gen. Tarik Demir visited Kenya.", "Role Chief of Staff"),
    ("Chief of Staff Brig. Gen. Tarik Demir visited Kenya.", "Role Brig. Gen."),
    ("Pakistan Army chief Gen. Tarik Demir visited Kenya.", "Role Gen."),
    ("NATO Deputy Secretary General Tarik Demir visited Kenya.", "Role Deputy Secretary General"),
    ("N. Macedonia signed a treaty with Chad.", "Country North Macedonia MKD"),
    ("S. African police accused Chad of lying.", "Group South African police ZAF"),
    ("EU sanctions Turkish banks", "Group Turkish banks TUR"),
    ("Togo bombs Malian bases", "Facility Malian bases MLI"),
    ("Lt. Col. Tarik Demir visited Kenya.", "Role Lt. Col."),
    ("Peruvian PM Luis Quispe visited Kenya.", "Role PM"),
    ("Prime Minister Nehammer of Austria visited Kenya.", "Person Nehammer AUT"),
    ("Indian Air Marshal Ravi Menon visited Kenya.", "Role Air Marshal"),
    ("Peru's Quispe accused Chile's Rojas of lying.", "Person Quispe PER"),
    ("Peru's Quispe accused Chile's Rojas of lying.", "Person Rojas CHL"),
    (
        "Chiefs:\n- Peru: Luis Quispe, defence secretary\n- Mali: Ana Lund, president",
        "Person Luis Quispe PER",
    ),
    (
        "Chiefs:\n- Peru: Luis Quispe, defence secretary\n- Mali: Ana Lund, president",
        "Role Defence Secretary",
    ),
    ("Turkish FM Kemal Demir visited Kenya.", "Person Kemal Demir TUR"),
    ("Vice Premier He Jundao praised Kenya.", "Person He Jundao"),
    ("Mitra Shipping praised Chad.", "Company Mitra Shipping"),
    ("Danielle Shipping praised Chad.", "Person Danielle Shipping"),
    ("Kenya sued Tirax and Halvor, both Dutch banks. Tirax praised Chad.", "Company Tirax NLD"),
    ("Japan deployed the JS Kaga to Oman.", "Platform JS Kaga JPN"),
    ("Turkey supplied Anka drones to Chad.", "Platform Anka drone"),
    ("Brazil bought Rafale B/C fighter jets from France.", "Platform Rafale B/C fighter jet"),
    ("A 2,300-strong contingent arrived in Haiti.", "Group 2,300-strong contingent"),
    ("Ana Lund met President of Iceland Orri Hallsson.", "Person Orri Hallsson ISL"),
    (
        "Ana Lund was at the Olav Hansen Bridge. Rebels attacked the Olav Hansen Bridge.",
        "Facility Olav Hansen Bridge",
    ),
    ("Judges overturned Lund v. Demir on Monday.", "Topic Lund v. Demir"),
    ("Rebels shelled Trinidad de Cuba on Monday.", "Place Trinidad de Cuba"),
    ("Senators Lund and Demir visited Kenya.", "Role Senator"),
    ("The Kenyan Senate passed a law.", "Organization Kenya's senate KEN"),
    ("Peru's Congress passed a law.", "Organization Peru's congress PER"),
    ("Georgia's Senate passed a law.", "Organization Georgia's Senate"),
    ("Togo's National Assembly passed a law.", "Organization Togo's national assembly TGO"),
    ("Soldiers attacked San Jose, California.", "City San Jose USA"),
    ("Soldiers attacked Athens, Georgia.", "City Athens USA"),
    ("Soldiers attacked Athens.", "City Athens GRC"),
    ("Pro-Chinese gunmen attacked Chad.", "Group pro-Chinese gunmen"),
    ("On Monday non-Kenyan troops attacked Chad.", "Group non-Kenyan troops"),
    ("The presidents of Chad and Mali met in Oslo.", "Group Malian president MLI"),
    ("NATO Security Policy Chief Ana Lund visited Kenya.", "InternationalOrganization NATO"),
    ("Luis Quispe, Secretary Treasurer, visited Kenya.", "Role Treasurer"),
    ("The Quispe Administration sanctioned Chad.", "Government Quispe Administration"),
    ("Chad left the NPT on Monday.", "Topic Treaty on the Non-Proliferation of Nuclear Weapons"),
    ("Chad congratulated Mali on Eid al-Fitr.", "Topic Eid al-Fitr"),
    ("A fire destroyed homes in Chad.", "Facility homes"),
    ("Chad thanked everyone.", "Group everyone"),
    ("Norsund A/S sued Chad.", "Company Norsund A/S"),
    ("Chad sued Tolva K/S.", "Company Tolva K/S"),
    (
        "National Lantern Company (NLC) and Chad signed a deal. The NLC praised Mali.",
        "Company National Lantern Company",
    ),
    (
        "Norwegian Postal Company (NPC) praised Mali. NPC visited Kenya.",
        "Company Norwegian Postal Company NOR",
    ),
    ("Chad accused five Peru-based charities of lying.", "Group Peru-based charities PER"),
    ("Norway praised Sheikh El-Dakhil.", "Person El-Dakhil"),
    ("The Armed Forces of Kenya attacked Chad.", "ArmedForce Kenya's armed forces KEN"),
    ("The parliament passed the Fair Harbour Act.", "Topic Fair Harbour Act"),
    ("Deputy Assistant to the President Ana Lund visited Kenya.", "Person Ana Lund"),
    ("Interior Security Secretary Demirok met Ana Lund in Oslo.", "Person Demirok"),
    ("The Trade Policy Coordinator praised Chad on Monday.", "Group Trade Policy Coordinator"),
    ("Deputy Head of the River Patrol Forces Yury Malkov visited Kenya.", "Person Yury Malkov"),
    ("National Congress Speaker Tarik Demir visited Kenya.", "Person Tarik Demir"),
    ("Chad bought ground-to-ground missiles from Norway.", "Weapon ground-to-ground missile"),
    ("Norway tested a short-range sea-to-air rocket on Monday.", "Weapon short-range sea-to-air rocket"),
    ("Chad condemned such brutality.", "Topic brutality"),
    ("Premier Tarik Demir(by phone) met Ana Lund in Oslo.", "Person Tarik Demir"),
    ('Joseph "River Joe" Tolland visited Kenya.', 'Person Joseph "River Joe" Tolland'),
    ("NAIROBI- Kenya condemned Chad on Monday.", "Country Kenya KEN"),
    ("A 6.5 magnitude earthquake hit Chad.", "Topic 6.5 magnitude earthquake"),
    ("Oslo condemned three attacks on churches.", "Topic attacks on churches"),
    ("Kenya praised the 2019 Chadian election.", "Topic 2019 Chadian election"),
    ("The Chad-Mali Fisheries Council praised Norway.", "Organization Chad-Mali Fisheries Council TCD"),
    (
        "The River Commission on Trade and Growth praised Norway.",
        "Organization River Commission on Trade and Growth",
    ),
    (
        "The River Commission on Growth and others praised Norway.",
        "Organization River Commission on Growth",
    ),
    (
        "Small Industries and Rural Trade Authority praised Norway.",
        "Organization Small Industries and Rural Trade Authority",
    ),
    ("Envoy Gert Jan Malkov visited Kenya.", "Person Gert Jan Malkov"),
    ("Envoy Ana Lund of the Security Council visited Kenya.", "Organization Security Council"),
    (
        "The Security Council praised Norway. The UN condemned Chad.",
        "InternationalOrganization United Nations Security Council",
    ),
    (
        "The Lund-Orr Administration praised Norway. Lund-Orr Administration aides met.",
        "Government Lund-Orr Administration",
    ),
    ("Floods hit the counties of Burt, Cass, Nemaha, Nuckolls, Otoe, and Webster.", "Place Nemaha"),
    ("Ana Lund visited Elk Lake City.", "City Elk Lake City"),
    ("National Growth Adviser Ana Lund visited Kenya.", "Role National Growth Adviser"),
    (
        "The Harbour Health Equity Task Force praised Norway.",
        "Organization Harbour Health Equity Task Force",
    ),
    ("Floods damaged the Tarn River Wharf.", "Facility Tarn River Wharf"),
    ("The Kenyan Embassy warned Norway.", "Organization Kenyan Embassy KEN"),
    ("Ikumi Tanabe, Under-Secretary-General, praised Norway.", "Person Ikumi Tanabe"),
    ("Kenya dismissed four deputy ministers on Monday.", "Group deputy ministers"),
]


@pytest.mark.parametrize(("text", "entity"), NAMES)
def test_names_are_whole_and_of_their_class(pipeline: Pipeline, text: str, entity: str) -> None:
    assert entity in entities(said(pipeline, text))


LISTS = [
    (
        "Prime Minister Ana Lund, Minister of Labour Tarik Demir and Minister of Finance Luis Quispe met.",
        {
            "Ana Lund": {"Prime Minister"},
            "Tarik Demir": {"Minister of Labour"},
            "Luis Quispe": {"Minister of Finance"},
        },
    ),
    (
        "Ambassadors Lund, Demir and Quispe met Ravi Menon, the prime minister of Fiji, on Monday.",
        {
            "Lund": {"Ambassador"},
            "Demir": {"Ambassador"},
            "Quispe": {"Ambassador"},
            "Ravi Menon": {"Prime Minister"},
        },
    ),
    (
        "Ana Lund, an adviser to President Tarik Demir, visited Kenya.",
        {"Ana Lund": {"Adviser"}, "Tarik Demir": {"President"}},
    ),
    (
        "Ties grew under President Ana Lund. Under Secretary Tarik Demir and his Holiness Pope Basil met.",
        {"Ana Lund": {"President"}, "Tarik Demir": {"Under Secretary"}, "Pope Basil": {"Pope"}},
    ),
    (
        "Deputy Head of the General Staff and Defence Minister Yury Malkov met Editor-in-Chief Ana Lund.",
        {
            "Yury Malkov": {"Deputy Head", "Defence Minister"},
            "Ana Lund": {"Editor-in-Chief"},
        },
    ),
    (
        "The head of the River Guard and Minister Ana Lund met Director of the Coral Bank and Minister "
        "Tarik Demir.",
        {"Ana Lund": {"Minister"}, "Tarik Demir": {"Director", "Minister"}},
    ),
    (
        "Justice Minister Tarik Demir met Deputy Justice Secretary Ana Lund.",
        {"Tarik Demir": {"Justice Minister"}, "Ana Lund": {"Deputy Justice Secretary"}},
    ),
    (
        "Justice and Health Minister Tarik Demir met Supreme Court Justice and former Oil Minister Bo Lund.",
        {"Tarik Demir": {"Justice and Health Minister"}, "Bo Lund": {"Supreme Court Justice"}},
    ),
    (
        "Chief Justice Tarik Demir met Attorney General Ana Lund and Justice Basil Nader.",
        {"Tarik Demir": {"Chief Justice"}, "Ana Lund": {"Attorney General"}, "Basil Nader": {"Justice"}},
    ),
    (
        "Minister of Trade and Rural Growth Tarik Demir met Trade and Rural Growth Minister Ana Lund.",
        {
            "Tarik Demir": {"Minister of Trade and Rural Growth"},
            "Ana Lund": {"Trade and Rural Growth Minister"},
        },
    ),
    (
        "Gen. Tarik Demir, Capt. Ana Lund and Maj. Basil Nader visited Kenya.",
        {"Tarik Demir": {"Gen."}, "Ana Lund": {"Capt."}, "Basil Nader": {"Maj."}},
    ),
    ("Crowds met in the Imam Karim football stadium. Chad hosted the Young Leaders Congress.", {}),
    (
        "Talks of Secretary of State Tarnow and Foreign Minister Malkov with anti-fraud commander Ana Lund.",
        {"Malkov": {"Foreign Minister"}, "Ana Lund": {"Commander"}},
    ),
    ("The Artistic Director of the Ana Lund River Hall met Major League Cricket.", {}),
]


@pytest.mark.parametrize(("text", "offices"), LISTS)
def test_each_of_a_list_has_his_own_office(
    pipeline: Pipeline, text: str, offices: dict[str, set[str]]
) -> None:
    found: dict[str, set[str]] = {}
    for one in said(pipeline, text):
        if one.relation == "holdsRole" and one.subject and one.object:
            found.setdefault(one.subject.entity.label, set()).add(one.object.entity.label)
    assert found == offices


PLACES = [
    ("Gunmen killed six in Paris, Texas, on Monday.", "City Paris USA"),
    ("Gunmen killed six in Moscow, Idaho.", "City Moscow USA"),
    ("Gunmen killed six in Hamilton, Ontario.", "Place Hamilton CAN"),
    ("Gunmen killed six in Lebanon, Pennsylvania.", "City Lebanon USA"),
    ("Gunmen killed six in Zarpur, Pakistan.", "Place Zarpur PAK"),
    ("Gunmen killed six in London, Texas and Oslo.", "City London GBR"),
    ("Gunmen killed six in Atlanta, Georgia.", "City Atlanta USA"),
    ("Gunmen killed six in Tbilisi, Georgia.", "City Tbilisi GEO"),
    ("Gunmen killed six in Busan, South Korea.", "City Busan KOR"),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_a_place_lies_in_the_division_after_it(pipeline: Pipeline, text: str, place: str) -> None:
    assert place in {shown(one.place) for one in said(pipeline, text)}


def test_a_rank_does_not_make_a_body_of_the_words_before_it(pipeline: Pipeline) -> None:
    found = said(pipeline, "Indian Air Marshal Ravi Menon visited Kenya.")
    assert {shown(one.object) for one in found if one.relation == "represents"} == {"Country India IND"}


def test_a_title_alone_is_nobodys_name(pipeline: Pipeline) -> None:
    found = said(pipeline, "Saudi Crown Prince Salim bin Omar met Prince Olaf in Riyadh.")
    assert {shown(one.object) for one in found if one.relation == "holdsRole"} == {
        "Role Crown Prince",
        "Role Prince",
    }
    assert not {one for one in entities(found) if one in {"Person Prince", "Person Crown Prince"}}


def test_a_company_of_a_country_stays_one(pipeline: Pipeline) -> None:
    assert "Person Baykar TUR" not in entities(said(pipeline, "Turkey's Baykar supplied drones to Ukraine."))


WHERE = [
    (
        "Pirates attacked a Danish-owned freighter in the Gulf of Guinea.",
        "Platform Danish-owned freighter DNK",
    ),
    ("Iran seized a Swedish tanker in the Persian Gulf.", "Platform Swedish tanker SWE"),
    ("Rebels attacked a mosque in Goma.", "Facility Goma mosque COD"),
    ("Russia attacked bases in Homs and Aleppo.", "Facility bases in Homs and Aleppo SYR"),
    ("Rebels attacked a village near the Nile.", "Place village"),
]


@pytest.mark.parametrize(("text", "victim"), WHERE)
def test_what_is_attacked_is_no_place_where_it_happens(pipeline: Pipeline, text: str, victim: str) -> None:
    found = said(pipeline, text)
    assert {shown(one.object) for one in found if one.relation in {"attacks", "coerces"}} == {victim}


LYING = [
    ("Gunmen attacked the Royal Garden hotel in Gwadar.", {("Royal Garden hotel", "Gwadar")}),
    ("The army closed a U.S. prison in Kabul.", {("U.S. prison", "Kabul")}),
    (
        "Russia attacked bases in Homs and Aleppo.",
        {(b, c) for b in ["bases in Homs and Aleppo"] for c in ["Homs", "Aleppo"]},
    ),
    ("Rebels attacked a clinic in Lyon, France.", {("Lyon clinic", "Lyon")}),
]


@pytest.mark.parametrize(("text", "places"), LYING)
def test_sites_lie_where_the_text_says(pipeline: Pipeline, text: str, places: set[tuple[str, str]]) -> None:
    found = said(pipeline, text)
    lies = {
        (one.subject.entity.label, one.object.entity.label)
        for one in found
        if one.relation == "locatedIn" and one.subject and one.object
    }
    assert lies == places


def test_places_joined_before_their_noun_are_each_one(pipeline: Pipeline) -> None:
    found = said(pipeline, "Russia shelled the Sumy and Kharkiv regions.")
    assert {one.object.entity.label for one in found if one.object} == {"Sumy", "Kharkiv"}


def test_fighting_somewhere_is_not_against_the_place(pipeline: Pipeline) -> None:
    found = said(pipeline, "India and Pakistan exchanged fire in Kashmir.")
    assert [(shown(one.subject), shown(one.object)) for one in found] == [
        ("Country India IND", "Country Pakistan PAK")
    ]


PRONOUNS = [
    ("Nora Lund met Pavel Novak in Oslo. He praised Chad.", "supports", {"Person Pavel Novak"}),
    ("Pavel Novak met Nora Lund in Oslo. She praised Chad.", "supports", {"Person Nora Lund"}),
    ("Queen Sofia met Pavel Novak in Oslo. She praised Chad.", "supports", {"Person Queen Sofia"}),
    (
        '"We left," said Peruvian Defence Minister Luis Quispe. "I accuse Chile of lying."',
        "accuses",
        {"Person Luis Quispe PER"},
    ),
    (
        "Peruvian President Luis Quispe praised Chad. “We bought tanks from Brazil,” he said.",
        "acquires",
        {"Country Peru PER"},
    ),
    (
        'Airbus chief Luis Quispe praised Chad. "We bought engines from Brazil," he told reporters.',
        "acquires",
        {"Company Airbus"},
    ),
    ("Lawyer Luis Quispe arrived. “We accuse Chile of lying,” he said.", "accuses", {"Person Luis Quispe"}),
    (
        "Chad and Niger attacked Mali and Togo. They praised Peru.",
        "supports",
        {"Country Chad TCD", "Country Niger NER"},
    ),
    ("The Peruvian side accused Chile of lying.", "accuses", {"Country Peru PER"}),
    ("The report accused Chile of genocide.", "accuses", {"-"}),
    ("Chad and Niger held talks with Mali. Togo said Chad attacked it.", "attacks", {"Country Chad TCD"}),
    ('"Our troops attacked Chile," Peru\'s defence minister said.', "attacks", {"Group Peruvian troops PER"}),
    ('"Our forces attacked Chad," the Pentagon said.', "attacks", {"Group US forces USA"}),
    ("Peru's Quispe met Togo's Abalo.", "meets", {"Person Quispe PER"}),
    ("Togo's president visited Benin. He praised Chad.", "supports", {"Group Togolese president TGO"}),
    (
        "A Peruvian journalist was freed. She accused Chad of lying.",
        "accuses",
        {"Group Peruvian journalist PER"},
    ),
    ("The Peruvian army visited Benin. He praised Chad.", "supports", {"-"}),
    ("Peruvian Minister Luis Quispe fed a child. He praised Chad.", "supports", {"Person Luis Quispe PER"}),
    ("Togo's president said his country attacked Benin.", "attacks", {"Country Togo TGO"}),
    (
        "The king of Togo fell. His defence minister accused Chad of lying.",
        "accuses",
        {"Group Togolese defence minister TGO"},
    ),
    ("The president of Togo fell. Her lawyers accused Chad of lying.", "accuses", {"Group lawyers"}),
    (
        '"My army will attack Chad," Peru\'s prime minister said.',
        "attacks",
        {"ArmedForce Peru's army PER"},
    ),
    ('"We attacked Chad," the Houthi spokesman said.', "attacks", {"-"}),
]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Togo met Benin a week before the pope visits Rome.", "-"),
        ("Togo met Benin until Chad sent troops to Rome.", "-"),
        ("Togo met Benin while the pope was in Rome.", "City Rome ITA"),
        ("Togo met Benin in Rome before the pope died.", "City Rome ITA"),
        ("Togo met Benin in FY2025.", "-"),
    ],
)
def test_where_it_happens_is_said_in_its_own_clause(pipeline: Pipeline, text: str, place: str) -> None:
    assert {shown(one.place) for one in said(pipeline, text) if one.relation == "meets"} == {place}


OBJECTS = [
    ("Togo and Mali praised the ruling, and Chad criticised it.", "accuses", {"-"}),
    ("Togo launched a satellite and Chad condemned it.", "accuses", {"-"}),
    ("Togo said Chad had criticised it.", "accuses", {"Country Togo TGO"}),
    (
        "Peru and Chile left. Togo, Mali and Chad criticised them.",
        "accuses",
        {"Country Peru PER", "Country Chile CHL"},
    ),
    ("Peru's Quispe met Togo's Abalo.", "meets", {"Person Abalo TGO"}),
    ("Ana Rojas lost the presidential election in Chad to Luis Quispe.", "appoints", set()),
    ("Ana Rojas conceded defeat to Luis Quispe.", "appoints", {"Person Luis Quispe"}),
    (
        "Luis Quispe won the presidential election in Chad, beating Ana Rojas.",
        "appoints",
        {"Person Luis Quispe"},
    ),
]


@pytest.mark.parametrize(("text", "relation", "objects"), OBJECTS)
def test_whom_it_is_done_to(pipeline: Pipeline, text: str, relation: str, objects: set[str]) -> None:
    assert {shown(one.object) for one in said(pipeline, text) if one.relation == relation} == objects


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Peruvian President Luis Quispe fell. His lawyer, Ana Rojas, accused Chile of lying.", None),
        ("Peruvian President Luis Quispe fell. His adviser, Ana Rojas, accused Chile of lying.", "PER"),
        (
            "Peruvian President Luis Quispe fell. His defence minister, Ana Rojas, accused Chile of lying.",
            "PER",
        ),
        ("Peruvian banker Luis Quispe fell. His spokeswoman, Ana Rojas, accused Chile of lying.", None),
    ],
)
def test_who_is_in_office_with_somebody_acts_for_his_country(
    pipeline: Pipeline, text: str, country: str | None
) -> None:
    (accuser,) = {
        one.subject.entity for one in said(pipeline, text) if one.relation == "accuses" and one.subject
    }
    assert (accuser.label, accuser.country) == ("Ana Rojas", country)


@pytest.mark.parametrize(("text", "relation", "subjects"), PRONOUNS)
def test_who_is_meant(pipeline: Pipeline, text: str, relation: str, subjects: set[str]) -> None:
    found = said(pipeline, text)
    assert {shown(one.subject) for one in found if one.relation == relation} == subjects


@pytest.mark.parametrize(
    ("text", "relation", "subjects"),
    [
        (
            "Nora Lund met Luis Quispe. They praised Chad.",
            "supports",
            {"Person Nora Lund", "Person Luis Quispe"},
        ),
        (
            "Togo held talks with Mali and Benin. They praised Chad.",
            "supports",
            {"Togo TGO", "Mali MLI", "Benin BEN"},
        ),
        (
            "Togo, Mali and Benin attacked Niger. They praised Chad.",
            "supports",
            {"Togo TGO", "Mali MLI", "Benin BEN"},
        ),
        ("Togo accused Benin. They praised Chad.", "supports", {"-"}),
        (
            "Togo's king and his Malian counterpart met in Rome. They praised Chad.",
            "supports",
            {"Group Togolese king TGO", "Group Malian counterpart MLI"},
        ),
        ("Togo and Mali signed a pact. Both praised Chad.", "supports", {"Togo TGO", "Mali MLI"}),
        ("Togo, Mali and Benin signed a pact. Both praised Chad.", "supports", {"-"}),
        ("They praised Chad. Togo met Benin.", "supports", {"-"}),
        ("Togo and Mali, which were attacked by Benin, praised Chad.", "attacks", {"Benin BEN"}),
        ("Togo and Mali, which have sanctioned Benin, praised Chad.", "sanctions", {"Togo TGO", "Mali MLI"}),
        ("Chad praised Togo and Mali, which has sanctioned Benin.", "sanctions", {"Mali MLI"}),
    ],
)
def test_who_they_are(pipeline: Pipeline, text: str, relation: str, subjects: set[str]) -> None:
    found = {
        shown(one.subject).removeprefix("Country ")
        for one in said(pipeline, text)
        if one.relation == relation
    }
    assert found == subjects


def test_they_who_met_are_all_of_them(pipeline: Pipeline) -> None:
    found = said(
        pipeline, "Nora Lund and Pavel Novak met Luis Quispe and Ana Rojas. They signed an agreement."
    )
    signers = {end for one in found if one.relation == "agreesWith" for end in (one.subject, one.object)}
    assert {shown(one) for one in signers} == {
        "Person Nora Lund",
        "Person Pavel Novak",
        "Person Luis Quispe",
        "Person Ana Rojas",
    }


JOINED = [
    "The EU sanctioned Norda Shipping and Altan Trading, both Iranian companies.",
    "Norda Shipping and Altan Trading praised Chad. The EU sanctioned both Iranian companies.",
]


@pytest.mark.parametrize("text", JOINED)
def test_two_companies_that_are_described_are_two(pipeline: Pipeline, text: str) -> None:
    found = said(pipeline, text)
    assert {shown(one.object) for one in found if one.relation == "sanctions"} == {
        "Company Norda Shipping IRN",
        "Company Altan Trading IRN",
    }


BY_TITLE = [
    (
        "President Tarik Demir spoke with Prime Minister Karl Berg of Austria. The President condemned Chad.",
        {"Tarik Demir accuses Chad"},
    ),
    (
        "President Demir met Prime Minister Karl Berg of Austria. The Prime Minister condemned Chad.",
        {"Karl Berg accuses Chad"},
    ),
    (
        "Vice President Ana Lund met President Tarik Demir in Oslo. The President condemned Chad.",
        {"Tarik Demir accuses Chad"},
    ),
    (
        "Vice President Ana Lund met President Tarik Demir. The Vice President and President condemned Chad.",
        {"Ana Lund accuses Chad", "Tarik Demir accuses Chad"},
    ),
    (
        "President Tarik Demir was in Oslo. The Prime Minister condemned Chad.",
        {"Prime Minister accuses Chad"},
    ),
    (
        "President Tarik Demir received President Ana Lund in Oslo. The president condemned Chad.",
        {"Tarik Demir accuses Chad"},
    ),
    (
        "President Tarik Demir and President Ana Lund met in Oslo. The president condemned Chad.",
        {"president accuses Chad"},
    ),
]
"""The last is said of one of two, and nobody can tell of which."""


@pytest.mark.parametrize(("text", "wanted"), BY_TITLE)
def test_who_is_meant_by_a_title_is_the_one_who_has_it(
    pipeline: Pipeline, text: str, wanted: set[str]
) -> None:
    found = {
        f"{one.subject.entity.label} accuses {one.object.entity.label}"
        for one in said(pipeline, text)
        if one.relation == "accuses" and one.subject and one.object
    }
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Norway's UN ambassador Ana Lund accused Chad of lying. The UN met in Oslo.", "United Nations"),
        ("The UN met in Oslo. Kenya's UN envoy Tarik Demir accused the UN of lying.", "United Nations"),
        ("Turkey's NATO ambassador Tarik Demir accused NATO of lying.", "NATO"),
        ("France's European Union commissioner accused the European Union of lying.", "European Union"),
    ],
)
def test_no_text_gives_a_country_to_an_international_body(pipeline: Pipeline, text: str, body: str) -> None:
    assert f"InternationalOrganization {body}" in entities(said(pipeline, text))


def test_what_a_hyphen_joins_to_a_realm_is_no_person(pipeline: Pipeline) -> None:
    text = "The president of the Peru-Norway Joint Chamber of Trade praised Kenya."
    found = entities(said(pipeline, text))
    assert "Country Kenya KEN" in found
    assert not any(one.startswith("Person") for one in found)
