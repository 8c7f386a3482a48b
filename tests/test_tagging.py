"""Times are resolved against the day of publication, and given to the predicate they belong to."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.time.anchoring import time_of
from kg.extraction.time.calendar import Interval, View
from kg.extraction.time.grammar import TimeGrammar
from kg.nlp.tokens import ParsedDoc, Token
from kg.resources.time_words import load_time_words
from tests.parses import TAGGER, WORDS, parsed

MONDAY = "2025-11-03"
GRAMMAR = TimeGrammar(load_time_words())


def said(interval: Interval | None) -> str | None:
    """An interval as the tables below write it: one value, ``begin/end``, or None; then its further ones."""
    if interval is None:
        return None
    first = (
        interval.begin if interval.begin == interval.end else f"{interval.begin or ''}/{interval.end or ''}"
    )
    return " ".join([str(first), *(str(said(other)) for other in interval.further)])


def resolved(
    text: str, published: str | None = MONDAY, direction: int = 0, context: str | None = None
) -> list[str | None]:
    return [said(resolve(View(published, direction, context))) for _, _, _, resolve in GRAMMAR.found(text)]


PAST, AHEAD = -1, 1
EXPRESSIONS = [
    ("today", PAST, "2025-11-03"),
    ("tonight", AHEAD, "2025-11-03"),
    ("yesterday", PAST, "2025-11-02"),
    ("tomorrow", AHEAD, "2025-11-04"),
    ("the day before yesterday", PAST, "2025-11-01"),
    ("the day after tomorrow", AHEAD, "2025-11-05"),
    ("Monday", PAST, "2025-11-03"),
    ("Monday", AHEAD, "2025-11-03"),
    ("Wednesday", PAST, "2025-10-29"),
    ("Wednesday", AHEAD, "2025-11-05"),
    ("Wednesday", 0, "2025-11-05"),
    ("Thursday", 0, "2025-11-06"),
    ("Friday", 0, "2025-10-31"),
    ("last Friday", PAST, "2025-10-31"),
    ("last Monday", PAST, "2025-10-27"),
    ("next Friday", AHEAD, "2025-11-14"),
    ("this Friday", AHEAD, "2025-11-07"),
    ("Tuesday last week", PAST, "2025-10-28"),
    ("Wednesday next week", AHEAD, "2025-11-12"),
    ("this week", AHEAD, "2025-11-03/2025-11-09"),
    ("last week", PAST, "2025-10-27/2025-11-02"),
    ("next week", AHEAD, "2025-11-10/2025-11-16"),
    ("this month", PAST, "2025-11"),
    ("last month", PAST, "2025-10"),
    ("next year", AHEAD, "2026"),
    ("last year", PAST, "2024"),
    ("earlier this year", PAST, "2025-01-01/2025-11-03"),
    ("later this month", AHEAD, "2025-11-03/2025-11-30"),
    ("last weekend", PAST, "2025-11-01/2025-11-02"),
    ("this coming weekend", AHEAD, "2025-11-08/2025-11-09"),
    ("May last year", PAST, "2024-05"),
    ("3 May of last year", PAST, "2024-05-03"),
    ("May 3 next year", AHEAD, "2026-05-03"),
    ("the spring of last year", PAST, "2024-03/2024-05"),
    ("the second of March", AHEAD, "2026-03-02"),
    ("the twenty-first of May 2024", PAST, "2024-05-21"),
    ("three Mondays ago", PAST, "2025-10-13"),
    ("within the next two weeks", AHEAD, "2025-11-03/2025-11-17"),
    ("within the coming fortnight", AHEAD, "2025-11-03/2025-11-17"),
    ("last quarter", PAST, "2025-07/2025-09"),
    ("this quarter", AHEAD, "2025-10/2025-12"),
    ("the coming quarter", AHEAD, "2026-01/2026-03"),
    ("the final Monday of last month", PAST, "2025-10-27"),
    ("at the weekend", PAST, "2025-11-01/2025-11-02"),
    ("next weekend", AHEAD, "2025-11-15/2025-11-16"),
    ("next March", AHEAD, "2026-03"),
    ("last November", PAST, "2024-11"),
    ("last spring", PAST, "2024-03/2024-05"),
    ("the first Friday of next month", AHEAD, "2025-12-05"),
    ("the last Sunday in May 2026", AHEAD, "2026-05-31"),
    ("the second Wednesday of March", PAST, "2025-03-12"),
    ("the 21st of last month", PAST, "2025-10-21"),
    ("the 5th of the month", AHEAD, "2025-11-05"),
    ("the 31st of this month", AHEAD, None),
    ("the week after next", AHEAD, "2025-11-17/2025-11-23"),
    ("the month before last", PAST, "2025-09"),
    ("the year after next", AHEAD, "2027"),
    ("this coming Monday", AHEAD, "2025-11-10"),
    ("this coming Thursday", AHEAD, "2025-11-06"),
    ("the coming Thursday", AHEAD, "2025-11-06"),
    ("every Thursday", AHEAD, None),
    ("each month", PAST, None),
    ("every second Thursday", PAST, None),
    ("25/12/2024", PAST, "2024-12-25"),
    ("12/25/2024", PAST, "2024-12-25"),
    ("25.12.2024", PAST, "2024-12-25"),
    ("2024/12/25", PAST, "2024-12-25"),
    ("7/8/2024", PAST, "2024"),
    ("8/8/2024", PAST, "2024-08-08"),
    ("25/13/2024", PAST, None),
    ("Q3", PAST, "2025-07/2025-09"),
    ("Q4", PAST, "2025-10/2025-12"),
    ("Q1", AHEAD, "2026-01/2026-03"),
    ("Q2 2024", PAST, "2024-04/2024-06"),
    ("the third quarter", PAST, "2025-07/2025-09"),
    ("the fiscal third quarter of 2024", PAST, "2024"),
    ("the third fiscal quarter", PAST, None),
    ("fiscal year 2024", PAST, "2024"),
    ("FY2024", PAST, "2024"),
    ("fiscal 2024-25", PAST, "2024/2025"),
    ("within three days", PAST, None),
    ("three days ago", PAST, "2025-10-31"),
    ("two weeks ago", PAST, "2025-10-20/2025-10-26"),
    ("a month ago", PAST, "2025-10"),
    ("12 years ago", PAST, "2013"),
    ("in three days", AHEAD, "2025-11-06"),
    ("in two years", AHEAD, "2027"),
    ("in two years", PAST, None),
    ("the past two weeks", PAST, "2025-10-20/2025-11-03"),
    ("within three years", AHEAD, "2025-11-03/2028-11-03"),
    ("Nov 3", PAST, "2025-11-03"),
    ("Nov. 10", PAST, "2025-11-10"),
    ("December 30", PAST, "2024-12-30"),
    ("December 30", AHEAD, "2025-12-30"),
    ("Jan 5", AHEAD, "2026-01-05"),
    ("3 November 2023", PAST, "2023-11-03"),
    ("November 3rd, 2023", PAST, "2023-11-03"),
    ("Tuesday, Nov. 4, 2025", AHEAD, "2025-11-04"),
    ("the 3rd of November", PAST, "2025-11-03"),
    ("Nov 5-7", AHEAD, "2025-11-05/2025-11-07"),
    ("5 to 7 November", AHEAD, "2025-11-05/2025-11-07"),
    ("Feb 30", AHEAD, None),
    ("Feb 29, 2023", PAST, None),
    ("November 2025", PAST, "2025-11"),
    ("late May", AHEAD, "2026-05-21/2026-05-31"),
    ("early February 2024", PAST, "2024-02-01/2024-02-10"),
    ("the end of November", AHEAD, "2025-11-21/2025-11-30"),
    ("2025-02-28", PAST, "2025-02-28"),
    ("2025-02-30", PAST, None),
    ("2014-16", PAST, "2014/2016"),
    ("2014–2016", PAST, "2014/2016"),
    ("late 2024", PAST, "2024-09/2024-12"),
    ("the 1990s", PAST, "1990/1999"),
    ("the late 1980s", PAST, "1987/1989"),
    ("summer 2024", PAST, "2024-06/2024-08"),
    ("the winter of 2023", PAST, "2023-12/2024-02"),
    ("the third quarter of 2025", PAST, "2025-07/2025-09"),
    ("the first half of next year", AHEAD, "2026-01/2026-06"),
    ("the second half of the year", AHEAD, "2025-07/2025-12"),
    ("Tuesday night", PAST, "2025-10-28"),
    ("yesterday evening", PAST, "2025-11-02"),
    ("the early hours of Sunday", PAST, "2025-11-02"),
    ("the night of 29 October", PAST, "2025-10-29"),
    ("the week of October 22", PAST, "2025-10-20/2025-10-26"),
    ("overnight", PAST, "2025-11-02/2025-11-03"),
    ("the start of this year's games", PAST, "2025"),
    ("the Wednesday before last", PAST, "2025-10-22"),
    ("a week from Wednesday", AHEAD, "2025-11-12"),
    ("two months from today", AHEAD, "2026-01-03"),
    ("a fortnight ago", PAST, "2025-10-20/2025-10-26"),
    ("three decades ago", PAST, "1995"),
    ("the first week of December", AHEAD, "2025-12-01/2025-12-07"),
    ("the last week of last month", PAST, "2025-10-25/2025-10-31"),
    ("the past month", PAST, "2025-10-03/2025-11-03"),
    ("the past 36 hours", PAST, "2025-11-01/2025-11-03"),
    ("the end of the month", AHEAD, "2025-11-21/2025-11-30"),
    ("early last year", PAST, "2024-01/2024-04"),
    ("on Jun. 12", PAST, "2025-06-12"),
    ("on Jul. 12", PAST, "2025-07-12"),
    ("on the 12th", AHEAD, "2025-11-12"),
    ("on the 12th", PAST, "2025-10-12"),
    ("3 Mar 2024", PAST, "2024-03-03"),
    ("07-Mar-2024", PAST, "2024-03-07"),
    ("2025-02-28T09:15:00Z", PAST, "2025-02-28"),
    ("12/25/24", PAST, "2024-12-25"),
    ("H2 2024", PAST, "2024-07/2024-12"),
    ("1Q25", PAST, "2025-01/2025-03"),
    ("FY24", PAST, "2024"),
    ("the fiscal year ending September 2025", PAST, "2024-10/2025-09"),
    ("the financial year ended 31 March", PAST, "2024-04/2025-03"),
    ("between October and January 2023", PAST, "2022-10 2023-01"),
    ("3, 8 and 11 October", PAST, "2025-10-03 2025-10-08 2025-10-11"),
    ("October 3 and 4", PAST, "2025-10-03/2025-10-04"),
]


@pytest.mark.parametrize(
    ("text", "direction", "expected"), EXPRESSIONS, ids=[f"{text} {way:+d}" for text, way, _ in EXPRESSIONS]
)
def test_expression(text: str, direction: int, expected: str | None) -> None:
    assert " ".join(map(str, resolved(text, direction=direction))) == str(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the following day", "2025-10-30"),
        ("the previous day", "2025-10-28"),
        ("the same day", "2025-10-29"),
        ("the day before.", "2025-10-28"),
        ("the following month", "2025-11"),
        ("two days later", "2025-10-31"),
        ("a year earlier", "2024"),
    ],
)
def test_seen_from_the_time_spoken_of(text: str, expected: str) -> None:
    assert resolved(text, context="2025-10-29") == [expected]
    assert resolved(text) == [None]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("today", "--11-03", "--11-03"),
        ("yesterday", "--11-01", "--10-31"),
        ("yesterday", "--03-01", None),
        ("tomorrow", "--12-31", "--01-01"),
        ("Nov 4", "--11-03", "--11-04"),
        ("Nov 4", None, "--11-04"),
        ("Nov 4, 2025", None, "2025-11-04"),
        ("Tuesday", "--11-03", None),
        ("Tuesday", None, None),
        ("last month", "--11-03", None),
        ("2030", "--11-03", "2030"),
        ("today", None, None),
        ("tomorrow", "9999-12-31", None),
    ],
)
def test_no_year_is_made_up(text: str, published: str | None, expected: str | None) -> None:
    assert resolved(text, published) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "five-year term",
        "two weeks of talks",
        "annual talks",
        "Hwasong-20",
        "30 tonnes",
        "20300 men",
        "a day",
        "half a year ago",
        "a Bell UH-1H helicopter",
        "the 1H-Q2 missile",
        "on the 40th anniversary",
        "on the 38th parallel",
        "Mondays",
    ],
)
def test_no_time(text: str) -> None:
    assert resolved(text) == []


# --- which predicate a time belongs to

WILL_MEET = (
    "Ahn|PERSON/NNP/nsubj/3 will/MD/aux/3 meet/VB/ROOT/3 Trump|PERSON/NNP/dobj/3 at/IN/prep/3 "
    "the/DT/det/7 ministry/NN/pobj/5 "
    "on/IN/prep/7 Tuesday|DATE/NNP/pobj/8"
)
SAID = (
    "Tokyo|GPE/NNP/nsubj/2 said/VBD/ROOT/2/say on/IN/prep/2 Friday|DATE/NNP/pobj/3 "
    "that/IN/mark/7 it/PRP/nsubj/7 bought/VBD/ccomp/2/buy "
    "jets/NNS/dobj/7/jet last|DATE/JJ/amod/10 year|DATE/NN/npadvmod/7"
)
SET = (
    "Hegseth|PERSON/NNP/nsubj/2 is/VBZ/ROOT/2/be set/JJ/acomp/2 to/TO/aux/5 arrive/VB/xcomp/3 "
    "later|DATE/RBR/advmod/7 "
    "Monday|DATE/NNP/npadvmod/2"
)
PURPOSE = (
    "They/PRP/nsubj/2 met/VBD/ROOT/2/meet on/IN/prep/2 Friday|DATE/NNP/pobj/3 to/TO/aux/6 "
    "discuss/VB/advcl/2 trade/NN/dobj/6 "
)
VOWED = (
    "He/PRP/nsubj/2 vowed/VBD/ROOT/2/vow last|DATE/JJ/amod/4 week|DATE/NN/npadvmod/2 to/TO/aux/6 "
    "regain/VB/xcomp/2 land/NN/dobj/6"
)
AGREED = (
    "They/PRP/nsubj/2 agreed/VBD/ROOT/2/agree to/TO/aux/4 meet/VB/xcomp/2 next|DATE/JJ/amod/6 "
    "month|DATE/NN/npadvmod/2"
)
TERM = (
    "Seoul|GPE/NNP/nsubj/2 vowed/VBD/ROOT/2/vow to/TO/aux/4 regain/VB/xcomp/2 it/PRP/dobj/4 "
    "within/IN/prep/4 a/DT/det/8 term/NN/pobj/6 "
    "that/WDT/nsubj/10 ends/VBZ/relcl/8/end in/IN/prep/10 2030|DATE/CD/pobj/11"
)
FOLLOWING = (
    "Both/DT/nsubj/3 will/MD/aux/3 consult/VB/ROOT/3 following/VBG/prep/3/follow "
    "discussions/NNS/pobj/4/discussion last|DATE/JJ/amod/7 "
    "week|DATE/NN/npadvmod/3"
)
CONDEMNED = (
    "Paris|GPE/NNP/nsubj/2 condemned/VBD/ROOT/2/condemn the/DT/det/5 2014|DATE/CD/nummod/5 "
    "annexation/NN/dobj/2"
)
POSSESSIVE = "Monday|DATE/NNP/poss/3 's/POS/case/1 attack/NN/nsubj/4 killed/VBD/ROOT/4/kill ten/CD/dobj/4"
LIGHT = (
    "They/PRP/nsubj/2 held/VBD/ROOT/2/hold talks/NNS/dobj/2/talk in/IN/prep/2 Paris|GPE/NNP/pobj/4 "
    "on/IN/prep/2 Friday|DATE/NNP/pobj/6"
)
OTHER_NOUN = (
    "They/PRP/nsubj/2 condemned/VBD/ROOT/2/condemn attacks/NNS/dobj/2/attack on/IN/prep/2 "
    "Friday|DATE/NNP/pobj/4"
)
JOINED = (
    "On/IN/prep/4 Friday|DATE/NNP/pobj/1 Tokyo|GPE/NNP/nsubj/4 fired/VBD/ROOT/4/fire "
    "missiles/NNS/dobj/4/missile and/CC/cc/4 "
    "moved/VBD/conj/4/move ships/NNS/dobj/7/ship"
)
SINCE = (
    "Forces/NNS/nsubjpass/4/force have/VBP/aux/4 been/VBN/auxpass/4/be stationed/VBN/ROOT/4/station "
    "since/IN/prep/4 1950|DATE/CD/pobj/5"
)
RANGE = (
    "They/PRP/nsubj/2 fought/VBD/ROOT/2/fight from/IN/prep/2 2014|DATE/CD/pobj/3 to/IN/prep/2 "
    "2016|DATE/CD/pobj/5"
)
BETWEEN = (
    "They/PRP/nsubj/2 fought/VBD/ROOT/2/fight between/IN/prep/2 March|DATE/NNP/pobj/3 and/CC/cc/4 "
    "May|DATE/NNP/conj/4"
)
BY = "They/PRP/nsubj/3 will/MD/aux/3 build/VB/ROOT/3 it/PRP/dobj/3 by/IN/prep/3 2030|DATE/CD/pobj/5"
AFTER = (
    "Talks/NNS/nsubj/3/talk will/MD/aux/3 start/VB/ROOT/3 after/IN/prep/3 Nov|DATE/NNP/compound/6 "
    "5|DATE/CD/pobj/4"
)
FIRST = (
    "It/PRP/nsubj/2 was/VBD/ROOT/2/be the/DT/det/5 first/JJ/amod/5 visit/NN/attr/2 in/IN/prep/5 "
    "eight|DATE/CD/nummod/8 years|DATE/NNS/pobj/6/year"
)
DATELINE = (
    "Seoul|GPE/NNP/npadvmod/6 ,/,/punct/1 Nov|DATE/NNP/npadvmod/4 3|DATE/CD/appos/1 "
    "Ministers/NNS/nsubj/6/minister met/VBD/ROOT/6/meet"
)
MAY = "Talks/NNS/nsubj/3/talk May/MD/aux/3 end/VB/ROOT/3"

BELONGS = [
    (WILL_MEET, "meet", "2025-11-04"),
    (SAID, "said", "2025-10-31"),
    (SAID, "bought", "2024"),
    (SET, "arrive", "2025-11-03"),
    (PURPOSE, "discuss", "2025-10-31"),
    (VOWED, "vowed", "2025-10-27/2025-11-02"),
    (VOWED, "regain", None),
    (AGREED, "meet", "2025-12"),
    (AGREED, "agreed", None),
    (TERM, "regain", "/2030"),
    (FOLLOWING, "consult", None),
    (FOLLOWING, "discussions", "2025-10-27/2025-11-02"),
    (CONDEMNED, "condemned", None),
    (CONDEMNED, "annexation", "2014"),
    (POSSESSIVE, "attack", "2025-11-03"),
    (POSSESSIVE, "killed", "2025-11-03"),
    (LIGHT, "talks", "2025-10-31"),
    (OTHER_NOUN, "attacks", None),
    (JOINED, "moved", "2025-10-31"),
    (SINCE, "stationed", "1950/"),
    (RANGE, "fought", "2014/2016"),
    (BETWEEN, "fought", "2025-03/2025-05"),
    (BY, "build", "/2030"),
    (AFTER, "start", "2025-11-06/"),
    (FIRST, "visit", None),
    (DATELINE, "met", None),
    (MAY, "end", None),
]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Rebels raided the port in 2011 and 2014.", "raided", "2011 2014"),
        ("Rebels raided the port in 2011, 2014 and again in 2020.", "raided", "2011 2014 2020"),
        ("Rebels raided the port in February and June 2019.", "raided", "2019-02 2019-06"),
        ("Rebels raided the port between February and June 2019.", "raided", "2019-02/2019-06"),
        ("Rebels raided the port on 4 May and 9 June 2019.", "raided", "2019-05-04 2019-06-09"),
        ("Rebels raided the port on Saturday and Sunday.", "raided", "2025-11-01/2025-11-02"),
        ("Rebels raided the port on Thursday and Saturday.", "raided", "2025-10-30 2025-11-01"),
        ("Rebels raided the port on May 4 and 12 people fled.", "raided", "2025-05-04"),
        ("Rebels raided the port in 2011 or 2014.", "raided", "2011"),
        ("Rebels raided the port on Tuesday night.", "raided", "2025-10-28"),
        ("Rebels raided the port on the night of October 30.", "raided", "2025-10-30"),
        ("The rebels' 2011 and 2014 raids failed.", "raids", "2011 2014"),
        ("Sudan raided the port in 2011 and Chad left in 2014.", "raided", "2011"),
    ],
)
def test_several_times(nlp: Language, text: str, trigger: str, expected: str) -> None:
    token = next(token for token in ParsedDoc(nlp(text), WORDS) if token.text == trigger)
    assert said(time_of(token, TAGGER, MONDAY)) == expected


def word(tree: str, text: str) -> Token:
    return next(token for token in parsed(tree.strip()) if token.text == text)


@pytest.mark.parametrize(
    ("tree", "trigger", "expected"), BELONGS, ids=[f"{i} {row[1]}" for i, row in enumerate(BELONGS)]
)
def test_belongs(tree: str, trigger: str, expected: str | None) -> None:
    assert said(time_of(word(tree, trigger), TAGGER, MONDAY)) == expected


def test_date_time_of_publication() -> None:
    assert said(time_of(word(WILL_MEET, "meet"), TAGGER, "2025-11-03T23:30:00+09:00")) == "2025-11-04"


def test_expressions_have_offsets_into_the_text() -> None:
    doc = parsed(SAID)
    rows = TAGGER.times(doc, MONDAY)
    assert [(row.text, said(row.interval), row.first, row.last) for row in rows] == [
        ("Friday", "2025-10-31", 3, 3),
        ("last year", "2024", 8, 9),
    ]
    assert all(doc.text[row.begin : row.end] == row.text for row in rows)
    assert time_of(doc[6], TAGGER, MONDAY, known=rows) == time_of(doc[6], TAGGER, MONDAY)


def test_context_is_the_day_named_before() -> None:
    tree = (
        "They/PRP/nsubj/2 met/VBD/ROOT/2/meet on/IN/prep/2 Wednesday|DATE/NNP/pobj/3 ././punct/2 "
        "He/PRP/nsubj/7 left/VBD/ROOT/7/leave the|DATE/DT/det/10 "
        "following|DATE/VBG/amod/10/follow day|DATE/NN/npadvmod/7"
    )
    assert said(time_of(word(tree, "left"), TAGGER, MONDAY)) == "2025-10-30"
    assert said(time_of(word(tree, "left"), TAGGER, MONDAY, context="2025-01-01")) == "2025-01-02"
    assert [said(row.interval) for row in TAGGER.times(parsed(tree), MONDAY)] == ["2025-10-29", "2025-10-30"]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The ministers will hold talks in Seoul on Tuesday.", "hold", "2025-11-04"),
        ("Russia annexed Crimea in 2014.", "annexed", "2014"),
        ("The minister visited Tokyo yesterday.", "visited", "2025-11-02"),
        ("The firm delivered ten tanks earlier this year.", "delivered", "2025-01-01/2025-11-03"),
        ("The army did not attack.", "attack", None),
        ("The minister was to visit Tokyo in September.", "visit", "2025-09"),
        ("The minister was due to visit Tokyo on Thursday.", "visit", "2025-11-06"),
    ],
)
def test_with_the_pipeline(nlp: Language, text: str, trigger: str, expected: str | None) -> None:
    token = next(token for token in ParsedDoc(nlp(text), WORDS) if token.text == trigger)
    assert said(time_of(token, TAGGER, MONDAY)) == expected


def test_a_time_counted_from_what_follows_is_not_counted_from_what_was_said() -> None:
    assert resolved("a week before the vote", context="2025-10-31") == []
    assert resolved("a week before, he left", context="2025-10-31") == ["2025-10-20/2025-10-26"]
