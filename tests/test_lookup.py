"""A name is found among many, whatever its capitals, and what else a store holds costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg.analysis import lookup, nodes
from kg.analysis.lookup import check_relation, find_entities, relation_labels
from kg.errors import UnknownEntity, UnknownName
from kg.rdf.layout import ALIAS, LABEL, PREDICATE, RELATION_LABEL, STATEMENT_CLASS, TYPE, class_iri, term_iri
from kg.resources.namespaces import DEFAULT_BASE
from kg.store.oxigraph import LocalStore

LABELS = (
    "Straße",
    "STRASSE",
    "İzmir",
    "ΣΊΣΥΦΟΣ",
    "Sísyphos",
    'The "Rock"',
    "back\\slash",
    "tab\there",
    "a <b> c",
    "Ann",
    "ANN",
    "ann lee",
    "42",
    "ann\nlee",
)


def store_of(labels: tuple[str, ...], others: tuple[str, ...] = ()) -> LocalStore:
    store = LocalStore(ox.Store(), "memory", DEFAULT_BASE)
    quads = []
    for number, label in enumerate((*labels, *others)):
        entity = ox.NamedNode(f"{DEFAULT_BASE}person/p-{number}")
        quads.append(ox.Quad(entity, ox.NamedNode(TYPE), ox.NamedNode(class_iri("Person"))))
        said = label if number < len(labels) else f"label {number}"
        quads.append(ox.Quad(entity, ox.NamedNode(LABEL), ox.Literal(said)))
        if number >= len(labels):
            quads.append(ox.Quad(entity, ox.NamedNode(ALIAS), ox.Literal(label)))
    store.add([(f"{DEFAULT_BASE}graph/loaded", quads)])
    return store


@pytest.mark.parametrize("as_label", [True, False])
@pytest.mark.parametrize("changed", [str, str.upper, str.lower, str.casefold, str.swapcase])
def test_exactly_those_are_found_that_fold_to_the_same(changed: Callable[[str], str], as_label: bool) -> None:
    store = store_of(LABELS) if as_label else store_of((), LABELS)
    for label in LABELS:
        wanted = " ".join(changed(label).split()).casefold()
        same = {f"person/p-{n}" for n, other in enumerate(LABELS) if other.casefold() == wanted}
        if same:
            assert find_entities(store, changed(label)) == same, label
        elif "\n" not in label and "\t" not in label:
            with pytest.raises(UnknownEntity):
                find_entities(store, changed(label))


def test_part_of_a_name_is_not_the_name() -> None:
    store = store_of(("Ann Lee", "Lee"))
    assert find_entities(store, "lee") == {"person/p-1"}
    assert find_entities(store, "p 1") == {"person/p-1"}
    with pytest.raises(UnknownEntity):
        find_entities(store, "Ann")
    with pytest.raises(UnknownEntity):
        find_entities(store, "-1")


def test_others_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def counted(cell: bytes) -> str:
        read.append(cell)
        return cell[1:-1].decode()

    for module in (lookup, nodes):
        monkeypatch.setattr(module, "cell_iri", counted)
    numbers = []
    for size in (20, 400):
        read.clear()
        assert find_entities(store_of(tuple(f"Name {n}" for n in range(size))), "name 7") == {"person/p-7"}
        numbers.append(len(read))
    assert 0 < numbers[0] == numbers[1]


def test_relations_are_asked_about_one_by_one() -> None:
    store = LocalStore(ox.Store(), "memory", DEFAULT_BASE)
    meets, hugs, odd = (ox.NamedNode(term_iri(name)) for name in ("meets", "hugs", "odd"))
    statement = ox.NamedNode(f"{DEFAULT_BASE}statement/1")
    quads = [
        ox.Quad(meets, ox.NamedNode(STATEMENT_CLASS), ox.NamedNode(class_iri("Meeting"))),
        ox.Quad(meets, ox.NamedNode(RELATION_LABEL), ox.Literal("comes together with")),
        ox.Quad(statement, ox.NamedNode(PREDICATE), hugs),
        ox.Quad(odd, ox.NamedNode(RELATION_LABEL), ox.Literal("no relation")),
    ]
    store.add([(f"{DEFAULT_BASE}graph/loaded", quads)])
    every = relation_labels(store)
    assert relation_labels(store, ["hugs", "meets"]) == {name: every[name] for name in ("hugs", "meets")}
    assert every["meets"] == "comes together with"
    check_relation(store, "meets")
    check_relation(store, "hugs")
    for name in ("odd", "met", "a b>", ""):
        with pytest.raises(UnknownName):
            check_relation(store, name)
