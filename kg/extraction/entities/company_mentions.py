"""Companies that an article names with their legal form once, and without it elsewhere: "Lund Oil Inc.",
"Lund Oil".
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.resources.company_names import bare_company

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["bare_names", "further_companies"]


def bare_names(doc: ParsedDoc, spans: Collection[tuple[int, int]]) -> frozenset[str]:
    """The names without legal form of the companies that spans name with it."""
    texts = (doc.between(*span) for span in spans if span[1] > span[0])
    return frozenset(bare for text in texts if (bare := bare_company(text)) != text)


def further_companies(doc: ParsedDoc, spans: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places outside of spans where such a company stands without its legal form."""
    names = [bare.split(" ") for bare in sorted(bare_names(doc, spans), key=lambda name: (-len(name), name))]
    held = {i for first, last in spans for i in range(first, last + 1)}
    found: list[tuple[int, int]] = []
    for name in names:
        for first in range(len(doc) - len(name) + 1):
            place = range(first, first + len(name))
            named = doc[first].text == name[0] and [doc[i].text for i in place] == name
            if named and doc[place[-1]].tag_.startswith("NNP") and held.isdisjoint(place):
                held.update(place)
                found.append((first, place[-1]))
    return found
