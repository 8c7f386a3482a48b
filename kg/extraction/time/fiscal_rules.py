"""The rules for years and quarters of business."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extraction.time import quarters
from kg.extraction.time.rule_parts import (
    DAY,
    DIGIT,
    YEAR,
    Rule,
    any_of,
    capital,
    either,
    keys,
    last_words,
)
from kg.resources.time_words import TimeWords

__all__ = ["fiscal_rules"]


def fiscal_rules(words: TimeWords) -> Iterator[Rule]:
    """Years and quarters of business."""
    named = rf"(?:[Tt]he )?(?:{either(words.fiscal)})(?: year)?"
    short = any_of(word.upper() for word in words.fiscal_short)
    years = rf"(?P<year>{YEAR}|(?<=\D)(?:1[5-9]|20)\d\d)(?: ?[-–/] ?(?P<to>{YEAR}|\d\d)(?!\d))?"
    yield Rule(
        "fiscal",
        (frozenset({*words.fiscal, *words.fiscal_short}), DIGIT),
        re.compile(rf"\b(?:(?:{named} |(?:{short}) ?){years}|(?:{short}) ?(?P<short>\d\d)(?![\w/-]))"),
        quarters.fiscal,
    )
    yield Rule(
        "fiscal_ending",
        (frozenset(words.fiscal_ending), keys(words.months)),
        re.compile(
            rf"\b(?:[Tt]he )?(?:(?:{either(words.fiscal)}) )?year (?:that )?"
            rf"(?:{any_of(words.fiscal_ending)})(?: in| on)? "
            rf"(?:{DAY} )?(?P<month>{capital(words.months)})(?: {DAY})?(?:,? (?P<year>{YEAR}))?(?!\w)"
        ),
        quarters.fiscal_ending,
    )
    yield Rule(
        "quarter_beside",
        (frozenset({"quarter"}), last_words(words.which)),
        re.compile(rf"\b(?P<which>{either(words.which)}) quarter\b(?!-| of\b)"),
        quarters.quarter_beside_today,
    )
    marks = any_of(word.upper() for word in (*words.fiscal_quarter, *words.fiscal_half))
    mark = (
        rf"(?:(?:{short} ?)?(?:(?P<mark>{marks})(?P<number>[1-4])|(?P<first>[1-4])(?P<behind>{marks})"
        rf"(?P<short>\d\d)?))"
    )
    spoken = rf"(?:[Tt]he )?(?P<place>{either(words.places)}) (?P<late>{any_of(words.fiscal)} )?quarter"
    yield Rule(
        "quarter_alone",
        (frozenset({"quarter", *words.fiscal_quarter, *words.fiscal_half}),),
        re.compile(
            rf"(?<![\w-])(?P<fiscal>(?:{either(words.fiscal)}) )?(?:{mark}|{spoken})"
            rf"(?:,? (?:of |in )?(?:{any_of(words.fiscal)} )?(?P<year>{YEAR}))?(?![\w-])"
        ),
        quarters.quarter_alone,
    )
