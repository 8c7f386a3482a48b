"""The steps of project.yml, one verb each: python -m training VERB ..."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).parent
DATA = HERE / "data"
_LIMIT = 25_000_000
"""Bytes that a shipped pipeline may take."""
_SUBSTITUTED = ("gum", "re3d", "wikigold", "uner_ewt_dev")
_READ = ("gmb", "ewt_partial", "gum", "wikigold", "re3d", "uner_ewt_dev", "wnut", "btc_a", "btc_b", "btc_g")
_TEMPLATE_ROUNDS = 40
_SEED = 5


def convert(raw: Path, corpora: Path) -> None:
    """Make the corpora from checkouts of their sources."""
    import spacy

    from training import treebanks
    from training.corpus import write_parses
    from training.readers.all import write_all

    tokenizer = spacy.blank("en").tokenizer
    for part, target in (("train", "parse/parse_train.tsv"), ("dev", "eval/parse_dev.tsv")):
        for_both = [*treebanks.ewt_files(raw, part), *treebanks.gum_files(raw, part)]
        write_parses(treebanks.convert_files(iter(for_both), tokenizer), corpora / target)
    write_all(raw, corpora, tokenizer)


def check(corpora: Path) -> None:
    """Exit with a list of faults if the corpora are not those named in sources.toml."""
    from training.sources import faults, load_catalogue

    found = faults(load_catalogue(HERE / "sources.toml"), corpora)
    if found:
        sys.exit("\n".join(found))


def prepare(corpora: Path, build: Path) -> None:
    """Write the binary dev sets, the sentences that are invented, and what is known of single
    words.
    """
    import spacy

    from training import corpus
    from training.annotated import to_names
    from training.known import save_vocabulary
    from training.news_names import read_news_names
    from training.news_set import write_news
    from training.vectors import read_vectors

    nlp = spacy.blank("en")
    corpus.save_parses(corpora / "eval/parse_dev.tsv", build / "parse_dev.spacy", nlp.vocab)
    for part in ("train", "dev"):
        names = to_names(read_news_names(part), nlp.tokenizer)
        corpus.write_names(names, build / f"annotated/news_{'names' if part == 'train' else 'dev'}.tsv")
    held = [
        *corpus.read_names(corpora / "eval/ner_dev.tsv"),
        *corpus.read_names(build / "annotated/news_dev.tsv"),
    ]
    dev = (corpus.names_doc([names], nlp.vocab) for names in held)
    corpus.save_docs(dev, build / "ner_dev.spacy", corpus.NAME_ATTRIBUTES)
    write_news(corpora / "parse/parse_train.tsv", build / "invented/news.tsv", nlp.tokenizer)
    _invent_names(corpora, build / "invented", nlp)
    save_vocabulary(_counted(corpora), read_vectors(), build / "known")


def _counted(corpora: Path) -> list[Path]:
    """The corpora whose words are counted."""
    return [corpora / "parse/parse_train.tsv", corpora / "ner/gmb.tsv"]


def _invent_names(corpora: Path, target: Path, nlp: Language) -> None:
    """Writes sentences with other names in them, and templates filled with names."""
    from training import augment, corpus
    from training.annotated import to_names
    from training.gazetteer import load_gazetteer
    from training.names import load_table

    gazetteer, table, rng = load_gazetteer(), load_table(), random.Random(_SEED)
    maker = augment.make_names(table, gazetteer, rng)
    sentences = (
        names for name in _SUBSTITUTED for names in corpus.read_names(corpora / "ner" / f"{name}.tsv")
    )
    docs = [corpus.names_doc([names], nlp.vocab) for names in sentences]
    copies = augment.substitute(docs, maker, gazetteer, rng)
    corpus.write_names(to_names(copies, nlp.tokenizer, numbers=False), target / "substituted.tsv")
    templates = augment.load_templates() * _TEMPLATE_ROUNDS
    filled = augment.fill_templates(templates, maker, table["title"], rng)
    corpus.write_names(to_names(filled, nlp.tokenizer), target / "templates.tsv")


def distil(corpora: Path) -> None:
    """Take vectors of common words from MiniLM (the extra `teacher`) and write them to
    data/vectors.xz.
    """
    from training.known import count_words
    from training.teacher.distil import distil as take
    from training.vectors import write_vectors

    lower, capital = count_words(_counted(corpora))
    write_vectors(take(lower + capital))


def teach(corpora: Path, build: Path) -> None:
    """Train the teacher and write it (the extra `teacher`)."""
    from training.teacher.teach import teach as train_teacher

    train_teacher(corpora, [build / "invented"], DATA / "teacher.toml", build / "teacher.pt")


def teach_names(corpora: Path, build: Path) -> None:
    """Train the teacher of names alone, on the annotated news too (the extra `teacher`)."""
    from training.teacher.teach import teach as train_teacher

    made = [build / "annotated", build / "invented"]
    train_teacher(corpora, made, DATA / "teacher_names.toml", build / "teacher_names.pt")


def label(corpora: Path, build: Path) -> None:
    """Let the teacher read the corpora of names (the extra `teacher`) and write what it read to
    data/readings.xz.
    """
    from training.readings import write_readings
    from training.teacher.label import label as read

    write_readings(read(build / "teacher.pt", {name: corpora / "ner" / f"{name}.tsv" for name in _READ}))


def label_names(corpora: Path, news: Path, build: Path) -> None:
    """Let the teacher of names read the corpora again, and open news: the names in data/readings.xz and
    data/open_names.xz (the extra `teacher`).
    """
    import spacy

    from training.corpus import UNKNOWN, Both, Names, read_names
    from training.open_names import open_texts, with_amounts, write_open_names
    from training.readings import read_readings, write_readings
    from training.teacher.label import read_names as read

    teacher = build / "teacher_names.pt"
    named = {name: list(read_names(corpora / "ner" / f"{name}.tsv")) for name in _READ}
    trees = read_readings(named)
    again = {
        name: [
            (own, Both(seen, both.parse))
            for own, seen, both in zip(named[name], read(teacher, named[name]), trees[name], strict=True)
        ]
        for name in named
    }
    write_readings(again)
    tokenizer = spacy.blank("en").tokenizer
    texts = ((name, with_amounts(text, tokenizer)) for name, text in open_texts(news).items())
    records = [(name, own) for name, own in texts if own is not None]
    silent = [
        Names(own.words, own.spaces, tuple(UNKNOWN if label == "O" else label for label in own.labels))
        for _, own in records
    ]
    write_open_names(
        (name, own, seen) for (name, own), seen in zip(records, read(teacher, silent), strict=True)
    )


def mix(corpora: Path, news: Path, build: Path) -> None:
    """Write the binary training sets: short documents with trees, and with names."""
    import spacy

    from training import corpus
    from training import mix as sets
    from training.open_names import open_texts, read_open_names
    from training.raising import raise_objects
    from training.readings import read_readings

    vocab, invented, ready = spacy.blank("en").vocab, build / "invented", build / "ready"
    read = read_readings({name: corpus.read_names(corpora / "ner" / f"{name}.tsv") for name in _READ})
    for name, sentences in read.items():
        mended = [corpus.Both(both.names, both.parse and raise_objects(both.parse)) for both in sentences]
        corpus.write_both(sets.in_documents(name, mended), ready / f"{name}.tsv")
    known = {both.names.words: both.names for sentences in read.values() for both in sentences}
    for source in (corpora / "parse/parse_train.tsv", invented / "news.tsv"):
        trees = ((document, raise_objects(parse)) for document, parse in corpus.read_parses(source))
        corpus.write_both(sets.joined(trees, known), ready / source.name)
    lone = {
        source.stem: corpus.read_names(source)
        for source in (
            invented / "substituted.tsv",
            invented / "templates.tsv",
            build / "annotated/news_names.tsv",
        )
    }
    lone["open_names"] = read_open_names(open_texts(news), spacy.blank("en").tokenizer)
    for name, unparsed in lone.items():
        named = [corpus.Both(names, None) for names in unparsed]
        corpus.write_both(sets.in_documents(name, named), ready / f"{name}.tsv")
    docs = sets.mix(ready, sets.load_shares(DATA / "mix.toml"), vocab)
    corpus.save_docs(filter(sets.has_trees, docs), build / "trees.spacy", corpus.PARSE_ATTRIBUTES)
    docs = sets.mix(ready, sets.load_shares(DATA / "mix_names.toml"), vocab)
    corpus.save_docs(filter(sets.has_names, docs), build / "names.spacy", corpus.NAME_ATTRIBUTES)


def train(config: Path, target: Path) -> None:
    """Train what the configuration describes, and write model-best and model-last."""
    from spacy.cli.train import train as spacy_train

    from training.products import use_numpy

    use_numpy()
    spacy_train(config, target)


def refine(config: Path, pipeline: Path, target: Path) -> None:
    """Train the components of a pipeline on, as data/refine.toml says, and write them as
    `refined`.
    """
    import spacy
    from thinc.api import Config

    from training.refine import average, load_terms, refining

    terms = load_terms(DATA / "refine.toml")
    target.mkdir(parents=True, exist_ok=True)
    refining(Config().from_disk(config, interpolate=False), pipeline, terms).to_disk(target / "refine.cfg")
    train(target / "refine.cfg", target)
    refined = spacy.load(target / "model-last")
    average(spacy.load(pipeline), refined, terms["share"])
    refined.to_disk(target / "refined")


def assemble(parser: Path, names: Path, target: Path) -> None:
    """Write the whole pipeline with its description."""
    from training import assemble as parts
    from training.sources import load_catalogue

    nlp = parts.assemble(parser, names, DATA / "attributes.toml")
    with (DATA / "meta.toml").open("rb") as file:
        parts.describe(nlp, tomllib.load(file), list(load_catalogue(HERE / "sources.toml").sources))
    nlp.to_disk(target)
    parts.forget_strings(target)


def evaluate(pipeline: Path, folder: Path, build: Path) -> None:
    """Write the scores on `folder`/parse_dev.tsv and ner_dev.tsv and on the annotated news to
    `build`/scores.json.
    """
    from training.evaluate import evaluate as measure
    from training.report import save_scores

    sets = (folder / "parse_dev.tsv", folder / "ner_dev.tsv", build / "annotated/news_dev.tsv")
    save_scores(measure(pipeline, *sets), build / "scores.json")


def report(scores: Path, pipeline: Path, page: Path) -> None:
    """Put the scores into the page and the pipeline's meta.json."""
    from training import report as tables

    loaded = tables.load_scores(scores)
    page.write_text(
        tables.insert(tables.markdown(loaded), page.read_text(encoding="utf-8")), encoding="utf-8"
    )
    tables.write_meta(pipeline, loaded)


