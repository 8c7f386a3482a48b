"""The extractor as a spaCy component: ``nlp.add_pipe("kg_statements")`` gives every ``doc._.statements``."""

from __future__ import annotations

import hashlib
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Document
from kg.resources.data_files import DataFiles

__all__ = ["StatementExtractor", "make_component"]


class StatementExtractor:
    """Sets ``doc._.statements``: a tuple of `kg.model.Statement`, in the order of the text.

    ``doc.user_data`` may hold ``"id"``, ``"title"`` and ``"published"`` (ISO 8601), which identify the
    article and date it; without an id the article is called by a hash of its text.
    """

    def __init__(
        self,
        nlp: Language,
        open: bool,
        ontology: list[str],
        patterns: list[str],
        knowledge: list[str],
        lexicon: list[str],
    ) -> None:
        from kg.pipeline import Pipeline, Settings

        files = DataFiles(_paths(ontology), _paths(patterns), _paths(knowledge), _paths(lexicon))
        self.pipeline = Pipeline(Settings(files=files, open=open), nlp=nlp)
        if not Doc.has_extension("statements"):
            Doc.set_extension("statements", default=())

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        name = str(data.get("id") or hashlib.sha256(doc.text.encode()).hexdigest()[:20])
        document = Document(name, doc.text, data.get("title"), data.get("published"))
        doc._.statements = self.pipeline.understand(document, doc).statements
        return doc


@Language.factory(
    "kg_statements",
    requires=["token.tag", "token.dep", "token.lemma", "doc.ents"],
    assigns=["doc._.statements"],
    default_config={"open": False, "ontology": [], "patterns": [], "knowledge": [], "lexicon": []},
)
def make_component(
    nlp: Language,
    name: str,
    open: bool,
    ontology: list[str],
    patterns: list[str],
    knowledge: list[str],
    lexicon: list[str],
) -> StatementExtractor:
    """The component; ``ontology``, ``patterns``, ``knowledge`` and ``lexicon`` list a user's own files."""
    return StatementExtractor(nlp, open, ontology, patterns, knowledge, lexicon)


def _paths(names: list[str]) -> tuple[Path, ...]:
    return tuple(Path(name) for name in names)
