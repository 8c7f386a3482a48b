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
from kg.extraction.entities.labels import FEMALE, GENITIVE, MALE, POSSESSIVE
from kg.extraction.entities.led_names import (
    Span,
    cases,
    is_adjective,
    is_mere_title,
    kind_by_context,
    long_places,
    name_title,
    persons_after_countries,
    persons_after_realms,
    persons_after_titles,
    ships,
    without_office,
    without_titles,
)
from kg.extraction.entities.name_index import SPACES, NameIndex
from kg.extraction.entities.titles import title_at
from kg.model import Mention
from kg.resources.lexicon import Lexicon
from kg.resources.person_names import PersonNames

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token, TokenSpan

__all__ = ["head_of", "mentions"]

_CLASS = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Facility",
    "NORP": "Group",
    "PRODUCT": "Capability",
    "EVENT": "Topic",
    "LAW": "Topic",
}
"""The class of what the recogniser labels so."""
_RANK = {"Person": 0, "Organization": 1, "Place": 2, "Facility": 3, "Group": 4, "Capability": 5, "Topic": 6}
_KNOWN = ""
_DESIGNATION = re.compile(r"[A-Z]\w*-\d+\w*")


def mentions(doc: ParsedDoc, index: NameIndex, lexicon: Lexicon) -> list[Mention]:
    """The names in an article, in order, none overlapping another.

    ``cls`` is what the text and the knowledge say of each.
    """
    known = _known_spans(doc, index)
    led = ships(doc, lexicon)
    further = (
        cases(doc, lexicon) + persons_after_realms(doc, known, lexicon) + long_places(doc, known, lexicon)
    )
    persons = persons_after_titles(doc, lexicon) + persons_after_countries(doc, known, lexicon)
    for span in [*further, *persons]:
        led += _apart([span], led)
    seen = without_titles(doc, _recognised(doc, known, lexicon) + runs(doc, known, lexicon), lexicon)
    spans = _merge(doc, led + _apart(seen, led), _beside(known, led))
    found = _with_surnames(doc, _with_classes(doc, spans, index, lexicon), index.persons, lexicon)
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


def _recognised(
    doc: ParsedDoc, known: Sequence[tuple[int, int]], lexicon: Lexicon
) -> list[tuple[int, int, str]]:
    """Spans of the recogniser without articles, titles, endings and line breaks."""
    opened = dict(known)
    found: list[tuple[int, int, str]] = []
    for ent in doc.ents:
        span = _name_in(doc, ent, opened, lexicon) if ent.label_ in _CLASS else None
        if span is None:
            continue
        cls = _CLASS[ent.label_]
        last = found[-1] if found else None
        goes_on = last is not None and last[1] + 1 == span[0] and not _broken(doc, span[0])
        if last is not None and goes_on and cls == last[2] == "Person":
            titled = title_at(doc, last[1], lexicon) is not None  # "Duma Speaker" before a name
            found[-1] = (span[0] if titled else last[0], span[1], cls)
        else:
            found.append((*span, cls))
    return found


def _name_in(
    doc: ParsedDoc, ent: TokenSpan, known: dict[int, int], lexicon: Lexicon
) -> tuple[int, int] | None:
    """The tokens of a name in a span of the recogniser; None when the span holds no name."""
    span = _trim(doc, ent.start, ent.end - 1, lexicon)
    if span and ent.label_ == "PERSON":
        span = _without_title(doc, *span, known, lexicon)
        span = (span[0], span[1] + 1) if span and _ends_later(doc, span[1], lexicon) else span
    if span and ent.label_ == "ORG":
        span = _without_office(doc, *span, lexicon)
        span = _without_field(doc, *span, known, lexicon)
        span = span if known.get(span[0]) == span[1] else without_office(doc, *span, lexicon)
        span = _without_common(doc, *span, lexicon) if span else None
    if (
        span is None
        or _is_label(doc, *span)
        or is_adjective(doc, *span)
        or (ent.label_ == "PERSON" and is_mere_title(doc, *span, lexicon))
    ):
        return None
    return span if any(c.isupper() or c.isdigit() for c in doc.between(*span)) else None


