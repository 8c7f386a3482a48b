"""From an article to statements and their graph; the file to read first.

The way of an article, with the place where each step is done:

    ingest      a file to documents
    nlp         a document's text as a person reads it, to parsed words -> `ParsedDoc`
    entities    who and what is named, described, pointed back to      -> `LinkedDocument`
    relations   what patterns say of each trigger's arguments, how
                certain, when, on whose word; the learned extractor
                weighs that and reads what no pattern says             -> `Statement`
                the same said twice is one; statements of one event
                are gathered
    rdf         statements to quads
    building    the quads into a store, and who is who across articles

`Pipeline` does what is between ingest and building. It is made once and reads any number of articles. All
that it looks up, it has in `Resources`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kg.execution.memory import LONG
from kg.execution.telling import tell
from kg.extraction.entities.linker import LinkedDocument, Linker
from kg.extraction.learned.extractor import LearnedExtractor, digest_of, load
from kg.extraction.relations.deduplication import deduplicate
from kg.extraction.relations.event_grouping import assign_events, build_events
from kg.extraction.relations.extractor import extract_statements
from kg.extraction.relations.learned_statements import PatternedArticle, learned_statements
from kg.extraction.relations.open_ie import open_statements
from kg.extraction.time.tagging import TimeTagger
from kg.model import Document, Reading, Statement
from kg.nlp.joined_clauses import part_clauses
from kg.nlp.parser import PARSING, described, load_pipeline, parse, pipeline_name, verb_forms
from kg.nlp.reading.placing import placed
from kg.nlp.reading.reader import TextReader
from kg.nlp.reading.text import ReadingText
from kg.nlp.tokens import ParsedDoc
from kg.paths import EXTRACTOR
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.data_files import DataFiles
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.resources import Resources, load_resources
from kg.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Pipeline", "Settings", "run_of"]

_WORDS_AT_ONCE: Final = 1000
"""So many words of short articles are given to the learned extractor at a time."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how articles are read: the language pipeline's name, a user's own data files, what
    identifiers begin with.

    With ``open``, predicates that no relation covers are statements too. ``least`` is the confidence that a
    statement must have; None stands for the one that the learned extractor was made for.
    """

    model: str | None = None
    files: DataFiles = field(default_factory=DataFiles)
    base: str = DEFAULT_BASE
    open: bool = False
    least: float | None = None


class Pipeline:
    """Reads articles, with everything that this takes loaded once.

    ``nlp`` and ``resources`` are loaded as ``settings`` say where they are not given. Raises `DataError` or
    `ModelError` when a part is not well formed or absent.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        nlp: Language | None = None,
        resources: Resources | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.resources = resources or load_resources(self.settings.files, self.settings.base)
        self.linker = Linker(self.resources.gazetteer, self.resources.lexicon, self.resources.ontology)
        self.tagger = TimeTagger(self.resources.time, self.resources.factuality)
        self.learned: LearnedExtractor = load(EXTRACTOR)
        self.nlp: Language = nlp if nlp is not None else load_pipeline(self.settings.model)
        self.reader = TextReader(self.resources.reading, verb_forms(self.nlp))

    @cached_property
    def run(self) -> Run:
        """What made the statements: this program's version, the language pipeline, and a digest of all else
        that decides.
        """
        return _run(described(self.nlp.meta), self.resources, self.settings)

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """What each article says, in the order of the articles."""
        waiting: deque[tuple[Document, ReadingText]] = deque()

        def readable() -> Iterator[Document]:
            for document in documents:
                text = self.reader.read(document.text)
                waiting.append((document, text))
                yield document if text.is_as_stored else replace(document, text=text.text)

        for articles in _together(parse(readable(), self.nlp)):
            for found in self._understood(articles):
                stored, text = waiting.popleft()
                yield found if text.is_as_stored else self._in_stored(found, stored, text)

    def understand(self, document: Document, doc: Doc) -> Reading:
        """What one parsed article says; offsets are those of ``document.text``, which was parsed as it is.
        ``doc`` stays as it is.
        """
        return next(self._understood([(document, doc.copy())]))

    def _understood(self, articles: list[tuple[Document, Doc]]) -> Iterator[Reading]:
        """What parsed articles say, each on its own; the learned extractor reads them side by side."""
        patterned = [self._patterned(document, doc) for document, doc in articles]
        least = self.learned.threshold if self.settings.least is None else self.settings.least
        said = learned_statements(self.learned, patterned, self.resources, self.tagger, least)
        for article, statements in zip(patterned, said, strict=True):
            _tell(article.document)
            yield self._gathered(article, statements)

    def _patterned(self, document: Document, doc: Doc) -> PatternedArticle:
        """A parsed article with who is who in it, and what the patterns say; clauses that its parse runs
        together are parted in place.
        """
        doc = part_clauses(doc, self.resources.syntax)
        words = ParsedDoc(doc, self.resources.syntax)
        linked = self.linker.resolve(document, words)
        found = self.patterns(document, words, linked)
        _tell(document)
        return PatternedArticle(document, doc, words, linked, found)

    def _in_stored(self, found: Reading, stored: Document, text: ReadingText) -> Reading:
        """What an article says, placed in its text as it is stored."""
        return Reading(stored, tuple(placed(found.statements, stored, text)), found.events)

    def patterns(self, document: Document, words: ParsedDoc, linked: LinkedDocument) -> list[Statement]:
        """What the patterns alone say of an article, each with the confidence of its kind."""
        return list(extract_statements(document, words, linked, self.resources, self.tagger))

    def _gathered(self, article: PatternedArticle, said: list[Statement]) -> Reading:
        """The statements of an article, the same one once, with the events that they tell of."""
        ontology, least = self.resources.ontology, self.settings.least
        sure = [one for one in said if least is None or one.confidence >= least]
        statements = assign_events(deduplicate(sure, ontology), ontology)
        events = build_events(statements, ontology)
        if self.settings.open:
            nouns = self.resources.patterns.nouns
            document, words, linked = article.document, article.words, article.linked
            statements += tuple(open_statements(document, words, linked, statements, self.tagger, nouns))
        return Reading(article.document, statements, events)

    def graph(self, reading: Reading) -> tuple[str, bytes]:
        """The IRI of an article's named graph, and the graph as N-Quads, sorted."""
        base = self.settings.base
        return graph_iri(reading.document.id, base), nquads(reading, self.resources.ontology, self.run, base)


def _tell(document: Document) -> None:
    """Say that one of the two steps after parsing is done with a long article."""
    if len(document.text) > LONG:
        tell((1 - PARSING) / 2)


def _together(articles: Iterable[tuple[Document, Doc]]) -> Iterator[list[tuple[Document, Doc]]]:
    """The articles in order, short ones some thousand words at a time."""
    group: list[tuple[Document, Doc]] = []
    size = 0
    for document, doc in articles:
        if group and size + len(doc) > _WORDS_AT_ONCE:
            yield group
            group, size = [], 0
        group.append((document, doc))
        size += len(doc)
    if group:
        yield group


def run_of(settings: Settings, resources: Resources) -> Run:
    """The run that a pipeline of these settings makes, without loading the language pipeline.

    Raises ModelError when there is no such language pipeline.
    """
    return _run(pipeline_name(settings.model), resources, settings)


def _run(model: str, resources: Resources, settings: Settings) -> Run:
    parts = [resources.digest, digest_of(EXTRACTOR)]
    parts += ["open"] if settings.open else []
    parts += [] if settings.least is None else [f"least {settings.least}"]
    return Run(model, __version__, ".".join(parts))
