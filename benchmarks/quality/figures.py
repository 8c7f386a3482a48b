"""The extraction run over every development set, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.quality import codings, mentions
from benchmarks.quality.calibration import Bucket, Judged, buckets, held_out
from benchmarks.quality.measures import Fault
from benchmarks.quality.news import News, measure_news
from benchmarks.quality.places import Places, check_places
from benchmarks.quality.sets import ARTICLES, RECORDS, SEED_ARTICLE, SEED_GOLD, load_articles, load_records
from kg.evaluation import scoring as evaluate
from kg.evaluation.article_edges import ArticleEdge, normalize, said_edges
from kg.export.plover import plover_type
from kg.export.plover_rules import load_plover_rules
from kg.ingest.articles import read_articles
from kg.model import Document, Reading
from kg.pipeline import Pipeline

__all__ = ["Figures", "faults", "measure"]

_BUCKETS = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that was measured. ``plv`` is None when that set was not given."""

    model: str
    version: str
    news: News
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


def measure(pipeline: Pipeline, plv: Path | None = None) -> Figures:
    """The figures of all sets; of the news sentences in ``plv`` too, when that file is there.

    Raises InputError.
    """
    seed, seed_scores = _seed(pipeline)
    records, read, plover = _coded(pipeline, RECORDS)
    more, more_read, plv_scores = _coded(pipeline, plv) if plv is not None else ([], [], None)
    articles, meantime = _mentions(pipeline)
    judged = [
        *_judged_edges(pipeline, seed, seed_scores),
        *_judged_types(pipeline, records, read),
        *_judged_types(pipeline, more, more_read),
    ]
    places = check_places([*seed, *read, *more_read, *articles])
    run = pipeline.run
    return Figures(
        run.model,
        run.version,
        measure_news(pipeline),
        seed_scores,
        plover,
        plv_scores,
        meantime,
        places,
        tuple(judged),
    )


def faults(pipeline: Pipeline, name: str, plv: Path | None = None) -> Sequence[Fault]:
    """What was missed and wrongly said in one set: ``seed``, ``plover``, ``plv`` or ``meantime``.

    Raises InputError.
    """
    if name == "seed":
        return list(_edge_faults(*_seed(pipeline)))
    if name == "meantime":
        return _mentions(pipeline)[1].faults
    return _coded(pipeline, plv if name == "plv" and plv is not None else RECORDS)[2].faults


def _seed(pipeline: Pipeline) -> tuple[list[Reading], evaluate.Scores]:
    readings = list(pipeline.read(read_articles([str(SEED_ARTICLE)])))
    statements = (statement for reading in readings for statement in reading.statements)
    return readings, evaluate.evaluate(statements, SEED_GOLD, pipeline.resources.ontology)


def _coded(pipeline: Pipeline, path: Path) -> tuple[list[codings.Record], list[Reading], codings.Scores]:
    """The records of a file, how their sentences were read, and the scores of that."""
    records = load_records(path)
    readings = list(pipeline.read(Document(record.id, record.sentence) for record in records))
    said = {
        reading.document.id: codings.said_codings(reading, pipeline.resources.ontology)
        for reading in readings
    }
    return records, readings, codings.score(records, said)


def _mentions(pipeline: Pipeline) -> tuple[list[Reading], mentions.Scores]:
    gold = load_articles(ARTICLES)
    wide = Pipeline(replace(pipeline.settings, open=True), nlp=pipeline.nlp)
    readings = list(wide.read(article.document for article in gold))
    return readings, mentions.score(gold, {reading.document.id: reading.statements for reading in readings})


def _judged_edges(
    pipeline: Pipeline, readings: Iterable[Reading], scores: evaluate.Scores
) -> Iterator[Judged]:
    """Each statement of the seed article, and whether its edge is in the gold."""
    wrong = {_key(edge) for edge in scores.wrong}
    for reading in readings:
        for statement in reading.statements:
            edges = said_edges([statement], pipeline.resources.ontology)
            yield from ((statement, not wrong & {_key(edge), _key(edge, turned=True)}) for edge in edges)


def _judged_types(
    pipeline: Pipeline, records: Iterable[codings.Record], readings: Iterable[Reading]
) -> Iterator[Judged]:
    """Each statement that tells an event, and whether people saw an event of that type in the sentence."""
    seen = {
        record.id: {name for event in record.events for name in (event.type, *event.also)}
        for record in records
    }
    ontology = pipeline.resources.ontology
    rules = load_plover_rules(ontology.plover_types)
    for reading in readings:
        for statement in reading.statements:
            if (name := plover_type(statement, ontology, rules)) is not None:
                yield statement, name in seen[reading.document.id]


def _key(edge: ArticleEdge, turned: bool = False) -> tuple[str, str, str, str]:
    subject, object_ = (edge.object, edge.subject) if turned else (edge.subject, edge.object)
    return edge.article, edge.relation, normalize(subject), normalize(object_)


def _edge_faults(readings: Iterable[Reading], scores: evaluate.Scores) -> Iterator[Fault]:
    """Edges missed, with the words that people quoted, and edges wrongly said, with the sentences that were
    read so.
    """
    quotes = _quotes()
    for edge in scores.missed:
        yield Fault(
            "missed",
            edge.relation,
            edge.article,
            _told(edge),
            " / ".join(quotes.get((edge.relation, edge.subject, edge.object), ())),
        )
    said: dict[tuple[str, str, str], dict[str, None]] = {}
    for statement in (one for reading in readings for one in reading.statements):
        if statement.subject is not None and statement.object is not None:
            key = (statement.relation or "", statement.subject.entity.label, statement.object.entity.label)
            said.setdefault(key, {})[f"[{statement.pattern}] {statement.sentence.text}"] = None
    for edge in scores.wrong:
        yield Fault(
            "wrong",
            edge.relation,
            edge.article,
            _told(edge),
            " / ".join(said.get((edge.relation, edge.subject, edge.object), ())),
        )


def _told(edge: ArticleEdge) -> str:
    return (
        f"{edge.subject} | {edge.relation} | {edge.object} | "
        f"{'/'.join(sorted(one for one in edge.modalities if one))}"
    )


def _quotes() -> Mapping[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for line in SEED_GOLD.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        found.setdefault((one["p"], one["s"], one["o"]), []).append(one["quote"])
    return found
