"""The corpora as text: one token per line, tab-separated; and the same as spaCy's binary format.

Parse: `token lemma tag head-offset label` (offset 0 is the root). Names: `token label`, labels in BIO, `?`
where the source does not say. Both: `token lemma tag head-offset label name`, with `?` for tag, offset and
label of a sentence without a tree. A token that ends in U+200B has no space after it. A blank line ends a
sentence; `# newdoc ID` starts a document.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

NO_SPACE = "\u200b"
UNKNOWN = "?"
PARSE_ATTRIBUTES = ("ORTH", "TAG", "HEAD", "DEP", "LEMMA", "SPACY", "SENT_START")
NAME_ATTRIBUTES = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE")
GROUP_SIZES = (1, 1, 2, 3, 4, 6)
WIKIGOLD_DEV = 200
"""So many sentences of wikigold close the dev set of names; those before them are from GUM."""


@dataclass(frozen=True, slots=True)
class Parse:
    """A sentence's tokens; `heads` are positions in the sentence, the root's its own."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """A sentence's tokens with one BIO label each, or UNKNOWN."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    labels: tuple[str, ...]


def read_rows(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Each sentence's document id ("" if none is given) and rows."""
    document = ""
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                document = line[9:]
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                yield document, rows
                rows = []
    if rows:
        yield document, rows


def _written(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    words = tuple(row[0].rstrip(NO_SPACE) for row in rows)
    return words, tuple(not row[0].endswith(NO_SPACE) for row in rows)


def read_parses(path: Path) -> Iterator[tuple[str, Parse]]:
    """Each sentence of a parse file with its document's id."""
    for document, rows in read_rows(path):
        _, lemmas, tags, offsets, labels = zip(*rows, strict=True)
        heads = tuple(position + int(offset) for position, offset in enumerate(offsets))
        yield document, Parse(*_written(rows), lemmas, tags, heads, labels)


def read_names(path: Path) -> Iterator[Names]:
    """Each sentence of a file of names."""
    for _, rows in read_rows(path):
        yield Names(*_written(rows), tuple(row[1] for row in rows))


def write_parses(sentences: Iterable[tuple[str, Parse]], path: Path) -> None:
    """Write a parse file, a `# newdoc` line at each change of document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    current = None
    with path.open("w", encoding="utf-8") as file:
        for document, parse in sentences:
            if document != current:
                file.write(f"# newdoc {document}\n")
                current = document
            for i, word in enumerate(parse.words):
                token = word if parse.spaces[i] else word + NO_SPACE
                file.write(
                    f"{token}\t{parse.lemmas[i]}\t{parse.tags[i]}\t{parse.heads[i] - i}\t{parse.labels[i]}\n"
                )
            file.write("\n")


def write_names(sentences: Iterable[Names], path: Path) -> None:
    """Write a file of names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for names in sentences:
            for word, space, label in zip(names.words, names.spaces, names.labels, strict=True):
                token = word.replace("\n", " ")
                file.write(f"{token if space else token + NO_SPACE}\t{label}\n")
            file.write("\n")


@dataclass(frozen=True, slots=True)
class Both:
    """A sentence's names and, where it has one, its tree."""

    names: Names
    parse: Parse | None


def read_both(path: Path) -> Iterator[tuple[str, Both]]:
    """Each sentence of a file of trees and names with its document's id."""
    for document, rows in read_rows(path):
        words, spaces = _written(rows)
        _, lemmas, tags, offsets, labels, names = zip(*rows, strict=True)
        parse = None
        if UNKNOWN not in offsets:
            heads = tuple(position + int(offset) for position, offset in enumerate(offsets))
            parse = Parse(words, spaces, lemmas, tags, heads, labels)
        yield document, Both(Names(words, spaces, names), parse)


def write_both(sentences: Iterable[tuple[str, Both]], path: Path) -> None:
    """Write a file of trees and names, a `# newdoc` line at each change of document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    current = None
    with path.open("w", encoding="utf-8") as file:
        for document, both in sentences:
            if document != current:
                file.write(f"# newdoc {document}\n")
                current = document
            names, parse = both.names, both.parse
            for i, word in enumerate(names.words):
                token = word if names.spaces[i] else word + NO_SPACE
                tree = (parse.tags[i], str(parse.heads[i] - i), parse.labels[i]) if parse else (UNKNOWN,) * 3
                file.write(
                    "\t".join(
                        (
                            token.replace("\n", " "),
                            parse.lemmas[i] if parse else UNKNOWN,
                            *tree,
                            names.labels[i],
                        )
                    )
                    + "\n"
                )
            file.write("\n")


def both_doc(sentences: Sequence[Both], vocab: Vocab) -> Doc:
    """One Doc of consecutive sentences, all of them with a tree or none; unknown labels become missing
    values.
    """
    parses = [both.parse for both in sentences if both.parse is not None]
    named = names_doc([both.names for both in sentences], vocab)
    if not parses:
        return named
    doc = parse_doc(parses, vocab)
    missing = [doc[token.i : token.i + 1] for token in named if not token.ent_iob]
    doc.set_ents(
        [Span(doc, name.start, name.end, name.label) for name in named.ents],
        missing=missing,
        default="outside",
    )
    return doc


def parse_doc(parses: Sequence[Parse], vocab: Vocab) -> Doc:
    """One Doc of consecutive sentences."""
    heads: list[int] = []
    for parse in parses:
        offset = len(heads)
        heads += [offset + head for head in parse.heads]
    return Doc(
        vocab,
        words=[word for parse in parses for word in parse.words],
        spaces=[space for parse in parses for space in (*parse.spaces[:-1], True)],
        heads=heads,
        deps=[label for parse in parses for label in parse.labels],
        tags=[tag for parse in parses for tag in parse.tags],
        lemmas=[lemma for parse in parses for lemma in parse.lemmas],
    )


def names_doc(sentences: Sequence[Names], vocab: Vocab) -> Doc:
    """One Doc of consecutive sentences; unknown labels become missing values."""
    words = [word for names in sentences for word in names.words]
    spaces = [space for names in sentences for space in names.spaces]
    labels = [label for names in sentences for label in names.labels]
    if len(sentences) > 1:
        spaces = [space for names in sentences for space in (*names.spaces[:-1], True)]
    doc = Doc(
        vocab, words=words, spaces=spaces, ents=["O" if label == UNKNOWN else label for label in labels]
    )
    missing = [doc[i : i + 1] for i, label in enumerate(labels) if label == UNKNOWN]
    if missing:
        doc.set_ents(list(doc.ents), missing=missing, default="outside")
    return doc


def doc_names(doc: Doc) -> Names:
    """The tokens and labels of a Doc."""
    labels = tuple(
        {0: UNKNOWN, 2: "O"}.get(token.ent_iob, f"{token.ent_iob_}-{token.ent_type_}") for token in doc
    )
    return Names(tuple(token.text for token in doc), tuple(bool(token.whitespace_) for token in doc), labels)


def grouped(
    sentences: Iterable[tuple[str, Parse]], seed: int = 0, sizes: Sequence[int] = GROUP_SIZES
) -> Iterator[list[Parse]]:
    """Runs of consecutive sentences of one document, their lengths drawn from `sizes`: a parser must learn
    where sentences end.
    """
    rng = random.Random(seed)
    group: list[Parse] = []
    current = ""
    size = rng.choice(sizes)
    for document, parse in sentences:
        if group and (document != current or len(group) == size):
            yield group
            group, size = [], rng.choice(sizes)
        current = document
        group.append(parse)
    if group:
        yield group


def save_parses(source: Path, target: Path, vocab: Vocab) -> None:
    """Save a parse file as a DocBin of grouped sentences."""
    save_docs((parse_doc(group, vocab) for group in grouped(read_parses(source))), target, PARSE_ATTRIBUTES)


def save_docs(docs: Iterable[Doc], target: Path, attributes: Sequence[str]) -> None:
    """Save Docs as a DocBin with PARSE_ATTRIBUTES or NAME_ATTRIBUTES."""
    target.parent.mkdir(parents=True, exist_ok=True)
    DocBin(attrs=attributes, docs=docs).to_disk(target)
