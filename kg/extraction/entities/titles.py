"""Who holds which office: titles before a name ("US Defence Secretary Pete Hegseth") and in apposition after
it.

A title that the text calls former, or that is not yet held, makes no claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extraction.entities.labels import POSSESSIVE
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.title_words import (
    TITLE_REACH,
    head_of_title,
    in_singular,
    is_point,
    title_at,
    widened,
    with_portfolio,
)
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["Office", "find_offices"]

_STOPS = frozenset({",", ".", ")", "-", "–", "—", ";"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_INSIDE = ("NN", "JJ", "DT", "PRP$", "POS", "RB", "CD")


@dataclass(slots=True, eq=False)
class Office:
    """A title that the text gives to a person. ``first`` and ``last`` (inclusive) are the tokens of the title
    itself, without its country.

    ``whose`` is the country or body named with it; ``leads`` are the tokens before the name that belong to
    the person's full mention.
    """

    person: ResolvedMention
    first: int
    last: int
    title: str
    sector: str
    whose: ResolvedMention | None
    former: bool
    leads: range


def find_offices(doc: ParsedDoc, names: Mapping[int, ResolvedMention], lexicon: Lexicon) -> list[Office]:
    """The offices of the persons named, in the order of the text.

    ``names`` holds the mention at each token of a name.
    """
    found: list[Office] = []
    shared: Office | None = None
    for person in _persons(names):
        before = _before(doc, person, names, lexicon) or _shared(doc, person, shared)
        shared = before if before and doc[before.last].tag_.endswith("S") else None
        if before:
            before.whose = before.whose or _realm(doc, person, names)
            further = _further(doc, person, before, names, lexicon) if before.whose is None else None
            found += [before] if further is None else [further, before]
        after = _after(doc, person, names, lexicon) or _apposed(doc, person, names, lexicon)
        if after and not (before and before.title.lower() == after.title.lower()):
            found.append(after)
    return found


def _further(
    doc: ParsedDoc,
    person: ResolvedMention,
    office: Office,
    names: Mapping[int, ResolvedMention],
    lexicon: Lexicon,
) -> Office | None:
    """The title before another of the same person, joined to it or not: "Speaker and Deputy Leader X"."""
    last = office.first - 1
    joined = last > 0 and doc[last].lower_ in {"and", "&"}
    realm = names.get(last - joined) if joined else None
    if realm is not None and any(one.id.startswith("organization/") for one in realm.builders):
        return _of_body(doc, person, realm, names, lexicon)
    found = _title_ending(doc, person, last - joined, names, lexicon) if last >= 0 else None
    other = joined and doc[person.head].head.i == last - 1 and not title_at(doc, last - 1, lexicon)
    if found is not None and joined and _is_another(doc, found, office, lexicon):
        return None
    return None if other else found  # "Secretary of State Tarn and Minister Lund"


def _of_body(
    doc: ParsedDoc,
    person: ResolvedMention,
    body: ResolvedMention,
    names: Mapping[int, ResolvedMention],
    lexicon: Lexicon,
) -> Office | None:
    """The first of two joined offices with its body: "Head of the River Guard and Minister Lund", not "the
    head of the River Guard and Minister Lund", who are two.
    """
    office = _before_realm(doc, person, body, names, lexicon)
    if office is None or (office.first > 0 and doc[office.first - 1].lower_ in lexicon.articles):
        return None
    return office if doc[office.first].text[:1].isupper() else None


def _is_another(doc: ParsedDoc, first: Office, second: Office, lexicon: Lexicon) -> bool:
    """Whether of two titles before a name the first, with "the" before it, is another person's: the second is
    one that stands before names by itself ("The Vice President and King X")."""
    k = first.first - 1
    definite = k >= 0 and doc[k].lower_ == "the"
    return definite and second.first == second.last and doc[second.first].text[0].isupper()


def _shared(doc: ParsedDoc, person: ResolvedMention, office: Office | None) -> Office | None:
    """The office of the first of joined names with a title in the plural: "Senators Lee and Cruz"."""
    if office is None:
        return None
    between = doc[office.person.last + 1 : person.first]
    if not between or any(token.text not in {",", "and", "&"} for token in between):
        return None
    return replace(office, person=person, leads=range(0))


def _persons(names: Mapping[int, ResolvedMention]) -> Iterator[ResolvedMention]:
    for i in sorted(names):
        if names[i].first == i and _is_person(names[i]):
            yield names[i]


def _before(
    doc: ParsedDoc, person: ResolvedMention, names: Mapping[int, ResolvedMention], lexicon: Lexicon
) -> Office | None:
    """The title right before a name, or with which the name begins ("Prince William")."""
    if person.last > person.first and title_at(doc, person.first, lexicon):
        return _title_ending(doc, person, person.first, names, lexicon)
    last = person.first - 1
    if last > 0 and last - 1 not in names and is_point(doc, last, lexicon):
        office = _title_ending(doc, person, last - 1, names, lexicon)
        if office is not None:
            office.last, office.title = last, " ".join(doc.between(office.first, last).split())
        return office
    while last >= 0 and doc[last].lower_ in lexicon.courtesy:
        _mark(person, doc[last].lower_, lexicon)
        last -= 1
    if last < 0:
        return None
    if _names_site(doc, person, lexicon):
        return None
    if last in names:
        return _before_realm(doc, person, names[last], names, lexicon)
    return _title_ending(doc, person, last, names, lexicon)


def _names_site(doc: ParsedDoc, person: ResolvedMention, lexicon: Lexicon) -> bool:
    """Whether a person's name with the title is that of a site ("the Imam Reza stadium")."""
    noun = doc[person.head]
    while noun.dep_ in {"compound", "nmod"} and person.last < noun.head.i < person.last + TITLE_REACH:
        noun = noun.head
    return noun.i > person.last and lexicon.singular(noun.lower_) in lexicon.facilities


