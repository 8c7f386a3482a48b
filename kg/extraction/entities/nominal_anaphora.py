"""Descriptions that refer to what the article speaks of elsewhere: "the president", "both sides", "the
ministry", "the two leaders".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from heapq import nsmallest
from itertools import combinations
from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.labels import OWN, STATE_BODIES
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.noun_phrases import Phrase
from kg.extraction.entities.title_words import title_at
from kg.nlp.tokens import NOMINAL_SUBJECTS

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["office_holders", "refer_back", "titles_meaning"]

_BACK = 400
"""How many sentences back the two sides are looked for."""


def titles_meaning(state: DiscourseState, title: str) -> list[str]:
    """All titles for the office that a title means, in order."""
    return sorted(state.lexicon.titles_alike(title))


def _asked(state: DiscourseState, phrase: Phrase, token: Token) -> str | None:
    """The title that a description names, in the singular, with the portfolio before it ("defence chief")."""
    found = title_at(state.doc, token.i, state.lexicon)
    if found is None:
        return None
    lexicon = state.lexicon
    words = [lexicon.spelled(state.doc[k].text) for k in range(found[0], token.i)]
    words.append(lexicon.singular(lexicon.spelled(token.text)))
    i = found[0] - 1
    while i >= phrase.first and i not in state.names:
        word = lexicon.spelled(state.doc[i].text)
        if word not in lexicon.portfolios:
            break
        words.insert(0, word)
        i -= 1
    end = state.doc.between(token.i + 1, min(token.i + 2, len(state.doc) - 1)).lower()
    if i + 1 == token.i and f"{words[-1]} {end}" in lexicon.of_titles:
        words.append(end)
    return " ".join(words)


def office_holders(state: DiscourseState, phrase: Phrase, token: Token) -> list[EntityBuilder]:
    """The persons of the article who hold the office that a description names; empty when none, or when one
    is meant and several fit.
    """
    asked = _asked(state, phrase, token)
    if asked is None:
        return []
    if asked in state.lexicon.counterparts:
        return _counterpart(state, phrase, token)
    if any(state.doc[k].lower_ in state.lexicon.former for k in range(phrase.first, token.i)):
        return []
    titles = titles_meaning(state, asked)
    plural = token.tag_.endswith("S")
    owners = [d for o in [*phrase.owners, *phrase.after] for d in o.builders if d.cls != "Person"]
    countries = [c for d in owners if (c := state.registry.country_of(d))]
    if countries:
        return _of_countries(state, titles, countries, plural)
    if owners:
        return _of_body(state, titles, owners) if not plural else []
    return _of_article(state, phrase, token, asked, titles, plural)


def _of_countries(
    state: DiscourseState, titles: list[str], countries: list[EntityBuilder], plural: bool
) -> list[EntityBuilder]:
    """The first holder of an office in each of some countries ("the South Korean president"); in the singular
    only where the first country has one.
    """
    held = state.office_index
    found = [d for c in countries for d in held.holders(titles, c.country, most=1)]
    if plural:
        return found if len(found) == len(countries) or len(found) > 1 else []
    return found if len(held.holders(titles, countries[0].country, most=2)) == 1 else []


def _of_body(state: DiscourseState, titles: list[str], bodies: list[EntityBuilder]) -> list[EntityBuilder]:
    """The person who holds an office of a body ("the NATO chief")."""
    found = state.office_index.of_bodies(bodies, titles)
    return [found] if found is not None else []


def _of_article(
    state: DiscourseState, phrase: Phrase, token: Token, asked: str, titles: list[str], plural: bool
) -> list[EntityBuilder]:
    """The persons who hold an office that a description gives to nobody's country or body ("the president",
    "the two ministers").
    """
    shared = not phrase.determiner and _shares_article(token)
    if not shared and not _is_definite(state, phrase) and not phrase.after and phrase.preposition != "of":
        return []
    if plural:
        count = _count(state, phrase)
        held = state.office_index.holders(titles, most=count + 1)
        return held if len(held) == count else _latest(state, token, titles, count)
    if phrase.determiner != "the" and not shared:
        return []
    # "the president" is not the prime minister beside one who has just this title
    whole = state.office_index.having(asked, most=2)
    held = whole or state.office_index.holders(titles, most=2)
    if len(held) == 1:
        return held if state.introduced_by(held[0], state.sentence[token.i]) else []
    holds = state.office_index.has if whole else state.office_index.holds
    return _most_salient(state, token, partial(holds, titles=[asked] if whole else titles))


def _shares_article(token: Token) -> bool:
    """Whether a noun stands under the "the" of the one that it is joined to ("the President and Prime
    Minister").
    """
    first = token.head
    return token.dep_ == "conj" and any(w.dep_ == "det" and w.lower_ == "the" for w in first.children)


def _most_salient(
    state: DiscourseState, token: Token, holds: Callable[[EntityBuilder], bool]
) -> list[EntityBuilder]:
    """Which of several holders an article means: the only one spoken of in the last three sentences, else the
    only one who is a subject in the nearest sentence that has one (centering: Grosz, Joshi and Weinstein,
    1995).
    """
    recent = [(o, d) for o in state.before(token.i, 3) for d in o.builders if holds(d)]
    found = {id(d): d for _, d in recent}
    if len(found) > 1:
        subjects = [
            (state.sentence[o.head], d)
            for o, d in recent
            if state.sentence[o.head] < state.sentence[token.i]
            and state.role(state.doc[o.head]) in NOMINAL_SUBJECTS
        ]
        found = {id(d): d for sentence, d in subjects if sentence == subjects[0][0]}
    return list(found.values()) if len(found) == 1 else []


def _is_definite(state: DiscourseState, phrase: Phrase) -> bool:
    """Whether a phrase speaks of what is known already: "the", "these", "both", "two"."""
    first = phrase.determiner.split()[0] if phrase.determiner else ""
    return first in state.lexicon.definite or phrase.determiner in state.lexicon.dual


def _counterpart(state: DiscourseState, phrase: Phrase, token: Token) -> list[EntityBuilder]:
    """The holder of the same office in another country ("his Russian counterpart")."""
    named = [o.builders[0] for o in phrase.owners if o.builders and o.builders[0].cls != "Person"]
    country = state.registry.country_of(named[-1]) if named else None
    person = next((d for o in state.before(token.i, 1) for d in o.builders if d.cls == "Person"), None)
    if country is None or person is None:
        return []
    titles = [t for title in state.office_index.titles_of(person) for t in titles_meaning(state, title)]
    found = state.office_index.holders(titles, country.country, most=2)
    return found if len(found) == 1 else []


def _count(state: DiscourseState, phrase: Phrase) -> int:
    """How many a plural description speaks of: what its number word says, else two."""
    words = phrase.determiner.split()
    return next((n for word, n in state.lexicon.numbers.items() if word in words), 2)


def _latest(state: DiscourseState, token: Token, titles: Sequence[str], count: int) -> list[EntityBuilder]:
    """So many holders of these titles as are spoken of last before a token; empty when there are fewer."""
    found: list[EntityBuilder] = []
    for mention in state.before(token.i, 3):
        for builder in mention.builders:
            if builder not in found and state.office_index.holds(builder, titles):
                found.append(builder)
        if len(found) >= count:
            return found[:count]
    return []


def refer_back(
    state: DiscourseState, phrase: Phrase, token: Token, kind: str, noun: str, cls: str
) -> ResolvedMention | None:
    """What a description without a name refers to, as a mention; None when nothing or more than one thing
    fits.
    """
    lexicon = state.lexicon
    determiner = phrase.determiner.split()[0] if phrase.determiner else ""
    builders: list[EntityBuilder] = []
    if token.lower_ in lexicon.country_words:
        builders = _the_country(state, phrase, token, determiner)
    elif not phrase.owners and not phrase.after and determiner in lexicon.definite:
        builders = _several(state, phrase, token)
    if not builders and kind != "reference":
        whole_body = kind == "agent" or cls in {"Government", "ArmedForce"}
        if (
            determiner in lexicon.definite
            and not phrase.owners
            and (whole_body or not token.tag_.endswith("S"))
        ):
            builders = _described_before(state, phrase, token, kind, noun, cls)
    return state.mention(phrase.first, phrase.head, phrase.head, builders) if builders else None


def _described_before(
    state: DiscourseState, phrase: Phrase, token: Token, kind: str, noun: str, cls: str
) -> list[EntityBuilder]:
    """What a definite description of a body, of people, of a site or of a settlement takes up."""
    if kind == "organization":
        return _earlier_body(state, phrase, token, noun, cls)
    if kind in {"agent", "facility"}:
        return _same_noun(state, token, noun)
    if kind == "place" and noun in state.lexicon.settlements:
        named = [o for o in state.before(token.i, 2) if o.form == "name"]
        return [d for o in named for d in o.builders if d.cls in {"City", "Place"}][:1]
    return []


def _the_country(state: DiscourseState, phrase: Phrase, token: Token, determiner: str) -> list[EntityBuilder]:
    """The country that "his country" or "the country" is."""
    if determiner in OWN:
        owned = list(state.countries_of(phrase.owners))
        return owned if len(owned) == 1 else []
    if determiner not in state.lexicon.demonstrative or phrase.owners or phrase.after:
        return []
    found = _last_countries(state, token)
    described = any(word.tag_.startswith("JJ") for word in state.doc[phrase.first : token.i])
    return found[:1] if len(found) == 1 or not described else []


def _several(state: DiscourseState, phrase: Phrase, token: Token) -> list[EntityBuilder]:
    """The countries or the two persons that "both sides", "the two leaders", "the pair" are."""
    lexicon, word = state.lexicon, token.lower_
    if word in lexicon.country_plurals:
        return pair_of_countries(state, token, _count(state, phrase))
    dual = phrase.determiner.split()[-1] in lexicon.dual or word in lexicon.person_pairs
    if word in lexicon.person_plurals and dual:
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
    for mention in state.before(token.i, 2):
        builder = mention.builders[0]
        country = state.registry.country_of(builder) if len(mention.builders) == 1 else None
        if country is None or builder.cls == "Person" or country.id in barred:
            continue
        if state.role(state.doc[mention.head]) in NOMINAL_SUBJECTS and mention.kind != "demonym":
            subjects.setdefault(country.id, country)
        elif mention.kind in {"name", "acronym"}:
            named.setdefault(country.id, country)
            if builder is country and state.sentence[mention.head] == state.sentence[token.i]:
                here.setdefault(country.id, country)
        if state.sentence[mention.head] == state.sentence[token.i] and country.id in subjects:
            here = {country.id: country} | here
    return list((here | subjects | named).values())


def _clause_countries(state: DiscourseState, token: Token) -> set[str]:
    """The ids of the countries that the subject of the token's clause is or acts for; the noun of a
    participle is its subject.
    """
    subjects = [one for one in _clause_subjects(token) if one.i < token.i]
    found = [state.names.get(one.i) or state.descriptions.get(one.i) for one in subjects]
    builders = [builder for mention in found if mention for builder in mention.builders]
    acting = [d for d in builders if d.cls == "Country" or d.cls in STATE_BODIES or d.sector == "MIL"]
    return {country.id for builder in acting if (country := state.registry.country_of(builder))}


def _clause_subjects(token: Token) -> list[Token]:
    """The subjects of a token's clause, or of the one on which it depends without a subject of its own."""
    verb = token.head
    while verb.tag_[:2] != "VB" and verb.head.i != verb.i:
        verb = verb.head
    while True:
        subjects = [child for child in verb.children if child.dep_ in NOMINAL_SUBJECTS]
        if verb.dep_ == "acl":
            subjects.append(verb.head)
        if subjects or verb.dep_ not in {"xcomp", "conj"}:
            return subjects
        verb = verb.head


def pair_of_countries(state: DiscourseState, token: Token, count: int = 2) -> list[EntityBuilder]:
    """The countries that "both sides" are: the two (or so many) that most sentences up to here name together,
    late ones above all.
    """
    rows: dict[int, dict[str, EntityBuilder]] = {}
    for sentence, countries in _countries(state, token.i):
        for country in countries:
            rows.setdefault(sentence, {})[country.id] = country
    builders = {id: builder for row in rows.values() for id, builder in row.items()}
    together: Counter[tuple[str, ...]] = Counter()
    for sentence, row in rows.items():
        distance = state.sentence[token.i] - sentence
        for ids, weight in _named_together(sorted(row), count, distance):
            together[ids] += weight
    if not together:
        return list(builders.values()) if len(builders) == count else []
    ranked = nsmallest(2, together.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return []
    return [builders[id] for id in ranked[0][0]]


def _named_together(ids: list[str], count: int, distance: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """The countries that a sentence names together, with the weight that this has so many sentences later;
    of more than two every pair, each with little weight.
    """
    weight = 3 if distance <= 1 else 2 if distance <= 3 else 1
    if len(ids) == count:
        yield tuple(ids), weight
    elif count == 2:
        for pair in combinations(ids, 2):
            yield pair, 1


def _countries(state: DiscourseState, i: int) -> Iterator[tuple[int, list[EntityBuilder]]]:
    """Sentence and countries of what is spoken of in many sentences before token ``i``: countries, capitals,
    and those who act for one.
    """
    for mention in state.before(i, _BACK):
        countries = list(state.countries_of([mention]))
        if countries:
            yield state.sentence[mention.head], countries


def _earlier_body(
    state: DiscourseState, phrase: Phrase, token: Token, noun: str, cls: str
) -> list[EntityBuilder]:
    """The body of this kind spoken of last: "the ministry", "the company"; where portfolio words are given
    they must be its own.
    """
    lexicon = state.lexicon
    words = [lexicon.spelled(state.doc[k].text) for k in range(phrase.first, token.i + 1)]
    key = " ".join(w for w in words if w not in lexicon.slack)
    generic = noun in lexicon.generic_bodies and cls not in STATE_BODIES
    for mention in state.before(token.i, 6):
        for builder in mention.builders:
            if generic:
                named = mention.form == "name" or builder.label.lower().endswith(noun)
                fits = named and builder.cls in lexicon.class_references.get(cls, (cls,))
            else:
                fits = builder.id.startswith("organization/") and _is_called(state, builder, noun, key)
            if fits:
                return [builder]
    return []


def _is_called(state: DiscourseState, builder: EntityBuilder, noun: str, key: str) -> bool:
    """Whether the name of a body ends in some words, or has "department of" in it for "the department"."""
    label = state.lexicon.spelled_phrase(builder.label)
    return label.endswith(key) or (noun in state.lexicon.leading_bodies and f" {noun} of " in f" {label} ")


def _same_noun(state: DiscourseState, token: Token, noun: str) -> list[EntityBuilder]:
    """The thing described last with the same noun: "the forces" after "Russian forces"."""
    singular = state.lexicon.singular
    single = singular(noun.split()[-1])
    for mention in state.before(token.i, 4):
        for builder in mention.builders:
            words = {builder.label.split()[-1].lower(), mention.text.split()[-1].lower()}
            if builder.cls in {"Group", "Facility", "ArmedGroup"} and single in map(singular, words):
                return [builder]
    return []
