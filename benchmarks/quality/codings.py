"""Sentences with people's PLOVER codings: are the types of the events right, and who did it to whom?

A sentence's types are a set. A dyad is a type with the country of actor and of target; an event between
several actors and no target is one dyad a pair of them, in either direction, and so is what was said in both
directions. A side without a country is a value of its own. One event of a sentence is labelled, so precision
is a lower bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from benchmarks.quality.measures import Fault, Tally, match, together
from kg.export.plover import EventRow, event_rows
from kg.export.plover_rules import load_plover_rules
from kg.model import Reading
from kg.resources.ontology import Ontology

__all__ = ["Coding", "Record", "Scores", "country", "said_codings", "score"]

# Codes of actors in CAMEO's manner, or of states that were, beside what they are here. Bodies of many states
# are one class, and so are militants of none.
_CODES = {
    "ARE": "UAE",
    "CHE": "SWI",
    "COD": "ZAR DRC",
    "DEU": "GER GFR GDR",
    "ESP": "SPN",
    "GBR": "UKD UKG",
    "IGO": "NGO NGM INT MNC UNO UIS",
    "IMG": "ISM",
    "ITA": "ITL",
    "JPN": "JAP",
    "KOR": "ROK SKO",
    "MMR": "BUR",
    "NLD": "HOL",
    "PHL": "PHI",
    "PRK": "DPK NKO",
    "PSE": "PAL WBG GZS",
    "ROU": "ROM",
    "RUS": "SUN USR",
    "SRB": "SCG YUG",
    "TLS": "TMP",
    "TWN": "TAW",
    "VNM": "VTN VIE",
    "XKX": "KOS KSV RKS",
    "ZAF": "SAF",
}
_SAME = {old: code for code, others in _CODES.items() for old in others.split()}
# What an actor is, where no country stands before it.
_SECTORS = frozenset(
    "GOV MIL REB OPP CVL CIV COP JUD LEG MED JRN BUS EDU ELI LAB REF UAF CRM SPY SOC REL AGR PTY "
    "PPL DEV ENV HLH HRI MOD RAD SEP INS "
    "UIO".split()
)


@dataclass(frozen=True, slots=True)
class Coding:
    """One event: its type, the codes of actors and targets, and types that count as right too."""

    type: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Record:
    """A sentence and the events that people saw in it."""

    id: str
    sentence: str
    events: tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of types and dyads over all sentences, of each type, and what was missed and wrongly said."""

    sentences: int
    types: Tally
    dyads: Tally
    by_type: dict[str, Tally]
    faults: tuple[Fault, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Dyad:
    types: frozenset[str]
    actor: str
    target: str
    mutual: bool

    def same(self, other: _Dyad) -> bool:
        """Whether they share a type and the countries; in either direction when one of them has none."""
        if not self.types & other.types:
            return False
        ends, others = (self.actor, self.target), (other.actor, other.target)
        return ends == others or ((self.mutual or other.mutual) and ends == others[::-1])


def country(code: str) -> str:
    """The country of an actor's code ("PALGOV": "PSE"); "" when it has none ("GOV", "---GOV")."""
    first = code.strip().upper()[:3]
    if len(first) < 3 or first == "---" or first in _SECTORS:
        return ""
    return _SAME.get(first, first)


def said_codings(reading: Reading, ontology: Ontology) -> list[Coding]:
    """The events of the PLOVER table of a sentence.

    What has no direction (a meeting that is held) has two actors and no target.
    """
    statements = {statement.id: statement for statement in reading.statements}
    found = []
    for row in event_rows([reading], ontology, load_plover_rules(ontology.plover_types)):
        actor, target = (
            _party(row.actor_country, row.actor_sector),
            _party(row.recipient_country, row.recipient_sector),
        )
        if actor and target and _mutual(row, statements[row.statement].relation, ontology):
            actor, target = actor + target, ()
        found.append(Coding(row.event_type, actor, target))
    return found


def _party(place: str, sector: str) -> tuple[str, ...]:
    return ((place or "---") + sector,) if place or sector else ()


def _mutual(row: EventRow, relation: str | None, ontology: Ontology) -> bool:
    """Whether both sides do the same. Who refuses to meet whom has a direction."""
    return row.modality != "negated" and relation is not None and ontology.relations[relation].symmetric


def score(gold: Iterable[Record], said: Mapping[str, Sequence[Coding]]) -> Scores:
    """The scores of what was said of each sentence, by the id of its record."""
    counts: list[Tally] = []
    dyads: list[Tally] = []
    by_type: dict[str, Tally] = {}
    faults: list[Fault] = []
    for record in gold:
        codings = said.get(record.id, ())
        accepted, types = _accepted(record.events), sorted({coding.type for coding in codings})
        names = list(accepted)
        found = match(list(accepted.values()), types, lambda types_, type_: type_ in types_)
        right = set(found.values())
        counts.append(Tally(len(types), len(right), len(names), len(found)))
        for i, name in enumerate(names):
            by_type[name] = by_type.get(name, Tally()) + Tally(gold=1, found=int(i in found))
        for j, name in enumerate(types):
            by_type[name] = by_type.get(name, Tally()) + Tally(said=1, right=int(j in right))
        faults += _faults(record, codings, {names[i] for i in found}, {types[j] for j in right})
        dyads.append(_dyad_tally(record.events, codings))
        faults += _dyad_faults(record, codings)
    ordered = dict(sorted(by_type.items(), key=lambda item: (-item[1].gold, item[0])))
    return Scores(len(counts), together(counts), together(dyads), ordered, tuple(faults))


def _accepted(events: Iterable[Coding]) -> dict[str, frozenset[str]]:
    """Each type of a sentence with those that count as it; types that the same ones count as are one."""
    gathered: dict[str, frozenset[str]] = {}
    for event in events:
        gathered[event.type] = gathered.get(event.type, frozenset({event.type})) | event.also
    return {name: types for types, name in {types: name for name, types in gathered.items()}.items()}


def _dyad_tally(events: Sequence[Coding], codings: Sequence[Coding]) -> Tally:
    """Counts of one sentence's dyads; of none where people gave no codes."""
    if _uncoded(events):
        return Tally()
    gold, said = _dyads(events), _dyads([Coding(one.type, one.actors, one.targets) for one in codings])
    found = match(gold, said, _Dyad.same)
    return Tally(len(said), len(found), len(gold), len(found))


def _uncoded(events: Sequence[Coding]) -> bool:
    return bool(events) and not any(event.actors or event.targets for event in events)


def _dyad_faults(record: Record, codings: Sequence[Coding]) -> Iterable[Fault]:
    """The dyads that were missed though their type was found, each grouped by what is amiss on either
    side.
    """
    if _uncoded(record.events):
        return
    gold, said = _dyads(record.events), _dyads(codings)
    found = match(gold, said, _Dyad.same)
    rest = [one for j, one in enumerate(said) if j not in found.values()]
    for i, one in enumerate(gold):
        near = [other for other in rest if one.types & other.types]
        if i not in found and near:
            best = min(near, key=lambda other: (one.actor != other.actor) + (one.target != other.target))
            group = f"dyad, actor {_side(one.actor, best.actor)}, target {_side(one.target, best.target)}"
            what = (
                f"{'+'.join(sorted(one.types))} {one.actor or '?'} -> {one.target or '?'}, said "
                f"{best.actor or '?'} -> {best.target or '?'}"
            )
            yield Fault("missed", group, record.id, what, record.sentence)


def _side(gold: str, said: str) -> str:
    if gold == said:
        return "right"
    return "missing" if not said else "too much" if not gold else "other"


def _between(types: frozenset[str], one: str, other: str) -> _Dyad:
    first, second = sorted((one, other))
    return _Dyad(types, first, second, mutual=True)


def _dyads(events: Sequence[Coding]) -> list[_Dyad]:
    types: dict[str, frozenset[str]] = {}
    for event in events:
        types[event.type] = types.get(event.type, frozenset({event.type})) | event.also
    directed: dict[tuple[frozenset[str], str, str], None] = {}
    mutual: dict[_Dyad, None] = {}
    for event in events:
        accepted, actors, targets = (
            types[event.type],
            [*map(country, event.actors)],
            [*map(country, event.targets)],
        )
        if len(actors) > 1 and not any(targets):
            mutual |= dict.fromkeys(_between(accepted, *pair) for pair in combinations(actors, 2))
        else:
            directed |= dict.fromkeys((accepted, *ends) for ends in product(actors or [""], targets or [""]))
    for accepted, actor, target in directed:
        if actor != target and (accepted, target, actor) in directed:
            mutual[_between(accepted, actor, target)] = None
    one_way = [_Dyad(*ends, mutual=False) for ends in directed if _between(*ends) not in mutual]
    return [*mutual, *one_way]


def _faults(record: Record, codings: Sequence[Coding], found: set[str], right: set[str]) -> Iterable[Fault]:
    """The events whose type was not found, and those said whose type is not in the gold; each grouped with
    what stands against it.
    """
    missed = [event for event in record.events if event.type not in found]
    wrong = [event for event in codings if event.type not in right]
    for event in missed:
        yield Fault("missed", f"{event.type}, said {_types(wrong)}", record.id, _told(event), record.sentence)
    for event in wrong:
        yield Fault("wrong", f"{event.type}, gold {_types(missed)}", record.id, _told(event), record.sentence)


def _types(events: Iterable[Coding]) -> str:
    return "+".join(sorted({event.type for event in events})) or "nothing else"


def _told(event: Coding) -> str:
    return f"{event.type} {'+'.join(event.actors) or '?'} -> {'+'.join(event.targets) or '?'}"
