"""The names of one article -> what each stands for: known things, persons under their fullest name, bodies
that only the article names.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.extraction.entities.article_bodies import body_named
from kg.extraction.entities.labels import family_of
from kg.extraction.entities.name_clustering import EntityBuilder, EntityRegistry, ResolvedMention
from kg.extraction.entities.name_forms import body_names, full_names
from kg.model import Mention
from kg.resources.company_names import bare_company
from kg.resources.gazetteer import Name as KnownName

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc

__all__ = ["resolved_mentions"]

_WHOLE = frozenset({"the", "these", "those", "both"})
"""Determiners before a name in the plural that leave it the name of all."""


def resolved_mentions(
    registry: EntityRegistry, doc: ParsedDoc, mentions: Sequence[Mention]
) -> list[ResolvedMention]:
    """What each name in the article stands for, in order."""
    persons = full_names([m.text for m in mentions if m.cls == "Person"], registry.index.persons)
    known = {m.text: _named(registry, m.text) for m in mentions}
    unknown = [m for m in mentions if m.cls not in {"Person", "Country"} and not known[m.text]]
    bodies = body_names([m.text for m in unknown])
    classes = {m.text: m.cls for m in reversed(unknown)}
    cited = Counter(names[0].entity for m in mentions if len(names := known[m.text]) == 1)
    found = []
    for m in mentions:
        o = ResolvedMention(m.first, m.last, m.head, m.begin, m.end, m.text)
        if m.cls == "Person":
            o.builders = _person(registry, m.text, persons)
        elif names := known[m.text]:
            _recall(registry, o, names, cited)
            _some_members(registry, doc, o)
            if any(_is_cut(registry, builder, m.text, cited) for builder in o.builders):
                o.builders = (registry.make("Organization", m.text, local=True),)
        else:
            full = bodies.get(m.text, m.text)
            o.builders = (body_named(registry, doc, m, full, classes.get(full, m.cls)),)
        found.append(o)
    return found


def _named(registry: EntityRegistry, text: str) -> tuple[KnownName, ...]:
    """What a name may stand for, likeliest first; a known company's also with a legal form."""
    if found := registry.index.named(text):
        return found
    bare = bare_company(text)
    known = registry.index.named(bare) if bare != text else ()
    return tuple(one for one in known if registry.knowledge.entities[one.entity].entity.cls == "Company")


def _is_cut(registry: EntityRegistry, builder: EntityBuilder, text: str, cited: Counter[str]) -> bool:
    """Whether an international body would be meant by the end of its name alone ("Security Council") in
    an article that names neither it in full nor whose it is: many a country has a body of that name.
    """
    whose = builder.label.removesuffix(f" {text}")
    if builder.cls != "InternationalOrganization" or whose == builder.label or not whose:
        return False
    return not (builder.names - {text} or any(cited[name.entity] for name in registry.index.named(whose)))


def _recall(
    registry: EntityRegistry, o: ResolvedMention, names: tuple[KnownName, ...], cited: Counter[str]
) -> None:
    """Fill in what a known name stands for; among several of one kind the one named otherwise too, else
    nothing.
    """
    alike = [name for name in names if name.kind == names[0].kind]
    if len({n.entity for n in alike}) > 1:
        alike = [n for n in alike if cited[n.entity]]
    if len({n.entity for n in alike}) == 1:
        o.kind = alike[0].kind
        builder = registry.known(alike[0].entity, o.text if o.kind != "people" else None)
        if o.kind == "people" and builder.cls == "Country":
            builder = registry.make("Group", o.text, country=builder.country)
        o.builders = (builder,)


def _some_members(registry: EntityRegistry, doc: ParsedDoc, o: ResolvedMention) -> None:
    """Take a body's members under its name in the plural for a group of them where only some are meant
    ("several Republicans", "moderate Democrats").
    """
    body = o.builders[0] if o.builders else None
    before = doc[o.first - 1] if o.first else None
    if body is None or before is None or family_of(body.cls) != "organization" or o.text == body.label:
        return
    some = before.tag_ in {"JJ", "JJR", "JJS", "CD", "DT", "PDT"} and before.lower_ not in _WHOLE
    if doc[o.head].tag_ == "NNPS" and o.first == o.last and some and before.i + 1 == o.first:
        body.names.discard(o.text)
        label = f"{before.lower_} {o.text}" if before.tag_ == "JJ" else o.text
        o.builders = (registry.make("Group", label, country=body.country, sector=body.sector, local=True),)


def _person(registry: EntityRegistry, text: str, persons: dict[str, str | None]) -> tuple[EntityBuilder, ...]:
    full = persons.get(text, text)
    if full is None:
        return ()
    builder = registry.make("Person", full)
    builder.names |= {text, full}
    if builder.id in registry.knowledge.entities:
        builder.label = registry.knowledge.entities[builder.id].entity.label  # one spelling on one node
    if builder.female is None:
        builder.female = _is_female(registry, full)
    return (builder,)


def _is_female(registry: EntityRegistry, full: str) -> bool | None:
    """What a person's given name tells of the sex; None where there is none or it is not known."""
    words = full.split()
    if words[0].lower() in registry.lexicon.name_titles:
        words = words[1:] or words
    elif len(words) < 2:
        return None
    given = unicodedata.normalize("NFKD", words[0].lower())
    given = "".join(letter for letter in given if not unicodedata.combining(letter))
    for name in (given, given.split("-")[0]):
        if name in registry.lexicon.women or name in registry.lexicon.men:
            return name in registry.lexicon.women
    return None
