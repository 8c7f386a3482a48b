"""Confidence: the signs of a statement, the weights, and how they are fitted."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.quality.calibration import Bucket, buckets, fit, held_out, plot, to_toml
from kg.errors import DataError
from kg.extraction.factuality.confidence import confidence, signs
from kg.model import Argument, Entity, Span, Statement, Trigger
from kg.resources.confidence_weights import Weights, load_weights

TEXT = "She met the envoy of Chad."
SHE = Argument(Entity("person/ann", "Person", "Ann"), 0, 3)
ENVOY = Argument(Entity("group/envoys", "Group", "envoys"), 8, 17)
CHAD = Argument(Entity("country/tcd", "Country", "Chad"), 21, 25)
MEETING = Statement("a", Span(0, 26, TEXT), Trigger(4, 7, "met", "meet"), SHE, "meets", CHAD)


def test_signs() -> None:
    assert signs(MEETING) == {
        "relation": "meets",
        "subject": "pronoun",
        "object": "name",
        "modality": "actual",
        "sentence": "short",
        "distance": "near",
    }
    other = replace(MEETING, subject=ENVOY, object=replace(CHAD, begin=8, end=17), relation=None)
    assert (signs(other)["subject"], signs(other)["object"], signs(other)["relation"]) == (
        "group",
        "description",
        "open",
    )
    assert signs(replace(MEETING, subject=None))["subject"] == "none"


def test_confidence_adds_up() -> None:
    weights = Weights(1.0, {"subject": {"pronoun": -1.0}, "relation": {"attacks": 5.0}})
    assert confidence(MEETING, weights) == 0.5
    assert confidence(replace(MEETING, subject=CHAD), weights) == pytest.approx(0.731)


@pytest.mark.parametrize(
    "text", ["", "base = 'x'", "base = 1\nrelation = 3", "base = 1\n[relation]\nmeets = 'a'", "["]
)
def test_bad_weights(tmp_path: Path, text: str) -> None:
    path = tmp_path / "confidence.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"confidence\.toml"):
        load_weights(path)


def test_what_is_fitted_is_what_was_seen(tmp_path: Path) -> None:
    named = replace(MEETING, subject=CHAD)
    judged = [
        (replace(one, article=str(i)), i % ten < right)
        for one, ten, right in ((MEETING, 10, 3), (named, 10, 9))
        for i in range(400)
    ]
    weights = fit(judged)
    assert confidence(MEETING, weights) == pytest.approx(0.3, abs=0.05)
    assert confidence(named, weights) == pytest.approx(0.9, abs=0.05)
    path = tmp_path / "confidence.toml"
    path.write_text(to_toml(weights, len(judged)), encoding="utf-8")
    assert load_weights(path) == weights
    found = buckets(held_out(judged), 2)
    assert [(one.statements, one.right) for one in found] == [(400, 120), (400, 360)]
    assert [one.confidence for one in found] == pytest.approx([0.3, 0.9], abs=0.05)
    plot(found, tmp_path / "one.svg")
    plot(found, tmp_path / "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_interval() -> None:
    low, high = Bucket(0.5, 100, 50).interval()
    assert (low, high) == pytest.approx((0.404, 0.596), abs=0.001)


def test_buckets_of_few_statements() -> None:
    assert buckets([(0.5, True)], 6) == (Bucket(0.5, 1, 1),)
