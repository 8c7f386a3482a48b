"""Which of the recogniser's spans are names, and where a name in one begins and ends: without articles,
titles, offices, endings and what a line break separates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.extraction.entities.labels import GENITIVE, POSSESSIVE
from kg.extraction.entities.led_names import is_adjective, is_mere_title, name_title, without_office
from kg.extraction.entities.title_words import title_at
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token, TokenSpan

__all__ = ["is_title_word", "recognised"]

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
_OF_SEVERAL = frozenset({"Organization", "Topic"})
"""Classes of what may be named after several countries."""
_MARKS = frozenset({"``", "''"})
_NICKNAME = 5
"""Within so many tokens a nickname and its marks end."""


def recognised(
    doc: ParsedDoc, known: Sequence[tuple[int, int]], lexicon: Lexicon
) -> list[tuple[int, int, str]]:
    """Spans of the recogniser without articles, titles, endings and line breaks; not what as a whole is a
    listed noun for a capability ("OPCON", for who has it in a lexicon of his own).
    """
    opened = dict(known)
    found: list[tuple[int, int, str]] = []
    for ent in doc.ents:
        span = _name_in(doc, ent, opened, lexicon) if ent.label_ in _CLASS else None
        if span is None or lexicon.spelled_phrase(doc.between(*span)) in lexicon.capabilities:
            continue
        cls = _CLASS[ent.label_]
        span = (_joined_from(doc, *span, known), span[1]) if cls in _OF_SEVERAL else span
        span = (_field_before(doc, *span, opened, lexicon), span[1]) if ent.label_ == "ORG" else span
        while found and found[-1][1] >= span[0]:
            found.pop()
        last = found[-1] if found else None
        goes_on = last is not None and last[1] + 1 == span[0] and not _broken(doc, span[0])
        if last is not None and goes_on and cls == last[2] == "Person":
            titled = title_at(doc, last[1], lexicon) is not None  # "Duma Speaker" before a name
            found[-1] = (span[0] if titled else last[0], span[1], cls)
        else:
            found.append((*span, cls))
    return found


def _joined_from(doc: ParsedDoc, first: int, last: int, known: Sequence[tuple[int, int]]) -> int:
    """The first token of a name with the known name that a hyphen joins to the one it begins with ("Chad-Mali
    River Council", not "Chad-EU trade").
    """
    begins, hyphen = dict(known), first - 1
    if begins.get(first, last) == last or hyphen < 1 or doc[hyphen].tag_ != "HYPH" or doc[hyphen].whitespace_:
        return first
    return next((start for start, end in known if end == hyphen - 1), first)


def _name_in(
    doc: ParsedDoc, ent: TokenSpan, known: dict[int, int], lexicon: Lexicon
) -> tuple[int, int] | None:
    """The tokens of a name in a span of the recogniser; None when the span holds no name."""
    span = _trim(doc, ent.start, ent.end - 1, lexicon)
    if span and ent.label_ == "PERSON":
        span = _with_nickname(doc, *span)
        span = _without_title(doc, *span, known, lexicon)
        span = (span[0], span[1] + 1) if span and _ends_later(doc, span[1], lexicon) else span
        span = (span[0] - 1, span[1]) if span and _begins_earlier(doc, span[0], lexicon) else span
    if span and ent.label_ in {"GPE", "LOC"} and known.get(span[0]) != span[1]:
        span = (span[0], span[1] + 1) if _is_of_settlement(doc, span[1], lexicon) else span
    if span and ent.label_ == "ORG":
        span = _without_office(doc, *span, lexicon)
        span = _without_field(doc, *span, known, lexicon)
        span = span if known.get(span[0]) == span[1] else without_office(doc, *span, lexicon)
        span = _without_common(doc, *span, lexicon) if span else None
        span = (span[0], _with_field(doc, *span, lexicon)) if span else None
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
    """The known name in a span that goes on with the field of an office and stands before its title ("EU
    Foreign Policy" of "EU Foreign Policy Chief").
    """
    end = known.get(first, first - 1)
    field = [lexicon.spelled(token.text) for token in doc[end + 1 : last + 1]]
    if field and _is_ministers(doc, last, lexicon):
        return first, end
    if not field or not all(word in lexicon.portfolios for word in field):
        return first, last
    return (first, end) if _leads_to_title(doc, last + 1, lexicon) else (first, last)


def _is_ministers(doc: ParsedDoc, last: int, lexicon: Lexicon) -> bool:
    """Whether a minister's or secretary's title stands behind a token that is no body's noun."""
    word = lexicon.singular(lexicon.spelled(doc[last].text))
    if last + 1 >= len(doc) or word in lexicon.organizations or lexicon.noun_kind(word) == "body":
        return False
    return "minister" in lexicon.offices_of(lexicon.singular(doc[last + 1].lower_))


def _leads_to_title(doc: ParsedDoc, i: int, lexicon: Lexicon) -> bool:
    """Whether a title stands at token ``i``, or behind what "and" joins there to the field before it: "Trade
    and Rural Growth Minister".
    """
    if i < len(doc) and doc[i].text in {"and", "&", ","}:
        i += 1
        while i < len(doc) and doc[i].text.istitle() and doc[i].lower_ not in lexicon.titles:
            i += 1
    return i < len(doc) and doc[i].lower_ in lexicon.titles


def _with_field(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> int:
    """The last token of a body's name with the rest of the field that its noun is for: "Council on Trade and
    Growth".
    """
    noun = lexicon.singular(lexicon.spelled(doc[last].text))
    body = noun in lexicon.organizations or lexicon.noun_kind(noun) == "body"
    if body and last + 1 < len(doc) and doc[last + 1].lower_ in {"on", "for"}:
        last = _capitals_after(doc, last + 1)
    field = next((i for i in range(last, first, -1) if doc[i].lower_ in {"of", "on", "for"}), last)
    while field < last and last + 1 < len(doc) and doc[last + 1].text in {"and", "&"}:
        end = _capitals_after(doc, last + 1)
        after = doc[last + 1 : end + 1]
        joined = any(token.dep_ == "conj" and field < token.head.i <= last for token in after)
        if not after or not (joined or _is_field(doc[end], lexicon)):
            break
        last = end
    return last


def _is_field(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun names what offices are for and no body."""
    word = lexicon.singular(lexicon.spelled(token.text))
    return word in lexicon.portfolios or lexicon.noun_kind(word) == "abstract"


def _capitals_after(doc: ParsedDoc, i: int) -> int:
    """The last of the capitalised words after token ``i`` that the recogniser takes for no other name; the
    one before ``i`` where there is none.
    """
    last = i
    while last + 1 < len(doc) and doc[last + 1].text.istitle() and doc[last + 1].ent_type_ in {"", "ORG"}:
        last += 1
    return last if last > i else i - 1


def _field_before(doc: ParsedDoc, first: int, last: int, known: dict[int, int], lexicon: Lexicon) -> int:
    """The first token of a body's name with the field that "and" joins to the one it begins with: "Timber and
    River Trade Authority".
    """
    noun = lexicon.singular(lexicon.spelled(doc[last].text))
    body = noun in lexicon.organizations or noun in lexicon.facilities or lexicon.noun_kind(noun) == "body"
    if (
        not body
        or first < 2
        or doc[first - 1].text not in {"and", "&"}
        or not _is_field(doc[first - 2], lexicon)
    ):
        return first
    held = {i for start, end in known.items() for i in range(start, end + 1)}
    i = first - 1
    while i > 0 and i - 1 not in held and doc[i - 1].text.istitle() and doc[i - 1].ent_type_ in {"", "ORG"}:
        i -= 1
    while i < first - 1 and doc[i].lower_ in lexicon.articles:
        i += 1
    of_several = i > 0 and doc[i - 1].lower_ == "of"  # "the Departments of State and Treasury"
    return i if i < first - 1 and not of_several else first


def _begins_earlier(doc: ParsedDoc, first: int, lexicon: Lexicon) -> bool:
    """Whether a name that the recogniser did not see stands before a person's name: a given name, or a family
    name that is written as a pronoun is.
    """
    if first == 0 or _broken(doc, first):
        return False
    token = doc[first - 1]
    if not token.text.istitle() or token.dep_ != "compound" or token.ent_type_:
        return False
    if token.tag_ == "PRP":
        return not token.is_sent_start  # "Vice Premier He Jun": the family name
    return token.lower_ in lexicon.given_names and not is_title_word(token, lexicon)


def _is_of_settlement(doc: ParsedDoc, last: int, lexicon: Lexicon) -> bool:
    """Whether the word after a name is the end of it: the "City" of "Salt Lake City"."""
    if last + 1 >= len(doc) or _broken(doc, last + 1):
        return False
    token = doc[last + 1]
    joined = doc[last].dep_ == "compound" and doc[last].head.i == last + 1
    return joined and token.text.istitle() and token.lower_ in lexicon.settlements


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
        and not is_title_word(token, lexicon)
        and (token.lower_ in lexicon.body_classes or lexicon.noun_kind(token.text) != "body")
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
    """The span from its last line on, up to a bracket that it does not close, without articles and marks at
    its ends.
    """
    for i in range(last, first - 1, -1):
        if "\n" in doc[i].text_with_ws and i < last:
            first = i + 1
            break
    while first <= last and (
        doc[first].is_space or doc[first].is_punct or doc[first].lower_ in lexicon.articles
    ):
        first += 1
    last = _closed(doc, first, last)
    while last >= first and (
        doc[last].is_space
        or doc[last].tag_ == "CC"
        or doc[last].lower_ in POSSESSIVE
        or (doc[last].is_punct and doc[last].text != ".")
    ):
        last -= 1
    return (first, last) if first <= last else None


def _closed(doc: ParsedDoc, first: int, last: int) -> int:
    """The last token of a span before a bracket that is closed behind it, if at all."""
    opened = [i for i in range(first + 1, last + 1) if doc[i].text in {"(", "["}]
    if opened and not any(doc[i].text in {")", "]"} for i in range(opened[-1], last + 1)):
        return opened[-1] - 1
    return last


def _with_nickname(doc: ParsedDoc, first: int, last: int) -> tuple[int, int]:
    """A person's name with all of the nickname within it, of which the span has but one of two quotation
    marks; without it where the name does not go on beyond.
    """
    marks = [i for i in range(first + 1, last + 1) if doc[i].tag_ in _MARKS]
    if len(marks) != 1:
        return first, last
    if doc[marks[0]].tag_ == "``":
        ends = range(last + 1, min(last + _NICKNAME, len(doc) - 1))
        end = next((i for i in ends if doc[i].tag_ == "''"), 0)
        return (first, end + 1) if end and doc[end + 1].tag_ == "NNP" else (first, marks[0] - 1)
    begins = range(first - 1, max(first - _NICKNAME, 0), -1)
    begin = next((i for i in begins if doc[i].tag_ == "``"), 0)
    return (begin - 1, last) if begin and doc[begin - 1].tag_ == "NNP" else (marks[0] + 1, last)


def _without_title(
    doc: ParsedDoc, first: int, last: int, known: dict[int, int], lexicon: Lexicon
) -> tuple[int, int] | None:
    """The span of a person's name after country, title and courtesy words at its start."""
    start = first
    while start <= last:
        word = doc[start].lower_
        if start in known and known[start] < last and is_title_word(doc[known[start] + 1], lexicon):
            start = known[start] + 1
        elif (
            is_title_word(doc[start], lexicon)
            or word in GENITIVE
            or word in lexicon.inside_name
            or (start > first and word in lexicon.portfolios)
            or (
                start < last
                and lexicon.spelled(word) in lexicon.portfolios
                and is_title_word(doc[start + 1], lexicon)
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


def is_title_word(token: Token, lexicon: Lexicon) -> bool:
    word = token.lower_
    return (
        word in lexicon.titles
        or word in lexicon.title_modifiers
        or word in lexicon.courtesy
        or word in lexicon.former
    )


def _without_common(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The span of a body's name up to its last capitalised word or legal form; nothing when only a title is
    left.
    """
    while last >= first and doc[last].text.islower() and doc[last].text not in lexicon.organization_suffixes:
        last -= 1
    if last < first or (doc[last].lower_ in lexicon.titles and first == last):
        return None
    return first, last
