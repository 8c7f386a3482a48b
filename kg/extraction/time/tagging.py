"""The time expressions of a parsed article, each resolved against the day of publication.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.extraction.syntax.tense import direction
from kg.extraction.time.calendar import Interval, View, limited
from kg.extraction.time.expressions import found
from kg.nlp.tokens import TokenSpan

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["TimeExpression", "in_sentence", "times"]


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


# words before a bare month or year that show it to be a time
_BEFORE_PERIOD: Final = frozenset(
    {"in", "by", "since", "until", "till", "before", "after", "from", "of", "during", "early", "mid", "late",
    "to", "and", "between",
     "through", "around", "last", "next", "this", "on", "for", "(", "year", "starting", "than", "as"}
)  # fmt: skip
_SKIPPED: Final = frozenset({"the", "about", "around", "early", "late", "mid", "-", "sometime", "as", "only"})


def times(doc: ParsedDoc, published: str | None, context: str | None = None) -> list[TimeExpression]:
    """The time expressions of an article in order, each resolved against ``published``.

    ``published`` is an ISO 8601 date or date-time, or ``--MM-DD`` when its year is unknown.

    ``context`` is the time that "the following day" is seen from until the article has named a day itself.
    """
    out: list[TimeExpression] = []
    known = context
    for sentence in doc.sents:
        for expression in in_sentence(sentence, published, known):
            out.append(expression)
            known = _named_day(expression.interval) or known
    return out


def _named_day(interval: Interval | None) -> str | None:
    """The day, when an interval is a single one."""
    if interval is None or interval.begin is None or interval.begin != interval.end:
        return None
    return interval.begin if interval.begin.count("-") > 1 else None


def in_sentence(sentence: TokenSpan, published: str | None, context: str | None) -> Iterator[TimeExpression]:
    """The time expressions of one sentence; without ``context``, "the following day" is seen from the last
    day named shortly before.
    """
    doc, text = sentence.doc, sentence.text
    pieces: list[tuple[int, int, Interval | None, TokenSpan]] = []
    known = context
    for kind, begin, end, resolve in found(text):
        span = doc.around(sentence.start_char + begin, sentence.start_char + end)
        if not _is_time(kind, text[begin:end], span) or _dateline(span):
            continue
        if kind in {"relative", "count"} and known is None:
            known = _earlier_day(sentence, published)
        interval = resolve(View(published[:10] if published else None, direction(span.root), known))
        if kind == "count" and interval is None and text[begin : begin + 2].lower() == "in":
            continue
        known = _named_day(interval) or known
        pieces.append((begin, end, interval, span))
    for begin, end, interval, span in _joined(pieces, text):
        word = _preposition(span)
        resolved = (
            limited(interval, word)
            if interval and interval.begin == interval.end
            else _limited_range(interval, word)
        )
        yield TimeExpression(
            sentence.start_char + begin,
            sentence.start_char + end,
            text[begin:end],
            resolved,
            span.start,
            span.end - 1,
        )


def _limited_range(interval: Interval | None, word: str) -> Interval | None:
    return (
        limited(interval, word)
        if interval and word in {"by", "until", "till", "before", "after", "since"}
        else interval
    )


def _joined(
    pieces: list[tuple[int, int, Interval | None, TokenSpan]], text: str
) -> Iterator[tuple[int, int, Interval | None, TokenSpan]]:
    """The pieces, with "from X to Y" and "between X and Y" made one."""
    place = 0
    while place < len(pieces):
        begin, end, interval, span = pieces[place]
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if following is not None and _ranged(_preposition(span), text[end : following[0]].strip().lower()):
            one, two = interval, following[2]
            whole = Interval(one.begin, two.end) if one and two and str(one.begin) <= str(two.end) else None
            yield begin, following[1], whole, TokenSpan(span.doc, span.start, following[3].end)
            place += 2
            continue
        yield begin, end, interval, span
        place += 1


def _ranged(before: str, between: str) -> bool:
    if before == "from":
        return between in {"to", "until", "till", "through"}
    return between in {"-", "–", "through"} or (before == "between" and between == "and")


def _is_time(kind: str, words: str, span: TokenSpan) -> bool:
    """Whether words that may mean something else ("May", "2030", "fall") are a time here."""
    first = span[0]
    before = span.doc[span.start - 1].lower_ if span.start > 0 else ""
    if kind == "count" and words[:2].lower() == "in":
        return not _superlative(span)
    if kind == "month" and len(span) == 1:
        marked = before in _BEFORE_PERIOD or first.ent_type_ == "DATE" or first.dep_ == "npadvmod"
        return marked and first.tag_ not in {"MD", "VB", "VBP"} and first.ent_type_ not in {"PERSON", "ORG"}
    if kind == "year" and words.isdigit():
        return bool(first.ent_type_ == "DATE" or (before in _BEFORE_PERIOD and first.dep_ != "nummod"))
    if kind == "season" and not words[-1].isdigit():
        return bool(
            before in {"in", "by", "during", "since", "until", "before", "after"} and span.root.dep_ == "pobj"
        )
    return True


def _superlative(span: TokenSpan) -> bool:
    """Whether "in eight years" counts back: "the first visit in eight years"."""
    start = span[0].sent.start
    return any(
        token.tag_ in {"JJS", "RBS"} or token.lower_ in {"first", "only"}
        for token in span.doc[start : span.start]
    )


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


def _preposition(span: TokenSpan) -> str:
    """The preposition before an expression, "" where there is none."""
    place = span.start - 1
    while place >= 0 and span.doc[place].lower_ in _SKIPPED:
        place -= 1
    return span.doc[place].lower_ if place >= 0 else ""


def _earlier_day(sentence: TokenSpan, published: str | None) -> str | None:
    """The last day that one of the three sentences before this one names."""
    number = sentence.doc.sentence[sentence.start]
    for earlier in reversed(sentence.doc.sents[max(0, number - 3) : number]):
        days = [day for e in in_sentence(earlier, published, None) if (day := _named_day(e.interval))]
        if days:
            return days[-1]
    return None
