"""The training set: how often each corpus, in short documents of consecutive sentences, some of them in
capitals.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from training.corpus import UNKNOWN, Both, Names, Parse, both_doc, read_both

_DOCUMENT = 50
_SIZES = (1, 1, 2, 3, 4, 6)
_RECASE: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "title": lambda word: word[:1].upper() + word[1:],
}


def load_shares(path: Path) -> dict[str, Any]:
    """The table of a mix: seed, copies by corpus, rates of recased copies."""
    with path.open("rb") as file:
        return tomllib.load(file)


def find(corpus: str, folders: Sequence[Path]) -> Path:
    """The corpus's file in the first folder that has it; in the last one if none has."""
    paths = [folder / f"{corpus}.tsv" for folder in folders]
    return next((path for path in paths if path.is_file()), paths[-1])


def in_documents(corpus: str, sentences: Sequence[Both]) -> Iterator[tuple[str, Both]]:
    """The sentences of a corpus that does not say where documents begin, each with the id of its fifty."""
    return ((f"{corpus}/{place // _DOCUMENT}", both) for place, both in enumerate(sentences))


def joined(
    parses: Iterable[tuple[str, Parse]], known: Mapping[tuple[str, ...], Names]
) -> Iterator[tuple[str, Both]]:
    """Sentences with trees, and the names of the same words where they are known, else none that are."""
    for document, parse in parses:
        unknown = Names(parse.words, parse.spaces, (UNKNOWN,) * len(parse.words))
        yield document, Both(known.get(parse.words, unknown), parse)


def mix(folder: Path, shares: dict[str, Any], vocab: Vocab) -> list[Doc]:
    """The shuffled training Docs from `folder`/CORPUS.tsv; the same for the same files and shares.

    A share above 1 repeats a corpus, grouped anew; its fraction is drawn from the groups at random.
    """
    rng = random.Random(shares["seed"])
    groups: list[list[Both]] = []
    for corpus, share in shares["share"].items():
        sentences = list(read_both(folder / f"{corpus}.tsv"))
        for _ in range(int(share)):
            groups += grouped(sentences, rng)
        if share % 1:
            part = list(grouped(sentences, rng))
            groups += rng.sample(part, int(len(part) * (share % 1)))
    for style, change in _RECASE.items():
        chosen = rng.sample(groups, int(shares["recase"][style] * len(groups)))
        groups += [[_recased(both, change) for both in group] for group in chosen]
    rng.shuffle(groups)
    return [both_doc(group, vocab) for group in groups]


def has_trees(doc: Doc) -> bool:
    """True for a document that a parser can learn from."""
    return bool(doc.has_annotation("DEP"))


def has_names(doc: Doc) -> bool:
    """True for a document in which something is known to be a name, or known to be none."""
    return any(token.ent_iob for token in doc)


def grouped(sentences: Iterable[tuple[str, Both]], rng: random.Random) -> Iterator[list[Both]]:
    """Runs of consecutive sentences of one document, all with a tree or all without: a parser must learn
    where sentences end.
    """
    group: list[Both] = []
    current: tuple[str, bool] = ("", True)
    size = rng.choice(_SIZES)
    for document, both in sentences:
        kind = (document, both.parse is not None)
        if group and (kind != current or len(group) == size):
            yield group
            group, size = [], rng.choice(_SIZES)
        current = kind
        group.append(both)
    if group:
        yield group


def _recased(both: Both, change: Callable[[str], str]) -> Both:
    words = tuple(map(change, both.names.words))
    return Both(replace(both.names, words=words), replace(both.parse, words=words) if both.parse else None)
