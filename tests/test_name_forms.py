"""Names of one article are looked up by what they share; here each is held against all others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.entities.name_forms import full_names, short_forms
from kg.resources.lexicon import load_lexicon
from kg.resources.person_names import PersonNames

NAMES = PersonNames(load_lexicon())
WORDS = (
    "Jim", "James", "J.", "Lee", "al-Assad", "Assad", "Bashar", "Bachar", "Jae", "Myung", "Jae-in", "Kim",
    "B", "Maria", "de", "Abdel", "Fattah", "Abdelfattah", "O'Neil", "von", "Orban", "Viktor",
)  # fmt: skip


def is_selection(short: str, long: str) -> bool:
    a, b = short.replace(".", "").split(), long.replace(".", "").split()
    if a[-1] != b[-1] or (a[0] != b[0] and not (len(a[0]) == 1 and b[0].startswith(a[0]))):
        return len(a) < len(b) and len(a) > 1 and b[-len(a) :] == a
    rest = iter(b)
    return len(a) <= len(b) and all(any(x == y or (len(x) == 1 and y.startswith(x)) for y in rest) for x in a)


def fullest(texts: Sequence[str]) -> dict[str, str | None]:
    first = {text: place for place, text in reversed([*enumerate(texts)])}
    long = {text for text in texts if len(NAMES.words(text)) > 1 and " " in text}
    full = sorted(long, key=lambda text: (-len(text.split()), first[text]))
    found: dict[str, str | None] = {}
    for place, text in enumerate(full):
        alike = [other for other in full[:place] if NAMES.same(text, other) or NAMES.familiar(text, other)]
        longer = alike or [other for other in full if other != text and is_selection(text, other)]
        found[text] = found.get(longer[0], longer[0]) if longer else text
    cut = {text: [other for other in full if text == other.rpartition("-")[0]] for text in full}
    whole = {text: found[cut[text][0]] for text in full if found[text] == text and len(cut[text]) == 1}
    found = {text: whole.get(name or "", name) for text, name in found.items()}
    people = sorted({name for name in found.values() if name})
    for text in sorted({text for text in texts if text not in found}):
        own = NAMES.spelled(text)
        owners = (
            [name for name in people if name.split()[-1] == text]
            or [name for name in people if NAMES.spelled(name)[-len(own) :] == own]
            or [name for name in people if name.split()[0] == text]
            or [text]
        )
        found[text] = owners[0] if len(owners) == 1 else None
    return found


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=12))
def test_persons_are_as_if_each_name_was_held_against_all(texts: list[str]) -> None:
    assert full_names(texts, NAMES) == fullest(texts)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            ["Jim Ray Poole", "James Ray Poole", "Poole"],
            {"James Ray Poole": "Jim Ray Poole", "Poole": "Jim Ray Poole"},
        ),
        (["J. Vance", "John D. Vance", "Vance"], {"J. Vance": "John D. Vance", "Vance": "John D. Vance"}),
        (["Ana Rossi", "Eva Rossi", "Rossi"], {"Rossi": None}),
        (["Han Seo", "Han Seo-yun", "Han"], {"Han Seo": "Han Seo-yun", "Han": "Han Seo-yun"}),
        (["Han Seo", "Han Seo-yun", "Han Seo-jin"], {"Han Seo": "Han Seo"}),
    ],
)
def test_short_and_familiar_names(texts: list[str], expected: dict[str, str | None]) -> None:
    found = full_names(texts, NAMES)
    assert {text: found[text] for text in expected} == expected


BODIES = st.lists(
    st.sampled_from(("World", "Bank", "Arms", "Agency", "of", "AA", "WB", "W")), min_size=1, max_size=3
)


@given(st.lists(BODIES.map(" ".join), max_size=10))
def test_bodies_are_as_if_each_name_was_held_against_all(texts: list[str]) -> None:
    distinct = sorted(set(texts))
    expected = {}
    for text in [one for one in distinct if " " not in one]:
        if text.isupper() and len(text) > 1:
            owners = [
                one for one in distinct
                if " " in one and "".join(word[0] for word in one.split() if word[0].isupper()) == text
            ]  # fmt: skip
        else:
            owners = [one for one in distinct if one.startswith(f"{text} ")]
        if len(owners) == 1:
            expected[text] = owners[0]
    assert short_forms(texts) == expected


SOUNDS = [
    ("Dmitro Hrytsenko", "Dmytro Hrytsenko", True),
    ("Olexandr Bondar", "Alexander Bondar", True),
    ("Serhyi Bondar", "Sergey Bondar", True),
    ("Oleg Bondar", "Alexander Bondar", False),
]


@pytest.mark.parametrize(("one", "other", "same"), SOUNDS)
def test_a_listed_spelling_is_known_by_its_sound(one: str, other: str, same: bool) -> None:
    assert NAMES.same(one, other) is same
