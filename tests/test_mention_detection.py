"""Names are found whole, whoever finds them, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from kg.extraction.entities.mention_detection import mentions
from kg.extraction.entities.name_index import NameIndex
from kg.resources.gazetteer import Gazetteer, load_gazetteer
from kg.resources.lexicon import Lexicon, load_lexicon
from tests.parses import parsed


@pytest.fixture(scope="module")
def knowledge() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def index(knowledge: Gazetteer) -> NameIndex:
    return NameIndex(knowledge, load_lexicon())


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def flat(text: str) -> str:
    """Words as a tree in which each hangs on the next; a label may follow a word."""
    words = text.split()
    return " ".join(
        f"{w}/{'NNP' if w[0].isupper() else 'NN'}/{'compound' if n < len(words) else 'ROOT'}"
        f"/{min(n + 1, len(words))}"
        for n, w in enumerate(words, 1)
    )


CASES = {
    "known without the recogniser": ("talks in South Korea", [("South Korea", "Country")]),
    "exact case": ("they told us", []),
    "known acronym": ("the US forces", [("US forces", "ArmedForce")]),
    "known, mistyped": ("visit Moscow|PERSON", [("Moscow", "City")]),
    "longer recognised name stays whole": ("the Bank|ORG of China", [("Bank of China", "Company")]),
    "longer capitalised name stays whole": ("a Korea Daily reporter", [("Korea Daily", "MediaOrganization")]),
    "title and country trimmed": ("Minister|PERSON Ahn|PERSON", [("Ahn", "Person")]),
    "label at the start of a line": ("Disclaimer|PERSON : none", []),
    "body that the recogniser sees elsewhere": (
        "designer Coreworks sued Coreworks|ORG",
        [("Coreworks", "Organization"), ("Coreworks", "Organization")],
    ),
    "longer name than a body seen elsewhere": (
        "designer Coreworks Lund sued Coreworks|ORG",
        [("Coreworks", "Organization")],
    ),
    "surname that the recogniser mistyped": (
        "Ana|PERSON Brnabic|PERSON met Brnabic|ORG",
        [("Ana Brnabic", "Person"), ("Brnabic", "Person")],
    ),
    "place by its last word": ("the Yellow|LOC Valley", [("Yellow Valley", "Region")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_names(text: str, expected: list[tuple[str, str]], index: NameIndex, lexicon: Lexicon) -> None:
    found = mentions(parsed(flat(text)), index, lexicon)
    assert [(m.text, m.cls) for m in found] == expected


def test_a_broken_line_is_a_blank(index: NameIndex) -> None:
    assert [("in South\nKorea now"[b:e]) for b, e in index.find("in South\nKorea now")] == ["South\nKorea"]


def test_capital_letters_of_a_dateline(index: NameIndex) -> None:
    assert index.named("SEOUL") == index.named("Seoul") != ()


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("missiles", "missile"),
        ("batteries", "battery"),
        ("gunmen", "gunman"),
        ("aircraft", "aircraft"),
        ("torpedoes", "torpedoe"),
        ("troops", "troops"),
    ],
)
def test_singular(lexicon: Lexicon, plural: str, expected: str) -> None:
    assert lexicon.singular(plural) in {expected, expected.removesuffix("e")}


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("Waters/NN/nsubj/4/water", "Jon Marsh Waters"),
        ("Minister/NN/nsubj/4", "Jon Marsh"),
        ("waters/NNS/nsubj/4/water", "Jon Marsh"),
    ],
)
def test_a_family_name_that_is_a_common_noun_belongs_to_the_name(
    index: NameIndex, lexicon: Lexicon, last: str, name: str
) -> None:
    doc = parsed(f"Jon|PERSON/NNP/compound/3 Marsh|PERSON/NNP/compound/3 {last} spoke/VBD/ROOT/4/speak")
    assert [mention.text for mention in mentions(doc, index, lexicon)] == [name]
