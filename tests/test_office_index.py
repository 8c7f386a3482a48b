"""Offices are looked up by title, country and person as if all of them were looked through."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.entities.country_count import CountryCount
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.office_index import OfficeIndex
from kg.extraction.entities.titles import Office

TITLES = ("minister", "prime minister", "defence minister", "king", "vice president", "president")
CODES = (None, "FRA", "DEU")
PLACES = st.integers(0, 3)


def person(number: int, moved: list[EntityBuilder]) -> EntityBuilder:
    return EntityBuilder(f"person/{number}", "Person", f"P{number}", moved=moved)


def mention(*builders: EntityBuilder) -> ResolvedMention:
    return ResolvedMention(0, 0, 0, 0, 1, "x", builders)


def held(who: EntityBuilder, title: str, body: EntityBuilder | None, former: bool) -> Office:
    whose = mention(body) if body is not None else None
    return Office(mention(who), 0, 0, title, "GOV", whose, former, range(0))


ROWS = st.lists(
    st.tuples(PLACES, st.sampled_from(TITLES), st.sampled_from((None, 0, 1)), st.booleans()), max_size=8
)


@given(
    ROWS,
    st.lists(st.tuples(PLACES, st.sampled_from(CODES)), max_size=6),
    st.lists(st.sampled_from(TITLES), max_size=3),
    st.sampled_from(CODES),
)
def test_holders_are_those_that_a_walk_finds(
    rows: list[tuple[int, str, int | None, bool]],
    moves: list[tuple[int, str | None]],
    titles: list[str],
    country: str | None,
) -> None:
    moved: list[EntityBuilder] = []
    people = [person(number, moved) for number in range(4)]
    bodies = [
        EntityBuilder(f"organization/{number}", "Organization", "B", moved=moved) for number in range(2)
    ]
    offices = [
        held(people[who], title, None if body is None else bodies[body], former)
        for who, title, body, former in rows
    ]
    index = OfficeIndex(offices, lambda office: office.title, moved)
    now = [office for office in offices if not office.former]
    for step in range(len(moves) + 1):
        fits = [
            office.person.builders[0]
            for office in now
            if any(office.title == title or office.title.endswith(f" {title}") for title in titles)
        ]
        of_country = [who for who in fits if country is None or who.country == country]
        assert index.holders(titles, country) == list(dict.fromkeys(of_country))
        assert index.holders(titles, country, most=1) == list(dict.fromkeys(of_country))[:1]
        just = [o.person.builders[0] for o in now if o.title in titles[:1]]
        assert index.having("".join(titles[:1]), 2) == list(dict.fromkeys(just))[:2]
        assert [index.has(who, titles[:1]) for who in people] == [who in just for who in people]
        assert [index.holds(who, titles) for who in people] == [who in fits for who in people]
        if step < len(moves):
            mover, code = moves[step]
            people[mover].country = code
    for who in people:
        own = [office for office in now if office.person.builders[0] is who]
        assert index.titles_of(who) == list(dict.fromkeys(office.title for office in own))
        given_by = [office.whose.builders[0] for office in own if office.whose]
        assert index.body_of(who) == (given_by[0] if given_by else None)
    of_body = {o.person.builders[0] for o in now if o.whose and o.title in titles}
    assert index.of_bodies(bodies, titles) == (of_body.pop() if len(of_body) == 1 else None)


@given(st.lists(PLACES, max_size=8), st.lists(st.tuples(PLACES, st.sampled_from(CODES)), max_size=8))
def test_countries_are_counted_as_they_are_now(named: list[int], moves: list[tuple[int, str | None]]) -> None:
    moved: list[EntityBuilder] = []
    people = [person(number, moved) for number in range(4)]
    countries = {code: EntityBuilder(f"country/{code}", "Country", code) for code in CODES if code}
    count = CountryCount(
        [mention(people[number]) for number in named], lambda who: countries.get(who.country or ""), moved
    )
    for who, code in [*moves, (0, "FRA")]:
        people[who].country = code
        for one, country in countries.items():
            assert count.counts()[country] == sum(people[number].country == one for number in named)
