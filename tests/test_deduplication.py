from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extraction.relations.deduplication import deduplicate
from kg.extraction.relations.event_grouping import assign_events, build_events
from kg.model import Argument, Entity, Span, Statement, Trigger
from kg.resources.ontology import Ontology, load_ontology

KOREA = Entity("country/kor", "Country", "South Korea", country="KOR")
JAPAN = Entity("country/jpn", "Country", "Japan", country="JPN")
TOKYO = Entity("place/tokyo", "City", "Tokyo")
SENTENCE = Span(0, 40, "Seoul and Tokyo met, and met once more. ")


def meeting(**changes: object) -> Statement:
    plain = Statement(
        "a",
        SENTENCE,
        Trigger(16, 19, "met", "meet"),
        Argument(KOREA, 0, 5),
        "meets",
        Argument(JAPAN, 10, 15),
        pattern="meets#meet",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def test_the_same_claim_in_one_sentence_is_one_statement_and_the_surest_wording_stays(
    ontology: Ontology,
) -> None:
    unsure = meeting(confidence=0.4, begin="2025-11-04", end="2025-11-04")
    sure = meeting(confidence=0.9, trigger=Trigger(25, 28, "met", "meet"))
    (merged,) = deduplicate([unsure, sure], ontology)
    assert (merged.confidence, merged.trigger.begin, merged.begin) == (0.9, 25, "2025-11-04")


def test_a_symmetric_claim_has_no_direction(ontology: Ontology) -> None:
    turned = meeting(subject=Argument(JAPAN, 10, 15), object=Argument(KOREA, 0, 5))
    assert len(list(deduplicate([meeting(), turned], ontology))) == 1


def test_an_accusation_has_one(ontology: Ontology) -> None:
    one = meeting(relation="accuses")
    turned = replace(one, subject=one.object, object=one.subject)
    assert len(list(deduplicate([one, turned], ontology))) == 2


@pytest.mark.parametrize(
    "changes", [{"modality": "planned"}, {"sentence": Span(50, 60, "They met. ")}, {"relation": "agreesWith"}]
)
def test_other_claims_stay_apart(ontology: Ontology, changes: dict[str, object]) -> None:
    assert len(list(deduplicate([meeting(), meeting(**changes)], ontology))) == 2


def test_two_dates_are_never_mixed(ontology: Ontology) -> None:
    (merged,) = deduplicate(
        [meeting(confidence=0.9, begin="2025-11-04"), meeting(begin="2025-11-01", end="2025-11-02")], ontology
    )
    assert (merged.begin, merged.end) == ("2025-11-04", None)


def test_order_does_not_depend_on_the_input(ontology: Ontology) -> None:
    said = [
        meeting(),
        meeting(modality="planned"),
        meeting(relation="agreesWith"),
        meeting(sentence=Span(50, 60, "They met. ")),
    ]
    assert list(deduplicate(said, ontology)) == list(deduplicate(reversed(said), ontology))


def test_one_happening_in_two_articles_has_one_id(ontology: Ontology) -> None:
    dated = {"begin": "2025-11-04", "end": "2025-11-04"}
    one, other = assign_events(
        [meeting(**dated), meeting(article="b", **dated, place=Argument(TOKYO, 0, 5))], ontology
    )
    assert one.event == other.event
    (event,) = build_events([one, other], ontology)
    assert (event.cls, event.begin, event.place) == ("Meeting", "2025-11-04", TOKYO)
    assert [p.id for p in event.participants] == ["country/jpn", "country/kor"]


def test_undated_happenings_of_two_articles_stay_apart(ontology: Ontology) -> None:
    one, other = assign_events([meeting(), meeting(article="b")], ontology)
    assert one.event != other.event


@pytest.mark.parametrize(
    "changes",
    [
        {"begin": "2025-11-05"},
        {"object": Argument(replace(JAPAN, id="country/chn"), 0, 5)},
        {"relation": "accuses"},
    ],
)
def test_other_days_participants_and_kinds_are_other_happenings(
    ontology: Ontology, changes: dict[str, object]
) -> None:
    one, other = assign_events(
        [meeting(begin="2025-11-04"), meeting(**{"begin": "2025-11-04", **changes})], ontology
    )
    assert one.event != other.event


@pytest.mark.parametrize("changes", [{"modality": "negated"}, {"relation": "possesses"}, {"relation": None}])
def test_what_does_not_happen_has_no_event(ontology: Ontology, changes: dict[str, object]) -> None:
    assert assign_events([meeting(**changes)], ontology)[0].event is None
