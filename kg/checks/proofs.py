"""Whether each pattern is needed and narrow enough: its own sentences, and those of its file, are read with
it and without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from kg.errors import DataError, KGError
from kg.extraction.entities.linker import LinkedDocument
from kg.extraction.relations.extractor import extract_statements
from kg.model import Document, Statement
from kg.nlp.joined_clauses import part_clauses
from kg.nlp.parser import parse
from kg.nlp.tokens import ParsedDoc
from kg.pipeline import Pipeline
from kg.resources.patterns import Example, Pattern, Patterns

__all__ = ["Proofs", "proof_faults"]

_SAYS: Final = 'give it says = [{ text = "...", expect = [["subject", "object"]] }], or remove it'
_NEVER: Final = 'give it never = ["..."], a sentence with its trigger that means something else'

_Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence, parsed and linked once, and what all patterns together say of it."""

    document: Document
    words: ParsedDoc
    linked: LinkedDocument
    said: tuple[Statement, ...]


def proof_faults(pipeline: Pipeline) -> list[KGError]:
    """Every example that fails, and every pattern that nothing proves or that nothing limits."""
    proofs = Proofs(pipeline)
    patterns = pipeline.resources.patterns
    faults = [fault for example in patterns.examples for fault in proofs.of_example(example)]
    return faults + [fault for pattern in patterns.all for fault in proofs.of_pattern(pattern)]


class Proofs:
    """The sentences of the pattern files, and of other examples, each parsed once."""

    def __init__(self, pipeline: Pipeline, examples: Iterable[Example] = ()) -> None:
        self.pipeline, self.patterns = pipeline, pipeline.resources.patterns
        texts = list(dict.fromkeys((*_texts(self.patterns), *(example.text for example in examples))))
        documents = (Document(str(number), text) for number, text in enumerate(texts))
        syntax = pipeline.resources.syntax
        self._read = {
            document.text: self._reading(document, ParsedDoc(part_clauses(doc, syntax), syntax))
            for document, doc in parse(documents, pipeline.nlp)
        }
        self._of_relation: dict[str, list[Example]] = {}
        for example in self.patterns.examples:
            self._of_relation.setdefault(example.relation, []).append(example)

    def of_example(self, example: Example) -> Iterator[KGError]:
        """The fault of an example of which other pairs are said than it expects."""
        given, wanted = self._pairs(example), self._either_way(example.relation, example.expect)
        if given != wanted:
            fault = f"{example.text!r} gives {_listed(given)}, not {_listed(wanted)}"
            yield DataError(example.place, fault, "mend the pattern or the example")

    def of_pattern(self, pattern: Pattern) -> Iterator[KGError]:
        """What is wrong with a pattern's own sentences; that it has none, and no example of its file needs
        it or limits it.
        """
        fewer = self.patterns.without(pattern)
        for example in pattern.says:
            if failing := list(self.of_example(example)):
                yield from failing
            elif not self._needs(example, fewer):
                others = sorted({said.pattern for said in self._without(example, fewer)})
                fault = f"{example.text!r} holds without this pattern, by {', '.join(others)}"
                yield DataError(example.place, fault, "reword it so that only this pattern says it")
        for text in pattern.never:
            yield from self._limit_faults(pattern, text)
        examples = self._of_relation.get(pattern.relation, [])
        if not pattern.says and not any(self._needs(example, fewer) for example in examples):
            yield DataError(pattern.source, "no example shows it to be needed", _SAYS)
        if not pattern.never and not any(self._limits(pattern, example) for example in examples):
            yield DataError(pattern.source, "no counter-example limits it", _NEVER)

    def _limit_faults(self, pattern: Pattern, text: str) -> Iterator[KGError]:
        place = f"{pattern.source}, never"
        if wrong := _labels(said for said in self._read[text].said if said.pattern == pattern.name):
            yield DataError(
                place, f"{text!r} gives {_listed(wrong)}", "narrow the pattern or reword the text"
            )
        if not self._triggered(pattern, text):
            yield DataError(place, f"{text!r} has no trigger word of the pattern", "write one with a trigger")

    def _limits(self, pattern: Pattern, example: Example) -> bool:
        """Whether an example of the relation is a counter-example with the pattern's trigger."""
        return not example.expect and self._triggered(pattern, example.text)

    def _needs(self, example: Example, fewer: Patterns) -> bool:
        """Whether something that the example expects is not said without a pattern, as certain as it is."""
        wanted = set(example.expect) | {(other, one) for one, other in example.expect}
        with_it = {
            _claim(said)
            for said in self._read[example.text].said
            if said.relation == example.relation and _labels([said]) & wanted
        }
        return bool(with_it - {_claim(said) for said in self._without(example, fewer)})

    def _without(self, example: Example, fewer: Patterns) -> list[Statement]:
        read = self._read[example.text]
        return [
            said
            for said in self._said(read.document, read.words, read.linked, fewer)
            if said.relation == example.relation
        ]

    def _triggered(self, pattern: Pattern, text: str) -> bool:
        """Whether a sentence has a trigger word of the pattern; those without trigger words always do."""
        triggers = {
            word.split(" ")[0].rpartition("-")[2]
            for word in (*pattern.verbs, *pattern.nouns, *pattern.adjectives)
        }
        words = self._read[text].words
        return bool(pattern.phrase) or any(
            word.lemma_.lower() in triggers or word.lower_ in triggers for word in words
        )

    def _pairs(self, example: Example) -> _Pairs:
        said = self._read[example.text].said
        return self._either_way(example.relation, _labels(s for s in said if s.relation == example.relation))

    def _either_way(self, relation: str, pairs: Iterable[tuple[str, str]]) -> _Pairs:
        """The pairs, those of a symmetric relation in alphabetical order."""
        if not self.pipeline.resources.ontology.relations[relation].symmetric:
            return frozenset(pairs)
        return frozenset((min(pair), max(pair)) for pair in pairs)

    def _reading(self, document: Document, words: ParsedDoc) -> _Read:
        linked = self.pipeline.linker.resolve(document, words)
        return _Read(document, words, linked, tuple(self._said(document, words, linked, self.patterns)))

    def _said(
        self, document: Document, words: ParsedDoc, linked: LinkedDocument, patterns: Patterns
    ) -> Iterator[Statement]:
        resources = replace(self.pipeline.resources, patterns=patterns)
        return extract_statements(document, words, linked, resources, self.pipeline.tagger)


def _texts(patterns: Patterns) -> Iterator[str]:
    for example in patterns.examples:
        yield example.text
    for pattern in patterns.all:
        yield from (example.text for example in pattern.says)
        yield from pattern.never


def _claim(said: Statement) -> tuple[str, frozenset[str]]:
    """Modality, and the ids of subject and object, whichever is which."""
    return said.modality, frozenset(end.entity.id for end in (said.subject, said.object) if end)


def _labels(said: Iterable[Statement]) -> _Pairs:
    """The labels of subject and object of each statement."""
    return frozenset(
        (one.subject.entity.label, one.object.entity.label) for one in said if one.subject and one.object
    )


def _listed(pairs: _Pairs) -> str:
    return ", ".join(f"{subject} - {object}" for subject, object in sorted(pairs)) or "nothing"
