"""Each construction that carries a relation gives the same arguments."""

from __future__ import annotations

import pytest

from kg.extraction.syntax.predicate_arguments import arguments
from kg.extraction.syntax.voice import is_passive
from tests.parses import parsed

CASES = {
    "active": (
        "Russia/NNP/nsubj/2 attacked/VBD/ROOT/2/attack Ukraine/NNP/dobj/2 ././punct/2",
        "attacked",
        {"subject": ["Russia"], "object": ["Ukraine"]},
    ),
    "passive with agent": (
        (
            "Ukraine/NNP/nsubjpass/3 was/VBD/auxpass/3/be attacked/VBN/ROOT/3/attack by/IN/agent/3 "
            "Russia/NNP/pobj/4"
        ),
        "attacked",
        {"subject": ["Russia"], "object": ["Ukraine"], "by": ["Russia"]},
    ),
    "control": (
        "Russia/NNP/nsubj/2 vowed/VBD/ROOT/2/vow to/TO/aux/4 attack/VB/xcomp/2 Ukraine/NNP/dobj/4",
        "attack",
        {"subject": ["Russia"], "object": ["Ukraine"]},
    ),
    "subject hung on the auxiliary": (
        (
            "India/NNP/nsubj/2 has/VBZ/aux/4/have again/RB/advmod/4 rejected/VBD/ROOT/4/reject "
            "the/DT/det/6 plan/NN/dobj/4"
        ),
        "rejected",
        {"subject": ["India"], "object": ["plan"]},
    ),
    "participle hung on an active verb": (
        "Peru/NNP/nsubj/3 has/VBZ/aux/3/have closed/VBN/ROOT/3/close a/DT/det/5 "
        "shipyard/NN/dobj/3 ,/,/punct/3 run/VBN/conj/3 "
        "by/IN/agent/7 Boeing/NNP/pobj/8",
        "run",
        {"subject": ["Boeing"], "object": ["shipyard"]},
    ),
    "a crowd of people": (
        "A/DT/det/2 crowd/NN/nsubj/5 of/IN/prep/2 farmers/NNS/pobj/3/farmer marched/VBD/ROOT/5/march",
        "marched",
        {"subject": ["farmers"]},
    ),
    "the crowd of a place": (
        "The/DT/det/2 crowd/NN/nsubj/5 of/IN/prep/2 Paris/NNP/pobj/3 marched/VBD/ROOT/5/march",
        "marched",
        {"subject": ["crowd"]},
    ),
    "blamed for a deed": (
        (
            "Peru/NNP/nsubj/2 criticised/VBD/ROOT/2/criticise Chile/NNP/dobj/2 for/IN/prep/2 "
            "closing/VBG/pcomp/4/close ports/NNS/dobj/5"
        ),
        "closing",
        {"subject": ["Chile"], "object": ["ports"]},
    ),
    "partitives in a row": (
        (
            "Tens/NNS/nsubj/6/ten of/IN/prep/1 thousands/NNS/pobj/2/thousand of/IN/prep/3 "
            "miners/NNS/pobj/4/miner marched/VBD/ROOT/6/march"
        ),
        "marched",
        {"subject": ["miners"]},
    ),
    "name before a day": (
        "raids/NNS/ROOT/1/raid on/IN/prep/1 Syria|GPE/NNP/compound/4 Sunday|DATE/NNP/pobj/2",
        "raids",
        {"on": ["Syria"]},
    ),
    "raising through an adjective": (
        (
            "Ministers/NNS/nsubj/2 were/VBD/ROOT/2/be set/JJ/acomp/2 to/TO/aux/5 hold/VB/xcomp/3 "
            "talks/NNS/dobj/5/talk"
        ),
        "hold",
        {"subject": ["Ministers"], "object": ["talks"]},
    ),
    "object control": (
        (
            "Merkel/NNP/nsubj/2 asked/VBD/ROOT/2/ask Trump/NNP/dobj/2 to/TO/aux/5 leave/VB/xcomp/2 "
            "Syria/NNP/dobj/5"
        ),
        "leave",
        {"subject": ["Trump"], "object": ["Syria"]},
    ),
    "object control after a preposition": (
        (
            "Iran/NNP/nsubj/2 accused/VBD/ROOT/2/accuse Israel/NNP/dobj/2 of/IN/prep/2 "
            "bombing/VBG/pcomp/4/bomb Natanz/NNP/dobj/5"
        ),
        "bombing",
        {"subject": ["Israel"], "object": ["Natanz"]},
    ),
    "the same with the preposition on the object": (
        (
            "Iran/NNP/nsubj/2 accused/VBD/ROOT/2/accuse Israel/NNP/dobj/2 of/IN/prep/3 "
            "bombing/VBG/pcomp/4/bomb Natanz/NNP/dobj/5"
        ),
        "bombing",
        {"subject": ["Israel"]},
    ),
    "subject relative": (
        (
            "Rebels/NNS/nsubj/6/rebel who/WP/nsubj/3 attacked/VBD/relcl/1/attack the/DT/det/5 "
            "base/NN/dobj/3 fled/VBD/ROOT/6/flee"
        ),
        "attacked",
        {"subject": ["Rebels"], "object": ["base"]},
    ),
    "object relative": (
        (
            "The/DT/det/2 city/NN/nsubj/6 which/WDT/dobj/5 Russia/NNP/nsubj/5 "
            "attacked/VBD/relcl/2/attack burns/VBZ/ROOT/6/burn"
        ),
        "attacked",
        {"subject": ["Russia"], "object": ["city"]},
    ),
    "reduced relative": (
        "A/DT/det/2 shipyard/NN/ROOT/2 run/VBN/acl/2 by/IN/agent/3 Hanwha/NNP/pobj/4",
        "run",
        {"subject": ["Hanwha"], "object": ["shipyard"]},
    ),
    "participle of the main subject": (
        (
            "Korea/NNP/nsubj/2 paraded/VBD/ROOT/2/parade while/IN/mark/4 testing/VBG/advcl/2/test "
            "missiles/NNS/dobj/4/missile"
        ),
        "testing",
        {"subject": ["Korea"], "object": ["missiles"]},
    ),
    "possessor of a noun with an infinitive": (
        "Japan/NNP/poss/3 's/POS/case/1 push/NN/ROOT/3 to/TO/aux/5 acquire/VB/acl/3 drones/NNS/dobj/5/drone",
        "acquire",
        {"subject": ["Japan"], "object": ["drones"]},
    ),
    "verbs coordinated": (
        "Turkey/NNP/nsubj/2 bombed/VBD/ROOT/2/bomb and/CC/cc/2 shelled/VBD/conj/2/shell Afrin/NNP/dobj/4",
        "bombed",
        {"subject": ["Turkey"], "object": ["Afrin"]},
    ),
    "the second of two verbs": (
        "Turkey/NNP/nsubj/2 bombed/VBD/ROOT/2/bomb and/CC/cc/2 shelled/VBD/conj/2/shell Afrin/NNP/dobj/4",
        "shelled",
        {"subject": ["Turkey"], "object": ["Afrin"]},
    ),
    "subjects and prepositional objects coordinated": (
        "Germany/NNP/nsubj/4 and/CC/cc/1 France/NNP/conj/1 met/VBD/ROOT/4/meet with/IN/prep/4 "
        "Poland/NNP/pobj/5 and/CC/cc/6 Italy/NNP/conj/6",
        "met",
        {"subject": ["Germany", "France"], "with": ["Poland", "Italy"]},
    ),
    "double object": (
        "Trump/NNP/nsubj/2 gave/VBD/ROOT/2/give Seoul/NNP/dative/2 approval/NN/dobj/2 to/TO/aux/6 "
        "build/VB/acl/4 submarines/NNS/dobj/6/submarine",
        "build",
        {"subject": ["Seoul"], "object": ["submarines"]},
    ),
    "recipient of a passive": (
        (
            "Seoul/NNP/nsubjpass/3 was/VBD/auxpass/3/be given/VBN/ROOT/3/give approval/NN/dobj/3 "
            "by/IN/agent/3 Trump/NNP/pobj/5"
        ),
        "given",
        {"subject": ["Trump"], "object": ["approval"], "indirect": ["Seoul"]},
    ),
    "two prepositions": (
        "Troops/NNS/nsubj/2 pulled/VBD/ROOT/2/pull out/IN/prep/2 of/IN/prep/3 Mali/NNP/pobj/4",
        "pulled",
        {"out of": ["Mali"]},
    ),
    "object after a particle": (
        "Miners/NNS/nsubj/2/miner called/VBD/ROOT/2/call off/RP/prt/2 strikes/NNS/pobj/3/strike",
        "called",
        {"object": ["strikes"]},
    ),
    "preposition hung on a day": (
        (
            "Macron/NNP/nsubj/2 spoke/VBD/ROOT/2/speak on/IN/prep/2 Sunday|DATE/NNP/pobj/3 "
            "to/IN/prep/4 Modi/NNP/pobj/5"
        ),
        "spoke",
        {"to": ["Modi"]},
    ),
    "preposition hung on a person's name": (
        (
            "Peru/NNP/nsubj/2 met/VBD/ROOT/2/meet with/IN/prep/2 Ann/NNP/compound/5 "
            "Lee|PERSON/NNP/pobj/3 in/IN/prep/5 Oslo/NNP/pobj/6"
        ),
        "met",
        {"with": ["Lee"], "in": ["Oslo"]},
    ),
    "preposition that belongs to a name or noun": (
        "Peru/NNP/nsubj/2 met/VBD/ROOT/2/meet Lee|PERSON/NNP/dobj/2 of/IN/prep/3 "
        "Chile/NNP/pobj/4 and/CC/cc/3 miners/NNS/conj/3 "
        "in/IN/prep/7 Oslo/NNP/pobj/8",
        "met",
        {"of": [], "in": []},
    ),
    "clause hung on a day": (
        (
            "Obama/NNP/nsubj/2 said/VBD/ROOT/2/say Sunday|DATE/NNP/dobj/2 that/IN/mark/7 "
            "Chad/NNP/nsubj/7 must/MD/aux/7 leave/VB/relcl/3"
        ),
        "said",
        {"complement": ["leave"], "complement.subject": ["Chad"], "infinitive": []},
    ),
    "infinitive": (
        "Obama/NNP/nsubj/2 told/VBD/ROOT/2/tell Chad/NNP/dobj/2 to/TO/aux/5 leave/VB/xcomp/2",
        "told",
        {"infinitive": ["leave"]},
    ),
    "what a burden is imposed for": (
        "Washington/NNP/nsubj/2 imposed/VBD/ROOT/2/impose sanctions/NNS/dobj/2/sanction "
        "on/IN/prep/2 Turkey/NNP/pobj/4 "
        "for/IN/prep/2 buying/VBG/pcomp/6/buy missiles/NNS/dobj/7/missile",
        "buying",
        {"subject": ["Turkey"], "object": ["missiles"]},
    ),
    "role of a passive": (
        "Biya/NNP/nsubjpass/3 was/VBD/auxpass/3/be elected/VBN/ROOT/3/elect president/NN/dobj/3",
        "elected",
        {"object": ["Biya"], "attribute": ["president"]},
    ),
    "path": (
        (
            "Hegseth/NNP/nsubj/2 praised/VBD/ROOT/2/praise Seoul/NNP/poss/5 's/POS/case/3 "
            "efforts/NNS/dobj/2/effort"
        ),
        "praised",
        {"object.possessor": ["Seoul"], "object": ["efforts"]},
    ),
    "nothing there": (
        "Rain/NN/nsubj/2 fell/VBD/ROOT/2/fall",
        "fell",
        {"object": [], "with": [], "possessor": []},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_fillers(case: str) -> None:
    tree, trigger, expected = CASES[case]
    token = next(t for t in parsed(tree) if t.text == trigger)
    assert {path: [f.text for f in arguments(token, path)] for path in expected} == expected


def test_a_past_tense_after_a_passive_shares_its_voice() -> None:
    doc = parsed(
        "Ships/NNS/nsubjpass/3/ship were/VBD/auxpass/3/be built/VBN/ROOT/3/build and/CC/cc/3 "
        "sold/VBD/conj/3/sell to/IN/prep/5 Peru/NNP/pobj/6"
    )
    assert is_passive(doc[4])
    assert [t.text for t in arguments(doc[4], "object")] == ["Ships"]


def test_a_loop_of_inherited_subjects_ends() -> None:
    doc = parsed("to/TO/aux/2 seek/VB/xcomp/4 to/TO/aux/4 plan/VB/ROOT/4")
    assert arguments(doc[1], "subject") == []
