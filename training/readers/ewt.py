"""EWT train: gold proper nouns, unknown unless the gazetteer or a given name decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from training.annotated import Annotated, Mark
from training.conllu import Sentence, Word
from training.gazetteer import Gazetteer

_COMPASS = ("West", "East", "North", "South")


def read_proper_nouns(
    sentences: Iterable[Sentence], gazetteer: Gazetteer, given: frozenset[str]
) -> Iterator[Annotated]:
    """Each sentence; `given` are names that make a flat pair or triple a person."""
    for sentence in sentences:
        words = sentence.words
        names: list[Mark] = []
        unknown: list[tuple[int, int]] = []
        position = 0
        while position < len(words):
            word = words[position]
            if not word.is_name:
                if word.form in gazetteer.demonyms and word.tag in ("JJ", "NNS", "NN"):
                    names.append((word.start, word.end, "NORP"))
                position += 1
                continue
            end = position
            while end < len(words) and words[end].is_name:
                end += 1
            while position < end and words[position].lower in gazetteer.titles:
                position += 1
            _read_run(words[position:end], gazetteer, given, names, unknown)
            position = end
        yield Annotated(sentence.text, tuple(names), tuple(unknown))


def _read_run(
    run: list[Word],
    gazetteer: Gazetteer,
    given: frozenset[str],
    names: list[Mark],
    unknown: list[tuple[int, int]],
) -> None:
    """Label a run of proper nouns, a place only where it is the whole run."""
    position = 0
    while position < len(run):
        rest = run[position:]
        size = next(
            (
                n
                for n in (4, 3, 2, 1)
                if n <= len(rest) and " ".join(word.form for word in rest[:n]) in gazetteer.places
            ),
            0,
        )
        label = "GPE"
        if size < len(run):
            size, label = _known(run, position, gazetteer, given)
        if label:
            names.append((rest[0].start, rest[size - 1].end, label))
        else:
            unknown.append((rest[0].start, rest[0].end))
        position += max(1, size)


def _known(run: list[Word], position: int, gazetteer: Gazetteer, given: frozenset[str]) -> tuple[int, str]:
    """How many words from `position` make a known name, and its label; 0 and "" if none does."""
    if (
        position == 0
        and len(run) in (2, 3)
        and run[0].form in given
        and all(word.rel == "flat" for word in run[1:])
    ):
        return len(run), "PERSON"
    if len(run) == 1 and run[0].form in gazetteer.demonyms:
        return 1, "NORP"
    if len(run) == 1 and run[0].form in gazetteer.locations and run[0].form not in _COMPASS:
        return 1, "LOC"
    return 0, ""
