"""Everything that is looked up while reading, loaded once and passed on."""

from __future__ import annotations

from dataclasses import dataclass

from kg.nlp.reading.words import ReadingWords
from kg.nlp.syntax_words import SyntaxWords
from kg.resources.confidence_weights import Weights, load_weights
from kg.resources.data_files import DataFiles, DataReader
from kg.resources.factuality_lexicon import FactualityLexicon, load_factuality_lexicon
from kg.resources.gazetteer import Gazetteer, load_gazetteer
from kg.resources.lexicon import Lexicon, load_lexicon
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import Ontology, load_ontology
from kg.resources.patterns import Patterns, load_patterns
from kg.resources.reading_words import load_reading_words
from kg.resources.syntax_lexicon import load_syntax_words
from kg.resources.time_words import TimeWords, load_time_words

__all__ = ["Resources", "load_resources"]


@dataclass(frozen=True, slots=True)
class Resources:
    """What the data files say. ``digest`` changes with a byte of any of them, a user's own included."""

    ontology: Ontology
    patterns: Patterns
    gazetteer: Gazetteer
    lexicon: Lexicon
    factuality: FactualityLexicon
    syntax: SyntaxWords
    time: TimeWords
    reading: ReadingWords
    weights: Weights
    digest: str


def load_resources(files: DataFiles | None = None, base: str = DEFAULT_BASE) -> Resources:
    """What the package's data files and a user's own say; entities of a user's may begin with ``base``.

    Each file is opened once. Raises DataError for one that is absent or not well formed.
    """
    files = files or DataFiles()
    data = DataReader(files.root)
    ontology = load_ontology(files.ontology, data=data)
    patterns = load_patterns(ontology, files.patterns, data=data)
    gazetteer = load_gazetteer(files.knowledge, ontology, base, data=data)
    lexicon = load_lexicon(files.lexicon, ontology=ontology, data=data)
    factuality = load_factuality_lexicon(data=data)
    syntax = load_syntax_words(data=data)
    time = load_time_words(data=data)
    reading = load_reading_words(lexicon, patterns, gazetteer, time, data=data)
    weights = load_weights(data=data)
    return Resources(
        ontology, patterns, gazetteer, lexicon, factuality, syntax, time, reading, weights, data.digest
    )
