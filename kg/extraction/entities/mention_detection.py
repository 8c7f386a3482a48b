"""Doc -> Mention: the names in an article, from the recogniser and from background knowledge together.

Names that the knowledge holds are found in the text by their exact form, whether or not the recogniser saw
them; a longer name of the recogniser ("Bank of China") is not broken by a shorter known one in it. Titles,
articles and possessive endings are no part of a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Sequence
from typing import TYPE_CHECKING

from kg.extraction.entities.capitalised_runs import runs, suffix_class
from kg.extraction.entities.company_mentions import bare_names, further_companies, with_legal_forms
from kg.extraction.entities.craft_names import CRAFT, flights, ships
from kg.extraction.entities.labels import FEMALE, MALE
from kg.extraction.entities.led_names import (
    Span,
    cases,
    kind_by_context,
    long_places,
    persons_after_countries,
    persons_after_realms,
    persons_after_titles,
    without_titles,
)
from kg.extraction.entities.name_index import SPACES, NameIndex
from kg.extraction.entities.recognised_names import is_title_word, recognised
from kg.model import Mention
from kg.resources.company_names import bare_company
from kg.resources.lexicon import Lexicon
from kg.resources.person_names import PersonNames

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["head_of", "mentions"]

_RANK = {"Person": 0, "Organization": 1, "Place": 2, "Facility": 3, "Group": 4, "Capability": 5, "Topic": 6}
_KNOWN = ""
_RANKED_BY_VOTE = frozenset({"Person", "Place", "Capability"})
"""Classes that the words around a name show in one place and need not show in all."""
_NO_BODIES = frozenset({None, "Facility", "Region"})
_ADMINISTRATION = "administration"
"""What the government of a president is called, and what bodies for some field are."""
_DESIGNATION = re.compile(r"[A-Z]\w*-\d+\w*")


def mentions(doc: ParsedDoc, index: NameIndex, lexicon: Lexicon) -> list[Mention]:
    """The names in an article, in order, none overlapping another.

    ``cls`` is what the text and the knowledge say of each.
    """
    known = _known_spans(doc, index)
    led = ships(doc, lexicon) + flights(doc)
    further = (
        cases(doc, lexicon) + persons_after_realms(doc, known, lexicon) + long_places(doc, known, lexicon)
    )
    persons = persons_after_titles(doc, lexicon) + persons_after_countries(doc, known, lexicon)
    for span in [*further, *persons]:
        led += _apart([span], led)
    seen = with_legal_forms(doc, recognised(doc, known, lexicon) + runs(doc, known, lexicon))
    seen = without_titles(doc, seen, lexicon)
    spans = _merge(doc, led + _apart(seen, led), _beside(known, led))
    found = _with_surnames(doc, _with_classes(doc, spans, index, lexicon), index.persons, lexicon)
    found |= _with_bodies(doc, found, lexicon)
    return sorted(
        (_mention(doc, first, last, cls, index) for (first, last), cls in found.items()),
        key=lambda m: m.begin,
    )


def _apart(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The spans that share no token with some others."""
    taken = {i for first, last, _ in others for i in range(first, last + 1)}
    return [span for span in spans if taken.isdisjoint(range(span[0], span[1] + 1))]


def _beside(known: Sequence[tuple[int, int]], led: Sequence[Span]) -> list[tuple[int, int]]:
    """The spans of known names that share no token with names that a word leads, or are the same."""
    same = {(first, last) for first, last, _ in led}
    free = {span[:2] for span in _apart([(*span, "") for span in known], led)}
    return [span for span in known if span in free or span in same]


def _mention(doc: ParsedDoc, first: int, last: int, cls: str, index: NameIndex) -> Mention:
    begin, end = doc[first].idx, doc[last].idx + len(doc[last])
    text = SPACES.sub(" ", doc.between(first, last))
    return Mention(
        begin, end, text, first, last, head_of(doc, first, last), index.cls(text) if cls == _KNOWN else cls
    )


