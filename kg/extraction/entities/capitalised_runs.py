"""Names by how they are written: runs of capitalised words that end as names of bodies, regions or sites do,
and bodies named after a place.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["runs", "suffix_class"]


def runs(doc: ParsedDoc, known: Sequence[tuple[int, int]], lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Runs of capitalised words that end as names of bodies, regions or sites end ("Korea Times", "South
    China Sea").
    """
    held = {i for first, last in known for i in range(first, last + 1)}
    found: list[tuple[int, int, str]] = []
    i, n = 0, len(doc)
    while i < n:
        if not doc[i].text[:1].isupper():
            i += 1
            continue
        first = i
        while i + 1 < n and (_continues(doc, i + 1) or doc[i + 1].text in lexicon.organization_suffixes):
            i += 1
        last, i = i, i + 1
        while first < last and (
            doc[first].lower_ in lexicon.articles or (doc[first].is_stop and first == doc[first].sent.start)
        ):
            first += 1
        cls = suffix_class(doc, first, last, lexicon)
        if last > first and cls and _is_partly_named(doc, first, last, held):
            found.append((first, last, cls))
    return found + _banks_of(doc, known, lexicon)


def _is_partly_named(doc: ParsedDoc, first: int, last: int, known: Container[int]) -> bool:
    """Whether the recogniser or background knowledge has a name in a run, which is not a person's up to its
    end ("General Grace Harbor"), and known names are not all that it is made of ("Saudi Red Sea").
    """
    words = [word for word in doc[first : last + 1] if word.text != "-"]
    named = any(word.ent_type_ or word.i in known for word in words)
    person = doc[last].ent_type_ == "PERSON"
    return named and not person and not all(word.i in known for word in words)


def _is_capital(token: Token) -> bool:
    return bool(token.text[:1].isupper())


def _continues(doc: ParsedDoc, i: int) -> bool:
    """Whether a token goes on with a capitalised run: another capitalised word, or ``&`` and a hyphen between
    two.
    """
    if "\n" in doc[i - 1].text_with_ws:
        return False
    if doc[i].text == "-" and (doc[i].whitespace_ or doc[i - 1].whitespace_):
        return False
    if doc[i].text in {"&", "-"}:
        return i + 1 < len(doc) and _is_capital(doc[i + 1])
    return _is_capital(doc[i])


def suffix_class(doc: ParsedDoc, first: int, last: int, lexicon: Lexicon) -> str | None:
    """The class of bodies, sites or regions whose names end as a span does."""
    for words in (2, 1):
        if last - words < first:
            continue
        ending = doc.between(last - words + 1, last)
        if ending in lexicon.organization_suffixes:
            return lexicon.organization_suffixes[ending]
        if ending in lexicon.facility_suffixes:
            return "Facility"
        if ending in lexicon.region_suffixes:
            return "Region"
    return None


def _banks_of(
    doc: ParsedDoc, known: Sequence[tuple[int, int]], lexicon: Lexicon
) -> list[tuple[int, int, str]]:
    """Bodies named after a known place: "Bank of China", "University of Tokyo"."""
    found: list[tuple[int, int, str]] = []
    for first, last in known:
        if (
            first >= 2
            and doc[first - 1].text == "of"
            and doc[first - 2].text in lexicon.organization_suffixes
        ):
            start = first - 2
            while (
                start > 0
                and doc[start - 1].text[:1].isupper()
                and doc[start - 1].lower_ not in lexicon.articles
                and not doc[start - 1].is_sent_start
            ):
                start -= 1
            found.append((start, last, lexicon.organization_suffixes[doc[first - 2].text]))
    return found
