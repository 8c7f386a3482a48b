"""Two persons of one name in one article, told apart by the bodies in which they hold the same office; and
whoever is called as a consort is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.extraction.entities.name_clustering import (
    EntityBuilder,
    EntityRegistry,
    ResolvedMention,
    each_mention,
)
from kg.extraction.entities.titles import Office
from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import slug

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["part_families", "part_namesakes"]


def part_namesakes(
    doc: ParsedDoc,
    registry: EntityRegistry,
    names: Mapping[int, ResolvedMention],
    offices: Sequence[Office],
    lexicon: Lexicon,
) -> None:
    """Make persons of one name two where the text gives them the same office in two bodies or countries
    ("Robert Lee, CFO of Alpha, and Robert Lee, CFO of Beta"). A name beside which no office stands means
    nobody then.
    """
    held: dict[EntityBuilder, list[Office]] = {}
    for office in offices:
        if len(office.person.builders) == 1:
            held.setdefault(office.person.builders[0], []).append(office)
    mentions: dict[EntityBuilder, list[ResolvedMention]] = {}
    for one in each_mention(names):
        if len(one.builders) == 1:
            mentions.setdefault(one.builders[0], []).append(one)
    for builder in [one for one in registry.builders.values() if one in held]:
        own = held[builder]
        owner = {id(office.person): _owner(doc, office, lexicon) for office in own}
        titles = {lexicon.spelled_phrase(office.title) for office in own}
        owners = dict.fromkeys(owner[id(office.person)] for office in own)
        if len(titles) != 1 or len(owners) < 2 or "" in owners:
            continue
        people = {one: registry.namesake(builder, one.partition("/")[2]) for one in owners}
        for mention in mentions.get(builder, ()):
            found = people.get(owner.get(id(mention), ""))
            mention.builders = (found,) if found is not None else ()
            if found is not None:
                found.names.add(mention.text)
        del registry.builders[builder.id]


def part_families(
    doc: ParsedDoc,
    registry: EntityRegistry,
    names: Mapping[int, ResolvedMention],
    offices: Sequence[Office],
    lexicon: Lexicon,
) -> None:
    """Make a family name with an office somebody else's than that of a consort who is the only one named in
    full: "President Berg" beside "First Lady Ana Berg".
    """
    every = each_mention(names)
    consorts = {builder for one in every if _is_consort(doc, one, lexicon) for builder in one.builders}
    held = {office.person.first for office in offices if office.title.lower() not in lexicon.consorts}
    for one in every if consorts else ():
        if (
            len(one.builders) == 1
            and one.builders[0] in consorts
            and one.first == one.last
            and one.first in held
        ):
            other = registry.make("Person", one.text)
            other.names.add(one.text)
            one.builders = (other,)


def _is_consort(doc: ParsedDoc, name: ResolvedMention, lexicon: Lexicon) -> bool:
    """Whether a full name stands behind the title of somebody's wife or husband."""
    title = doc.between(name.first - 2, name.first - 1).lower() if name.first > 1 else ""
    return name.last > name.first and title in lexicon.consorts


def _owner(doc: ParsedDoc, office: Office, lexicon: Lexicon) -> str:
    """The id of the body or country whose office it is, or of the unknown name after the title; empty when
    there is none.
    """
    if office.whose is not None and office.whose.builders:
        return office.whose.builders[0].id
    first = office.last + 2
    if first >= len(doc) or doc[first - 1].lower_ not in lexicon.title_prepositions:
        return ""
    last = first
    while last < len(doc) and doc[last].tag_.startswith("NNP"):
        last += 1
    return f"organization/{slug(doc.between(first, last - 1))}" if last > first else ""
