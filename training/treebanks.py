"""Which documents of the treebanks are used for what, and where their files lie in a folder of checkouts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.tokenizer import Tokenizer

from training.align import align
from training.clear import convert
from training.conllu import read_conllu
from training.corpus import Parse

CLOSED_GENRES = frozenset("essay fiction letter podcast whow reddit conversation".split())
"""Genres of GUM whose texts are non-commercial or may not be adapted."""
CLOSED_DOCUMENTS = frozenset(["GUM_court_carpet"])
"""From the Santa Barbara Corpus, CC BY-ND."""


def _names(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def ewt_files(raw: Path, part: str) -> Iterator[tuple[str, Path]]:
    """Document id and file of each EWT document in `part` (train, dev, test), in the treebank's order."""
    folder = raw / "ewt" / "not-to-release"
    for name in _names(folder / "file-lists" / f"files.{part}"):
        path = folder / "sources" / name
        if path.exists():
            yield "EWT/" + path.name.replace(".xml.conllu", ""), path


def gum_files(raw: Path, part: str) -> Iterator[tuple[str, Path]]:
    """Document id and file of each open GUM document in `part`; what is in neither list is train."""
    lists = raw / "gum" / "not-to-release" / "file-lists"
    listed = {name: kind for kind in ("dev", "test") for name in _names(lists / f"files.{kind}")}
    for path in sorted((raw / "gumsrc" / "dep").glob("GUM_*.conllu")):
        if path.stem.split("_")[1] in CLOSED_GENRES or path.stem in CLOSED_DOCUMENTS:
            continue
        if listed.get(path.stem, "train") == part:
            yield f"GUM/{path.stem}", path


def convert_files(
    files: Iterator[tuple[str, Path]], tokenizer: Tokenizer, guess_agent: bool = False
) -> Iterator[tuple[str, Parse]]:
    """Document id and CLEAR tree of each sentence that fits spaCy's tokens."""
    for document, path in files:
        for sentence in read_conllu(path):
            parse = align(convert(sentence, guess_agent), tokenizer)
            if parse is not None:
                yield document, parse