def _before_realm(
    doc: ParsedDoc,
    person: ResolvedMention,
    realm: ResolvedMention,
    names: Mapping[int, ResolvedMention],
    lexicon: Lexicon,
) -> Office | None:
    """The title with whose it is between it and the name: "President of Russia Vladimir Putin"."""
    last = realm.first - 1
    if last > 0 and doc[last].lower_ == "the":
        last -= 1
    if last < 1 or doc[last].lower_ != "of" or last - 1 in names or _is_person(realm):
        return None
    office = _title_ending(doc, person, last - 1, names, lexicon)
    if office is not None and office.whose is None:
        office.whose = realm
        return office
    return None


def _is_person(name: ResolvedMention) -> bool:
    return any(builder.cls == "Person" for builder in name.builders)


def _title_ending(
    doc: ParsedDoc, person: ResolvedMention, last: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon
) -> Office | None:
    """The office whose words end at token ``last``, read leftwards: title, "of" phrase, country or body in
    front.
    """
    head = head_of_title(doc, last, names, lexicon)
    if head is None:
        return None
    (first, sector), anchor = head
    first = widened(doc, first, names, lexicon)
    whose, start = _owner_before(doc, first, names)
    if whose is not None:
        first = with_portfolio(doc, first, whose, lexicon)
    elif first > 0 and doc[first].lower_ == "'s":
        return None
    former = any(doc[k].lower_ in lexicon.former for k in range(max(0, start - 2), last + 1))
    while first <= last and doc[first].lower_ in lexicon.former:
        first += 1
    title = in_singular(" ".join(doc.between(first, last).split()), lexicon) if first <= last else ""
    if not title:
        return None
    _mark(person, doc[anchor].lower_, lexicon)
    return Office(person, first, last, title, sector, whose, former, range(first, last + 1))


def _realm(
    doc: ParsedDoc, person: ResolvedMention, names: Mapping[int, ResolvedMention]
) -> ResolvedMention | None:
    """The country or body after the name of who holds an office of it: "King Letsie of Lesotho"."""
    i = person.last + 1
    if i + 1 >= len(doc) or doc[i].text != "of":
        return None
    i += 2 if doc[i + 1].lower_ == "the" else 1
    found = names.get(i)
    return None if found is None or _is_person(found) else found


def _owner_before(
    doc: ParsedDoc, first: int, names: Mapping[int, ResolvedMention]
) -> tuple[ResolvedMention | None, int]:
    """The name before a title that says whose office it is, and the first token of the whole."""
    i = first - 1
    if i > 0 and doc[i].text in POSSESSIVE:
        i -= 1
    if i >= 0 and i in names and not _is_person(names[i]) and not doc[i].is_space:
        return names[i], names[i].first
    return None, first


def _after(
    doc: ParsedDoc, person: ResolvedMention, names: Mapping[int, ResolvedMention], lexicon: Lexicon
) -> Office | None:
    """The title after a name and a comma: "Rafik Hariri, the prime minister of Lebanon, ..."."""
    i = person.last + 1
    if i + 1 >= len(doc) or doc[i].text != ",":
        return None
    start = i + 1
    if doc[start].lower_ in {"and", "&"}:
        return None  # "Ana Lund, and the president of Chad, Otto Berg"
    for i in range(start, min(start + TITLE_REACH, len(doc))):
        if i in names:
            if _is_person(names[i]):
                return None
        elif _ends_title(doc, i, names, lexicon):
            follows = "" if _ends_line(doc, i) else doc[i + 1].text
            if follows and follows not in _STOPS and follows not in lexicon.title_prepositions:
                return None
            later = _leads_to_next(doc, i + 1, names, lexicon) or _is_cut_before(doc, i + 1, names, lexicon)
            if later or _begins_clause(doc[i], doc[person.head]):
                return None
            return _title_after(doc, person, start, i, names, lexicon)
        elif not (doc[i].tag_.startswith(_INSIDE) or doc[i].text in {"-", "and"}):
            return None
    return None


