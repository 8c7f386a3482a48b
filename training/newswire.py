"""Invented news sentences with their trees: what treebanks of blogs, mail and reviews seldom hold."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from spacy.tokenizer import Tokenizer

from training.corpus import Parse
from training.fragments import Row, piece, spacing, tidy
from training.gazetteer import Gazetteer
from training.grammar import PATH, Grammar, load_rules
from training.names import NameMaker

_ADJECTIVES = frozenset(
    (
        "National International Federal Global World European United Central Islamic Supreme Joint "
        "African Red White"
    ).split()
)
_SMALL = {"of": "IN", "for": "IN", "the": "DT"}
_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COUNTS = "two three four five six seven eight nine ten twelve twenty fifty 100 300".split()
_QUOTES = ('""', '""', "“”", "''", "‘’")


def name_tree(name: str, tokenizer: Tokenizer, adjectives: frozenset[str] = frozenset()) -> Parse:
    """A name on spaCy's tokens: its last word before any "of" or "for" governs, adjectives are amod, other
    words compound.
    """
    words = [token.text for token in tokenizer(name)]
    small = next((i for i, word in enumerate(words) if i and word in ("of", "for")), len(words))
    rows = _flat(words[:small], 0, adjectives)
    if small < len(words):
        top = small - 1
        rows.append((words[small], "IN", top, "prep"))
        rest = _flat(words[small + 1 :], small + 1, adjectives)
        rows += [
            (word, tag, small if head == i else head, "pobj" if head == i else label)
            for i, (word, tag, head, label) in enumerate(rest, small + 1)
        ]
    return piece(rows)


def _flat(words: list[str], start: int, adjectives: frozenset[str]) -> list[Row]:
    last = start + len(words) - 1
    rows: list[Row] = []
    for i, word in enumerate(words, start):
        if i == last:
            rows.append(
                (
                    word,
                    "NNPS"
                    if word in ("States", "Nations", "Emirates", "Netherlands", "Philippines")
                    else "NNP",
                    i,
                    "ROOT",
                )
            )
        elif word == "-":
            rows.append((word, "HYPH", last, "punct"))
        elif word == "the":
            rows.append((word, "DT", last, "det"))
        elif word in adjectives:
            rows.append((word, "NNP" if word in _ADJECTIVES else "JJ", last, "amod"))
        else:
            rows.append((word, "NNP", last, "compound"))
    return rows


def demonym_tree(name: str, tokenizer: Tokenizer) -> Parse:
    """An adjective of a people; "South Korean" is South + Korean."""
    words = [token.text for token in tokenizer(name)]
    last = len(words) - 1
    return piece([(word, "JJ", last, "ROOT" if i == last else "amod") for i, word in enumerate(words)])


def name_slots(
    maker: NameMaker, gazetteer: Gazetteer, tokenizer: Tokenizer, rng: random.Random
) -> dict[str, Callable[[], Parse]]:
    """Makers of the names that the grammar's rules leave open."""
    countries = sorted(name for name in gazetteer.countries if len(name.split()) < 3 and name.isascii())
    cities = sorted(gazetteer.cities)
    peoples = sorted(name for name in gazetteer.demonyms if name.endswith("s") and " " not in name)
    adjectives = _ADJECTIVES | frozenset(maker.peoples)

    def tree(name: str) -> Parse:
        return name_tree(name, tokenizer, adjectives)

    def organization() -> Parse:
        return tree(_drawn(maker.organization, lambda name: "&" not in name and "the " not in name))

    def word(tag: str, make: Callable[[], str]) -> Callable[[], Parse]:
        return lambda: piece([(make(), tag, 0, "ROOT")])

    return {
        "country": lambda: tree(rng.choice(countries)),
        "city": lambda: tree(rng.choice(cities)),
        "demonym": lambda: demonym_tree(rng.choice(maker.peoples), tokenizer),
        "people": word("NNPS", lambda: rng.choice(peoples)),
        "person": lambda: tree(maker.person()[rng.random() < 0.3]),
        "organization": organization,
        "agency": lambda: tree(maker.coined()),
        "acronym": word("NNP", maker.acronym),
        "weekday": word("NNP", lambda: rng.choice(_WEEKDAYS)),
        "month": word("NNP", lambda: rng.choice(_MONTHS)),
        "day": word("CD", lambda: str(rng.randint(1, 30))),
        "count": word("CD", lambda: rng.choice([*_COUNTS, str(rng.randint(2, 99))])),
        "coined": lambda: tree(maker.coined()),
        "model": word("NNP", lambda: f"{_drawn(maker.coined, str.isalpha)}-{rng.randint(1, 90)}"),
    }


def _drawn(make: Callable[[], str], fits: Callable[[str], bool]) -> str:
    while True:
        name = make()
        if fits(name):
            return name


def make_grammar(
    maker: NameMaker, gazetteer: Gazetteer, tokenizer: Tokenizer, rng: random.Random, rules: Path = PATH
) -> Grammar:
    """The grammar of news sentences with names of all regions."""
    return Grammar(load_rules(rules), name_slots(maker, gazetteer, tokenizer, rng), rng)


def finished(parse: Parse, quotes: str = '""') -> Parse:
    """The sentence as it is printed: a capital, "an" before vowels, one comma at a time, a bare apostrophe
    after s, these quotes.
    """
    parse = tidy(parse)
    words = list(parse.words)
    for i, tag in enumerate(parse.tags):
        if words[i] == "a" and words[i + 1][0] in "aeioAEIO":
            words[i] = "an"
        elif tag == "POS" and words[i - 1].endswith("s"):
            words[i] = "'"
        elif tag in ("``", "''"):
            words[i] = quotes[tag == "''"]
    first = next(i for i, tag in enumerate(parse.tags) if tag not in ("``", "-LRB-"))
    words[first] = words[first][:1].upper() + words[first][1:]
    return replace(parse, words=tuple(words), spaces=spacing(parse.tags))


def news_sentences(
    grammar: Grammar, count: int, rng: random.Random, most_tokens: int = 45
) -> Iterator[Parse]:
    """`count` sentences of at most so many tokens."""
    while count:
        sentence = grammar.draw("sentence")
        if len(sentence.words) <= most_tokens:
            count -= 1
            yield finished(sentence, rng.choice(_QUOTES))
