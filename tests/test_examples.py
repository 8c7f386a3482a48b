"""Every pattern is proven: its sentences are read with it and without it, all of them parsed once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language

from kg.checks.proofs import Proofs
from kg.pipeline import Pipeline, Settings
from kg.resources.ontology import load_ontology
from kg.resources.patterns import Example, Pattern, load_patterns

PATTERNS = load_patterns(load_ontology())


@pytest.fixture(scope="module")
def proofs(nlp: Language) -> Proofs:
    return Proofs(Pipeline(Settings(), nlp=nlp))


@pytest.mark.parametrize("pattern", PATTERNS.all, ids=lambda pattern: pattern.name)
def test_pattern_is_needed_and_limited(pattern: Pattern, proofs: Proofs) -> None:
    assert pattern.says
    assert pattern.never
    own = next(one for one in proofs.patterns.all if one.name == pattern.name)
    assert [str(fault) for fault in proofs.of_pattern(own)] == []


@pytest.mark.parametrize("example", PATTERNS.examples, ids=lambda e: f"{e.relation}: {e.text}")
def test_example(example: Example, proofs: Proofs) -> None:
    assert [str(fault) for fault in proofs.of_example(example)] == []


def test_a_pattern_taken_out_is_missed(proofs: Proofs) -> None:
    """Without a pattern, its own examples fail."""
    pattern = next(one for one in proofs.patterns.all if one.name == "cooperatesWith#extradite-to")
    pipeline = Pipeline(Settings(), nlp=proofs.pipeline.nlp)
    patterns = pipeline.resources.patterns
    fewer = patterns.without(next(p for p in patterns.all if p.name == pattern.name))
    pipeline.resources = replace(pipeline.resources, patterns=fewer)
    faults = [str(fault) for fault in Proofs(pipeline, pattern.says).of_example(pattern.says[0])]
    assert len(faults) == 1
    assert "'Zambia extradited the suspect to Malawi.' gives nothing, not Malawi - Zambia" in faults[0]
