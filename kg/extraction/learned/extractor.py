"""The learned extractor: a parsed text and what patterns and grammar say of it, to statements with their
confidence."""

from __future__ import annotations

import hashlib
import io
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kg.errors import DataError
from kg.extraction.learned.decode import Candidate, decode, settle
from kg.extraction.learned.evidence import Evidence, Told
from kg.extraction.learned.features import Ids, Tree, cut, pieces_of, side_by_side, tree_of
from kg.extraction.learned.labels import MODALITIES, RELATIONS, ROLES, SLOTS
from kg.extraction.learned.lexicon import Lexicon
from kg.extraction.learned.network import Network, sigmoid
from kg.extraction.learned.pairs import Floats
from kg.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["LearnedExtractor", "LearnedStatement", "digest_of", "load"]

_FILES: Final = ("meta.json", "weights.npz")
_NUMBERS: Final = {name: place for place, name in enumerate(RELATIONS)}
_WORDS_AT_ONCE: Final = 2000
"""So many words of a long text are read at a time, up to the end of a sentence: memory grows with them."""
_LEAST = 0.05
"""Statements that are less sure than this are never said."""


@dataclass(frozen=True, slots=True)
class LearnedStatement:
    """What a sentence says, by the places of words in the text: trigger, participants (None: absent),
    details.

    Where subject and object are the same word, it stands for both sides ("the two met"). ``modalities`` are
    the chances of the four.
    """

    relation: str
    trigger: int
    subject: int | None
    object: int | None
    place: int | None
    time: int | None
    recipient: int | None
    speaker: int | None
    quantity: int | None
    modality: Modality
    modalities: tuple[float, float, float, float]
    confidence: float


class LearnedExtractor:
    """A network with its judge, and ``meta`` (version, sources, licence, figures)."""

    def __init__(self, network: Network, meta: Mapping[str, Any]) -> None:
        self.network, self.meta = network, meta
        self.threshold = float(meta["threshold"])
        """The confidence from which a statement is said by default."""

    def read(self, doc: Doc, evidence: Evidence, least: float = _LEAST) -> list[LearnedStatement]:
        """The statements of a text that are at least so sure, in the order of their triggers."""
        return self.read_all([(doc, evidence)], least)[0]

    def read_all(
        self, texts: Sequence[tuple[Doc, Evidence]], least: float = _LEAST
    ) -> list[list[LearnedStatement]]:
        """The statements of each text, as `read` gives them; several short texts are read in the time of
        one.
        """
        found: list[list[LearnedStatement]] = [[] for _ in texts]
        trees = [tree_of(doc) for doc, _ in texts]
        if not any(map(len, trees)):
            return found
        tree, starts = side_by_side(trees)
        asked = _SideBySide([evidence for _, evidence in texts], starts)
        pieces = list(pieces_of(tree, _WORDS_AT_ONCE))
        for (begin, end), told in zip(pieces, asked.told_in(pieces), strict=True):
            for one, confidence in self._said(cut(tree, begin, end), begin, told, asked, least):
                text = asked.text_of(one.trigger + begin)
                found[text].append(_statement(one, confidence, int(starts[text]) - begin))
        return found

    def _said(
        self, tree: Tree, begin: int, told: Ids, asked: _SideBySide, least: float
    ) -> Iterator[tuple[Candidate, float]]:
        """What stands of what some sentences say, of which the first begins at the word ``begin``, with its
        confidence.
        """
        scores = self.network.read(tree, told, lambda triggers: asked.grammar(triggers, begin, len(tree)))
        candidates = list(decode(tree, scores, told))
        confidences = self._confidences(candidates)
        sentences: dict[int, list[int]] = {}
        for place, one in enumerate(candidates):
            if confidences[place] >= least:
                sentences.setdefault(int(tree.sentence[one.trigger]), []).append(place)
        for places in sentences.values():
            standing = settle([candidates[k] for k in places], [float(confidences[k]) for k in places])
            yield from ((candidates[places[k]], float(confidences[places[k]])) for k in standing)

    def _confidences(self, candidates: Sequence[Candidate]) -> Floats:
        if not candidates:
            return np.zeros(0, dtype=np.float32)
        weights = self.network.weights
        signs = np.array([one.signs for one in candidates], dtype=np.float32)
        relations = np.array([one.relation for one in candidates])
        seen = (signs - weights["judge.mean"]) / weights["judge.spread"]
        line = (seen * weights["judge.line.weight"][0]).sum(axis=1) + weights["judge.line.bias"]
        return sigmoid(line + weights["judge.relation.weight"][relations, 0])


