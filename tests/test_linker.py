"""Who is who: what names, titles, descriptions and pronouns stand for in one article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from kg.errors import DataError
from kg.extraction.entities.linker import LinkedDocument, Linker, Role
from kg.extraction.entities.mention_detection import mentions
from kg.extraction.entities.name_clustering import EntityRegistry
from kg.extraction.entities.named_mentions import resolved_mentions
from kg.model import Document, Mention
from kg.nlp.parser import parse
from kg.nlp.tokens import ParsedDoc
from kg.resources.gazetteer import load_gazetteer
from kg.resources.lexicon import load_lexicon
from kg.resources.namespaces import slug
from kg.resources.ontology import load_ontology
from tests.parses import WORDS, parsed


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_gazetteer(), load_lexicon(), load_ontology())


Played = Callable[[str], tuple[LinkedDocument, ParsedDoc]]


@pytest.fixture(scope="module")
def played(linker: Linker) -> Played:
    """The linked of a parse written by hand, and the parse."""

    def play(tree: str) -> tuple[LinkedDocument, ParsedDoc]:
        doc = parsed(tree)
        return linker.resolve(Document("test", doc.text), doc), doc

    return play


def who(state: tuple[LinkedDocument, ParsedDoc], word: str, role: Role = "any", nth: int = 0) -> list[str]:
    """The ids that the ``nth`` place of a word stands for."""
    linked, doc = state
    tokens = [t for t in doc if t.text == word]
    return [a.entity.id for a in linked.who(tokens[nth], role=role)]


HEGSETH = (
    "US/NNP/compound/3 Defence/NNP/compound/3 Secretary/NNP/compound/5 "
    "Pete|PERSON/NNP/compound/5 Hegseth|PERSON/NNP/nsubj/6 "
    "met/VBD/ROOT/6/meet Defence/NNP/compound/8 Minister/NNP/compound/9 Ahn|PERSON/NNP/dobj/6 "
    "in/IN/prep/6 Seoul/NNP/pobj/10 ././punct/6"
)

WHO = {
    "a title's word is the person": (HEGSETH, "Secretary", "actor", ["person/pete-hegseth"]),
    "a person is no place": (HEGSETH, "Hegseth", "place", []),
    "a capital as a place": (HEGSETH, "Seoul", "place", ["place/seoul"]),
    "a capital as an actor": (HEGSETH, "Seoul", "actor", ["country/kor"]),
    "a country in a title": (HEGSETH, "US", "actor", ["country/usa"]),
    "a capital after in": (HEGSETH, "Seoul", "any", ["place/seoul"]),
    "forces of a country": (
        "Russian/JJ/amod/2 troops/NNS/nsubj/3/troop attacked/VBD/ROOT/3/attack Kharkiv/NNP/dobj/3",
        "troops",
        "actor",
        ["group/russian-troops"],
    ),
    "forces of a country in other words": (
        "troops/NNS/nsubj/4/troop of/IN/prep/1 Russia/NNP/pobj/2 attacked/VBD/ROOT/4/attack",
        "troops",
        "actor",
        ["group/russian-troops"],
    ),
    "soldiers of two countries": (
        (
            "Russian/JJ/amod/4 and/CC/cc/1 Chinese/JJ/conj/1 soldiers/NNS/nsubj/5/soldier "
            "trained/VBD/ROOT/5/train"
        ),
        "soldiers",
        "actor",
        ["group/russian-soldiers", "group/chinese-soldiers"],
    ),
    "officials of nobody": (
        "officials/NNS/nsubj/2/official said/VBD/ROOT/2/say so/RB/advmod/2",
        "officials",
        "actor",
        [],
    ),
    "soldiers in a country are not its own": (
        "soldiers/NNS/nsubj/4/soldier in/IN/prep/1 Iraq/NNP/pobj/2 died/VBD/ROOT/4/die",
        "soldiers",
        "actor",
        [],
    ),
    "a capital's ministry": (
        "Oslo/NNP/poss/4 's/POS/case/1 trade/NN/compound/4 ministry/NN/nsubj/5 agreed/VBD/ROOT/5/agree",
        "ministry",
        "actor",
        ["organization/norway-trade-ministry"],
    ),
    "a bare ministry is unknown": (
        "the/DT/det/2 ministry/NN/nsubj/3 agreed/VBD/ROOT/3/agree",
        "ministry",
        "actor",
        [],
    ),
    "both sides": (
        "Japan/NNP/nsubj/4 and/CC/cc/1 India/NNP/conj/1 met/VBD/ROOT/4/meet "
        "././punct/4 Both/DT/det/7 sides/NNS/nsubj/8/side agreed/VBD/ROOT/8/agree",
        "sides",
        "actor",
        ["country/ind", "country/jpn"],
    ),
    "the country is the subject's": (
        "Norway/NNP/nsubj/2 said/VBD/ROOT/2/say the/DT/det/4 country/NN/nsubj/5 agreed/VBD/ccomp/2/agree",
        "country",
        "actor",
        ["country/nor"],
    ),
    "the country that forces leave is not their own": (
        "Norwegian/JJ/amod/2 troops/NNS/nsubj/3/troop left/VBD/ROOT/3/leave the/DT/det/5 country/NN/dobj/3",
        "country",
        "actor",
        [],
    ),
    "a country described is nobody when there are two": (
        "Norway/NNP/nsubj/2 warned/VBD/ROOT/2/warn Chad/NNP/dobj/2 after/IN/mark/8 the/DT/det/7 "
        "arid/JJ/amod/7 country/NN/nsubj/8 "
        "fired/VBD/advcl/2/fire",
        "country",
        "actor",
        [],
    ),
    "they are those named together": (
        (
            "Japan/NNP/nsubj/4 and/CC/cc/1 India/NNP/conj/1 said/VBD/ROOT/4/say they/PRP/nsubj/6 "
            "agreed/VBD/ccomp/4/agree"
        ),
        "they",
        "actor",
        ["country/jpn", "country/ind"],
    ),
    "its is the subject's": (
        "Norway/NNP/nsubj/2 modernised/VBD/ROOT/2/modernise its/PRP$/poss/4 fleet/NN/dobj/2",
        "its",
        "actor",
        ["country/nor"],
    ),
    "an object is not its own subject": (
        "Trump|PERSON/NNP/nsubj/2 met/VBD/ROOT/2/meet Xi|PERSON/NNP/dobj/2 "
        "././punct/2 Xi|PERSON/NNP/nsubj/6 thanked/VBD/ROOT/6/thank him/PRP/dobj/6",
        "him",
        "actor",
        ["person/trump"],
    ),
    "a capability cut to what identifies it": (
        "Norway/NNP/nsubj/2 wants/VBZ/ROOT/2/want two/CD/nummod/7 "
        "new/JJ/amod/7 German/JJ/amod/7 attack/NN/compound/7 submarines/NNS/dobj/2/submarine",
        "submarines",
        "capability",
        ["capability/attack-submarine"],
    ),
    "modifiers joined": (
        "its/PRP$/poss/5 nuclear/JJ/amod/5 and/CC/cc/2 missile/NN/conj/2 weapons/NNS/ROOT/5/weapon",
        "weapons",
        "capability",
        ["capability/nuclear-and-missile-weapons"],
    ),
    "supplies of a thing are the thing": (
        "supplies/NNS/ROOT/1/supply of/IN/prep/1 nuclear/JJ/amod/4 fuel/NN/pobj/2",
        "supplies",
        "capability",
        ["capability/nuclear-fuel"],
    ),
    "an acronym in brackets": (
        "wartime/NN/compound/3 operational/JJ/amod/3 command/NN/ROOT/3 (/-LRB-/punct/5 "
        "OPCON|GPE/NNP/appos/3 )/-RRB-/punct/5 ././punct/3 "
        "OPCON|GPE/NNP/nsubj/9 matters/VBZ/ROOT/9/matter",
        "OPCON",
        "capability",
        ["capability/wartime-operational-command"],
    ),
    "a designation that the recogniser mistyped": (
        "fired/VBD/ROOT/1/fire the/DT/det/3 Hwasong-20|LOC/NN/dobj/1 ballistic/JJ/amod/5 missile/NN/dobj/1",
        "missile",
        "capability",
        ["capability/hwasong-20-ballistic-missile"],
    ),
    "a designation means the whole phrase": (
        "fired/VBD/ROOT/1/fire the/DT/det/3 Hwasong-20|LOC/NN/dobj/1 ballistic/JJ/amod/5 missile/NN/dobj/1",
        "Hwasong-20",
        "capability",
        ["capability/hwasong-20-ballistic-missile"],
    ),
    "an abstract noun is no capability": ("a/DT/det/2 decision/NN/ROOT/2", "decision", "capability", []),
    "a topic with its possessor": (
        (
            "Seoul/NNP/poss/3 's/POS/case/1 push/NN/ROOT/3 to/TO/aux/5 acquire/VB/acl/3 "
            "submarines/NNS/dobj/5/submarine"
        ),
        "push",
        "topic",
        ["topic/seouls-push-to-acquire-submarines-9f86d081"],
    ),
    "a site in a city": (
        "a/DT/det/3 Philadelphia/NNP/compound/3 shipyard/NN/ROOT/3",
        "shipyard",
        "place",
        ["place/philadelphia-shipyard-9f86d081"],
    ),
    "a country's people": (
        "Russians/NNPS/nsubj/2 voted/VBD/ROOT/2/vote",
        "Russians",
        "actor",
        ["group/russians"],
    ),
    "the North": (
        (
            "North/NNP/compound/2 Korea/NNP/nsubj/3 spoke/VBD/ROOT/3/speak ././punct/3 the/DT/det/6 "
            "North/NNP/nsubj/7 spoke/VBD/ROOT/7/speak"
        ),
        "North",
        "actor",
        ["country/prk"],
    ),
}


@pytest.mark.parametrize(("tree", "word", "role", "expected"), WHO.values(), ids=WHO.keys())
def test_who(tree: str, word: str, role: Role, expected: list[str], played: Played) -> None:
    assert who(played(tree), word, role, nth=-1 if word == "North" else 0) == expected


def test_the_words_are_those_of_this_sentence(played: Played) -> None:
    linked, doc = played("Norway/NNP/nsubj/2 modernised/VBD/ROOT/2/modernise its/PRP$/poss/4 fleet/NN/dobj/2")
    argument = linked.who(doc[2], role="actor")[0]
    assert (linked.document.text[argument.begin : argument.end], argument.entity.label) == ("its", "Norway")


def test_a_person_has_country_sector_and_short_names(played: Played) -> None:
    linked, doc = played(HEGSETH + " Hegseth|ORG/NNP/nsubj/14 left/VBD/ROOT/14/leave")
    entity = linked.who(doc[12], role="actor")[0].entity
    assert (entity.label, entity.aliases, entity.country, entity.sector) == (
        "Pete Hegseth",
        ("Hegseth",),
        "USA",
        "GOV",
    )


def test_namesakes_are_nobody(played: Played) -> None:
    tree = (
        "Ana|PERSON/NNP/compound/2 Costa|PERSON/NNP/nsubj/3 met/VBD/ROOT/3/meet "
        "Rui|PERSON/NNP/compound/5 Costa|PERSON/NNP/dobj/3 ././punct/3 "
        "Costa|PERSON/NNP/nsubj/8 left/VBD/ROOT/8/leave"
    )
    assert who(played(tree), "Costa", "actor", nth=-1) == []


def test_offices(played: Played) -> None:
    linked, doc = played(HEGSETH)
    claims = linked.roles()
    assert [(c.person.entity.id, c.title, c.country.entity.id if c.country else None) for c in claims] == [
        ("person/pete-hegseth", "Defence Secretary", "country/usa"),
        ("person/ahn", "Defence Minister", None),
    ]
    assert [doc.text[c.span.begin : c.span.end] for c in claims] == [c.title for c in claims]


def test_former_offices_are_left_out(played: Played) -> None:
    linked, _ = played(
        "former/JJ/amod/2 President/NNP/compound/4 Barack|PERSON/NNP/compound/4 "
        "Obama|PERSON/NNP/nsubj/5 spoke/VBD/ROOT/5/speak"
    )
    assert linked.roles() == ()


def test_allegiance_and_place(played: Played) -> None:
    troops, _ = played("Russian/JJ/amod/2 troops/NNS/nsubj/3/troop left/VBD/ROOT/3/leave")
    assert [(a.entity.id, c.entity.id, s.text) for a, c, s in troops.allegiances()] == [
        ("group/russian-troops", "country/rus", "Russian")
    ]
    yard, _ = played("a/DT/det/3 Philadelphia/NNP/compound/3 shipyard/NN/ROOT/3")
    assert [(a.entity.id, p.entity.id) for a, p, _ in yard.locations()] == [
        ("place/philadelphia-shipyard-9f86d081", "place/philadelphia")
    ]


@pytest.mark.parametrize(
    ("tree", "word", "amount"),
    [
        ("two/CD/nummod/2 submarines/NNS/ROOT/2/submarine", "submarines", "two"),
        ("30/CD/nummod/2 tonnes/NNS/ROOT/2/tonne of/IN/prep/2 uranium/NN/pobj/3", "uranium", "30 tonnes of"),
        ("dozens/NNS/ROOT/1/dozen of/IN/prep/1 drones/NNS/pobj/2/drone", "drones", "dozens of"),
        ("new/JJ/amod/2 submarines/NNS/ROOT/2/submarine", "submarines", None),
        ("Kestrel|ORG/NNP/compound/2 7/CD/nummod/3 drones/NNS/ROOT/3/drone", "drones", None),
        ("Block/NN/compound/2 7/CD/nummod/3 drones/NNS/ROOT/3/drone", "drones", None),
        ("7/CD/nummod/3 Kestrel/NNP/compound/3 drones/NNS/ROOT/3/drone", "drones", "7"),
        (
            "gave/VBD/ROOT/1/give Chad|GPE/NNP/dative/1 7/CD/nummod/4 drones/NNS/dobj/1/drone",
            "drones",
            "7",
        ),
    ],
)
def test_quantity(tree: str, word: str, amount: str | None, played: Played) -> None:
    linked, doc = played(tree)
    assert linked.quantity_of(next(t for t in doc if t.text == word)) == amount


TEXT = """OSLO, May 4 - The foreign ministers of Norway and Poland will meet in Tromso on Friday.

