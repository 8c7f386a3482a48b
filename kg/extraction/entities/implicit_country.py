"""Infer the country of people and bodies that are mentioned without one: that of the place where it happens,
or of the only country spoken of.

"Police in Lima", "protesters" beside "Egyptian security forces", though a man whom they meet may be of
anywhere. Kinds of people who are often abroad
(soldiers, diplomats, refugees) have no country for that reason, and where two countries come into question
nobody has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.noun_phrases import Phrase

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["country_from_context", "country_of_article"]

_BEFORE_NAME: Final = frozenset({"DT", "JJ", "NN", "CD"})
_AFTER_NAME: Final = frozenset({"JJ", "NN", "PO"})


def country_from_context(
    state: DiscourseState, phrase: Phrase, token: Token, sector: str | None
) -> EntityBuilder | None:
    """Infer the country of people or a body that a phrase describes without naming one; None when the text
    does not tell.
    """
    lexicon = state.lexicon
    noun = lexicon.singular(lexicon.spelled(token.text))
    if sector in lexicon.mobile or noun in lexicon.abroad:
        return None
    if phrase.preposition in lexicon.people_prepositions and phrase.after:
        return _only(state.countries_of(phrase.after))
    here = state.mentions(state.sentence[token.i])
    placed = [o for o in here if _says_where(state, o)]
    if placed:
        return _only(state.countries_of(placed)) if sector != "GOV" else None
    if noun not in lexicon.local and _stand_before(state, here, lexicon.law):
        return _only(state.countries_of(here))
    settled = sector is None or sector in lexicon.settled
    return country_of_article(state, token) if settled and noun not in lexicon.local else None


def country_of_article(state: DiscourseState, token: Token) -> EntityBuilder | None:
    """Infer the country that is meant where none is named: the only one of a token's sentence, or if that
    names none the article's, when it is what the article is about.
    """
    count, here = state.named_countries.counts(), state.mentions(state.sentence[token.i])
    country = _only(state.countries_of(here) if here else iter(count))
    return country if country is not None and 3 * count[country] >= 2 * count.total() else None


def _only(countries: Iterator[EntityBuilder]) -> EntityBuilder | None:
    found = {country.id: country for country in countries}
    return next(iter(found.values())) if len(found) == 1 else None


def _says_where(state: DiscourseState, name: ResolvedMention) -> bool:
    """Whether a name says where something happens: after a preposition of place, with words such as "the port
    of" between.
    """
    i = name.first - 1
    while (
        i >= 0
        and (state.doc[i].tag_[:2] in _BEFORE_NAME or state.doc[i].lower_ == "of")
        and i not in state.names
    ):
        i -= 1
    return i >= 0 and state.doc[i].lower_ in state.lexicon.place_prepositions


def _stand_before(state: DiscourseState, here: list[ResolvedMention], sectors: frozenset[str]) -> bool:
    """Whether a name stands before people or a body of these sectors: "Egyptian police", "Brazil's supreme
    court".
    """
    return any(_sector_after(state, name) in sectors for name in here)


def _sector_after(state: DiscourseState, name: ResolvedMention) -> str | None:
    """The sector of what a name stands before: COP for the Egyptian of "Egyptian riot police"."""
    lexicon = state.lexicon
    for token in state.doc[name.last + 1 : name.last + 5]:
        word = lexicon.singular(lexicon.spelled(token.text))
        sector = lexicon.agents.get(word) or lexicon.organizations.get(word, ("", None))[1]
        if sector in lexicon.law or sector in lexicon.at_odds:
            return sector
        if token.tag_[:2] not in _AFTER_NAME or token.i in state.names:
            return sector
    return None
