from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.resources.ontology import Ontology, load_ontology
from kg.resources.patterns import load_patterns


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def _load(tmp_path: Path, ontology: Ontology, text: str, name: str = "own.toml") -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    load_patterns(ontology, [path])


def test_every_relation_has_a_pattern_an_example_and_a_counter_example(ontology: Ontology) -> None:
    patterns = load_patterns(ontology)
    assert {p.relation for p in patterns.all} == set(ontology.relations)
    for relation in ontology.relations:
        examples = [e for e in patterns.examples if e.relation == relation]
        assert any(e.expect for e in examples), relation
        assert any(not e.expect for e in examples), relation


def test_index_finds_phrasal_and_hyphenated_verbs_by_their_lemma(ontology: Ontology) -> None:
    patterns = load_patterns(ontology)
    assert any(p.name == "withdrawsFrom#withdraw" for p in patterns.verbs["pull"])
    assert any(p.name == "tests#test" for p in patterns.verbs["fire"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("relation = meets", "not TOML"),
        ('relation = "meat"', "did you mean meets?"),
        ('relation = "meets"\n[[patern]]\nname = "x"', "unknown key 'patern'"),
        ('relation = "meets"\n[[pattern]]\nverbs = ["see"]', "has no name"),
        ('relation = "meets"\n[[pattern]]\nname = "x"', "has no trigger"),
        ('relation = "meets"\n[[pattern]]\nname = "x"\nverb = ["see"]', "did you mean 'verbs'?"),
        ('relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["@nowhere"]', "no word list @nowhere"),
        ('relation = "meets"\n[[pattern]]\nname = "x"\nverbs = 3', "neither a word nor a list"),
        (
            'relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nlight = true',
            "a light pattern needs verbs and nouns",
        ),
        (
            'relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nmodality = "sure"',
            "unknown modality",
        ),
        (
            'relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nconfidence = 0.9',
            "unknown key 'confidence'",
        ),
        (
            'relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nobject_classes = ["Tree"]',
            "class 'Tree' is not in the ontology",
        ),
        ('relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nobject = ["w1th"]', "is no slot"),
        ('relation = "meets"\n[[pattern]]\nname = "meet"\nverbs = ["see"]', "two patterns have this name"),
        ('relation = "meets"\n[[example]]\ntext = "A met B."', "is not text and expect"),
    ],
)
def test_faults_are_named(ontology: Ontology, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        _load(tmp_path, ontology, text)
    assert said in str(caught.value)


def test_a_missing_file_is_named(ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        load_patterns(ontology, [tmp_path / "none.toml"])
