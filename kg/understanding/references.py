"""Descriptions that refer to what the article speaks of elsewhere: "the president", "both sides", "the ministry", "the two leaders"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.understanding.entities import Draft, Occurrence
from kg.understanding.lexicon import singular
from kg.understanding.phrases import Phrase
from kg.understanding.scene import Scene
from kg.understanding.titles import title_at

if TYPE_CHECKING:
    from kg.understanding.words import Word

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


def titles_meaning(scene: Scene, title: str) -> list[str]:
    """All titles for the office that a title means; just the title where it means no office in particular."""
    found = {title}
    for office, titles in scene.lexicon.offices.items():
        if title == office or title in titles:
            found.update(titles)
    return sorted(found)


def _asked(scene: Scene, phrase: Phrase, token: Word) -> str | None:
    """The title that a description names, in the singular, with the portfolio before it ("defence chief")."""
    found = title_at(scene.doc, token.i, scene.lexicon)
    if found is None:
        return None
    words = [scene.lexicon.spelled(scene.doc[k].text) for k in range(found[0], token.i)] + [singular(scene.lexicon.spelled(token.text))]
    i = found[0] - 1
    while i >= phrase.first and i not in scene.names and scene.lexicon.spelled(scene.doc[i].text) in scene.lexicon.portfolios:
        words.insert(0, scene.lexicon.spelled(scene.doc[i].text))
        i -= 1
    if i + 1 == token.i and scene.doc.between(token.i + 1, min(token.i + 2, len(scene.doc) - 1)).lower() == "of state":
        words += ["of", "state"]
    return " ".join(words)


def same_office(scene: Scene, phrase: Phrase, token: Word) -> list[Draft]:
    """The persons of the article who hold the office that a description names; empty when none, or when one is meant and several fit."""
    asked = _asked(scene, phrase, token)
    if asked is None or asked == "counterpart":
        return _counterpart(scene, phrase, token) if asked else []
    if any(scene.doc[k].lower_ in scene.lexicon.former for k in range(phrase.first, token.i)):
        return []
    titles = titles_meaning(scene, asked)
    owners = [d for o in [*phrase.owners, *phrase.after] for d in o.drafts]
    countries = [c for d in owners if d.cls != "Person" and (c := scene.register.country_of(d))]
    bodies = [d for d in owners if d.cls != "Person" and scene.register.country_of(d) is None]
    plural = token.tag_.endswith("S")
    if countries:
        found = [d for c in countries for d in scene.holders(titles, c.country)[:1]]
        unique = plural or len(scene.holders(titles, countries[0].country)) == 1
        return found if unique and (not plural or len(found) == len(countries) or len(found) > 1) else []
    if bodies:
        return _of_body(scene, titles, bodies) if not plural else []
    if (
        not phrase.determiner.startswith(_DEFINITE)
        and phrase.determiner not in {"both", "two"}
        and not phrase.after
        and phrase.preposition != "of"
    ):
        return []
    held = scene.holders(titles)
    if plural:
        count = _count(phrase)
        return held if len(held) == count else _latest(scene, token, held, count)
    if phrase.determiner != "the":
        return []
    recent = {id(d): d for o in scene.before(token.i, 3) for d in o.drafts if d in held}
    return held if len(held) == 1 else list(recent.values()) if len(recent) == 1 else []


def _of_body(scene: Scene, titles: list[str], bodies: list[Draft]) -> list[Draft]:
    """The person who holds an office of a body ("the NATO chief")."""
    found = []
    for office in scene.offices:
        title = " ".join(scene.lexicon.spelled(w) for w in office.title.split())
        if not office.former and office.whose and set(office.whose.drafts) & set(bodies) and title in titles:
            found.append(office.person.drafts[0])
    return found[:1] if len(set(map(id, found))) == 1 else []


def _counterpart(scene: Scene, phrase: Phrase, token: Word) -> list[Draft]:
    """The holder of the same office in another country ("his Russian counterpart")."""
    country = next(
        (scene.register.country_of(o.drafts[0]) for o in reversed(phrase.owners) if o.drafts and o.drafts[0].cls != "Person"), None
    )
    person = next((d for o in scene.before(token.i, 1) for d in o.drafts if d.cls == "Person"), None)
    if country is None or person is None:
        return []
    offices = [o for o in scene.offices if o.person.drafts[0] is person and not o.former]
    titles = [t for o in offices for t in titles_meaning(scene, " ".join(scene.lexicon.spelled(w) for w in o.title.split()))]
    found = scene.holders(titles, country.country)
    return found if len(found) == 1 else []


def _count(phrase: Phrase) -> int:
    """How many a plural description speaks of: what its number word says, else two."""
    return next((n for word, n in _NUMBERS.items() if word in phrase.determiner.split()), 2)


def _latest(scene: Scene, token: Word, among: list[Draft], count: int) -> list[Draft]:
    """So many of these as are spoken of last before a token; empty when there are fewer."""
    found: list[Draft] = []
    for occurrence in scene.before(token.i, 3):
        for draft in occurrence.drafts:
            if draft in among and draft not in found:
                found.append(draft)
        if len(found) >= count:
            return found[:count]
    return []


def refer_back(scene: Scene, phrase: Phrase, token: Word, kind: str, noun: str, cls: str) -> Occurrence | None:
    """What a description without a name refers to, as an occurrence; None when nothing or more than one thing fits."""
    drafts: list[Draft] = []
    determiner = phrase.determiner.split()[0] if phrase.determiner else ""
    if token.lower_ in scene.lexicon.country_words | scene.lexicon.country_plurals | scene.lexicon.person_plurals:
        drafts = _reference(scene, phrase, token, determiner)
    if drafts or kind == "reference":
        pass
    elif (
        determiner not in _DEFINITE
        or phrase.owners
        or (token.tag_.endswith("S") and kind != "agent" and cls not in {"Government", "ArmedForce"})
    ):
        return None
    elif kind == "organization":
        drafts = _earlier_body(scene, phrase, token, noun, cls)
    elif kind in {"agent", "facility"}:
        drafts = _same_noun(scene, token, noun)
    elif kind == "place" and noun in {"city", "town", "village"}:
        drafts = [d for o in scene.before(token.i, 2) for d in o.drafts if d.cls in {"City", "Place"} and o.form == "name"][:1]
    return scene.occurrence(phrase.first, phrase.head, phrase.head, drafts) if drafts else None


def _reference(scene: Scene, phrase: Phrase, token: Word, determiner: str) -> list[Draft]:
    word = token.lower_
    if word in scene.lexicon.country_words:
        if determiner in _OWN:
            owned = [c for o in phrase.owners for d in o.drafts if (c := scene.register.country_of(d))]
            return owned if len(owned) == 1 else []
        if determiner not in {"the", "this"} or phrase.owners or phrase.after:
            return []
        found = _last_countries(scene, token)
        return found[:1] if len(found) == 1 or not any(word.tag_.startswith("JJ") for word in scene.doc[phrase.first : token.i]) else []
    if phrase.owners or phrase.after or determiner not in _DEFINITE:
        return []
    if word in scene.lexicon.country_plurals:
        return pair_of_countries(scene, token, _count(phrase))
    if word in scene.lexicon.person_plurals and (phrase.determiner.split()[-1] in {"both", "two"} or word in {"pair", "duo"}):
        people = {id(d): d for o in scene.before(token.i, 2) for d in o.drafts if d.cls == "Person"}
        return list(people.values()) if len(people) == 2 else []
    return []


def _last_countries(scene: Scene, token: Word) -> list[Draft]:
    """The countries spoken of last: those that this sentence names, its subject first; else those of the two sentences before, likewise.

    None of them is the country of the subject of the token's own clause: the country that US forces leave is another.
    """
    barred = _clause_countries(scene, token)
    here: dict[str, Draft] = {}
    subjects: dict[str, Draft] = {}
    named: dict[str, Draft] = {}
    for occurrence in scene.before(token.i, 2):
        draft = occurrence.drafts[0]
        country = scene.register.country_of(draft) if len(occurrence.drafts) == 1 else None
        if country is None or draft.cls == "Person" or country.id in barred:
            continue
        if scene.role(scene.doc[occurrence.head]) in {"nsubj", "nsubjpass"} and occurrence.kind != "demonym":
            subjects.setdefault(country.id, country)
        elif occurrence.kind in {"name", "acronym"}:
            named.setdefault(country.id, country)
            if draft is country and scene.sentence[occurrence.head] == scene.sentence[token.i]:
                here.setdefault(country.id, country)
        if scene.sentence[occurrence.head] == scene.sentence[token.i] and country.id in subjects:
            here = {country.id: country} | here
    return list((here | subjects | named).values())


def _clause_countries(scene: Scene, token: Word) -> set[str]:
    """The ids of the countries that the subject of the token's clause is or acts for; the noun of a participle is its subject."""
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
    found = [scene.names.get(one.i) or scene.descriptions.get(one.i) for one in subjects if one.i < token.i]
    drafts = [draft for occurrence in found if occurrence for draft in occurrence.drafts if draft.cls in _STATES or draft.sector == "MIL"]
    return {country.id for draft in drafts if (country := scene.register.country_of(draft))}


