from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.evaluation.article_edges import gold_edges, normalize
from kg.evaluation.scoring import Score, evaluate, scores_text, to_json
from kg.model import Argument, Entity, Modality, Span, Statement, Trigger
from kg.resources.ontology import load_ontology
from tests.known import known_store

ONTOLOGY = load_ontology()


def gold(tmp_path: Path, *records: dict[str, Any]) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        "\n".join(
            json.dumps({"doc": "a", "modality": "actual", "core": True} | record) for record in records
        ),
        encoding="utf-8",
    )
    return path


def said(
    subject: str,
    relation: str | None,
    object_: str,
    modality: Modality = "actual",
    article: str = "a",
    **names: tuple[str, ...],
) -> Statement:
    sides = [
        Argument(Entity(name, "Actor", name, names.get(role, ())), 0, 1)
        for role, name in (("s", subject), ("o", object_))
    ]
    return Statement(article, Span(0, 1, ""), Trigger(0, 1, "", ""), sides[0], relation, sides[1], modality)


def score(path: Path, *statements: Statement) -> Score:
    return evaluate(statements, path, ONTOLOGY).overall


def numbers(found: Score) -> tuple[int, ...]:
    return (found.gold, found.said, found.right, found.found, found.modality, found.optional)


def test_what_is_right_wrong_and_missed(tmp_path: Path) -> None:
    path = gold(
        tmp_path,
        {"s": "Ahn Gyu-back", "p": "meets", "o": "Pete Hegseth"},
        {"s": "Russia", "p": "attacks", "o": "Ukraine"},
    )
    found = evaluate(
        [said("Ahn Gyu-back", "meets", "Pete Hegseth"), said("Ukraine", "attacks", "Russia")], path, ONTOLOGY
    )
    assert numbers(found.overall) == (2, 2, 1, 1, 1, 0)
    assert (
        found.overall.precision,
        found.overall.recall,
        found.overall.f1,
        found.overall.modality_accuracy,
    ) == (0.5, 0.5, 0.5, 1.0)
    assert list(found.relations) == ["attacks", "meets"]
    assert found.relations["meets"].f1 == 1.0
    assert [edge.subject for edge in found.missed] == ["Russia"]
    assert [edge.subject for edge in found.wrong] == ["Ukraine"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The United States", "united states"),
        ("U.S.", "US"),
        ("Viktor Orbán", "Viktor Orban"),
        ("South Korea’s", "South Korea"),
        ("a nuclear-powered submarine", "Nuclear-powered submarine"),
    ],
)
def test_names_match_normalised(left: str, right: str) -> None:
    assert normalize(left) == normalize(right)


def test_alternatives_of_both_sides_count(tmp_path: Path) -> None:
    path = gold(tmp_path, {"s": "South Korea", "s_alt": ["Seoul"], "p": "accuses", "o": "Russia"})
    assert numbers(score(path, said("Korea", "accuses", "Kremlin", s=("Seoul",), o=("Russia",))))[:4] == (
        1,
        1,
        1,
        1,
    )


def test_symmetric_relations_match_either_way_and_others_do_not(tmp_path: Path) -> None:
    assert score(gold(tmp_path, {"s": "A", "p": "meets", "o": "B"}), said("B", "meets", "A")).f1 == 1.0
    assert score(gold(tmp_path, {"s": "A", "p": "aids", "o": "B"}), said("B", "aids", "A")).f1 == 0.0


@pytest.mark.parametrize(
    ("relation", "gold_object", "object_", "right"),
    [
        ("seeks", "nuclear-powered submarine", "conventional submarine", 0),
        ("seeks", "nuclear-powered submarine", "a nuclear-powered attack submarine", 1),
        ("seeks", "transfers of wartime control", "transfer of control", 1),
        ("seeks", "Hwasong Missile Twenty", "Hwasong Missile", 0),  # two proper names
        (
            "aids",
            "nuclear-powered submarine",
            "nuclear-powered attack submarine",
            0,
        ),  # no described object
    ],
)
def test_described_objects_match_at_half_their_words(
    tmp_path: Path, relation: str, gold_object: str, object_: str, right: int
) -> None:
    assert (
        score(gold(tmp_path, {"s": "A", "p": relation, "o": gold_object}), said("A", relation, object_)).right
        == right
    )


