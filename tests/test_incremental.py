"""Who is who, kept up to date: the same as deciding over all articles at once, whatever comes and goes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.resolution.articles import Article
from kg.resolution.background import BackgroundEntity
from kg.resolution.bearers import Decision, Homonym
from kg.resolution.decisions import decide
from kg.resolution.features import NOTHING, Profile, ProfileComparator, Traits
from kg.resolution.incremental import Changes, know, update
from kg.resolution.near_duplicates import Printed, find_reprints
from kg.resolution.tables import Tables
from kg.resources.namespaces import DEFAULT_BASE, slug

COMPARATOR = ProfileComparator()

FAMILY_NAMES = ("Orban", "Orbán", "Duval", "Jae-in", "Sisi", "van Dijk", "Smith")
PERSONS = (
    *FAMILY_NAMES,
    *(f"{given} {name}" for given in ("John", "Jim", "J.", "Anna", "John A.") for name in ("Smith", "Duval")),
    "Viktor Orban", "Orban Viktor", "Moon Jae-in", "Moon Jae", "Abdel Fattah Sisi", "Abdelfattah el-Sisi",
    "Virgil van Dijk", "John",
)  # fmt: skip
BODIES = ("Acme", "Acme Ltd", "Acme Corp", "Globex", "National Assembly", "World Trade Group", "WTG", "NATO")
PLACES = ("Springfield", "Paris")
DAYS = (None, "2001-01-01", "2002-06-01", "2003-12-31", "2005-05-05", "2009-12-31", "--11-05", "soon")
PHRASES = tuple(f"{number:08x}" for number in range(24))


def some(values: tuple[str, ...], start: str = "", most: int = 2) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values).map(lambda value: start + value), max_size=most)


TRAITS = st.builds(
    Traits,
    some(("fra", "usa", "gbr"), "country/"),
    some(("GOV", "MIL", "BUS", "CVL"), most=1),
    some(("president", "foreign-minister", "foreign-secretary", "minister", "judge"), "role/"),
    some(tuple(map(slug, BODIES)), "organization/", most=1),
)


@st.composite
def profiles(draw: st.DrawFn, iri: str, day: str | None) -> tuple[Profile, ...]:
    found = {}
    for _ in range(draw(st.integers(0, 4))):
        family, labels = draw(
            st.sampled_from(
                (("person", PERSONS), ("person", PERSONS), ("organization", BODIES), ("place", PLACES))
            )
        )
        label = draw(st.sampled_from(labels))
        id = f"{family}/{slug(label)}" + draw(st.sampled_from(("", "", "", ".gbr")))
        names = draw(some(labels, most=1)) | {label}
        found[id] = Profile(iri, id, "Thing", label, names, draw(TRAITS), day)
    return tuple(found.values())


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, Article | None]:
    """An article as it is now, or that it is gone."""
    iri = f"{DEFAULT_BASE}article/{draw(st.integers(0, 7))}"
    if draw(st.integers(0, 4)) == 0:
        return iri, None
    day = draw(st.sampled_from(DAYS))
    start = draw(st.integers(0, 12))
    marks = draw(st.sampled_from((None, " ".join(PHRASES[start : start + 8]))))
    return iri, Article(iri, day, marks, draw(profiles(iri, day)))


@st.composite
def knowledge(draw: st.DrawFn) -> list[BackgroundEntity]:
    found = {}
    for _ in range(draw(st.integers(0, 3))):
        family, labels = draw(st.sampled_from((("person", PERSONS), ("organization", BODIES))))
        label = draw(st.sampled_from(labels))
        id = f"{family}/{draw(st.sampled_from((slug(label), 'known', 'other')))}"
        same = frozenset({f"{family}/{slug(label)}"} if draw(st.booleans()) else ())
        called = draw(st.sampled_from((None, label, "Another")))
        found[id] = BackgroundEntity(id, frozenset({label}), draw(TRAITS), same, called)
    return list(found.values())


class Kept:
    """What is decided according to the changes that were told."""

    def __init__(self) -> None:
        self.entities: dict[tuple[str, str], Decision] = {}
        self.homonyms: set[Homonym] = set()
        self.reprints: dict[str, str] = {}

    def forget_decisions(self) -> None:
        """Nothing is decided of anybody any more."""
        self.entities.clear()
        self.homonyms.clear()

    def take(self, changes: Changes) -> None:
        for key, (before, after) in changes.entities.items():
            assert self.entities.pop(key, None) == before
            if after is not None:
                self.entities[key] = after
        for old, new in changes.homonyms:
            self.homonyms -= {old} if old else set()
            self.homonyms |= {new} if new else set()
        for article, (first, second) in changes.reprints.items():
            assert self.reprints.pop(article, None) == first
            if second is not None:
                self.reprints[article] = second


def checked(now: dict[str, Article], known: list[BackgroundEntity], tables: Tables, kept: Kept) -> None:
    """Tables and changes say what deciding over all articles at once says."""
    decisions = decide((p for article in now.values() for p in article.profiles), known, COMPARATOR)
    expected = {
        (i.article, i.local_id): Decision(i.entity, i.because, i.label) for i in decisions.identifications
    }
    assert {(iri, id): said for iri, id, said in tables.decided()} == expected
    assert kept.entities == expected
    assert set(tables.homonyms()) == set(decisions.homonyms) == kept.homonyms
    reprints = find_reprints(Printed(a.iri, a.published, a.fingerprint) for a in now.values())
    assert dict(tables.reprints()) == reprints == kept.reprints


def article(number: int, label: str = "Anna Duval", day: str = "2003-12-31") -> Article:
    """An article about somebody, half of whose phrases are those of the article before it."""
    iri = f"{DEFAULT_BASE}article/{number}"
    told = (
        Profile(iri, f"person/{slug(label)}", "Person", label, frozenset({label}), published=day),
        Profile(iri, "person/duval", "Person", "Duval", frozenset({"Duval"}), published=day),
        Profile(iri, "organization/acme", "Company", "Acme", frozenset({"Acme"}), published=day),
    )
    return Article(iri, day, " ".join(PHRASES[number // 2 * 2 : number // 2 * 2 + 8]), told)


def test_no_step_reads_a_whole_table() -> None:
    """Every statement finds its rows by an index, so that what comes and goes costs the same in any store."""
    said: list[str] = []
    with Tables(None, "test") as tables:
        know(tables, [BackgroundEntity("person/known", frozenset({"Anna Duval"}))])
        update(tables, [(one.iri, one) for one in map(article, range(8))], COMPARATOR)
        tables.commit()
        tables.release()
        tables.db.set_trace_callback(said.append)
        for step in (
            [article(8), article(9)],
            [article(1, "John Smith", "2001-01-01"), article(2, "J. Duval")],
            [article(3), article(10, "Jim Duval")],
        ):
            update(tables, [(one.iri, one) for one in step], COMPARATOR)
            tables.commit()
        update(tables, [(article(number).iri, None) for number in (0, 1, 8)], COMPARATOR)
        tables.commit()
        tables.db.set_trace_callback(None)
        planned = [one for one in said if one.split()[0] in ("SELECT", "UPDATE", "DELETE")]
        assert {one.split()[0] for one in planned} == {"SELECT", "UPDATE", "DELETE"}
        for statement in planned:
            plan = [row[3] for row in tables.db.execute(f"EXPLAIN QUERY PLAN {statement}")]
            assert not [step for step in plan if step.startswith("SCAN")], (statement, plan)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.lists(articles(), max_size=4), st.none() | knowledge()), min_size=1, max_size=7),
    st.booleans(),
)
def test_what_comes_and_goes_gives_what_deciding_at_once_gives(
    steps: list[tuple[list[tuple[str, Article | None]], list[BackgroundEntity] | None]], again: bool
) -> None:
    now: dict[str, Article] = {}
    kept, known = Kept(), list[BackgroundEntity]()
    with Tables(None, "test") as tables:
        for step, learned in steps:
            changed = dict(step)
            if learned is not None:
                known = learned
                know(tables, known)
            if tables.undecided:
                kept.forget_decisions()
            kept.take(update(tables, changed.items(), COMPARATOR))
            tables.commit()
            if again:
                tables.release()
            now = {iri: one for iri, one in {**now, **changed}.items() if one is not None}
            checked(now, known, tables, kept)


OFTEN = ("Ines Duval", "Duval", "Anna Duval", "Inés Duvall", "J. Duval", "Vera Vang")
HEAD = Traits(frozenset({"country/fra"}), roles=frozenset({"role/president"}))


def mentioning(dice: random.Random, iri: str) -> Article | None:
    """An article that names one or two of few persons, most often the first; sometimes there is none."""
    day = dice.choice((None, "2001-01-01", "2002-06-01", "2005-05-05"))
    labels = set(dice.choices(OFTEN, (40, 12, 1, 1, 1, 1), k=dice.choice((1, 1, 2))))
    told = {label: dice.choice((NOTHING, NOTHING, HEAD)) for label in sorted(labels)}
    found = (
        Profile(iri, f"person/{slug(label)}", "Person", label, frozenset({label}), traits, day)
        for label, traits in told.items()
    )
    return Article(iri, day, None, tuple(found)) if dice.random() < 0.8 else None


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 6, 8])
def test_names_that_come_to_prevail_or_cease_to_are_those_of_deciding_at_once(seed: int) -> None:
    dice = random.Random(seed)
    now: dict[str, Article] = {}
    kept, prevailed = Kept(), False
    with Tables(None, "test") as tables:
        for count in (8, 8, 8, 16, 16, 8, 8):
            iris = (f"{DEFAULT_BASE}article/{dice.randrange(80)}" for _ in range(count))
            changed = {iri: mentioning(dice, iri) for iri in iris}
            kept.take(update(tables, changed.items(), COMPARATOR))
            tables.commit()
            tables.release()
            now = {iri: one for iri, one in {**now, **changed}.items() if one is not None}
            checked(now, [], tables, kept)
            reasons = (why for _, because, _ in kept.entities.values() for why in because)
            prevailed |= any("nearly all" in why for why in reasons)
    assert prevailed
