"""What is known of a word before any sentence: a static vector for the small network.

For each lower-case word: how often it stands in the corpora in lower case, and with a capital in
mid-sentence; whether it is a given name, a family name, a word of a city's name, of a country's or region's,
a people, a word that organizations are called by, a title, a word of a well-known organization's name; and,
of common words, the meaning (training.vectors). Such lists reach further than the names that training
sentences hold, and unlike a ruler they leave the choice to the network.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.strings import get_string_id
from spacy.vectors import Vectors

from training.corpus import NO_SPACE, read_rows
from training.gazetteer import Gazetteer, load_gazetteer
from training.names import load_table
from training.vectors import Floats
from training.world import cities, folded, persons

FEATURES = ("lower", "capital", "given", "family", "city", "place", "people", "organization", "title", "body")
_FEWEST = 3
_MOST_LOG = 12.0


def count_words(paths: Iterable[Path]) -> tuple[Counter[str], Counter[str]]:
    """How often words stand in lower case, and capitalised elsewhere than at the start of a sentence; keys in
    lower case.
    """
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in paths:
        for _, rows in read_rows(path):
            for place, row in enumerate(rows):
                word = row[0].rstrip(NO_SPACE)
                if word.islower():
                    lower[word] += 1
                elif place and word[:1].isupper() and word[1:].islower():
                    capital[word.lower()] += 1
    return lower, capital


def _listed(gazetteer: Gazetteer, table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Pairs of feature and name."""
    for given, family in persons().values():
        yield from (("given", name) for name in given)
        yield from (("family", name) for name in family)
    for region in table["region"].values():
        yield from (("given", name) for name in region["given"])
        yield from (("family", name) for name in region["family"])
    yield from (("city", name) for name in (*cities(), *gazetteer.cities))
    yield from (("place", name) for name in (*gazetteer.countries, *gazetteer.locations))
    yield from (("people", name) for name in gazetteer.demonyms)
    yield from (("organization", name) for name in gazetteer.organization_words)
    yield from (("title", name) for name in gazetteer.titles)
    yield from (("body", name) for name in (*table["organization"]["known"], *table["club"]["known"]))


@cache
def _listed_words() -> tuple[tuple[str, str], ...]:
    """Pairs of feature and word as it is written: MacLeod, al-Qaeda, eBay."""
    names = _listed(load_gazetteer(), load_table())
    return tuple(
        (feature, word) for feature, name in names for word in (*name.split(), *folded(name).split())
    )


def features(paths: Iterable[Path], meanings: Mapping[str, Floats]) -> dict[str, Floats]:
    """The vector of each word that is listed, that the corpora have three times or that has a meaning, sorted
    by word: the values of FEATURES, between 0 and 1, then the meaning, zeros where there is none.
    """
    lower, capital = count_words(paths)
    words: dict[str, set[str]] = {word: set() for word in meanings}
    for feature, word in _listed_words():
        words.setdefault(word.lower(), set()).add(feature)
    for word in (*lower, *capital):
        if lower[word] + capital[word] >= _FEWEST:
            words.setdefault(word, set())
    none = np.zeros_like(next(iter(meanings.values())))
    return {
        word: np.concatenate([_vector(lower[word], capital[word], words[word]), meanings.get(word, none)])
        for word in sorted(words)
    }


def _vector(lower: int, capital: int, lists: set[str]) -> Floats:
    counts = [min(1.0, math.log1p(count) / _MOST_LOG) for count in (lower, capital)]
    return np.array([*counts, *(float(feature in lists) for feature in FEATURES[2:])], dtype=np.float32)


def save_vocabulary(paths: Iterable[Path], meanings: Mapping[str, Floats], target: Path) -> None:
    """Write an empty pipeline whose vocabulary has these vectors for words in lower case,
    capitalised, in capitals, as listed.

    Only the hashes of the words are kept, not the words; words of which the same is known share a row.
    """
    found = features(paths, meanings)
    written: dict[str, set[str]] = {}
    for _, word in _listed_words():
        written.setdefault(word.lower(), set()).add(word)
    rows: dict[bytes, int] = {}
    keys: dict[int, int] = {}
    for word, vector in found.items():
        row = rows.setdefault(vector.tobytes(), len(rows))
        for form in sorted({word, word.capitalize(), word.upper(), *written.get(word, ())}):
            keys[get_string_id(form)] = row
    table = np.frombuffer(b"".join(rows), dtype=np.float32).reshape(len(rows), -1)
    nlp = spacy.blank("en")
    nlp.vocab.vectors = Vectors(data=table.copy(), name="known")
    nlp.vocab.vectors.key2row.update(keys)
    nlp.to_disk(target)
