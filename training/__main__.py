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

HERE = Path(__file__).parent
DATA = HERE / "data"
_LIMIT = 25_000_000
"""Bytes that a shipped pipeline may take."""
_SUBSTITUTED = ("gum", "re3d", "wikigold", "uner_ewt_dev")
_TEMPLATE_ROUNDS = 40
_SEED = 5


def convert(raw: Path, corpora: Path) -> None:
    """Nothing; makes the corpora from checkouts of their sources."""
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
    """Nothing; exits with a list of faults if the corpora are not those named in sources.toml."""
    from training.sources import faults, load_catalogue

    found = faults(load_catalogue(HERE / "sources.toml"), corpora)
    if found:
        sys.exit("\n".join(found))


def prepare(corpora: Path, build: Path) -> None:
    """Nothing; writes the binary training and dev sets, and the invented sentences that go into them."""
    import spacy

    from training import corpus, mix

    nlp = spacy.blank("en")
    for part, source in (("train", "parse/parse_train.tsv"), ("dev", "eval/parse_dev.tsv")):
        corpus.save_parses(corpora / source, build / f"parse_{part}.spacy", nlp.vocab)
    dev = (corpus.names_doc([names], nlp.vocab) for names in corpus.read_names(corpora / "eval/ner_dev.tsv"))
    corpus.save_names(dev, build / "ner_dev.spacy")
    invent(corpora, build)
    shares = mix.load_shares(DATA / "mix.toml")
    corpus.save_names(mix.mix_names([build / "names", corpora / "ner"], shares, nlp.vocab), build / "ner_train.spacy")


def invent(corpora: Path, build: Path) -> None:
    """Nothing; writes sentences with other names in them, and invented ones."""
    import spacy

    from training import augment, corpus
    from training.annotated import to_names
    from training.gazetteer import load_gazetteer
    from training.names import load_table

    nlp, gazetteer, table, rng = spacy.blank("en"), load_gazetteer(), load_table(), random.Random(_SEED)
    maker = augment.make_names(table, gazetteer, rng)
    sentences = (names for name in _SUBSTITUTED for names in corpus.read_names(corpora / "ner" / f"{name}.tsv"))
    docs = [corpus.names_doc([names], nlp.vocab) for names in sentences]
    copies = augment.substitute(docs, maker, gazetteer, rng)
    corpus.write_names(to_names(copies, nlp.tokenizer, numbers=False), build / "names" / "substituted.tsv")
    templates = augment.load_templates() * _TEMPLATE_ROUNDS
    filled = augment.fill_templates(templates, maker, table["title"], rng)
    corpus.write_names(to_names(filled, nlp.tokenizer), build / "names" / "templates.tsv")


def train(config: Path, target: Path) -> None:
    """Nothing; trains what the configuration describes, and writes model-best and model-last."""
    from spacy.cli.train import train as spacy_train

    spacy_train(config, target)


def news(source: Path, target: Path) -> None:
    """Nothing; writes news sentences made from a parse file, and the treebanks with them mixed in."""
    import spacy

    from training.news_set import save_news

    save_news(source, target, spacy.blank("en"))


def blend(tuned: Path, base: Path, share: Path, target: Path) -> None:
    """Nothing; writes the mean of two parsers of the same shape, ``share`` of it the first."""
    import spacy

    from training.blend import blend as mean

    mean(spacy.load(tuned), spacy.load(base), float(str(share))).to_disk(target)


def assemble(parser: Path, names: Path, target: Path) -> None:
    """Nothing; writes the whole pipeline with its description."""
    from training import assemble as parts
    from training.sources import load_catalogue

    nlp = parts.assemble(parser, names, DATA / "attributes.toml")
    with (DATA / "meta.toml").open("rb") as file:
        parts.describe(nlp, tomllib.load(file), list(load_catalogue(HERE / "sources.toml").sources))
    nlp.to_disk(target)


def evaluate(pipeline: Path, folder: Path, scores: Path) -> None:
    """Nothing; writes the scores on `folder`/parse_dev.tsv and ner_dev.tsv."""
    from training.evaluate import evaluate as measure
    from training.report import save_scores

    save_scores({"dev": measure(pipeline, folder / "parse_dev.tsv", folder / "ner_dev.tsv")}, scores)


def report(scores: Path, pipeline: Path, page: Path) -> None:
    """Nothing; puts the scores into the page and the pipeline's meta.json."""
    from training import report as tables

    loaded = tables.load_scores(scores)
    page.write_text(tables.insert(tables.markdown(loaded), page.read_text(encoding="utf-8")), encoding="utf-8")
    tables.write_meta(pipeline, loaded)


def package(pipeline: Path, target: Path) -> None:
    """Nothing; replaces the pipeline that ships. Exits if it is larger than 25 MB."""
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
    "train": (train, ("config", "target")),
    "news": (news, ("source", "target")),
    "blend": (blend, ("tuned", "base", "share", "target")),
    "assemble": (assemble, ("parser", "names", "target")),
    "evaluate": (evaluate, ("pipeline", "folder", "scores")),
    "report": (report, ("scores", "pipeline", "page")),
    "package": (package, ("pipeline", "target")),
}


def main(arguments: list[str] | None = None) -> None:
    """Nothing; runs one step, on one thread so that sums come out the same."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, (step, parameters) in _VERBS.items():
        verb = verbs.add_parser(name, help=(step.__doc__ or "").removeprefix("Nothing; "))
        for parameter in parameters:
            verb.add_argument(parameter, type=Path)
    chosen = vars(parser.parse_args(arguments))
    step, parameters = _VERBS[chosen["verb"]]
    step(*(chosen[parameter] for parameter in parameters))


if __name__ == "__main__":
    main()
