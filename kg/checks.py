"""Whether the data files fit together: ontology, patterns, knowledge and queries, a user's own included."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError, KGError
from kg.paths import ONTOLOGY, QUERIES
from kg.query import stored as asking
from kg.rdf.layout import is_own_term, term_name
from kg.resources.data_files import DataFiles
from kg.resources.factuality_lexicon import load_factuality_lexicon
from kg.resources.gazetteer import load_gazetteer
from kg.resources.lexicon import load_lexicon
from kg.resources.ontology import Ontology, load_ontology, ontology_quads
from kg.resources.patterns import Patterns, load_patterns

__all__ = ["DescribedRelation", "check", "described_relations", "failing_examples"]

_OWN_TERM = re.compile(r"(?<![\w:])kg:([A-Za-z]\w*)")
_NOT_TERMS = re.compile(r"#[^\n<>]*$|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DescribedRelation:
    """A relation as a user sees it; ``patterns`` is how many patterns say it."""

    name: str
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    plover: str | None
    symmetric: bool
    patterns: int


def described_relations(
    ontology: Iterable[Path] = (), patterns: Iterable[Path] = ()
) -> list[DescribedRelation]:
    """Every relation that can be extracted, by name. Raises DataError for files that are not well formed."""
    known = load_ontology(ontology)
    counts = Counter(pattern.relation for pattern in load_patterns(known, patterns).all)
    return [
        DescribedRelation(
            one.name,
            one.label,
            one.definition,
            one.domain,
            one.range,
            one.plover,
            one.symmetric,
            counts[one.name],
        )
        for one in sorted(known.relations.values(), key=lambda relation: relation.name)
    ]


def check(
    ontology: tuple[Path, ...] = (),
    patterns: tuple[Path, ...] = (),
    knowledge: tuple[Path, ...] = (),
    queries: tuple[Path, ...] = (),
) -> tuple[str, list[KGError]]:
    """What was looked at, in words, and every fault found; none is raised.

    A relation without patterns is at fault unless a file in the pattern folder names it and holds no pattern:
    then that is meant.
    """
    faults: list[KGError] = []
    try:
        known = load_ontology(ontology)
    except DataError as error:
        return "ontology", [error]
    looked = [f"{len(known.relations)} relations", f"{len(known.classes)} classes"]
    try:
        found = load_patterns(known, patterns)
        looked += [f"{len(found.all)} patterns", f"{len(found.examples)} examples"]
        faults += _pattern_faults(known, found, patterns)
    except DataError as error:
        faults.append(error)
    try:
        load_lexicon()
        load_factuality_lexicon()
        looked.append(f"{len(load_gazetteer(knowledge, known).entities)} known entities")
    except DataError as error:
        faults.append(error)
    try:
        terms = _terms(ontology)
    except DataError as error:
        terms = set()
        faults.append(error)
    files = _query_files(queries)
    looked.append(f"{len(files)} queries")
    faults += [fault for file in files for fault in _query_faults(file, terms)]
    return ", ".join(looked), faults


def failing_examples(
    ontology: tuple[Path, ...] = (),
    patterns: tuple[Path, ...] = (),
    knowledge: tuple[Path, ...] = (),
    *,
    model: str | None = None,
) -> list[KGError]:
    """The examples of patterns that do not give what they expect, each with what they gave."""
    from kg.model import Document
    from kg.pipeline import Pipeline, Settings

    pipeline = Pipeline(Settings(model, DataFiles(ontology, patterns, knowledge)))
    examples = pipeline.resources.patterns.examples
    faults: list[KGError] = []
    documents = (Document(str(number), example.text) for number, example in enumerate(examples))
    for example, reading in zip(examples, pipeline.read(documents), strict=True):
        symmetric = pipeline.resources.ontology.relations[example.relation].symmetric
        given = {
            (said.subject.entity.label, said.object.entity.label)
            for said in reading.statements
            if said.relation == example.relation and said.subject and said.object
        }
        wanted = set(example.expect)
        if _either_way(given, symmetric) != _either_way(wanted, symmetric):
            fault = f"{example.text!r} gives {_pairs(given)}, not {_pairs(wanted)}"
            faults.append(DataError(example.place, fault, "mend the pattern or the example"))
    return faults


def _pattern_faults(ontology: Ontology, patterns: Patterns, extra: Iterable[Path]) -> list[KGError]:
    said = {pattern.relation for pattern in patterns.all}
    shown = {example.relation for example in patterns.examples if example.expect}
    guarded = {example.relation for example in patterns.examples if not example.expect}
    meant = _without_patterns(extra)
    faults: list[KGError] = []
    for relation in sorted(ontology.relations):
        place = f"relation {relation}"
        if relation not in said and relation not in meant:
            faults.append(
                DataError(
                    place,
                    "no pattern says it",
                    f"add {relation}.toml with patterns, or without any if that is meant",
                )
            )
        if relation in said and relation not in shown:
            faults.append(DataError(place, "no example shows it", "add an [[example]] with `expect`"))
        if relation in said and relation not in guarded:
            faults.append(DataError(place, "no counter-example", "add an [[example]] with `expect = []`"))
    return faults


def _without_patterns(extra: Iterable[Path]) -> set[str]:
    """Relations of which a file says that they have no patterns."""
    own = (file for path in extra for file in (path.glob("*.toml") if path.is_dir() else [path]))
    files = [*(ONTOLOGY / "patterns").glob("*.toml"), *own]
    tables = (tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
    return {table["relation"] for table in tables if "relation" in table and not table.get("pattern")}


def _terms(ontology: Iterable[Path]) -> set[str]:
    """Local names of everything that the ontology declares."""
    subjects = (getattr(quad.subject, "value", "") for quad in ontology_quads("urn:check", ontology))
    return {term_name(subject) for subject in subjects if is_own_term(subject)}


def _query_files(extra: Iterable[Path]) -> list[Path]:
    own = (file for path in extra for file in (sorted(path.glob("*.rq")) if path.is_dir() else [path]))
    return [*sorted(QUERIES.glob("*.rq")), *own]


def _query_faults(file: Path, terms: set[str]) -> list[KGError]:
    """A query that is not well formed, or the terms of our own vocabulary that it uses and the ontology does
    not have.
    """
    try:
        query = asking.read_query(file)
        asking.check(query, file)
    except DataError as error:
        return [error]
    used = set(_OWN_TERM.findall(_NOT_TERMS.sub(" ", query.text)))
    return [
        DataError(file, f"kg:{term} is not in the ontology", "correct the name, or give your --ontology")
        for term in sorted(used - terms)
    ]


def _either_way(pairs: set[tuple[str, str]], symmetric: bool) -> set[tuple[str, ...]]:
    return {tuple(sorted(pair)) if symmetric else pair for pair in pairs}


def _pairs(pairs: set[tuple[str, str]]) -> str:
    return ", ".join(f"{subject} - {object}" for subject, object in sorted(pairs)) or "nothing"
