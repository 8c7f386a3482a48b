"""The English pipeline on constructions that news is full of."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language

from kg.paths import MODEL

WHERE = Path(__file__).parent / "data" / "constructions.toml"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(MODEL)


def cases() -> Iterator[Any]:
    for construction, table in tomllib.loads(WHERE.read_text(encoding="utf-8")).items():
        for case in table["sentences"]:
            misread = (
                [pytest.mark.xfail(strict=True, reason="not read right yet")] if case.get("misread") else []
            )
            yield pytest.param(case, id=f"{construction}: {case['text'][:40]}", marks=misread)


@pytest.mark.parametrize("case", list(cases()))
def test_construction(nlp: Language, case: dict[str, Any]) -> None:
    doc = nlp(case["text"])
    edges = {f"{token.text} {token.dep_} {token.head.text}" for token in doc}
    names = {f"{name.text} {name.label_}" for name in doc.ents}
    assert set(case.get("edges", ())) - edges == set()
    assert set(case.get("names", ())) - names == set()
    assert len(list(doc.sents)) == case.get("sentences", len(list(doc.sents)))
