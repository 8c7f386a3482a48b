"""When an article says that it was published, from the way that newspapers write it at its top."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

__all__ = ["dateline", "dateline_end", "published_date"]

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_DATES = (
    rf"(?i:{_MONTH}) {_DAY}(?!\d)(?:,? {_YEAR}(?!\d))?",
    rf"{_DAY} (?:of )?(?i:{_MONTH})(?:,? {_YEAR}(?!\d))?",
)
_FIGURES = (
    rf"{_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
    rf"(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.{_YEAR}(?!\.?\d)",
)
"""Dates in figures that mean one day: with points it is the day that stands first, with strokes either."""
_CLOCK = r"(?:,? (?:at )?\d\d?[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: \(?[A-Z]{1,4}\)?)?)?"

_WHOLE = tuple(re.compile(rf"{_WEEKDAY}{written}{_CLOCK}\.?", re.IGNORECASE) for written in _DATES)
_LABELLED = re.compile(r"(?:first )?(?:published|posted|updated|date)(?: on)?:? ", re.IGNORECASE)
_NOT_PLACE = r"(?!(?:On|In|By|Until|From|Since|After|Before) )"
_NAME = r"[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,3}"
_PLACE = rf"{_NOT_PLACE}{_NAME}(?:, {_NAME})?"
_AGENCY = r"(?: \([^()\n]{1,60}\))?"
_DATELINES = tuple(
    re.compile(rf"{_PLACE}{_AGENCY}(?:,| [-–—]{{1,2}}) {_WEEKDAY}{written}(?![\w-])")
    for written in (*_DATES, *_FIGURES)
)
_CAPITALS = r"[A-Z][A-Z'’. ]{2,30}(?<! )"
_DASH = r"(?:--|[-–—])"
_SENTENCE = r"(?=[\"'“‘«]*[A-Z][a-z'’. ])"
_LONG = 40
"""Characters that a sentence has and a headline behind a dash hardly."""
_CREDIT = r"(?: ?\([^()\n]{1,60}\))?"
_BEFORE_TEXT = r"(?:\.?,?\s*(?:--|[-–—:])\s*|\s+)(?=[\"'“‘«]*[A-Z0-9])"
_LEADS = (
    *(
        re.compile(
            rf"{_PLACE}{_AGENCY}(?:,| [-–—]{{1,2}}) {_WEEKDAY}{written}(?![\w-]){_CREDIT}{_BEFORE_TEXT}"
        )
        for written in (*_DATES, *_FIGURES)
    ),
    re.compile(rf"{_PLACE} \([^()\n]{{1,60}}\)\s*(?:--|[-–—])\s*(?=[\"'“‘«]*[A-Z0-9])"),
    # of several places, or of an agency before or behind: "GENEVA/KYIV - ", "- ROME - ", "DOHA – QNA News – "
    re.compile(rf"{_CAPITALS}(?:/{_CAPITALS})+\s+{_DASH}\s+{_SENTENCE}"),
    re.compile(rf"[-–—]\s*{_CAPITALS}\s+{_DASH}\s+{_SENTENCE}"),
    re.compile(rf"{_CAPITALS}\s+{_DASH}\s+{_NAME} (?:Agency|News|Press|Service)\s+{_DASH}\s+{_SENTENCE}"),
    re.compile(rf"{_CAPITALS}\s+{_DASH}\s+{_SENTENCE}(?=[^\n]{{{_LONG}}})"),  # not "NATO - Russia talks end"
    re.compile(r"[A-Z][A-Z'’. -]{2,30}(?:, [A-Z][\w.]{1,30}){0,2}\s+(?:--|[–—])\s*(?=[\"'“‘«]*[A-Z0-9])"),
)
_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} "
    r"\d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,5})(?: \(.*\))?"
)
_LINES = 6  # how far down the date may stand: a headline, a byline, a source


def published_date(written: str) -> str | None:
    """The ISO 8601 date or date-time that ``written`` is a form of, or None.

    Understood are ISO 8601 itself, ``--MM-DD``, dates with a month's English name ("November 3, 2025", "3
    Nov 2025"), those of mails and feeds, and seconds since 1970.
    """
    written = " ".join(written.split())
    if re.fullmatch(r"--\d\d-\d\d", written, re.ASCII):
        return written if _iso(None, int(written[2:4]), int(written[5:])) else None
    try:
        if re.fullmatch(r"\d{4}-?\d\d-?\d\d", written):
            return date.fromisoformat(written).isoformat()
        if re.match(r"\d{4}-\d\d-\d\d[T ]", written):
            return datetime.fromisoformat(written.replace(" +", "+")).isoformat(timespec="seconds")
        return _of_programs(written) or _whole(written)
    except (ValueError, OverflowError, OSError):
        return None


def _of_programs(written: str) -> str | None:
    """The date-time of a mail or feed ("Mon, 03 Nov 2025 09:30:00 GMT"), of ``2025/11/03``, or of seconds or
    milliseconds since 1970. Raises ValueError, OverflowError or OSError for a day that there is not.
    """
    if found := re.fullmatch(r"(\d{4})[/.](\d\d?)[/.](\d\d?)(?:[ T]\d.*)?", written):
        return _iso(*map(int, found.groups()))
    if re.fullmatch(r"\d{10}|\d{13}", written, re.ASCII):
        moment = datetime.fromtimestamp(int(written[:10]), UTC)
        return moment.isoformat(timespec="seconds")
    if _MAIL.fullmatch(written):
        return parsedate_to_datetime(written).isoformat(timespec="seconds")
    return None


def dateline(text: str) -> str | None:
    """The date at the top of ``text`` as ``YYYY-MM-DD``, ``--MM-DD`` when it has no year, or None.

    Looked for in the first lines only: a line that is a date ("March 06, 2008", "Published: 3 November
    2025"), or a dateline at the start of a line ("SEOUL, Nov. 3 (Yonhap) --", "WASHINGTON (AP) — Nov. 3",
    "Seoul, Nov 3").
    """
    lines = [" ".join(line[:300].split()) for line in text[:5000].split("\n")]
    for line in [line for line in lines if line][:_LINES]:
        found = (
            published_date(line[:10])
            if re.fullmatch(r"\d{4}-\d\d-\d\d", line)
            else _whole(_LABELLED.sub("", line, count=1))
        )
        if found is None:
            match = next((match for pattern in _DATELINES if (match := pattern.match(line))), None)
            found = _matched(match) if match else None
        if found:
            return found
    return None


def dateline_end(paragraph: str) -> int:
    """How many characters at the start of ``paragraph`` are a dateline, with what sets it off from the text;
    0 when it has none.

    "SEOUL, Nov 3 (Yonhap) -- The", "Seoul, Nov 3 The", "LONDON (Reuters) - The", "KYIV, Ukraine — The".
    """
    head = paragraph[:200]
    return next((match.end() for pattern in _LEADS if (match := pattern.match(head))), 0)


def _whole(line: str) -> str | None:
    """The date that ``line`` consists of."""
    match = next((match for pattern in _WHOLE if (match := pattern.fullmatch(line))), None)
    return _matched(match) if match else None


def _matched(match: re.Match[str]) -> str | None:
    written = match["month"].lower().rstrip(".")
    month = (
        int(written)
        if written.isdecimal()
        else next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(written[:3]))
    )
    return _iso(int(match["year"]) if match["year"] else None, month, int(match["day"]))


def _iso(year: int | None, month: int, day: int) -> str | None:
    """The date as ISO 8601, or None when the calendar has no such day (29 February exists in some year)."""
    try:
        whole = date(year or 2024, month, day)
    except ValueError:
        return None
    return whole.isoformat() if year else f"--{month:02d}-{day:02d}"
