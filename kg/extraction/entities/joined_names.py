"""Plural descriptions of names that the text joins: "Rosneft and Lukoil, both Russian oil companies", and
"both companies" after them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.entities.described_entities import Description
from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["joined_names"]

_SENTENCES = 2
"""How many sentences before a description the names may stand that it takes up."""


def joined_names(state: DiscourseState, token: Token, what: Description) -> ResolvedMention | None:
    """The names that a plural description is about: those joined right before it, or with "both" and the like
    before it the last joined names of its kind. Their class and country are what it says.
    """
    if not token.tag_.endswith("S") or what.kind not in {"organization", "agent"}:
        return None
    chain = _before_comma(state, what) or _last_joined(state, token, what)
    if chain is None:
        return None
    builders = [builder for o in chain for builder in o.builders]
    for builder in builders:
        _refine(state, builder, what)
    return state.mention(what.phrase.first, what.phrase.head, what.phrase.head, builders)


def _before_comma(state: DiscourseState, what: Description) -> list[ResolvedMention] | None:
    """The joined names that a description in apposition follows."""
    i = what.phrase.first - 1
    while i > 0 and state.doc[i].lower_ in state.lexicon.determiners | state.lexicon.numbers.keys():
        i -= 1
    if i < 1 or state.doc[i].text != ",":
        return None
    chain = state.chain_ending(i - 1)
    return chain if chain is not None and _fit(state, chain, what) else None


def _last_joined(state: DiscourseState, token: Token, what: Description) -> list[ResolvedMention] | None:
    """The joined names spoken of last, as many as a definite description says."""
    words = what.phrase.determiner.split()
    if not words or not set(words) & (state.lexicon.dual | state.lexicon.numbers.keys()):
        return None
    count = next((n for word, n in state.lexicon.numbers.items() if word in words), 2)
    here = state.sentence[token.i]
    chains = reversed(state.chains_between(here - _SENTENCES, here))
    near = (c for c in chains if c[-1].last < what.phrase.first and len(c) == count)
    return next((c for c in near if _fit(state, c, what)), None)


def _fit(state: DiscourseState, chain: list[ResolvedMention], what: Description) -> bool:
    """Whether all names of a chain can be what a description says they are."""
    builders = [builder for o in chain for builder in o.builders]
    if what.kind == "agent":
        return all(builder.cls == "Person" for builder in builders)
    classes = state.lexicon.class_references.get(what.cls, (what.cls,))
    return all(builder.cls in classes for builder in builders)


def _refine(state: DiscourseState, builder: EntityBuilder, what: Description) -> None:
    """Give a body the class, unless it is known, and the country that its description has."""
    if what.kind == "organization":
        state.registry.narrow(builder, what.cls)
    owners = [one for o in what.phrase.owners for one in o.builders]
    country = state.registry.country_of(owners[0]) if len(owners) == 1 else None
    if country is not None:
        builder.country = builder.country or country.country
