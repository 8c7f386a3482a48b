"""Clauses that "and" joins are read apart."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extraction.relations.other_clauses import is_of_clause_behind, is_of_other_clause
from kg.model import Document
from kg.nlp.joined_clauses import part_clauses
from kg.pipeline import Pipeline
from tests.parses import WORDS, parsed

PARTED = [
    (  # the second subject hangs on the object of the first verb
        "Lund/NNP/nsubj/2 bought/VBD/ROOT/2/buy tanks/NNS/dobj/2 from/IN/prep/2 Togo/NNP/pobj/4 and/CC/cc/5 "
        "Peru/NNP/conj/5 sold/VBD/conj/2/sell ships/NNS/dobj/8",
        {
            "and": ("cc", "bought"),
            "Peru": ("nsubj", "sold"),
            "sold": ("conj", "bought"),
            "Togo": ("pobj", "from"),
        },
    ),
    (  # the object of the first verb hangs on the second, as both do where the first has a clause
        "Togo/NNP/nsubj/2 attacked/VBD/ccomp/6/attack Chad/NNP/nsubj/6 and/CC/cc/3 Mali/NNP/conj/3 "
        "warned/VBD/ROOT/6/warn Niger/NNP/dobj/6",
        {
            "attacked": ("ROOT", "attacked"),
            "Chad": ("dobj", "attacked"),
            "Mali": ("nsubj", "warned"),
            "warned": ("conj", "attacked"),
        },
    ),
    (
        "Togo/NNP/nsubj/2 sued/VBD/ROOT/2/sue Chad/NNP/nsubj/6 and/CC/cc/3 Mali/NNP/conj/3 "
        "praised/VBD/ccomp/2/praise Niger/NNP/dobj/6",
        {"Chad": ("dobj", "sued"), "Mali": ("nsubj", "praised"), "praised": ("conj", "sued")},
    ),
    (  # the object of the second verb as its subject
        "Togo/NNP/nsubj/2 sued/VBD/ccomp/6/sue Chad/NNP/dobj/2 and/CC/cc/3 Mali/NNP/conj/3 "
        "warned/VBD/ROOT/6/warn Niger/NNP/nsubj/6",
        {"sued": ("ROOT", "sued"), "Mali": ("nsubj", "warned"), "Niger": ("dobj", "warned")},
    ),
    (  # a clause behind a semicolon as what the first says
        "Togo/NNP/nsubj/2 said/VBD/ROOT/2/say Mali/NNP/nsubj/4 lied/VBD/ccomp/2/lie ;/:/punct/7 "
        "Mali/NNP/nsubj/7 denied/VBD/ccomp/2/deny it/PRP/dobj/7",
        {"lied": ("ccomp", "said"), "denied": ("conj", "said")},
    ),
    (  # the clause before one as what the second says
        "Togo/NNP/nsubj/2 sued/VBD/dep/6/sue Mali/NNP/dobj/2 ;/:/punct/2 Chad/NNP/nsubj/6 "
        "said/VBD/ROOT/6/say nothing/NN/dobj/6",
        {"sued": ("ROOT", "sued"), "said": ("conj", "sued")},
    ),
    (  # a name is not joined to what somebody is accused of
        "Togo/NNP/nsubj/2 accused/VBD/ROOT/2/accuse Mali/NNP/dobj/2 of/IN/prep/2 theft/NN/pobj/4 and/CC/cc/5 "
        "Mali/NNP/conj/5 sued/VBD/advcl/2/sue Togo/NNP/dobj/8",
        {"and": ("cc", "accused"), "sued": ("conj", "accused"), "theft": ("pobj", "of")},
    ),
    (
        "Togo/NNP/nsubj/3 has/VBZ/aux/3 freed/VBN/ROOT/3/free spies/NNS/dobj/3 and/CC/cc/4 Mali/NNP/conj/4 "
        "will/MD/aux/8 free/VB/conj/3 guards/NNS/dobj/8",
        {"Mali": ("nsubj", "free"), "spies": ("dobj", "freed")},
    ),
]


@pytest.mark.parametrize(("tree", "expected"), PARTED)
def test_the_second_verb_gets_its_subject(tree: str, expected: dict[str, tuple[str, str]]) -> None:
    doc = part_clauses(parsed(tree).source, WORDS)
    found = {token.text: (token.dep_, token.head.text) for token in doc}
    assert {word: found[word] for word in expected} == expected


KEPT = [
    # both are the subject of what is said
    "Togo/NNP/nsubj/2 said/VBD/ROOT/2/say Chad/NNP/nsubj/6 and/CC/cc/3 Mali/NNP/conj/3 "
    "left/VBD/ccomp/2/leave",
    # a participle behind the objects
    "Togo/NNP/nsubj/2 praised/VBD/ROOT/2/praise aid/NN/nsubj/6 and/CC/cc/3 loans/NNS/conj/3 "
    "promised/VBD/ccomp/2/promise last/JJ/amod/8 week|DATE/NN/dobj/6",
    # those between whom something is
    "Togo/NNP/nsubj/2 felt/VBD/ROOT/2/feel talks/NNS/dobj/2 between/IN/prep/3 Chad/NNP/pobj/4 and/CC/cc/5 "
    "Mali/NNP/conj/5 ended/VBD/conj/2/end",
    # the last of a list
    "Togo/NNP/nsubj/2 sued/VBD/ROOT/2/sue Chad/NNP/dobj/2 ,/,/punct/3 Mali/NNP/conj/3 and/CC/cc/5 "
    "Niger/NNP/conj/5 left/VBD/conj/2/leave it/PRP/dobj/8",
    # who says both what stands before a semicolon and behind it
    "Togo/NNP/nsubj/2 left/VBD/ccomp/9/leave ;/:/punct/9 it/PRP/nsubj/5 won/VBD/ccomp/9/win ,/,/punct/9 "
    "the/DT/det/8 army/NN/nsubj/9 said/VBD/ROOT/9/say",
    # what goes on with "that"
    "Togo/NNP/nsubj/2 said/VBD/ROOT/2/say Mali/NNP/nsubj/4 left/VBD/ccomp/2/leave ;/:/punct/8 that/IN/mark/8 "
    "Chad/NNP/nsubj/8 won/VBD/ccomp/2/win",
    # a verb with "and" before it
    "Togo/NNP/nsubj/2 sued/VBD/ROOT/2/sue Chad/NNP/dobj/2 and/CC/cc/3 Mali/NNP/conj/3 and/CC/cc/2 "
    "left/VBD/conj/2/leave it/PRP/dobj/7",
]


@pytest.mark.parametrize("tree", KEPT)
def test_other_parses_stay(tree: str) -> None:
    doc = parsed(tree).source
    before = [(token.head.i, token.dep_) for token in doc]
    assert [(token.head.i, token.dep_) for token in part_clauses(doc, WORDS)] == before


FIRST = "Lund/NNP/nsubj/2 met/VBD/ROOT/2 Ruiz/NNP/dobj/2 and/CC/cc/2 Berg/NNP/nsubj/6 left/VBD/conj/2"
SECOND = "Lund/NNP/nsubj/2 left/VBD/ROOT/2 and/CC/cc/2 Berg/NNP/nsubj/5 met/VBD/conj/2 Ruiz/NNP/dobj/5"
OTHERS = [
    (SECOND, 0, 4, True),
    (FIRST, 4, 1, True),
    (FIRST, 2, 1, False),
    ("Lund/NNP/nsubj/2 left/VBD/ROOT/2 and/CC/cc/2 met/VBD/conj/2 Ruiz/NNP/dobj/4", 0, 3, False),
    (
        "Lund/NNP/nsubj/2 left/VBD/ROOT/2 and/CC/cc/2 he/PRP/nsubj/5 met/VBD/conj/2 Ruiz/NNP/dobj/5",
        0,
        4,
        False,
    ),
    (
        "two/NNS/nsubjpass/2 died/VBN/ROOT/2 and/CC/cc/2 six/NNS/nsubjpass/5 wounded/VBN/conj/2 "
        "by/IN/agent/5 Chad/NNP/pobj/6",
        6,
        1,
        False,
    ),
]


@pytest.mark.parametrize(("tree", "word", "trigger", "expected"), OTHERS)
def test_who_takes_part_in_another_clause_only(tree: str, word: int, trigger: int, expected: bool) -> None:
    doc = parsed(tree)
    assert is_of_other_clause(doc[word], doc[trigger]) is expected


DAYS = [
    (  # the day of the second clause
        "Togo/NNP/nsubj/3 will/MD/aux/3 sue/VB/ROOT/3 Benin/NNP/dobj/3 and/CC/cc/3 Mali/NNP/nsubj/7 "
        "left/VBD/conj/3 Lima/NNP/dobj/7 on/IN/prep/7 Friday/NNP/pobj/9",
        9,
        True,
    ),
    (  # that of the first
        "On/IN/prep/4 Friday/NNP/pobj/1 Togo/NNP/nsubj/4 sued/VBD/ROOT/4 Benin/NNP/dobj/4 and/CC/cc/4 "
        "Mali/NNP/nsubj/8 left/VBD/conj/4",
        1,
        False,
    ),
    (  # that of both deeds of one
        "Togo/NNP/nsubj/3 will/MD/aux/3 sue/VB/ROOT/3 Benin/NNP/dobj/3 and/CC/cc/3 then/RB/advmod/7 "
        "leave/VB/conj/3 Lima/NNP/dobj/7 on/IN/prep/7 Friday/NNP/pobj/9",
        9,
        False,
    ),
]


@pytest.mark.parametrize(("tree", "word", "expected"), DAYS)
def test_the_day_of_a_joined_clause_is_its_own(tree: str, word: int, expected: bool) -> None:
    doc = parsed(tree)
    trigger = next(token for token in doc if token.dep_ == "ROOT")
    assert is_of_clause_behind(doc[word], trigger) is expected


@pytest.fixture(scope="module")
def pipeline(nlp: Language) -> Pipeline:
    return Pipeline(nlp=nlp)


SAID = [
    (
        "Togo attacked Benin and Kenya warned Chad.",
        {("attacks", "Togo", "Benin"), ("threatens", "Kenya", "Chad")},
    ),
    (
        "Ole Lund met Ana Ruiz in Rome and Tarik Demir met Max Berg in Oslo.",
        {("meets", "Ole Lund", "Ana Ruiz"), ("meets", "Tarik Demir", "Max Berg")},
    ),
    (
        "Kenya said Togo attacked Benin; Mali bombed Chad.",
        {("attacks", "Togo", "Benin"), ("attacks", "Mali", "Chad")},
    ),
    (
        "Gunmen raided Benghazi on Whit Sunday.",
        {("attacks", "gunmen", "Benghazi")},
    ),
    (
        "Gunmen raided Benghazi and the navy bombed Tobruk.",
        {("attacks", "gunmen", "Benghazi"), ("attacks", "Libya's navy", "Tobruk")},
    ),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_each_clause_says_its_own(pipeline: Pipeline, text: str, expected: set[tuple[str, str, str]]) -> None:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    assert {
        (one.relation, one.subject.entity.label, one.object.entity.label)
        for one in reading.statements
        if one.subject and one.object
    } == expected
