"""Sentences behind an edge, all about an entity, and both as text."""

from __future__ import annotations

import pytest

from kg.analysis.described_alike import alike_text, described_alike
from kg.analysis.entity_report import entity_report
from kg.analysis.evidence import all_evidence, evidence
from kg.analysis.evidence_text import evidence_text, marked, shown_text
from kg.analysis.lookup import find_entities, find_entity, relation_labels
from kg.errors import MalformedQuery, QueryError, UnknownEntity
from kg.terminal import clean, columns, count, cut, wrap
from tests.graphs import Said, store_of

ENTITIES = {
    "country/kor": ("Country", "South Korea", "Republic of Korea", "Seoul"),
    "country/jpn": ("Country", "Japan", "Tokyo"),
    "place/seoul": ("City", "Seoul"),
    "person/ahn-gyu-back": ("Person", "Ahn Gyu-back", "Ahn"),
    "weapon/kf-21": ("Weapon", "KF-21"),
    "organization/yonhap": ("MediaOrganization", "Yonhap"),
}
SAID = [
    Said(
        "On Tuesday, <country/kor|South Korea> will [|hold talks] with <country/jpn|Japan>.",
        "meets",
        "planned",
        "2025-11-04",
    ),
    Said(
        "<country/kor|It> [|develops] <weapon/kf-21|the KF-21>.", "develops", attributed="organization/yonhap"
    ),
    Said("<country/jpn|Tokyo> [|met] <country/kor|Seoul>.", "meets", "actual", "2025-10", article="two"),
    Said("<person/ahn-gyu-back|Ahn> [|visits] <place/seoul|Seoul>.", "visits", article="two"),
    Said(
        "<person/ahn-gyu-back|Minister Ahn> [|speaks for] <country/kor|Korea>.", "represents", article="two"
    ),
]


@pytest.fixture(scope="module")
def store():
    return store_of(ENTITIES, SAID)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("south  KOREA", "country/kor"),
        ("country/kor", "country/kor"),
        ("kgr:country/kor", "country/kor"),
        ("<https://w3id.org/newskg/id/country/kor>", "country/kor"),
        ("republic of korea", "country/kor"),
        ("Seoul", "place/seoul"),  # a label goes before another entity's other name
        ("ahn gyu back", "person/ahn-gyu-back"),
    ],
)
def test_find_takes_ids_labels_other_names_and_slugs(store, name, id):
    assert find_entity(store, name) == id


def test_among_several_of_one_name_the_most_said_is_found():
    entities = {
        "person/kim-a": ("Person", "Kim"),
        "person/kim-b": ("Person", "Kim"),
        "country/prk": ("Country", "North Korea"),
    }
    said = [
        Said(f"<person/kim-{k}|Kim> [|leads] <country/prk|it> {i}.", "represents")
        for i, k in enumerate("abb")
    ]
    assert find_entity(store_of(entities, said), "kim") == "person/kim-b"


def test_an_unknown_name_is_answered_with_the_nearest(store):
    with pytest.raises(UnknownEntity, match=r"Sout Korea: no entity .*did you mean South Korea\?") as raised:
        find_entity(store, "Sout Korea")
    assert raised.value.nearest == ("South Korea",)
    with pytest.raises(MalformedQuery, match="no name is given"):
        find_entity(store, "")


@pytest.mark.parametrize("name", ['x> } ; DROP ALL #"', "a\x1b[31mb", "http://e.org/ <x>"])
def test_hostile_names_are_only_unknown(store, name):
    with pytest.raises(UnknownEntity) as raised:
        find_entity(store, name)
    assert "\x1b" not in str(raised.value)


def test_evidence_holds_the_sentence_its_words_and_its_article(store):
    (one,) = evidence(store, "South Korea", "develops")
    assert [(m.role, one.sentence[m.begin : m.end]) for m in one.marks] == [
        ("subject", "It"),
        ("trigger", "develops"),
        ("object", "the KF-21"),
    ]
    assert (one.article, one.title, one.published, one.source) == (
        "one",
        "Title of one",
        "2025-11-03",
        "The Wire",
    )
    assert one.attributed_to is not None
    assert one.attributed_to.label == "Yonhap"
    assert (one.modality, one.confidence, one.pattern) == ("actual", 0.9, "develops#test")
    assert one.offset == len(SAID[0].sentence) + 1


def test_a_symmetric_relation_is_found_from_both_ends(store):
    one_way = evidence(store, "South Korea", "meets", "Japan")
    assert len(one_way) == 2
    assert evidence(store, "Japan", "meets", "South Korea") == one_way
    assert evidence(store, "KF-21", "develops", "South Korea") == []


def test_evidence_without_relation_is_all_that_is_said_of_the_subject(store):
    assert [one.relation for one in evidence(store, "South Korea")] == ["meets", "develops", "meets"]
    assert len(all_evidence(store)) == len(SAID)


def test_no_evidence_is_an_empty_list(store):
    assert evidence(store, "South Korea", "meets", "KF-21") == []
    assert evidence_text([]) == ""


def test_an_unknown_relation_is_refused(store):
    with pytest.raises(QueryError, match="did you mean develops"):
        evidence(store, "Japan", "develop")


def test_relation_labels_come_from_the_ontology(store):
    assert relation_labels(store) == {
        "develops": "develops",
        "meets": "meets",
        "represents": "represents",
        "visits": "visits",
    }


