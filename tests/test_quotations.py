from __future__ import annotations

import pytest

from kg.nlp.quotations import quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('" a " b', [(0, 2, True)]),
        ("“ a \n\n b ” c", [(0, 2, False)]),
        ("“ a “ b ” c »", [(0, 4, True)]),
        ("a ” b “ c", [(3, 5, False)]),
        ("", []),
    ],
)
def test_quotations_end_with_their_mark_or_paragraph(
    text: str, expected: list[tuple[int, int, bool]]
) -> None:
    words = [word or "\n\n" for word in text.replace("\n\n", "").split(" ")] if text else []
    assert list(quotations(words)) == expected
