"""Whose people and bodies are, where no country stands beside them; and when nobody can tell."""

from __future__ import annotations

import pytest

from kg.extraction.entities.linker import Linker
from kg.model import Document
from kg.resources.gazetteer import load_gazetteer
from kg.resources.lexicon import load_lexicon
from kg.resources.ontology import load_ontology
from tests.parses import parsed


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_gazetteer(), load_lexicon(), load_ontology())


WHOSE = {
    "of the place in the phrase": (
        "police/NNS/nsubj/4 in/IN/prep/1 Lima|GPE/NNP/pobj/2 arrested/VBD/ROOT/4/arrest",
        "police",
        "PER",
    ),
    "of the place where it happens": (
        "students/NNS/nsubj/2/student marched/VBD/ROOT/2/march in/IN/prep/2 Cairo|GPE/NNP/pobj/3",
        "students",
        "EGY",
    ),
    "of the place, whoever acts": (
        (
            "Israel|GPE/NNP/nsubj/2 shot/VBD/ROOT/2/shoot protesters/NNS/dobj/2/protester "
            "in/IN/prep/2 Beirut|GPE/NNP/pobj/4"
        ),
        "protesters",
        "LBN",
    ),
    "of the country whose police act": (
        "Kenyan/JJ/amod/2 police/NNS/nsubj/3 beat/VBD/ROOT/3/beat all/DT/det/5 students/NNS/dobj/3/student",
        "students",
        "KEN",
    ),
    "not of the country whose police hit a man": (
        "Kenyan/JJ/amod/2 police/NNS/nsubj/3 beat/VBD/ROOT/3/beat two/CD/nummod/5 men/NNS/dobj/3/man",
        "men",
        None,
    ),
    "of the only country": (
        "Chile|GPE/NNP/nsubj/2 freed/VBD/ROOT/2/free activists/NNS/dobj/2/activist",
        "activists",
        "CHL",
    ),
    "the army of the only country": (
        "the/DT/det/2 army/NN/nsubj/3 left/VBD/ROOT/3/leave Chile|GPE/NNP/dobj/3",
        "army",
        "CHL",
    ),
    "not of one of two": (
        (
            "Chile|GPE/NNP/nsubj/2 asked/VBD/ROOT/2/ask Peru|GPE/NNP/dobj/2 about/IN/prep/2 "
            "activists/NNS/pobj/4/activist"
        ),
        "activists",
        None,
    ),
    "soldiers may be abroad": (
        "soldiers/NNS/nsubj/2/soldier died/VBD/ROOT/2/die in/IN/prep/2 Mali|GPE/NNP/pobj/3",
        "soldiers",
        None,
    ),
    "diplomats may be abroad": (
        "Chile|GPE/NNP/nsubj/2 expelled/VBD/ROOT/2/expel diplomats/NNS/dobj/2/diplomat",
        "diplomats",
        None,
    ),
    "whoever is hit may be abroad": (
        "Chile|GPE/NNP/nsubj/2 bombed/VBD/ROOT/2/bomb civilians/NNS/dobj/2/civilian",
        "civilians",
        None,
    ),
    "people of nowhere": ("protesters/NNS/nsubj/2/protester marched/VBD/ROOT/2/march", "protesters", None),
    "a body named after a city": (
        "Nairobi|ORG/NNP/compound/3 High|ORG/NNP/compound/3 Court|ORG/NNP/nsubj/4 ruled/VBD/ROOT/4/rule",
        "Court",
        "KEN",
    ),
    "a person with a title beside the court": (
        "A/DT/det/3 Kenyan/JJ/amod/3 court/NN/nsubj/4 freed/VBD/ROOT/4/free "
        "activist/NN/compound/6 Joan|PERSON/NNP/compound/7 "
        "Weru|PERSON/NNP/dobj/4",
        "Weru",
        None,
    ),
    "a person beside another country's government": (
        (
            "Kenyan/JJ/amod/2 envoys/NNS/nsubj/3/envoy met/VBD/ROOT/3/meet President/NNP/compound/5 "
            "Weru|PERSON/NNP/dobj/3"
        ),
        "Weru",
        None,
    ),
    "a known family name with a title": (
        "President/NNP/compound/2 Sirleaf|PERSON/NNP/nsubj/3 spoke/VBD/ROOT/3/speak",
        "Sirleaf",
        None,
    ),
    "a known family name without a title": (
        "Sirleaf|PERSON/NNP/nsubj/2 spoke/VBD/ROOT/2/speak",
        "Sirleaf",
        None,
    ),
    "a family name that leaders of two countries have": (
        "President/NNP/compound/2 Kim|PERSON/NNP/nsubj/3 spoke/VBD/ROOT/3/speak",
        "Kim",
        None,
    ),
    "a known name without an office beside its country": (
        (
            "Ellen|PERSON/NNP/compound/3 Johnson|PERSON/NNP/compound/3 Sirleaf|PERSON/NNP/nsubj/4 "
            "left/VBD/ROOT/4/leave Liberia|GPE/NNP/dobj/4"
        ),
        "Sirleaf",
        None,
    ),
    "a king of a country": (
        (
            "King/NNP/compound/2 Tamo|PERSON/NNP/nsubj/5 of/IN/prep/2 Lesotho|GPE/NNP/pobj/3 "
            "spoke/VBD/ROOT/5/speak"
        ),
        "Tamo",
        "LSO",
    ),
}


@pytest.mark.parametrize("name", WHOSE)
def test_whose_they_are(linker: Linker, name: str) -> None:
    tree, word, country = WHOSE[name]
    doc = parsed(tree)
    linked = linker.resolve(Document("a", doc.text), doc)
    token = next(token for token in doc if token.text == word)
    assert {argument.entity.country for argument in linked.who(token, role="actor")} == {country} or (
        country is None and not linked.who(token, role="actor")
    )


def test_a_second_country_leaves_the_army_open(linker: Linker) -> None:
    doc = parsed(
        "Chile|GPE/NNP/nsubj/2 spoke/VBD/ROOT/2/speak ././punct/2 Peru|GPE/NNP/nsubj/5 "
        "urged/VBD/ROOT/5/urge the/DT/det/7 army/NN/dobj/5"
    )
    assert not linker.resolve(Document("a", doc.text), doc).who(doc[6], role="actor")


def test_people_of_international_bodies(linker: Linker) -> None:
    doc = parsed(
        "UN|ORG/NNP/compound/3 arms/NNS/compound/3/arm inspectors/NNS/nsubj/4/inspector left/VBD/ROOT/4/leave"
    )
    (found,) = linker.resolve(Document("a", doc.text), doc).who(doc[2], role="actor")
    assert (found.entity.label, found.entity.sector) == ("UN arms inspectors", "IGO")
