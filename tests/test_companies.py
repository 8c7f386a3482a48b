"""A company is one node with its legal form and without it; an abbreviation's point may end the sentence."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.entities.name_forms import body_names
from kg.model import Document
from kg.nlp.parser import parse, verb_forms
from kg.nlp.reading.sentence_ends import SentenceEnds
from kg.nlp.reading.verb_forms import VerbForms
from kg.nlp.reading.words import ReadingWords
from kg.pipeline import Pipeline
from kg.resources.company_names import bare_company, legal_form


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


NAMES = [
    ("Halla Ocean Co., Ltd.", "Halla Ocean", {"co", "ltd"}),
    ("Norsund A/S", "Norsund", {"a/s"}),
    ("Norsund Limited", "Norsund", {"ltd"}),
    ("Brisa Mar S.A.", "Brisa Mar", {"sa"}),
    ("Berg Stahl GmbH & Co. KG", "Berg Stahl", {"gmbh", "co", "kg"}),
    ("PT Samudra Tbk", "Samudra", {"pt", "tbk"}),
    ("OOO Samudra", "Samudra", {"ooo"}),
    ("Norsund", "Norsund", set()),
    ("Co", "Co", set()),
]


@pytest.mark.parametrize(("name", "bare", "form"), NAMES)
def test_a_name_is_parted_from_its_legal_form(name: str, bare: str, form: set[str]) -> None:
    assert bare_company(name) == bare
    assert legal_form(name) == form


ALIKE = [
    (["Lund", "Lund Oil Inc.", "Lund Oil"], {"Lund": "Lund Oil Inc.", "Lund Oil": "Lund Oil Inc."}),
    (["Lund Co., Ltd.", "Lund Co."], {"Lund Co.": "Lund Co., Ltd."}),
    (["Lund", "Lund AB", "Lund Inc."], {}),
    (["World Bank", "WB"], {"WB": "World Bank"}),
]


@pytest.mark.parametrize(("texts", "expected"), ALIKE)
def test_a_name_stands_for_the_one_with_most_of_the_form(texts: list[str], expected: dict[str, str]) -> None:
    assert {name: full for name, full in body_names(texts).items() if name != full} == expected


ENDS = [
    ("Lund was bought by Norsund Ltd. Halla denied it.", "Lund was bought by Norsund Ltd . Halla denied it."),
    ("They fined Norsund Inc. The bank paid.", "They fined Norsund Inc . The bank paid."),
    ("They fined Lund & Norsund Co. Officials left.", "They fined Lund & Norsund Co . Officials left."),
    ("He left at 5 p.m. Rebels struck at 6 a.m. Their", "He left at 5 p.m . Rebels struck at 6 a.m . Their"),
    ('Togo sued Norsund Corp. "We won," he said.', 'Togo sued Norsund Corp . "We won," he said.'),
    ("Togo sued Norsund S.A. Mali also sued it.", "Togo sued Norsund S.A . Mali also sued it."),
    ("Togo met Lund Jr. Mali expelled Lund.", "Togo met Lund Jr . Mali expelled Lund."),
    (
        "Togo fined Norsund Co. Mali's ever poorer miners wept.",
        "Togo fined Norsund Co . Mali's ever poorer miners wept.",
    ),
    (
        "Togo fined Norsund Co. Mali's envoy Ole Lund wept.",
        "Togo fined Norsund Co . Mali's envoy Ole Lund wept.",
    ),
    ("Togo sued Brod d.o.o. The court met.", "Togo sued Brod d.o.o . The court met."),
    ("Togo sued Norsund Pte. Ltd. Mali also sued it.", "Togo sued Norsund Pte. Ltd . Mali also sued it."),
    ("They left for the U.S. Mali praised them.", "They left for the U.S. . Mali praised them."),
    (
        "They left the U.K. Officials wept. The U.S. Navy left.",
        "They left the U.K. . Officials wept. The U.S. Navy left.",
    ),
    ("They left the U.S. The king wept.", "They left the U.S. . The king wept."),
    ("U.S. Troops Leave Mali",) * 2,
    ("They met in the U.S. Congress on Monday.",) * 2,
    ("Norsund Co. Ltd. Chairman Ole Lund left.",) * 2,
    ("Togo said Norsund Corp. Chairman Ole Lund left.",) * 2,
    ("Togo said Norsund Corp. Oceania closed.",) * 2,
    ("Togo met Norsund Co. Oceania's chief Ole Lund.",) * 2,
    ("The head of Norsund Corp. Oceania closed it.",) * 2,
    ("They fined Norsund Inc. on Monday.",) * 2,
    ("They met at 5 p.m. Monday and left.",) * 2,
]


@pytest.mark.parametrize(("text", "read"), ENDS)
def test_a_point_ends_form_and_sentence(pipeline: Pipeline, text: str, read: str) -> None:
    assert pipeline.reader.read(text).text == read


def test_without_words_no_point_ends_a_sentence() -> None:
    assert not list(SentenceEnds(ReadingWords(), VerbForms()).edits("They fined Norsund Inc. The bank paid."))


def test_verbs_are_known_by_regular_and_irregular_forms(nlp: Language) -> None:
    verbs = verb_forms(nlp)
    assert all(map(verbs.is_finite, ("bought", "denied", "says", "was", "met", "will")))
    assert not any(map(verbs.is_finite, ("buying", "deny", "oslo", "the", "head", "need")))
    assert all(map(verbs.is_form, ("bought", "denying", "deny")))


ONE_NODE = [
    "Chad sued Norsund Ltd. on Monday. Norsund denied it.",
    "Chad sued Norsund plc on Monday. Norsund denied it.",
    "Chad sued Tarik Arms Inc. The bank praised Tarik Arms.",
    "Chad fined Demir. Demir Corp. Chairman Ole Lund praised Kenya. Chad will sue Demir Corp.",
]


@pytest.mark.parametrize("text", ONE_NODE)
def test_a_company_is_one_node_with_and_without_its_form(pipeline: Pipeline, text: str) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    ends = [end.entity for one in reading.statements for end in (one.subject, one.object) if end]
    found = {entity.label for entity in ends if entity.label.startswith(("Norsund", "Tarik", "Demir"))}
    assert len(found) == 1
    assert {entity.cls for entity in ends if entity.label in found} == {"Company"}


def test_a_person_of_the_companys_name_is_another(pipeline: Pipeline) -> None:
    text = "Ana Norsund met Ole Lund. Norsund Ltd. sued Chad. Kenya praised Norsund."
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    found = {
        end.entity.label: end.entity.cls
        for one in reading.statements
        for end in (one.subject, one.object)
        if end
    }
    assert (found["Ana Norsund"], found["Norsund Ltd."]) == ("Person", "Company")


def test_a_legal_form_is_one_word_where_it_may_end_a_sentence_too(nlp: Language) -> None:
    text = "Togo sued Halla Co., Ltd., Brod d.o.o., Lund A/S, Solano S.A. de C.V. and Berg GmbH & Co. KG."
    ((_, doc),) = parse([Document("a", text)], nlp)
    forms = [
        doc[token.i + 1].text for token in doc if token.text in {"Halla", "Brod", "Lund", "Solano", "Berg"}
    ]
    assert forms == ["Co., Ltd.", "d.o.o.", "A/S", "S.A. de C.V.", "GmbH & Co. KG"]
    assert doc.text == text
    assert doc[-1].text == "."


COMPANIES = [
    "Halla Ocean Co., Ltd.",
    "Mina Roja S.A. de C.V.",
    "Berg Stahl GmbH & Co. KG",
    "Halla Ocean OJSC",
    "ZAO Kalin",
    "PT Laut Kijang Tbk",
    "Bintang Laut Sdn. Bhd.",
    "Duna Kft.",
    "Vento Mare S.p.A.",
    "Hoshino K.K.",
    "Jadran Brod d.o.o.",
    "Stal Sp. z o.o.",
]


@pytest.mark.parametrize("name", COMPANIES)
@pytest.mark.parametrize("text", ["Chad sanctioned {} on Monday.", "{} sued Chad.", "Chad sued {} of Oslo."])
def test_a_name_has_its_legal_form_and_is_a_company(pipeline: Pipeline, text: str, name: str) -> None:
    (reading,) = pipeline.read([Document("a", text.format(name), published="2025-11-03")])
    (statement,) = reading.statements
    ends = {(end.entity.label, end.entity.cls) for end in (statement.subject, statement.object) if end}
    assert ends == {("Chad", "Country"), (name, "Company")}


WRITTEN = [
    ("NORSUND CO., LTD. SUES CHAD OVER TAXES", "Norsund Co., Ltd."),
    ("Norsund Motor Company of Canada sued Chad.", "Norsund Motor Company of Canada"),
    ("Kenya sanctioned Laut PT in May.", "Laut PT"),
]


@pytest.mark.parametrize(("text", "name"), WRITTEN)
def test_a_company_is_called_as_it_is_written(pipeline: Pipeline, text: str, name: str) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    (statement,) = reading.statements
    assert name in {end.entity.label for end in (statement.subject, statement.object) if end}


def test_the_head_of_a_company_does_not_meet_it(pipeline: Pipeline) -> None:
    text = "The chairman of Duna Zrt., Jan Berg, met Ole Lund in Oslo."
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    met = [
        [end.entity.label for end in (one.subject, one.object) if end]
        for one in reading.statements
        if one.relation == "meets"
    ]
    assert met == [["Jan Berg", "Ole Lund"]]
