"""A stored text as it is read: what is done to it, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.nlp.reading.characters import plain_characters, without_footnote_marks
from kg.nlp.reading.credits import CreditReader
from kg.nlp.reading.headlines import HeadlineReader
from kg.nlp.reading.html import without_html
from kg.nlp.reading.markdown import without_markdown
from kg.nlp.reading.openings import TimeOpenings
from kg.nlp.reading.sentence_ends import SentenceEnds
from kg.nlp.reading.text import Edit, ReadingText
from kg.nlp.reading.verb_forms import VerbForms
from kg.nlp.reading.words import ReadingWords

__all__ = ["TextReader"]

_LINE_END = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
_FINISHED = tuple('.!?:;"”’)]…|>')


class TextReader:
    """Reads texts as a person does: without marks of layout, with the words that stand for them.

    ``verbs`` are those of the language, by which words in capitals are told from names and clauses from parts
    of names.
    """

    def __init__(self, words: ReadingWords, verbs: VerbForms | None = None) -> None:
        self.words, verbs = words, verbs or VerbForms()
        self._credits, self._headlines = CreditReader(words), HeadlineReader(words, verbs)
        self._ends, self._openings = SentenceEnds(words, verbs), TimeOpenings(words, verbs)
        self._pointed = [(name[: name.find(".") + 1], _loosely(name), name) for name in words.pointed]

    def read(self, text: str) -> ReadingText:
        """The text as it is read; offsets lead back to ``text``."""
        read = plain_characters(without_html(ReadingText(text)))
        read = without_footnote_marks(without_markdown(read))
        for beginning, pattern, name in self._pointed:
            if beginning in read.text:
                read = read.sub(pattern, name)
        read = self._credits.without_credits(read)
        read = read.edit(self._joined(read.text))
        read = plain_characters(self._headlines.plain_headlines(read))
        read = read.edit(self._ends.edits(read.text))
        return read.edit(self._openings.edits(read.text))

    def _joined(self, text: str) -> Iterator[Edit]:
        """Line ends inside sentences, where the words on both sides tell: before a small letter, after a word
        with which no line ends, after a title or first name, inside a known name.
        """
        for found in _LINE_END.finditer(text):
            begin, end = found.span()
            if text[begin - 1] in _FINISHED:
                continue
            before = text[max(text.rfind("\n", 0, begin) + 1, begin - 80) : begin].split()
            after = text[end : end + 80].split("\n")[0].split()
            if text[end].islower() or before[-1] in self.words.open or self._belong(before, after):
                yield begin, end, " "

    def _belong(self, before: list[str], after: list[str]) -> bool:
        """Whether a name goes on from one line to the next."""
        if not after[0][:1].isupper() or not before[-1][:1].isupper():
            return False
        word = before[-1].lower()
        if word in self.words.titles or word in self.words.given:
            return True
        ends = (" ".join(before[-count:]) for count in (1, 2, 3) if count <= len(before))
        begins = [" ".join(after[:count]).rstrip(".,;:!?'’\"”") for count in (1, 2, 3)]
        return any(f"{one} {two}" in self.words.joined for one in ends for two in begins)


def _loosely(name: str) -> re.Pattern[str]:
    """A name with points as it is also met: "U. S.", and "U.S" without its last point."""
    letters = name.rstrip(".").split(".")
    inner = r"\. ?".join(map(re.escape, letters))
    return re.compile(rf"(?<![\w.]){inner}(?:\.(?!\.)|(?![\w.])(?! ?\.))")
