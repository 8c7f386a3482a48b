"""Which words are a title: its head, and the words before it that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.extraction.entities.name_clustering import ResolvedMention
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["TITLE_REACH", "head_of_title", "in_singular", "is_point", "title_at", "widened", "with_portfolio"]

TITLE_REACH = 9
"""How many tokens a title may have before or after its head."""


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


def in_singular(title: str, lexicon: Lexicon) -> str:
    """A title that several persons share ("Senators") as it is for one."""
    words, _, last = title.rpartition(" ")
    single = lexicon.singular(last.lower())
    if last.lower() in lexicon.titles or single not in lexicon.titles:
        return title
    return f"{words} {last[: len(single)] if last.lower().startswith(single) else single}".strip()


def with_portfolio(doc: ParsedDoc, first: int, whose: ResolvedMention, lexicon: Lexicon) -> int:
    """The first token of a title with the words of the department before it ("US Treasury Secretary")."""
    if whose.builders and whose.builders[0].cls == "Ministry" and whose.last == first - 1:
        while first - 1 > whose.first and lexicon.spelled(doc[first - 1].text) in lexicon.portfolios:
            first -= 1
    return first


def head_of_title(
    doc: ParsedDoc, last: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon
) -> tuple[tuple[int, str], int] | None:
    """Where a title that ends at ``last`` has its head: there, or before an "of" ("Secretary of State")."""
    found = title_at(doc, last, lexicon)
    if found:
        return found, last
    if doc[last].tag_ in {"DT", "CC", "IN"}:
        return None
    for i in range(last - 1, max(0, last - TITLE_REACH), -1):
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


def widened(doc: ParsedDoc, first: int, names: Mapping[int, ResolvedMention], lexicon: Lexicon) -> int:
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
    if is_point(doc, i, lexicon):
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


def is_point(doc: ParsedDoc, i: int, lexicon: Lexicon) -> bool:
    """Whether a token is the point of a shortened title that was cut off from it ("Lt" and ".")."""
    if i < 1 or doc[i].text != "." or doc[i - 1].whitespace_:
        return False
    word = f"{doc[i - 1].lower_}."
    return word in lexicon.titles or word in lexicon.title_modifiers
