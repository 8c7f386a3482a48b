"""The sentences that say something, with what they say marked word by word: for people who correct and train.

As spaCy's DocBin, and in columns as CoNLL-2005 and -2012 have predicates and their arguments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

from kg.model import Argument, Reading, Statement
from kg.rdf.reader import readings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

    from kg.store.base import Store

__all__ = ["documents", "write_conll", "write_docbin"]

_ROLES = ("subject", "object", "place", "recipient", "topic", "attributed_to")


def write_docbin(store: Store, out: IO[bytes]) -> None:
    """Write a DocBin: a Doc for each sentence, as ``documents`` makes them."""
    from spacy.tokens import DocBin

    out.write(DocBin(docs=documents(store), store_user_data=True).to_bytes())


def write_conll(store: Store, out: IO[bytes]) -> None:
    """Write columns, a word a line and a blank line after each sentence: number, word, class of entity, and
    for each statement a column with its relation at the trigger and the roles of its arguments as B-I-O.
    Comments tell article, offset, text and statements.
    """
    for doc in documents(store):
        data = doc.user_data
        lines = [
            f"# article = {_line(data['article'])}",
            f"# begin = {data['begin']}",
            f"# text = {_line(doc.text)}",
        ]
        columns = [[token.ent_iob_ + (f"-{token.ent_type_}" if token.ent_type_ else "") for token in doc]]
        for number, said in enumerate(data["statements"], 1):
            told = f"{said['id']} {said['relation'] or 'open'} {said['modality']} {said['confidence']:g}"
            lines.append(f"# statement {number} = {told}")
            columns.append(_roles(len(doc), said))
        for token, *cells in zip(doc, *columns, strict=True):
            lines.append(
                "\t".join([str(token.i + 1), _line(token.text) or "_", *(cell or "O" for cell in cells)])
            )
        out.write(("\n".join(lines) + "\n\n").encode())


def documents(store: Store) -> Iterator[Doc]:
    """A spaCy Doc, only tokenized, for each sentence that says something, by article and in its order.

    ``ents`` are the entities by class, ``spans["triggers"]`` the triggers by relation. ``user_data`` has the
    article's id, where in it the sentence begins, and ``statements``: for each its id, relation, modality,
    confidence, and trigger and arguments as first token and the one after the last, arguments with their ids.
    """
    import spacy

    nlp = spacy.blank("en")
    for reading in readings(store):
        yield from _article(nlp, reading)


def _article(nlp: Language, reading: Reading) -> Iterator[Doc]:
    sentences: defaultdict[tuple[int, int], list[Statement]] = defaultdict(list)
    for statement in reading.statements:
        sentences[statement.sentence.begin, statement.sentence.end].append(statement)
    for (begin, _), statements in sorted(sentences.items()):
        yield _sentence(nlp, reading.document.id, begin, statements)


def _sentence(nlp: Language, article: str, begin: int, statements: Sequence[Statement]) -> Doc:
    from spacy.util import filter_spans

    doc = nlp.make_doc(statements[0].sentence.text)
    entities: list[Span] = []
    triggers: dict[tuple[int, int, str], Span] = {}
    told = []
    for one in statements:
        trigger = _span(doc, begin, one.trigger.begin, one.trigger.end, one.relation or one.trigger.lemma)
        data: dict[str, Any] = {
            "id": one.id,
            "relation": one.relation,
            "modality": one.modality,
            "confidence": one.confidence,
        }
        if trigger is not None:
            triggers[trigger.start, trigger.end, trigger.label_] = trigger
            data["trigger"] = [trigger.start, trigger.end]
        for role in _ROLES:
            argument: Argument | None = getattr(one, role)
            span = argument and _span(doc, begin, argument.begin, argument.end, argument.entity.cls)
            if argument and span:
                entities.append(span)
                data[role] = [span.start, span.end]
                data[f"{role}_id"] = argument.entity.id
        told.append(data)
    doc.set_ents(filter_spans(entities))
    doc.spans["triggers"] = [triggers[key] for key in sorted(triggers)]
    doc.user_data = {"article": article, "begin": begin, "statements": told}
    return doc


def _span(doc: Doc, offset: int, begin: int, end: int, label: str) -> Span | None:
    """The tokens that some words of the article touch; None where they lie in another sentence."""
    if begin < offset or end - offset > len(doc.text):
        return None
    return doc.char_span(begin - offset, end - offset, label=label, alignment_mode="expand")


def _roles(length: int, said: dict[str, Any]) -> list[str]:
    cells = [""] * length
    for name in ("trigger", *_ROLES):
        first, after = said.get(name, (0, 0))
        label = (said["relation"] or "open") if name == "trigger" else name
        if not any(cells[first:after]):  # the trigger before arguments around it
            cells[first:after] = [f"{'B' if i == first else 'I'}-{label}" for i in range(first, after)]
    return cells


def _line(text: str) -> str:
    return " ".join(text.split())
