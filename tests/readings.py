"""Three articles read by hand: what the rooms of the graph and of asking are tested with."""

from __future__ import annotations

from typing import Any

from kg.model import Argument, Document, Entity, Event, Reading, Span, Statement, Trigger

KOREA = Entity(
    "country/kor",
    "Country",
    "South Korea",
    ("South Korean",),
    "KOR",
    "GOV",
    ("http://www.wikidata.org/entity/Q884",),
)
UNITED_STATES = Entity(
    "country/usa", "Country", "United States", (), "USA", "GOV", ("http://www.wikidata.org/entity/Q30",)
)
RUSSIA = Entity(
    "country/rus", "Country", "Russia", (), "RUS", "GOV", ("http://www.wikidata.org/entity/Q159",)
)
AHN = Entity("person/ahn-gyu-back", "Person", "Ahn Gyu-back", ("Ahn",), "KOR", "GOV")
HEGSETH = Entity("person/pete-hegseth", "Person", "Pete Hegseth", ("Hegseth",), "USA", "GOV")
ORBAN = Entity("person/viktor-orban", "Person", "Viktor Orbán", ("Orbán",), "HUN", "GOV")
MINISTER = Entity("role/defence-minister", "Role", "Defence Minister")
SEOUL = Entity("place/seoul", "City", "Seoul", (), "KOR")
BUDAPEST = Entity("place/budapest", "City", "Budapest", (), "HUN")
YONHAP = Entity("organization/yonhap", "MediaOrganization", "Yonhap", (), "KOR", "JRN")
NATO = Entity(
    "organization/nato",
    "InternationalOrganization",
    "NATO",
    (),
    None,
    "IGO",
    ("http://www.wikidata.org/entity/Q7184",),
)
SUBMARINES = Entity(
    "capability/nuclear-powered-submarine", "Platform", "nuclear-powered submarine", ("submarines",)
)
COST = Entity("topic/cost-sharing", "Topic", "cost sharing")
UKRAINE = Entity(
    "country/ukr", "Country", "Ukraine", (), "UKR", "GOV", ("http://www.wikidata.org/entity/Q212",)
)

SCM = Document(
    "scm",
    "South Korean Defence Minister Ahn Gyu-back will hold talks with Pete Hegseth in Seoul on "
    "Nov. 4, Yonhap said.\n"
    "They will discuss cost sharing. Ahn said South Korea wants four nuclear-powered submarines.\n"
    "The United States has not approved the submarines.\n",
    "Ministers to meet",
    "2025-11-03",
    "Yonhap",
    "https://example.org/news/scm?id=1&lang=en",
)
BUDAPEST_TALKS = Document(
    'https://example.org/a b/"budapest"<1>',
    "Viktor Orbán met Pete Hegseth in Budapest in October — “a \\ frank \\u0041 talk” 😀.\r\n"
    "\tRussia attacked Ukraine on Tuesday. NATO may deploy submarines. Hegseth nodded.\n",
    'Talks in "Budapest"',
    "2025-10-09T08:30:00+02:00",
)
UNDATED = Document(
    "undated",
    (
        "South Korea accused Russia over cost sharing. The United States supplies submarines to "
        "South Korea.\nSouth Korean officials left."
    ),
    None,
    "--11-05",
)


def spot(document: Document, words: str, start: int = 0) -> tuple[int, int]:
    """The offsets of the first occurrence of some words at or after ``start``."""
    begin = document.text.index(words, start)
    return begin, begin + len(words)


def said(document: Document, sentence: str, trigger: str, relation: str | None, **given: Any) -> Statement:
    """A statement of a document: arguments are given as ``role=(entity, words)``, everything else as in
    Statement.
    """
    first, last = spot(document, sentence)
    begin, end = spot(document, trigger, first)
    lemma = given.pop("lemma", trigger)
    for role in ("subject", "object", "place", "recipient", "topic", "attributed_to"):
        if role in given:
            entity, words = given[role]
            given[role] = Argument(entity, *spot(document, words, first))
    given.setdefault("subject", None)
    given.setdefault("object", None)
    return Statement(
        document.id,
        Span(first, last, sentence),
        Trigger(begin, end, trigger, lemma),
        relation=relation,
        **given,
    )


