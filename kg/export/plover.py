"""Statements -> the table of PLOVER 2021 events: who did what kind of thing to whom, one row an event and
dyad.

The type of a relation stands in the ontology (``kg:ploverType``). Here is only what the codebook says about
modality and about the manner of an event (PLOVER manual draft 0.8 and CAMEO2PLOVER-2021,
openeventdata/PLOVER).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from kg.model import Argument, Reading, Statement
from kg.rdf.reader import readings
from kg.resources.ontology import Ontology
from kg.terminal import spreadsheet

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = [
    "HEADER",
    "MODES",
    "EventRow",
    "event_rows",
    "plover_csv",
    "plover_mode",
    "plover_type",
    "store_rows",
]

# What is still to come. "All cooperative actions reported in future tense" are AGREE, a retreat that is only
# announced CONCEDE; to announce a deed against somebody is THREATEN.
_PLANNED = dict.fromkeys(("CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE"), "AGREE") | {
    "RETREAT": "CONCEDE"
}
_PLANNED |= dict.fromkeys(("PROTEST", "SANCTION", "COERCE", "ASSAULT"), "THREATEN")
# What does not happen: refusing and calling off cooperation is REJECT; not doing harm is no event.
_NEGATED = dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"), "REJECT")
_SIGNING = frozenset({"sign", "ratify", "co-sign", "initial"})
_TIES = frozenset({"tie", "relation", "relationship"})
# CAMEO 163 (embargo, boycott, sanctions) and 176 (attack cybernetically) are COERCE; what else cuts dealings
# back is SANCTION, other attacks ASSAULT.
_RESTRICTING = frozenset(
    (
        "sanction embargo tariff levy duty quota penalty penalise penalize fine blacklist "
        "restriction measure asset-freeze boycott"
    ).split()
)
_CYBER = ("cyber", "hack")
_CYBER_DEED = re.compile(r"(?:\W+\w+){0,4}?\W+cyber", re.IGNORECASE)
# CAMEO 166: to withdraw peacekeepers, inspectors, observers is SANCTION; 164, to halt talks that go on, too.
_NEUTRALS = re.compile(
    r"(?:\W+\w+){0,4}?\W+(?:peacekeepers?|observers?|inspectors?|monitors?|mediators?)\b", re.IGNORECASE
)
_HALTING = frozenset({"suspend", "halt", "end", "break", "discontinue", "terminate", "freeze"})
_PROMISING = frozenset({"offer", "pledge", "promise", "propose"})
_HARM = frozenset({"PROTEST", "SANCTION", "COERCE", "ASSAULT"})
# What somebody will do unless another yields is a threat.
_WILL = re.compile(r"\b(?:will|'ll)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
# A decision to act counts as the act.
_DECIDED = re.compile(r"\bdecid(?:e|es|ed|ing)\s+(?:on\s+\w+day\s+)?to\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
# What is only reported is coded as an event.
_REPORTEDLY = re.compile(
    (
        r"(?<!may )(?<!might )(?<!could )(?<!would "
        r")\b(?:reportedly|apparently)\s+(?:(?:has|have|had|is|are|was|were|been)\s+)*$"
    ),
    re.IGNORECASE,
)
# To be willing to cooperate is to agree, though it may come to nothing.
_WILLING = re.compile(
    r"\b(?:willing|willingness|ready|readiness|prepared|agree[sd]?|offer(?:s|ed|ing)?)\s+to\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)

MODES: dict[str, dict[str, str]] = {
    "CONSULT": {
        **dict.fromkeys(("visit", "arrive", "travel", "fly", "trip", "host", "receive", "welcome"), "visit"),
        **dict.fromkeys(("phone", "telephone", "call", "videoconference"), "phone"),
    },
    "RETREAT": {
        **dict.fromkeys(("withdraw", "withdrawal", "pull", "evacuate", "leave", "retreat"), "withdraw"),
        **dict.fromkeys(("disarm", "demobilize", "demobilise", "surrender", "capitulate"), "disarm"),
        **dict.fromkeys(("ceasefire", "cease-fire", "truce", "cease", "armistice"), "ceasefire"),
        **dict.fromkeys(("release", "free"), "release"),
        "return": "return",
    },
    "ACCUSE": {
        **dict.fromkeys(("investigate", "investigation", "probe", "inquiry"), "investigate"),
        **dict.fromkeys(
            ("sue", "lawsuit", "allege", "allegation", "charge", "indict", "indictment"), "allege"
        ),
        **dict.fromkeys(
            (
                "criticise",
                "criticize",
                "criticism",
                "condemn",
                "condemnation",
                "denounce",
                "blame",
                "decry",
                "deplore",
            ),
            "disapprove",
        ),
        **dict.fromkeys(
            ("accuse", "accusation", "slam", "blast", "lambast", "rebuke", "censure", "protest"), "disapprove"
        ),
    },
    "PROTEST": {
        **dict.fromkeys(("demonstrate", "demonstration", "rally", "march", "protest", "picket"), "demo"),
        **dict.fromkeys(("strike", "boycott", "walkout"), "boycott"),
        **dict.fromkeys(("riot", "riots"), "riot"),
        **dict.fromkeys(("obstruct", "block", "blockade"), "obstruct"),
    },
    "SANCTION": {
        **dict.fromkeys(("expel", "expulsion"), "expel"),
        **dict.fromkeys(("sever", "recall", "cut", "break"), "withdraw"),
        **dict.fromkeys(("suspend", "suspension", "halt", "freeze", "discontinue"), "discontinue"),
    },
    "COERCE": {
        **dict.fromkeys(("arrest", "detain", "detention", "imprison", "jail", "custody"), "arrest"),
        **dict.fromkeys(("seize", "seizure", "confiscate", "capture", "occupy", "raid", "impound"), "seize"),
        **dict.fromkeys(("blockade", "restrict", "besiege", "siege", "censor", *_RESTRICTING), "restrict"),
        **dict.fromkeys(("deport", "deportation"), "deport"),
        **dict.fromkeys(("ban", "outlaw"), "ban"),
    },
    "ASSAULT": {
        **dict.fromkeys(("abduct", "abduction", "kidnap", "kidnapping", "hijack"), "abduct"),
        **dict.fromkeys(("assassinate", "assassination"), "assassinate"),
        **dict.fromkeys(("massacre", "slaughter"), "massacre"),
        **dict.fromkeys(("shell", "shelling", "airstrike", "bombard", "bombardment"), "heavy-weapons"),
        **dict.fromkeys(("shoot", "shooting", "gun"), "firearms"),
        **dict.fromkeys(("beat", "beating"), "beat"),
        "torture": "torture",
    },
    "MOBILIZE": dict.fromkeys(
        ("troops", "troop", "mass", "mobilize", "mobilise", "deploy", "deployment"), "troops"
    ),
}
"""How an event is done, by its type and a word of its trigger's lemma."""

