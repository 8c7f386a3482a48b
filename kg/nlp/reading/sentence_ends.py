"""Points that end an abbreviation and the sentence, too: "Lund was bought by Alpha Ltd. Berg paid cash."

The tokenizer keeps the point with the abbreviation, so that the parser sees no end; a blank before the point
makes it one. Names that are written with points ("U.S.") keep theirs and get another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.nlp.reading.telling import CAPITAL, name_told_of
from kg.nlp.reading.text import Edit
from kg.nlp.reading.verb_forms import VerbForms
from kg.nlp.reading.words import ReadingWords

__all__ = ["SentenceEnds"]

_NAME_BEFORE = re.compile(rf"{CAPITAL}(?:,? (?:{CAPITAL}|&))*,? $")
_BEGINS = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’-]*")
_PAUSE = re.compile(r"[.!?;:][\"”’)]*\s+|\n")
_POINTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,4}(?= )")
_REACH = 300
"""How many characters on each side of a point are looked at."""


class SentenceEnds:
    """Finds them; made once for many texts."""

    def __init__(self, words: ReadingWords, verbs: VerbForms) -> None:
        self.words, self._verbs = words, verbs
        forms = "|".join(re.escape(form.removesuffix(".")) for form in sorted(words.closing, reverse=True))
        self._closing = re.compile(rf"(?<=[\w.&,] )(?P<form>(?i:{forms}))\.(?= )") if forms else None

    def edits(self, text: str) -> Iterator[Edit]:
        """A blank before each point that ends its sentence beside an abbreviation."""
        if self._closing is None:
            return
        for found in sorted([*self._closing.finditer(text), *_POINTED.finditer(text)], key=lambda m: m.end()):
            before = text[max(0, found.start() - _REACH) : found.start()]
            after = text[found.end() : found.end() + _REACH].lstrip(" ")
            pointed = found.re is _POINTED
            if pointed and found[0].lower() not in self.words.closing and self._ends_name(before, after):
                yield found.end(), found.end(), " ."
            elif not pointed and self._ends(before, found["form"], after):
                yield found.end() - 1, found.end(), " ."

    def _ends_name(self, before: str, after: str) -> bool:
        """Whether a sentence that tells something ends with a name written with points: before one that
        begins with a small word, or with people or a country of whom something is told.
        """
        word = _BEGINS.match(after)
        if word is None or not word[0].istitle() or not self._has_verb(before):
            return False
        low = word[0].lower()
        if low in self.words.openers:
            return True
        name = name_told_of(after, self._verbs)
        return name is not None and (low in self.words.plural or name in self.words.countries)

    def _ends(self, before: str, form: str, after: str) -> bool:
        """Whether a sentence ends between an abbreviation and what follows it."""
        word = _BEGINS.match(after.lstrip('"“'))
        low = word[0].lower() if word else ""
        if word is None or f"{low}." in self.words.closing:
            return False
        if after[0] in '"“' or (
            word[0].istitle() and (low in self.words.openers or low in self.words.plural)
        ):
            return True
        return form[0].isupper() and self._goes_on(before, after)

    def _goes_on(self, before: str, after: str) -> bool:
        """Whether a clause begins with the name behind the point: there is a verb before and behind, no title
        stands in that name, and the name before the point is none that a clause could begin with, going on
        behind it ("said Alpha Corp. Asia would close").
        """
        name = name_told_of(after, self._verbs)
        if name is None or any(word.lower() in self.words.titles for word in name.split()):
            return False
        return self._has_verb(before)

    def _has_verb(self, before: str) -> bool:
        """Whether a clause with a verb leads to the name that ends, with no verb of saying before it."""
        clause = _PAUSE.split(self._closing.sub(r"\g<form>", before) if self._closing else before)[-1]
        name = _NAME_BEFORE.search(clause)
        words = clause[: name.start() if name else len(clause)].split()
        if not words or words[-1].lower() in self.words.saying:
            return False
        return any(map(self._verbs.is_finite, words))
