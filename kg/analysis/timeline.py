"""Store -> what happened to an actor, or between two, over time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.analysis.days import days_of
from kg.analysis.lookup import find_entity, relation_labels
from kg.analysis.nodes import nodes
from kg.analysis.ontology_of import ontology_of
from kg.analysis.tables import tables
from kg.rdf import selections
from kg.rdf.layout import MODALITIES, term_name
from kg.store.select import cell_iri, rows
from kg.table import Row

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["Happening", "Timeline", "timeline"]

OTHERS = "others"
ALONE = "nobody named"


@dataclass(frozen=True, slots=True)
class Happening:
    """What statements of one event say of the same two, or one statement that belongs to no event.

    ``begin`` and ``end`` are days, those of the article where ``dated`` is False. ``lane`` is who the other
    is, or the relation between the two; ``text`` says it in words, ``sentence`` is the surest one.
    """

    begin: date
    end: date
    dated: bool
    lane: str
    relation: str
    label: str
    modality: str
    text: str
    sentence: str
    article: str
    published: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The happenings in the order of time, and the lanes, that with most happenings first.

    ``whom`` are the labels of the actors; ``undated`` counts what has no date, nor has its article.
    """

    whom: tuple[str, ...]
    lanes: tuple[str, ...]
    happenings: tuple[Happening, ...]
    undated: int


def timeline(store: Store, actor: str, other: str | None = None, top: int = 12) -> Timeline:
    """What an actor does and what is done to it, in a lane for each of the ``top`` others; with ``other``,
    what is between the two, in a lane for each relation.

    A country stands for all who act for it. Relations that only say what somebody is are left out. Raises
    UnknownEntity.
    """
    ids = [find_entity(store, name) for name in (actor, other) if name is not None]
    known = nodes(store, ids)
    sides = [_side(id) for id in ids]
    labels = relation_labels(store)
    left_out = {term_name(cell_iri(p)) for (p,) in rows(ontology_of(store), selections.DESCRIPTIVE)}
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in tables(store).statements:
        lane = _lane(row, sides, labels) if row["relation"] and row["relation"] not in left_out else None
        if lane is not None:
            event = row["event"] or row["statement"]
            groups[str(event), lane, str(row["relation"]), str(row["modality"])].append(row)
    found = [_happening(key[1], group, labels) for key, group in groups.items()]
    dated = [one for one in found if one is not None]
    lanes = [lane for lane, _ in sorted(Counter(one.lane for one in dated).items(), key=_most)]
    shown = lanes if len(lanes) <= top or other else [*lanes[: top - 1], OTHERS]
    happenings = [one if one.lane in shown else _moved(one) for one in dated]
    order = sorted(happenings, key=lambda one: (one.begin, one.end, one.text, one.article))
    return Timeline(tuple(known[id].label for id in ids), tuple(shown), tuple(order), len(found) - len(dated))


def _most(pair: tuple[str, int]) -> tuple[bool, int, str]:
    return (pair[0] == ALONE, -pair[1], pair[0])


def _side(id: str) -> Callable[[Row, str], bool]:
    """Tells whether one end of a statement is an actor, or acts for it where it is a country."""
    code = id.removeprefix("country/").upper() if id.startswith("country/") else None

    def is_end(row: Row, end: str) -> bool:
        return row[end] == id or (code is not None and row[f"{end}_country"] == code)

    return is_end


def _lane(row: Row, sides: list[Callable[[Row, str], bool]], labels: dict[str, str]) -> str | None:
    """The lane of a statement; None for one of others."""
    for one, other in (("subject", "object"), ("object", "subject")):
        if not row[one] or not sides[0](row, one):
            continue
        if len(sides) == 1:
            return str(row[f"{other}_label"] or ALONE)
        if row[other] and sides[1](row, other):
            return labels.get(str(row["relation"]), str(row["relation"]))
    return None


def _happening(lane: str, group: Iterable[Row], labels: dict[str, str]) -> Happening | None:
    surest = min(group, key=lambda row: (-float(str(row["confidence"])), str(row["statement"])))
    told = [_text(surest["begin_said"]), _text(surest["end_said"])]
    days = days_of(told[0], told[1], _text(surest["published"]))
    if days is None:
        return None
    try:
        begin, end = (date.fromisoformat(day) for day in days)
    except ValueError:
        return None
    relation = str(surest["relation"])
    ends = [str(surest[f"{end}_label"] or "somebody") for end in ("subject", "object")]
    return Happening(
        begin,
        max(begin, end),
        days_of(told[0], told[1]) is not None,
        lane,
        relation,
        labels.get(relation, relation),
        next(name for name in MODALITIES if name == surest["modality"]),
        f"{ends[0]} {labels.get(relation, relation)} {ends[1]}",
        " ".join(str(surest["sentence"]).split()),
        str(surest["title"] or surest["article"]),
        _text(surest["published"]),
        len({row["reprint_of"] or row["article"] for row in group}),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moved(one: Happening) -> Happening:
    return replace(one, lane=OTHERS)