def test_show_gathers_names_facts_and_words(store):
    shown = entity_report(store, "South Korea")
    assert shown.names == ("Republic of Korea", "Seoul")
    assert shown.classes == ("Country",)
    assert [(f.relation, f.direction, f.other.label, f.modality, f.begin) for f in shown.facts] == [
        ("develops", "to", "KF-21", "actual", None),
        ("meets", "with", "Japan", "actual", "2025-10"),
        ("meets", "with", "Japan", "planned", "2025-11-04"),
        ("represents", "from", "Ahn Gyu-back", "actual", None),
    ]
    assert shown.words == (("one", ("It", "South Korea")), ("two", ("Korea", "Seoul")))
    assert shown.mentions == 4
    assert [node.label for node in entity_report(store, "Ahn").represents] == ["South Korea"]


def test_show_names_the_statements_that_rest_on_an_entity(store):
    shown = entity_report(store, "Yonhap")
    assert shown.facts == ()
    assert [(a.role, a.subject.label, a.relation, a.object.label, a.article) for a in shown.asides] == [
        ("attribution", "South Korea", "develops", "KF-21", "one")
    ]
    assert "  attribution  South Korea develops KF-21  actual    one\n" in shown_text(shown)


def test_evidence_text_marks_in_brackets_without_colour(store):
    text = evidence_text(evidence(store, "South Korea", "develops"))
    assert text == (
        "South Korea develops KF-21  (actual, according to Yonhap)\n"
        "  [subject: It] [develops: develops] [object: the KF-21].\n"
        "  Title of one · The Wire · 2025-11-03 · https://news.example/one · [one] · pattern "
        "develops#test ·\n"
        "  confidence 0.90\n"
    )


def test_evidence_text_marks_by_style_with_colour(store):
    text = evidence_text(evidence(store, "South Korea", "develops"), colour=True)
    assert "\x1b[1;36mIt\x1b[0m" in text
    assert "[subject" not in text


def test_marks_may_lie_inside_each_other():
    said = Said("<country/kor|Seoul> [|backs] <country/jpn|Japan>", "supports")
    (one,) = all_evidence(store_of(ENTITIES, [said]))
    wide = [type(one.marks[0])("subject", 0, 11), *one.marks[1:]]
    assert (
        "".join(text for text, _ in marked(one.sentence, wide, "supports", False))
        == "[subject: Seoul [supports: backs]] [object: Japan]"
    )


def test_shown_text_lines_up(store):
    text = shown_text(entity_report(store, "South Korea"), labels={"meets": "meets"})
    assert text.startswith(
        "South Korea  country/kor\n  class        Country\n  also called  Republic of Korea, Seoul\n"
    )
    assert (
        "\nmeets\n  ↔  Japan  actual   2025-10     1 article: two\n  ↔  Japan  planned  "
        "2025-11-04  1 article: one\n"
    ) in text


def test_control_characters_of_an_article_never_reach_the_terminal():
    entities = {"person/x": ("Person", "X\x1b]0;title\x07Y"), "person/y": ("Person", "Y\u202eZ")}
    store = store_of(
        entities, [Said("<person/x|X\x1b[2J> [|meets]\n<person/y|Y>\x9b.", "meets", article="a\x1bb")]
    )
    for text in (evidence_text(all_evidence(store)), shown_text(entity_report(store, "person/x"))):
        assert not any(c in text for c in "\x1b\x07\x9b\u202e")


def test_clean_keeps_offsets():
    assert clean("a\nb\x00c\u202ed\u00e9") == "a b\ufffdc\ufffdd\u00e9"


def test_columns_line_up_wide_characters_and_cut_what_does_not_fit():
    assert columns([("習近平", "1"), ("Xi", "10")], "<>") == ["  習近平   1", "  Xi      10"]
    assert columns([("a very long name of an actor", "1")], "<>", width=20) == ["  a very long na…  1"]
    assert cut("習近平", 4) == "習…"


def test_wrap_breaks_at_spaces():
    assert wrap([("one two ", ""), ("three", "bold")], 9, "  ", False) == ["  one two", "  three"]


def test_count_says_the_noun():
    assert [count(1, "article"), count(2000, "article"), count(3, "entity")] == [
        "1 article",
        "2,000 articles",
        "3 entities",
    ]


def test_what_articles_describe_alike_is_listed():
    pacts = {
        "country/kor": ("Country", "South Korea"),
        "topic/pact-0123abcd": ("Topic", "pact"),
        "topic/pact-89abcdef": ("Topic", "pact"),
        "topic/truce-0123abcd": ("Topic", "truce"),
    }
    said = [
        Said("<country/kor|Seoul> [|rejects] <topic/pact-0123abcd|the pact>.", "rejects"),
        Said("<country/kor|Seoul> [|backs] <topic/pact-89abcdef|the pact>.", "supports", article="two"),
        Said("<country/kor|It> [|hails] <topic/pact-89abcdef|the pact>.", "supports", article="two"),
        Said("<country/kor|Seoul> [|backs] <topic/truce-0123abcd|the truce>.", "supports"),
    ]
    store = store_of(pacts, said)
    found = described_alike(store, find_entities(store, "Pact"))
    assert [(one.entity.id, one.statements, len(one.articles)) for one in found] == [
        ("topic/pact-0123abcd", 1, 1),
        ("topic/pact-89abcdef", 2, 1),
    ]
    text = alike_text(found, labels={"rejects": "turns down"})
    assert "2 things described so" in text
    assert "South Korea turns down pact" in text
    assert described_alike(store, find_entities(store, "truce")) == ()
    assert described_alike(store, find_entities(store, "topic/pact-89abcdef")) == ()
    assert described_alike(store, find_entities(store, "South Korea")) == ()
