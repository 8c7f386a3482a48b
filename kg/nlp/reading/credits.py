"""Credits of pictures and agencies, bylines and makers of an article, which are no part of what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from kg.nlp.reading.text import Edit, ReadingText
from kg.nlp.reading.words import ReadingWords

__all__ = ["CreditReader"]

_BREAK = "\n\n"
_LONGEST_DATELINE = 120
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]{0,30}"
_NAMES = rf"{_NAME}(?: (?:{_NAME}|de|la|el|al|bin|ibn|van|von|del|der|da|dos|di)){{0,3}}"
_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{1,120})[)\]]")
_WORDS = re.compile(r"[/|©]|[^\s,;:/|©]+")
_DATELINE = re.compile(rf"(?:(?:{_NAME}|\d{{1,4}}|de|of|and|la)(?:[.,/]? |, ?|/| ?[-–—] ))*")
_DASH = re.compile(r"[ \t]*(?:--|[-–—:])[ \t]*")
_BYLINE = re.compile(r"^[ \t]*by[ \t]+(?P<rest>[^\n]{2,200})$", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(r"^[ \t]*(?P<line>[^\n]{2,120}?)\.?[ \t]*$", re.MULTILINE)
_GOES_ON = re.compile(r"\s*(?:[a-z,;:%]|[.!?](?!\s*[(\[]))")
_ENDED = re.compile(r"(?:^|\n|[.!?][\"'”’)]?)[ \t]*$")


class CreditReader:
    """Reads texts without their credits."""

    def __init__(self, words: ReadingWords) -> None:
        self.words = words

    def without_credits(self, text: ReadingText) -> ReadingText:
        """The text with a paragraph's end in the place of each credit."""
        if not self.words.agencies:
            return text
        text = text.sub(self._makers, _BREAK)
        text = text.sub(self._labels, _BREAK)
        text = text.edit(self._brackets(text.text))
        text = text.edit(self._slashes(text.text))
        return text.edit(self._lines(text.text))

    @cached_property
    def _agency(self) -> str:
        names = sorted(self.words.agencies, key=lambda name: (-len(name), name))
        return "(?:" + "|".join(map(re.escape, names)) + ")"

    @cached_property
    def _some_agency(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?i:{self._agency})(?![\w-])")

    @cached_property
    def _makers(self) -> re.Pattern[str]:
        makers = "|".join(sorted(self.words.makers, key=lambda one: (-len(one), one)))
        return re.compile(rf"(?:^[ \t]*|[(\[])(?i:{makers})\s[^\n]{{1,400}}$", re.MULTILINE)

    @cached_property
    def _labels(self) -> re.Pattern[str]:
        labels = "|".join(sorted(self.words.labels, key=lambda one: (-len(one), one)))
        return re.compile(rf"(?:^|(?<=[.!?]))[ \t]*(?i:{labels})(?: by)?[ \t]?:[ \t]*", re.MULTILINE)

    @cached_property
    def _slash(self) -> re.Pattern[str]:
        """Names and an agency with a stroke between them: "Court/Reuters", "AP Photo/Lee Jin-man"."""
        agency = rf"(?i:(?:the )?{self._agency})(?: (?:Photo|Images|News|Pool|File|Handout))?"
        after = rf"(?:/(?:{agency}(?![\w-])|{_NAME}))*"
        leading = rf"(?:{_NAMES}(?: ?[/|] ?{_NAMES}){{0,2}} ?[/|] ?){agency}(?![\w-]){after}"
        trailing = rf"{agency}/{_NAME} {_NAME}(?=[ \t]*(?:\n|$|[.)\]]|[A-Z\"“]))"
        return re.compile(
            rf"(?<![\w/])(?:(?:Photo|Picture|Image)s? by )?(?:{leading}|{trailing})(?: (?i:file photo))?"
        )

    def _is_credit(self, inside: str) -> bool:
        """Whether some words are an agency and what a credit has beside one."""
        found = self._some_agency.search(inside)
        if found is None or not (found[0][0].isupper() or found[0].islower()):
            return False
        rest = _WORDS.findall(inside[: found.start()] + " " + inside[found.end() :])
        return all(
            word[:1].isupper()
            or word[:1].isdigit()
            or word.lower().strip(".") in self.words.credit_words
            or word in self.words.credit_marks
            for word in rest
        )

    def _is_marked(self, inside: str) -> bool:
        return any(word.lower() in self.words.credit_marks for word in _WORDS.findall(inside))

    def _brackets(self, text: str) -> Iterator[Edit]:
        """Credits in brackets. An agency's name alone may be its acronym ("the Associated Press (AP) said"),
        unless it stands after a sentence or in a dateline, which becomes a paragraph of its own.
        """
        for found in _BRACKET.finditer(text):
            begin, end = found.span()
            if not self._is_credit(found[1]):
                continue
            goes_on = _GOES_ON.match(text, end) is not None
            after_sentence = _ENDED.search(text, max(0, begin - 8), begin) is not None
            if not goes_on and self._is_dateline(text, begin):
                dash = _DASH.match(text, end)
                yield begin, dash.end() if dash else end, _BREAK
            elif self._is_marked(found[1]) or after_sentence:
                yield begin, end, "" if goes_on and not after_sentence else _BREAK

    def _is_dateline(self, text: str, end: int) -> bool:
        """Whether only a place and a date stand in a line before an offset."""
        line = text.rfind("\n", 0, end) + 1
        return end - line <= _LONGEST_DATELINE and _DATELINE.fullmatch(text, line, end) is not None

    def _slashes(self, text: str) -> Iterator[Edit]:
        """Credits with a stroke; a poll of two makers ("a Reuters/Ipsos poll") is none."""
        if "/" not in text and "|" not in text:
            return
        for found in self._slash.finditer(text):
            follows = _GOES_ON.match(text, found.end())
            ends = text[found.end() : found.end() + 1] == "."
            if follows is None or ends:
                yield found.start(), found.end() + ends, _BREAK

    def _lines(self, text: str) -> Iterator[Edit]:
        """Lines that are a byline, or a credit and no more."""
        bylines = {found.start(): found for found in _BYLINE.finditer(text)}
        for found in _LINE.finditer(text):
            byline = bylines.get(found.start())
            line = found["line"]
            alone = all(word.lower() in self.words.credit_words for word in self._beside(line))
            if byline is not None and self._is_byline(byline["rest"]):
                yield byline.start(), byline.end(), _BREAK
            elif self._is_credit(line) and (alone or self._is_marked(line)):
                yield found.start(), found.end(), _BREAK

    def _beside(self, line: str) -> list[str]:
        return _WORDS.findall(self._some_agency.sub(" ", line))

    def _is_byline(self, rest: str) -> bool:
        """Whether only names follow "By"."""
        words = _WORDS.findall(self._some_agency.sub(" ", rest))
        small = {
            "and",
            "in",
            "for",
            "with",
            "de",
            "la",
            "al",
            "bin",
            "van",
            "von",
            "/",
            "|",
            "the",
            "at",
            "of",
        }
        names = [word for word in words if word not in small]
        return (
            len(words) <= 20
            and len(names) > 1
            and all(word[:1].isupper() for word in names)
            and (rest.rstrip()[-1:] not in ".!?" or len(names) <= 3)
        )
