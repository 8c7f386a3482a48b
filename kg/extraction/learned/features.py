"""A parsed text in numbers: what the network sees of each word and of each pair of words.

Words are known by spaCy's 64-bit keys of their strings, so nothing here looks at a string but once for each
label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from kg.extraction.learned.labels import DEPS, ENTS, TAGS

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "Ids",
    "Keys",
    "Paths",
    "Tree",
    "candidates",
    "cut",
    "keys_of",
    "pair_places",
    "path_ids",
    "paths_of",
    "pieces_of",
    "side_by_side",
    "tree_of",
    "trigger_places",
]

Ids = NDArray[np.int64]
Keys = NDArray[np.uint64]

_ATTRIBUTES: Final[list[int | str]] = [
    "LOWER",
    "LEMMA",
    "SUFFIX",
    "SHAPE",
    "TAG",
    "DEP",
    "ENT_TYPE",
    "ENT_IOB",
    "HEAD",
    "SENT_START",
]
_UP, _DOWN = 6, 5
"""How far up from a trigger, and down to a participant, a path is followed (words, the first included)."""

_PATHS: Final = 4096
"""How many paths are told apart; others share a number."""

_FAR: Final = (1, 2, 3, 4, 6, 9, 14, 22)
_TRIGGER_TAGS: Final = frozenset("VB VBD VBG VBN VBP VBZ NN NNS NNP NNPS JJ JJR JJS IN RB RP FW MD".split())
_NOT_PARTICIPANTS: Final = frozenset(
    "$ '' , -LRB- -RRB- . : AFX CC EX HYPH IN LS MD NFP POS RP SYM TO UH `` _SP".split()
)


@dataclass(frozen=True, slots=True)
class Tree:
    """The words of a text. ``head`` is the place of a word's head (its own for the top of a sentence),
    ``sentence`` the number of its sentence; ``tag``, ``dep`` and ``ent`` are places in the lists of `labels`,
    counted from 1 (0: another), ``inside`` tells whether a word goes on with a name. The rest are spaCy's
    keys of strings."""

    lower: Keys
    lemma: Keys
    suffix: Keys
    shape: Keys
    tag: Ids
    dep: Ids
    ent: Ids
    inside: Ids
    head: Ids
    sentence: Ids

    def __len__(self) -> int:
        return len(self.head)


def keys_of(strings: Any, words: tuple[str, ...]) -> Keys:
    """spaCy's keys of these words, adding them to the store of strings."""
    return np.array([strings.add(word) for word in words], dtype=np.uint64)


def tree_of(doc: Doc) -> Tree:
    """The words of a parsed text."""
    columns: Keys = doc.to_array(_ATTRIBUTES).astype(np.uint64, copy=False)
    strings = doc.vocab.strings
    size = len(columns)
    starts = columns[:, 9].astype(np.int64) == 1
    if size:
        starts[0] = True
    lower, lemma, suffix, shape = (np.ascontiguousarray(columns[:, place]) for place in range(4))
    labels = ((4, TAGS), (5, DEPS), (6, ENTS))
    tag, dep, ent = (_numbers(columns[:, place], keys_of(strings, names)) for place, names in labels)
    head = np.arange(size) + columns[:, 8].astype(np.int64)
    inside = (columns[:, 7] == 1).astype(np.int64)
    return Tree(lower, lemma, suffix, shape, tag, dep, ent, inside, head, np.cumsum(starts) - 1)


def side_by_side(trees: Sequence[Tree]) -> tuple[Tree, Ids]:
    """Several texts (one at least) as one, and where the words of each begin."""
    sizes = np.array([len(tree) for tree in trees])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    if len(trees) == 1:
        return trees[0], starts
    columns = {f.name: np.concatenate([getattr(tree, f.name) for tree in trees]) for f in fields(Tree)}
    sentences = [int(tree.sentence[-1]) + 1 if len(tree) else 0 for tree in trees]
    columns["head"] = columns["head"] + np.repeat(starts, sizes)
    columns["sentence"] = columns["sentence"] + np.repeat(np.cumsum([0, *sentences[:-1]]), sizes)
    return Tree(**columns), starts


def pieces_of(tree: Tree, words: int) -> Iterator[tuple[int, int]]:
    """Where pieces of whole sentences begin and end, of so many words or a few more."""
    starts = np.flatnonzero(np.diff(tree.sentence, prepend=-1))
    begin = 0
    while begin < len(tree):
        place = int(np.searchsorted(starts, begin + words))
        end = int(starts[place]) if place < len(starts) else len(tree)
        yield begin, end
        begin = end


