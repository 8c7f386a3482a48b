"""The language pipeline: found, checked, run in order."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from kg import paths
from kg.errors import ModelError
from kg.model import Document
from kg.nlp import parser as room
from kg.nlp.parser import load_pipeline, parse


def test_documents_come_back_in_order_with_their_parse(nlp: Language) -> None:
    texts = ["Ana met Bo in Oslo.", "They  spoke.\n\nAnd left.", "Café talks."]
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    found = list(parse(iter(documents), nlp, batch_size=2))
    assert [document for document, _ in found] == documents
    assert [doc.text for _, doc in found] == texts
    assert all(
        doc.has_annotation("DEP") and doc.has_annotation("TAG") and doc.has_annotation("LEMMA")
        for _, doc in found
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A U.K.-made tank.", ["A", "U.K.", "-", "made", "tank", "."]),
        ("The E.U.–Chad pact.", ["The", "E.U.", "–", "Chad", "pact", "."]),
        ("The Coastal Fund(CF) paid.", ["The", "Coastal", "Fund", "(", "CF", ")", "paid", "."]),
        ("Ana Lund(Norway) paid.", ["Ana", "Lund", "(", "Norway", ")", "paid", "."]),
        ("J.-P. Roux paid the fee(s).", ["J.-P.", "Roux", "paid", "the", "fee(s", ")", "."]),
        ("Ana Lund(by phone) paid.", ["Ana", "Lund", "(", "by", "phone", ")", "paid", "."]),
        ("OSLO- Two ports paid.", ["OSLO", "-", "Two", "ports", "paid", "."]),
        ("Norsund K/S paid Tolva S/A.", ["Norsund", "K/S", "paid", "Tolva", "S/A", "."]),
        ("Norsund A/S's fee.", ["Norsund", "A/S", "'s", "fee", "."]),
    ],
)
def test_what_stands_without_a_blank_is_parted(text: str, words: list[str], nlp: Language) -> None:
    assert [token.text for token in nlp(text)] == words


@pytest.mark.parametrize("form", ["A/S", "I/S", "K/S", "P/S", "S/A"])
def test_a_legal_form_with_a_stroke_is_parsed_as_one_without(form: str, nlp: Language) -> None:
    text = "Danish shipper Norsund Ltd sued Tolva Foods Ltd on Monday."
    plain, stroked = nlp(text), nlp(text.replace("Ltd", form))
    for attribute in ("tag_", "dep_", "ent_type_", "head"):
        assert [str(getattr(token, attribute)).replace(form, "Ltd") for token in stroked] == [
            str(getattr(token, attribute)) for token in plain
        ]


def test_batches_are_bounded_by_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_BATCH_CHARACTERS", 10)
    texts = ["x" * length for length in (4, 4, 4, 30, 1, 1)]
    assert [[len(text) for text in batch] for batch in room._batches(texts, 3)] == [[4, 4], [4], [30], [1, 1]]


def test_only_what_is_needed_runs(nlp: Language) -> None:
    assert {"tagger", "parser", "ner", "lemmatizer"} <= set(nlp.pipe_names)
    assert "textcat" not in nlp.pipe_names


def test_a_pipeline_that_is_absent() -> None:
    with pytest.raises(ModelError, match="no-such-pipeline: no such language pipeline; name an installed"):
        load_pipeline("no-such-pipeline")


def test_the_shipped_pipeline_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NEWSKG_MODEL", raising=False)
    monkeypatch.setattr(room, "MODEL", tmp_path)
    monkeypatch.setattr(paths, "MODEL", tmp_path)
    with pytest.raises(ModelError, match="ships with this package is missing; reinstall newskg"):
        load_pipeline()


@pytest.mark.parametrize(
    ("language", "fault"), [("en", "lacks tagger, parser, ner, lemmatizer"), ("de", "a pipeline for `de`")]
)
def test_a_pipeline_that_cannot_serve(tmp_path: Path, language: str, fault: str) -> None:
    spacy.blank(language).to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match=fault):
        load_pipeline(str(tmp_path / "blank"))


def test_a_folder_that_is_no_pipeline(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_pipeline(str(tmp_path))


def test_the_environment_names_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSKG_MODEL", "no-such-pipeline")
    with pytest.raises(ModelError, match="no-such-pipeline"):
        load_pipeline()
