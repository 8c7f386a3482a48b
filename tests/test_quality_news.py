"""The curve of precision and recall over annotated news."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language

from benchmarks.quality.news import News, measure_news, plot_curve
from kg.pipeline import Pipeline

TEXTS = {
    "Police in Minsk detained dozens of protesters on Sunday.": (
        "coerces",
        "Police",
        "detained",
        "protesters",
    ),
    "Norway and Chad signed a trade agreement in Oslo.": ("agreesWith", "Norway", "signed", "Chad"),
    "The president met the prime minister of Japan.": (
        "meets",
        "president",
        "met",
        "prime minister of Japan",
    ),
}


@pytest.fixture(scope="module")
def news(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> News:
    path = tmp_path_factory.mktemp("news") / "dev-briefs.jsonl"
    lines = []
    for number, (text, (relation, *words)) in enumerate(TEXTS.items()):
        spans = [{"begin": text.index(w), "end": text.index(w) + len(w), "text": w} for w in words]
        row = dict(zip(("subject", "trigger", "object"), spans, strict=True))
        row |= {"relation": relation, "certain": True, "modality": "actual"}
        lines.append(json.dumps({"id": f"s{number}", "text": text, "rows": [row]}))
    path.write_text("\n".join(lines), encoding="utf-8")
    return measure_news(Pipeline(nlp=nlp), [path])


def test_recall_falls_as_the_threshold_rises(news: News) -> None:
    recalls = [one.recall for _, one in news.curve]
    assert recalls[0] > 0
    assert recalls == sorted(recalls, reverse=True)
    assert news.scores[""].rows == 3
    assert set(news.parts) == {"briefs"}


def test_the_curve_is_drawn(news: News, tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        plot_curve(news, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert "</svg>" in (tmp_path / "one.svg").read_text(encoding="utf-8")
