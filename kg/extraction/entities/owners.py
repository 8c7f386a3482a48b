"""In whose name a body or person goes: "US forces", "South Korea's Hanwha Ocean", "Brazil's Lula", "Kenya's
Senate".
"""

from __future__ import annotations

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.labels import STATE_BODIES
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention, genitive
from kg.model import Span

__all__ = ["note_owner"]


def note_owner(state: DiscourseState, o: ResolvedMention) -> None:
    """Note the country in whose name a body or person goes ("US forces", "South Korea's Hanwha Ocean",
    "Brazil's Lula"); ministries and forces act for it.
    """
    builder = o.builders[0] if o.builders else None
    if builder is not None and builder.cls == "Person" and (owner := _possessor(state, o)):
        builder.country = builder.country or (owner[0].country if owner[0] else None)
    if builder is None or not builder.id.startswith("organization/"):
        return
    country, words = _possessor(state, o) or _adjective(state, o) or _leading_country(state, o)
    if country is None:
        _rename_body_of_unknown(state, o, builder)
        return
    if _is_of_other(builder, country):
        _rename_body(state, o, builder, country)
        return
    builder.country = country.country
    if builder.cls in STATE_BODIES:
        state.allegiances.append((o, country, words))


def _is_of_other(builder: EntityBuilder, country: EntityBuilder) -> bool:
    """Whether a body is known to be of another country."""
    return builder.country is not None and builder.country != country.country


def _rename_body(
    state: DiscourseState, o: ResolvedMention, builder: EntityBuilder, country: EntityBuilder
) -> None:
    """Make a body whose name is a common noun that of the country before it: "Kenya's Senate" is not the
    known Senate of another.
    """
    noun = state.lexicon.spelled_phrase(o.text)
    if builder.id in state.registry.knowledge.entities and noun in state.lexicon.organizations:
        cls, sector = state.lexicon.organizations[noun]
        o.builders = (state.registry.state_body(cls, country, noun, sector or builder.sector),)


def _rename_body_of_unknown(state: DiscourseState, o: ResolvedMention, builder: EntityBuilder) -> None:
    """Make a body whose name is a common noun one of its own after a name of which nobody can tell whom it
    means ("Georgia's Senate").
    """
    owner = state.names.get(o.first - 2) if o.first > 1 and state.doc[o.first - 1].tag_ == "POS" else None
    noun = state.lexicon.spelled_phrase(o.text)
    known = builder.id in state.registry.knowledge.entities and noun in state.lexicon.organizations
    if owner is not None and not owner.builders and known:
        o.builders = (
            state.registry.make(builder.cls, f"{genitive(owner.text)} {o.text}", sector=builder.sector),
        )


def _possessor(state: DiscourseState, o: ResolvedMention) -> tuple[EntityBuilder | None, Span] | None:
    """The country of the name that owns another ("South Korea's Hanwha Ocean"), and that name's words."""
    if o.first < 2 or state.doc[o.first - 1].tag_ != "POS":
        return None
    owner = state.names.get(o.first - 2)
    if owner is None or not owner.builders:
        return None
    return state.registry.country_of(owner.builders[0]), state.span(owner.first, owner.last)


def _adjective(state: DiscourseState, o: ResolvedMention) -> tuple[EntityBuilder | None, Span] | None:
    """The country whose adjective stands right before a name ("the Brazilian Senate"), and the adjective."""
    before = state.names.get(o.first - 1)
    if before is None or before.kind != "demonym" or not before.builders:
        return None
    return state.registry.country_of(before.builders[0]), state.span(before.first, before.last)


def _leading_country(state: DiscourseState, o: ResolvedMention) -> tuple[EntityBuilder | None, Span]:
    """The country whose name or adjective a name begins with, and those words."""
    for last in range(min(o.first + 2, o.last - 1), o.first - 1, -1):
        names = state.registry.index.named(" ".join(state.doc.between(o.first, last).split()))
        if (
            names
            and names[0].entity.startswith("country/")
            and names[0].kind in {"name", "acronym", "demonym"}
        ):
            return state.registry.known(names[0].entity), state.span(o.first, last)
    return None, state.span(o.first, o.first)
