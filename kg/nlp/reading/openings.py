"""Times with which a sentence opens and that no comma parts from the name behind them: "In early 2019 Chad
bought tanks", "On Boxing Day Ana Lund met ...". Read with a comma, they do not run into the name.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from kg.nlp.reading.telling import CAPITAL, name_told_of
from kg.nlp.reading.text import Edit
from kg.nlp.reading.verb_forms import VerbForms
from kg.nlp.reading.words import ReadingWords

__all__ = ["TimeOpenings"]

_REACH = 300
"""How many characters behind a time are looked at."""
_BEGINS = r"""(?:^|(?<=\n)|(?<=[.!?:;–—"“”(] )|(?<=["“(]))"""
_BEFORE_DAY = r"(?:After|Around|Before|By|Last|On|Since|Until)"
_BEFORE_YEAR = r"(?:After|Around|Before|By|During|From|In|On|Since|Until)"
_APART = re.compile(rf"(?P<name>{CAPITAL}(?: {CAPITAL}){{0,4}}),")
_MONTH = rf"(?:{'|'.join(calendar.month_name[1:])})"
_YEAR = (
    r"(?:(?:the )?[a-z-]+ (?:[a-z]+ )?of )?(?:(?:the )?(?:fiscal|calendar|financial)(?: year)? )?"
    rf"(?:early |late |mid-|Q[1-4] )?(?:(?:\d\d? )?{_MONTH} (?:\d\d?, )?)?(?:19|20)\d\d"
)


class TimeOpenings:
    """Finds them; made once for many texts."""

    def __init__(self, words: ReadingWords, verbs: VerbForms) -> None:
        self._common, self._verbs = words.common, verbs
        feasts = "|".join(
            re.escape(feast).replace("'", "['’]") for feast in sorted(words.feasts, reverse=True)
        )
        day = rf"{_BEFORE_DAY} (?:the )?(?=[A-Z])(?i:{feasts})(?:,? \d{{4}})?|" if feasts else ""
        self._opening = re.compile(rf"{_BEGINS}(?:{day}{_BEFORE_YEAR} {_YEAR})(?= [A-Z])", re.MULTILINE)

    def edits(self, text: str) -> Iterator[Edit]:
        """A comma behind each of them that stands before a name of which something is told."""
        for found in self._opening.finditer(text):
            after = text[found.end() + 1 : found.end() + _REACH]
            apart = _APART.match(after)
            name = apart["name"] if apart else name_told_of(after, self._verbs)
            if name is not None and self._common.isdisjoint(name.lower().split()):
                yield found.end(), found.end(), ","
