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
        ("QUITO/LIMA - Ecuador met Peru.", ["QUITO/LIMA -", "Ecuador met Peru."]),
        ("- ROME - Italy met Libya.", ["- ROME -", "Italy met Libya."]),
        ("DOHA – Qatar News Agency – Qatar met Iran.", ["DOHA – Qatar News Agency –", "Qatar met Iran."]),
        ("Lima, 17 nov (EFE).- Peru met Chile.", ["Lima, 17 nov (EFE).-", "Peru met Chile."]),
        ("NATO - Russia talks end.", ["NATO - Russia talks end."]),
        (f"LIMA - Peru met {'Chile and ' * 4}Cuba.", ["LIMA -", f"Peru met {'Chile and ' * 4}Cuba."]),
        ("CHAD - NIGER TALKS END", ["CHAD - NIGER TALKS END"]),
        ("Seoul, Nov 3 was the date.", ["Seoul, Nov 3 was the date."]),
        ("In Paris, Nov 3 The ", ["In Paris, Nov 3 The"]),
        ("x" * 130 + "\n" + "y" * 200, ["x" * 130, "y" * 200]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[begin:end] for begin, end in paragraphs(text)] == expected


def _said(count: int) -> str:
    return " ".join(f"The minister met {number} guests." for number in range(count))


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        (_said(2000), 10_000),
        ("word " * 9000, 3000),
        ("One, " * 5000, 3000),
        (_said(20) + " word" * 2000 + ". " + _said(300), 10_000),
        ("x" * 20_000, 1000),
        ("He left.\n" + "word\n" * 20_000, 3000),
    ],
)
def test_long_paragraphs_are_cut_and_nothing_is_lost(text: str, longest: int) -> None:
    pieces = list(paragraphs(text))
    assert max(end - begin for begin, end in pieces) <= longest
    assert all(text[begin:end] == text[begin:end].strip() != "" for begin, end in pieces)
    assert "".join("".join(text[begin:end].split()) for begin, end in pieces) == "".join(text.split())


def test_long_paragraphs_are_cut_between_sentences_first() -> None:
    text = _said(1000)
    assert all(text[end - 1] == "." for _, end in paragraphs(text))
    listed = _said(3) + " They met " + "Paris, " * 1000
    pieces = [listed[begin:end] for begin, end in paragraphs(listed)]
    assert pieces[0] == _said(3)
    assert all(piece.endswith("Paris,") for piece in pieces[1:])


def test_a_paragraph_of_usual_length_is_whole() -> None:
    text = _said(300)
    assert len(text) > 8000
    assert list(paragraphs(text)) == [(0, len(text))]
