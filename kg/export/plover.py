"""Statements -> the table of PLOVER 2021 events: who did what kind of thing to whom, one row an event and
dyad.

The type of a relation stands in the ontology (``kg:ploverType``); what its modality, trigger and cue make of
it, and the manner of an event, in ontology/plover.toml.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from kg.export.plover_rules import PloverRules
from kg.model import Argument, Reading, Statement
from kg.rdf.reader import readings
from kg.resources.ontology import Ontology
from kg.terminal import spreadsheet

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = [
    "HEADER",
    "EventRow",
    "event_rows",
    "plover_csv",
    "plover_mode",
    "plover_type",
    "store_rows",
]

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


def plover_type(statement: Statement, ontology: Ontology, rules: PloverRules) -> str | None:
    """The PLOVER 2021 event type of a statement; None for what PLOVER does not code, what may happen, and
    harm that is not done.
    """
    relation = ontology.relations.get(statement.relation or "")
    if relation is None or relation.plover is None:
        return None
    words = set(statement.trigger.lemma.split())
    by_trigger = rules.trigger.get(relation.plover, {})
    code = next((by_trigger[word] for word in sorted(words) if word in by_trigger), relation.plover)
    match statement.modality:
        case "planned":
            return _planned(code, words, statement.cue, rules)
        case "possible":
            return _possible(code, words, statement.cue, rules)
        case "negated":
            halted = code == "CONSULT" and words & rules.words["halting"]  # talks that went on
            return "SANCTION" if halted else rules.negated.get(code)
    return code


def _planned(code: str, words: set[str], cue: str | None, rules: PloverRules) -> str:
    """The type of what is still to come.

    "All cooperative actions reported in future tense" are AGREE, a retreat that is only announced CONCEDE; to
    announce a deed against somebody is THREATEN. A decision to act counts as the act.
    """
    if code == "RETREAT" and (words & rules.words["agreeing"] or cue in rules.cues["willing"]):
        return "AGREE"
    return code if cue in rules.cues["decision"] else rules.planned.get(code, code)


def _possible(code: str, words: set[str], cue: str | None, rules: PloverRules) -> str | None:
    """The type of what may come about.

    What is only reported is coded as an event. What somebody will do unless another yields is a threat. To be
    willing to cooperate is to agree.
    """
    if cue in rules.cues["report"]:
        return code
    if cue in rules.cues["will"] and rules.planned.get(code) == "THREATEN":
        return "THREATEN"
    agreed = words & rules.words["promising"] or cue in rules.cues["willing"]
    return "AGREE" if code in rules.negated and agreed else None


def plover_mode(statement: Statement, event_type: str, rules: PloverRules) -> str:
    """The mode of an event of this type, from the words of its trigger; "" when they do not tell."""
    if event_type == "CONSULT" and statement.relation == "visits":
        return "visit"
    modes = rules.modes.get(event_type, {})
    return next((modes[word] for word in statement.trigger.lemma.lower().split() if word in modes), "")


def event_rows(said: Iterable[Reading], ontology: Ontology, rules: PloverRules) -> list[EventRow]:
    """The events of some articles, in the order of article and text.

    Of statements of one event and dyad the most confident stands.
    """
    best: dict[tuple[str, ...], tuple[tuple[float, str, int, int, str], EventRow]] = {}
    for reading in said:
        for statement in reading.statements:
            code = plover_type(statement, ontology, rules)
            if code is None:
                continue
            ends = tuple(end.entity.id if end else "" for end in (statement.subject, statement.object))
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
                best[key] = (rank, _row(statement, code, reading.document.published, ontology, rules))
    return [row for _, row in sorted(best.values(), key=lambda pair: pair[0][1:])]


def _row(
    statement: Statement, code: str, published: str | None, ontology: Ontology, rules: PloverRules
) -> EventRow:
    day = (published or "")[:10]
    # What is announced or called off happens, as an event of this kind, when it is said.
    date = (statement.begin or day) if statement.modality == "actual" else (day or statement.begin or "")
    return EventRow(
        statement.article,
        date,
        code,
        plover_mode(statement, code, rules),
        *_party(statement.subject, ontology),
        *_party(statement.object, ontology),
        statement.place.entity.label if statement.place else "",
        statement.modality,
        f"{statement.confidence:.2f}",
        " ".join(statement.sentence.text.split()),
        statement.id,
    )


def _party(argument: Argument | None, ontology: Ontology) -> tuple[str, str, str]:
    """Name, country and sector of one side; empty for a topic or a thing, which is no party to an event but
    for a ship or vehicle that is attacked or seized.
    """
    kinds = ("Actor", "Place", "Platform")
    if argument is None or not any(ontology.is_a(argument.entity.cls, kind) for kind in kinds):
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


def store_rows(store: Store, ontology: Ontology, rules: PloverRules) -> list[EventRow]:
    """The events of everything that a store says."""
    return event_rows(readings(store), ontology, rules)


def plover_csv(rows: Iterable[EventRow]) -> Iterator[str]:
    """The table as CSV lines, the header first."""
    for cells in (HEADER, *map(astuple, rows)):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(map(spreadsheet, cells))
        yield line.getvalue()