_BODIES = {"IGO": "IGO", "NGO": "NGO"}


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event between two actors. Unknown is empty.

    ``actor_country`` and ``recipient_country`` are ISO-3 codes, IGO or NGO.
    """

    article: str
    date: str
    event_type: str
    event_mode: str
    actor_name: str
    actor_country: str
    actor_sector: str
    recipient_name: str
    recipient_country: str
    recipient_sector: str
    place: str
    modality: str
    confidence: str
    sentence: str
    statement: str


HEADER = tuple(field.name for field in fields(EventRow))


def plover_type(statement: Statement, ontology: Ontology) -> str | None:
    """The PLOVER 2021 event type of a statement; None for what PLOVER does not code, what may happen, and
    harm that is not done.
    """
    relation = ontology.relations.get(statement.relation or "")
    if relation is None or relation.plover is None:
        return None
    code = relation.plover
    words = set(statement.trigger.lemma.split())
    if (code == "AGREE" and _SIGNING & words) or (code == "COOPERATE" and _TIES & words):
        code = "SUPPORT"
    elif (code == "SANCTION" and _RESTRICTING & words) or (code == "ASSAULT" and _is_cyber(statement, words)):
        code = "COERCE"
    elif (code == "RETREAT" and _NEUTRALS.match(_after(statement))) or (
        code == "CONSULT" and statement.modality == "negated" and _HALTING & words
    ):
        return (
            "SANCTION"
            if statement.modality in ("actual", "negated")
            else None
            if statement.modality == "possible"
            else "THREATEN"
        )
    if statement.modality == "actual":
        return code
    before = statement.sentence.text[: max(statement.trigger.begin - statement.sentence.begin, 0)]
    if statement.modality == "planned":
        if code == "RETREAT" and ("agree" in words or _WILLING.search(before)):
            return "AGREE"
        return code if _DECIDED.search(before) else _PLANNED.get(code, code)
    if statement.modality == "possible" and _REPORTEDLY.search(before):
        return code
    if statement.modality == "possible" and code in _HARM and _WILL.search(before):
        return "THREATEN"
    if statement.modality == "possible":
        return "AGREE" if code in _NEGATED and (_PROMISING & words or _WILLING.search(before)) else None
    return _NEGATED.get(code)


def _is_cyber(statement: Statement, words: set[str]) -> bool:
    """Whether an attack is one on computers: "hacked", "launched a cyber attack"."""
    return any(word.startswith(_CYBER) for word in words) or bool(_CYBER_DEED.match(_after(statement)))


def _after(statement: Statement) -> str:
    """The words of the sentence after the trigger."""
    return statement.sentence.text[max(statement.trigger.end - statement.sentence.begin, 0) :]


def plover_mode(statement: Statement, event_type: str) -> str:
    """The mode of an event of this type, told by the words of its trigger; "" when they do not tell."""
    if event_type == "CONSULT" and statement.relation == "visits":
        return "visit"
    modes = MODES.get(event_type, {})
    return next((modes[word] for word in statement.trigger.lemma.lower().split() if word in modes), "")


def event_rows(said: Iterable[Reading], ontology: Ontology) -> list[EventRow]:
    """The events of some articles, in the order of article and text.

    Of statements of one event and dyad the most confident stands.
    """
    best: dict[tuple[str, ...], tuple[tuple[float, str, int, int, str], EventRow]] = {}
    for reading in said:
        for statement in reading.statements:
            code = plover_type(statement, ontology)
            if code is None or statement.subject is None or statement.object is None:
                continue
            ends = (statement.subject.entity.id, statement.object.entity.id)
            symmetric = ontology.relations[statement.relation or ""].symmetric
            key = (statement.event or statement.id, code, *(sorted(ends) if symmetric else ends))
            rank = (
                -statement.confidence,
                statement.article,
                statement.sentence.begin,
                statement.trigger.begin,
                statement.id,
            )
            if key not in best or rank < best[key][0]:
                best[key] = (rank, _row(statement, code, reading.document.published, ontology))
    return [row for _, row in sorted(best.values(), key=lambda pair: pair[0][1:])]


def _row(statement: Statement, code: str, published: str | None, ontology: Ontology) -> EventRow:
    day = (published or "")[:10]
    # What is announced or called off happens, as an event of this kind, when it is said.
    date = (statement.begin or day) if statement.modality == "actual" else (day or statement.begin or "")
    return EventRow(
        statement.article,
        date,
        code,
        plover_mode(statement, code),
        *_party(statement.subject, ontology),
        *_party(statement.object, ontology),
        statement.place.entity.label if statement.place else "",
        statement.modality,
        f"{statement.confidence:.2f}",
        " ".join(statement.sentence.text.split()),
        statement.id,
    )


def _party(argument: Argument | None, ontology: Ontology) -> tuple[str, str, str]:
    """Name, country and sector of one side; empty for a topic or a thing, which is no party to an event."""
    if argument is None or not any(ontology.is_a(argument.entity.cls, kind) for kind in ("Actor", "Place")):
        return ("", "", "")
    entity = argument.entity
    country = entity.country or (
        entity.id.removeprefix("country/").upper() if entity.cls == "Country" else None
    )
    body = (
        "IGO"
        if ontology.is_a(entity.cls, "InternationalOrganization")
        else _BODIES.get(entity.sector or "", "")
    )
    return (entity.label, country or body, entity.sector or "")


def store_rows(store: Store, ontology: Ontology) -> list[EventRow]:
    """The events of everything that a store says."""
    return event_rows(readings(store), ontology)


def plover_csv(rows: Iterable[EventRow]) -> Iterator[str]:
    """The table as CSV lines, the header first."""
    for cells in (HEADER, *map(astuple, rows)):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(map(spreadsheet, cells))
        yield line.getvalue()
