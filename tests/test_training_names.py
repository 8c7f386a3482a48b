"""Annotated names of news, and names that the teacher read in open news."""

import json
import lzma
from dataclasses import replace
from pathlib import Path

import pytest
import spacy

from training.annotated import Annotated
from training.news_names import read_news_names
from training.open_names import open_texts, read_open_names, with_amounts, write_open_names

TOKENIZER = spacy.blank("en").tokenizer


def written(folder: Path, *records: object) -> Path:
    with lzma.open(folder / "train.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
    return folder


def test_names_and_open_stretches(tmp_path: Path) -> None:
    record = {"id": "a", "text": "Ann left Zed.", "names": [[0, 3, "PERSON"], [9, 12, None]]}
    assert list(read_news_names("train", written(tmp_path, record))) == [
        Annotated("Ann left Zed.", ((0, 3, "PERSON"),), ((9, 12),))
    ]


@pytest.mark.parametrize("span", [[0, 9], [2, 2], [-1, 2]])
def test_a_name_outside_its_sentence_is_refused(tmp_path: Path, span: list[int]) -> None:
    with pytest.raises(ValueError, match="b: a name outside"):
        list(
            read_news_names(
                "train", written(tmp_path, {"id": "b", "text": "Ann.", "names": [[*span, "ORG"]]})
            )
        )


@pytest.mark.parametrize("part", ["train", "dev"])
def test_what_ships_is_clean(part: str) -> None:
    sentences = list(read_news_names(part))
    labels = {label for sentence in sentences for *_, label in sentence.names}
    assert labels <= {
        "PERSON",
        "ORG",
        "GPE",
        "LOC",
        "FAC",
        "NORP",
        "PRODUCT",
        "EVENT",
        "LAW",
        "WORK_OF_ART",
        "LANGUAGE",
    }
    assert len({sentence.text for sentence in sentences}) == len(sentences)
    for sentence in sentences:
        ends = [end for _, end, _ in sentence.names]
        assert all(begin >= end for (begin, *_), end in zip(sentence.names[1:], ends[:-1], strict=True))
        assert all(
            sentence.text[begin:end].strip() == sentence.text[begin:end] for begin, end, _ in sentence.names
        )


def test_nothing_is_in_both_parts() -> None:
    train, dev = ({sentence.text for sentence in read_news_names(part)} for part in ("train", "dev"))
    assert not train & dev


def test_open_names_are_kept_apart_from_the_text(tmp_path: Path) -> None:
    text = "Ann  left Oslo\non Monday."
    own = with_amounts(text, TOKENIZER)
    assert own is not None
    assert own.labels == ("O", "O", "O", "O", "B-DATE", "O")
    seen = replace(own, labels=("B-PERSON", "O", "?", "O", "B-DATE", "O"))
    path = tmp_path / "open.xz"
    write_open_names([("a", own, seen), ("b", own, seen), ("c", own, seen)], path)
    texts = {"a": text, "b": "Ann left Rome on Monday."}
    assert list(read_open_names(texts, TOKENIZER, path)) == [seen]
    assert with_amounts(" \n", TOKENIZER) is None


def test_open_texts_leave_out_what_is_annotated(tmp_path: Path) -> None:
    known = next(sentence.text for sentence in read_news_names("dev") if 60 < len(sentence.text) < 400)
    other = "Tuva Lund, the envoy of the islands, visited the harbour of Orrvik with her brother."
    last = "The brother of Tuva Lund sang on the long quay of the old harbour all night."
    day = {"id": "d", "published": "2020-01-01", "items": [{"text": known}, {"text": other}]}
    with lzma.open(tmp_path / "current_events-2002-2024.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(day) + "\n")
    with lzma.open(tmp_path / "articles.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(
            json.dumps(
                {
                    "id": "t",
                    "text": f"{known}\n{other} {last}",
                }
            )
            + "\n"
        )
    assert open_texts(tmp_path) == {
        "d.1": other,
        "t.1.1": last,
    }
