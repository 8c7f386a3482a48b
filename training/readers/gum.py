"""GUM: entity mentions whose head is a proper noun, cut down to the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from training.amounts import fragment
from training.annotated import Annotated, Mark
from training.conllu import Sentence, Word
from training.gazetteer import Gazetteer

_MENTION = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)-([^()]*)(\))?|(\d+)(?:\[\d+/\d+\])?\)")
_CONNECTORS = frozenset(
    ["of", "for", "and", "&", "de", "del", "'s", "’s", "di", "von", "van", "du", "al", "-"]
)
_CAPITAL_TAGS = ("JJ", "NN", "NNS", "CD", "JJS", "VBN", "VBG")
_DEMONYM_TAGS = ("JJ", "NNP", "NNPS", "NNS", "NN")
LAW = re.compile(
    (
        r"\b(Act|Treaty|Constitution|Amendment|Convention|Accord|Accords|Bill of "
        r"Rights|Resolution|Code|Charter|Agreement|Protocol)\b"
    ),
)


@dataclass(slots=True)
class Mention:
    """A mention: its GUM type, its minimal span as written, whether it is linked to Wikipedia; first and last
    word by position.
    """

    type: str
    minimal: str
    linked: bool
    first: int
    last: int = -1


def _is_name(word: Word) -> bool:
    return word.is_name or (word.form[:1].isupper() and word.upos == "X")


def read_mentions(sentence: Sentence) -> list[Mention]:
    """The mentions that begin and end in the sentence, from the `Entity` attribute
    (infstat-salience-centering-minspan-link-identity).
    """
    found: list[Mention] = []
    opened: list[tuple[str, Mention]] = []
    for position, word in enumerate(sentence.words):
        attributes = [item[7:] for item in word.misc.split("|") if item.startswith("Entity=")]
        for match in _MENTION.finditer(attributes[0] if attributes else ""):
            if match[1]:
                fields = match[3].split("-", 5)
                mention = Mention(
                    match[2],
                    fields[3] if len(fields) > 3 else "1",
                    len(fields) > 5 and bool(fields[5]),
                    position,
                )
                opened.append((match[1], mention))
            closed = match[5] or (match[1] if match[4] else None)
            index = next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == closed), None)
            if index is not None:
                _, mention = opened.pop(index)
                mention.last = position
                found.append(mention)
    return found


def name_span(words: list[Word], mention: Mention, gazetteer: Gazetteer) -> tuple[int, int] | None:
    """First and past-the-last position of the name in a mention; None if its head is no name."""
    try:
        minimal = [mention.first + int(number) - 1 for number in mention.minimal.split(",")]
    except ValueError:
        minimal = [mention.last]
    heads = [i for i in minimal if mention.first <= i <= mention.last and _is_name(words[i])]
    if not heads:
        return None
    if mention.type == "person":
        return _person_span(words, mention, heads[0], gazetteer)
    return _NameGrowth(words, mention, gazetteer).span(heads[0])


def _person_span(
    words: list[Word], mention: Mention, head: int, gazetteer: Gazetteer
) -> tuple[int, int] | None:
    start = end = head
    while end < mention.last and _is_name(words[end + 1]) and words[end + 1].rel != "appos":
        end += 1
    while start > mention.first and _is_name(words[start - 1]):
        before = words[start - 1]
        inside = "flat" in (before.rel, words[start].rel) or before.rel == "compound"
        if not inside or before.rel == "nmod:desc":
            break
        start -= 1
    while start < end and (words[start].lower in gazetteer.titles or words[start].rel == "nmod:desc"):
        start += 1
    if start == end and words[start].lower in gazetteer.titles:
        return None
    return start, end + 1


@dataclass(frozen=True, slots=True)
class _NameGrowth:
    """Grows a name from its head over capitalised words and, between them, connectors."""

    words: list[Word]
    mention: Mention
    gazetteer: Gazetteer

    def span(self, head: int) -> tuple[int, int] | None:
        start, end = self._left(head), self._right(head)
        while start < end and self.words[start].lower in ("the", "a", "an"):
            start += 1
        if start == end and self.words[start].tag == "CD":
            return None
        return start, end + 1

    def _left(self, start: int) -> int:
        words, first = self.words, self.mention.first
        while start > first:
            before = words[start - 1]
            if self._part(start - 1) and not (before.tag == "CD" and not _is_name(words[start])):
                start -= 1
            elif (
                start - 2 >= first
                and self._connects(start - 1)
                and self._part(start - 2)
                and self.mention.type != "place"
            ):
                start -= 2
            elif (
                start - 3 >= first
                and before.lower == "the"
                and self._connects(start - 2)
                and self._part(start - 3)
            ):
                start -= 3
            else:
                break
        return start

    def _right(self, end: int) -> int:
        words, last, kind = self.words, self.mention.last, self.mention.type
        linked = self.mention.linked or kind == "organization"
        while end < last:
            if self._part(end + 1):
                end += 1
            elif (
                end + 2 <= last
                and self._connects(end + 1)
                and self._part(end + 2)
                and (linked or kind == "event")
            ):
                end += 2
            elif (
                end + 3 <= last
                and self._connects(end + 1)
                and words[end + 2].lower == "the"
                and self._part(end + 3)
                and linked
            ):
                end += 3
            else:
                break
        return end

    def _part(self, i: int) -> bool:
        word = self.words[i]
        capital = word.form[:1].isupper() and word.tag in _CAPITAL_TAGS and i > 0
        return _is_name(word) or capital or word.tag == "CD"

    def _connects(self, i: int) -> bool:
        form = self.words[i].lower
        if form == "and" and any(
            word.form in self.gazetteer.places for word in (self.words[i - 1], *self.words[i + 1 : i + 2])
        ):
            return False
        return form in _CONNECTORS


def name_label(words: list[Word], mention: Mention, gazetteer: Gazetteer) -> str | None:
    """The OntoNotes label of a mention's name; None if its type does not decide, "O" if it is no such
    name.
    """
    name, last = " ".join(word.form for word in words), words[-1]
    if all(word.form in gazetteer.demonyms for word in words):
        return "NORP"
    if mention.type == "person":
        if last.form in gazetteer.demonyms and last.tag in ("NNPS", "NNP", "JJ"):
            return "NORP"
        return None if last.tag == "NNPS" else "PERSON"
    if mention.type == "abstract":
        return "LAW" if LAW.search(name) else "LANGUAGE" if name in gazetteer.languages else None
    simple = {
        "organization": "GPE" if name in gazetteer.places else "ORG",
        "place": gazetteer.place_label(name),
        "event": "EVENT",
        "object": "LAW" if LAW.search(name) else "PRODUCT",
        **dict.fromkeys(("animal", "plant", "substance", "time"), "O"),
    }
    return simple.get(mention.type)


def read_gum(sentences: Iterable[Sentence], gazetteer: Gazetteer) -> Iterator[Annotated]:
    """Each sentence of a GUM document with its names."""
    for sentence in sentences:
        words = sentence.words
        candidates = []
        for mention in read_mentions(sentence):
            span = name_span(words, mention, gazetteer)
            if span:
                candidates.append((*span, name_label(words[span[0] : span[1]], mention, gazetteer)))
        candidates.sort(key=lambda item: (item[0] - item[1], item[2] is None))
        names: list[Mark] = []
        unknown: list[tuple[int, int]] = []
        used: set[int] = set()
        for start, end, label in candidates:
            if used.intersection(range(start, end)):
                continue
            used.update(range(start, end))
            _record(words[start].start, words[end - 1].end, label, names, unknown)
        for i, word in enumerate(words):
            if i not in used:
                _record(word.start, word.end, _loose_label(word, gazetteer), names, unknown)
        yield Annotated(sentence.text, tuple(names), tuple(unknown))


def _record(
    start: int, end: int, label: str | None, names: list[Mark], unknown: list[tuple[int, int]]
) -> None:
    if label is None:
        unknown.append((start, end))
    elif label != "O":
        names.append((start, end, label))


def _loose_label(word: Word, gazetteer: Gazetteer) -> str | None:
    """The label of a word outside mentions: peoples and places are known, other names are not."""
    if word.form in gazetteer.demonyms and word.tag in _DEMONYM_TAGS:
        return "LANGUAGE" if word.form in gazetteer.languages and word.tag.startswith("NN") else "NORP"
    if not _is_name(word):
        return "O"
    calendar = re.match(f"{fragment('weekday')}|{fragment('month')}$", word.form)
    if word.lower not in gazetteer.titles and not calendar and not word.form.isupper():
        return None
    if word.form in gazetteer.places:
        return "GPE"
    return None if word.form.isupper() and len(word.form) > 1 and word.tag != "CD" else "O"