def _without_office(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> tuple[int, int]:
    """The body in a span that begins with an office in apposition to a person ("Robert Lee, CFO of Beta")."""
    apposed = first > 1 and doc[first - 1].text == "," and doc[first - 2].ent_type_ == "PERSON"
    of = next((i for i in range(first + 1, last) if doc[i].lower_ in lexicon.title_prepositions), None)
    if apposed and of is not None and lexicon.spelled_phrase(doc.between(first, of - 1)) in lexicon.titles:
        first = of + 2 if doc[of + 1].lower_ == "the" and of + 2 <= last else of + 1
    return first, last


def _without_field(
    doc: ParsedDoc, first: int, last: int, known: dict[int, int], lexicon: Lexicon
) -> tuple[int, int]:
    """The known body in a span that goes on with the field of an office and stands before its title ("EU
    Foreign Policy" of "EU Foreign Policy Chief").
    """
    end = known.get(first, first - 1)
    field = [lexicon.spelled(token.text) for token in doc[end + 1 : last + 1]]
    titled = last + 1 < len(doc) and doc[last + 1].lower_ in lexicon.titles
    return (first, end) if field and titled and all(w in lexicon.portfolios for w in field) else (first, last)


def _ends_later(doc: ParsedDoc, last: int, lexicon: Lexicon) -> bool:
    """Whether the capitalised noun after a person's name, which the parser takes for its head, is the family
    name.
    """
    if last + 1 >= len(doc) or _broken(doc, last + 1):
        return False
    token = doc[last + 1]
    fits = (
        token.text.istitle()
        and token.tag_ in {"NN", "NNP", "NNPS"}
        and not token.ent_type_
        and not _is_title_word(token, lexicon)
    )
    return fits and doc[last].dep_ == "compound" and doc[last].head.i == last + 1


def _broken(doc: ParsedDoc, i: int) -> bool:
    """Whether a line ends before token ``i``."""
    return i > 0 and "\n" in doc[i - 1].text_with_ws


def _is_label(doc: ParsedDoc, first: int, last: int) -> bool:
    """Whether one word stands alone before a colon at the start of a line ("Disclaimer:")."""
    opens = first == 0 or "\n" in doc[first - 1].text_with_ws
    return opens and first == last and last + 1 < len(doc) and doc[last + 1].text == ":"


def _trim(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The span from its last line on, without articles and marks at its ends."""
    for i in range(last, first - 1, -1):
        if "\n" in doc[i].text_with_ws and i < last:
            first = i + 1
            break
    while first <= last and (
        doc[first].is_space or doc[first].is_punct or doc[first].lower_ in lexicon.articles
    ):
        first += 1
    while last >= first and (
        doc[last].is_space or doc[last].lower_ in POSSESSIVE or (doc[last].is_punct and doc[last].text != ".")
    ):
        last -= 1
    return (first, last) if first <= last else None


def _without_title(
    doc: ParsedDoc, first: int, last: int, known: dict[int, int], lexicon: Lexicon
) -> tuple[int, int] | None:
    """The span of a person's name after country, title and courtesy words at its start."""
    start = first
    while start <= last:
        word = doc[start].lower_
        if start in known and known[start] < last and _is_title_word(doc[known[start] + 1], lexicon):
            start = known[start] + 1
        elif (
            _is_title_word(doc[start], lexicon)
            or word in GENITIVE
            or word in lexicon.inside_name
            or (start > first and word in lexicon.portfolios)
            or (
                start < last
                and lexicon.spelled(word) in lexicon.portfolios
                and _is_title_word(doc[start + 1], lexicon)
            )
        ):
            start += 1
        else:
            break
    if start == last > first and name_title(doc[start - 1], lexicon):
        start -= 1
    elif start == last and first > 0 and name_title(doc[first - 1], lexicon) and not _broken(doc, first):
        start = first - 1
    return (start, last) if start <= last else None


def _is_title_word(token: Token, lexicon: Lexicon) -> bool:
    word = token.lower_
    return (
        word in lexicon.titles
        or word in lexicon.title_modifiers
        or word in lexicon.courtesy
        or word in lexicon.former
    )


def _without_common(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The span of a body's name up to its last capitalised word; nothing when only a title is left."""
    while last >= first and doc[last].text.islower():
        last -= 1
    if last < first or (doc[last].lower_ in lexicon.titles and first == last):
        return None
    return first, last


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
    for (first, last), cls in spans.items():
        if cls is not None:
            text = doc.between(first, last)
            family = index.is_family_name(text)
            shown = kind_by_context(doc, first, last, cls, family, lexicon)
            votes.setdefault(text, Counter())[shown or _refined(doc, first, last, cls, lexicon)] += 1
    best = {text: min(count, key=lambda c: (-count[c], _RANK.get(c, 1))) for text, count in votes.items()}
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
    if cls not in {"Organization", "Place", "Facility"}:
        return _body_or_site(doc, first, last, lexicon) if cls == "Person" and last > first else cls
    of = next((i for i in range(first + 1, last) if doc[i].text in lexicon.inside_title), None)
    end = last if of is None else of - 1
    head = lexicon.singular(doc[end].lower_)
    writing = cls == "Organization" and doc[last].lower_ in lexicon.documents
    if (head in lexicon.occasions or writing) and last > first:
        return "Topic"
    if doc[end].text in lexicon.region_suffixes and last > first:
        return "Region"
    if cls != "Organization":
        return "Facility" if last > first and doc[end].text in lexicon.facility_suffixes else cls
    words = (doc.between(first, last).lower(), head, lexicon.singular(doc[first].lower_))
    listed = next((lexicon.body_classes[word] for word in words if word in lexicon.body_classes), cls)
    return suffix_class(doc, first, last, lexicon) or listed


def _body_or_site(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> str:
    """The class of what is called after a person: "the Trump Administration"; after "the", or of four words,
    "the Francis Scott Key Bridge". Else a person.
    """
    definite = first > 0 and doc[first - 1].lower_ in lexicon.articles
    if (definite or last - first > 2) and doc[last].text in lexicon.facility_suffixes:
        return "Facility"
    return lexicon.body_classes.get(doc[last].lower_, "Person") if definite else "Person"


def _with_surnames(
    doc: ParsedDoc, spans: dict[tuple[int, int], str], names: PersonNames, lexicon: Lexicon
) -> dict[tuple[int, int], str]:
    """The spans, and every further place of a person's surname; a single surname is a person whatever the
    recogniser called it and however it is spelled, one that is also a known name ("Jordan") where the words
    around it say so.
    """
    full = [span for span, cls in spans.items() if cls == "Person" and span[1] > span[0]]
    ends = {doc[i].text for span in full for i in span if not _is_title_word(doc[i], lexicon)}
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
