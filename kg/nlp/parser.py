"""``Document`` to spaCy ``Doc``: finds and loads the language pipeline, and runs what the pipeline needs of
it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_suffix_regex, get_model_meta, get_package_path

from kg.errors import ModelError
from kg.execution.memory import LONG, give_back
from kg.execution.telling import tell
from kg.model import Document
from kg.nlp.legal_forms import join_legal_forms, keep_legal_forms
from kg.nlp.reading.verb_forms import VerbForms
from kg.nlp.segmentation import paragraphs
from kg.nlp.sentence_starts import keep_sentences_whole
from kg.nlp.speedups.batch_decoding import pipe
from kg.nlp.speedups.blis_kernels import use_vector_kernels
from kg.nlp.speedups.word_vectors import keep_word_vectors
from kg.paths import MODEL, chosen_model

if TYPE_CHECKING:
    from thinc.types import Ints2d

__all__ = ["PARSING", "described", "load_pipeline", "parse", "pipeline_name", "verb_forms"]

PARSING = 0.6
"""The part that parsing has in the time that it takes to read an article."""
_NEEDED = ("tagger", "parser", "ner", "lemmatizer")
_USED = frozenset({"tok2vec", "transformer", "curated_transformer", "attribute_ruler", *_NEEDED})
_BATCH_CHARACTERS = 20_000
_PARTING = (
    r"(?<=[A-Z]\.[A-Z]\.)[-–](?=[A-Za-z])",
    r"(?<=[A-Za-z])\((?=[A-Z])",
    r"(?<=[A-Za-z]{2})\((?=[a-z]{2})",
)
"""A hyphen after letters with points ("U.S.-led") and a bracket before a word ("Fund(CF)"), which are no
words' ends to spaCy's English tokenizer.
"""
_ENDING = r"(?<=[A-Z]{3})[-–—]"
"""A hyphen behind the capitals of a dateline ("OSLO- The minister"), which is none either."""
_DOUBLINGS = 7  # 128 steps towards the root of a sentence


def load_pipeline(name: str | None = None) -> Language:
    """The English pipeline called ``name`` (an installed package or a folder), ready to parse.

    Without a name it is the one in the environment variable NEWSKG_MODEL, else the one that ships with this
    package. Components that the pipeline does not use are switched off. Raises ModelError when it is absent,
    unreadable, not English or lacks a component.
    """
    chosen = chosen_model(name)
    if chosen == str(MODEL) and not (MODEL / "config.cfg").is_file():
        remedy = "reinstall newskg, or name an installed one with --model (en_core_web_sm)"
        raise ModelError(chosen, "the language pipeline that ships with this package is missing", remedy)
    use_vector_kernels()
    with _faults(chosen):
        nlp = spacy.load(Path(chosen) if Path(chosen).is_dir() else chosen)
    if nlp.lang != "en":
        raise ModelError(
            chosen,
            f"a pipeline for `{nlp.lang}`, but patterns read English",
            "name an English one, such as en_core_web_sm",
        )
    missing = [component for component in _NEEDED if component not in nlp.pipe_names]
    if missing:
        raise ModelError(chosen, f"lacks {', '.join(missing)}", f"a pipeline needs {', '.join(_NEEDED)}")
    nlp.select_pipes(enable=[component for component in nlp.pipe_names if component in _USED])
    keep_word_vectors(nlp)
    _mend_words(nlp)
    return nlp


def _mend_words(nlp: Language) -> None:
    """Make the tokenizer part "U.S.-led" as it parts "US-led", and names from the acronyms behind them; and
    keep legal forms of companies whole.
    """
    tokenizer = cast("Tokenizer", nlp.tokenizer)
    infixes = [*(nlp.Defaults.infixes or ()), *_PARTING]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.suffix_search = compile_suffix_regex([*(nlp.Defaults.suffixes or ()), _ENDING]).search
    keep_legal_forms(nlp)


def pipeline_name(name: str | None = None) -> str:
    """Language, name and version of the pipeline that ``load_pipeline`` would load, as ``described`` gives
    them. Raises ModelError.
    """
    chosen = chosen_model(name)
    with _faults(chosen):
        return described(get_model_meta(Path(chosen) if Path(chosen).is_dir() else get_package_path(chosen)))


def verb_forms(nlp: Language) -> VerbForms:
    """The verbs that a pipeline's lemmatizer lists; none where it works without a list."""
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    tables = ("lemma_index", "lemma_exc")
    if lookups is None or not all(map(lookups.has_table, tables)):
        return VerbForms()
    return VerbForms(*(frozenset(lookups.get_table(table).get("verb", ())) for table in tables))


def described(meta: Mapping[str, object]) -> str:
    """What a pipeline's description calls it: ``en_core_web_sm-3.8.0``."""
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


