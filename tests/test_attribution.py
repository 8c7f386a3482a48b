"""On whose word each clause stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extraction.factuality.attribution import attributed_to
from kg.nlp.tokens import ParsedDoc, Token
from tests.parses import FACTUALITY, WORDS, parsed

TABLE = (
    Path(__file__).parent / "data" / "attribution.tsv"
)  # speaker ("-" for none), word, tree written as for `parsed`
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()]


def speaker(token: Token) -> str:
    found = attributed_to(token, FACTUALITY)
    return "-" if found is None else found.text


@pytest.mark.parametrize(
    ("expected", "trigger", "tree"), ROWS, ids=[f"{i} {row[1]}" for i, row in enumerate(ROWS)]
)
def test_attribution(expected: str, trigger: str, tree: str) -> None:
    assert speaker([token for token in parsed(tree) if token.text == trigger][-1]) == expected


def test_speakers_and_quotations_end_where_the_marks_say() -> None:
    tree = (
        "\"/``/punct/3 We/PRP/nsubj/3 agree/VBP/ccomp/8 ,/,/punct/3 \"/''/punct/3 the/DT/det/7 "
        "minister/NN/nsubj/8 said/VBD/ROOT/8/say "
        "././punct/8 Russia|GPE/NNP/nsubj/11 attacked/VBD/ROOT/11/attack Odesa|GPE/NNP/dobj/11 ././punct/11"
    )
    doc = parsed(tree)
    assert speaker(doc[2]) == "minister"
    assert speaker(doc[10]) == "-"


def test_quotation_without_a_speaker_beside_it() -> None:
    tree = "A/DT/det/2 \"/``/punct/4 great/JJ/amod/4 deal/NN/nsubj/6 \"/''/punct/4 ended/VBD/ROOT/6/end"
    assert speaker(parsed(tree)[3]) == "-"


def test_quotation_ends_with_its_paragraph() -> None:
    words = ['"', "We", "won", ".", "\n", "Ships", "left", ".", '"', "he", "said"]
    heads = [2, 2, 2, 2, 3, 6, 6, 6, 6, 10, 10]
    deps = ["punct", "nsubj", "ROOT", "punct", "dep", "nsubj", "ROOT", "punct", "punct", "nsubj", "ROOT"]
    tags = ["``", "PRP", "VBD", ".", "_SP", "NNS", "VBD", ".", "''", "PRP", "VBD"]
    lemmas = ['"', "we", "win", ".", "\n", "ship", "leave", ".", '"', "he", "say"]
    for place, expected in ((4, "-"), (3, "he")):
        kept = [i for i in range(len(words)) if place == 4 or i != 4]
        doc = Doc(
            Vocab(),
            words=[words[i] for i in kept],
            heads=[kept.index(heads[i]) for i in kept],
            deps=[deps[i] for i in kept],
            tags=[tags[i] for i in kept],
            lemmas=[lemmas[i] for i in kept],
        )
        assert speaker(ParsedDoc(doc, WORDS)[2]) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The minister said that Japan would buy jets.", "buy", "minister"),
        ("Russia attacked a port, the governor said.", "attacked", "governor"),
        ("Russia accused Ukraine of attacking a bridge.", "accused", "-"),
        ("The two countries signed a deal.", "signed", "-"),
    ],
)
def test_with_the_pipeline(nlp: Language, text: str, trigger: str, expected: str) -> None:
    assert speaker(next(token for token in ParsedDoc(nlp(text), WORDS) if token.text == trigger)) == expected


@pytest.mark.parametrize(
    ("expected", "trigger", "text"),
    [
        ("Gang", "attacked", "A ministry spokesman, Qin Gang, said rebels attacked the convoy."),
        ("Zaki", "met", "The head of the agency, Amr Zaki, said the ministers met in Doha."),
        ("Xinhua", "killed", "The Chinese news agency, Xinhua, reports that floods killed 20 people."),
        ("Khamenei", "attacked", "State television quoted Khamenei as saying that Israel attacked the port."),
        ("officials", "seized", "The newspaper cited Saudi officials as saying that pirates seized a ship."),
        ("minister", "fired", "The minister was quoted as saying that the North fired two missiles."),
        ("Chad", "backing", "Chad accused Sudan of backing the rebels."),
        ("Kyiv", "attack", "Kyiv blamed Russia for the attack on the dam."),
        ("prosecutors", "murder", "Paris prosecutors charged two men with the murder of a teacher."),
        ("group", "bombing", "A splinter group claimed responsibility for the bombing in Lahore."),
        ("court", "killed", "The court found that the police killed the student."),
        ("-", "should", "The envoy said Iran should release the crew."),
        ("-", "accused", "Chad accused Sudan of backing the rebels."),
        ("-", "praised", "The minister praised France as saying goodbye to arms."),
        ("-", "attack", "Kyiv thanked Poland for the attack helicopters."),
        ("-", "bombing", "The bombing in Lahore killed nine people."),
        ("police", "arrested", "Turkish police said they arrested nine men."),
    ],
)
def test_sentences(nlp: Language, expected: str, trigger: str, text: str) -> None:
    assert speaker(next(token for token in ParsedDoc(nlp(text), WORDS) if token.text == trigger)) == expected
