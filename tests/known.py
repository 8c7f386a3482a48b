"""A known graph: five short articles read by hand, in which every stored query finds something."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox

from kg.model import Argument, Document, Entity, Event, Reading, Span, Statement, Trigger
from kg.rdf.writer import Run, nquads
from kg.resources.namespaces import DEFAULT_BASE, ONTOLOGY_GRAPH, article_iri
from kg.resources.ontology import load_ontology
from kg.store.oxigraph import LocalStore

WD = "http://www.wikidata.org/entity/"
ENTITIES = {
    "kor": Entity("country/kor", "Country", "South Korea", ("Seoul", "ROK"), "KOR", "GOV", (WD + "Q884",)),
    "usa": Entity("country/usa", "Country", "United States", ("Washington",), "USA", "GOV", (WD + "Q30",)),
    "rus": Entity("country/rus", "Country", "Russia", ("Moscow",), "RUS", "GOV", (WD + "Q159",)),
    "ukr": Entity("country/ukr", "Country", "Ukraine", ("Kyiv",), "UKR", "GOV", (WD + "Q212",)),
    "prk": Entity("country/prk", "Country", "North Korea", (), "PRK", "GOV", (WD + "Q423",)),
    "ahn": Entity("person/ahn-gyu-back", "Person", "Ahn Gyu-back", ("Ahn",), "KOR", "GOV"),
    "pete": Entity("person/pete-hegseth", "Person", "Pete Hegseth", ("Hegseth",), "USA", "GOV"),
    "un": Entity(
        "organization/united-nations",
        "InternationalOrganization",
        "United Nations",
        ("UN",),
        None,
        "IGO",
        (WD + "Q1065",),
    ),
    "hanwha": Entity("organization/hanwha-ocean", "Company", "Hanwha Ocean", (), "KOR", "BUS"),
    "group": Entity("organization/hanwha", "Company", "Hanwha", (), "KOR", "BUS"),
    "yard": Entity("place/philly-shipyard", "Facility", "Philly Shipyard"),
    "phil": Entity("place/philadelphia", "City", "Philadelphia", (), "USA"),
    "seoul": Entity("place/seoul", "City", "Seoul", (), "KOR"),
    "sub": Entity(
        "capability/nuclear-powered-submarine", "Platform", "nuclear-powered submarine", ("submarines",)
    ),
    "icbm": Entity("capability/hwasong-20", "Weapon", "Hwasong-20", ("Hwasong-20 missile",)),
    "cost": Entity("topic/cost-sharing", "Topic", "cost sharing"),
    "talks": Entity("topic/security-talks", "Topic", "security talks"),
    "law": Entity("topic/shipbuilding-law", "Topic", "shipbuilding law"),
    "fire": Entity("topic/fire", "Topic", "fire"),
    "minister": Entity("role/defence-minister", "Role", "defence minister"),
}
ROLES = {"s": "subject", "o": "object", "p": "place", "r": "recipient", "t": "topic", "a": "attributed_to"}
_MARK = re.compile(r"\{(?P<role>[a-z])(?::(?P<entity>\w+))?\|(?P<words>[^}]*)\}")

# Article -> (title, published, source), then sentences: marked words, relation, and what else the statement
# says.
Told = tuple[str, str | None, dict[str, Any]]
ARTICLES: dict[str, tuple[str | None, str, str | None, list[Told]]] = {
    "scm": (
        "Defence chiefs to meet",
        "2025-11-03",
        "The Wire",
        [
            (
                "{s:ahn|Ahn Gyu-back} will {v|meet} {o:pete|Pete Hegseth} in {p:seoul|Seoul}.",
                "meets",
                {"planned": "2025-11-04", "event": "scm"},
            ),
            (
                "{s:ahn|Ahn} and Hegseth will {v|discuss} {o:cost|cost sharing}.",
                "discusses",
                {"planned": "2025-11-04", "event": "scm"},
            ),
            (
                "{s:kor|South Korea} {v|seeks} a {o:sub|nuclear-powered submarine}, {a:ahn|Ahn} said.",
                "seeks",
                {},
            ),
            ("{s:ahn|Ahn} {v|is} the {o:minister|defence minister}.", "holdsRole", {}),
            ("{s:ahn|Ahn} {v|represents} {o:kor|South Korea}.", "represents", {}),
            ("{s:pete|Hegseth} will {v|visit} {o:kor|South Korea}.", "visits", {"planned": "2025-11-03"}),
            ("{s:kor|South Korea} and the {o:usa|United States} are {v|allies}.", "cooperatesWith", {}),
            ("{s:usa|Washington} {v|nodded}.", None, {}),
        ],
    ),
    "yard": (
        "A shipyard & its <owner>",
        "2025-10-30T09:00:00Z",
        "The Wire",
        [
            ("{s:hanwha|Hanwha Ocean} {v|runs} the {o:yard|Philly Shipyard}.", "operates", {}),
            ("The {s:yard|Philly Shipyard} {v|lies} in {o:phil|Philadelphia}.", "locatedIn", {}),
            ("{s:hanwha|Hanwha Ocean} is a {v|unit} of {o:group|Hanwha}.", "partOf", {}),
            ("{s:usa|Washington} {v|approved} the plan of {o:kor|Seoul}.", "grants", {}),
            ("{s:kor|Seoul} {v|asked} {o:usa|Washington} for fuel.", "requests", {}),
            ("{s:kor|South Korea} will {v|build} a {o:sub|submarine}.", "develops", {"planned": "2030"}),
            (
                "{s:usa|The United States} {v|sells} {o:sub|submarines} to {r:kor|South Korea}.",
                "supplies",
                {},
            ),
            (
                (
                    "{s:kor|South Korea} {v|signed} a deal with the {o:usa|United States} on "
                    "{t:cost|cost sharing}."
                ),
                "agreesWith",
                {"lemma": "sign"},
            ),
        ],
    ),
    "war": (
        None,
        "2025-10-10",
        "Example Times",
        [
            (
                "{s:rus|Russia} {v|shelled} {o:ukr|Ukraine} on Oct 8.",
                "attacks",
                {"actual": "2025-10-08", "lemma": "shell", "event": "shelling"},
            ),
            (
                "{s:rus|Moscow} did not {v|attack} {o:ukr|Ukraine}, {a:rus|Russia} said.",
                "attacks",
                {"negated": None},
            ),
            ("{s:usa|The United States} {v|sent} relief to {o:ukr|Ukraine}.", "aids", {}),
            ("{s:usa|The United States} {v|sanctioned} {o:rus|Russia}.", "sanctions", {}),
            ("{s:ukr|Ukraine} {v|accused} {o:rus|Russia}.", "accuses", {"lemma": "accuse"}),
            ("{s:rus|Russia} {v|threatened} {o:ukr|Ukraine}.", "threatens", {}),
            ("{s:rus|Russia} will {v|withdraw} from {o:ukr|Ukraine}.", "withdrawsFrom", {"planned": None}),
            ("{s:rus|Russia} {v|arrested} {o:pete|Pete Hegseth}.", "coerces", {}),
            ("{s:un|The United Nations} {v|backs} {o:ukr|Ukraine}.", "supports", {}),
            (
                "{o:pete|Pete Hegseth} was {v|arrested} in {p:seoul|Seoul}.",
                "coerces",
                {"actual": "2025-10-09"},
            ),
        ],
    ),
    "home": (
        "Home news",
        "2025-11-06",
        "Example Times",
        [
            ("{s:kor|South Korea} {v|named} {o:ahn|Ahn Gyu-back}.", "appoints", {"actual": "2025-11-06"}),
            ("{o:ahn|Ahn} will {v|resign}.", "dismisses", {"planned": None}),
            ("{s:kor|Seoul} {v|passed} a {o:law|shipbuilding law}.", "enacts", {"actual": "2025-11-05"}),
            ("{s:pete|Hegseth} {v|attended} the {o:talks|security talks} in {p:seoul|Seoul}.", "attends", {}),
            ("Three people died in a {o:fire|fire} that {v|hit} {s:phil|Philadelphia}.", "suffers", {}),
            ("{s:group|Hanwha} {v|bought} a stake in the {o:yard|Philly Shipyard}.", "investsIn", {}),
        ],
    ),
    "test": (
        "=cmd|' /C calc'!A0",
        "2025-11-05",
        None,
        [
            (
                "{s:prk|North Korea} {v|tested} the {o:icbm|Hwasong-20} near {p:seoul|Seoul}.",
                "tests",
                {"actual": "2025-11-05"},
            ),
            ("{s:prk|North Korea} {v|deployed} the {o:icbm|Hwasong-20}.", "deploys", {}),
            (
                "{s:ahn|Ahn} {v|met} {o:pete|Hegseth} on Tuesday.",
                "meets",
                {"actual": "2025-11-04", "event": "scm"},
            ),
            ("{s:pete|Hegseth} did not {v|meet} {o:ahn|Ahn}.", "meets", {"negated": "2025-11-04"}),
            ("{s:prk|North Korea} may {v|attack} {o:kor|Seoul}.", "attacks", {"possible": None}),
            (
                "{s:rus|Russia} {v|shelled} {o:ukr|Ukraine}.",
                "attacks",
                {"actual": "2025-10-08", "lemma": "shell", "event": "shelling"},
            ),
        ],
    ),
}
EVENTS = {
    "scm": Event(
        "event/scm",
        "Meeting",
        (ENTITIES["ahn"], ENTITIES["pete"]),
        "57th Security Consultative Meeting",
        "2025-11-04",
        None,
        ENTITIES["seoul"],
    ),
    "shelling": Event("event/shelling", "Attack", (ENTITIES["rus"], ENTITIES["ukr"]), None, "2025-10-08"),
}


def _statement(
    article: str, marked: str, relation: str | None, given: dict[str, Any], offset: int
) -> tuple[Span, Statement]:
    plain, spans, position = "", {}, 0
    for mark in _MARK.finditer(marked):
        plain += marked[position : mark.start()]
        spans[mark["role"]] = (
            mark["entity"],
            offset + len(plain),
            offset + len(plain) + len(mark["words"]),
            mark["words"],
        )
        plain += mark["words"]
        position = mark.end()
    plain += marked[position:]
    sentence = Span(offset, offset + len(plain), plain)
    _, begin, end, words = spans.pop("v")
    modality = next((name for name in ("planned", "possible", "negated") if name in given), "actual")
    arguments = {
        ROLES[role]: Argument(ENTITIES[entity], b, e) for role, (entity, b, e, _) in spans.items() if entity
    }
    values: dict[str, Any] = {"subject": None, "object": None, **arguments}
    time = given.get(modality)
    return sentence, Statement(
        article,
        sentence,
        Trigger(begin, end, words, given.get("lemma", words or "be")),
        relation=relation,
        modality=modality,  # type: ignore[arg-type]
        confidence=0.9 if modality == "actual" else 0.75,
        pattern=f"{relation}#known",
        begin=time,
        end=time,
        event=EVENTS[given["event"]].id if "event" in given else None,
        **values,
    )


def known_readings() -> list[Reading]:
    """The articles."""
    found = []
    for id, (title, published, source, told) in ARTICLES.items():
        text, statements = "", []
        for marked, relation, given in told:
            sentence, statement = _statement(id, marked, relation, given, len(text))
            text += sentence.text + " "
            statements.append(statement)
        events = tuple(
            EVENTS[name] for name in dict.fromkeys(given["event"] for *_, given in told if "event" in given)
        )
        found.append(Reading(Document(id, text, title, published, source), tuple(statements), events))
    return found


def known_store(base: str = DEFAULT_BASE) -> LocalStore:
    """The articles and the ontology in a store in memory."""
    ontology = load_ontology()
    store = LocalStore(ox.Store(), "memory", base)
    store.add([(base + ONTOLOGY_GRAPH, ontology.quads(base + ONTOLOGY_GRAPH))])
    run = Run("test", "0", "0")
    for reading in known_readings():
        text = nquads(reading, ontology, run, base)
        store.add(
            [(article_iri(base, reading.document.id), text if isinstance(text, bytes) else text.encode())]
        )
    return store
