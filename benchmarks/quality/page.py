"""The figures as tables for readers, between the two marks of docs/quality.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.quality.calibration import Bucket
from benchmarks.quality.codings import Scores as Codings
from benchmarks.quality.figures import Figures
from benchmarks.quality.measures import Tally
from benchmarks.quality.news import News
from kg.errors import DataError
from kg.evaluation import scoring as evaluate
from kg.evaluation.annotated import AnnotatedScore

__all__ = ["BEGIN", "END", "insert", "overview", "tables"]

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_PETRARCH = "Universal PETRARCH"
_CODER = "a language model that is told both actors"
_NEWSREADER = "NewsReader"
_NEWS = (
    "right or wrong",
    "precision",
    "recall, two",
    "recall, one",
    "F1",
    "modality",
    "separation",
)


def overview(figures: Figures) -> str:
    """The table of all sets, beside other systems on the same data."""
    seed, mentions, news = figures.seed.overall, figures.meantime, figures.news.scores[""]
    rows = [
        (
            "annotated news, dev part",
            "statements",
            str(news.rows + news.rows_one),
            _two(news.precision),
            _two((news.found + news.found_one) / (news.rows + news.rows_one)),
            _two(news.f1),
            "",
            "annotators .94",
        ),
        ("seed article, gold statements", "typed edges", str(seed.gold), *_ratios(seed), ".88", ""),
        (
            "",
            "modality of the edges found: accuracy",
            str(seed.found),
            "",
            "",
            _two(seed.modality_accuracy),
            ".92",
            "",
        ),
        *_coded(
            "PLOVER gold standard records",
            figures.plover,
            (".72", f"{_PETRARCH} .53"),
            (".55", f"{_PETRARCH} .28"),
        ),
        *_coded("PLV news sentences", figures.plv, (".72", f"{_PETRARCH} .48; {_CODER} .79")),
        (
            "MEANTIME, open statements",
            "events",
            str(mentions.events.gold),
            *_ratios(mentions.events),
            ".75",
            f"{_NEWSREADER} .61",
        ),
        (
            "",
            "links to A0 and A1",
            str(mentions.links.gold),
            *_ratios(mentions.links),
            ".50",
            f"{_NEWSREADER} .31",
        ),
        *_places(figures),
    ]
    header = ("set", "what is scored", "in the gold", "precision", "recall", "F1", "aim", "others, F1")
    return "\n".join(_table(header, rows, "llrrrrrl"))


def _coded(
    name: str, scores: Codings | None, types: tuple[str, str], dyads: tuple[str, str] | None = None
) -> Iterator[tuple[str, ...]]:
    """Rows of event types and, where people gave codes, of dyads; of no figures when the set was not
    there.
    """
    if scores is None:
        yield (name, "event type (run with `--plv`)", "", "", "", "", *types)
        return
    yield (name, "event type", str(scores.types.gold), *_ratios(scores.types), *types)
    if dyads:
        yield ("", "dyad: type and both countries", str(scores.dyads.gold), *_ratios(scores.dyads), *dyads)


def _places(figures: Figures) -> Iterator[tuple[str, ...]]:
    found = figures.places
    for what, right in (
        ("sentence is the article's text at its offsets", found.sentences),
        ("words located in the sentence", found.words),
    ):
        share = 100 * right / found.statements if found.statements else 0.0
        shown = f"{share:.0f} %" if right in (0, found.statements) else f"{share:.2f} %"
        name = "every statement of these sets" if what.startswith("sentence") else ""
        yield (name, f"{what}: share", f"{found.statements:,} said", "", "", shown, "100 %", "")


def tables(figures: Figures) -> str:
    """The overview, and the rows behind it: by relation, by event type, by role and by confidence."""
    lines = [
        f"Measured with newskg {figures.version} and the pipeline `{figures.model}`.",
        "",
        overview(figures),
        "",
        "### Annotated news, by threshold",
        "",
        *_curve(figures.news),
        "",
        "![precision over recall](precision-recall.svg)",
        "",
        "### Annotated news at the default threshold, by kind of text and relation",
        "",
        *_annotated(figures.news),
    ]
    lines += ["", "### Typed edges of the seed article, by relation", "", *_relations(figures.seed)]
    lines += [
        "",
        "### PLOVER gold standard records, by event type",
        "",
        *_tallies("event type", figures.plover.by_type),
    ]
    if figures.plv is not None:
        lines += [
            "",
            "### PLV news sentences, by event type",
            "",
            *_tallies("event type", figures.plv.by_type),
        ]
    lines += ["", "### MEANTIME, by role", "", *_tallies("role", figures.meantime.roles)]
    lines += ["", "### Confidence", "", *_buckets(figures.calibration)]
    return "\n".join(lines)


def _curve(news: News) -> Iterator[str]:
    rows = [(_two(least), *_of(one)) for least, one in news.curve]
    yield from _table(("from", *_NEWS), rows, "rrrrrrrr")


def _annotated(news: News) -> Iterator[str]:
    named = [(f"`{name}`" if name else "all", one) for name, one in news.scores.items()]
    rows = [
        (name, str(one.rows), str(one.rows_one), *_of(one))
        for name, one in (*((f"{name} (texts)", one) for name, one in news.parts.items()), *named)
    ]
    yield from _table(("", "rows, two", "rows, one", *_NEWS), rows, "lrrrrrrrrr")


def _of(one: AnnotatedScore) -> tuple[str, ...]:
    said, found = one.right + one.wrong, one.found + one.found_one
    return (
        str(said),
        _two(one.precision) if said else "",
        _two(one.recall) if one.rows else "",
        _two(one.recall_one) if one.rows_one else "",
        _two(one.f1) if one.rows + one.rows_one else "",
        _two(one.modality_accuracy) if found else "",
        "" if one.separation is None else _two(one.separation),
    )


def _relations(scores: evaluate.Scores) -> Iterator[str]:
    header = ("relation", "in the gold", "said", "precision", "recall", "F1", "modality", "optional")
    rows = [
        (
            f"`{name}`",
            str(one.gold),
            str(one.said),
            *_ratios(one),
            _two(one.modality_accuracy) if one.found else "",
            str(one.optional),
        )
        for name, one in scores.relations.items()
    ]
    yield from _table(header, rows, "lrrrrrrr")


def _tallies(title: str, counts: Mapping[str, Tally]) -> Iterator[str]:
    rows = [(name, str(one.gold), str(one.said), *_ratios(one)) for name, one in counts.items()]
    yield from _table((title, "in the gold", "said", "precision", "recall", "F1"), rows, "lrrrrr")


def _buckets(found: Iterable[Bucket]) -> Iterator[str]:
    rows = [
        (
            _two(one.confidence),
            str(one.statements),
            str(one.right),
            _two(one.right / one.statements),
            " to ".join(map(_two, one.interval())),
        )
        for one in found
    ]
    yield from _table(("confidence", "statements", "right", "share right", "95 % interval"), rows, "lrrrr")


def _ratios(one: Tally | evaluate.Score) -> tuple[str, str, str]:
    return (
        _two(one.precision) if one.said else "",
        _two(one.recall) if one.gold else "",
        _two(one.f1) if one.gold else "",
    )


def _two(share: float) -> str:
    """The share with two decimals, as the literature writes it: ".72"."""
    return f"{share:.2f}".removeprefix("0")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], sides: str) -> Iterator[str]:
    marks = ("---:" if side == "r" else "---" for side in sides)
    yield from (f"| {' | '.join(cells)} |" for cells in (header, tuple(marks), *rows))


def insert(found: str, page: str) -> str:
    """The page with the tables between its two marks. Raises DataError when it lacks them."""
    before, begun, rest = page.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not begun or not closed:
        raise DataError(
            "docs/quality.md", f"lacks the marks {BEGIN} and {END}", "put them where the tables belong"
        )
    return f"{before}{BEGIN}\n{found}\n{END}{after}"
