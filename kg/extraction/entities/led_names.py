"""Names whose kind the words around them tell, whatever the recogniser made of them: persons after a title or
as those who do what persons do, designs before a noun for what was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.extraction.entities.labels import GENITIVE
from kg.extraction.entities.title_words import title_at
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token, TokenSpan

__all__ = [
    "Span",
    "cases",
    "is_adjective",
    "is_mere_title",
    "is_naming_noun",
    "kind_by_context",
    "long_places",
    "name_end",
    "name_title",
    "persons_after_countries",
    "persons_after_realms",
    "persons_after_titles",
    "without_office",
    "without_titles",
]

Span = tuple[int, int, str]
"""First and last token (inclusive) of a name, and its class."""

_PARTICIPANTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "agent"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_AGAINST = frozenset({"v", "v.", "vs", "vs."})
_OF_PLACES = frozenset({"de", "del", "do", "da", "dos"})
_LONGEST = 5
"""How many tokens a name may have."""


def persons_after_titles(doc: ParsedDoc, lexicon: Lexicon) -> list[Span]:
    """Names of persons after a title that the recogniser did not see or took for part of another name:
    "National Security Adviser Ajit Doval", "Sultan Haitham bin Tariq".
    """
    labels = {i: ent.label_ for ent in doc.ents for i in range(ent.start, ent.end)}
    found: list[Span] = []
    for title, last in _led(doc, lexicon):
        first = title + 1
        words = doc[first : last + 1]
        seen = {labels.get(word.i, "") for word in words}
        if "PERSON" in seen or not _is_person(words, title, labels, doc, lexicon):
            continue
        if _is_named_after(doc, title, seen | {labels.get(title, "")}, lexicon):
            continue
        if first == last and name_title(doc[title], lexicon):
            first = title
        found.append((first, last, "Person"))
    return found


def _is_named_after(doc: ParsedDoc, title: int, labels: set[str], lexicon: Lexicon) -> bool:
    """Whether the recogniser sees a title and what follows as the name of a site ("Imam Ali Stadium"), of a
    town ("St. Lawrence"), or of a body of several ("Journalists Support Fund").
    """
    if labels == {"ORG"}:
        return lexicon.singular(doc[title].lower_) != doc[title].lower_
    return labels == {"FAC"} or (doc[title].lower_ in lexicon.courtesy and labels <= _PLACES)


def persons_after_countries(doc: ParsedDoc, known: Sequence[tuple[int, int]], lexicon: Lexicon) -> list[Span]:
    """Single names after a country's that the recogniser did not see and that are not known, where they do
    what persons do: "met Nepal's Oli".
    """
    taken = {i for first, last in known for i in range(first, last + 1)}
    return [
        (token.i, token.i, "Person")
        for token in doc
        if token.tag_ == "NNP"
        and not token.ent_type_
        and token.i not in taken
        and _is_after_country(doc, token.i)
        and not (token.i + 1 < len(doc) and doc[token.i + 1].tag_[:3] == "NNP")
        and not (token.text.isupper() or is_naming_noun(token, lexicon))
        and title_at(doc, token.i, lexicon) is None
        and _does_as_persons_do(token, lexicon)
    ]


def _is_after_country(doc: ParsedDoc, i: int) -> bool:
    return i > 1 and doc[i - 1].text in GENITIVE and doc[i - 2].ent_type_ == "GPE"


def persons_after_realms(doc: ParsedDoc, known: Sequence[tuple[int, int]], lexicon: Lexicon) -> list[Span]:
    """Names of persons after a title and a known name that the recogniser took for one name with it:
    "President of Finland Sauli Niinistö".
    """
    labels = {i: ent for ent in doc.ents for i in range(ent.start, ent.end)}
    found = [span for ent in doc.ents if (span := _person_ending(doc, ent, lexicon)) is not None]
    for first, last in known:
        if not _is_after_title(doc, first, lexicon):
            continue
        end = name_end(doc, last + 1, lexicon, lexicon.heads_description)
        whole = labels.get(last)
        together = whole is not None and whole is labels.get(last + 1)
        if (
            end > last + 1
            and doc[last + 1].text[:1].isupper()
            and together
            and not any(is_naming_noun(word, lexicon) for word in doc[last + 1 : end + 1])
        ):
            found.append((last + 1, end, "Person"))
    return found


def _is_after_title(doc: ParsedDoc, first: int, lexicon: Lexicon) -> bool:
    """Whether a name stands behind the "of" of a title."""
    start = first - 1 if first and doc[first - 1].lower_ == "the" else first
    return start >= 2 and doc[start - 1].lower_ == "of" and title_at(doc, start - 2, lexicon) is not None


def _person_ending(doc: ParsedDoc, ent: TokenSpan, lexicon: Lexicon) -> Span | None:
    """The person, by his given name, with whom a span of the recogniser after a title ends ("Chief of the
    River Guard Yury Orlov"); None when none does.
    """
    first = ent.end - 2
    if ent.label_ != "ORG" or first <= ent.start or not _is_after_title(doc, ent.start, lexicon):
        return None
    given, family = doc[first], doc[first + 1]
    named = given.lower_ in lexicon.given_names and family.text.istitle()
    return None if not named or is_naming_noun(family, lexicon) else (first, first + 1, "Person")


def is_naming_noun(word: Token, lexicon: Lexicon) -> bool:
    """Whether a word with a capital is a noun that names of bodies, sites and regions have."""
    endings = (lexicon.organization_suffixes, lexicon.facility_suffixes, lexicon.region_suffixes)
    if any(word.text in words for words in endings) or word.lower_ in lexicon.portfolios:
        return True
    return lexicon.heads_description(word.text) or lexicon.noun_kind(word.text) is not None


def without_office(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The body in a span that ends with the title of somebody's office ("Daily Lantern Editor"); None where
    the rest is but the field of the office ("National Security Advisor").
    """
    found = title_at(doc, last, lexicon)
    joins = any(token.lower_ in lexicon.inside_title for token in doc[first:last])
    if found is None or joins:
        return first, last
    rest = doc[first : found[0]]
    fields = (lexicon.portfolios, lexicon.title_modifiers)
    if all(any(lexicon.spelled(word.text) in words for words in fields) for word in rest):
        return None
    return (first, last) if doc[last].tag_.endswith("S") else (first, found[0] - 1)


def cases(doc: ParsedDoc, lexicon: Lexicon) -> list[Span]:
    """The names of cases at law, which are no persons: "Roe v. Wade"."""
    found: list[Span] = []
    for token in doc[1:-1]:
        if token.lower_ not in _AGAINST or not doc[token.i - 1].text[:1].isupper():
            continue
        point = 1 if doc[token.i + 1].text == "." and not token.whitespace_ else 0
        first, last = token.i - 1, name_end(doc, token.i + 1 + point, lexicon, lambda _: False)
        while first > 0 and doc[first - 1].text[:1].isupper() and doc[first - 1].tag_.startswith("NNP"):
            first -= 1
        if last > token.i + point:
            found.append((first, last, "Topic"))
    return found


def long_places(doc: ParsedDoc, known: Sequence[tuple[int, int]], lexicon: Lexicon) -> list[Span]:
    """Names of places in which a known name stands beside a particle of Spanish or Portuguese: "Santiago de
    Cuba".
    """
    found: list[Span] = []
    places = ("", "GPE", "LOC", "FAC")
    others = {i for ent in doc.ents if ent.label_ not in places for i in range(ent.start, ent.end)}
    for first, last in known:
        if last + 2 < len(doc) and doc[last + 1].text in _OF_PLACES:
            first, last = first, last + 2
        elif first > 1 and doc[first - 1].text in _OF_PLACES:
            first, last = first - 2, last
        else:
            continue
        ends = doc[first].text[:1].isupper() and doc[last].text[:1].isupper()
        if ends and others.isdisjoint(range(first, last + 1)):
            found.append((first, last, "Place"))
    return found


def without_titles(doc: ParsedDoc, spans: Sequence[Span], lexicon: Lexicon) -> list[Span]:
    """The spans but for those that end inside a person's title: "Thai Air" of "Thai Air Chief Marshal"."""
    inside: set[int] = set()
    for title, _ in _led(doc, lexicon):
        found = title_at(doc, title, lexicon)
        if found is not None:
            inside.update(range(found[0], title))
    return [span for span in spans if span[1] not in inside]


def name_title(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is a title that is part of the name before a single name: "Prince William"."""
    return token.lower_ in lexicon.name_titles and token.text[:1].isupper()


def is_adjective(doc: ParsedDoc, first: int, last: int) -> bool:
    """Whether a word is a name in its first part only, joined to a participle ("U.S.-based")."""
    before, _, end = doc[last].text.rpartition("-")
    return first == last and bool(before) and end.islower() and end.endswith("ed")


def is_mere_title(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a single word is a title or a part of one, after another or after a comma ("Secretary
    Treasurer"), and not the surname of somebody.
    """
    word = doc[first].lower_
    if first != last or not (word in lexicon.titles or word in lexicon.title_modifiers):
        return False
    return first > 0 and (doc[first - 1].lower_ in lexicon.titles or doc[first - 1].text == ",")


def kind_by_context(doc: ParsedDoc, first: int, last: int, cls: str, lexicon: Lexicon) -> str | None:
    """What else than ``cls`` the words around a name show it to be, a person, a body or a capability; None
    when they show nothing.
    """
    head = doc[last]
    if cls != "Place" and _is_among_places(head, lexicon):
        return "Place"
    if first == last and (body := _joined_bodies(head, lexicon)):
        return body
    if cls == "Person":
        return "Capability" if _is_design(head, lexicon) else None
    if cls in {"Organization", "Place"} and _is_titled_after(doc, first, last, lexicon):
        return "Person"
    if first != last or head.text.isupper() or head.tag_ not in ("NN", "NNP", "NNPS"):
        return None
    led = _is_after_country(doc, first) and _does_as_persons_do(head, lexicon)
    return "Person" if led and not is_naming_noun(head, lexicon) else None


def _is_among_places(head: Token, lexicon: Lexicon) -> bool:
    """Whether a name stands in a list after "of" and a noun for several places ("the counties of Lund and
    Ames").
    """
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
    noun = head.head.head
    listed = head.dep_ == "pobj" and head.head.lower_ == "of" and noun.tag_ == "NNS"
    return listed and lexicon.singular(noun.lower_) in lexicon.divisions | lexicon.settlements


def _joined_bodies(head: Token, lexicon: Lexicon) -> str | None:
    """The class of the bodies that joined names are called behind them: "Lund and Ames, both Dutch firms"."""
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
    joined = any(child.dep_ == "conj" for child in head.children)
    nouns = (child for child in head.children if joined and child.dep_ == "appos" and child.tag_ == "NNS")
    return next(
        (cls for noun in nouns if (cls := lexicon.body_classes.get(lexicon.singular(noun.lower_)))), None
    )


def _is_titled_after(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether two or three words with nothing of a body's name in them stand before a comma and an office
    with a capital ("Ikumi Tanabe, Under-Secretary").
    """
    if not 1 <= last - first <= 2 or last + 2 >= len(doc) or doc[last + 1].text != ",":
        return False
    named = all(word.text.istitle() and not is_naming_noun(word, lexicon) for word in doc[first : last + 1])
    office = doc[last + 2 : last + 7]
    capital = next(
        (k for k, word in enumerate(office) if not word.text[:1].isupper() and word.text != "-"), 5
    )
    return named and any(title_at(doc, word.i, lexicon) for word in office[:capital])


def _is_design(head: Token, lexicon: Lexicon) -> bool:
    """Whether a name stands right before a noun for arms or vehicles ("Shahed drones")."""
    noun = head
    while noun.dep_ in ("compound", "amod", "nmod") and noun.head.i > noun.i:
        noun = noun.head
    words = head.doc[head.i + 1 : noun.i + 1]
    beside = 0 < len(words) <= _LONGEST and all(word.tag_[:2] == "NN" for word in words)
    return beside and lexicon.heads_capability(noun.text)


def _does_as_persons_do(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is subject or object of a verb for what persons do to each other."""
    while token.dep_ in ("conj", "appos") and token.head is not token:
        token = token.head
    verb = token.head.head if token.dep_ == "pobj" else token.head
    return token.dep_ in _PARTICIPANTS and verb.lemma_.lower() in lexicon.human


def _led(doc: ParsedDoc, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The last token of each capitalised title before a capitalised name, and the last token of the name."""
    for token in doc:
        if not token.text[:1].isupper() or token.i + 1 >= len(doc):
            continue
        leads = token.lower_ in lexicon.courtesy or title_at(doc, token.i, lexicon) is not None
        if (leads and token.tag_[:2] == "NN") or name_title(token, lexicon):
            last = name_end(doc, token.i + 1, lexicon, lexicon.heads_description)
            if last > token.i:
                yield token.i, last


def name_end(doc: ParsedDoc, first: int, lexicon: Lexicon, ends: Callable[[str], bool]) -> int:
    """The last token of the capitalised name that begins at a token; the one before it where none begins."""
    last = first - 1
    for token in doc[first : first + _LONGEST]:
        particle = token.lower_ in lexicon.name_particles and token.text.islower()
        joins = particle or (token.text == "-" and last == token.i - 1 and not token.whitespace_)
        if joins and token.i + 1 < len(doc) and doc[token.i + 1].text[:1].isupper():
            continue
        if not token.text[:1].isupper() or "\n" in doc[token.i - 1].text_with_ws:
            break
        if ends(token.text):
            break
        last = token.i
    return last


def _is_person(
    words: Sequence[Token], title: int, labels: dict[int, str], doc: ParsedDoc, lexicon: Lexicon
) -> bool:
    """Whether the words after a title are a person's name: two or more that end as no body's or place's name
    does, or one after a title that names have.
    """
    last = words[-1]
    endings = (lexicon.organization_suffixes, lexicon.facility_suffixes, lexicon.region_suffixes)
    if any(word.text in some for word in words for some in endings) or last.lower_ in lexicon.portfolios:
        return False
    if last.lower_ in lexicon.title_modifiers or lexicon.singular(last.lower_) in lexicon.occasions:
        return False
    if any(lexicon.noun_kind(word.text) == "body" for word in words):
        return False
    follows = doc[last.i + 1] if last.i + 1 < len(doc) else None
    if follows is not None and follows.text[:1].isupper() and follows.tag_[:2] == "NN":
        return False
    if any(word.lower_ in lexicon.given_names for word in words[:1]):
        return True
    taken = labels.get(title, "") == labels.get(words[0].i, "") != ""
    common = len(words) == 1 and is_naming_noun(last, lexicon)
    unseen = len(words) > 1 and all(word.tag_ == "NNP" and not labels.get(word.i) for word in words)
    joined = taken and (len(words) > 1 or _is_inside(doc[title], labels, lexicon))
    fits = joined and not common
    return name_title(doc[title], lexicon) or fits or unseen


def _is_inside(title: Token, labels: dict[int, str], lexicon: Lexicon) -> bool:
    """Whether a title stands inside a name of the recogniser and not, as "general" may, as a word of it."""
    return labels.get(title.i - 1) == labels[title.i] and title.lower_ not in lexicon.title_modifiers
