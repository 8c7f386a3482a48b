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
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["Office", "find_offices", "title_at"]

_REACH = 9
"""How many tokens a title may have before or after its head."""
_STOPS = frozenset({",", ".", ")", "-", "–", "—", ";"})
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


def title_at(doc: ParsedDoc, i: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """The first token and the sector of the longest title whose last word is token ``i``; None when there is
    none.
    """
    if not lexicon.heads_title(doc[i].text):
        return None
    for width in (5, 4, 3, 2, 1):
        first = i - width + 1
        if first < 0:
            continue
        words = [doc[k].lower_ for k in range(first, i + 1)]
        text = " ".join(map(lexicon.spelled, words)).replace(" - ", "-")
        single = " ".join([*words[:-1], lexicon.singular(words[-1])]).replace(" - ", "-")
        for form in (text, single):
            if form in lexicon.titles:
                return first, lexicon.titles[form]
    return None


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
    found = _title_ending(doc, person, last - joined, names, lexicon) if last >= 0 else None
    other = joined and doc[person.head].head.i == last - 1 and not title_at(doc, last - 1, lexicon)
    return None if other else found  # "Secretary of State Tarn and Minister Lund"


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
    if last > 0 and last - 1 not in names and _is_point(doc, last, lexicon):
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
    while noun.dep_ in {"compound", "nmod"} and person.last < noun.head.i < person.last + _REACH:
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
    head = _head_of_title(doc, last, names, lexicon)
    if head is None:
        return None
    (first, sector), anchor = head
    first = _widen(doc, first, names, lexicon)
    whose, start = _owner_before(doc, first, names)
    if whose is not None:
        first = _with_portfolio(doc, first, whose, lexicon)
    elif first > 0 and doc[first].lower_ == "'s":
        return None
    former = any(doc[k].lower_ in lexicon.former for k in range(max(0, start - 2), last + 1))
    while first <= last and doc[first].lower_ in lexicon.former:
        first += 1
    title = _in_singular(" ".join(doc.between(first, last).split()), lexicon) if first <= last else ""
    if not title:
        return None
    _mark(person, doc[anchor].lower_, lexicon)
    return Office(person, first, last, title, sector, whose, former, range(first, last + 1))


def _in_singular(title: str, lexicon: Lexicon) -> str:
    """A title that several persons share ("Senators") as it is for one."""
    words, _, last = title.rpartition(" ")
    single = lexicon.singular(last.lower())
    if last.lower() in lexicon.titles or single not in lexicon.titles:
        return title
    return f"{words} {last[: len(single)] if last.lower().startswith(single) else single}".strip()


def _with_portfolio(doc: ParsedDoc, first: int, whose: ResolvedMention, lexicon: Lexicon) -> int:
    """The first token of a title with the words of the department before it ("US Treasury Secretary")."""
    if whose.builders and whose.builders[0].cls == "Ministry" and whose.last == first - 1:
        while first - 1 > whose.first and lexicon.spelled(doc[first - 1].text) in lexicon.portfolios:
            first -= 1
    return first


def _head_of_title(
    doc: ParsedDoc, last: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon
) -> tuple[tuple[int, str], int] | None:
    """Where a title that ends at ``last`` has its head: there, or before an "of" ("Secretary of State")."""
    found = title_at(doc, last, lexicon)
    if found:
        return found, last
    if doc[last].tag_ in {"DT", "CC", "IN"}:
        return None
    for i in range(last - 1, max(0, last - _REACH), -1):
        token = doc[i]
        if (
            i in names
            or (token.is_punct and token.text != "-")
            or (token.tag_.startswith("VB") and token.text.islower())
        ):
            return None
        if token.text in lexicon.inside_title and i > 0:
            found = title_at(doc, i - 1, lexicon)
            if found and all(
                doc[k].text[:1].isupper() or doc[k].lower_ in lexicon.title_words
                for k in range(i + 1, last + 1)
            ):
                return found, i - 1
    return None


def _widen(doc: ParsedDoc, first: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon) -> int:
    """The first token of a title with the words before it that belong to it: "Deputy", "Foreign", "chief
    nuclear".
    """
    capital = doc[first].text[:1].isupper()
    head = first
    while first > 0 and first - 1 not in names and _widens(doc, first - 1, capital, lexicon):
        if _heads_body(doc, first - 1, names, lexicon):
            break
        first -= 1
    halved = first < head and doc[first - 1].tag_ == "HYPH" and not doc[first - 1].whitespace_
    return first + 1 if halved else first  # "anti-terror commander"


def _heads_body(doc: ParsedDoc, i: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon) -> bool:
    """Whether a word before a rank says who heads the body named before it: "Navy Chief Admiral"."""
    owner, rank = names.get(i - 1), title_at(doc, i + 1, lexicon)
    body = owner is not None and owner.builders and owner.builders[0].id.startswith("organization/")
    ranked = rank is not None and rank[1] == "MIL" and rank[0] == i + 1
    return bool(body) and ranked and "head" in lexicon.offices_of(doc[i].lower_)


def _widens(doc: ParsedDoc, i: int, capital: bool, lexicon: Lexicon) -> bool:
    """Whether a token before a title belongs to it: a modifier or portfolio, a noun written as the title is,
    or what joins two portfolios; not the last word of another title ("Chief of Staff General").
    """
    token = doc[i]
    word = lexicon.spelled(token.text)
    other = title_at(doc, i, lexicon)
    if other is not None and other[0] < i:
        return False
    if _is_point(doc, i, lexicon):
        return True
    if token.is_space or (token.is_punct and token.text != "-"):
        return False
    if word in lexicon.titles:
        return word in lexicon.title_modifiers or _is_field(doc, i, lexicon)
    if word in lexicon.portfolios or word in lexicon.title_modifiers or word in lexicon.former:
        return True
    if word in {"and", "-", "&"} and i > 0 and lexicon.spelled(doc[i - 1].text) in lexicon.portfolios:
        return True
    style = i > 0 and doc[i - 1].tag_ == "PRP$"  # "His Holiness"
    before = lexicon.spelled(doc[i - 2].text) if i > 1 and doc[i - 1].text in {"and", "&"} else ""
    modifies = token.dep_ in {"compound", "amod", "nmod"} or (
        token.dep_ == "conj" and before in lexicon.portfolios
    )
    if style or not modifies or token.text[:1].isupper() != capital:
        return False
    return token.tag_ in {"NN", "NNP", "NNPS"} or (capital and token.tag_ == "JJ" and not token.is_sent_start)


def _is_field(doc: ParsedDoc, i: int, lexicon: Lexicon) -> bool:
    """Whether a word that may be a title of its own is the field of the minister whose title follows it:
    "Justice Minister", "Justice and Interior Minister".
    """
    after = lexicon.spelled(doc[i + 1].text)
    joined = after in {"and", "-", "&"} and lexicon.spelled(doc[i + 2].text) in lexicon.portfolios
    ruled = joined or "minister" in lexicon.offices_of(lexicon.singular(after))
    return ruled and lexicon.spelled(doc[i].text) in lexicon.portfolios


def _is_point(doc: ParsedDoc, i: int, lexicon: Lexicon) -> bool:
    """Whether a token is the point of a shortened title that was cut off from it ("Lt" and ".")."""
    if i < 1 or doc[i].text != "." or doc[i - 1].whitespace_:
        return False
    word = doc[i - 1].lower_
    return word in lexicon.titles or word in lexicon.title_modifiers


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
    for i in range(start, min(start + _REACH, len(doc))):
        if i in names:
            if _is_person(names[i]):
                return None
        elif _ends_title(doc, i, names, lexicon):
            follows = doc[i + 1].text if i + 1 < len(doc) else ""
            if follows and follows not in _STOPS and follows not in lexicon.title_prepositions:
                return None
            if _leads_to_next(doc, i + 1, names, lexicon):
                return None
            return _title_after(doc, person, start, i, names, lexicon)
        elif not (doc[i].tag_.startswith(_INSIDE) or doc[i].text in {"-", "and"}):
            return None
    return None


def _leads_to_next(doc: ParsedDoc, i: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon) -> bool:
    """Whether a title with its phrase from token ``i`` on stands before a name and is that person's: "A,
    Minister of Finance B"."""
    for k in range(i + 1, min(i + _REACH, len(doc))):
        if k in names and _is_person(names[k]):
            return k > i + 1 and title_at(doc, k - 1, lexicon) is None and doc[k - 1].text not in POSSESSIVE
        if doc[k].text in _STOPS or doc[k].tag_.startswith(("VB", "MD", "W", "PRP")):
            return False
    return False


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
    said".
    """
    i = person.first - 1
    if i < 1 or doc[i].text != "," or i - 1 in names:
        return None
    head = doc[person.head]
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