def cut(tree: Tree, begin: int, end: int) -> Tree:
    """Some whole sentences of a text as a text of their own."""
    if (begin, end) == (0, len(tree)):
        return tree
    columns = {f.name: getattr(tree, f.name)[begin:end] for f in fields(Tree)}
    columns["head"] = columns["head"] - begin
    columns["sentence"] = columns["sentence"] - columns["sentence"][0]
    return Tree(**columns)


def _numbers(column: Keys, keys: Keys) -> Ids:
    """The place of each value among the keys, counted from 1; 0 where it is not there."""
    order = np.argsort(keys)
    at = np.minimum(np.searchsorted(keys[order], column), len(keys) - 1)
    return np.where(keys[order][at] == column, order[at] + 1, 0)


_TRIGGERS: Final[NDArray[np.bool_]] = np.array([False, *(tag in _TRIGGER_TAGS for tag in TAGS)])
_PARTICIPANTS: Final = np.array([False, *(tag not in _NOT_PARTICIPANTS for tag in TAGS)])
_NEVER: Final = np.array([False, *(dep in ("punct", "det", "aux", "auxpass", "case") for dep in DEPS)])


def trigger_places(tree: Tree) -> NDArray[np.bool_]:
    """Which words may be triggers."""
    found: NDArray[np.bool_] = _TRIGGERS[tree.tag]
    return found


def candidates(tree: Tree) -> NDArray[np.bool_]:
    """Which words may be the heads of participants, places, times and amounts."""
    found: NDArray[np.bool_] = _PARTICIPANTS[tree.tag] & ~_NEVER[tree.dep]
    return found


# --- paths between two words


@dataclass(frozen=True, slots=True)
class Paths:
    """Of each word the words above it, itself first, and what leads up to them (labels) and down from them
    (labels; labels and prepositions)."""

    above: Ids
    up: Keys
    down: Keys
    worded: Keys


_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_TURN: Final = np.uint64(0xBF58476D1CE4E5B9)
_LINKS: Final = np.array(
    [False, *(dep in ("prep", "agent", "dative", "mark", "prt", "case") for dep in DEPS)]
)


def _mixed(state: Keys, value: Keys) -> Keys:
    """A number for a sequence that goes on."""
    with np.errstate(over="ignore"):
        mixed = (state ^ (value * _MIX)) * _TURN
        return mixed ^ (mixed >> np.uint64(31))


def paths_of(tree: Tree) -> Paths:
    """What `path_ids` goes by."""
    size = len(tree)
    depth = max(_UP, _DOWN)
    above = np.empty((size, depth), dtype=np.int64)
    up, down, worded = (np.zeros((size, depth), dtype=np.uint64) for _ in range(3))
    label = tree.dep.astype(np.uint64)
    with np.errstate(over="ignore"):
        word = np.where(_LINKS[tree.dep], label * _MIX ^ tree.lower, label)
    above[:, 0] = np.arange(size)
    for step in range(1, depth):
        below = above[:, step - 1]
        above[:, step] = tree.head[below]
        up[:, step] = _mixed(up[:, step - 1], label[below])
        down[:, step] = _mixed(down[:, step - 1], label[below])
        worded[:, step] = _mixed(worded[:, step - 1], word[below])
    return Paths(above, up, down, worded)


def path_ids(paths: Paths, triggers: Ids, words: Ids) -> tuple[Ids, Ids, Ids]:
    """Of each pair the number of its path, of its path with prepositions, and of its form (steps up and down;
    0: no path)."""
    meet = paths.above[triggers][:, :_UP, None] == paths.above[words][:, None, :_DOWN]
    meet = meet.reshape(len(triggers), _UP * _DOWN)
    first = meet.argmax(1)
    up, down = np.divmod(first, _DOWN)
    joined = meet[np.arange(len(triggers)), first]
    rise = paths.up[triggers, up]
    plain = _mixed(rise ^ np.uint64(7), paths.down[words, down]) % np.uint64(_PATHS)
    worded = _mixed(rise ^ np.uint64(11), paths.worded[words, down]) % np.uint64(_PATHS)
    none = np.int64(0)
    form = np.where(joined, first + 1, none)
    return (
        np.where(joined, plain.astype(np.int64), none),
        np.where(joined, worded.astype(np.int64), none),
        form,
    )


def pair_places(triggers: Ids, words: Ids) -> Ids:
    """How far, and on which side, a word stands from its trigger: 0 for itself, 1 to 9 before, 10 to 18
    after."""
    far = words - triggers
    size = np.searchsorted(np.array(_FAR), np.abs(far), side="left") + 1
    return np.where(far == 0, 0, np.where(far < 0, size, size + len(_FAR) + 1))


FORMS: Final = _UP * _DOWN + 1
PLACES: Final = 2 * (len(_FAR) + 1) + 1
PATHS: Final = _PATHS
