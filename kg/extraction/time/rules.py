"""The rules of `TimeGrammar`: regular expressions made of `TimeWords`, each with what resolves a match."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extraction.time import expressions as resolve
from kg.extraction.time import quarters
from kg.extraction.time.feasts import feast
from kg.extraction.time.fiscal_rules import fiscal_rules
from kg.extraction.time.rule_parts import (
    DAY,
    DIGIT,
    FOUR,
    HOURS,
    SPANNED,
    UNIT,
    UNITS,
    YEAR,
    Rule,
    any_of,
    beside_year,
    capital,
    either,
    ended,
    keys,
    last_words,
    of_year,
    single,
)
from kg.resources.time_words import TimeWords

__all__ = ["rules"]


def rules(words: TimeWords) -> Iterator[Rule]:
    """The rules; where two match from one place on, the longer match counts, then the earlier rule."""
    yield from _dates(words)
    yield _feast(words)
    yield from _relations(words)
    yield from _distances(words)


def _dates(words: TimeWords) -> Iterator[Rule]:
    """Times that are named by the calendar."""
    part = rf"(?:(?P<part>{either(words.parts)})[ -])?"
    month = rf"(?P<month>{capital(words.months)})"
    listed = rf"(?P<listed>(?:, {DAY})*,? and {DAY})"
    to = rf" ?(?:-|–|to) ?(?P<to>{DAY})"
    before_month = rf"(?P<day>{DAY})(?:{listed}|{to})?"
    # not of "on June 3 and 12 people died"
    after_month = rf"(?P<day>{DAY})(?:{listed}(?={ended(words)}|,? {YEAR})|{to})?"
    named = rf"(?:(?:{capital(words.weekdays)}),? (?:on |the )?)?"
    monthly = keys(words.months)
    yield Rule(
        "iso", (FOUR,), re.compile(r"\b(?P<day>\d{4}([-/.])\d\d\2\d\d)(?:\b|(?=T\d))"), resolve.iso_day
    )
    yield Rule(
        "numeric",
        (DIGIT,),
        re.compile(
            rf"(?<![\w/.-])(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark)"
            rf"(?:(?P<year>{YEAR})(?![/-]\d)|(?<=/)(?P<short>\d\d)(?![\w/-]|[.,]\d))"
        ),
        resolve.numeric,
    )
    yield from _parts_of_months(words)
    yield from fiscal_rules(words)
    yield Rule(
        "mdy",
        (DIGIT, monthly),
        re.compile(rf"\b{named}{month} (?:the )?{after_month}{of_year(words)}"),
        resolve.day,
    )
    yield Rule(
        "dmy",
        (frozenset(words.ordinals), monthly),
        re.compile(
            rf"\b{named}(?:the )?(?P<day>{any_of(words.ordinals)})(?P<listed>)(?P<to>) of {month}\b\.?"
            rf"{of_year(words)}"
        ),
        resolve.day,
    )
    yield Rule(
        "dmy",
        (DIGIT, monthly),
        re.compile(rf"\b{named}{before_month}[ -](?:of )?{month}\b\.?" + of_year(words, "|-")),
        resolve.day,
    )
    which = rf"(?:(?P<year>{YEAR})|(?P<which>the|{any_of(single(words.which))}) year)"
    places = rf"(?P<place>{any_of((*words.places, *words.final))})"
    yield Rule(
        "quarter",
        (frozenset({"quarter", "half"}),),
        re.compile(rf"\b(?:the )?{places} (?P<unit>quarter|half) of {which}"),
        quarters.quarter,
    )
    yield Rule("month", (monthly,), re.compile(rf"\b{part}{month}{of_year(words)}(?!\w)"), resolve.month)
    thirds = any_of(single(words.parts))
    yield Rule(
        "decade",
        (FOUR,),
        re.compile(rf"\b[Tt]he (?:(?P<part>{thirds})[ -])?(?P<year>(?:1[5-9]|20)\d0)s\b"),
        resolve.decade,
    )
    season = rf"(?:(?:{thirds})[ -])?(?P<season>{any_of(words.seasons)}){of_year(words)}"
    yield Rule("season", (keys(words.seasons),), re.compile(rf"\b(?:[Tt]he )?{season}(?!\w)"), resolve.season)
    years = rf"(?P<year>{YEAR})(?: ?[-–/] ?(?P<to>{YEAR}|\d\d)(?!\d))?"
    yield Rule("year", (FOUR,), re.compile(rf"\b{part}{years}"), resolve.year)


def _feast(words: TimeWords) -> Rule:
    """Days that have a name."""
    ahead = beside_year(words).replace("?P<beside>", "?:")
    alone = rf"(?i:{any_of(words.feasts_alone)})(?={ended(words)}|,? {YEAR}|{ahead})"
    name = rf"(?=[A-Z])(?:(?i:{any_of(words.feasts.keys() - words.feasts_alone)})|{alone})(?!\w)"
    which = rf"(?:(?P<which>{either(single(words.which))}) )?"
    return Rule(
        "feast",
        (frozenset(word for feast in words.feasts for word in re.findall(r"[a-z]{3,}", feast)),),
        re.compile(rf"\b{which}(?P<feast>{name})".replace("'", "['’]") + of_year(words)),
        feast,
    )


def _parts_of_months(words: TimeWords) -> Iterator[Rule]:
    """Days that are counted in a month: "the first Friday of next month", "the 3rd of this month"."""
    places = either((*words.places, *words.final))
    beside = rf"(?P<which>{any_of(single(words.which))}|the) month"
    month = rf"(?:{beside}|(?P<month>{capital(words.months)})(?:,? (?:of )?(?P<year>{YEAR}))?)"
    yield Rule(
        "weekday_of_month",
        (keys(words.weekdays),),
        re.compile(
            rf"\b(?:[Tt]he )?(?P<place>{places}) (?P<day>{capital(words.weekdays)}) (?:of|in) {month}(?!\w)"
        ),
        resolve.weekday_of_month,
    )
    yield Rule(
        "week_of_month",
        (frozenset({"week"}),),
        re.compile(rf"\b(?:[Tt]he )?(?P<place>{places}) week (?:of|in) {month}(?!\w)"),
        resolve.week_of_month,
    )
    yield Rule(
        "day_of_month",
        (frozenset({"month"}), DIGIT),
        re.compile(rf"\b(?:[Tt]he )?(?P<day>{DAY}) (?:day )?of {beside}(?P<month>)(?!\w)"),
        resolve.day_of_month,
    )
    yield Rule(
        "day_alone",
        (DIGIT,),
        re.compile(rf"\b[Oo]n the (?P<day>(?=\d+[a-z]){DAY})(?={ended(words)})"),
        resolve.day_alone,
    )


def _relations(words: TimeWords) -> Iterator[Rule]:
    """Days, weeks, months, seasons and years that are named by their place beside today."""
    weekday, season = capital(words.weekdays), any_of(words.seasons)
    daily = keys(words.weekdays)
    yield Rule(
        "weekday_of",
        (daily,),
        re.compile(rf"\b(?P<day>{weekday}) (?:of )?(?P<week>{any_of(single(words.which))}) week\b"),
        resolve.weekday_of_week,
    )
    sides = [*words.sides, *(word for word in single(words.parts) if words.parts[word] != 1)]
    part = rf"(?:(?P<part>{either(sides)}) (?:in )?)?"
    units = rf"(?P<unit>week(?:end)?|month|year|{season}|{weekday}|{capital(words.months)})"
    units_needed = SPANNED | keys(words.seasons) | daily | keys(words.months)
    yield Rule(
        "part",
        (SPANNED,),
        re.compile(
            rf"\b(?P<part>{either(words.parts)}) (?P<which>the|{any_of(single(words.which))}) "
            r"(?P<unit>month|year)(?![\w'’])"
        ),
        resolve.part_beside_today,
    )
    yield Rule(
        "this",
        (last_words(words.which), units_needed),
        re.compile(rf"\b{part}(?P<which>{either(words.which)}) {units}\b"),
        resolve.unit_beside_today,
    )
    yield Rule(
        "beyond",
        (SPANNED | daily, last_words(words.beyond)),
        re.compile(
            rf"\b(?:[Tt]he )?(?P<unit>week(?:end)?|month|year|{weekday}) (?P<how>{any_of(words.beyond)})\b"
        ),
        resolve.beyond,
    )
    yield Rule(
        "repeated",
        (frozenset(words.every),),
        re.compile(rf"\b(?:{either(words.every)}) (?:other |second )?{units}\b"),
        resolve.repeated,
    )
    yield Rule(
        "weekday_later",
        (daily, frozenset({"week"})),
        re.compile(rf"\b(?P<day>{weekday}) week\b(?![-\w])"),
        resolve.weekday_later,
    )
    yield Rule("weekday", (daily,), re.compile(rf"\b(?P<day>{weekday})\b"), resolve.weekday)
    yield Rule(
        "weekend",
        (frozenset({"weekend"}),),
        re.compile(r"\b(?:[Oo]ver |[Aa]t )(?P<which>the)(?P<part>)? (?P<unit>weekend)\b"),
        resolve.unit_beside_today,
    )
    yield Rule(
        "day",
        (last_words(words.days),),
        re.compile(rf"\b(?:{either(words.days)})\b"),
        resolve.spoken_day,
    )
    named = rf"(?:on |into )?(?:{weekday}|{capital(words.months)}|\d)"
    yield Rule(
        "overnight",
        (frozenset(words.overnight),),
        re.compile(rf"\b(?:{either(words.overnight)})\b(?! {named}|[- ]\w+ (?:talks|stay)\b)"),
        resolve.overnight,
    )


def _distances(words: TimeWords) -> Iterator[Rule]:
    """Times that are named by their distance from another."""
    ago = any_of(word for word, kind in words.distances.items() if kind == "ago")
    yield Rule(
        "weekdays_ago",
        (frozenset(f"{day}s" for day in keys(words.weekdays)), frozenset({"ago"})),
        re.compile(
            rf"\b(?P<number>(?i:\d{{1,2}}|{any_of(words.numbers)})) (?P<day>{capital(words.weekdays)})s "
            rf"(?:{ago})\b"
        ),
        resolve.weekdays_ago,
    )
    counted = rf"(?<!half )(?P<number>(?i:\d{{1,3}}|{any_of(words.numbers)}))"
    several = any_of(words.units)
    amount = rf"{counted} (?P<unit>{UNIT}|{several})s?"
    spans = rf"{counted} (?P<unit>{UNIT}|{several}|hour)s?"
    units = UNITS | frozenset(unit + ending for unit in words.units for ending in ("", "s"))
    only_back = any_of(
        word
        for word, kind in words.stretches.items()
        if kind == "back" and word not in words.which and word not in words.neighbours
    )
    within = either(word for word, kind in words.stretches.items() if kind == "within")
    near = any_of(word for word, kind in words.stretches.items() if kind != "within")
    alone = rf"the (?:{only_back})|(?:{within}) the (?:{near})"
    yield Rule(
        "stretch",
        (units | HOURS,),
        re.compile(rf"\b(?P<how>{within}|(?:(?:{within}) )?(?:the |these )?(?:{near})) {spans}\b"),
        resolve.stretch,
    )
    yield Rule(
        "stretch",
        (units,),
        re.compile(rf"\b(?P<how>{alone})(?P<number>) (?P<unit>{UNIT}|{several})\b"),
        resolve.stretch,
    )
    starts = rf"(?P<day>{capital(words.weekdays)}|{any_of(single(words.days))})"
    yield Rule(
        "counted_from",
        (units, frozenset(words.counted_from)),
        re.compile(rf"\b{amount} (?:{any_of(words.counted_from)}) {starts}(?!\w)"),
        resolve.counted_from,
    )
    ahead = either(word for word, kind in words.distances.items() if kind == "ahead")
    behind = {word for word, kind in words.distances.items() if kind != "ahead"}
    # "a week before the vote" is counted from what follows, "a week before" from what was said
    alone = rf"(?:{any_of(behind & words.limits.keys())})(?=[^\w ]|$| (?:and|or|but)\b)"
    after = f"{any_of(behind - words.limits.keys())}|{alone}"
    yield Rule(
        "count",
        (units,),
        re.compile(rf"\b(?:(?P<before>{ahead}) )?{amount}(?: (?P<after>{after}))?\b"),
        resolve.count,
    )
    sides = any_of(word for word, kind in words.neighbours.items() if kind.startswith("day_"))
    how = any_of(word for word, kind in words.neighbours.items() if not kind.startswith("day_"))
    yield Rule(
        "relative",
        (UNITS,),
        re.compile(
            rf"\b(?:[Tt]he (?P<how>{how}) (?P<unit>{UNIT})|[Tt]he day (?P<side>{sides})(?=[,.;]|$))(?!\w)"
        ),
        resolve.neighbour,
    )
