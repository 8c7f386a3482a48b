"""How certain a sentence is about what each of its words says."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kg.errors import DataError
from kg.extraction.factuality.factuality import modality_of
from kg.extraction.factuality.settled_modality import decided_modality
from kg.extraction.syntax.verb_coordination import above
from kg.extraction.time.calendar import Interval
from kg.model import Modality
from kg.nlp.tokens import ParsedDoc, Token
from kg.paths import ONTOLOGY
from kg.resources.factuality_lexicon import load_factuality_lexicon
from tests.parses import FACTUALITY, WORDS, parsed

MONDAY = "2025-11-03"
TABLE = Path(__file__).parent / "data" / "modality.tsv"  # modality, word, tree written as for `parsed`
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()]
SENTENCES = TABLE.with_name("modality_sentences.tsv")  # modality, word, sentence as the pipeline parses it
READ = [tuple(line.split("\t")) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]


def word(tree: str, text: str) -> Token:
    return [token for token in parsed(tree) if token.text == text][-1]


@pytest.mark.parametrize(
    ("expected", "trigger", "tree"), ROWS, ids=[f"{i} {row[1]}" for i, row in enumerate(ROWS)]
)
def test_modality(expected: str, trigger: str, tree: str) -> None:
    assert modality_of(word(tree, trigger), FACTUALITY) == expected


VISITS = "She/PRP/nsubj/2 visits/VBZ/ROOT/2/visit Tokyo|GPE/NNP/dobj/2"
MEETING = "She/PRP/nsubj/3 is/VBZ/aux/3/be meeting/VBG/ROOT/3/meet Trump|PERSON/NNP/dobj/3"
VISITED = "She/PRP/nsubj/2 visited/VBD/ROOT/2/visit Tokyo|GPE/NNP/dobj/2"


@pytest.mark.parametrize(
    ("tree", "trigger", "begin", "published", "expected"),
    [
        (VISITS, "visits", "2025-11-10", MONDAY, "planned"),
        (VISITS, "visits", "2025-11-03", MONDAY, "actual"),
        (VISITS, "visits", "2025", MONDAY, "actual"),
        (VISITS, "visits", "2026", MONDAY, "planned"),
        (VISITS, "visits", "--11-10", "--11-03", "planned"),
        (VISITS, "visits", "--11-10", MONDAY, "actual"),
        (VISITS, "visits", "2025-11-10", None, "actual"),
        (VISITS, "visits", None, MONDAY, "actual"),
        (MEETING, "meeting", "2025-11-07", MONDAY, "planned"),
        (VISITED, "visited", "2025-11-10", MONDAY, "actual"),
    ],
)
def test_present_tense_of_a_later_day(
    tree: str, trigger: str, begin: str | None, published: str | None, expected: str
) -> None:
    assert modality_of(word(tree, trigger), FACTUALITY, Interval(begin, begin), published) == expected


def test_conjunct_is_joined_to_a_verb_of_its_form() -> None:
    tree = (
        "Russia/NNP/nsubj/2 denied/VBD/ROOT/2/deny supplying/VBG/xcomp/2/supply it/PRP/dobj/3 "
        "and/CC/cc/3 said/VBD/conj/3/say"
    )
    assert word(tree, "said").head.text == "supplying"
    assert above(word(tree, "said")).text == "denied"
    assert above(word(tree, "supplying")).text == "denied"
    assert above(word(tree, "denied")).text == "denied"


PLANNED = 'planned = ["shall", "will", "\'ll", "sha", "wo"]'


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (PLANNED, 'planned = ["shall", "can"]', r"stands in \[modals\] \w+ too"),
        (PLANNED, 'planned = ["shall", "shall"]', "'shall' stands there twice"),
        (PLANNED, 'planned = ["Shall"]', "'Shall' is not in lower case"),
        (PLANNED, "planned = []", "is an empty list"),
        (PLANNED, 'planed = ["shall", "will"]', r"\[modals\] planed: unknown key; did you mean 'planned'\?"),
        (PLANNED, "", r"\[modals\] planned: is missing"),
        ("[modals]", "[modal]", r"\[modal\]: unknown table; did you mean 'modals'\?"),
        ("[modals]", "[modals", "not TOML"),
    ],
)
def test_bad_word_lists_are_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = (ONTOLOGY / "modality.toml").read_text(encoding="utf-8")
    assert old in text
    bad = tmp_path / "modality.toml"
    bad.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=fault):
        load_factuality_lexicon(bad)


def test_missing_word_lists(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        load_factuality_lexicon(tmp_path / "none.toml")


def test_own_word_lists(tmp_path: Path) -> None:
    text = (ONTOLOGY / "modality.toml").read_text(encoding="utf-8")
    own = tmp_path / "modality.toml"
    own.write_text(
        text.replace(PLANNED, 'planned = ["shall", "will", "gonna"]', 1),
        encoding="utf-8",
    )
    tree = "They/PRP/nsubj/3 gonna/MD/aux/3 meet/VB/ROOT/3"
    assert modality_of(word(tree, "meet"), load_factuality_lexicon(own)) == "planned"
    assert modality_of(word(tree, "meet"), FACTUALITY) == "actual"


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The ministers will hold talks in Seoul.", "hold", "planned"),
        ("Russia did not attack the port.", "attack", "negated"),
        ("Iran could build a bomb.", "build", "possible"),
        ("The company refused to sell the aircraft.", "sell", "negated"),
        ("The company managed to deliver the ships.", "deliver", "actual"),
        ("Seoul has vowed to regain command.", "regain", "planned"),
        ("Tokyo signed the treaty.", "signed", "actual"),
        ("The court found the guard not guilty of beating the prisoner.", "beating", "negated"),
        ("The court found the guard guilty of beating the prisoner.", "beating", "actual"),
        ("The officer was not guilty of the murder of a farmer.", "murder", "negated"),
        ("Lebanon asked Syria to stop shelling the town.", "shelling", "actual"),
        ("Syria has stopped shelling the town.", "shelling", "negated"),
    ],
)
def test_with_the_pipeline(nlp: Language, text: str, trigger: str, expected: str) -> None:
    token = next(token for token in ParsedDoc(nlp(text), WORDS) if token.text == trigger)
    assert modality_of(token, FACTUALITY) == expected


@pytest.mark.parametrize(("expected", "trigger", "text"), READ, ids=[f"{row[1]}: {row[2]}" for row in READ])
def test_sentences(nlp: Language, expected: str, trigger: str, text: str) -> None:
    token = next(token for token in ParsedDoc(nlp(text), WORDS) if token.text == trigger)
    assert modality_of(token, FACTUALITY) == expected


FEARS = "Fears/NNS/nsubj/5/fear of/IN/prep/1 an/DT/det/4 attack/NN/pobj/2 grew/VBD/ROOT/5/grow"
COULD = "Iran/NNP/nsubj/3 could/MD/aux/3 attack/VB/ROOT/3"
REFUSED = "Iran/NNP/nsubj/2 refused/VBD/ROOT/2/refuse to/TO/aux/4 attack/VB/xcomp/2"
FALSE = (
    "Reports/NNS/nsubj/5/report that/IN/mark/4 Iran/NNP/nsubj/4 attacked/VBD/acl/1/attack are/VBP/ROOT/5/be "
    "false/JJ/acomp/5"
)
STOPPED = "Iran/NNP/nsubj/2 stopped/VBD/ROOT/2/stop arming/VBG/xcomp/2/arm rebels/NNS/dobj/3"
MUST_STOP = "Iran/NNP/nsubj/3 must/MD/aux/3 stop/VB/ROOT/3/stop arming/VBG/xcomp/3/arm rebels/NNS/dobj/4"
WILL_STOP = "Iran/NNP/nsubj/3 will/MD/aux/3 stop/VB/ROOT/3/stop arming/VBG/xcomp/3/arm rebels/NNS/dobj/4"
NOT_GUILTY = (
    "He/PRP/nsubj/2 was/VBD/ROOT/2/be not/RB/neg/2 guilty/JJ/acomp/2/guilty of/IN/prep/4 "
    "killing/VBG/pcomp/5/kill her/PRP/dobj/6"
)
GUILTY = "He/PRP/nsubj/2 was/VBD/ROOT/2/be guilty/JJ/acomp/2/guilty of/IN/prep/3 killing/VBG/pcomp/4/kill"
INNOCENT = (
    "He/PRP/nsubj/2 is/VBZ/ROOT/2/be innocent/JJ/acomp/2/innocent of/IN/prep/3 killing/VBG/pcomp/4/kill"
)
DID = "Iran/NNP/nsubj/2 attacked/VBD/ROOT/2/attack"


@pytest.mark.parametrize(
    ("read", "chance", "trigger", "tree", "expected"),
    [
        ("actual", 0.5, "attack", FEARS, "possible"),
        ("actual", 0.7, "attack", FEARS, "actual"),
        ("actual", 0.9, "attack", COULD, "possible"),
        ("actual", 0.97, "attack", COULD, "actual"),
        ("possible", 0.5, "attacked", DID, "actual"),
        ("possible", 0.7, "attacked", DID, "possible"),
        ("actual", 0.9, "attack", REFUSED, "negated"),
        ("actual", 0.9, "attacked", FALSE, "negated"),
        ("actual", 0.9, "arming", STOPPED, "negated"),
        ("actual", 0.5, "arming", WILL_STOP, "negated"),
        ("actual", 0.9, "arming", MUST_STOP, "actual"),
        ("negated", 0.5, "arming", MUST_STOP, "actual"),
        ("actual", 0.9, "killing", NOT_GUILTY, "negated"),
        ("actual", 0.9, "killing", INNOCENT, "negated"),
        ("negated", 0.5, "killing", GUILTY, "actual"),
    ],
)
def test_who_decides(read: Modality, chance: float, trigger: str, tree: str, expected: str) -> None:
    assert decided_modality(read, chance, word(tree, trigger), FACTUALITY) == expected


@pytest.mark.parametrize("chance", [0.5, 0.8, 0.99])
def test_a_later_day_decides(chance: float) -> None:
    soon, gone = Interval("2025-11-10", "2025-11-10"), Interval("2025-10-10", "2025-10-10")
    visits = word(VISITS, "visits")
    assert decided_modality("actual", chance, visits, FACTUALITY, soon, MONDAY) == "planned"
    assert decided_modality("actual", chance, visits, FACTUALITY, gone, MONDAY) == "actual"
    assert decided_modality("actual", chance, visits, FACTUALITY) == "actual"


def test_a_noun_that_lay_before_is_no_plan() -> None:
    doc = parsed(
        "Both/DT/nsubjpass/3 are/VBP/auxpass/3/be expected/VBN/ROOT/3/expect to/TO/aux/5 consult/VB/xcomp/3 "
        "in/IN/prep/5 talks/NNS/pobj/6/talk"
    )
    assert modality_of(doc[6], FACTUALITY, Interval("2025-10-27", "2025-11-02"), "2025-11-03") == "actual"
    assert modality_of(doc[6], FACTUALITY, Interval("2025-11-10", "2025-11-16"), "2025-11-03") == "possible"


def test_a_participle_may_begin_the_article() -> None:
    doc = parsed(
        "Attacking/VBG/advcl/5/attack Ukraine|GPE/NNP/dobj/1 ,/,/punct/5 Russia|GPE/NNP/nsubj/5 "
        "threatened/VBD/ROOT/5/threaten "
        "Poland|GPE/NNP/dobj/5"
    )
    assert modality_of(doc[0], FACTUALITY) == "actual"
