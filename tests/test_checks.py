"""What `kg check` says of patterns: each fault with its file, its pattern and the remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from kg.checks import data_files
from kg.checks.cache import recall, remember, run_key
from kg.checks.data_files import check
from kg.checks.proofs import proof_faults
from kg.errors import DataError, KGError
from kg.pipeline import Pipeline, Settings
from kg.resources.data_files import DataFiles

Faults = Callable[[str], list[str]]

GREETING = """relation = "meets"

[[pattern]]
name = "greet"
verbs = ["serenade"]
"""
SAYS = 'says = [{ text = "Ana Costa serenaded Edi Rama.", expect = [["Ana Costa", "Edi Rama"]] }]\n'
NEVER = 'never = ["Ana Costa serenaded the moon."]\n'


@pytest.fixture
def faults(nlp: Language, tmp_path: Path) -> Faults:
    """Reads a file of patterns; what is wrong with its own proofs."""

    def read(text: str) -> list[str]:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        pipeline = Pipeline(Settings(files=DataFiles(patterns=(path,))), nlp=nlp)
        own = [one for one in pipeline.resources.patterns.all if one.source.startswith(str(path))]
        examples = [one for one in pipeline.resources.patterns.examples if one.place.startswith(str(path))]
        chosen = replace(pipeline.resources.patterns, all=tuple(own), examples=tuple(examples))
        pipeline.resources = replace(pipeline.resources, patterns=chosen)
        return [str(fault).replace(f"{tmp_path}/", "") for fault in proof_faults(pipeline)]

    return read


def test_a_proven_pattern_has_no_fault(faults: Faults) -> None:
    assert faults(GREETING + SAYS + NEVER) == []


def test_examples_of_the_relation_prove_too(faults: Faults) -> None:
    shown = '[[example]]\ntext = "Ana Costa serenaded Edi Rama."\nexpect = [["Edi Rama", "Ana Costa"]]\n'
    limited = '[[example]]\ntext = "Ana Costa serenaded the moon."\nexpect = []\n'
    assert faults(GREETING + shown + limited) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            GREETING,
            [
                'own.toml, pattern "greet": no example shows it to be needed; '
                'give it says = [{ text = "...", expect = [["subject", "object"]] }], or remove it',
                'own.toml, pattern "greet": no counter-example limits it; '
                'give it never = ["..."], a sentence with its trigger that means something else',
            ],
        ),
        (
            GREETING + SAYS.replace('"Edi Rama"]', '"Emmanuel Macron"]') + NEVER,
            [
                "own.toml, pattern \"greet\", says 1: 'Ana Costa serenaded Edi Rama.' gives "
                "Ana Costa - Edi Rama, not Ana Costa - Emmanuel Macron; mend the pattern or the example"
            ],
        ),
        (
            GREETING
            + 'says = [{ text = "Ana Costa met Edi Rama.", expect = [["Ana Costa", "Edi Rama"]] }]\n'
            + NEVER,
            [
                "own.toml, pattern \"greet\", says 1: 'Ana Costa met Edi Rama.' holds without this pattern, "
                "by meets#meet; reword it so that only this pattern says it"
            ],
        ),
        (
            GREETING + SAYS + 'never = ["Edi Rama serenaded Ana Costa."]\n',
            [
                "own.toml, pattern \"greet\", never: 'Edi Rama serenaded Ana Costa.' gives "
                "Edi Rama - Ana Costa; narrow the pattern or reword the text"
            ],
        ),
        (
            GREETING + SAYS + 'never = ["It rained."]\n',
            [
                "own.toml, pattern \"greet\", never: 'It rained.' has no trigger word of the pattern; "
                "write one with a trigger"
            ],
        ),
        (
            GREETING
            + SAYS
            + NEVER
            + '[[example]]\ntext = "Ana Costa slept."\nexpect = [["Ana Costa", "Peru"]]\n',
            [
                "own.toml, example 1: 'Ana Costa slept.' gives nothing, not Ana Costa - Peru; "
                "mend the pattern or the example"
            ],
        ),
    ],
    ids=["unproven", "failing", "not-needed", "too-wide", "unbound", "example"],
)
def test_faults_of_proofs(faults: Faults, text: str, said: list[str]) -> None:
    assert faults(text) == said


def test_a_misspelt_slot_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GREETING + 'object = ["objcet"]\n', encoding="utf-8")
    _, found = check(DataFiles(patterns=(path,)))
    assert [str(fault) for fault in found] == [
        f"{path}, pattern \"greet\": 'objcet' in `object` is no slot; did you mean 'object'?"
    ]


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "newskg" / "checks"


def test_what_was_found_is_recalled(own_cache: Path) -> None:
    found = [DataError("own.toml", "a fault", "a remedy"), KGError("own.toml", "another")]
    key = run_key("data", None)
    assert recall(key) is None
    remember(key, found)
    assert [str(one) for one in recall(key) or ()] == ["own.toml: a fault; a remedy", "own.toml: another"]
    assert run_key("other data", None) != key != run_key("data", "en_core_web_sm")
    (own_cache / f"{key}.json").write_text("no JSON")
    assert recall(key) is None


def test_only_the_latest_are_kept(own_cache: Path) -> None:
    for number in range(25):
        remember(str(number), [])
    assert len(list(own_cache.iterdir())) == 20


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    remember("key", [])
    assert recall("key") is None


def test_proofs_are_read_once_for_the_same_files(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []

    def proofs(pipeline: Pipeline) -> list[KGError]:
        counted.append(pipeline)
        return [DataError("own.toml", "unproven")]

    monkeypatch.setattr("kg.checks.proofs.proof_faults", proofs)
    monkeypatch.setattr("kg.pipeline.Pipeline", lambda settings: settings)
    first, again = data_files.check()[1], data_files.check()[1]
    assert [str(fault) for fault in first] == [str(fault) for fault in again] == ["own.toml: unproven"]
    assert len(counted) == 1
    data_files.check(cache=False)
    assert len(counted) == 2
    assert len(list(own_cache.iterdir())) == 1