@contextmanager
def _faults(chosen: str) -> Iterator[None]:
    """A context in which what spaCy finds wrong with a pipeline becomes a ModelError."""
    try:
        yield
    except (OSError, ValueError, ImportError, KeyError) as error:
        absent = "E050" in str(error) or isinstance(error, ModuleNotFoundError)
        fault = "no such language pipeline" if absent else f"cannot be loaded ({_first_line(error)})"
        raise ModelError(chosen, fault, "name an installed spaCy package or a pipeline's folder") from None


def parse(
    documents: Iterable[Document], nlp: Language, batch_size: int = 64
) -> Iterator[tuple[Document, Doc]]:
    """Each document with its parse, in order. Token offsets are those of ``document.text``.

    Paragraphs are parsed one by one, ``batch_size`` at a time, and joined again with the white space between
    them as space tokens.
    """
    pending: deque[tuple[Document, int]] = deque()

    def pieces() -> Iterator[str]:
        for document in documents:
            spans = list(paragraphs(document.text))
            pending.append((document, len(spans)))
            for begin, end in spans:
                yield document.text[begin:end].replace("\n", " ")

    @cache
    def blank(text: str) -> Doc:
        return _blank(text, nlp)

    parsed: list[Doc] = []
    for batch in _batches(pieces(), batch_size):
        words = (keep_sentences_whole(join_legal_forms(nlp.make_doc(text))) for text in batch)
        for doc in pipe(nlp, words, batch_size):
            yield from _complete(pending, parsed, nlp, blank)
            doc.tensor = doc.tensor[:0].copy()  # the vectors of an article's words are never asked for
            parsed.append(_shallow(doc))
            _tell(pending[0][0], doc)
    yield from _complete(pending, parsed, nlp, blank)


def _tell(document: Document, paragraph: Doc) -> None:
    """Say how much of a long article one more of its paragraphs is."""
    if len(document.text) > LONG and len(paragraph):
        last = paragraph[-1]
        tell(PARSING * (last.idx + len(last)) / len(document.text))


def _shallow(doc: Doc) -> Doc:
    """The parse without the trees of sentences in which a word stands deeper than 128 others: no people write
    so, and walking them would need a deeper stack than there is. Their words stand for themselves, so nothing
    is read in them.
    """
    if len(doc) <= 1 << _DOUBLINGS:
        return doc
    heads = np.arange(len(doc)) + doc.to_array(["HEAD"]).astype(np.int64)
    above = heads
    for _ in range(_DOUBLINGS):
        above = above[above]
    deep = above != heads[above]
    if not deep.any():
        return doc
    kept = doc.to_array(["HEAD", "DEP"])
    for sentence in doc.sents:
        if deep[sentence.start : sentence.end].any():
            kept[sentence.start : sentence.end, 0] = 0
    return doc.from_array(["HEAD", "DEP"], cast("Ints2d", kept))


def _batches(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    """The texts in order, at most ``size`` and about 20,000 characters at a time: memory grows with what is
    parsed at once.
    """
    batch: list[str] = []
    characters = 0
    for text in texts:
        if batch and (len(batch) == size or characters + len(text) > _BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += len(text)
    if batch:
        yield batch


def _complete(
    pending: deque[tuple[Document, int]], parsed: list[Doc], nlp: Language, blank: Callable[[str], Doc]
) -> Iterator[tuple[Document, Doc]]:
    """The documents at the front whose paragraphs have all been parsed; takes them off both lists."""
    while pending and len(parsed) >= pending[0][1]:
        document, count = pending.popleft()
        mine = parsed[:count]
        del parsed[:count]
        is_long = len(document.text) > LONG
        if is_long:
            give_back()
        whole = _join(document, mine, nlp, blank)
        del mine
        if is_long:
            give_back()
        yield document, whole


def _join(document: Document, docs: list[Doc], nlp: Language, blank: Callable[[str], Doc]) -> Doc:
    """One ``Doc`` of an article's paragraphs; the white space between them becomes tokens of its own
    (``blank``), so that offsets hold.
    """
    parts: list[Doc] = []
    position = 0
    for (begin, end), doc in zip(paragraphs(document.text), docs, strict=True):
        if begin > position:
            parts.append(blank(document.text[position:begin]))
        parts.append(doc)
        position = end
    if position < len(document.text):
        parts.append(blank(document.text[position:]))
    if not parts:
        return nlp.make_doc("")
    if len(parts) == 1:
        return parts[0]
    # spaCy's stub leaves out the last argument.
    return Doc.from_docs(parts, ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]


def _blank(text: str, nlp: Language) -> Doc:
    return Doc(
        nlp.vocab,
        words=[text],
        spaces=[False],
        tags=["_SP"],
        pos=["SPACE"],
        deps=["dep"],
        heads=[0],
        sent_starts=[True],
    )


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
