"""The table of office holders: which names in claims are one person's, what stays when it is made again."""

from __future__ import annotations

from itertools import combinations

import pytest

from kg.model import Entity
from kg.resources.gazetteer import Gazetteer, load_gazetteer
from kg.resources.lexicon import load_lexicon
from kg.resources.namespaces import slug
from kg.resources.person_names import PersonNames
from training.office_claims import fullest_name
from training.office_names import alike, same_persons, still_held
from training.office_terms import Term, former_terms, without_holders

NAMES = PersonNames(load_lexicon())


def persons(counts: dict[str, int], exact: frozenset[str] = frozenset(), **offices: str) -> dict[str, str]:
    """Whose the names are when all hold one office of a country but those with another in ``offices``."""
    held = {name: [offices.get(slug(name).replace("-", "_"), "foreign minister")] for name in counts}
    return same_persons(dict.fromkeys(counts, "QAT"), held, counts, NAMES, exact)


def test_spellings_and_middle_names_are_the_most_frequent_name() -> None:
    counts = {
        "Karim bin Saleh Al Marri": 5,
        "Kareem Saleh al-Marri": 2,
        "Karim Al-Marri": 1,
        "Nasser Al-Marri": 2,
    }
    found = persons(counts)
    assert found.pop("Nasser Al-Marri") == "Nasser Al-Marri"
    assert set(found.values()) == {"Karim bin Saleh Al Marri"}


def test_what_two_share_joins_them_not() -> None:
    both = {"Karim Saleh Al Marri": 4, "Karim Nasser Al Marri": 3}
    found = persons({**both, "Karim Al Marri": 1, "Al Marri": 9, "King Karim": 2})
    assert found == {name: name for name in both}


def test_names_need_one_office_and_exact_ones_are_never_joined() -> None:
    counts = {"Karim Marri": 3, "Kareem Marri": 1}
    assert persons(counts, kareem_marri="mayor") == {name: name for name in counts}
    assert persons(counts, frozenset(counts)) == {name: name for name in counts}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Tarek Mehmoudi", "Tarek Mahmoudi", True),
        ("Torben Samuelsen", "Torben Samulesen", True),
        ("Torben Samuelsen", "Torben Samuelsens", True),
        ("Torben Samuelsen", "Torben Sanuelsen", True),
        ("Torben Samuelsen", "Torben Samuelsen Vang", True),
        ("Qadir Marri", "Kadir Saleh Marri", True),
        ("Torben Samuelsen", "Jorgen Samuelsen", False),
        ("Kim Jin", "Kim Jun", False),
    ],
)
def test_alike(one: str, other: str, expected: bool) -> None:
    assert alike(one, other, NAMES) is alike(other, one, NAMES) is expected


def test_the_name_is_the_fullest_that_the_text_has() -> None:
    known = Entity("person/x", "Person", "Kareem Al Marri", ("K. Marri", "Karim Saleh Marri", "Marri"))
    assert fullest_name(known, "Karim Saleh Marri spoke. Marri left.") == "Karim Saleh Marri"
    assert fullest_name(known, "The minister spoke.") == "Kareem Al Marri"


def test_a_tenure_stays_unless_its_holder_is_found_under_another_name() -> None:
    kept = [Term("QAT", "Karim Saleh Al Marri", "foreign minister", "2020-01-01", "", "", ("K. Marri",))]
    former = [
        Term("QAT", "Kareem Al Marri", "foreign secretary", "2021-01-01"),
        Term("QAT", "Karim Saleh Marri", "mayor", "2010-01-01"),
        Term("QAT", "Nasser Al Marri", "foreign minister", "2010-01-01"),
        Term("OMN", "Karim Saleh Al Marri", "foreign minister", "2010-01-01"),
    ]
    office = {"foreign secretary": "foreign minister"}
    found = still_held(former, kept, lambda title: office.get(title, title), NAMES)
    assert found == former[2:]


def test_leaders_who_are_in_the_table_of_offices_are_no_second_person() -> None:
    block = 'person:{id} a kg:Person ;\n    skos:prefLabel "{name}" ;\n    kg:country country:qat .'
    people = ("Karim Saleh Marri", "Kareem Marri", "Nasser Marri", "Karim Marri")
    text = "\n\n".join(["# head", *(block.format(id=slug(name), name=name) for name in people)])
    left = without_holders(text, [Term("QAT", "Karim Marri", "king", "2001-01-01")], NAMES)
    assert [name for name in people if f'"{name}"' in left] == ["Nasser Marri"]


@pytest.fixture(scope="module")
def knowledge() -> Gazetteer:
    return load_gazetteer()


def test_nobody_is_in_the_table_twice_for_one_office(knowledge: Gazetteer) -> None:
    by_office: dict[tuple[str, str], set[str]] = {}
    for term in former_terms(knowledge):
        by_office.setdefault((term.country, term.office), set()).add(term.name)
    twice = [
        pair
        for held in by_office.values()
        for pair in combinations(sorted(held), 2)
        if NAMES.same(*pair) or NAMES.close(*pair)
    ]
    assert twice == []
