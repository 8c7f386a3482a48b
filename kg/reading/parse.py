"""``Document`` to spaCy ``Doc``: finds and loads the language pipeline, and runs what the road needs of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.model import Document
from kg.paths import MODEL

__all__ = ["load_pipeline", "parse"]

_NEEDED = ("tagger", "parser", "ner", "lemmatizer")
_USED = frozenset({"tok2vec", "transformer", "curated_transformer", "attribute_ruler", *_NEEDED})
_BATCH_CHARACTERS = 200_000


def load_pipeline(name: str | None = None) -> Language:
    """The English pipeline called ``name`` (an installed package or a folder), ready to parse.

    Without a name it is the one in the environment variable NEWSKG_MODEL, else the one that ships with this package. Components that
    the road does not use are switched off. Raises ModelError when it is absent, unreadable, not English or lacks a component.
    """
    chosen = name or os.environ.get("NEWSKG_MODEL") or str(MODEL)
    if chosen == str(MODEL) and not (MODEL / "config.cfg").is_file():
        remedy = "reinstall newskg, or name an installed one with --model (en_core_web_sm)"
        raise ModelError(chosen, "the language pipeline that ships with this package is missing", remedy)
    try:
        nlp = spacy.load(Path(chosen) if Path(chosen).is_dir() else chosen)
    except (OSError, ValueError, ImportError, KeyError) as error:
        fault = "no such language pipeline" if "E050" in str(error) else f"cannot be loaded ({_first_line(error)})"
        raise ModelError(chosen, fault, "name an installed spaCy package or a pipeline's folder") from None
    if nlp.lang != "en":
        raise ModelError(chosen, f"a pipeline for `{nlp.lang}`, but patterns read English", "name an English one, such as en_core_web_sm")
    missing = [component for component in _NEEDED if component not in nlp.pipe_names]
    if missing:
        raise ModelError(chosen, f"lacks {', '.join(missing)}", f"a pipeline needs {', '.join(_NEEDED)}")
    nlp.select_pipes(enable=[component for component in nlp.pipe_names if component in _USED])
    return nlp


def parse(documents: Iterable[Document], nlp: Language, batch_size: int = 32) -> Iterator[tuple[Document, Doc]]:
    """Each document with its parse, in order, a batch at a time (at most ``batch_size`` documents and about 200,000 characters)."""
    for batch in _batches(documents, batch_size):
        for doc, document in nlp.pipe(((document.text, document) for document in batch), as_tuples=True, batch_size=batch_size):
            yield document, doc


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    batch: list[Document] = []
    characters = 0
    for document in documents:
        if batch and (len(batch) == size or characters + len(document.text) > _BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(document)
        characters += len(document.text)
    if batch:
        yield batch


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
