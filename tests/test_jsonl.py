"""Statement <-> JSON line."""

from __future__ import annotations

import json

import pytest

from kg.errors import InputError
from kg.model import Document, Span, Statement, Trigger
from kg.rdf.jsonl import LONGEST, from_json, read_statements, to_json
from tests.readings import BUDAPEST_TALKS, SCM, sample_readings

LINES = [
    to_json(statement, reading.document) for reading in sample_readings() for statement in reading.statements
]
MEETS = json.loads(LINES[2])


def test_the_keys_and_their_order_are_those_of_the_design() -> None:
    assert list(MEETS) == [
        "article", "relation", "modality", "confidence", "pattern", "sentence", "trigger", "subject",
        "object", "begin", "end", "place",
        "attributedTo", "event", "published", "title", "source", "url",
    ]  # fmt: skip
    assert MEETS["trigger"] == {"begin": 48, "end": 58, "text": "hold talks", "lemma": "hold talks"}
    subject = {
        "id": "person/ahn-gyu-back",
        "label": "Ahn Gyu-back",
        "aliases": ["Ahn"],
        "class": "Person",
        "begin": 30,
        "end": 42,
    }
    assert MEETS["subject"] == {**subject, "country": "KOR", "sector": "GOV"}
    assert list(MEETS["subject"]) == ["id", "label", "aliases", "class", "begin", "end", "country", "sector"]


def test_an_open_statement_says_that_it_has_no_relation() -> None:
    nodded = json.loads(LINES[9])
    assert nodded["relation"] is None
    assert "object" not in nodded
    assert "pattern" not in nodded


def test_every_line_comes_back_as_it_was() -> None:
    back = list(read_statements(LINES, "lines"))
    assert [reading.statements for reading in back] == [reading.statements for reading in sample_readings()]
    assert back[0].document == Document("scm", "", SCM.title, SCM.published, SCM.source, SCM.url)


def test_lines_of_one_article_need_not_stand_together() -> None:
    mixed = [LINES[0], LINES[6], LINES[1], LINES[6], "", LINES[2]]
    found = {reading.document.id: len(reading.statements) for reading in read_statements(mixed, "lines")}
    assert found == {"scm": 3, BUDAPEST_TALKS.id: 1}


def test_a_line_holds_nothing_that_a_terminal_obeys() -> None:
    nasty = "a\x1b[2J\x9b2J\u2028b\ud800c"
    statement = Statement("x", Span(0, len(nasty), nasty), Trigger(0, 1, "a", "a"), None, None, None)
    line = to_json(statement, Document("x", nasty))
    assert line.isprintable()
    back = from_json(line, "here")[1]
    assert (
        back.sentence.text == "a\ufffd[2J\x9b2J\u2028b\ufffdc"
    )  # what RDF cannot hold is replaced, one for one
    assert to_json(back, Document("x", nasty)).isprintable()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"modality": "sure"}, '"modality" is none of'),
        ({"confidence": 2}, '"confidence" is not a number from 0 to 1'),
        ({"confidence": True}, '"confidence"'),
        ({"sentence": None}, '"sentence" is not an object'),
        (
            {"sentence": {"begin": 0, "end": 4, "text": "abc"}},
            '"sentence.text" has 3 characters, the offsets 4',
        ),
        (
            {"trigger": {"begin": 5, "end": 5, "text": "a", "lemma": "a"}},
            '"trigger.end" is not after the begin',
        ),
        ({"trigger": {"begin": -1, "end": 5, "text": "a", "lemma": "a"}}, '"trigger.begin" is not an offset'),
        ({"subject": {**MEETS["subject"], "id": "article/scm"}}, '"subject.id" is no entity'),
        ({"subject": {**MEETS["subject"], "id": "Ahn"}}, '"subject.id" is no entity'),
        ({"subject": {**MEETS["subject"], "class": "a b"}}, '"subject.class" has the form of no class'),
        ({"subject": {**MEETS["subject"], "aliases": "Ahn"}}, '"subject.aliases" is not a list of texts'),
        ({"subject": None, "object": None}, '"subject" is missing, and so is object'),
        ({"relation": "> <x"}, '"relation" has the form of no relation'),
        ({"begin": "yesterday"}, '"begin" has the form of no begin'),
        ({"article": 3}, '"article" is not a text'),
        ({"article": ""}, '"article" is missing'),
        ({"event": "person/x"}, '"event"'),
    ],
)
def test_a_faulty_line_is_named_with_its_key(change: dict[str, object], fault: str) -> None:
    with pytest.raises(InputError) as caught:
        list(read_statements(["", json.dumps({**MEETS, **change})], "news.jsonl"))
    assert caught.value.place == "news.jsonl:2"
    assert fault in caught.value.fault


@pytest.mark.parametrize("line", ["{", "[]", "NaN", '{"a": NaN}', "[" * 100_000, " " * LONGEST + "{}", '"x"'])
def test_what_is_no_statement_is_refused(line: str) -> None:
    with pytest.raises(InputError):
        from_json(line, "here")


def test_faulty_lines_can_be_left_out() -> None:
    faults: list[InputError] = []
    found = list(read_statements([LINES[0], "{", LINES[1]], "lines", faults.append))
    assert len(found[0].statements) == 2
    assert [fault.place for fault in faults] == ["lines:2"]
