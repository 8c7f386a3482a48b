"""Bodies under all their names are one node, ministries of places too; and whose somebody is not."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document, Entity
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def entities(pipeline: Pipeline, text: str) -> dict[str, Entity]:
    """The entities of an article by their ids."""
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    ends = (end for one in reading.statements for end in (one.subject, one.object))
    return {end.entity.id: end.entity for end in ends if end is not None}


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("U.S. officials met Otto. The Department of Labor sued Otto.", "united-states-labour-department"),
        ("Japan accused Chad. The Ministry of Fisheries of Japan met Ana Lund.", "japan-fisheries-ministry"),
        ("Japanese officials met Ana Lund. The Department of Labor accused Nordsund.", "department-of-labor"),
        ("The Tarnland Ministry of Health accused Chad of lying.", "tarnland-health-ministry"),
        ("The Tarnland Health Ministry accused Chad of lying.", "tarnland-health-ministry"),
        ("Chad's military attacked the rebels.", "chad-armed-forces"),
        ("The Chadian armed forces attacked the rebels.", "chad-armed-forces"),
        ("The US Transit Commission accused Chad of lying.", "united-states-transit-commission"),
        ("The United States Transit Commission accused Chad of lying.", "united-states-transit-commission"),
    ],
)  # fmt: skip
def test_all_names_of_a_body_have_one_id(pipeline: Pipeline, text: str, id: str) -> None:
    assert f"organization/{id}" in entities(pipeline, text)


def test_a_ministry_of_a_place_is_one_body_described_and_named(pipeline: Pipeline) -> None:
    named = entities(pipeline, "The Gaza Ministry of Education accused Chad of lying.")
    described = entities(pipeline, "Gaza's education ministry accused Chad of lying.")
    (body,) = {id for id in named if id.startswith("organization/")}
    assert described[body].cls == named[body].cls == "Ministry"


@pytest.mark.parametrize(
    ("text", "label", "cls"),
    [
        ("The Tarn Brigade attacked Chad.", "Tarn Brigade", "ArmedForce"),
        ("The Kenyan Land Forces attacked Chad.", "Kenya's land forces", "ArmedForce"),
        ("The Mossad network attacked Chad.", "Mossad", "Organization"),
        ("The Al Jazeera network accused Chad of lying.", "Al Jazeera", "MediaOrganization"),
        ("The Halden Police Department accused Chad of lying.", "Halden Police Department", "Organization"),
        ("The Food and Water Administration sued Chad.", "Food and Water Administration", "Organization"),
        ("The Lund Administration sanctioned Chad.", "Lund Administration", "Government"),
        ("Minnesota accused Chad of lying.", "Minnesota", "Government"),
        ("The Ana Lund Administration sanctioned Chad.", "Ana Lund Administration", "Government"),
    ],
)  # fmt: skip
def test_classes_of_bodies(pipeline: Pipeline, text: str, label: str, cls: str) -> None:
    found = {one.label: one.cls for one in entities(pipeline, text).values()}
    assert found[label] == cls


@pytest.mark.parametrize(
    ("text", "label", "country"),
    [
        ("Chad-backed rebels attacked Kenya.", "Chad-backed rebels", None),
        ("Peru-led troops attacked Kenya.", "Peru-led troops", None),
        ("The Peru-backed Chadian rebels attacked Kenya.", "Chadian rebels", "TCD"),
        ("Chadian rebels attacked Kenya.", "Chadian rebels", "TCD"),
    ],
)
def test_who_helps_others_does_not_own_them(
    pipeline: Pipeline, text: str, label: str, country: str | None
) -> None:
    found = {one.label: one.country for one in entities(pipeline, text).values()}
    assert found[label] == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("At the request of Ana Lund, the president of Chile spoke about the attack on Kenya.", None),
        ("Ana Lund, the president of Chile, attacked Kenya.", "CHL"),
        ("Ana Lund, and the president of Chile, Otto Berg, attacked Kenya.", None),
        ("The president of Chile, Ana Lund, attacked Kenya.", "CHL"),
        ("On Monday Ana Lund, president of Chile, met Otto Krause.", "CHL"),
    ],
)
def test_a_title_that_begins_a_clause_is_not_that_of_the_name_before(
    pipeline: Pipeline, text: str, country: str | None
) -> None:
    found = entities(pipeline, text)
    lund = found.get("person/ana-lund")
    assert (lund.country if lund is not None else None) == country


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Togo left the Lund-era treaty in 2018.", "Topic Lund-era treaty"),
        ("Togo rejected Ruiz-led talks.", "Topic Ruiz-led talks"),
        ("Togo seeks a ceasefire.", "Topic ceasefire"),
        ("Rebels attacked a café in Oslo.", "Facility café"),
        ("Rebels attacked a slaughter house.", "Facility slaughter house"),
        ("The Central Bank of Togo sued Ana Lund.", "Organization Togo's central bank"),
        ("Health and Trade Adviser Ana Lund met Otto Krause.", "Role Health and Trade Adviser"),
        ("Kenyan Trade and Rural Growth Minister Lund met Otto.", "Role Trade and Rural Growth Minister"),
        ("Seven teachers were abducted in Haiti.\n\nKenyans elected their leader.", "Group Kenyans' leader"),
    ],
)  # fmt: skip
def test_descriptions_are_whole_and_of_their_kind(pipeline: Pipeline, text: str, label: str) -> None:
    found = {f"{one.cls} {one.label}" for one in entities(pipeline, text).values()}
    assert label in found


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The National Assembly rejected Togo's budget.", "Organization National Assembly"),
        ("The Tarn University of Technology sued Ana Lund.", "Organization Tarn University of Technology"),
        ("Huawei Technologies Co. Ltd. sued Ana Lund.", "Company Huawei"),
        ("The Fish & River Commission sued Chad.", "Organization Fish & River Commission"),
        ("Pirates attacked the MV Halden Star.", "Platform MV Halden Star"),
        ("Rebels attacked Delta Airlines Flight 512.", "Platform Delta Airlines Flight 512"),
        ("The Democratic People’s Republic of Korea attacked Togo.", "Country North Korea PRK"),
        ("The governments of Chad and Mali attacked Togo.", "Government Mali's government MLI"),
        ("The armies of Chad and Mali attacked Togo.", "ArmedForce Chad's army TCD"),
        ("Togo's lower house rejected the bill.", "Organization Togo's lower house TGO"),
        ("Liberia ordered the closure of schools.", "Facility schools"),
        ("Otto congratulated Ana on the Rural Party's victory in the election.", "Organization Rural Party"),
        ("The Collective Security Treaty Organisation accused Chad.", "InternationalOrganization"),
        ("Chad accused Togo and its president Ana Lund of lying.", "Person Ana Lund TGO"),
        ("Ana Lund became prime minister. President Otto Berg met Ana Lund.", "Role President"),
    ],
)  # fmt: skip
def test_names_and_whose_they_are(pipeline: Pipeline, text: str, label: str) -> None:
    found = [
        f"{one.cls} {one.label} {one.country or ''}".strip() for one in entities(pipeline, text).values()
    ]
    assert any(one.startswith(label) for one in found)


def test_and_is_written_in_two_ways(pipeline: Pipeline) -> None:
    one, other = (
        entities(pipeline, f"The Fish {joint} River Commission sued Chad.").keys() for joint in ("&", "and")
    )
    assert one == other


def test_a_consort_holds_no_office_of_the_family_name(pipeline: Pipeline) -> None:
    text = "First Lady Ana Lund visited Chad. President Lund met Otto Krause."
    found = {id for id in entities(pipeline, text) if id.startswith("person/")}
    assert found == {"person/ana-lund", "person/lund", "person/otto-krause"}
    text = "Vice President Ana Lund visited Chad. President Lund met Otto Krause."
    assert "person/lund" not in entities(pipeline, text)


def test_what_modifies_a_later_noun_describes_no_other(pipeline: Pipeline) -> None:
    found = entities(pipeline, "After another tragic school shooting, Chad attacked Togo.").values()
    assert "tragic school" not in {one.label for one in found}


@pytest.mark.parametrize(
    ("text", "label", "cls", "country"),
    [
        ("Rebels attacked the Kenyan Embassy in Bamako.", "Kenyan Embassy", "Facility", "KEN"),
        ("Rebels attacked the Embassy of Kenya in Bamako.", "Embassy of Kenya", "Facility", "KEN"),
        ("Rebels attacked the UK consulate in Bamako.", "UK consulate", "Facility", "GBR"),
        ("The Chilean embassy in Bamako accused Chad of lying.", "Chilean embassy", "Organization", "CHL"),
    ],
)
def test_an_embassy_is_of_its_country_and_of_its_article(
    pipeline: Pipeline, text: str, label: str, cls: str, country: str
) -> None:
    (mission,) = [one for one in entities(pipeline, text).values() if one.label == label]
    assert (mission.cls, mission.country) == (cls, country)
    (other,) = pipeline.read([Document("b", text)])
    ends = {end.entity.id for one in other.statements for end in (one.subject, one.object) if end is not None}
    assert mission.id not in ends
