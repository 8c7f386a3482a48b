"""Where an article's paragraphs begin and end, so that each is parsed alone: a sentence never runs across a
paragraph's end.

Blank lines end a paragraph. A single line break ends one too, unless the text is hard-wrapped there: the
longest line of its block has 40 to 120 characters and the next line's first word would not have fitted any
more. A dateline ("Seoul, Nov 3") is a piece of its own.

What no people write is cut, so that cost grows with the length of a text and no faster: paragraphs of more
than 10,000 characters between sentences, sentences of more than 3,000 at a comma or a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.ingest.dateline import dateline_end

__all__ = ["paragraphs"]

_WRAPPED = 120
_NARROW = 40  # of lines all shorter than this, none was broken for its width
_LONGEST_WORD = 1000
_LONGEST_SENTENCE = 3000
_LONGEST_PARAGRAPH = 10_000
_RUN = re.compile(rf"\S{{{_LONGEST_WORD}}}")
_SENTENCE_END = re.compile(r"(?<=[a-z\d)\]%\"”’]{2})[.!?…]+[\"'”’)\]]*(?=\s)")
"""Where a sentence ends for certain: behind a word in small letters, a number or a quotation."""
_TOP = (
    4  # how many paragraphs may open with a dateline: a headline, a byline and a summary can stand before it
)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each paragraph, code points, half-open, without the white space around it; in order,
    never empty.
    """
    for number, (begin, end) in enumerate(_whole(text)):
        lead = dateline_end(text[begin:end]) if number < _TOP else 0
        if lead:
            yield begin, begin + len(text[begin : begin + lead].rstrip())
        yield from _pieces(text, begin + lead, end)


def _pieces(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraph, cut where it is too long for one piece and where more than 1,000 characters stand
    without white space: taking them apart takes the square of their number.
    """
    for found in _RUN.finditer(text, begin, end) if end - begin > _LONGEST_WORD else ():
        yield from _bounded(text, begin, found.end())
        begin = found.end()
    yield from _bounded(text, begin, end)


def _bounded(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch in pieces of bounded length, without the white space around them; none where it is
    blank.
    """
    for first, last in _cut(text, begin, end) if end - begin > _LONGEST_SENTENCE else [(begin, end)]:
        piece = text[first:last]
        lead = len(piece) - len(piece.lstrip())
        if lead < len(piece):
            yield first + lead, first + len(piece.rstrip())


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch, cut between sentences where they are too long together, and inside of sentences that are
    too long by themselves.
    """
    start = sentence = begin
    for stop in (*(found.end() for found in _SENTENCE_END.finditer(text, begin, end)), end):
        if start < sentence and (stop - start > _LONGEST_PARAGRAPH or stop - sentence > _LONGEST_SENTENCE):
            yield start, sentence
            start = sentence
        while stop - sentence > _LONGEST_SENTENCE:
            sentence = _break(text, sentence)
            yield start, sentence
            start = sentence
        sentence = stop
    yield start, end


def _break(text: str, begin: int) -> int:
    """Where a sentence that is too long is cut: behind a comma or a semicolon, else before white space, in
    the second half of what one may have.
    """
    window = text[begin : begin + _LONGEST_SENTENCE]
    half = len(window) // 2
    found = max(window.rfind(", ", half), window.rfind("; ", half)) + 1
    blanks = (place for place in range(len(window) - 1, half, -1) if window[place].isspace())
    return begin + (found or next(blanks, len(window)))


def _whole(text: str) -> Iterator[tuple[int, int]]:
    begin: int | None = None
    end = 0
    for first, last, joined in _lines(text):
        if begin is not None and not joined:
            yield begin, end
            begin = None
        begin = first if begin is None else begin
        end = last
    if begin is not None:
        yield begin, end


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Each line that is not blank: its begin, its end, and whether it goes on the paragraph of the line
    before.
    """
    block: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            begin = position + len(line) - len(line.lstrip())
            block.append((begin, begin + len(stripped)))
        elif block:
            yield from _block(text, block)
            block = []
        position += len(line) + 1
    yield from _block(text, block)


def _block(text: str, block: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    widest = max((end - begin for begin, end in block), default=0)
    for number, (begin, end) in enumerate(block):
        joined = False
        if number and _NARROW <= widest <= _WRAPPED:
            before = block[number - 1]
            word = text[begin:end].split(None, 1)[0]
            joined = before[1] - before[0] + 1 + len(word) > widest
        yield begin, end, joined
