"""Infer whose office a title without a country is beside the defence chiefs of two countries: that of the one
who is left over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.nominal_anaphora import titles_meaning
from kg.extraction.entities.noun_phrases import read_phrase
from kg.extraction.entities.title_words import title_at
from kg.extraction.entities.titles import Office

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["country_of_bare_titles"]


def country_of_bare_titles(state: DiscourseState) -> None:
    """Give a person with a bare title the country that is left over where a plural description names the
    countries ("the defence chiefs of South Korea and the United States").
    """
    bare = [office for office in state.offices if _is_bare(state, office)]
    if not bare:
        return
    plurals = _distinct(_plural_titles(state))
    meaning = {title: frozenset(titles_meaning(state, title)) for title, _ in plurals}
    for office in bare:
        person = office.person.builders[0]
        titles = titles_meaning(state, state.spelled_title(office))
        for title, after in plurals:
            if person.country is None and not meaning[title].isdisjoint(titles):
                _take_rest(state, person, titles, after)


def _is_bare(state: DiscourseState, office: Office) -> bool:
    """Whether a person has only a public title with a capital, with nothing before it that tells whose."""
    if office.former or office.whose is not None or office.sector != "GOV":
        return False
    if office.person.builders[0].country is not None or not office.title[0].isupper():
        return False
    return office.first == 0 or state.doc[office.first - 1].tag_ not in {"PRP$", "DT", "POS"}


def _plural_titles(state: DiscourseState) -> Iterator[tuple[str, list[ResolvedMention]]]:
    """The titles that several persons share, each in the singular with the names after it."""
    for token in state.doc:
        if token.tag_ not in {"NNS", "NNPS"} or not _is_title(state, token):
            continue
        after = read_phrase(state, token, _nobody).after
        if len(after) > 1:
            yield _with_word_before(state, token), after


def _distinct(
    plurals: Iterator[tuple[str, list[ResolvedMention]]],
) -> list[tuple[str, list[ResolvedMention]]]:
    """The shared titles, one for the same title with the same names."""
    found: dict[tuple[str, ...], tuple[str, list[ResolvedMention]]] = {}
    for title, after in plurals:
        found.setdefault((title, *(one.id for mention in after for one in mention.builders)), (title, after))
    return list(found.values())


def _with_word_before(state: DiscourseState, token: Token) -> str:
    """A title in the singular with the word before it ("defence chief"); empty at the start of the text."""
    if not token.i:
        return ""
    lexicon = state.lexicon
    return lexicon.spelled(state.doc[token.i - 1].text) + " " + lexicon.singular(token.lower_)


def _is_title(state: DiscourseState, token: Token) -> bool:
    return (
        token.i not in state.names
        and token.i not in state.titles
        and title_at(state.doc, token.i, state.lexicon) is not None
    )


def _nobody(token: Token) -> ResolvedMention | None:
    return None


def _take_rest(
    state: DiscourseState, person: EntityBuilder, titles: list[str], after: list[ResolvedMention]
) -> None:
    """Give a person the one country of a list whose office nobody else holds."""
    countries = list(state.countries_of(after))
    free = [c for c in countries if not state.office_index.holders(titles, c.country, most=1)]
    if len(countries) > 1 and len(free) == 1:
        person.country = free[0].country
