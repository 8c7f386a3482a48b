"""Where named sites lie: "the Royal Garden hotel in Gwadar", "Karama Bridge near Sanaa"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.entities.described_entities import places_behind
from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import ResolvedMention
from kg.extraction.entities.noun_phrases import read_phrase

__all__ = ["note_named_sites"]


def note_named_sites(state: DiscourseState) -> None:
    """Add to the whereabouts of an article the places right behind the names of its sites."""
    for name in _sites(state):
        phrase = read_phrase(state, state.doc[name.last], lambda _: None)
        for place, where in places_behind(state, phrase):
            if where is not name.builders[0]:
                state.whereabouts.append((name, where, state.span(place.first, place.last)))


def _sites(state: DiscourseState) -> Iterator[ResolvedMention]:
    """The names of what is one site, in the order of the text."""
    for i, name in sorted(state.names.items()):
        if i == name.first and len(name.builders) == 1 and name.builders[0].cls == "Facility":
            yield name
