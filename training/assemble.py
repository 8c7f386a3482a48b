"""The trained parts, put together as one pipeline that says what it is."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from training.sources import Source


def assemble(parser: Path, names: Path | None, attributes: Path) -> Language:
    """tok2vec, tagger and parser, attribute_ruler, rule lemmatizer and, if given, the names' own network.

    `parser` may be a whole pipeline, of which tok2vec, tagger and parser are taken.
    """
    nlp = spacy.load(parser, exclude=["attribute_ruler", "lemmatizer", "ner"])
    add_attributes(nlp, load_attributes(attributes))
    lemmatizer: Any = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize()  # tables of spacy-lookups-data, MIT
    if names is not None:
        source = spacy.load(names)
        if len(source.vocab.vectors):
            nlp.vocab.vectors = source.vocab.vectors
        nlp.add_pipe("ner", source=source)
    return nlp


def forget_strings(folder: Path) -> None:
    """Take out of a pipeline's folder the words that its vocabulary has seen in training. Those of
    the language stay, and each component brings its own labels.
    """
    strings = sorted(spacy.blank("en").vocab.strings)
    (folder / "vocab" / "strings.json").write_text(json.dumps(strings, ensure_ascii=False), encoding="utf-8")


def load_attributes(path: Path) -> dict[str, Any]:
    """The table of attribute rules: `pos` and `morph` by tag, and a list `rule`."""
    with path.open("rb") as file:
        return tomllib.load(file)


def add_attributes(nlp: Language, table: dict[str, Any]) -> None:
    """Add an attribute_ruler with the table's rules."""
    ruler: Any = nlp.add_pipe("attribute_ruler")
    for tag, pos in table["pos"].items():
        attributes = {"POS": pos}
        if tag in table["morph"]:
            attributes["MORPH"] = table["morph"][tag]
        ruler.add([[{"TAG": tag}]], attributes)
    for rule in table["rule"]:
        ruler.add([rule["pattern"]], rule["attributes"])


def describe(nlp: Language, meta: dict[str, str], sources: list[Source]) -> None:
    """Write name, licence and sources into the pipeline's meta data."""
    nlp.meta.update(meta)
    nlp.meta["sources"] = [
        {
            "name": f"{source.name} ({source.version})",
            "url": source.url,
            "author": source.author,
            "license": source.licence,
        }
        for source in sources
    ]