def package(pipeline: Path, target: Path) -> None:
    """Replace the pipeline that ships. Exits if it is larger than 25 MB."""
    size = sum(path.stat().st_size for path in pipeline.rglob("*") if path.is_file())
    if size > _LIMIT:
        sys.exit(f"{pipeline}: {size / 1e6:.1f} MB, more than {_LIMIT / 1e6:.0f} MB")
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(pipeline, target)


_VERBS: dict[str, tuple[Callable[..., None], tuple[str, ...]]] = {
    "convert": (convert, ("raw", "corpora")),
    "check": (check, ("corpora",)),
    "prepare": (prepare, ("corpora", "build")),
    "distil": (distil, ("corpora",)),
    "teach": (teach, ("corpora", "build")),
    "label": (label, ("corpora", "build")),
    "teach-names": (teach_names, ("corpora", "build")),
    "label-names": (label_names, ("corpora", "news", "build")),
    "mix": (mix, ("corpora", "news", "build")),
    "train": (train, ("config", "target")),
    "refine": (refine, ("config", "pipeline", "target")),
    "assemble": (assemble, ("parser", "names", "target")),
    "evaluate": (evaluate, ("pipeline", "folder", "build")),
    "report": (report, ("scores", "pipeline", "page")),
    "package": (package, ("pipeline", "target")),
}


def main(arguments: list[str] | None = None) -> None:
    """Run one step, the small network's on one thread so that sums come out the same."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, (step, parameters) in _VERBS.items():
        verb = verbs.add_parser(name, help=step.__doc__)
        for parameter in parameters:
            verb.add_argument(parameter, type=Path)
    chosen = vars(parser.parse_args(arguments))
    if chosen["verb"] not in ("distil", "teach", "label", "teach-names", "label-names"):
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    step, parameters = _VERBS[chosen["verb"]]
    step(*(chosen[parameter] for parameter in parameters))


if __name__ == "__main__":
    main()