def head_of(doc: ParsedDoc, first: int, last: int) -> int:
    """The index of the token that governs a span: the last whose own head lies outside of it."""
    for i in range(last, first - 1, -1):
        head = doc[i].head.i
        if head == i or not first <= head <= last:
            return i
    return last


def _known_spans(doc: ParsedDoc, index: NameIndex) -> list[tuple[int, int]]:
    """Token spans of the known names; a name that ends or begins inside a token is dropped."""
    spans = (doc.char_span(begin, end) for begin, end in index.find(doc.text))
    return [(span.start, span.end - 1) for span in spans if span is not None]


def _merge(
    doc: ParsedDoc, named: list[tuple[int, int, str]], known: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], str | None]:
    """Spans without overlap: the longer wins, a known one among equals; a list of known places ("Seoul, South
    Korea") is no name.
    """
    holder = {i: span for span in known for i in range(span[0], span[1] + 1)}
    candidates: dict[tuple[int, int], str | None] = dict.fromkeys(known)
    for first, last, cls in named:
        inside = {holder[i] for i in range(first, last + 1) if i in holder}
        if inside and cls in {"Place", "Group"} and ("," in doc.between(first, last) or len(inside) > 1):
            continue
        if (first, last) not in candidates or candidates[first, last] == "Organization":
            candidates.setdefault((first, last), cls)
            if candidates[first, last] == "Organization":
                candidates[first, last] = cls
    chosen: dict[tuple[int, int], str | None] = {}
    taken: set[int] = set()
    for span in sorted(candidates, key=lambda s: (s[0] - s[1], candidates[s] is not None, s[0])):
        tokens = range(span[0], span[1] + 1)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            chosen[span] = candidates[span]
    return chosen


def _with_classes(
    doc: ParsedDoc, spans: dict[tuple[int, int], str | None], index: NameIndex, lexicon: Lexicon
) -> dict[tuple[int, int], str]:
    """A class for each span; one name has one class in one article, the one that most of its places say."""
    votes: dict[str, Counter[str]] = {}
    bodies: dict[str, str] = {}
    for (first, last), cls in spans.items():
        if cls is not None:
            text = doc.between(first, last)
            shown = kind_by_context(doc, first, last, cls, lexicon)
            if cls == "Person" and _ends_as_company(doc, first, last, index, lexicon):
                shown = "Company"
            votes.setdefault(text, Counter())[shown or _refined(doc, first, last, cls, lexicon)] += 1
            if cls == CRAFT or (shown is not None and shown not in _RANKED_BY_VOTE):
                bodies[text] = shown or cls
    for text, count in votes.items():
        if len(count) > 1 and text.rpartition(" ")[2].lower() in lexicon.body_classes:
            del count["Person"]  # "the Lund Administration", where others say "Lund Administration officials"
    best = {text: min(count, key=lambda c: (-count[c], _RANK.get(c, 1))) for text, count in votes.items()}
    bare = bare_names(doc, spans)
    best |= bodies
    best |= {text: "Company" for text in best if text in bare or bare_company(text) in bare}
    found: dict[tuple[int, int], str] = {}
    for (first, last), cls in spans.items():
        text = SPACES.sub(" ", doc.between(first, last))
        known = index.cls(text) if index.named(text) else None
        own = best[doc.between(first, last)] if cls is not None else _KNOWN
        found[first, last] = own if known is None else "Person" if known == "Person" else _KNOWN
    return found


