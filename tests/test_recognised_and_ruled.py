"""Rules that look at the words of a name stand back where the recogniser sees better."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.entities.mention_detection import mentions
from kg.extraction.entities.name_index import NameIndex
from kg.nlp.tokens import ParsedDoc
from kg.resources.gazetteer import load_gazetteer
from kg.resources.lexicon import load_lexicon
from tests.parses import WORDS

LEXICON = load_lexicon()
INDEX = NameIndex(load_gazetteer(), LEXICON)


@pytest.mark.parametrize(
    ("text", "names", "never"),
    [
        ("General Grace Harbor met Ana Lund in Oslo.", {"Person Grace Harbor"}, "Facility"),
        (
            "The chairman of the Chad-Mali Joint Chamber of Trade accused Togo of lying.",
            {"Organization Chad-Mali Joint Chamber of Trade"},
            "Person",
        ),
        (
            "The chairman of the Peru-Chile Joint Chamber of Trade accused Togo of lying.",
            {"Organization Peru-Chile Joint Chamber of Trade"},
            "Topic",
        ),
        ("The Peru-Chile Friendship Association sued Togo.", {"Country Togo"}, "Topic"),
        ("Ana Lund joined the Vuelta de Mali.", {"Person Ana Lund"}, "Place Vuelta"),
        ("Ana Lund praised the Ghana-EU trade deal.", {"Country Ghana"}, "Organization Ghana-EU"),
        ("Iraq gave Gaddafi chemical weapons.", {"Person Gaddafi"}, "Capability"),
        ("Ana Lund will travel to Lincoln, Nebraska.", {"Place Lincoln"}, "Person Lincoln"),
        ("A Bulgarian Black Sea port was attacked.", {"Region Black Sea"}, "Region Bulgarian"),
        ("The Minister of Peaceful Nuclear Energy met Ana Lund.", {"Person Ana Lund"}, "Company"),
        ("Police detained him in St. Paul.", {"Place St. Paul"}, "Person"),
        ("The King met Sheikh Zayed in Oslo.", {"Person Sheikh Zayed"}, "Place"),
        (
            "General Designer of Tarn Aerospace Boris Orlov met Ana Lund.",
            {"Person Boris Orlov"},
            "Person Des",
        ),
        ("Gunmen attacked the Imam Reza Mausoleum.", {"Facility Imam Reza Mausoleum"}, "Person"),
        ("The Editors Relief Fund sued Chad.", {"Organization Editors Relief Fund"}, "Person"),
        ("Kenya's Judiciary accused Chad of lying.", {"Organization Judiciary"}, "Person"),
        ("Imam Reza Relief Foundation sued Chad.", {"Organization Imam Reza Relief Foundation"}, "Person"),
    ],
)
def test_names_are_what_the_recogniser_sees(nlp: Language, text: str, names: set[str], never: str) -> None:
    found = {f"{one.cls} {one.text}" for one in mentions(ParsedDoc(nlp(text), WORDS), INDEX, LEXICON)}
    assert names <= found
    assert not any(one.startswith(never) for one in found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Malaysia Airlines Flight MH17 crashed near Perth.", "Malaysia Airlines Flight MH17"),
        ("Hijackers seized Flight 93.", "Flight 93"),
    ],
)
def test_flights_are_craft(nlp: Language, text: str, name: str) -> None:
    found = {(one.cls, one.text) for one in mentions(ParsedDoc(nlp(text), WORDS), INDEX, LEXICON)}
    assert ("Platform", name) in found
