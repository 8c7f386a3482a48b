"""Open statements: what happens, in verbs and nouns, and who takes part where the words say so."""

from __future__ import annotations

import pytest

from kg.extraction.entities.linker import Linker
from kg.extraction.relations.open_ie import open_statements
from kg.model import Argument, Document
from kg.resources.gazetteer import load_gazetteer
from kg.resources.lexicon import load_lexicon
from kg.resources.ontology import load_ontology
from tests.parses import TAGGER, parsed

Ends = tuple[str, str | None, str | None]


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_gazetteer(), load_lexicon(), load_ontology())


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (
            "France/NNP/nsubj/2 paints/VBZ/ROOT/2/paint bridges/NNS/dobj/2/bridge",
            [("paints", "France", "bridges")],
        ),
        (
            "bridges/NNS/nsubjpass/3/bridge were/VBD/auxpass/3/be painted/VBN/ROOT/3/paint",
            [("painted", None, "bridges")],
        ),
        # What changes is the object, unless something else is changed by it.
        ("shares/NNS/nsubj/2/share fell/VBD/ROOT/2/fall", [("fell", None, "shares")]),
        (
            "France/NNP/nsubj/2 closed/VBD/ROOT/2/close schools/NNS/dobj/2/school",
            [("closed", "France", "schools")],
        ),
        # Nouns say what happens, with or without somebody who takes part.
        (
            "the/DT/det/2 drought/NN/nsubj/3 ruined/VBD/ROOT/3/ruin crops/NNS/dobj/3/crop",
            [("drought", None, None), ("ruined", None, "crops")],
        ),
        (
            "the/DT/det/2 collapse/NN/ROOT/2 of/IN/prep/2 bridges/NNS/pobj/3/bridge",
            [("collapse", None, "bridges")],
        ),
        # A noun before a noun only tells its kind.
        ("drought/NN/compound/2 insurance/NN/ROOT/2", []),
        # Nothing that has a statement of its own takes part in another.
        (
            "France/NNP/nsubj/2 received/VBD/ROOT/2/receive criticism/NN/dobj/2",
            [("received", "France", None), ("criticism", None, None)],
        ),
        ("it/PRP/nsubj/2 is/VBZ/ROOT/2/be late/JJ/acomp/2", []),
    ],
)
def test_what_happens_and_who_takes_part(linker: Linker, tree: str, said: list[Ends]) -> None:
    doc = parsed(tree)
    document = Document("a", doc.text)
    found = open_statements(document, doc, linker.resolve(document, doc), (), TAGGER)
    assert [
        (one.trigger.text, _words(document, one.subject), _words(document, one.object)) for one in found
    ] == said


def test_further_nouns_need_somebody_who_takes_part(linker: Linker) -> None:
    doc = parsed(
        "the/DT/det/2 fleet/NN/ROOT/2 of/IN/prep/2 France/NNP/pobj/3 ././punct/2 A/DT/det/7 fleet/NN/ROOT/7"
    )
    document = Document("a", doc.text)
    found = list(open_statements(document, doc, linker.resolve(document, doc), (), TAGGER, {"fleet"}))
    assert [(one.trigger.begin, _words(document, one.object)) for one in found] == [(4, "France")]


def _words(document: Document, argument: Argument | None) -> str | None:
    return document.text[argument.begin : argument.end] if argument else None