def _scm() -> Reading:
    hold = SCM.text.split("\n")[0]
    wants = "Ahn said South Korea wants four nuclear-powered submarines."
    meeting = Event(
        "event/5a1c0e7c3b", "Meeting", (AHN, HEGSETH), "defence talks", "2025-11-04", "2025-11-04", SEOUL
    )
    return Reading(
        SCM,
        (
            said(
                SCM,
                hold,
                "South Korean",
                "represents",
                lemma="south korean",
                subject=(AHN, "Ahn Gyu-back"),
                object=(KOREA, "South Korean"),
                confidence=0.9,
                pattern="represents#title",
            ),
            said(
                SCM,
                hold,
                "Defence Minister",
                "holdsRole",
                lemma="defence minister",
                subject=(AHN, "Ahn Gyu-back"),
                object=(MINISTER, "Defence Minister"),
                confidence=0.97,
                pattern="holdsRole#title",
            ),
            said(
                SCM,
                hold,
                "hold talks",
                "meets",
                lemma="hold talks",
                subject=(AHN, "Ahn Gyu-back"),
                object=(HEGSETH, "Pete Hegseth"),
                modality="planned",
                confidence=0.93,
                pattern="meets#hold-talks",
                begin="2025-11-04",
                end="2025-11-04",
                place=(SEOUL, "Seoul"),
                attributed_to=(YONHAP, "Yonhap"),
                event=meeting.id,
            ),
            said(
                SCM,
                "They will discuss cost sharing.",
                "discuss",
                "discusses",
                subject=(AHN, "They"),
                object=(COST, "cost sharing"),
                modality="planned",
                confidence=0.8,
                pattern="discusses#verb",
                event=meeting.id,
            ),
            said(
                SCM,
                wants,
                "wants",
                "seeks",
                lemma="want",
                subject=(KOREA, "South Korea"),
                object=(SUBMARINES, "nuclear-powered submarines"),
                quantity="four",
                occasion="Review Talks",
                confidence=0.85,
                pattern="seeks#want",
                attributed_to=(AHN, "Ahn"),
            ),
            said(
                SCM,
                "The United States has not approved the submarines.",
                "approved",
                None,
                lemma="approve",
                subject=(UNITED_STATES, "The United States"),
                object=(SUBMARINES, "the submarines"),
                modality="negated",
                confidence=0.5,
            ),
        ),
        (meeting,),
    )


def _budapest() -> Reading:
    document = BUDAPEST_TALKS
    met, attacked, nodded = (
        document.text[b:e]
        for b, e in (
            (0, document.text.index("\r")),
            spot(document, "Russia attacked Ukraine on Tuesday."),
            spot(document, "Hegseth nodded."),
        )
    )
    talks = Event("event/77f0aa0b1d", "Meeting", (HEGSETH, ORBAN), None, "2025-10", "2025-10", BUDAPEST)
    return Reading(
        document,
        (
            said(
                document,
                met,
                "met",
                "meets",
                lemma="meet",
                subject=(ORBAN, "Viktor Orbán"),
                object=(HEGSETH, "Pete Hegseth"),
                confidence=0.95,
                pattern="meets#verb",
                begin="2025-10",
                end="2025-10",
                place=(BUDAPEST, "Budapest"),
                event=talks.id,
            ),
            said(
                document,
                attacked,
                "attacked",
                "attacks",
                lemma="attack",
                subject=(RUSSIA, "Russia"),
                object=(UKRAINE, "Ukraine"),
                confidence=1.0,
                pattern="attacks#verb",
                begin="2025-10-07",
                end="2025-10-07",
            ),
            said(
                document,
                "NATO may deploy submarines.",
                "deploy",
                "deploys",
                subject=(NATO, "NATO"),
                object=(SUBMARINES, "submarines"),
                modality="possible",
                confidence=0.7,
                pattern="deploys#verb",
                begin="2025",
                end="2026",
            ),
            said(document, nodded, "nodded", None, lemma="nod", subject=(HEGSETH, "Hegseth"), confidence=0.4),
        ),
        (talks,),
    )


def _undated() -> Reading:
    return Reading(
        UNDATED,
        (
            said(
                UNDATED,
                "South Korea accused Russia over cost sharing.",
                "accused",
                "accuses",
                lemma="accuse",
                subject=(KOREA, "South Korea"),
                object=(RUSSIA, "Russia"),
                confidence=0.9,
                pattern="accuses#verb",
                begin="--11-05",
                end="--11-05",
                topic=(COST, "cost sharing"),
            ),
            said(
                UNDATED,
                "The United States supplies submarines to South Korea.",
                "supplies",
                "supplies",
                lemma="supply",
                subject=(UNITED_STATES, "The United States"),
                object=(SUBMARINES, "submarines"),
                recipient=(KOREA, "South Korea"),
                confidence=0.625,
                pattern="supplies#verb",
            ),
        ),
    )


def sample_readings() -> list[Reading]:
    """Three articles: twelve statements of nine relations, two of them open, every modality, two events,
    every kind of date.
    """
    return [_scm(), _budapest(), _undated()]
