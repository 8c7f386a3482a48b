"""People without a name: which nouns make a group, what it is called, and that groups of two articles stay
apart.
"""

from __future__ import annotations

import pytest

from kg.extraction.entities.generic_groups import unnamed_people
from kg.resources.lexicon import load_lexicon
from tests.parses import parsed


@pytest.mark.parametrize(
    ("tree", "word", "label"),
    [
        ("three|CARDINAL/CD/nummod/3 masked/JJ/amod/3 gunmen/NNS/ROOT/3/gunman", "gunmen", "masked gunmen"),
        ("the/DT/det/2 protesters/NNS/ROOT/2/protester", "protesters", "protesters"),
        ("a/DT/det/2 teacher/NN/ROOT/2", "teacher", "teacher"),
        ("aid/NN/compound/2 workers/NNS/ROOT/2/worker", "workers", "aid workers"),
        ("the/DT/det/2 teacher/NN/ROOT/2", "teacher", None),
        ("the/DT/det/2 men/NNS/ROOT/2/man", "men", None),
        ("their/PRP$/poss/2 soldiers/NNS/ROOT/2/soldier", "soldiers", None),
        ("no/DT/det/2 civilians/NNS/ROOT/2/civilian", "civilians", None),
        ("three/CD/nummod/2 bills/NNS/ROOT/2/bill", "bills", None),
    ],
)
def test_which_nouns_are_people(tree: str, word: str, label: str | None) -> None:
    token = next(token for token in parsed(tree) if token.text == word)
    found = unnamed_people(token, "a", load_lexicon())
    assert (found.entity.label if found else None) == label
    if found:
        assert token.doc.text[found.begin : found.end] == label


def test_groups_of_two_articles_stay_apart() -> None:
    token = parsed("protesters/NNS/ROOT/1/protester")[0]
    one, two = (unnamed_people(token, article, load_lexicon()) for article in ("a", "b"))
    assert one is not None
    assert two is not None
    assert one.entity.id != two.entity.id
    assert one == unnamed_people(token, "a", load_lexicon())
