"""Descriptions that refer to what the article speaks of elsewhere: "the president", "both sides", "the
ministry", "the two leaders".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.noun_phrases import Phrase
from kg.extraction.entities.titles import title_at
from kg.resources.lexicon import singular

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["refer_back", "same_office", "titles_meaning"]

_DEFINITE = ("the", "this", "these", "those", "that", "both")
_NUMBERS = {"two": 2, "three": 3, "four": 4}
_OWN = frozenset({"his", "her", "its", "their", "our", "my"})
_STATES = frozenset({"Country", "Government", "ArmedForce", "Ministry"})
_ALIKE = {
    "Company": {"Company", "Organization"},
    "MediaOrganization": {"MediaOrganization", "Organization"},
    "ArmedGroup": {"ArmedGroup", "Organization"},
    "Organization": {"Organization", "InternationalOrganization", "ArmedGroup", "Company"},
    "InternationalOrganization": {"InternationalOrganization"},
}


def titles_meaning(state: DiscourseState, title: str) -> list[str]:
    """All titles for the office that a title means; just the title where it means no office in particular."""
    found = {title}
    for office, titles in state.lexicon.offices.items():
        if title == office or title in titles:
            found.update(titles)
    return sorted(found)


def _asked(state: DiscourseState, phrase: Phrase, token: Token) -> str | None:
    """The title that a description names, in the singular, with the portfolio before it ("defence chief")."""
    found = title_at(state.doc, token.i, state.lexicon)
    if found is None:
        return None
    words = [state.lexicon.spelled(state.doc[k].text) for k in range(found[0], token.i)] + [
        singular(state.lexicon.spelled(token.text))
    ]
    i = found[0] - 1
    while (
        i >= phrase.first
        and i not in state.names
        and state.lexicon.spelled(state.doc[i].text) in state.lexicon.portfolios
    ):
        words.insert(0, state.lexicon.spelled(state.doc[i].text))
        i -= 1
    if (
        i + 1 == token.i
        and state.doc.between(token.i + 1, min(token.i + 2, len(state.doc) - 1)).lower() == "of state"
    ):
        words += ["of", "state"]
    return " ".join(words)


def same_office(state: DiscourseState, phrase: Phrase, token: Token) -> list[EntityBuilder]:
    """The persons of the article who hold the office that a description names; empty when none, or when one
    is meant and several fit.
    """
    asked = _asked(state, phrase, token)
    if asked is None or asked == "counterpart":
        return _counterpart(state, phrase, token) if asked else []
    if any(state.doc[k].lower_ in state.lexicon.former for k in range(phrase.first, token.i)):
        return []
    titles = titles_meaning(state, asked)
    owners = [d for o in [*phrase.owners, *phrase.after] for d in o.builders]
    countries = [c for d in owners if d.cls != "Person" and (c := state.registry.country_of(d))]
    bodies = [d for d in owners if d.cls != "Person" and state.registry.country_of(d) is None]
    plural = token.tag_.endswith("S")
    if countries:
        found = [d for c in countries for d in state.holders(titles, c.country)[:1]]
        unique = plural or len(state.holders(titles, countries[0].country)) == 1
        return found if unique and (not plural or len(found) == len(countries) or len(found) > 1) else []
    if bodies:
        return _of_body(state, titles, bodies) if not plural else []
    if (
        not phrase.determiner.startswith(_DEFINITE)
        and phrase.determiner not in {"both", "two"}
        and not phrase.after
        and phrase.preposition != "of"
    ):
        return []
    held = state.holders(titles)
    if plural:
        count = _count(phrase)
        return held if len(held) == count else _latest(state, token, held, count)
    if phrase.determiner != "the":
        return []
    recent = {id(d): d for o in state.before(token.i, 3) for d in o.builders if d in held}
    return held if len(held) == 1 else list(recent.values()) if len(recent) == 1 else []


def _of_body(state: DiscourseState, titles: list[str], bodies: list[EntityBuilder]) -> list[EntityBuilder]:
    """The person who holds an office of a body ("the NATO chief")."""
    found = []
    for office in state.offices:
        title = " ".join(state.lexicon.spelled(w) for w in office.title.split())
        if (
            not office.former
            and office.whose
            and set(office.whose.builders) & set(bodies)
            and title in titles
        ):
            found.append(office.person.builders[0])
    return found[:1] if len(set(map(id, found))) == 1 else []


def _counterpart(state: DiscourseState, phrase: Phrase, token: Token) -> list[EntityBuilder]:
    """The holder of the same office in another country ("his Russian counterpart")."""
    country = next(
        (
            state.registry.country_of(o.builders[0])
            for o in reversed(phrase.owners)
            if o.builders and o.builders[0].cls != "Person"
        ),
        None,
    )
    person = next((d for o in state.before(token.i, 1) for d in o.builders if d.cls == "Person"), None)
    if country is None or person is None:
        return []
    offices = [o for o in state.offices if o.person.builders[0] is person and not o.former]
    titles = [
        t
        for o in offices
        for t in titles_meaning(state, " ".join(state.lexicon.spelled(w) for w in o.title.split()))
    ]
    found = state.holders(titles, country.country)
    return found if len(found) == 1 else []


def _count(phrase: Phrase) -> int:
    """How many a plural description speaks of: what its number word says, else two."""
    return next((n for word, n in _NUMBERS.items() if word in phrase.determiner.split()), 2)


def _latest(
    state: DiscourseState, token: Token, among: list[EntityBuilder], count: int
) -> list[EntityBuilder]:
    """So many of these as are spoken of last before a token; empty when there are fewer."""
    found: list[EntityBuilder] = []
    for occurrence in state.before(token.i, 3):
        for builder in occurrence.builders:
            if builder in among and builder not in found:
                found.append(builder)
        if len(found) >= count:
            return found[:count]
    return []


def refer_back(
    state: DiscourseState, phrase: Phrase, token: Token, kind: str, noun: str, cls: str
) -> ResolvedMention | None:
    """What a description without a name refers to, as an occurrence; None when nothing or more than one thing
    fits.
    """
    builders: list[EntityBuilder] = []
    determiner = phrase.determiner.split()[0] if phrase.determiner else ""
    if (
        token.lower_
        in state.lexicon.country_words | state.lexicon.country_plurals | state.lexicon.person_plurals
    ):
        builders = _reference(state, phrase, token, determiner)
    if builders or kind == "reference":
        pass
    elif (
        determiner not in _DEFINITE
        or phrase.owners
        or (token.tag_.endswith("S") and kind != "agent" and cls not in {"Government", "ArmedForce"})
    ):
        return None
    elif kind == "organization":
        builders = _earlier_body(state, phrase, token, noun, cls)
    elif kind in {"agent", "facility"}:
        builders = _same_noun(state, token, noun)
    elif kind == "place" and noun in {"city", "town", "village"}:
        builders = [
            d
            for o in state.before(token.i, 2)
            for d in o.builders
            if d.cls in {"City", "Place"} and o.form == "name"
        ][:1]
    return state.occurrence(phrase.first, phrase.head, phrase.head, builders) if builders else None


def _reference(state: DiscourseState, phrase: Phrase, token: Token, determiner: str) -> list[EntityBuilder]:
    word = token.lower_
    if word in state.lexicon.country_words:
        if determiner in _OWN:
            owned = [c for o in phrase.owners for d in o.builders if (c := state.registry.country_of(d))]
            return owned if len(owned) == 1 else []
        if determiner not in {"the", "this"} or phrase.owners or phrase.after:
            return []
        found = _last_countries(state, token)
        return (
            found[:1]
            if len(found) == 1
            or not any(word.tag_.startswith("JJ") for word in state.doc[phrase.first : token.i])
            else []
        )
    if phrase.owners or phrase.after or determiner not in _DEFINITE:
        return []
    if word in state.lexicon.country_plurals:
        return pair_of_countries(state, token, _count(phrase))
    if word in state.lexicon.person_plurals and (
        phrase.determiner.split()[-1] in {"both", "two"} or word in {"pair", "duo"}
    ):
        people = {id(d): d for o in state.before(token.i, 2) for d in o.builders if d.cls == "Person"}
        return list(people.values()) if len(people) == 2 else []
    return []


def _last_countries(state: DiscourseState, token: Token) -> list[EntityBuilder]:
    """The countries spoken of last: those that this sentence names, its subject first; else those of the two
    sentences before, likewise.

    None of them is the country of the subject of the token's own clause: the country that US forces leave is
    another.
    """
    barred = _clause_countries(state, token)
    here: dict[str, EntityBuilder] = {}
    subjects: dict[str, EntityBuilder] = {}
    named: dict[str, EntityBuilder] = {}
    for occurrence in state.before(token.i, 2):
        builder = occurrence.builders[0]
        country = state.registry.country_of(builder) if len(occurrence.builders) == 1 else None
        if country is None or builder.cls == "Person" or country.id in barred:
            continue
        if state.role(state.doc[occurrence.head]) in {"nsubj", "nsubjpass"} and occurrence.kind != "demonym":
            subjects.setdefault(country.id, country)
        elif occurrence.kind in {"name", "acronym"}:
            named.setdefault(country.id, country)
            if builder is country and state.sentence[occurrence.head] == state.sentence[token.i]:
                here.setdefault(country.id, country)
        if state.sentence[occurrence.head] == state.sentence[token.i] and country.id in subjects:
            here = {country.id: country} | here
    return list((here | subjects | named).values())


def _clause_countries(state: DiscourseState, token: Token) -> set[str]:
    """The ids of the countries that the subject of the token's clause is or acts for; the noun of a
    participle is its subject.
    """
    verb = token.head
    while verb.tag_[:2] != "VB" and verb.head.i != verb.i:
        verb = verb.head
    while True:
        subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
        if verb.dep_ == "acl":
            subjects.append(verb.head)
        if subjects or verb.dep_ not in {"xcomp", "conj"}:
            break
        verb = verb.head
    found = [state.names.get(one.i) or state.descriptions.get(one.i) for one in subjects if one.i < token.i]
    builders = [
        builder
        for occurrence in found
        if occurrence
        for builder in occurrence.builders
        if builder.cls in _STATES or builder.sector == "MIL"
    ]
    return {country.id for builder in builders if (country := state.registry.country_of(builder))}


def pair_of_countries(state: DiscourseState, token: Token, count: int = 2) -> list[EntityBuilder]:
    """The countries that "both sides" are: the two (or so many) that most sentences up to here name together,
    late ones above all.
    """
    together: Counter[tuple[str, ...]] = Counter()
    rows: dict[int, dict[str, EntityBuilder]] = {}
    for occurrence in _countries(state, token.i):
        for country in occurrence[1]:
            rows.setdefault(occurrence[0], {})[country.id] = country
    builders = {id: builder for row in rows.values() for id, builder in row.items()}
    here = state.sentence[token.i]
    for sentence, row in rows.items():
        ids = sorted(row)
        weight = 3 if here - sentence <= 1 else 2 if here - sentence <= 3 else 1
        if count == 2:
            for a in range(len(ids)):
                for b in range(a + 1, len(ids)):
                    together[ids[a], ids[b]] += weight if len(ids) == 2 else 1
        elif len(ids) == count:
            together[tuple(ids)] += weight
    if not together:
        return list(builders.values()) if len(builders) == count else []
    ranked = sorted(together.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return []
    return [builders[id] for id in ranked[0][0]]


def _countries(state: DiscourseState, i: int) -> list[tuple[int, list[EntityBuilder]]]:
    """Sentence and countries of everything spoken of before token ``i``: countries, capitals, and those who
    act for one.
    """
    found = []
    for occurrence in state.before(i, len(state.sentence)):
        countries = [c for d in occurrence.builders if (c := state.registry.country_of(d))]
        if countries:
            found.append((state.sentence[occurrence.head], countries))
    return found


def _earlier_body(
    state: DiscourseState, phrase: Phrase, token: Token, noun: str, cls: str
) -> list[EntityBuilder]:
    """The body of this kind spoken of last: "the ministry", "the company"; where portfolio words are given
    they must be its own.
    """
    words = [state.lexicon.spelled(state.doc[k].text) for k in range(phrase.first, token.i + 1)]
    key = " ".join(w for w in words if w not in state.lexicon.slack)
    exact = cls in {"Government", "Ministry", "ArmedForce"} or noun not in {
        "company",
        "firm",
        "group",
        "agency",
        "organisation",
        "bloc",
        "party",
        "broadcaster",
        "newspaper",
        "bank",
        "body",
        "movement",
    }
    for occurrence in state.before(token.i, 6):
        for builder in occurrence.builders:
            label = " ".join(state.lexicon.spelled(w) for w in builder.label.split())
            if (
                exact
                and builder.id.startswith("organization/")
                and (label.endswith(key) or (noun == "department" and " department of " in f" {label} "))
            ):
                return [builder]
            if (
                not exact
                and builder.cls in _ALIKE.get(cls, {cls})
                and (occurrence.form == "name" or builder.label.lower().endswith(noun))
            ):
                return [builder]
    return []


def _same_noun(state: DiscourseState, token: Token, noun: str) -> list[EntityBuilder]:
    """The thing described last with the same noun: "the forces" after "Russian forces"."""
    for occurrence in state.before(token.i, 4):
        for builder in occurrence.builders:
            words = {builder.label.split()[-1].lower(), occurrence.text.split()[-1].lower()}
            if builder.cls in {"Group", "Facility", "ArmedGroup"} and singular(noun.split()[-1]) in {
                singular(w) for w in words
            }:
                return [builder]
    return []
