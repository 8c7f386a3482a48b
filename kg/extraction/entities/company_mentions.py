"""Companies by their legal form, which is the end or the beginning of the name ("Lund Oil Inc.", "PT Lund"),
and those that an article names with it once and without it elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from kg.nlp.legal_forms import LEADING, is_mere_form
from kg.resources.company_names import bare_company

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["bare_names", "further_companies", "with_legal_forms"]

_NamedSpan = tuple[int, int, str]


def bare_names(doc: ParsedDoc, spans: Collection[tuple[int, int]]) -> frozenset[str]:
    """The names without legal form of the companies that spans name with it."""
    texts = (doc.between(*span) for span in spans if span[1] > span[0])
    return frozenset(bare for text in texts if (bare := bare_company(text)) != text)


def further_companies(doc: ParsedDoc, spans: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places outside of spans where such a company stands without its legal form."""
    names = {tuple(bare.split(" ")): (-len(bare), bare) for bare in bare_names(doc, spans)}
    texts = [token.text for token in doc]
    beginnings = {words[0] for words in names}
    starts = [place for place, text in enumerate(texts) if text in beginnings]
    ranked = [
        (rank, first, first + length)
        for length in {len(words) for words in names}
        for first in starts
        if (rank := names.get(tuple(texts[first : first + length])))
    ]
    held = {i for first, last in spans for i in range(first, last + 1)}
    found: list[tuple[int, int]] = []
    for _, first, end in sorted(ranked):
        if doc[end - 1].tag_.startswith("NNP") and held.isdisjoint(range(first, end)):
            held.update(range(first, end))
            found.append((first, end - 1))
    return found


def with_legal_forms(doc: ParsedDoc, named: Sequence[_NamedSpan]) -> list[_NamedSpan]:
    """The spans, those of companies with their legal form and no further ("Lund Inc." of "Lund Inc. of
    Boston"), and companies that a form alone shows ("PT Lund Oil"); without bare forms.
    """
    found: list[_NamedSpan] = []
    for first, last, cls in named:
        begin = first - 1 if first and _leads(doc, first - 1) else first
        ends = [i for i in range(begin + 1, last + 1) if is_mere_form(doc[i].text)]
        end = next((i for i in ends if i == last or doc[i + 1].text.islower()), last)
        end = _form_after(doc, end)
        if begin == end and is_mere_form(doc[end].text):
            continue
        is_company = _leads(doc, begin) or (begin < end and is_mere_form(doc[end].text))
        found.append((begin, end, "Company" if is_company else cls))
    held = {i for first, last, _ in found for i in range(first, last + 1)}
    leading = (i for i in range(len(doc) - 1) if i not in held and _leads(doc, i))
    return found + [(i, _form_after(doc, _last_capital(doc, i + 1)), "Company") for i in leading]


def _leads(doc: ParsedDoc, i: int) -> bool:
    """Whether a token is a form that stands before a company's name, and not behind another's."""
    if doc[i].text not in LEADING or i + 1 >= len(doc) or not _is_capital(doc, i + 1):
        return False
    return i == 0 or doc[i].is_sent_start or not _is_capital(doc, i - 1)


def _is_capital(doc: ParsedDoc, i: int) -> bool:
    return doc[i].text[:1].isupper() and doc[i].tag_.startswith("NNP")


def _last_capital(doc: ParsedDoc, i: int) -> int:
    """The last of the capitalised names from a token on."""
    while i + 1 < len(doc) and _is_capital(doc, i + 1) and not doc[i + 1].is_sent_start:
        i += 1
    return i


def _form_after(doc: ParsedDoc, last: int) -> int:
    """The last token of the legal form behind a name, behind a comma, too; the name's own last where there is
    none.
    """
    comma = last + 2 < len(doc) and doc[last + 1].text == ","
    i = last + 2 if comma else last + 1
    return i if i < len(doc) and is_mere_form(doc[i].text) and not doc[i].is_sent_start else last