class _SideBySide:
    """The evidence of several texts whose words stand one after the other, by the places of these."""

    def __init__(self, evidence: Sequence[Evidence], starts: Ids) -> None:
        self._evidence, self._starts = evidence, starts.tolist()
        rows = [
            (_NUMBERS[one.relation], MODALITIES.index(one.modality), *_moved(one, begin))
            for begin, mine in zip(self._starts, evidence, strict=True)
            for one in mine.told
            if one.relation in _NUMBERS
        ]
        self._told = rows

    def told_in(self, pieces: Sequence[tuple[int, int]]) -> Iterator[Ids]:
        """What patterns say of the words of each piece, counted from where it begins; -1 for words that are
        in another piece.
        """
        begins = [begin for begin, _ in pieces]
        mine: list[list[tuple[int, ...]]] = [[] for _ in pieces]
        for relation, modality, *words in self._told:
            places = [bisect_right(begins, word) - 1 for word in words]
            for at in dict.fromkeys(places):
                local = (
                    word - begins[at] if place == at else -1
                    for word, place in zip(words, places, strict=True)
                )
                mine[at].append((relation, modality, *local))
        for rows in mine:
            yield np.array(rows, dtype=np.int64).reshape(-1, 5)

    def text_of(self, place: int) -> int:
        """The text that a word is of."""
        return bisect_right(self._starts, place) - 1

    def grammar(self, triggers: Ids, first: int, size: int) -> tuple[Ids, Ids, Ids]:
        """What the grammar says of the triggers in a piece of ``size`` words that begins at the word
        ``first``, where all words are counted from: modality by item, speaker by word, slots.
        """
        speaker = np.full(size, -1, dtype=np.int64)
        modality: dict[int, int] = {}
        slots = []
        for place in sorted(set(triggers.tolist())):
            text = self.text_of(place + first)
            grammar, begin = self._evidence[text].grammar, self._starts[text] - first
            modality[place] = MODALITIES.index(grammar.modality(place - begin))
            heard = grammar.speaker(place - begin)
            speaker[place] = -1 if heard is None else heard + begin
            slots += [
                (place, SLOTS.index(slot), filler + begin)
                for slot, filler in grammar.slots(place - begin)
                if 0 <= filler + begin < size
            ]
        said = np.array([modality[place] for place in triggers.tolist()], dtype=np.int64)
        return said, speaker, np.array(slots, dtype=np.int64).reshape(-1, 3)


def _moved(told: Told, by: int) -> tuple[int, int, int]:
    return told.trigger + by, told.subject + by, told.object + by


def _statement(one: Candidate, confidence: float, begin: int) -> LearnedStatement:
    """The statement, its words counted from where its text begins."""
    words = {
        role: None if word < 0 else word - begin
        for role, word in zip(ROLES, (one.subject, one.object, *one.details), strict=True)
    }
    actual, planned, possible, negated = map(float, one.modality)
    modality = MODALITIES[int(np.argmax(one.modality))]
    chances = (actual, planned, possible, negated)
    return LearnedStatement(
        RELATIONS[one.relation],
        one.trigger - begin,
        **words,
        modality=modality,
        modalities=chances,
        confidence=confidence,
    )


def digest_of(folder: Path) -> str:
    """16 hexadecimal digits that change with a byte of an extractor's files.

    Raises DataError when one is missing.
    """
    found = hashlib.sha256()
    for name in _FILES:
        found.update(hashlib.sha256(_content(folder / name)).digest())
    return found.hexdigest()[:16]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        fault = f"cannot be read ({(error.strerror or 'no reason given').lower()})"
        raise DataError(path, fault, "reinstall newskg") from error


def load(folder: Path) -> LearnedExtractor:
    """The extractor in a folder: ``meta.json`` and ``weights.npz``. Tables are kept as whole numbers with a
    step for each row, the rest at half precision. Raises DataError when one is missing.
    """
    told, stores = (_content(folder / name) for name in _FILES)
    meta = json.loads(told)
    weights: dict[str, Floats] = {}
    with np.load(io.BytesIO(stores)) as stored:
        lexicon = Lexicon(stored["lexicon.words"], stored["lexicon.lemmas"], stored["lexicon.still"])
        for name in stored.files:
            if name.startswith("lexicon.") or name.endswith(".step"):
                continue
            values = stored[name].astype(np.float32)
            step = f"{name}.step"
            weights[name] = np.ascontiguousarray(
                values * stored[step].astype(np.float32)[:, None] if step in stored.files else values
            )
    return LearnedExtractor(Network(weights, lexicon, meta["layers"]), meta)
