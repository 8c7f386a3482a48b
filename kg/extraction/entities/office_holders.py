"""Persons whom background knowledge has in the office that an article gives them, on the article's day.

A family name, or a title without its country, tells nothing of a country. A full name does where knowledge
has one person of that name who held that office then.
"""

from __future__ import annotations

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder
from kg.extraction.entities.titles import Office
from kg.resources.tenures import Tenure

__all__ = ["identify_office_holders"]


def identify_office_holders(state: DiscourseState) -> None:
    """Give office holders whom background knowledge has the country, the id and the links that it has for
    them.
    """
    for office in state.offices:
        fits = [] if office.former else _tenures(state, office)
        persons = {tenure.person for tenure in fits}
        if len(persons) == 1:
            builder = office.person.builders[0]
            builder.country = fits[0].country
            state.registry.identify(builder, fits[0].person)


def _tenures(state: DiscourseState, office: Office) -> list[Tenure]:
    """The tenures that agree with what the article says of an office: name, title, day and, where it says
    one, country.
    """
    builder = office.person.builders[0]
    if not _is_of_state(office.whose.builders[0] if office.whose and office.whose.builders else None):
        return []
    return [
        tenure
        for tenure in sorted(state.registry.index.tenures_of(builder.label))
        if tenure.covers(state.published)
        and builder.country in (None, tenure.country)
        and state.lexicon.same_office(office.title, tenure.office)
    ]


def _is_of_state(whose: EntityBuilder | None) -> bool:
    """Whether an office can be a state's: a company's president is nobody's head of state."""
    return whose is None or not whose.id.startswith("organization/") or whose.country is not None