def _ends_line(doc: ParsedDoc, i: int) -> bool:
    """Whether a line or the text ends behind token ``i``."""
    return i + 1 >= len(doc) or "\n" in doc[i].text_with_ws + doc[i + 1].text


def _is_cut_before(doc: ParsedDoc, i: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon) -> bool:
    """Whether token ``i`` is the point of a shortened title before another person: "Gen. A, Capt. B"."""
    return i + 1 < len(doc) and i + 1 in names and _is_person(names[i + 1]) and is_point(doc, i, lexicon)


def _leads_to_next(doc: ParsedDoc, i: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon) -> bool:
    """Whether a title with its phrase from token ``i`` on stands before a name and is that person's: "A,
    Minister of Finance B"."""
    for k in range(i + 1, min(i + TITLE_REACH, len(doc))):
        if _ends_line(doc, k - 1):
            return False
        if k in names and _is_person(names[k]):
            return k > i + 1 and title_at(doc, k - 1, lexicon) is None and doc[k - 1].text not in POSSESSIVE
        if doc[k].text in _STOPS or doc[k].tag_.startswith(("VB", "MD", "W", "PRP")):
            return False
    return False


def _begins_clause(title: Token, name: Token) -> bool:
    """Whether a title after a name and a comma is who acts in the clause after it, where the name is not: "At
    the request of A, the President of Chile spoke"."""
    return title.dep_ in _SUBJECTS and name.dep_ not in _SUBJECTS


def _ends_title(doc: ParsedDoc, i: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon) -> bool:
    """Whether a title for one person has its last noun at token ``i``."""
    tag = doc[i].tag_
    if not tag.startswith("NN") or tag.endswith("S") or not title_at(doc, i, lexicon):
        return False
    if i + 1 >= len(doc):
        return True
    return not (doc[i + 1].tag_.startswith("NN") or doc[i + 1].text == "-" or i + 1 in names)


def _title_after(
    doc: ParsedDoc,
    person: ResolvedMention,
    start: int,
    last: int,
    names: Mapping[int, ResolvedMention],
    lexicon: Lexicon,
) -> Office | None:
    """The office whose words are the tokens from ``start`` to ``last``, with whose it is after them."""
    office = _title_ending(doc, person, last, names, lexicon)
    if office is None:
        return None
    office.leads = range(start, last + 1)
    office.former = office.former or any(doc[k].lower_ in lexicon.former for k in range(start, last + 1))
    i = last + 1
    if i >= len(doc) or doc[i].text not in lexicon.title_prepositions:
        return office
    i += 1
    if i < len(doc) and f"{doc[last].lower_} of {doc[i].lower_}" in lexicon.of_titles:
        office.last, office.title = i, doc.between(office.first, i)
    if i < len(doc) and doc[i].lower_ == "the":
        i += 1
    if i in names and office.whose is None and not _is_person(names[i]):
        office.whose = names[i]
    return office


def _apposed(
    doc: ParsedDoc, person: ResolvedMention, names: Mapping[int, ResolvedMention], lexicon: Lexicon
) -> Office | None:
    """The title before a comma and a name in apposition to it: "the country's prime minister, Shehbaz Sharif,
    said", "the president of Chad, Ana Lund, said".
    """
    i = person.first - 1
    if i < 1 or doc[i].text != ",":
        return None
    head = doc[person.head]
    if i - 1 in names:
        realm = _before_realm(doc, person, names[i - 1], names, lexicon) if head.dep_ == "appos" else None
        return realm if realm is not None and realm.last == head.head.i else None
    if doc[i - 1].lower_ in lexicon.counterparts:
        return _title_ending(doc, person, i - 1, names, lexicon)
    if head.dep_ != "appos" or not title_at(doc, i - 1, lexicon) or head.head.i != i - 1:
        return None
    return _title_ending(doc, person, i - 1, names, lexicon)


def _mark(person: ResolvedMention, word: str, lexicon: Lexicon) -> None:
    """Note what a title tells of a person's sex, for pronouns."""
    builder: EntityBuilder
    for builder in person.builders:
        if builder.female is None and (word in lexicon.female or word in lexicon.male):
            builder.female = word in lexicon.female
