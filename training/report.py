"""The scores as tables for readers, and as the pipeline's own meta data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from training.evaluate import ATTACHMENTS, Count, Scores, total

BEGIN, END = "<!-- scores: begin -->", "<!-- scores: end -->"


def load_scores(path: Path) -> dict[str, Scores]:
    """The scores of a file by test set."""
    return {
        name: Scores.from_dict(values)
        for name, values in json.loads(path.read_text(encoding="utf-8")).items()
    }


def save_scores(scores: Mapping[str, Scores], path: Path) -> None:
    """Write scores by test set."""
    values = {name: value.as_dict() for name, value in scores.items()}
    path.write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def percent(share: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{100 * share:.1f}"


def markdown(scores: Mapping[str, Scores]) -> str:
    """The tables: one line per test set, then attachments, all labels and names by label on the first set."""
    lines = [*_overview(scores)]
    name, value = next(iter(scores.items()))
    lines += ["", f"Arguments of the verb on {name}: the right word with the right label.", ""]
    lines += _counts(
        {label: value.labels.get(label, Count()) for label in ATTACHMENTS}, "label", "the five together"
    )
    lines += ["", f"All labels on {name}, F1: {_label_list(value.labels)}."]
    lines += ["", f"Names on {name}.", ""]
    lines += _counts(value.names, "label", "all")
    return "\n".join(lines)


def _overview(scores: Mapping[str, Scores]) -> Iterable[str]:
    yield (
        "| test set | tokens | tag | lemma | UAS | LAS | sentences F1 | arguments F1 | names F1 | "
        "tokens per CPU second | peak memory |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for name, value in scores.items():
        shares = (
            value.tag,
            value.lemma,
            value.uas,
            value.las,
            value.sentences.f1,
            total(value.labels, ATTACHMENTS).f1,
        )
        trees = [f"{value.tokens:,}", *map(percent, shares)] if value.tokens else [""] * (1 + len(shares))
        names = percent(total(value.names).f1) if value.names else ""
        cost = (f"{value.rate:,.0f}", f"{value.memory:.0f} MB") if value.rate else ("", "")
        yield "| " + " | ".join([name, *trees, names, *cost]) + " |"


def _counts(counts: Mapping[str, Count], title: str, sum_title: str) -> Iterable[str]:
    yield f"| {title} | in the gold | precision | recall | F1 |"
    yield "|---|---|---|---|---|"
    for label, count in [*counts.items(), (sum_title, total(dict(counts)))]:
        yield (
            f"| {label} | {count.gold} | {percent(count.precision)} | {percent(count.recall)} | "
            f"{percent(count.f1)} |"
        )


def _label_list(labels: Mapping[str, Count]) -> str:
    frequent = sorted(
        (label for label, count in labels.items() if count.gold >= 20), key=lambda label: -labels[label].gold
    )
    return ", ".join(f"{label} {percent(labels[label].f1)}" for label in frequent)


def insert(tables: str, page: str) -> str:
    """The page with the tables between its two marks."""
    before, found, rest = page.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"the page lacks the marks {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


def meta_scores(scores: Mapping[str, Scores]) -> dict[str, Any]:
    """The scores in the words of spaCy's meta.json, by test set."""
    return {name: _meta(value) for name, value in scores.items()}


def _meta(value: Scores) -> dict[str, Any]:
    return {**(_meta_trees(value) if value.tokens else {}), **(_meta_names(value) if value.names else {})}


def _meta_trees(value: Scores) -> dict[str, Any]:
    return {
        "tag_acc": round(value.tag, 4),
        "lemma_acc": round(value.lemma, 4),
        "dep_uas": round(value.uas, 4),
        "dep_las": round(value.las, 4),
        "sents_f": round(value.sentences.f1, 4),
        "arguments_f": round(total(value.labels, ATTACHMENTS).f1, 4),
        "dep_las_per_type": {label: _prf(count) for label, count in sorted(value.labels.items())},
    }


def _meta_names(value: Scores) -> dict[str, Any]:
    names = total(value.names)
    return {
        "ents_p": round(names.precision, 4),
        "ents_r": round(names.recall, 4),
        "ents_f": round(names.f1, 4),
        "ents_per_type": {label: _prf(count) for label, count in value.names.items()},
    }


def _prf(count: Count) -> dict[str, float]:
    return {"p": round(count.precision, 4), "r": round(count.recall, 4), "f": round(count.f1, 4)}


def write_meta(pipeline: Path, scores: Mapping[str, Scores]) -> None:
    """Put the scores into the pipeline's meta.json, as `performance` (the first set) and `accuracy`
    (all).
    """
    path = pipeline / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    by_set = meta_scores(scores)
    meta["performance"] = next(iter(by_set.values()))
    meta["accuracy"] = by_set
    path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
