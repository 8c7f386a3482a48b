"""Pieces of dependency trees, and the four ways to put trees together: all pure functions from Parse to
Parse.

The root of a piece is the token that is its own head.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace as changed
from itertools import pairwise

from training.corpus import Parse

_NO_SPACE_BEFORE = frozenset([",", ".", "''", "POS", "-RRB-", "HYPH"])
_NO_SPACE_AFTER = frozenset(["``", "-LRB-", "HYPH", "$"])

Row = tuple[str, str, int, str]
"""Word, tag, head's position, label."""


def piece(rows: Sequence[Row]) -> Parse:
    """The tokens as a tree, spaced as English text is."""
    words, tags, heads, labels = zip(*rows, strict=True)
    return Parse(words, spacing(tags), tuple(word.lower() for word in words), tags, heads, labels)


def spacing(tags: Sequence[str]) -> tuple[bool, ...]:
    """Whether each token has a space after it, from the tags alone; the last has none."""
    after = [
        tag not in _NO_SPACE_AFTER
        and following not in _NO_SPACE_BEFORE
        and not (tag == "NNP" and following == "POS")
        for tag, following in pairwise(tags)
    ]
    return (*after, False)


def root(parse: Parse) -> int:
    """Position of the first token that is its own head."""
    return next(i for i, head in enumerate(parse.heads) if head == i)


def span(parse: Parse, head: int) -> tuple[int, int]:
    """Start and end (exclusive) of what `head` governs, itself included; the tree is taken to be
    projective.
    """
    members = {head}
    grown = True
    while grown:
        more = {i for i, up in enumerate(parse.heads) if up in members} - members
        members |= more
        grown = bool(more)
    return min(members), max(members) + 1


def relabel(parse: Parse, label: str) -> Parse:
    """The piece with another label at its root."""
    top = root(parse)
    return changed(parse, labels=tuple(label if i == top else old for i, old in enumerate(parse.labels)))


def insert(parse: Parse, at: int, new: Parse, head: int, label: str) -> Parse:
    """`new` put before position `at`, its root governed by `head` with `label`."""
    size = len(new.words)

    def moved(position: int) -> int:
        return position + size if position >= at else position

    top = root(new)
    heads = (
        *(moved(up) for up in parse.heads[:at]),
        *(moved(head) if i == top else at + up for i, up in enumerate(new.heads)),
        *(moved(up) for up in parse.heads[at:]),
    )
    middle = relabel(new, label)
    spaces = (*parse.spaces[:at], *new.spaces[:-1], True, *parse.spaces[at:])
    tags = (*parse.tags[:at], *new.tags, *parse.tags[at:])
    spaces = _mended(spaces, tags, at, at + size)
    return Parse(
        (*parse.words[:at], *new.words, *parse.words[at:]),
        spaces,
        (*parse.lemmas[:at], *new.lemmas, *parse.lemmas[at:]),
        tags,
        heads,
        (*parse.labels[:at], *middle.labels, *parse.labels[at:]),
    )


def _mended(spaces: tuple[bool, ...], tags: Sequence[str], start: int, end: int) -> tuple[bool, ...]:
    """The spaces with those at the two borders of an inserted piece set by the tags."""
    right = spacing(tags)
    borders = {start - 1, end - 1}
    return tuple(right[i] if i in borders else space for i, space in enumerate(spaces))


def drop(parse: Parse, positions: Collection[int]) -> Parse:
    """The tree without these tokens; what they govern goes to their heads."""
    gone = set(positions)
    kept = [i for i in range(len(parse.words)) if i not in gone]
    place = {old: new for new, old in enumerate(kept)}

    def governor(position: int) -> int:
        while position in gone:
            position = parse.heads[position]
        return place[position]

    return Parse(
        tuple(parse.words[i] for i in kept),
        tuple(parse.spaces[_last_gone(i, gone)] for i in kept),
        tuple(parse.lemmas[i] for i in kept),
        tuple(parse.tags[i] for i in kept),
        tuple(governor(parse.heads[i]) for i in kept),
        tuple(parse.labels[i] for i in kept),
    )


def _last_gone(position: int, gone: Collection[int]) -> int:
    """The last of the dropped tokens right after `position`, which itself if there is none: it has the space
    that remains.
    """
    while position + 1 in gone:
        position += 1
    return position


def replace(parse: Parse, head: int, new: Parse) -> Parse:
    """The tree with all that `head` governs exchanged for `new`, which gets its label."""
    start, end = span(parse, head)
    up, label = parse.heads[head], parse.labels[head]
    grown = insert(parse, start, new, up, label)
    size = len(new.words)
    return drop(grown, range(start + size, end + size))


def tidy(parse: Parse) -> Parse:
    """The tree without commas that another comma or the end follows."""
    tags = parse.tags
    return drop(
        parse,
        [i for i, tag in enumerate(tags) if tag == "," and (i + 1 == len(tags) or tags[i + 1] in (",", "."))],
    )
