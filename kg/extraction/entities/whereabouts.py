"""Where sites and bodies lie, by the words behind them: "the Royal Garden hotel in Gwadar", "bases in Hawaii
and Guam", "Karama Bridge near Sanaa".
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention, each_mention
from kg.extraction.entities.noun_phrases import Phrase, read_phrase

__all__ = ["Owner", "named_places", "note_named_sites", "note_places", "places_behind"]

Owner = tuple[ResolvedMention, EntityBuilder]
"""The words of a phrase that name whose it is or where it lies, and who or what that is."""


def named_places(state: DiscourseState, names: Sequence[ResolvedMention]) -> list[Owner]:
    """The names in a row that are each of one place or country, but for the region or country that another
    lies in ("San Diego, California").
    """
    found: list[Owner] = []
    for o in names:
        builder = o.builders[0] if len(o.builders) == 1 else None
        if builder is None or not (builder.cls == "Country" or builder.id.startswith("place/")):
            continue
        wider = builder.cls in {"Country", "Region"} and bool(found) and found[-1][1].cls != builder.cls
        if wider and state.doc[o.first - 1].text == "," and found[-1][1].country in {None, builder.country}:
            continue
        found.append((o, builder))
    return found


def places_behind(state: DiscourseState, phrase: Phrase) -> list[Owner]:
    """The places that a phrase is said to lie in, at or near, by the words behind its noun."""
    return named_places(state, phrase.after) if phrase.preposition in state.lexicon.site_prepositions else []


def note_places(state: DiscourseState, mention: ResolvedMention, places: Sequence[Owner]) -> None:
    """Add to the whereabouts of an article that what a mention means lies in some places."""
    for place, where in places:
        if where is not mention.builders[0]:
            state.whereabouts.append((mention, where, state.span(place.first, place.last)))


def note_named_sites(state: DiscourseState) -> None:
    """Add to the whereabouts of an article the places right behind the names of its sites."""
    for name in each_mention(state.names):
        if len(name.builders) == 1 and name.builders[0].cls == "Facility":
            phrase = read_phrase(state, state.doc[name.last], lambda _: None)
            note_places(state, name, places_behind(state, phrase))
