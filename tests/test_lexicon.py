"""Word lists: what is wrong with a file is said with its place; a user's own words join those that ship."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from spacy.language import Language

from kg.errors import DataError
from kg.extraction.entities.linker import Linker, Role
from kg.model import Document
from kg.nlp.parser import parse
from kg.nlp.tokens import ParsedDoc
from kg.paths import ONTOLOGY, SEEDS
from kg.resources.data_files import DataFiles
from kg.resources.gazetteer import load_gazetteer
from kg.resources.lexicon import Lexicon, load_lexicon
from kg.resources.ontology import Ontology, load_ontology
from kg.resources.resources import load_resources
from tests.parses import WORDS, parsed

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
Write = Callable[[str], Path]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def shipped(ontology: Ontology) -> Lexicon:
    return load_lexicon(ontology=ontology)


@pytest.fixture
def own(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / f"own-{len(list(tmp_path.iterdir()))}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


FAULTS = {
    "no such table": ('[agnts]\nMIL = ["x"]', "[agnts]: unknown table; did you mean 'agents'?"),
    "no such key": (
        '[facilities]\nsuffxes = ["Depot"]',
        "[facilities] suffxes: unknown key; did you mean 'suffixes'?",
    ),
    "a sector in small letters": ('[agents]\nmil = ["x"]', "[agents] mil: unknown key; did you mean 'MIL'?"),
    "no such sector": (
        '[agents]\nMILL = ["x"]',
        "[agents] MILL: 'MILL' is no sector of the ontology; did you mean 'MIL'?",
    ),
    "no such sector in a list": (
        '[home]\nlaw = ["CUP"]',
        "[home] law: 'CUP' is no sector of the ontology; did you mean 'COP'?",
    ),
    "no such sector of a class": (
        '[class_sectors]\nCompany = "BUZ"',
        "[class_sectors] Company: 'BUZ' is no sector of the ontology; did you mean 'BUS'?",
    ),
    "no such class": (
        '[capabilities]\nWepon = ["x"]',
        "[capabilities] Wepon: 'Wepon' is no class of the ontology; did you mean 'Weapon'?",
    ),
    "no such class in a list": (
        '[class_references]\nCompany = ["Firm"]',
        "[class_references] Company: 'Firm' is no class of the ontology",
    ),
    "a capital": (
        '[agents]\nMIL = ["Legionnaire"]',
        "[agents] MIL: 'Legionnaire' is not in lower case; write 'legionnaire'",
    ),
    "two blanks": (
        '[places]\nnouns = ["river  bank"]',
        "[places] nouns: 'river  bank' has blanks too many or nothing in it; write 'river bank'",
    ),
    "American spelling": (
        '[facilities]\nnouns = ["defense plant"]',
        "[facilities] nouns: 'defense plant' is never looked up; write 'defence plant'",
    ),
    "twice in one list": (
        '[facilities]\nnouns = ["depot", "depot"]',
        "[facilities] nouns: 'depot' stands there twice; keep one",
    ),
    "under two sectors": (
        '[agents]\nMIL = ["legionnaire"]\nREB = ["legionnaire"]',
        "[agents] REB: 'legionnaire' stands in [agents] MIL too; keep one",
    ),
    "in two tables that exclude each other": (
        '[facilities]\nnouns = ["depot"]\n[places]\nnouns = ["depot"]',
        "[places] nouns: 'depot' stands in [facilities] nouns too; keep one",
    ),
    "for women and for men": (
        '[titles]\nfemale = ["begum"]\nmale = ["begum"]',
        "[titles] male: 'begum' stands in [titles] female too; keep one",
    ),
    "a word that is never asked for": (
        '[bodies]\nnational = ["assembly hall"]',
        "[bodies] national: 'assembly hall' is in no [organizations]; add it there",
    ),
    "the sector of another class": (
        '[sectors]\nBUS = ["airline"]',
        "[sectors] BUS: 'airline' is in no [organizations] Organization; add it there",
    ),
    "a word and no list": (
        '[facilities]\nnouns = "depot"',
        '[facilities] nouns: is not a list of words; write a list of words: ["word", "other word"]',
    ),
    "a number among words": ("[facilities]\nnouns = [1]", "[facilities] nouns: is not a list of words"),
    "a list and no word": ('[spelling]\nmold = ["mould"]', "[spelling] mold: is not a text"),
    "a truth and no number": ("[numbers]\nfive = true", "[numbers] five: is not a number"),
    "a list without a table": ('agents = ["x"]', "[agents]: is not a table; write [agents]"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_with_its_place(own: Write, ontology: Ontology, name: str) -> None:
    text, message = FAULTS[name]
    path = own(text)
    with pytest.raises(DataError) as caught:
        load_lexicon([path], ontology=ontology)
    assert str(caught.value).startswith(f"{path} {message}")


@pytest.mark.parametrize(
    ("content", "fault"), [(b"[agents", "not TOML"), (b"\xff", "not TOML"), (None, "cannot be read")]
)
def test_a_file_that_is_no_lexicon(tmp_path: Path, content: bytes | None, fault: str) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=fault):
        load_lexicon([path])


def test_a_lexicon_that_lacks_a_list(own: Write) -> None:
    with pytest.raises(DataError, match=r"\[vague\] nouns: is missing"):
        load_lexicon(shipped=own('[agents]\nMIL = ["soldier"]'))


def test_own_words_join_those_that_ship(own: Write, shipped: Lexicon) -> None:
    found = load_lexicon([own('[facilities]\nnouns = ["depot", "airport"]\n[verbs]\nsaying = ["sing"]')])
    assert found.facilities == shipped.facilities | {"depot"}
    assert found.saying == shipped.saying | {"sing"}
    assert found.agents == shipped.agents


def test_own_values_win(own: Write, shipped: Lexicon) -> None:
    first = own('[agents]\nREB = ["soldier"]\n[adjectives]\n"country/usa" = "American"')
    second = own('[agents]\nUAF = ["soldier"]\n[class_sectors]\nCompany = "MNC"\n[numbers]\nfive = 5')
    found = load_lexicon([first, second])
    assert (shipped.agents["soldier"], found.agents["soldier"]) == ("MIL", "UAF")
    assert found.adjectives == {**shipped.adjectives, "country/usa": "American"}
    assert found.organizations["airline"] == ("Company", "MNC")
    assert found.numbers == {**shipped.numbers, "five": 5}


def test_a_word_leaves_the_list_that_excludes_its_new_one(own: Write, shipped: Lexicon) -> None:
    found = load_lexicon([own('[organizations]\nOrganization = ["mission"]')])
    assert "mission" in shipped.facilities
    assert found.facilities == shipped.facilities - {"mission"}
    assert found.organizations["mission"] == ("Organization", None)


def test_a_word_may_leave_the_list_that_others_rest_on(own: Write, shipped: Lexicon) -> None:
    found = load_lexicon([own('[places]\nnouns = ["consulate"]')])
    assert "consulate" in shipped.missions
    assert "consulate" not in found.facilities


def test_own_spelling_and_plurals(own: Write) -> None:
    path = own(
        '[spelling]\nmold = "mould"\n[irregular_plurals]\nlice = "louse"\n[plurals]\nunchanged = ["bass"]'
    )
    found = load_lexicon([path])
    assert found.spelled("Mold") == "mould"
    assert [found.singular(word) for word in ("lice", "bass", "policemen")] == ["louse", "bass", "policeman"]


def test_two_lexicons_remember_apart(own: Write, shipped: Lexicon) -> None:
    found = load_lexicon([own('[agents]\nMIL = ["legionnaire"]')])
    for _ in range(2):
        assert found.may_be_people("legionnaires")
        assert not shipped.may_be_people("legionnaires")


def test_own_words_are_understood(own: Write, ontology: Ontology) -> None:
    path = own('[titles]\nGOV = ["raksha mantri"]\n[capabilities]\nPlatform = ["sampan"]')
    linker = Linker(load_gazetteer(), load_lexicon([path], ontology=ontology), ontology)
    doc = parsed(
        "Indian/JJ/amod/3 Raksha/NNP/compound/3 Mantri/NNP/compound/5 Rajnath|PERSON/NNP/compound/5 "
        "Singh|PERSON/NNP/nsubj/6 bought/VBD/ROOT/6/buy river/NN/compound/8 sampans/NNS/dobj/6/sampan"
    )
    linked = linker.resolve(Document("a", doc.text), doc)
    (role,) = linked.roles()
    assert (role.title, role.country and role.country.entity.id) == ("Raksha Mantri", "country/ind")
    (bought,) = linked.who(doc[7], role="capability")
    assert (bought.entity.cls, bought.entity.label) == ("Platform", "river sampan")


@pytest.mark.parametrize(
    ("sentence", "word", "role", "label", "cls"),
    [
        ("French legionnaires attacked Mali.", "legionnaires", "actor", "French legionnaires", "Group"),
        ("South Korea will acquire OPCON in 2030.", "OPCON", "capability", "OPCON", "Authority"),
        ("Vietnam bought ten river sampans.", "sampans", "capability", "river sampan", "Platform"),
        ("Indian Sarpanch Meena Devi met envoys.", "Devi", "actor", "Meena Devi", "Person"),
    ],
)
def test_the_example_of_the_documentation(
    nlp: Language, own: Write, sentence: str, word: str, role: Role, label: str, cls: str
) -> None:
    page = (PACKAGE.parent / "docs" / "lexicon.md").read_text(encoding="utf-8")
    example = own(page.partition("```toml\n")[2].partition("```")[0])
    (parsed_article,) = parse([Document("a", sentence)], nlp)
    doc = ParsedDoc(parsed_article[1], WORDS)
    token = next(token for token in doc if token.text == word)
    for files, expected in (([], False), ([example], True)):
        linker = Linker(load_gazetteer(), load_lexicon(files), load_ontology())
        found = linker.resolve(parsed_article[0], doc).who(token, role=role)
        assert ([(a.entity.label, a.entity.cls) for a in found] == [(label, cls)]) == expected


def test_resources_check_sectors_and_classes(tmp_path: Path) -> None:
    shutil.copytree(ONTOLOGY, tmp_path / "ontology")
    (tmp_path / "seeds").symlink_to(SEEDS)
    path = tmp_path / "ontology" / "lexicon.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nMED = [", "\nHLH = ["), encoding="utf-8")
    with pytest.raises(DataError, match=r"lexicon.toml \[agents\] HLH: 'HLH' is no sector of the ontology"):
        load_resources(DataFiles(root=tmp_path))


def test_every_table_is_documented() -> None:
    tables = tomllib.loads((ONTOLOGY / "lexicon.toml").read_text(encoding="utf-8"))
    page = (PACKAGE.parent / "docs" / "lexicon.md").read_text(encoding="utf-8")
    listed = {
        name for row in page.splitlines() if row.startswith("| `") for name in re.findall(r"`(\w+)`", row)
    }
    assert [table for table in tables if table not in listed] == []


def test_words_of_the_seed_article_do_not_ship(shipped: Lexicon) -> None:
    """The article explains its acronym, which serves as well."""
    assert not {"opcon", "wartime control"} & {*shipped.capabilities}


def test_every_list_is_asked_for() -> None:
    lines = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    assert [field.name for field in fields(Lexicon) if f".{field.name}" not in lines] == []
