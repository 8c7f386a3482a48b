"""The time expressions of a parsed article, each resolved against the day of publication.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from kg.extraction.syntax.tense import direction
from kg.extraction.time.calendar import Interval, View, limited, listed
from kg.extraction.time.grammar import TimeGrammar
from kg.extraction.time.listing import is_list
from kg.nlp.tokens import TokenSpan

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token
    from kg.resources.factuality_lexicon import FactualityLexicon
    from kg.resources.time_words import TimeWords

__all__ = ["TimeExpression", "TimeTagger", "root_of", "time_at"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time.

    ``begin`` and ``end`` are half-open offsets into the text, ``first`` and ``last`` tokens (``last``
    inclusive).

    ``interval`` is None where the words name a time that cannot be known ("Tuesday" without a date of
    publication).
    """

    begin: int
    end: int
    text: str
    interval: Interval | None
    first: int
    last: int


def time_at(times: Sequence[TimeExpression], place: int) -> TimeExpression | None:
    """The one of an article's times, in order, that the token at a place belongs to."""
    at = bisect_left(times, place, key=attrgetter("last"))
    return times[at] if at < len(times) and times[at].first <= place else None


def root_of(doc: ParsedDoc, expression: TimeExpression) -> Token:
    """The first word of an expression that hangs on a word outside it."""
    inside = range(expression.first, expression.last + 1)
    return next((doc[place] for place in inside if doc[place].head.i not in inside), doc[expression.first])


_Piece = tuple[int, int, Interval | None, TokenSpan]
"""Begin and end in a sentence's text, what they stand for, the words."""


