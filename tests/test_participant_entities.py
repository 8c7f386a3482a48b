"""Words that take part in something -> the entities that they mean."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.relations.participant_entities import ParticipantEntities
from kg.model import Document
from kg.nlp.parser import parse
from kg.nlp.tokens import ParsedDoc
from kg.pipeline import Pipeline


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


def meant(pipeline: Pipeline, text: str, word: str, *classes: str) -> list[tuple[str, str]]:
    """Label and class of what a word of a text means, named or described."""
    ((document, doc),) = parse([Document("a", text)], pipeline.nlp)
    words = ParsedDoc(doc, pipeline.resources.syntax)
    linked = pipeline.linker.resolve(document, words)
    entities = ParticipantEntities(words, linked, pipeline.resources.lexicon, pipeline.resources.ontology)
    token = next(token for token in words if token.text == word)
    found = entities.named(token, classes) or entities.described(token, classes)
    return [(one.entity.label, one.entity.cls) for one in found]


@pytest.mark.parametrize(
    ("text", "word", "classes", "expected"),
    [
        ("Police in Lima detained Olga Lis.", "Lis", ("Actor",), [("Olga Lis", "Person")]),
        (
            "Police in Lima detained 240 passengers.",
            "passengers",
            ("Actor", "Topic"),
            [("passengers", "Group")],
        ),
        ("Chad bought grain from Norway.", "grain", ("Capability", "Product"), [("grain", "Product")]),
        ("Ghana passed a law on cotton.", "law", ("Topic",), [("law on cotton", "Topic")]),
        ("Gunmen killed 15 on Monday.", "15", ("Actor",), []),
        ("Gunmen killed 15 on Monday.", "Monday", ("Actor", "Topic"), []),
        ("Oslo accused Cairo of lying.", "Oslo", ("Actor",), [("Norway", "Country")]),
        ("A minister flew to Oslo.", "Oslo", ("Place",), [("Oslo", "City")]),
        ("Police blamed seven individuals.", "individuals", ("Actor", "Topic"), [("individuals", "Group")]),
        ("Peru accused others of lying.", "others", ("Actor", "Topic"), [("others", "Group")]),
        ("Jets bombed two dormitories.", "dormitories", ("Actor", "Place"), [("dormitories", "Facility")]),
        ("Rebels shelled an ambulance.", "ambulance", ("Actor", "Platform"), [("ambulance", "Platform")]),
        ("Rebels attacked the agenda.", "agenda", ("Actor", "Place"), []),
        ("Chad and Mali discussed timber.", "timber", ("Topic", "Capability"), [("timber", "Topic")]),
        ("Chad and Mali discussed drones.", "drones", ("Topic", "Capability"), [("drone", "Platform")]),
        (
            "Chad needs a reduction.",
            "reduction",
            ("Capability", "Product", "Topic"),
            [("reduction", "Topic")],
        ),
        (
            "Oslo condemned a pact between Chad, Mali and Niger.",
            "pact",
            ("Topic",),
            [("pact between Chad, Mali and Niger", "Topic")],
        ),
        (
            "Ministers welcomed a very long list of plans to improve the ports of Chad and mend its roads.",
            "list",
            ("Topic",),
            [("very long list of plans to improve the ports of Chad", "Topic")],
        ),
        (
            "Lima praised the plan to feed the children of Chad and mend the old roads of its towns.",
            "plan",
            ("Topic",),
            [("plan to feed the children of Chad", "Topic")],
        ),
        (
            "Lima praised a decree telling all the harbour masters of northern Chad and Togo "
            "to open their old gates.",
            "decree",
            ("Topic",),
            [("decree", "Topic")],
        ),
        (
            "They discussed a promise of making sure Norway keeps its grain.",
            "promise",
            ("Topic",),
            [("promise of making sure Norway keeps its grain", "Topic")],
        ),
        (
            "Lima praised a plan to double Norway's fishing quotas by the end of May.",
            "plan",
            ("Topic",),
            [("plan to double Norway's fishing quotas", "Topic")],
        ),
        (
            "Lima praised the raising of the ferry M/V Lantern by the middle of May.",
            "raising",
            ("Topic",),
            [("raising of the ferry M/V Lantern", "Topic")],
        ),
        (
            "Lima backs the Two Rivers plan.",
            "plan",
            ("Topic",),
            [("Two Rivers plan", "Topic")],
        ),
        ("Rebels bombed a mansion.", "mansion", ("Actor", "Place"), [("mansion", "Facility")]),
        ("Rebels bombed the highways.", "highways", ("Actor", "Place"), [("highways", "Facility")]),
        ("Rebels crossed a zone.", "zone", ("Actor", "Place"), [("zone", "Place")]),
        ("Mali blockaded a lagoon town.", "town", ("Actor", "Topic", "Place"), [("lagoon town", "Place")]),
        ("Next year the town will ban cars.", "town", ("Actor",), [("town", "Government")]),
        ("Rebels shelled the barrier.", "barrier", ("Actor", "Place"), [("barrier", "Place")]),
        ("Police threw canisters.", "canisters", ("Actor", "Place", "Platform"), []),
        ("A lorry and a truck asked for help.", "truck", ("Actor",), []),
        ("Two dams asked for help.", "dams", ("Actor",), []),
        (
            "A frost hit the harvest and ducks.",
            "ducks",
            ("Actor", "Place", "Product"),
            [("ducks", "Product")],
        ),
        ("Southern and western governors met.", "western", ("Actor",), [("governors", "Group")]),
        (
            "Korean American bankers met Olga Lis.",
            "bankers",
            ("Actor",),
            [("Korean American bankers", "Group")],
        ),
        ("Locals met Olga Lis.", "Locals", ("Actor",), [("locals", "Group")]),
        (
            "Chad is probing the collection of taxes.",
            "collection",
            ("Actor", "Topic"),
            [("collection of taxes", "Topic")],
        ),
        (
            "Chad praised a River Rescue Team.",
            "Team",
            ("Actor", "Topic"),
            [("River Rescue Team", "Organization")],
        ),
        ("Aid for the RRT came from Chad.", "RRT", ("Actor",), [("RRT", "Organization")]),
        (
            "Lima condemned a campaign to close coastal, rural, and urban schools.",
            "campaign",
            ("Topic",),
            [("campaign to close coastal, rural, and urban schools", "Topic")],
        ),
        (
            'Lima condemned the ban on the wearing of boots in "halls of learning, of worship or of trade".',
            "ban",
            ("Topic",),
            [("ban on the wearing of boots", "Topic")],
        ),
    ],
)
def test_meant(
    pipeline: Pipeline, text: str, word: str, classes: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert meant(pipeline, text, word, *classes) == expected