def _refined(doc: ParsedDoc, first: int, last: int, cls: str, lexicon: Lexicon) -> str:
    """The class of an unknown name, narrowed by its words; what is numbered like a weapon ("Hwasong-20") is
    one.
    """
    if first == last and _DESIGNATION.fullmatch(doc[first].text):
        return "Capability"
    of = next((i for i in range(first + 1, last) if doc[i].text in lexicon.inside_title), None)
    end = last if of is None else of - 1
    head = lexicon.singular(doc[end].lower_)
    occasion = lexicon.singular(doc[last].lower_) in lexicon.occasions  # "Council of Ministers Meeting"
    if cls == "Topic" and last > first and not occasion and _ends_as_body(doc, first, end, head, lexicon):
        cls = "Organization"  # "the Halden-Tarn Friendship Association", seen as an event
    if cls not in {"Organization", "Place", "Facility"}:
        return _body_or_site(doc, first, last, lexicon) if cls == "Person" and last > first else cls
    writing = cls == "Organization" and doc[last].lower_ in lexicon.documents
    if (head in lexicon.occasions or writing) and last > first:
        return "Topic"
    if doc[end].text in lexicon.region_suffixes and last > first:
        return "Region"
    if cls != "Organization" and last > first and _is_site(doc[end], head, lexicon):
        return "Facility"
    if cls != "Organization" and last > first and _is_body(head, lexicon):
        cls = "Organization"  # "the Halden Trade Commission", seen as a site
    if cls != "Organization":
        return "City" if last > first and cls == "Place" and head in lexicon.settlements else cls
    words = (doc.between(first, last).lower(), head, lexicon.singular(doc[first].lower_))
    listed = next((lexicon.body_classes[word] for word in words if word in lexicon.body_classes), cls)
    if head == _ADMINISTRATION and _is_of_field(doc, first, end, lexicon):
        listed = "Organization"
    return suffix_class(doc, first, end, lexicon) or listed


