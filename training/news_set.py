"""The news sentences that teacher and parser learn from: invented ones and changed ones of the treebanks, in
short documents.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from spacy.tokenizer import Tokenizer

from training.augment import make_names
from training.corpus import Parse, read_parses, write_parses
from training.gazetteer import load_gazetteer
from training.grammar import Grammar
from training.names import load_table
from training.newswire import make_grammar, news_sentences
from training.variants import variants

_SHORTEST, _LONGEST = 6, 32
_LONGEST_VARIANT = 50
_SIZES = (1, 1, 2, 3, 4)
_CHANGED, _INVENTED = 65_000, 90_000
"""Tokens of treebank sentences made like news, and of the grammar's: together half of the treebanks."""
_SEED = 12


def make_news(
    gold: Sequence[Parse], grammar: Grammar, rng: random.Random, changed: int, invented: int
) -> list[list[Parse]]:
    """Documents with about `changed` tokens of treebank sentences made like news and `invented` tokens of the
    grammar's sentences.

    A headline, which has no full stop, is a document of its own: it would teach that sentences end without
    one.
    """
    chosen = [parse for parse in gold if _SHORTEST <= len(parse.words) <= _LONGEST]
    rng.shuffle(chosen)
    copies = (parse for parse in variants(chosen, grammar, rng) if len(parse.words) <= _LONGEST_VARIANT)
    sentences = [*_tokens(copies, changed), *_tokens(news_sentences(grammar, invented, rng), invented)]
    rng.shuffle(sentences)
    return list(_documents(sentences, rng))


def _tokens(parses: Iterable[Parse], most: int) -> Iterator[Parse]:
    """The first sentences that have so many tokens together."""
    left = [most]

    def fits(parse: Parse) -> bool:
        left[0] -= len(parse.words)
        return left[0] >= 0

    return takewhile(fits, parses)


def _documents(sentences: Sequence[Parse], rng: random.Random) -> Iterator[list[Parse]]:
    document: list[Parse] = []
    size = rng.choice(_SIZES)
    for sentence in sentences:
        whole = sentence.words[-1] == "."
        if document and (not whole or len(document) == size):
            yield document
            document, size = [], rng.choice(_SIZES)
        document.append(sentence)
        if not whole:
            yield document
            document = []
    if document:
        yield document


def write_news(source: Path, target: Path, tokenizer: Tokenizer) -> None:
    """Write the news made from a parse file as another, each short document by itself."""
    rng = random.Random(_SEED)
    gazetteer = load_gazetteer()
    grammar = make_grammar(make_names(load_table(), gazetteer, rng), gazetteer, tokenizer, rng)
    news = make_news([parse for _, parse in read_parses(source)], grammar, rng, _CHANGED, _INVENTED)
    write_parses(
        ((f"NEWS/{number}", parse) for number, document in enumerate(news) for parse in document), target
    )