def test_optional_gold_is_neither_required_nor_punished(tmp_path: Path) -> None:
    path = gold(tmp_path, {"s": "A", "p": "aids", "o": "B", "core": False}, {"s": "C", "p": "aids", "o": "D"})
    assert numbers(score(path, said("A", "aids", "B"))) == (1, 0, 0, 0, 0, 1)


def test_an_edge_counts_once_with_all_its_modalities(tmp_path: Path) -> None:
    path = gold(
        tmp_path,
        {"s": "A", "p": "meets", "o": "B", "modality": "planned"},
        {"s": "B", "p": "meets", "o": "A", "modality": "actual"},
    )
    assert numbers(score(path, said("A", "meets", "B", "negated"), said("A", "meets", "B"))) == (
        1,
        1,
        1,
        1,
        1,
        0,
    )
    assert score(path, said("A", "meets", "B", "negated")).modality == 0


def test_a_second_wording_is_no_error(tmp_path: Path) -> None:
    path = gold(tmp_path, {"s": "A", "s_alt": ["Aa"], "p": "aids", "o": "B"})
    assert numbers(score(path, said("A", "aids", "B"), said("Aa", "aids", "B"))) == (1, 2, 2, 1, 1, 0)


def test_other_articles_and_open_statements_do_not_count(tmp_path: Path) -> None:
    path = gold(tmp_path, {"s": "A", "p": "aids", "o": "B"})
    assert numbers(score(path, said("X", "aids", "Y", article="elsewhere"), said("A", None, "B"))) == (
        1,
        0,
        0,
        0,
        0,
        0,
    )


def test_printed_statements_serve_as_gold(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    side = {"id": "x", "label": "A", "aliases": ["Aa"], "class": "Country"}
    path.write_text(
        json.dumps(
            {
                "article": "a",
                "relation": "aids",
                "modality": "actual",
                "subject": side,
                "object": side | {"label": "B"},
            }
        )
    )
    assert score(path, said("Aa", "aids", "B")).f1 == 1.0


def test_a_store_is_scored(tmp_path: Path) -> None:
    path = gold(tmp_path, {"doc": "war", "s": "Russia", "p": "attacks", "o": "Kyiv"})
    found = evaluate(known_store(), path)
    assert found.relations["attacks"] == Score(gold=1, said=1, right=1, found=1, modality=1, optional=0)
    assert found.overall.said == 8  # attacked and did not attack: one edge


def test_scores_are_told_to_people_and_programs(tmp_path: Path) -> None:
    path = gold(tmp_path, {"s": "A", "p": "aids", "o": "B"}, {"s": "A", "p": "meets", "o": "C"})
    found = evaluate([said("A", "aids", "B")], path, ONTOLOGY)
    assert scores_text(found).split("\n") == [
        "relation  gold  said  precision  recall     F1  modality  optional",
        "aids         1     1      1.000   1.000  1.000     1.000         0",
        "meets        1     0      0.000   0.000  0.000     0.000         0",
        "all          2     1      1.000   0.500  0.667     1.000         0",
        "",
    ]
    record = json.loads(to_json(found))
    assert record["overall"]["f1"] == 0.6667
    assert record["relations"]["aids"]["right"] == 1
    assert record["missed"] == [
        {"article": "a", "subject": "A", "relation": "meets", "object": "C", "modalities": ["actual"]}
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"doc": "a", "s": "x", "p": "meets"}', "has no 'o'"),
        ('{"doc": "a", "s": 1, "p": "meets", "o": "x"}', "has no 's'"),
        ("\n\n", "holds no gold statement"),
    ],
)
def test_faulty_gold_is_named(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text)
    with pytest.raises(InputError, match=fault):
        gold_edges(path, ONTOLOGY)
    with pytest.raises(InputError, match="cannot be read"):
        gold_edges(tmp_path / "none.jsonl", ONTOLOGY)