Foreign Minister Espen Eide and Polish Foreign Minister Radoslaw Sikorski are to discuss \
Ukraine, the ministry in Warsaw said. \
Eide said he would raise the sale of two frigates. Norway's navy wants them, and the navy has asked for more.

The two ministers met last year."""


def test_an_article(linker: Linker, nlp: Language) -> None:
    (document, doc), *_ = parse([Document("oslo", TEXT)], nlp)
    words = ParsedDoc(doc, WORDS)
    linked = linker.resolve(document, words)
    token = {t.text: t for t in reversed(words)}
    both = ["person/espen-eide", "person/radoslaw-sikorski"]
    assert sorted(a.entity.id for a in linked.who(token["ministers"], role="actor")) == both
    assert (
        sorted(a.entity.id for a in linked.who([t for t in words if t.text == "ministers"][-1], role="actor"))
        == both
    )
    assert [a.entity.country for a in linked.who(token["Eide"], role="actor")] == ["NOR"]
    assert [a.entity.id for a in linked.who(token["he"], role="actor")] == ["person/espen-eide"]
    navies = {a.entity.id for t in words if t.text == "navy" for a in linked.who(t, role="actor")}
    assert len(navies) == 1
    again = linker.resolve(document, words)
    for t in words:
        assert linked.who(t) == again.who(t)
    names = mentions(words, linker.index, linker.lexicon)
    assert names
    assert all(TEXT[m.begin : m.end].split() == m.text.split() for m in names)


def test_a_lexicon_that_is_no_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text("[agents]\nGOV = [1]\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"\[agents\] GOV: is not a list of words"):
        load_lexicon(shipped=path)


DESCRIBED = {
    "a site of an owner": ("a/DT/det/4 Peruvian/JJ/amod/4 naval/JJ/amod/4 base/NN/ROOT/4", "base", "place"),
    "a site of who was named before": (
        "Chad/NNP/nsubj/2 left/VBD/ROOT/2/leave its/PRP$/poss/4 camp/NN/dobj/2",
        "camp",
        "place",
    ),
    "a happening": ("the/DT/det/2 raid/NN/ROOT/2", "raid", "topic"),
    "an occasion without its year": (
        "the/DT/det/3 Chadian/JJ/amod/3 election/NN/ROOT/3",
        "election",
        "topic",
    ),
    "a thing that no list has": ("some/DT/det/2 widgets/NNS/ROOT/2/widget", "widgets", "capability"),
    "a thing of a country": (
        "some/DT/det/3 Peruvian/JJ/amod/3 widgets/NNS/ROOT/3/widget",
        "widgets",
        "capability",
    ),
}
IDENTIFIED = {
    "a treaty": ("the/DT/det/3 Tallinn/NNP/compound/3 Accord/NNP/ROOT/3", "Accord", "topic"),
    "an occasion with its year": (
        "the/DT/det/4 2019/CD/nummod/4 Chadian/JJ/amod/4 election/NN/ROOT/4",
        "election",
        "topic",
    ),
    "a known capability": ("a/DT/det/2 submarine/NN/ROOT/2", "submarine", "capability"),
    "a thing with a name of its own": (
        "a/DT/det/4 Silver/NNP/compound/4 Lance/NNP/compound/4 widget/NN/ROOT/4",
        "widget",
        "capability",
    ),
}


@pytest.mark.parametrize(
    ("case", "shared"),
    [(case, False) for case in DESCRIBED.values()] + [(case, True) for case in IDENTIFIED.values()],
    ids=[*DESCRIBED, *IDENTIFIED],
)
def test_what_is_described_is_of_its_article_unless_it_is_identified(
    case: tuple[str, str, Role], shared: bool, linker: Linker
) -> None:
    tree, word, role = case
    doc = parsed(tree)
    token = next(token for token in doc if token.text == word)
    ids, labels = set(), set()
    for article in ("one", "other"):
        (found,) = linker.resolve(Document(article, doc.text), doc).who(token, role=role)
        ids.add(found.entity.id)
        labels.add(found.entity.label)
    assert len(labels) == 1, "both are found by their words"
    assert (len(ids) == 1) is shared


def dana(owner: str, verb: int) -> str:
    """The words of "<owner> CEO Dana Moss spoke", the verb being token ``verb``."""
    return (
        f"{owner}|ORG/NNP/compound/{verb - 1} CEO/NNP/compound/{verb - 1} "
        f"Dana|PERSON/NNP/compound/{verb - 1} Moss|PERSON/NNP/nsubj/{verb} spoke/VBD/ROOT/{verb}/speak"
    )


def test_namesakes_with_one_office_in_two_bodies_are_two(played: Played) -> None:
    stop = " ././punct/5 "
    linked = played(dana("Norvik", 5) + stop + dana("Tarn", 11))
    assert who(linked, "Moss", "actor") == ["person/dana-moss.norvik"]
    assert who(linked, "Moss", "actor", nth=-1) == ["person/dana-moss.tarn"]
    again = played(dana("Norvik", 5) + stop + dana("Norvik", 11))
    assert who(again, "Moss", "actor", nth=-1) == ["person/dana-moss"]


MEMBERS = {
    "all": ("Tories|ORG/NNPS/nsubj/2 objected/VBD/ROOT/2/object", "organization/conservative-party"),
    "a few": (
        "several/JJ/amod/2 Tories|ORG/NNPS/nsubj/3 objected/VBD/ROOT/3/object",
        "group/several-tories-9f86d081",
    ),
    "an undetermined few": (
        "some/DT/det/2 Tories|ORG/NNPS/nsubj/3 objected/VBD/ROOT/3/object",
        "group/tories-9f86d081",
    ),
    "the whole": (
        "the/DT/det/2 Tories|ORG/NNPS/nsubj/3 objected/VBD/ROOT/3/object",
        "organization/conservative-party",
    ),
}


@pytest.mark.parametrize(("tree", "expected"), MEMBERS.values(), ids=MEMBERS)
def test_some_members_are_not_their_party(tree: str, expected: str, played: Played) -> None:
    assert who(played(tree), "Tories", "actor") == [expected]


def test_fighters_are_their_group_and_one_of_its_commanders_is_not(played: Played) -> None:
    many = played("Taliban|ORG/NNP/compound/2 fighters/NNS/nsubj/3/fighter left/VBD/ROOT/3/leave")
    assert who(many, "fighters", "actor") == ["organization/taliban"]
    one = played("a/DT/det/3 Taliban|ORG/NNP/compound/3 commander/NN/nsubj/4 left/VBD/ROOT/4/leave")
    assert who(one, "commander", "actor") == ["group/taliban-commander-9f86d081"]


MINISTRY = {
    "a possessive": (
        "Peru/NNP/poss/4 's/POS/case/1 energy/NN/compound/4 ministry/NN/nsubj/5 agreed/VBD/ROOT/5/agree",
        "ministry",
    ),
    "its capital's": (
        "Lima/NNP/poss/4 's/POS/case/1 energy/NN/compound/4 ministry/NN/nsubj/5 agreed/VBD/ROOT/5/agree",
        "ministry",
    ),
}


@pytest.mark.parametrize(("tree", "word"), MINISTRY.values(), ids=MINISTRY)
def test_a_ministry_is_one_however_its_name_is_put(tree: str, word: str, played: Played) -> None:
    assert who(played(tree), word, "actor") == ["organization/peru-energy-ministry"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Peruvian Energy Ministry criticised Chile.",
        "The Ministry of Energy of Peru praised China.",
        "Peru's Ministry of Energy criticised Chile.",
        "The Federal Ministry of Energy of Peru met Chilean officials.",
    ],
)
def test_a_named_ministry_has_the_id_of_the_described_one(
    sentence: str, linker: Linker, nlp: Language
) -> None:
    document = Document("a", sentence)
    (((_, doc),)) = parse([document], nlp)
    words = ParsedDoc(doc, WORDS)
    verb = next(token for token in words if token.tag_ == "VBD")
    subject = next(token for token in words if token.dep_ == "nsubj" and token.head.i == verb.i)
    (found,) = linker.resolve(document, words).who(subject, role="actor")
    assert found.entity.id == "organization/peru-energy-ministry"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Ministry of Foreign Affairs", "foreign ministry"),
        ("foreign ministry", "foreign ministry"),
        ("Ministry of National Defense", "defence ministry"),
        ("Ministry of the Interior", "interior ministry"),
        ("Ministry of Fisheries", "fisheries ministry"),
        ("armed forces", "armed forces"),
    ],
)
def test_one_name_for_all_ways_to_call_a_ministry(words: str, key: str, linker: Linker) -> None:
    assert linker.bodies.key(words) == key


def test_a_known_force_is_found_by_its_country(played: Played) -> None:
    tree = "Israel/NNP/poss/3 's/POS/case/1 military/NN/nsubj/4 left/VBD/ROOT/4/leave"
    assert who(played(tree), "military", "actor") == ["organization/israel-defense-forces"]


SPELLED = {
    "with and without a particle": ("Karim al-Rashidi", "Rashidi"),
    "a particle with a capital": ("Karim al-Rashidi", "Al-Rashidi"),
    "another romanization": ("Valery Zhurovsky", "Zhurovskyy"),
    "a nickname": ("James Fowler", "Jim Fowler"),
}


@pytest.mark.parametrize(("full", "later"), SPELLED.values(), ids=SPELLED)
def test_a_person_is_one_however_the_name_is_spelled(full: str, later: str, played: Played) -> None:
    given, family = full.split()
    words = later.split()
    verb = 5 + len(words)
    tail = " ".join(f"{word}|PERSON/NNP/compound/{verb - 1}" for word in words[:-1])
    linked = played(
        f"{given}|PERSON/NNP/compound/2 {family}|PERSON/NNP/nsubj/3 spoke/VBD/ROOT/3/speak ././punct/3 "
        f"{tail} "
        f"{words[-1]}|PERSON/NNP/nsubj/{verb} left/VBD/ROOT/{verb}/leave"
    )
    assert who(linked, words[-1], "actor", nth=-1) == [f"person/{slug(full)}"]


def test_a_surname_that_is_a_countrys_name_is_a_person_where_the_text_says_so(played: Played) -> None:
    start = "Lena|PERSON/NNP/compound/2 Jordan|PERSON/NNP/nsubj/3 left/VBD/ROOT/3/leave ././punct/3 "
    she = played(start + "Jordan|GPE/NNP/nsubj/6 said/VBD/ROOT/6/say she/PRP/nsubj/8 won/VBD/ccomp/6/win")
    assert who(she, "Jordan", "actor", nth=-1) == ["person/lena-jordan"]
    it = played(start + "Jordan|GPE/NNP/nsubj/6 signed/VBD/ROOT/6/sign")
    assert who(it, "Jordan", "actor", nth=-1) == ["country/jor"]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Federation Council of Russia", "federation-council"),
        ("Israeli Knesset", "knesset"),
        ("Knesset of Israel", "knesset"),
        ("Norwegian Knesset", None),
        ("British Conservative Party", "conservative-party"),
        ("Danish Conservative Party", None),
        ("U.S. Supreme Court", "supreme-court-of-the-united-states"),
    ],
)
def test_a_known_body_is_known_with_its_country_beside_it(name: str, id: str | None, linker: Linker) -> None:
    bodies = linker.bodies
    parts = bodies.parted(name)
    assert parts is not None
    assert bodies.known(parts[0], bodies.key(parts[1])) == (f"organization/{id}" if id else None)


@pytest.mark.parametrize("name", ["Government of Norway", "Norwegian Cabinet"])
def test_a_government_by_name_is_that_of_its_country(name: str, linker: Linker) -> None:
    registry = EntityRegistry(linker.knowledge, linker.index, linker.lexicon)
    mention = Mention(0, len(name), name, 0, len(name.split()) - 1, 0, "Organization")
    doc = parsed(" ".join(f"{word}/NNP/dep/1" for word in name.split()))
    (builder,) = resolved_mentions(registry, doc, [mention])[0].builders
    assert (builder.cls, builder.country) == ("Government", "NOR")
    assert builder.id in {"organization/norway-government", "organization/norway-cabinet"}
