"""The training sets for trees and for names: which share of each corpus, in groups of sentences, with some of it in capitals."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from spacy.tokens import Doc
from spacy.vocab import Vocab

from training.corpus import Names, Parse, grouped, names_doc, parse_doc, read_names, read_parses

S = TypeVar("S", Parse, Names)
_GROUP_SIZES = (1, 1, 2, 3)
_NAMED = ("PERSON", "ORG", "GPE")
_RECASE: dict[str, Callable[[str], str]] = {"upper": str.upper, "title": lambda word: word[:1].upper() + word[1:]}


def load_shares(path: Path) -> dict[str, Any]:
    """The table of a mix: seed, shares by corpus, rates of recased copies."""
    with path.open("rb") as file:
        return tomllib.load(file)


def mix_trees(folders: Sequence[Path], shares: dict[str, Any], vocab: Vocab) -> list[Doc]:
    """The shuffled training Docs from CORPUS.tsv, each in the first folder that has it; the same for the same files and shares."""
    rng = random.Random(shares["seed"])
    groups: list[list[Parse]] = []
    for corpus, copies in shares["copies"].items():
        sentences = list(read_parses(find(corpus, folders)))
        for copy in range(copies):
            groups += grouped(sentences, copy)
    for style, change in _RECASE.items():
        chosen = rng.sample(groups, int(shares["recase"][style] * len(groups)))
        groups += [[_recase(sentence, change) for sentence in group] for group in chosen]
    rng.shuffle(groups)
    return [parse_doc(group, vocab) for group in groups]


def mix_names(folders: Sequence[Path], shares: dict[str, Any], vocab: Vocab) -> list[Doc]:
    """The shuffled training Docs from CORPUS.tsv, each in the first folder that has it; the same for the same files and shares."""
    rng = random.Random(shares["seed"])
    groups: list[list[Names]] = []
    for corpus, share in shares["share"].items():
        sentences = list(read_names(find(corpus, folders))) if share else []
        sentences = _choose(sentences, corpus, share, shares, rng)
        groups += _group(sentences, rng)
    named = [group for group in groups if _tokens(group) < 45 and _starts(group, _NAMED)]
    for style, change in _RECASE.items():
        chosen = rng.sample(named, min(len(named), int(shares["recase"][style] * len(groups))))
        groups += [[_recase(names, change) for names in group] for group in chosen]
    rng.shuffle(groups)
    return [names_doc(group, vocab) for group in groups]


def find(corpus: str, folders: Sequence[Path]) -> Path:
    """The corpus's file in the first folder that has it; in the last one if none has."""
    paths = [folder / f"{corpus}.tsv" for folder in folders]
    return next((path for path in paths if path.is_file()), paths[-1])


def _choose(sentences: list[Names], corpus: str, share: float, shares: dict[str, Any], rng: random.Random) -> list[Names]:
    if corpus in shares["nameless"]:  # all sentences with names, so many without
        without = [names for names in sentences if not _starts([names])]
        chosen = [names for names in sentences if _starts([names])]
        sentences = chosen + rng.sample(without, min(len(without), shares["nameless"][corpus]))
    elif corpus in shares["richest"]:
        sentences = _richest_blocks(sentences, share, rng)
    elif share < 1:
        sentences = rng.sample(sentences, int(len(sentences) * share))
    else:
        sentences = sentences * int(share)
    if corpus in shares["unordered"]:
        rng.shuffle(sentences)
    return sentences


def _richest_blocks(sentences: list[Names], share: float, rng: random.Random) -> list[Names]:
    """Blocks of ten sentences, those with most persons and organizations first, with some noise."""
    blocks = [sentences[i : i + 10] for i in range(0, len(sentences), 10)]
    rng.shuffle(blocks)
    blocks.sort(key=lambda block: -_starts(block, ("PERSON", "ORG")) - 8 * rng.random())
    return [names for block in blocks[: int(len(blocks) * share)] for names in block]


def _group(sentences: list[Names], rng: random.Random) -> Iterator[list[Names]]:
    position = 0
    while position < len(sentences):
        size = rng.choice(_GROUP_SIZES)
        yield sentences[position : position + size]
        position += size


def _tokens(group: list[Names]) -> int:
    return sum(len(names.words) for names in group)


def _starts(group: list[Names], kinds: tuple[str, ...] = ()) -> int:
    """How many names begin in the group, of these kinds or of any."""
    labels = (label for names in group for label in names.labels if label.startswith("B-"))
    return sum(not kinds or label[2:] in kinds for label in labels)


def _recase(sentence: S, change: Callable[[str], str]) -> S:
    return replace(sentence, words=tuple(map(change, sentence.words)))
