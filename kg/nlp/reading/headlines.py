"""Headlines, which leave out what sentences have: capitals for all words, a comma for "and", a colon for
"says", hyphens between those who meet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from kg.nlp.legal_forms import is_mere_form
from kg.nlp.reading.text import Edit, ReadingText
from kg.nlp.reading.verb_forms import VerbForms
from kg.nlp.reading.words import ReadingWords

__all__ = ["HeadlineReader"]

_LINE = re.compile(r"^[ \t]*(?P<line>\S[^\n]{3,200}?)[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_][\w'’]*(?:\.[^\W\d_](?!\w)\.?){0,6}")
_LETTERS = re.compile(r"[^\W\d_]")
_NAME = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’-]*\.?(?:[A-Z]\.){0,5})(?: [^\W\d_a-zß-öø-ÿ][\w'’-]*\.?){0,3}"
_LIST = re.compile(
    rf"(?P<first>{_NAME})(?P<rest>(?:, {_NAME}){{0,3}}(?:,| and) {_NAME}) (?P<verb>[a-z][\w-]*)"
)
_SAYS = re.compile(r"(?P<who>[^:,;!?\n]{2,40}): (?=[\"“‘']?[^\W\d_a-zß-öø-ÿ])")
_ONE = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’]*|(?:[A-Z]\.){1,6})"
_PAIR = re.compile(
    rf"(?<![\w-])(?P<one>{_ONE}(?: {_ONE})?)(?P<link>[-–/])(?P<two>{_ONE}(?: {_ONE})?)"
    r"(?P<nouns>(?: [a-z]+){1,3})(?![\w-])"
)
_FULL_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*(?: [^\W\d_a-zß-öø-ÿ][\w'’.-]*){1,3}")
_ENDS = (".", "!", "?", ":", ";", '."', ".”", ".'", ".’", ",")
_AHEAD = frozenset({"to", "will", "may", "are", "have"})
"""Small words with which what is said of names begins."""
_CAPITALS = 3
"""How many words a line needs to be one in capitals."""


class HeadlineReader:
    """Reads headlines as the sentences that they shorten."""

    def __init__(self, words: ReadingWords, verbs: VerbForms) -> None:
        self.words, self._verbs = words, verbs
        forms = "|".join(map(re.escape, sorted(words.stand_ins)))
        self._mistaken = re.compile(rf"(?<![\w.-])(?:{forms})(?![\w-])") if forms else None

    def plain_headlines(self, text: ReadingText) -> ReadingText:
        """The text with its headlines in the words of sentences."""
        text = text.edit(self._capitals(text.text))
        text = text.edit(self._acronyms(text.text))
        text = text.edit(self._pairs(text.text))
        text = text.edit(self._lists(text.text))
        return text.edit(self._colons(text.text))

    # Capitals

    def _capitals(self, text: str) -> Iterator[Edit]:
        """Lines in capitals in the case of sentences: known names, and words as the article writes them."""
        written: Counter[str] | None = None
        for found in _LINE.finditer(text):
            line = found["line"]
            if line != line.upper() or len(_WORD.findall(line)) < _CAPITALS or not _is_text(line):
                continue
            if written is None:
                written = _written(text)
            new = self._cased(line, written)
            if len(new) == len(line):
                yield (*found.span("line"), new)

    def _cased(self, line: str, written: Counter[str]) -> str:
        """A line in capitals in the case of a sentence."""
        parts: list[str] = []
        position = 0
        words = list(_WORD.finditer(line))
        place = 0
        while place < len(words):
            last, new = self._known(line, words, place)
            if new is None:
                last, new = place, self._word(words[place][0], written)
            parts += [line[position : words[place].start()], new]
            position = words[last].end()
            place = last + 1
        cased = "".join([*parts, line[position:]])
        return cased[:1].upper() + cased[1:]

    def _known(self, line: str, words: list[re.Match[str]], place: int) -> tuple[int, str | None]:
        """The last word of the longest known name that begins at a word, and the name as it is written."""
        for last in range(min(place + 4, len(words) - 1), place - 1, -1):
            shown = line[words[place].start() : words[last].end()]
            name = self.words.names.get(shown)
            if name is not None and len(name) == len(shown) and shown.lower() not in self.words.small:
                return last, name
        return place, None

    def _word(self, word: str, written: Counter[str]) -> str:
        low = word.lower()
        title = word[:1] + low[1:] if "." not in word else word
        forms = [form for form in (low, title, word) if written[form]]
        if forms:
            return max(forms, key=lambda form: written[form])
        if low in self.words.small:
            return low
        if title in self.words.voices or low in self.words.given:
            return title
        plain = low.rstrip("'’s")
        common = low in self.words.common or plain in self.words.common
        return low if common or self._verbs.is_form(low) else title

    # Names

    def _acronyms(self, text: str) -> Iterator[Edit]:
        """Acronyms that are written like a small word ("IS", "WHO") as another name of the same, but where
        the words beside them are in capitals too.
        """
        for found in self._mistaken.finditer(text) if self._mistaken else ():
            beside = text[max(0, found.start() - 20) : found.start()].split()[-1:]
            beside += text[found.end() : found.end() + 20].split()[:1]
            if not any(len(word) > 2 and word.isupper() and word.isalpha() for word in beside):
                yield (*found.span(), self.words.stand_ins[found[0]])

    def _pairs(self, text: str) -> Iterator[Edit]:
        """Hyphens between two who gather: "the Xi-Putin summit" is that of Xi and Putin, but "Malian-Malian
        talks" and "Intra-Malian talks" are of one side alone.
        """
        for found in _PAIR.finditer(text):
            one, two = found["one"].split()[-1], found["two"].split()[0]
            alone = one == two or one.lower() in self.words.prefixes
            if not alone and not self.words.gatherings.isdisjoint(found["nouns"].split()):
                yield (*found.span("link"), " and ")

    def _lists(self, text: str) -> Iterator[Edit]:
        """Commas between those of whom a headline says the same, as "and"; before a plain verb, which may be
        taken for a noun, "do".
        """
        for found in _LINE.finditer(text):
            line = found["line"]
            match = _LIST.match(line) if not line.endswith(_ENDS) else None
            if match is None or not (match["verb"] in _AHEAD or match["verb"] in self.words.common):
                continue
            begin, names = found.start("line"), re.split(", | and ", match["first"] + match["rest"])
            if not all(map(self._may_be_name, names)):
                continue
            if any(two in self.words.homes.get(one, ()) for one, two in pairwise(names)):
                continue
            if " and " not in match["rest"]:
                comma = begin + match.end("first") + match["rest"].rindex(",")
                yield comma, comma + 1, " and"
            if match["verb"] in self.words.verbs:
                yield (begin + match.end("rest"),) * 2 + (" do",)

    def _may_be_name(self, words: str) -> bool:
        """Whether capitalised words are no title, other common noun ("Deputy Assistant") or legal form."""
        if is_mere_form(words):
            return False
        return words in self.words.joined or words.split()[-1].lower() not in self.words.common

    # Colons

    def _colons(self, text: str) -> Iterator[Edit]:
        """Colons after who says what follows as "say"; after a kicker a paragraph ends."""
        for found in _LINE.finditer(text):
            match = _SAYS.match(found["line"])
            if match is None or len(found["line"]) > 160:
                continue
            colon = found.start("line") + match.end("who")
            who = match["who"]
            head = who.lower().split()[-1]
            if who.lower() in self.words.kickers:
                yield colon, colon + 1, "\n\n"
            elif who in self.words.countries and self._presents(found["line"][match.end() :]):
                yield colon, colon + 1, "'s"
            elif who in self.words.peoples:
                yield colon, colon + 1, " say"
            elif self._speaks(who):
                yield colon, colon + 1, " say" if head in self.words.plural else " says"

    def _presents(self, words: str) -> bool:
        """Whether the words behind a colon are somebody of those before it, by name and title: "Chad: Ana
        Lund, foreign minister".
        """
        name, _, title = words.partition(", ")
        office = title.rstrip(".").lower().split()
        titled = not office or not self.words.titles.isdisjoint((office[0], office[-1]))
        return titled and _FULL_NAME.fullmatch(name) is not None

    def _speaks(self, who: str) -> bool:
        """Whether the words before a colon are people, an office or a source."""
        words = who.split()
        if len(words) > 4 or not words[0][:1].isupper():
            return False
        if who in self.words.voices | self.words.countries or (
            len(words) > 1 and words[0].lower() in self.words.given
        ):
            return True
        people = (self.words.speakers, self.words.plural, self.words.titles)
        return any(one in some for one in (who.lower(), words[-1].lower()) for some in people)


def _is_text(line: str) -> bool:
    """Whether a line is letters for the most part, and some of them are Latin capitals."""
    letters = len(_LETTERS.findall(line))
    return letters * 3 > len(line) * 2 and any("A" <= character <= "Z" for character in line)


def _written(text: str) -> Counter[str]:
    """How often each word stands inside a sentence as it is written, in lines that are not in capitals."""
    found: Counter[str] = Counter()
    for line in text.split("\n"):
        if line != line.upper():
            found.update(re.findall(r"(?<=[\w,;] )[^\W\d_][\w'’]*", line))
    return found
