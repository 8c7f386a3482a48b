"""From the chances of triggers and roles to statements, each with what tells how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter
from typing import Final

import numpy as np

from kg.extraction.learned.features import Ids, Tree
from kg.extraction.learned.labels import RELATIONS, ROLES, SYMMETRIC
from kg.extraction.learned.pairs import Floats

__all__ = ["TRIGGER_FLOOR", "Candidate", "Scores", "decode", "items_above", "settle"]

TRIGGER_FLOOR: Final = 0.08
"""A word is read as a trigger of a relation from this chance on."""

_ROLE_FLOOR, _MOST = 0.12, 6
_CHOSEN_FLOOR: Final = float(np.float32(_ROLE_FLOOR))
"""The same at the precision in which chances come."""
_DETAIL_FLOOR: Final = tuple(float(np.float32(floor)) for floor in (0.5, 0.5, 0.4, 0.4, 0.4, 0.5, 0.5))
_SAME: Final = frozenset(RELATIONS.index(name) for name in SYMMETRIC)


@dataclass(frozen=True, slots=True)
class Scores:
    """The chances in one text: ``chance``, ``absent`` (subject, object) and ``modality`` by item (a trigger
    with a relation); ``roles`` by pair, that is item and word."""

    trigger: Ids
    relation: Ids
    chance: Floats
    item: Ids
    word: Ids
    roles: Floats
    absent: Floats
    modality: Floats


@dataclass(slots=True)
class Candidate:
    """What might be said. ``subject`` or ``object`` is -1 where it is absent; ``details`` are the words of
    the roles after them, -1 where there is none; ``signs`` is what its confidence goes by."""

    relation: int
    trigger: int
    subject: int
    object: int
    details: tuple[int, ...]
    modality: Floats
    signs: list[float]


def items_above(chances: Floats, floor: float = TRIGGER_FLOOR) -> tuple[Ids, Ids]:
    """Words and relations whose chance (words, relations) is so high."""
    words, relations = np.nonzero(chances >= floor)
    return words.astype(np.int64), relations.astype(np.int64)


def decode(tree: Tree, scores: Scores, told: Ids) -> Iterator[Candidate]:
    """What the text may say, by trigger and relation."""
    bounds = np.searchsorted(scores.item, np.arange(len(scores.trigger) + 1))
    heard = _Heard(tree, told)
    for place in range(len(scores.trigger)):
        part = slice(int(bounds[place]), int(bounds[place + 1]))
        yield from _of_item(tree, scores, place, scores.word[part], scores.roles[part], heard)


class _Heard:
    """What the patterns say, by sentence."""

    def __init__(self, tree: Tree, told: Ids) -> None:
        self.full: set[tuple[int, ...]] = set()
        self.subjects: set[tuple[int, int]] = set()
        self.objects: set[tuple[int, int]] = set()
        self.relations: set[tuple[int, int]] = set()
        for relation, _, trigger, subject, other in told.tolist():
            both = [(subject, other), (other, subject)] if relation in _SAME else [(subject, other)]
            for one, two in both:
                self.full.add((relation, one, two))
                self.subjects.add((relation, one))
                self.objects.add((relation, two))
            if trigger >= 0:
                self.relations.add((relation, int(tree.sentence[trigger])))

    def signs(self, relation: int, sentence: int, subject: int, other: int) -> list[float]:
        """Whether a pattern says just this; the relation with this subject, or this object; the relation in
        this sentence."""
        return [
            float((relation, subject, other) in self.full),
            float((relation, subject) in self.subjects),
            float((relation, other) in self.objects),
            float((relation, sentence) in self.relations),
        ]


_Choice = list[tuple[int, float]]


def _chosen(words: list[int], chances: list[float]) -> _Choice:
    """The words that are likely, the likeliest first; the likeliest at least."""
    if not words:
        return []
    likely = [(word, chance) for word, chance in zip(words, chances, strict=True) if chance >= _CHOSEN_FLOOR]
    if not likely:
        return [max(zip(words, chances, strict=True), key=itemgetter(1))]
    return sorted(likely, key=itemgetter(1), reverse=True)[:_MOST]


def _of_item(
    tree: Tree, scores: Scores, place: int, words: Ids, roles: Floats, heard: _Heard
) -> Iterator[Candidate]:
    relation, trigger = int(scores.relation[place]), int(scores.trigger[place])
    fillers: list[int] = words.tolist()
    chances_of: list[list[float]] = roles.T.tolist()
    subjects, objects = (_chosen(fillers, chances_of[side]) for side in (0, 1))
    absent = scores.absent[place]
    lacks = [(-1, float(chance)) if chance >= _ROLE_FLOOR else None for chance in absent]
    if relation in _SAME:
        pairs = _side_by_side(subjects, objects, lacks[1])
    else:
        left = subjects + ([lacks[0]] if lacks[0] else [])
        right = objects + ([lacks[1]] if lacks[1] else [])
        pairs = [(a, b) for a in left for b in right if a[0] != b[0]]
    if not pairs:
        return
    details = tuple(_detail(fillers, chances_of[role], role) for role in range(2, len(ROLES)))
    base = _of_trigger(scores, place)
    for (subject, sure), (other, other_sure) in pairs:
        chances = (base[0], sure, other_sure)
        signs = [
            _logit(chances[0] * sure * other_sure),
            *(math.log(max(chance, 1e-4)) for chance in chances),
            *base[1:],
            *_rivals(subjects, objects, absent, subject, other),
            *heard.signs(relation, int(tree.sentence[trigger]), subject, other),
            float(subject < 0),
            float(other < 0),
            float(subject == other),
        ]
        yield Candidate(relation, trigger, subject, other, details, scores.modality[place], signs)


def _side_by_side(
    ones: _Choice, both: _Choice, lack: tuple[int, float] | None
) -> list[tuple[tuple[int, float], tuple[int, float]]]:
    """Two of the participants; one who stands for both sides; one alone."""
    pairs = [tuple(sorted(pair, key=lambda one: one[0])) for pair in combinations(ones, 2)]
    found = [(a, b) for a, b in pairs]
    found += [(one, one) for one in both if one[1] >= _ROLE_FLOOR]
    if lack:
        found += [(one, lack) for one in ones]
    return found


def _of_trigger(scores: Scores, place: int) -> list[float]:
    """How likely the trigger is, how likely another relation of the same word, how sure the modality."""
    chance, trigger = scores.chance[place], scores.trigger
    first, last = (int(np.searchsorted(trigger, trigger[place], side)) for side in ("left", "right"))
    rival = max((float(scores.chance[k]) for k in range(first, last) if k != place), default=0.0)
    return [float(chance), rival, float(scores.modality[place].max())]


def _rivals(subjects: _Choice, objects: _Choice, absent: Floats, subject: int, other: int) -> list[float]:
    best_subject = max((chance for word, chance in subjects if word != subject), default=0.0)
    best_object = max((chance for word, chance in objects if word != other), default=0.0)
    crossed = max((chance for word, chance in subjects if word == other), default=0.0)
    back = max((chance for word, chance in objects if word == subject), default=0.0)
    return [best_subject, best_object, crossed, back, float(absent[0]), float(absent[1])]


def _detail(words: list[int], chances: list[float], role: int) -> int:
    best = max(chances, default=0.0)
    return words[chances.index(best)] if best >= _DETAIL_FLOOR[role] else -1


def _logit(chance: float) -> float:
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def settle(candidates: Sequence[Candidate], confidences: Sequence[float]) -> list[int]:
    """Which candidates stand, by their places: of those that say the same of the same words the surest; none
    with one participant of whom a surer one by the same trigger knows the other side."""
    best: dict[tuple[int, int, int], int] = {}
    for place, one in enumerate(candidates):
        key = (one.relation, one.subject, one.object)
        if key not in best or confidences[best[key]] < confidences[place]:
            best[key] = place
    full: dict[tuple[int, int, int], float] = {}
    for place in best.values():
        one = candidates[place]
        if min(one.subject, one.object) >= 0:
            for side, word in ((0, one.subject), (1, one.object)):
                sides = (0, 1) if one.relation in _SAME else (side,)
                for kind in sides:
                    key = (one.relation, kind, word)
                    full[key] = max(full.get(key, 0.0), float(confidences[place]))
    return sorted(
        place
        for place in best.values()
        if not _known_better(candidates[place], float(confidences[place]), full)
    )


def _known_better(one: Candidate, sure: float, full: dict[tuple[int, int, int], float]) -> bool:
    if min(one.subject, one.object) >= 0:
        return False
    side, word = (0, one.subject) if one.object < 0 else (1, one.object)
    return full.get((one.relation, side, word), 0.0) >= sure
