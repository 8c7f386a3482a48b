"""Annotated sentences: read, and statements held against them as a reader would."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.evaluation.annotated import articles_of, is_annotated, read_annotated, score, score_json, score_text
from kg.model import Argument, Entity, Span, Statement, Trigger

MEETING = "Oslo and Cairo held talks on Friday."
ARREST = "Olga Lis was arrested."


def words(text: str, part: str | None) -> dict[str, Any] | None:
    begin = text.index(part) if part else -1
    return {"begin": begin, "end": begin + len(part), "text": part} if part else None


def row(
    text: str, relation: str, subject: str | None, trigger: str, other: str | None, **more: Any
) -> dict[str, Any]:
    sides = {"subject": words(text, subject), "trigger": words(text, trigger), "object": words(text, other)}
    return {"relation": relation, "certain": True, "modality": "actual", **sides, **more}


RECORDS = [
    {
        "id": "a.1",
        "article": "a",
        "text": MEETING,
        "rows": [row(MEETING, "meets", "Oslo", "talks", "Cairo", subject_is="Norway")],
    },
    {
        "id": "a.2",
        "article": "a",
        "text": ARREST,
        "rows": [
            row(ARREST, "coerces", None, "arrested", "Olga Lis"),
            row(ARREST, "accuses", None, "arrested", "Olga Lis", certain=False),
        ],
    },
]


@pytest.fixture
def gold(tmp_path: Path) -> Callable[..., Path]:
    def write(records: list[dict[str, Any]] | None = None, name: str = "gold.jsonl") -> Path:
        text = "\n".join(map(json.dumps, RECORDS if records is None else records))
        path = tmp_path / name
        path.write_bytes(lzma.compress(text.encode()) if name.endswith(".xz") else text.encode())
        return path

    return write


def said(
    text: str, offset: int, relation: str, subject: str | None, trigger: str, other: str | None, **more: Any
) -> Statement:
    def argument(label: str | None) -> Argument | None:
        begin = offset + text.find(label) if label and label in text else offset
        end = begin + (len(label) if label and label in text else 0)
        return Argument(Entity(f"person/{label}", "Person", label), begin, end) if label else None

    begin = offset + text.index(trigger)
    return Statement(
        "a",
        Span(offset, offset + len(text), text),
        Trigger(begin, begin + len(trigger), trigger, trigger),
        argument(subject),
        relation,
        argument(other),
        **more,
    )


SECOND = len(MEETING) + 2
MET = said(MEETING, 0, "meets", "Cairo", "talks", "Norway", confidence=0.9)
ARRESTED = said(ARREST, SECOND, "coerces", None, "arrested", "Olga Lis", confidence=0.8)


def test_sentences_of_an_article_stand_one_after_the_other(gold: Callable[..., Path]) -> None:
    sentences = read_annotated(gold())
    (article,) = articles_of(sentences)
    assert article.text == f"{MEETING}\n\n{ARREST}"
    assert [article.text[one.begin : one.end] for one in sentences] == [MEETING, ARREST]


def test_compressed_files_are_read_alike(gold: Callable[..., Path]) -> None:
    assert read_annotated(gold(name="gold.jsonl.xz")) == read_annotated(gold())


def test_names_behind_words_count_and_symmetric_relations_either_way(gold: Callable[..., Path]) -> None:
    found = score(read_annotated(gold()), [MET, ARRESTED])
    assert (found["meets"].right, found["meets"].recall) == (1, 1.0)
    assert (found["coerces"].found_one, found["coerces"].recall_one) == (1, 1.0)
    assert (found[""].precision, found[""].f1, found[""].modality_accuracy) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (said(ARREST, SECOND, "accuses", None, "arrested", "Olga Lis"), "optional"),
        (said(MEETING, 0, "meets", "Oslo", "talks", None), "partial"),
        (said(ARREST, SECOND, "coerces", "Minsk", "arrested", "Olga Lis"), "wrong"),
        (said(ARREST, SECOND, "coerces", None, "arrested", "Minsk"), "wrong"),
        (said(MEETING, 0, "coerces", "Oslo", "talks", "Cairo"), "wrong"),
    ],
)
def test_verdicts(gold: Callable[..., Path], statement: Statement, verdict: str) -> None:
    found = score(read_annotated(gold()), [statement])[""]
    assert {name: getattr(found, name) for name in ("right", "wrong", "optional", "partial")} == {
        **dict.fromkeys(("right", "wrong", "optional", "partial"), 0),
        verdict: 1,
    }


def test_relations_that_are_not_annotated_are_not_judged(gold: Callable[..., Path]) -> None:
    found = score(read_annotated(gold()), [said(MEETING, 0, "represents", "Oslo", "talks", "Cairo")])
    assert found[""].wrong == 0


def test_separation_is_the_chance_to_rank_right_above_wrong(gold: Callable[..., Path]) -> None:
    wrong = said(ARREST, SECOND, "coerces", None, "arrested", "Minsk", confidence=0.85)
    found = score(read_annotated(gold()), [MET, ARRESTED, wrong])
    assert found[""].separation == 0.5
    assert score(read_annotated(gold()), [MET])[""].separation is None
    assert "separation of right from wrong by confidence: 0.500" in score_text(found)
    assert json.loads(score_json(found))["all"]["right"] == 2


def test_other_gold_files_are_told_from_annotated_ones(gold: Callable[..., Path]) -> None:
    assert is_annotated(gold())
    assert not is_annotated(gold([{"doc": "a", "s": "A", "p": "meets", "o": "B"}]))


@pytest.mark.parametrize(
    ("records", "fault"),
    [
        ([{"id": "a", "text": "A."}], "is no annotated sentence"),
        ([{**RECORDS[0], "rows": [{"relation": "meets"}]}], "row that is not well formed"),
    ],
)
def test_faults_name_the_line(gold: Callable[..., Path], records: list[dict[str, Any]], fault: str) -> None:
    with pytest.raises(InputError, match=fault) as caught:
        read_annotated(gold(records))
    assert "gold.jsonl:1" in str(caught.value)


CLAIM = "He praised the ministry."


@pytest.mark.parametrize(
    ("label", "aliases", "share"),
    [("Ana Lopez", (), 1.0), ("Lopez", ("Ana Maria Lopez",), 1.0), ("Lopez", (), 0.0), ("Ana Berg", (), 0.0)],
)
def test_a_participant_is_resolved_to_the_name_behind_its_words(
    gold: Callable[..., Path], label: str, aliases: tuple[str, ...], share: float
) -> None:
    one = row(CLAIM, "supports", "He", "praised", "ministry", subject_is="Ana Lopez")
    found = score(
        read_annotated(gold([{"id": "a.1", "article": "a", "text": CLAIM, "rows": [one]}])),
        [
            Statement(
                "a",
                Span(0, len(CLAIM), CLAIM),
                Trigger(3, 10, "praised", "praise"),
                Argument(Entity("person/x", "Person", label, aliases), 0, 2),
                "supports",
                Argument(Entity("organization/m", "Ministry", "ministry"), 11, 23),
            )
        ],
    )[""]
    assert (found.referring, found.resolution_accuracy) == (1, share)
