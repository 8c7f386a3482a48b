"""The extraction run over every development set, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.quality import codings, mentions
from benchmarks.quality.calibration import Bucket, Judged, buckets, held_out
from benchmarks.quality.measures import Fault
from benchmarks.quality.places import Places, check_places
from benchmarks.quality.sets import ARTICLES, RECORDS, SEED_ARTICLE, SEED_GOLD, load_articles, load_records
from kg.asking import evaluate
from kg.asking.plover import plover_type
from kg.model import Document, Reading
from kg.pipeline import Road
from kg.reading.articles import read_articles

__all__ = ["Figures", "faults", "measure"]

_BUCKETS = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that was measured. ``plv`` is None when that set was not given."""

    model: str
    version: str
    seed: evaluate.Scores
    plover: codings.Scores
    plv: codings.Scores | None
    meantime: mentions.Scores
    places: Places
    judged: tuple[Judged, ...]

    @property
    def calibration(self) -> tuple[Bucket, ...]:
        """The judged statements by the confidence that weights fitted to other articles give them."""
        return buckets(held_out(self.judged), _BUCKETS)


def measure(road: Road, plv: Path | None = None) -> Figures:
    """The figures of all sets; of the news sentences in ``plv`` too, when that file is there. Raises InputError."""
    seed, seed_scores = _seed(road)
    records, read, plover = _coded(road, RECORDS)
    more, more_read, plv_scores = _coded(road, plv) if plv is not None else ([], [], None)
    articles, meantime = _mentions(road)
    judged = [*_judged_edges(road, seed, seed_scores), *_judged_types(road, records, read), *_judged_types(road, more, more_read)]
    places = check_places([*seed, *read, *more_read, *articles])
    run = road.run
    return Figures(run.model, run.version, seed_scores, plover, plv_scores, meantime, places, tuple(judged))


def faults(road: Road, name: str, plv: Path | None = None) -> Sequence[Fault]:
    """What was missed and wrongly said in one set: ``seed``, ``plover``, ``plv`` or ``meantime``. Raises InputError."""
    if name == "seed":
        return list(_edge_faults(*_seed(road)))
    if name == "meantime":
        return _mentions(road)[1].faults
    return _coded(road, plv if name == "plv" and plv is not None else RECORDS)[2].faults


def _seed(road: Road) -> tuple[list[Reading], evaluate.Scores]:
    readings = list(road.read(read_articles([str(SEED_ARTICLE)])))
    statements = (statement for reading in readings for statement in reading.statements)
    return readings, evaluate.evaluate(statements, SEED_GOLD, road.ontology)


def _coded(road: Road, path: Path) -> tuple[list[codings.Record], list[Reading], codings.Scores]:
    """The records of a file, how their sentences were read, and the scores of that."""
    records = load_records(path)
    readings = list(road.read(Document(record.id, record.sentence) for record in records))
    said = {reading.document.id: codings.said_codings(reading, road.ontology) for reading in readings}
    return records, readings, codings.score(records, said)


def _mentions(road: Road) -> tuple[list[Reading], mentions.Scores]:
    gold = load_articles(ARTICLES)
    wide = Road(replace(road.settings, open=True), nlp=road.nlp)
    readings = list(wide.read(article.document for article in gold))
    return readings, mentions.score(gold, {reading.document.id: reading.statements for reading in readings})


def _judged_edges(road: Road, readings: Iterable[Reading], scores: evaluate.Scores) -> Iterator[Judged]:
    """Each statement of the seed article, and whether its edge is in the gold."""
    wrong = {_key(edge) for edge in scores.wrong}
    for reading in readings:
        for statement in reading.statements:
            edges = evaluate.said_edges([statement], road.ontology)
            yield from ((statement, not wrong & {_key(edge), _key(edge, turned=True)}) for edge in edges)


def _judged_types(road: Road, records: Iterable[codings.Record], readings: Iterable[Reading]) -> Iterator[Judged]:
    """Each statement that tells an event, and whether people saw an event of that type in the sentence."""
    seen = {record.id: {name for event in record.events for name in (event.type, *event.also)} for record in records}
    for reading in readings:
        for statement in reading.statements:
            if (name := plover_type(statement, road.ontology)) is not None:
                yield statement, name in seen[reading.document.id]


def _key(edge: evaluate.Edge, turned: bool = False) -> tuple[str, str, str, str]:
    subject, object_ = (edge.object, edge.subject) if turned else (edge.subject, edge.object)
    return edge.article, edge.relation, evaluate.normalize(subject), evaluate.normalize(object_)


def _edge_faults(readings: Iterable[Reading], scores: evaluate.Scores) -> Iterator[Fault]:
    """Edges missed, with the words that people quoted, and edges wrongly said, with the sentences that were read so."""
    quotes = _quotes()
    for edge in scores.missed:
        yield Fault(
            "missed", edge.relation, edge.article, _told(edge), " / ".join(quotes.get((edge.relation, edge.subject, edge.object), ()))
        )
    said: dict[tuple[str, str, str], dict[str, None]] = {}
    for statement in (one for reading in readings for one in reading.statements):
        if statement.subject is not None and statement.object is not None:
            key = (statement.relation or "", statement.subject.entity.label, statement.object.entity.label)
            said.setdefault(key, {})[f"[{statement.pattern}] {statement.sentence.text}"] = None
    for edge in scores.wrong:
        yield Fault("wrong", edge.relation, edge.article, _told(edge), " / ".join(said.get((edge.relation, edge.subject, edge.object), ())))


def _told(edge: evaluate.Edge) -> str:
    return f"{edge.subject} | {edge.relation} | {edge.object} | {'/'.join(sorted(one for one in edge.modalities if one))}"


def _quotes() -> Mapping[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for line in SEED_GOLD.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        found.setdefault((one["p"], one["s"], one["o"]), []).append(one["quote"])
    return found
