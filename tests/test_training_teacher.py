"""What the teacher's readings are turned into. The network itself is tried by `make check-all`."""

import random
from pathlib import Path

import pytest

from training.corpus import Names, Parse
from training.teacher.choose import agreed, is_tree, to_parse
from training.teacher.examples import (
    IGNORED,
    Example,
    batches,
    collect_labels,
    names_example,
    parse_example,
    recased,
    shuffled_batches,
    times,
)
from training.teacher.pieces import Pieces, shape

WORDS = Names(("Ann", "left", "Oslo"), (True, True, False), ("B-PERSON", "O", "?"))
PARSE = Parse(
    WORDS.words,
    WORDS.spaces,
    ("Ann", "leave", "Oslo"),
    ("NNP", "VBD", "NNP"),
    (1, 1, 1),
    ("nsubj", "ROOT", "dobj"),
)


def pieces(words: int) -> Pieces:
    return Pieces(tuple(range(words + 2)), (0, *[2] * words, 0), tuple((i + 1, i + 2) for i in range(words)))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("left", 1),
        ("Oslo", 2),
        ("U", 3),
        ("NATO", 4),
        ("McKay", 5),
        ("Su-35", 6),
        ("1990", 7),
        ("--", 8),
        ("Özil", 2),
        ("U.S.", 4),
    ],
)
def test_shape(word: str, kind: int) -> None:
    assert shape(word) == kind


class TestChoose:
    def test_to_parse(self) -> None:
        assert to_parse(WORDS, ["NNP", "VBD", "NNP"], [2, 0, 2], ["nsubj", "dep", "dobj"]) == Parse(
            WORDS.words,
            WORDS.spaces,
            WORDS.words,
            ("NNP", "VBD", "NNP"),
            (1, 1, 1),
            ("nsubj", "ROOT", "dobj"),
        )

    @pytest.mark.parametrize(
        ("heads", "tree"),
        [
            ((1, 1, 1), True),
            ((0, 0, 1, 2), True),
            ((0, 1), False),
            ((1, 0, 2), False),
            ((1, 2, 0), False),
            ((0,), True),
            ((3, 2, 1, 3), False),
        ],
    )
    def test_is_tree(self, heads: tuple[int, ...], tree: bool) -> None:
        assert is_tree(heads) is tree

    @pytest.mark.parametrize(
        ("own", "seen", "chances", "chosen"),
        [
            ("O B-ORG", "O B-ORG", (0.4, 0.4), "O B-ORG"),
            ("O ?", "O B-ORG", (0.9, 0.85), "O B-ORG"),
            ("O ?", "O B-ORG", (0.9, 0.7), "O ?"),
            ("O B-GPE", "O B-ORG", (0.9, 0.85), "O ?"),
            ("O B-GPE", "O B-ORG", (0.9, 0.95), "O B-ORG"),
            ("B-ORG I-ORG O", "B-ORG O O", (0.9, 0.5, 0.9), "? ? O"),
            ("B-ORG I-ORG O", "O I-ORG O", (0.5, 0.9, 0.9), "? ? O"),
            ("B-ORG I-ORG I-ORG", "B-ORG B-ORG I-ORG", (0.9, 0.5, 0.9), "? ? ?"),
        ],
    )
    def test_agreed(self, own: str, seen: str, chances: tuple[float, ...], chosen: str) -> None:
        words = tuple("abc"[: len(chances)])
        names = Names(words, (True,) * len(words), tuple(own.split()))
        assert agreed(names, seen.split(), chances).labels == tuple(chosen.split())


class TestExamples:
    def test_numbers(self) -> None:
        labels = collect_labels([PARSE], [WORDS])
        assert labels.names == ("O", "B-PERSON", "I-PERSON")
        example = parse_example(PARSE, pieces(3), labels)
        assert (example.heads, [labels.labels[label] for label in example.labels]) == (
            (2, 0, 2),
            ["nsubj", "ROOT", "dobj"],
        )
        assert [labels.tags[tag] for tag in example.tags] == ["NNP", "VBD", "NNP"]
        assert names_example(WORDS, pieces(3), labels).names == (1, 0, IGNORED)

    def test_recased(self) -> None:
        class Draws(random.Random):
            def random(self) -> float:
                return 0.01

        example = Example(Pieces((1, 2, 3, 4), (0, 2, 8, 0), ((1, 2), (2, 3))))
        assert recased(example, Draws()).pieces.shapes == (0, 4, 8, 0)

    def test_times(self) -> None:
        items = [Example(pieces(1)), Example(pieces(2))]
        assert [len(times(items, share, random.Random(0))) for share in (0, 0.5, 1, 2.5)] == [0, 1, 2, 5]

    def test_batches_hold_each_example_once_and_no_more_pieces_than_asked_for(self) -> None:
        examples = [Example(pieces(words), heads=(1,) * words if words % 2 else ()) for words in range(1, 40)]
        found = shuffled_batches(examples, 100, random.Random(0))
        assert sorted(len(example.pieces.spans) for batch in found for example in batch) == list(range(1, 40))
        assert all(len({bool(example.heads) for example in batch}) == 1 for batch in found)
        assert all(len(batch) * max(len(example.pieces.ids) for example in batch) <= 100 for batch in found)
        assert list(batches([], 100, lambda example: 1)) == []


@pytest.mark.slow
def test_a_teacher_learns_what_it_is_shown(tmp_path: Path) -> None:
    """Needs the extra `teacher`."""
    torch = pytest.importorskip("torch")
    fit = pytest.importorskip("training.teacher.fit")
    from training.teacher.label import read
    from training.teacher.splitter import Splitter, encoder_folder

    torch.manual_seed(1)
    splitter, labels = Splitter(encoder_folder()), collect_labels([PARSE], [WORDS])
    own = splitter.split(WORDS.words)
    assert own is not None
    assert splitter.split(["word"] * 300) is None
    network = fit.make_network(labels)
    fit.fit(
        network,
        [
            example
            for example in (parse_example(PARSE, own, labels), names_example(WORDS, own, labels))
            for _ in range(5000)
        ],
        1,
    )
    fit.save(network, labels, tmp_path / "teacher.pt")
    again, same = fit.load(tmp_path / "teacher.pt")
    assert same == labels
    reading = read(again, labels, splitter, [WORDS])[0]
    assert (reading.parse.heads, reading.parse.labels, reading.names[:2]) == (
        PARSE.heads,
        PARSE.labels,
        ("B-PERSON", "O"),
    )
    assert fit.scores(again, [parse_example(PARSE, own, labels)], -1)["las"] == 1


@pytest.mark.slow
def test_words_alike_in_meaning_get_vectors_alike() -> None:
    """Needs the extra `teacher`."""
    pytest.importorskip("torch")
    distil = pytest.importorskip("training.teacher.distil")
    splitter = distil.Splitter(distil.encoder_folder())
    found = distil.encode(["kidnapped", "abducted", "signed", "zzyzxqq"], splitter)
    assert found.shape == (4, 384)
    assert float(found[0] @ found[1]) > float(found[0] @ found[2])
    assert found[:1] == pytest.approx(distil.encode(["kidnapped"], splitter), abs=1e-5)
    assert {"kidnapped", "signed"} <= set(splitter.whole_words())
