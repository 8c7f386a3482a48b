"""Whose people are meant where no country stands beside them: those of the place where it happens, or of the
only country spoken of.

"Police in Lima", "protesters" beside "Egyptian security forces". Kinds of people who are often abroad
(soldiers, diplomats, refugees) have no country for that reason, and where two countries come into question
nobody has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.noun_phrases import Phrase
from kg.resources.lexicon import singular

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["homeland", "officers_at_home", "stage", "well_known"]

_PLACING: Final = frozenset(
    {"in", "at", "near", "outside", "inside", "across", "around", "throughout", "along"}
)
_BESIDE: Final = frozenset({"in", "at", "from", "of"})
# Who is at home where the law, the streets or the fields are: a country's own, whatever else it does.
_LAW: Final = frozenset({"COP", "JUD", "LEG"})
_AT_ODDS: Final = frozenset({"OPP", "REB"})
_SETTLED: Final = frozenset({*_LAW, "OPP", "LAB", "EDU", "REL", "HLH", "BUS", "CVL", None})
_MOBILE: Final = frozenset({"MIL", "SPY", "REF", "IGO", "JRN"})
_ABROAD: Final = frozenset(
    "foreigner tourist traveller visitor passenger crew immigrant hostage captive national "
    "expatriate exile missionary pilgrim diplomat "
    "ambassador envoy emissary consul attaché negotiator delegate delegation mediator inspector "
    "billionaire tycoon investor buyer importer "
    "exporter supplier trader defector volunteer settler person man woman child boy girl people "
    "family citizen supporter victim survivor "
    "pirate hijacker hacker smuggler trafficker terrorist".split()
)
_LOCAL: Final = frozenset(
    (
        "people person man woman child boy girl family citizen supporter victim survivor youth "
        "civilian villager inhabitant"
    ).split()
)


def homeland(state: DiscourseState, phrase: Phrase, token: Token, sector: str | None) -> EntityBuilder | None:
    """The country of people or a body that a phrase describes without naming one; None when the text does not
    tell.
    """
    noun = singular(state.lexicon.spelled(token.text))
    if sector in _MOBILE or (noun in _ABROAD and noun not in _LOCAL):
        return None
    if phrase.preposition in _BESIDE and phrase.after:
        return _only(_countries_of(state, phrase.after))
    here = _named(state, state.sentence[token.i])
    placed = [o for o in here if _says_where(state, o)]
    if placed:
        return _only(_countries_of(state, placed)) if sector != "GOV" else None
    if _stand_before(state, here, _LAW):
        return _only(_countries_of(state, here))
    return stage(state, token) if noun not in _LOCAL and sector in _SETTLED else None


def stage(state: DiscourseState, token: Token) -> EntityBuilder | None:
    """The only country that a token's sentence names, or if it names none the article's, when it is what the
    article is about.
    """
    count = Counter(country.id for country in _countries_of(state, _named(state, None)))
    country = _only(_countries_of(state, _named(state, state.sentence[token.i]) or _named(state, None)))
    return country if country is not None and 3 * count[country.id] >= 2 * count.total() else None


def well_known(state: DiscourseState) -> None:
    """Give persons the country that background knowledge has for their name, where the text bears it out and
    says no other.

    A full name needs a public title or a mention of that country in the article, a family name ("President
    Duval") the title.
    """
    titled = {
        id(office.person.builders[0])
        for office in state.offices
        if office.sector in {"GOV", "MIL"} and office.whose is None
    }
    spoken = {country.country for country in _countries_of(state, _named(state, None))}
    for builder in state.registry.builders.values():
        if builder.cls != "Person" or builder.country is not None:
            continue
        known = state.registry.index.countries_of(builder.label)
        if len(known) == 1 and (id(builder) in titled or (" " in builder.label and known <= spoken)):
            builder.country = next(iter(known))


def officers_at_home(state: DiscourseState) -> None:
    """Give persons with a public title the country of the police, courts or rebels in their sentence, when
    that names no other.
    """
    for office in state.offices:
        person = office.person.builders[0]
        if person.country is not None or office.sector not in {"GOV", "LEG", "OPP", "JUD", "COP"}:
            continue
        here = _named(state, state.sentence[office.person.first])
        country = _only(_countries_of(state, here)) if _stand_before(state, here, _LAW | _AT_ODDS) else None
        person.country = country.country if country is not None else None


def _named(state: DiscourseState, sentence: int | None) -> list[ResolvedMention]:
    """The names of a sentence, or of the whole article, in order."""
    return [
        o
        for i, o in sorted(state.names.items())
        if o.first == i and (sentence is None or state.sentence[i] == sentence)
    ]


def _countries_of(state: DiscourseState, some: list[ResolvedMention]) -> Iterator[EntityBuilder]:
    for occurrence in some:
        for builder in occurrence.builders:
            country = state.registry.country_of(builder)
            if country is not None:
                yield country


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
        and (state.doc[i].tag_[:2] in {"DT", "JJ", "NN", "CD"} or state.doc[i].lower_ == "of")
        and i not in state.names
    ):
        i -= 1
    return i >= 0 and state.doc[i].lower_ in _PLACING


def _stand_before(state: DiscourseState, here: list[ResolvedMention], sectors: frozenset[str]) -> bool:
    """Whether a name stands before people or a body of these sectors: "Egyptian police", "Brazil's supreme
    court".
    """
    return any(_kind_after(state, name) in sectors for name in here)


def _kind_after(state: DiscourseState, name: ResolvedMention) -> str | None:
    """The sector of what a name stands before: COP for the Egyptian of "Egyptian riot police"."""
    lexicon = state.lexicon
    for token in state.doc[name.last + 1 : name.last + 5]:
        word = singular(lexicon.spelled(token.text))
        sector = lexicon.agents.get(word) or lexicon.organizations.get(word, ("", None))[1]
        if sector in _LAW | _AT_ODDS or token.tag_[:2] not in {"JJ", "NN", "PO"} or token.i in state.names:
            return sector
    return None
