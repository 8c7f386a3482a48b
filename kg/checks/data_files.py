"""Whether the data files fit together: ontology, patterns, knowledge and queries, a user's own included."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.checks.cache import recall, remember, run_key
from kg.checks.queries import query_faults, query_files
from kg.errors import DataError, KGError
from kg.resources.confidence_weights import load_weights
from kg.resources.data_files import DataFiles, DataReader
from kg.resources.factuality_lexicon import load_factuality_lexicon
from kg.resources.gazetteer import load_gazetteer
from kg.resources.lexicon import load_lexicon
from kg.resources.ontology import Ontology, load_ontology
from kg.resources.patterns import Patterns, load_patterns
from kg.resources.syntax_lexicon import load_syntax_words
from kg.resources.time_words import load_time_words

__all__ = ["check"]


def check(
    files: DataFiles | None = None,
    queries: Iterable[Path] = (),
    model: str | None = None,
    *,
    cache: bool = True,
) -> tuple[str, list[KGError]]:
    """What was looked at, in words, and every fault found; none is raised.

    A relation without patterns is at fault unless a file in the pattern folder names it and holds no pattern:
    then that is meant. Every pattern needs an example that only it makes true and a sentence of which it
    says nothing; these are read, by the language pipeline ``model``, unless ``cache`` and the same files were
    found at fault or not before. Raises ModelError.
    """
    files = files or DataFiles()
    data, faults = DataReader(files.root), list[KGError]()
    try:
        ontology = load_ontology(files.ontology, data=data)
    except DataError as error:
        return "ontology", [error]
    looked = [f"{len(ontology.relations)} relations", f"{len(ontology.classes)} classes"]
    patterns: Patterns | None = None
    try:
        patterns = load_patterns(ontology, files.patterns, data=data)
        looked += [f"{len(patterns.all)} patterns", f"{_count(patterns)} examples"]
        faults += _relation_faults(ontology, patterns)
    except DataError as error:
        faults.append(error)
    try:
        load_lexicon(files.lexicon, ontology=ontology, data=data)
        load_factuality_lexicon(data=data)
        load_syntax_words(data=data)
        load_time_words(data=data)
        load_weights(data=data)
        gazetteer = load_gazetteer(files.knowledge, ontology, data=data)
        looked.append(f"{len(gazetteer.entities)} known entities")
        if patterns is not None:
            faults += _proof_faults(files, model, data.digest, cache)
    except DataError as error:
        faults.append(error)
    asked = query_files(queries)
    looked.append(f"{len(asked)} queries")
    faults += query_faults(asked, files.ontology)
    return ", ".join(looked), faults


def _count(patterns: Patterns) -> int:
    """How many sentences the pattern files hold."""
    return len(patterns.examples) + sum(len(one.says) + len(one.never) for one in patterns.all)


def _relation_faults(ontology: Ontology, patterns: Patterns) -> list[KGError]:
    said = {pattern.relation for pattern in patterns.all} | patterns.without_patterns
    return [
        DataError(
            f"relation {relation}",
            "no pattern says it",
            f"add {relation}.toml with patterns, or without any if that is meant",
        )
        for relation in sorted(set(ontology.relations) - said)
    ]


def _proof_faults(files: DataFiles, model: str | None, data: str, cache: bool) -> list[KGError]:
    """What is wrong with the examples of patterns, as it was found before or is found now."""
    key = run_key(data, model)
    if cache and (known := recall(key)) is not None:
        return known
    from kg.checks.proofs import proof_faults
    from kg.pipeline import Pipeline, Settings

    faults = proof_faults(Pipeline(Settings(model, files)))
    if cache:
        remember(key, faults)
    return faults
