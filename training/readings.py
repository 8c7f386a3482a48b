"""What the teacher read in the corpora of names, kept apart from their text: trees of open text, and names
where the source has others.

So the small network can be trained without the teacher, and what it learns from stays the same. The file is
text under xz: a line `# NAME SENTENCES` for each corpus, then a line for each of its sentences: the tree as
`tag|head-offset|label` of each token, `-` where there is none; a tab; `token=label` where the name label is
another than the source's.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from training.corpus import Both, Names, Parse

PATH = Path(__file__).parent / "data" / "readings.xz"
_NO_TREE = "-"


def write_readings(corpora: Mapping[str, Sequence[tuple[Names, Both]]], path: Path = PATH) -> None:
    """Write the readings of each corpus: its sentences as the source has them, and as they were
    read.
    """
    with lzma.open(path, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as file:
        for name, sentences in corpora.items():
            file.write(f"# {name} {len(sentences)}\n")
            for own, both in sentences:
                file.write(f"{_tree(both.parse)}\t{label_changes(own, both.names)}\n")


def read_readings(corpora: Mapping[str, Iterable[Names]], path: Path = PATH) -> dict[str, list[Both]]:
    """The corpora as they were read. Raises ValueError where a corpus is not the one that was read."""
    found: dict[str, list[Both]] = {}
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            _, name, count = line.split()
            sentences = list(corpora[name])
            if len(sentences) != int(count):
                raise ValueError(
                    f"{name}: {len(sentences)} sentences, but {count} were read; use the corpora "
                    "of sources.toml"
                )
            found[name] = [_both(names, file.readline()) for names in sentences]
    return found


def _tree(parse: Parse | None) -> str:
    if parse is None:
        return _NO_TREE
    rows = zip(parse.tags, parse.heads, parse.labels, strict=True)
    return " ".join(f"{tag}|{head - place}|{label}" for place, (tag, head, label) in enumerate(rows))


def label_changes(own: Names, seen: Names) -> str:
    """`place=label` of each token whose label is another than the source's."""
    pairs = enumerate(zip(own.labels, seen.labels, strict=True))
    return " ".join(f"{place}={label}" for place, (old, label) in pairs if label != old)


def with_changes(own: Names, changes: str) -> Names:
    """The sentence with the labels that `label_changes` wrote."""
    labels = list(own.labels)
    for place, label in (change.split("=") for change in changes.split()):
        labels[int(place)] = label
    return Names(own.words, own.spaces, tuple(labels))


def _both(own: Names, line: str) -> Both:
    tree, changes = line.rstrip("\n").split("\t")
    return Both(
        with_changes(own, changes),
        None if tree == _NO_TREE else _parse(own, tree.split(" ")),
    )


def _parse(own: Names, rows: Sequence[str]) -> Parse:
    if len(rows) != len(own.words):
        raise ValueError(
            f"{' '.join(own.words[:5])} ...: {len(own.words)} tokens, but {len(rows)} were read; "
            "use the corpora of sources.toml"
        )
    tags, offsets, labels = zip(*(row.rsplit("|", 2) for row in rows), strict=True)
    heads = tuple(place + int(offset) for place, offset in enumerate(offsets))
    return Parse(own.words, own.spaces, own.words, tags, heads, labels)
