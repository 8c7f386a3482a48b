"""All sources of names, from checkouts to the corpora folder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from spacy.tokenizer import Tokenizer

from training.annotated import Annotated, to_names
from training.conllu import read_conllu
from training.corpus import WIKIGOLD_DEV, write_names
from training.gazetteer import Gazetteer, load_gazetteer
from training.names import given_names, load_table
from training.readers import columns
from training.readers.ewt import read_proper_nouns
from training.readers.gmb.corpus import read_gmb
from training.readers.gum import read_gum
from training.readers.re3d import read_re3d
from training.treebanks import ewt_files, gum_files


def write_all(raw: Path, corpora: Path, tokenizer: Tokenizer) -> None:
    """Write ner/*.tsv and eval/ner_dev.tsv.

    Texts in `raw`/withheld (*.txt) are kept out of the GMB's sentences.
    """
    gazetteer = load_gazetteer()
    rules = columns.LabelRules(gazetteer)
    given = given_names(load_table())
    withheld = [path.read_text(encoding="utf-8") for path in sorted((raw / "withheld").glob("*.txt"))]
    wikigold = list(
        _columns(raw / "juand/data/wikigold/CONLL-format/data/wikigold.conll.txt", rules.conll, gazetteer)
    )
    wnut = raw / "juand/data/WNUT17/CONLL-format/data"
    files = {
        "gum": _gum(raw, "train", gazetteer),
        "wikigold": iter(wikigold[:-WIKIGOLD_DEV]),
        "wnut": chain(
            _tweets(wnut / "train/wnut17train.conll", rules), _tweets(wnut / "dev/emerging.dev.conll", rules)
        ),
        **{
            f"btc_{section}": _tweets(raw / f"juand/data/BTC/CONLL-format/data/{section}.conll", rules)
            for section in "abg"
        },
        "uner_ewt_dev": columns.read_uner(
            raw / "uner/en_ewt-ud-dev.iob2", read_conllu(raw / "ewt/en_ewt-ud-dev.conllu"), rules
        ),
        "re3d": read_re3d(raw / "re3d", gazetteer),
        "ewt_partial": _ewt(raw, gazetteer, given),
        "gmb": read_gmb(raw / "gmb" / "ner_dataset.csv", gazetteer, given, withheld),
    }
    for name, items in files.items():
        write_names(to_names(items, tokenizer), corpora / "ner" / f"{name}.tsv")
    dev = chain(_gum(raw, "dev", gazetteer), wikigold[-WIKIGOLD_DEV:])
    write_names(to_names(dev, tokenizer), corpora / "eval" / "ner_dev.tsv")


def _gum(raw: Path, part: str, gazetteer: Gazetteer) -> Iterator[Annotated]:
    for _, path in gum_files(raw, part):
        yield from read_gum(read_conllu(path), gazetteer)


def _ewt(raw: Path, gazetteer: Gazetteer, given: frozenset[str]) -> Iterator[Annotated]:
    for _, path in ewt_files(raw, "train"):
        yield from read_proper_nouns(read_conllu(path), gazetteer, given)


def _columns(
    path: Path, rule: columns.LabelRule, gazetteer: Gazetteer, tweets: bool = False
) -> Iterator[Annotated]:
    with path.open(encoding="utf-8", errors="replace") as file:
        sentences = columns.read_columns(file, separator="\t" if tweets else None)
        yield from columns.read_labelled(
            columns.without_tweet_tokens(sentences) if tweets else sentences, rule, gazetteer
        )


def _tweets(path: Path, rules: columns.LabelRules) -> Iterator[Annotated]:
    return _columns(path, rules.social, rules.gazetteer, tweets=True)
