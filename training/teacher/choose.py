"""Which of the teacher's readings the small network may learn from."""

from __future__ import annotations

from collections.abc import Sequence

from training.corpus import UNKNOWN, Names, Parse

_SURE_AGAINST = 0.9
_SURE_ALONE = 0.8
_ROOT = "ROOT"


def to_parse(sentence: Names, tags: Sequence[str], heads: Sequence[int], labels: Sequence[str]) -> Parse:
    """The sentence's tree; `heads` count from 1, 0 is the root, which is then labelled so.

    Lemmas are not read: they are the words.
    """
    own = tuple(place if head == 0 else head - 1 for place, head in enumerate(heads))
    named = tuple(_ROOT if head == 0 else label for head, label in zip(heads, labels, strict=True))
    return Parse(sentence.words, sentence.spaces, sentence.words, tuple(tags), own, named)


def is_tree(heads: Sequence[int]) -> bool:
    """True when all words hang on the one word that is its own head."""
    roots = [place for place, head in enumerate(heads) if head == place]
    if len(roots) != 1:
        return False
    safe = set(roots)
    for place in range(len(heads)):
        path = []
        while place not in safe and place not in path:
            path.append(place)
            place = heads[place]
        if place not in safe:
            return False
        safe.update(path)
    return True


def agreed(source: Names, seen: Sequence[str], chances: Sequence[float]) -> Names:
    """The source's labels where the teacher has the same, the teacher's where the source is silent and it is
    sure, or where it is very sure of another; else UNKNOWN.

    A name that is followed by an UNKNOWN word, or has lost its first word, is UNKNOWN itself.
    """
    chosen = [_choice(*labels) for labels in zip(source.labels, seen, chances, strict=True)]
    return Names(source.words, source.spaces, tuple(_whole(chosen)))


def _choice(own: str, seen: str, chance: float) -> str:
    if own == seen:
        return own
    return seen if chance >= (_SURE_ALONE if own == UNKNOWN else _SURE_AGAINST) else UNKNOWN


def _whole(labels: Sequence[str]) -> list[str]:
    """The labels without names that have lost a word."""
    whole: list[str] = []
    for label in labels:
        lost = label.startswith("I-") and not (whole and whole[-1][2:] == label[2:])
        whole.append(UNKNOWN if lost else label)
    for place in range(len(whole) - 2, -1, -1):
        inside = whole[place].startswith(("B-", "I-"))
        if inside and whole[place + 1] == UNKNOWN:
            whole[place] = UNKNOWN
    return whole