def pair_of_countries(scene: Scene, token: Word, count: int = 2) -> list[Draft]:
    """The countries that "both sides" are: the two (or so many) that most sentences up to here name together, late ones above all."""
    together: Counter[tuple[str, ...]] = Counter()
    rows: dict[int, dict[str, Draft]] = {}
    for occurrence in _countries(scene, token.i):
        for country in occurrence[1]:
            rows.setdefault(occurrence[0], {})[country.id] = country
    drafts = {id: draft for row in rows.values() for id, draft in row.items()}
    here = scene.sentence[token.i]
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
        return list(drafts.values()) if len(drafts) == count else []
    ranked = sorted(together.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return []
    return [drafts[id] for id in ranked[0][0]]


def _countries(scene: Scene, i: int) -> list[tuple[int, list[Draft]]]:
    """Sentence and countries of everything spoken of before token ``i``: countries, capitals, and those who act for one."""
    found = []
    for occurrence in scene.before(i, len(scene.sentence)):
        countries = [c for d in occurrence.drafts if (c := scene.register.country_of(d))]
        if countries:
            found.append((scene.sentence[occurrence.head], countries))
    return found


def _earlier_body(scene: Scene, phrase: Phrase, token: Word, noun: str, cls: str) -> list[Draft]:
    """The body of this kind spoken of last: "the ministry", "the company"; where portfolio words are given they must be its own."""
    words = [scene.lexicon.spelled(scene.doc[k].text) for k in range(phrase.first, token.i + 1)]
    key = " ".join(w for w in words if w not in scene.lexicon.slack)
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
    for occurrence in scene.before(token.i, 6):
        for draft in occurrence.drafts:
            label = " ".join(scene.lexicon.spelled(w) for w in draft.label.split())
            if (
                exact
                and draft.id.startswith("organization/")
                and (label.endswith(key) or (noun == "department" and " department of " in f" {label} "))
            ):
                return [draft]
            if not exact and draft.cls in _ALIKE.get(cls, {cls}) and (occurrence.form == "name" or draft.label.lower().endswith(noun)):
                return [draft]
    return []


def _same_noun(scene: Scene, token: Word, noun: str) -> list[Draft]:
    """The thing described last with the same noun: "the forces" after "Russian forces"."""
    for occurrence in scene.before(token.i, 4):
        for draft in occurrence.drafts:
            words = {draft.label.split()[-1].lower(), occurrence.text.split()[-1].lower()}
            if draft.cls in {"Group", "Facility", "ArmedGroup"} and singular(noun.split()[-1]) in {singular(w) for w in words}:
                return [draft]
    return []
