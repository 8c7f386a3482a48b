from __future__ import annotations

import pytest

from kg.nlp.segmentation import paragraphs

WRAPPED = (
    "The minister said on Monday that the talks in the\ncapital had gone well and that both of the "
    "sides\nwould meet again."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n", []),
        ("One line.", ["One line."]),
        (
            "A headline\nThe first sentence, which is long enough to say so. Another.",
            ["A headline", "The first sentence, which is long enough to say so. Another."],
        ),
        ("  First.\n\n\nSecond.\n", ["First.", "Second."]),
        (WRAPPED, [WRAPPED]),
        (WRAPPED + "\n\nNext.", [WRAPPED, "Next."]),
        ("Seoul, Nov 3 The defence chiefs met.", ["Seoul, Nov 3", "The defence chiefs met."]),
        (
            'A headline\n\nSEOUL, Nov. 3 (Yonhap) -- "We met."',
            ["A headline", "SEOUL, Nov. 3 (Yonhap) --", '"We met."'],
        ),
        ("LONDON (Reuters) - Shares fell.", ["LONDON (Reuters) -", "Shares fell."]),
        ("KYIV, Ukraine — Drones came.", ["KYIV, Ukraine —", "Drones came."]),
        ("Tokyo, 7 November 2025: Japan agreed.", ["Tokyo, 7 November 2025:", "Japan agreed."]),
        ("Seoul, Nov 3 was the date.", ["Seoul, Nov 3 was the date."]),
        ("In Paris, Nov 3 The ", ["In Paris, Nov 3 The"]),
        ("x" * 130 + "\n" + "y" * 200, ["x" * 130, "y" * 200]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[begin:end] for begin, end in paragraphs(text)] == expected
