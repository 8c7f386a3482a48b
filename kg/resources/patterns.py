"""All patterns, ready to be looked up by the words of a sentence.

`kg.resources.pattern_model` says what a pattern is, `pattern_files` reads the files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DataError
from kg.resources.data_files import DataReader
from kg.resources.ontology import Ontology
from kg.resources.pattern_files import read_pattern_files
from kg.resources.pattern_model import PHRASES, Example, Pattern, Way

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["Example", "Pattern", "Patterns", "Way", "load_patterns"]


@dataclass(frozen=True)
class Patterns:
    """All patterns, indexed by trigger lemma for one walk over a sentence.

    ``without_patterns`` are relations whose file holds no pattern, on purpose.
    """

    all: tuple[Pattern, ...]
    examples: tuple[Example, ...]
    without_patterns: frozenset[str]
    verbs: dict[str, tuple[Pattern, ...]]
    nouns: dict[str, tuple[Pattern, ...]]
    adjectives: dict[str, tuple[Pattern, ...]]
    phrases: dict[str, tuple[Pattern, ...]]

    @cached_property
    def alone(self) -> frozenset[str]:
        """The names of the patterns that say something where the learned extractor reads nothing."""
        return frozenset(one.name for one in self.all if one.alone)

    def triggering(self, words: Iterable[Token]) -> list[Token]:
        """The words whose lemma or, for adjectives, whose form some pattern has."""
        verbs, nouns, adjectives = self.verbs, self.nouns, self.adjectives
        return [
            word
            for word in words
            if (lemma := word.lemma_.lower()) in verbs
            or lemma in nouns
            or lemma in adjectives
            or word.lower_ in adjectives
        ]

    def without(self, pattern: Pattern) -> Patterns:
        """The patterns but one."""
        return replace(
            self,
            all=tuple(other for other in self.all if other is not pattern),
            verbs=_less(self.verbs, pattern),
            nouns=_less(self.nouns, pattern),
            adjectives=_less(self.adjectives, pattern),
            phrases=_less(self.phrases, pattern),
        )


def _less(index: dict[str, tuple[Pattern, ...]], pattern: Pattern) -> dict[str, tuple[Pattern, ...]]:
    """An index of patterns without one of them; its words stay."""
    return {
        word: tuple(other for other in found if other is not pattern) if pattern in found else found
        for word, found in index.items()
    }


def load_patterns(
    ontology: Ontology, extra: Iterable[Path] = (), *, data: DataReader | None = None
) -> Patterns:
    """The patterns of the package and of the files or folders in ``extra``, checked against the ontology;
    raises `DataError`.
    """
    data = data or DataReader()
    paths = sorted((data.ontology / "patterns").glob("*.toml"))
    for path in extra:
        if not path.exists():
            raise DataError(path, "no such file", "name a .toml file of patterns or a folder of them")
        paths.extend(sorted(path.glob("*.toml")) if path.is_dir() else [path])
    files = read_pattern_files(paths, ontology, data)
    patterns = files.patterns
    return Patterns(
        all=patterns,
        examples=files.examples,
        without_patterns=files.without_patterns - {pattern.relation for pattern in patterns},
        verbs=_index(patterns, "verbs"),
        nouns=_index(patterns, "nouns"),
        adjectives=_index(patterns, "adjectives"),
        phrases={phrase: tuple(p for p in patterns if p.phrase == phrase) for phrase in PHRASES},
    )


def _index(patterns: Iterable[Pattern], part: str) -> dict[str, tuple[Pattern, ...]]:
    """Patterns by the lemma that one walk looks for: the verb of a phrasal one, the last part of a hyphenated
    one.
    """
    index: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        if pattern.light and part != "verbs":
            continue
        for word in getattr(pattern, part):
            key = word.split(" ")[0].rpartition("-")[2]
            if pattern not in index[key]:
                index[key].append(pattern)
    return {key: tuple(found) for key, found in sorted(index.items())}
