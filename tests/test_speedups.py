"""The switch of the speed-ups: what is read is the same with them and without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

from kg.errors import ModelError
from kg.nlp.speedups import batch_decoding
from kg.nlp.speedups.blis_kernels import use_vector_kernels
from kg.nlp.speedups.switch import SPEEDUPS, is_on

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = [str(ROOT / "seeds" / "articles"), str(ROOT / "tests" / "data" / "articles")]


@pytest.mark.parametrize(
    ("said", "on"),
    [
        (None, set(SPEEDUPS)),
        ("", set(SPEEDUPS)),
        ("1", set(SPEEDUPS)),
        ("0", set()),
        ("blis_kernels", {"blis_kernels"}),
        (" batch_decoding, blis_kernels", {"batch_decoding", "blis_kernels"}),
    ],
)
def test_the_environment_says_which_are_on(
    monkeypatch: pytest.MonkeyPatch, said: str | None, on: set[str]
) -> None:
    monkeypatch.delenv("NEWSKG_SPEEDUPS", raising=False)
    if said is not None:
        monkeypatch.setenv("NEWSKG_SPEEDUPS", said)
    assert {name for name in SPEEDUPS if is_on(name)} == on


def test_an_unknown_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSKG_SPEEDUPS", "blis_kernels,gpu")
    with pytest.raises(ModelError, match="NEWSKG_SPEEDUPS: no speed-up `gpu`; use 1, 0, or some of"):
        is_on("blis_kernels")


def test_they_are_off_when_switched_off(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSKG_SPEEDUPS", "0")
    monkeypatch.setattr(batch_decoding, "_states", lambda *_: pytest.fail("used"))
    assert [doc.text for doc in batch_decoding.pipe(nlp, ["Talks were held."] * 9, 64)]
    use_vector_kernels.cache_clear()
    assert not use_vector_kernels()
    use_vector_kernels.cache_clear()


def test_the_same_statements_without_them() -> None:
    read = [
        subprocess.run(
            [sys.executable, "-m", "kg", "extract", "--jobs", "1", "--open", *ARTICLES],
            capture_output=True,
            check=True,
            env={**os.environ, "NEWSKG_SPEEDUPS": said},
        ).stdout
        for said in ("1", "0")
    ]
    assert read[0]
    assert read[0] == read[1]
