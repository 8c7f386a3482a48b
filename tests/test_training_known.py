"""Names of the whole world, and what is known of single words."""

from pathlib import Path

import numpy as np
import pytest
import spacy

from training.known import FEATURES, features, save_vocabulary
from training.world import cities, folded, latinised, persons


@pytest.mark.parametrize(
    ("word", "plain"), [("Шевченко", "Shevchenko"), ("Юлия", "Yuliya"), ("Smith", "Smith"), ("Игорь", "Igor")]
)
def test_latinised(word: str, plain: str) -> None:
    assert latinised(word) == plain


@pytest.mark.parametrize(
    ("word", "plain"), [("Nowicki", "Nowicki"), ("Łódź", "Łodz"), ("Kızılay", "Kizilay"), ("Malmö", "Malmo")]
)
def test_folded(word: str, plain: str) -> None:
    assert folded(word) == plain


def test_lists_reach_around_the_world() -> None:
    assert {"en_US", "ru_RU", "id_ID", "pt_BR", "tr_TR", "yo_NG"} <= set(persons())
    assert all(
        name[:1].isupper() and not name.isupper()
        for given, family in persons().values()
        for name in (*given, *family)
        if len(name) > 2
    )
    assert {"Nairobi", "Busan", "Malmo", "New York City"} <= set(cities())


def test_features_and_the_vocabulary_that_holds_them(tmp_path: Path) -> None:
    (tmp_path / "text.tsv").write_text(
        "The\tO\nminister\tO\nleft\tO\nQuux\tO\n\n" * 3 + "Rare\tO\nrare\tO\n", encoding="utf-8"
    )
    meanings = {"left": np.array([0.5, -1], dtype=np.float32), "never": np.array([1, 0], dtype=np.float32)}
    found = features([tmp_path / "text.tsv"], meanings)
    assert "rare" not in found
    assert list(found["left"][-2:]) == [0.5, -1]
    assert list(found["nairobi"][-2:]) == [0, 0]
    assert list(np.flatnonzero(found["never"])) == [len(FEATURES)]

    def known(word: str) -> dict[str, float]:
        return {name: float(value) for name, value in zip(FEATURES, found[word], strict=False) if value}

    assert set(known("left")) == {"lower"}
    assert set(known("quux")) == {"capital"}
    assert {"given", "family"} <= set(known("martin"))
    assert {"city"} <= set(known("nairobi"))
    assert {"lower", "title"} == set(known("minister"))
    assert {"body"} <= set(known("hezbollah"))
    save_vocabulary([tmp_path / "text.tsv"], meanings, tmp_path / "known")
    nlp = spacy.load(tmp_path / "known")
    assert len(nlp.vocab.vectors) == len({vector.tobytes() for vector in found.values()}) < len(found)
    doc = nlp("nairobi Nairobi NAIROBI naiRobi MacLeod")
    assert all(np.array_equal(token.vector, found["nairobi"]) for token in doc[:3])
    assert not doc[3].has_vector
    assert np.array_equal(doc[4].vector, found["macleod"])