class TimeTagger:
    """Finds time expressions; made once for many articles."""

    def __init__(self, words: TimeWords, factuality: FactualityLexicon) -> None:
        self.words, self.factuality = words, factuality
        self._grammar = TimeGrammar(words)

    def times(
        self, doc: ParsedDoc, published: str | None, context: str | None = None
    ) -> list[TimeExpression]:
        """The time expressions of an article in order, each resolved against ``published``.

        ``published`` is an ISO 8601 date or date-time, or ``--MM-DD`` when its year is unknown.

        ``context`` is the time that "the following day" is seen from until the article has named a day
        itself.
        """
        out: list[TimeExpression] = []
        known = context
        for sentence in doc.sents:
            for expression in self.in_sentence(sentence, published, known, look_back=False):
                out.append(expression)
                known = _named_day(expression.interval) or known
        return out

    def in_sentence(
        self, sentence: TokenSpan, published: str | None, context: str | None, *, look_back: bool = True
    ) -> Iterator[TimeExpression]:
        """The time expressions of one sentence; without ``context``, "the following day" is seen from the
        last day named shortly before, unless ``look_back`` is false.
        """
        pieces = self._pieces(sentence, published, context, look_back)
        for begin, end, interval, span in self._joined(pieces, sentence.text):
            word = self._preposition(span)
            single = interval is not None and interval.begin == interval.end
            if interval and (single or word in self.words.range_limits):
                interval = limited(interval, self.words.limits.get(word))
            yield TimeExpression(
                sentence.start_char + begin,
                sentence.start_char + end,
                sentence.text[begin:end],
                interval,
                span.start,
                span.end - 1,
            )

    def _pieces(
        self, sentence: TokenSpan, published: str | None, known: str | None, look_back: bool
    ) -> list[_Piece]:
        """The times that a sentence names, each by itself."""
        doc, text = sentence.doc, sentence.text
        today = published[:10] if published else None
        pieces: list[_Piece] = []
        for kind, begin, end, resolve in self._grammar.found(text):
            span = doc.around(sentence.start_char + begin, sentence.start_char + end)
            ahead = kind == "count" and self._is_ahead(text[begin:end])
            if not self._is_time(kind, text[begin:end], span, ahead) or _dateline(span):
                continue
            beside = kind in {"relative", "count"} or text[begin:end].split()[-1] in self.words.neighbours
            if beside and known is None and look_back:
                known = self._earlier_day(sentence, published)
            interval = resolve(View(today, direction(span.root, self.factuality), known))
            if ahead and interval is None:
                continue
            known = _named_day(interval) or known
            pieces.append((begin, end, interval, span))
        return pieces

    def _is_ahead(self, words: str) -> bool:
        """Whether a distance begins with the word that counts from today on: "in two weeks"."""
        return self.words.distances.get(words.split()[0].lower()) == "ahead"

    def _joined(self, pieces: list[_Piece], text: str) -> Iterator[_Piece]:
        """The pieces, with "from X to Y", "between X and Y" and "X, Y and Z" made one."""
        place = 0
        while place < len(pieces):
            begin, end, interval, span = pieces[place]
            following = pieces[place + 1] if place + 1 < len(pieces) else None
            if following is not None and self._ranged(
                self._preposition(span), text[end : following[0]].strip().lower()
            ):
                one, two = interval, following[2]
                ordered = one is not None and two is not None and str(one.begin) <= str(two.end)
                whole = Interval(one.begin, two.end) if one and two and ordered else None
                yield begin, following[1], whole, TokenSpan(span.doc, span.start, following[3].end)
                place += 2
                continue
            together = self._list_from(pieces, place, text)
            if times := [piece[2] for piece in together if piece[2]]:
                interval = listed(times) if len(together) > 1 else interval
            final = together[-1]
            yield begin, final[1], interval, TokenSpan(span.doc, span.start, final[3].end)
            place += len(together)

    def _list_from(self, pieces: list[_Piece], place: int, text: str) -> list[_Piece]:
        """The piece at a place with those that are listed with it: all of known times, in order."""
        found = [pieces[place]]
        ended = 1
        for piece in pieces[place + 1 :]:
            between = text[found[-1][1] : piece[0]]
            if not is_list(between, self.words, last=False) or not _one_list(found, piece):
                break
            found.append(piece)
            if is_list(between, self.words, last=True):
                ended = len(found)
        return found[:ended]

    def _ranged(self, before: str, between: str) -> bool:
        words = self.words
        if before in words.range_first:
            return between in words.range_to
        return between in words.range_joining or (
            before in words.range_between and between in words.range_and
        )

    def _is_time(self, kind: str, words: str, span: TokenSpan, ahead: bool) -> bool:
        """Whether words that may mean something else ("May", "2030", "fall") are a time here."""
        if ahead:
            return not self._counts_back(span)
        if kind == "month" and len(span) == 1:
            return self._is_month(span)
        if kind == "year" and words.isdigit():
            return self._is_year(span)
        if kind == "season" and not words[-1].isdigit():
            return _before(span) in self.words.before_season and span.root.dep_ == "pobj"
        return True

    def _is_month(self, span: TokenSpan) -> bool:
        first = span[0]
        if first.tag_ in {"MD", "VB", "VBP"} or first.ent_type_ in {"PERSON", "ORG"}:
            return False
        dated = first.ent_type_ == "DATE" or first.dep_ == "npadvmod"
        return dated or _before(span) in self.words.before_period

    def _is_year(self, span: TokenSpan) -> bool:
        first = span[0]
        marked = _before(span) in self.words.before_period and first.dep_ != "nummod"
        return marked or first.ent_type_ == "DATE"

    def _counts_back(self, span: TokenSpan) -> bool:
        """Whether "in eight years" counts back: "the first visit in eight years"."""
        return any(
            token.tag_ in {"JJS", "RBS"} or token.lower_ in self.words.counting_back
            for token in span.doc[span[0].sent.start : span.start]
        )

    def _preposition(self, span: TokenSpan) -> str:
        """The preposition before an expression, "" where there is none."""
        place = span.start - 1
        while place >= 0 and span.doc[place].lower_ in self.words.between:
            place -= 1
        return span.doc[place].lower_ if place >= 0 else ""

    def _earlier_day(self, sentence: TokenSpan, published: str | None) -> str | None:
        """The last day that one of the three sentences before this one names."""
        number = sentence.doc.sentence[sentence.start]
        for earlier in reversed(sentence.doc.sents[max(0, number - 3) : number]):
            expressions = self.in_sentence(earlier, published, None, look_back=False)
            found = (_named_day(one.interval) for one in expressions)
            if days := [day for day in found if day]:
                return days[-1]
        return None


def _before(span: TokenSpan) -> str:
    """The word before an expression, "" where there is none."""
    return span.doc[span.start - 1].lower_ if span.start > 0 else ""


def _one_list(found: list[_Piece], piece: _Piece) -> bool:
    """Whether a time can be the next of those found: known as finely, and hanging beside them."""
    one, two = found[-1][2], piece[2]
    if one is None or two is None or one.end is None or two.begin is None:
        return False
    if len(one.end) != len(two.begin) or one == two:
        return False
    first, root = found[0][3], piece[3].root
    if any(first.start <= word.head.i < piece[3].start for word in piece[3]):
        return True
    link, other = first.root.head, root.head
    return root.dep_ == "pobj" == first.root.dep_ and (other.head in {link, link.head} or other == link)


def _named_day(interval: Interval | None) -> str | None:
    """The day, when an interval is a single one."""
    if interval is None or interval.begin is None or interval.begin != interval.end:
        return None
    return interval.begin if interval.begin.count("-") > 1 else None


def _dateline(span: TokenSpan) -> bool:
    """Whether the words are the date in an article's dateline: "Seoul, Nov 3 The defence chiefs ..."."""
    if span.start > 12:
        return False
    before = [token for token in span.doc[: span.start] if not token.is_space]
    if not before or not any(token.text in {",", "("} for token in before):
        return False
    return all(token.is_punct or token.text[:1].isupper() for token in before) and before[0].tag_ in {
        "NNP",
        "NNPS",
    }
