"""Universal Dependencies sentences: the CoNLL-U file format and a small mutable tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(slots=True)
class Word:
    """One syntactic word.

    `index` and `head` count from 1 (head 0 is the root); `start`, `end` are half-open offsets in the text.
    """

    index: int
    form: str
    lemma: str
    upos: str
    tag: str
    head: int
    rel: str
    misc: str = "_"
    start: int = 0
    end: int = 0

    @property
    def lower(self) -> str:
        """The form in lower case."""
        return self.form.lower()

    @property
    def base(self) -> str:
        """The relation without its subtype: `nsubj` for `nsubj:pass`."""
        return self.rel.split(":")[0]

    @property
    def is_name(self) -> bool:
        """True for a proper noun by either tag set."""
        return self.upos == "PROPN" or self.tag in ("NNP", "NNPS")


@dataclass(slots=True)
class Sentence:
    """A sentence: its text and its words in order, which refer to each other by index."""

    text: str
    words: list[Word]
    id: str = ""
    document: str = ""

    def copy(self) -> Sentence:
        """An independent copy, words included."""
        return replace(self, words=[replace(word) for word in self.words])

    def word(self, index: int) -> Word | None:
        """The word with this index; None for 0, the head of the root."""
        return self.words[index - 1] if index else None

    def head_of(self, word: Word) -> Word | None:
        """The word's head; None for the root."""
        return self.word(word.head)

    def children(self, word: Word) -> list[Word]:
        """The words whose head is `word`, in text order."""
        return [child for child in self.words if child.head == word.index]

    def subtree(self, word: Word) -> set[int]:
        """The indices of `word` and everything below it."""
        found: set[int] = set()
        waiting = [word.index]
        while waiting:
            index = waiting.pop()
            found.add(index)
            waiting.extend(
                child.index for child in self.words if child.head == index and child.index not in found
            )
        return found


def read_conllu(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file, in order."""
    with path.open(encoding="utf-8") as file:
        yield from parse_conllu(file)


def parse_conllu(lines: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of CoNLL-U lines, without empty nodes.

    The text is rebuilt from forms, multi-word tokens and SpaceAfter.
    """
    rows: list[list[str]] = []
    sentence_id = document = ""
    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            if key.strip() == "sent_id":
                sentence_id = value.strip()
            elif key.strip() == "newdoc id" or line.startswith("# newdoc"):
                document = value.strip()
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield _sentence(rows, sentence_id, document)
            rows = []
    if rows:
        yield _sentence(rows, sentence_id, document)


def _sentence(rows: list[list[str]], sentence_id: str, document: str) -> Sentence:
    words: list[Word] = []
    surface: dict[int, tuple[int, str, str]] = {}  # first word -> last word, form, misc of a multi-word token
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            surface[first] = (last, row[1], row[9])
            continue
        words.append(Word(int(row[0]), row[1], row[2], row[3], row[4], int(row[6]), row[7], row[9]))
    return Sentence(_place(words, surface), words, sentence_id, document)


def _place(words: list[Word], surface: dict[int, tuple[int, str, str]]) -> str:
    """The sentence's text; sets each word's offsets in it."""
    text = ""
    position = 0
    while position < len(words):
        word = words[position]
        last, form, misc = surface.get(word.index, (word.index, word.form, word.misc))
        group = [other for other in words if word.index <= other.index <= last]
        written_out = len("".join(other.form for other in group)) == len(form)
        start = len(text)
        for other in group:
            other.start = start
            other.end = start + len(other.form) if written_out else len(text) + len(form)
            start = other.end if written_out else len(text)
        text += form
        position += len(group)
        if "SpaceAfter=No" not in misc.split("|"):
            text += " "
    return text.rstrip(" ")