def _is_of_field(doc: ParsedDoc, first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the words before the last of a name say what a body is for ("Water and Rail Administration"),
    not who leads it ("Ana Lund Administration", "Ruiz-Lund Administration").
    """
    before = [word for word in doc[first:end] if word.tag_ != "HYPH"]
    if len(before) > 1:
        return before[0].lower_ not in lexicon.given_names and all(
            word.tag_ != "HYPH" for word in doc[first:end]
        )
    words = [lexicon.spelled(word.text) for word in before]
    return any(word in lexicon.portfolios or lexicon.noun_kind(word) == "abstract" for word in words)


def _is_body(noun: str, lexicon: Lexicon) -> bool:
    """Whether a noun is one for bodies and for nothing else."""
    return lexicon.noun_kind(noun) == "body" and noun in lexicon.organizations


def _ends_as_body(doc: ParsedDoc, first: int, last: int, head: str, lexicon: Lexicon) -> bool:
    """Whether a name ends as names of bodies do, its noun being ``head``."""
    named = suffix_class(doc, first, last, lexicon) not in _NO_BODIES
    return named or head in lexicon.body_sectors or _is_body(head, lexicon)


def _is_site(token: Token, noun: str, lexicon: Lexicon) -> bool:
    """Whether a name whose head is this noun is that of a site ("Tarn River Wharf")."""
    if token.text in lexicon.facility_suffixes:
        return True
    kind = lexicon.noun_kind(noun)
    site = kind == "site" or (noun in lexicon.facilities and kind != "body")
    return site and token.text.istitle() and noun not in lexicon.organizations


def _body_or_site(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> str:
    """The class of what is called after a person: "the Trump Administration"; after "the", or of four words,
    "the Francis Scott Key Bridge". Else a person.
    """
    definite = first > 0 and doc[first - 1].lower_ in lexicon.articles
    if (definite or last - first > 2) and doc[last].text in lexicon.facility_suffixes:
        return "Facility"
    return lexicon.body_classes.get(doc[last].lower_, "Person") if definite else "Person"


def _ends_as_company(doc: ParsedDoc, first: int, last: int, index: NameIndex, lexicon: Lexicon) -> bool:
    """Whether what was taken for a person's name ends as a company's ("Mitra Shipping") and neither begins
    with a given name nor stands behind a title.
    """
    if first == last or suffix_class(doc, first, last, lexicon) != "Company":
        return False
    given = doc[first].lower_ in lexicon.given_names
    titled = first > 0 and is_title_word(doc[first - 1], lexicon)
    return not (given or titled or index.is_family_name(doc[last].text))


def _with_surnames(
    doc: ParsedDoc, spans: dict[tuple[int, int], str], names: PersonNames, lexicon: Lexicon
) -> dict[tuple[int, int], str]:
    """The spans, and every further place of a person's surname; a single surname is a person whatever the
    recogniser called it and however it is spelled, one that is also a known name ("Jordan") where the words
    around it say so.
    """
    full = [span for span, cls in spans.items() if cls == "Person" and span[1] > span[0]]
    ends = {doc[i].text for span in full for i in span if not is_title_word(doc[i], lexicon)}
    short = {text for text in ends if len(text) > 2 and text[0].isupper()}
    begins = {first for first, _ in full}
    earliest: dict[str, int] = {}
    for _, last in full:
        earliest[doc[last].text] = min(last, earliest.get(doc[last].text, last))
    families = {names.spelled(doc.between(*span))[-1] for span in full}
    found: dict[tuple[int, int], str] = {}
    for (first, last), cls in spans.items():
        text = doc.between(first, last)
        is_surname = first == last and text in short
        if cls == _KNOWN:
            borne = earliest.get(text, first) < first
            is_surname = borne and _is_spoken_of_as_person(doc, first, begins)
        elif not is_surname and len(names.words(text)) == 1 and " " not in text and text[0].isupper():
            is_surname = len(text) > 3 and names.spelled(text)[0] in families
        found[first, last] = "Person" if is_surname else cls
    further = _further(doc, spans, short | {doc[last].text for _, last in full})
    return found | {(i, i): "Person" for i in further}


def _with_bodies(
    doc: ParsedDoc, spans: dict[tuple[int, int], str], lexicon: Lexicon
) -> dict[tuple[int, int], str]:
    """The further places of the single words that name a body elsewhere in the article, where the recogniser
    saw no name: "chip designer Coreworks".
    """
    bodies = {
        doc[first].text: cls
        for (first, last), cls in spans.items()
        if first == last and cls == "Organization" and doc[first].text.istitle() and len(doc[first]) > 3
    }
    bodies = {text: cls for text, cls in bodies.items() if lexicon.noun_kind(text) is None}
    places = _further(doc, spans, bodies)
    alone = [i for i in places if not any(_is_proper(doc, k) for k in (i - 1, i + 1))]
    return {(i, i): bodies[doc[i].text] for i in alone} | dict.fromkeys(
        further_companies(doc, spans), "Company"
    )


def _is_proper(doc: ParsedDoc, i: int) -> bool:
    """Whether there is a proper noun with a capital at a place."""
    return 0 <= i < len(doc) and doc[i].tag_.startswith("NNP") and doc[i].text[:1].isupper()


def _is_spoken_of_as_person(doc: ParsedDoc, i: int, persons: Container[int]) -> bool:
    """Whether a word names a person for the recogniser, or for a later "he" or "she" of its sentence, which
    names no other person in full. ``persons`` has the first tokens of full names.
    """
    if doc[i].ent_type_ == "PERSON":
        return True
    sentence = doc[i].sent
    later = (doc[k].lower_ for k in range(i + 1, sentence.end))
    alone = not any(k in persons for k in range(sentence.start, sentence.end))
    return alone and not (MALE | FEMALE).isdisjoint(later)


def _further(doc: ParsedDoc, spans: Collection[tuple[int, int]], names: Collection[str]) -> list[int]:
    """The proper nouns outside of spans that are one of some names."""
    if not names:
        return []
    held = {i for first, last in spans for i in range(first, last + 1)}
    return [t.i for t in doc if t.text in names and t.i not in held and t.tag_.startswith("NNP")]
