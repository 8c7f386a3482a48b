"""Mention -> the entity it names, within one article.

A ``Linker`` is built once from knowledge, lexicon and ontology; its ``LinkedDocument`` of an article answers,
for any token, what it stands for. Names are clustered, titles and descriptions tied to them, and pronouns
resolved when asked. Each article is understood alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.extraction.entities.acronyms import read_acronyms, read_short_forms
from kg.extraction.entities.bare_titles import country_of_bare_titles
from kg.extraction.entities.capabilities import CapabilityResolver
from kg.extraction.entities.definite_descriptions import link_descriptions
from kg.extraction.entities.discourse import Allegiance, DiscourseState, Whereabouts
from kg.extraction.entities.labels import OF_STATE
from kg.extraction.entities.mention_detection import mentions
from kg.extraction.entities.name_clustering import EntityBuilder, EntityRegistry, ResolvedMention
from kg.extraction.entities.name_index import NameIndex
from kg.extraction.entities.named_mentions import resolved_mentions
from kg.extraction.entities.namesakes import part_families, part_namesakes
from kg.extraction.entities.office_holders import identify_office_holders
from kg.extraction.entities.owners import note_owner
from kg.extraction.entities.pronouns import is_pronoun, resolve
from kg.extraction.entities.state_bodies import StateBodies
from kg.extraction.entities.title_words import title_at
from kg.extraction.entities.titles import Office, find_offices
from kg.extraction.entities.unowned_bodies import country_of_ministries
from kg.extraction.entities.wider_places import place_in_divisions
from kg.model import Argument, Document, Mention, Span
from kg.resources.gazetteer import Gazetteer
from kg.resources.lexicon import Lexicon
from kg.resources.ontology import Ontology

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["LinkedDocument", "Linker", "Role", "RoleClaim"]

Role = Literal["actor", "place", "topic", "capability", "any"]


@dataclass(frozen=True, slots=True)
class RoleClaim:
    """That the text gives a person an office: ``title`` without country, in the article's words, and where it
    stands.

    ``country`` is whom the person acts for, ``organization`` the body that the title names; ``sentence``
    counts from 0. ``office`` is false for a title that is none of its own ("his Russian counterpart"), which
    tells of the country only; ``former`` is true for an office of before.
    """

    person: Argument
    title: str
    span: Span
    country: Argument | None
    organization: Argument | None
    sentence: int
    office: bool = True
    former: bool = False


class Linker:
    """What linking needs beside an article, prepared once."""

    def __init__(self, knowledge: Gazetteer, lexicon: Lexicon, ontology: Ontology) -> None:
        self.knowledge, self.lexicon, self.ontology = knowledge, lexicon, ontology
        self.index = NameIndex(knowledge, lexicon)
        self.bodies = StateBodies(knowledge, self.index, lexicon)

    def resolve(self, document: Document, doc: ParsedDoc) -> LinkedDocument:
        """Resolve the mentions of an article. ``doc`` is the parse of the document's text."""
        registry = EntityRegistry(self.knowledge, self.index, self.lexicon, document.id, self.bodies)
        found = mentions(doc, self.index, self.lexicon)
        state = _discourse(document, doc, registry, self.lexicon, found)
        return LinkedDocument(document, state, self.ontology)


def _discourse(
    document: Document, doc: ParsedDoc, registry: EntityRegistry, lexicon: Lexicon, found: list[Mention]
) -> DiscourseState:
    """The article with names, offices, descriptions and allegiances worked out, in this order."""
    resolved = [
        o
        for o in resolved_mentions(registry, doc, found)
        if not (_is_common(o, lexicon) or _in_title(doc, o, lexicon))
    ]
    names = {i: o for o in resolved for i in range(o.first, o.last + 1)}
    place_in_divisions(doc, registry, names)
    offices = find_offices(doc, names, lexicon)
    part_namesakes(doc, registry, names, offices, lexicon)
    part_families(doc, registry, names, offices, lexicon)
    offices = [office for office in offices if office.person.builders]
    state = DiscourseState(
        doc,
        lexicon,
        registry,
        names,
        offices,
        doc.sentence,
        document.id,
        document.published,
    )
    for office in state.offices:
        _give_office(state, office)
    read_acronyms(state)
    read_short_forms(state)
    identify_office_holders(state)
    given = {id(mention) for mention in country_of_ministries(state)}
    for office in state.offices:
        if id(office.whose) in given:
            _give_office(state, office)
    country_of_bare_titles(state)
    state.link_chains()
    for o in resolved:
        note_owner(state, o)
    link_descriptions(state, lambda token: resolve(state, token))
    for office in state.offices:
        _country_of_pronoun_owner(state, office)
    return state


def _is_common(o: ResolvedMention, lexicon: Lexicon) -> bool:
    """Whether a capitalised "name" is just a kind of body ("Defence Ministry", "Army") and so tells whose it
    is only with a country.
    """
    builder = o.builders[0] if o.builders else None
    if builder is None or o.kind or not builder.id.startswith("organization/") or len(o.builders) > 1:
        return False
    words = lexicon.spelled_phrase(o.text).split()
    heads = (words[-1], " ".join(words), words[0])
    if not any(head in lexicon.organizations for head in heads):
        return False
    known = (lexicon.portfolios, lexicon.organizations, lexicon.body_name_parts)
    common = heads[1] in lexicon.organizations or all(any(w in one for one in known) for w in words)
    return common and lexicon.leading_bodies.isdisjoint(words)


def _in_title(doc: ParsedDoc, o: ResolvedMention, lexicon: Lexicon) -> bool:
    """Whether a name is a word for what a minister or ministry is of ("Minister of Labour"), or joined to
    one.
    """
    if o.text.islower():
        return False
    if _is_field(doc, o, lexicon):
        return True
    if o.first < 2:
        return False
    if _joins_portfolio(doc, o, lexicon):
        return True
    if doc[o.first - 1].lower_ not in lexicon.inside_title:
        return False
    portfolio = all(word in lexicon.portfolios for word in lexicon.spelled_phrase(o.text).split())
    body = lexicon.spelled(doc[o.first - 2].text) in lexicon.organizations
    return portfolio and (body or title_at(doc, o.first - 2, lexicon) is not None)


def _joins_portfolio(doc: ParsedDoc, o: ResolvedMention, lexicon: Lexicon) -> bool:
    """Whether an unknown body is only the last of joined fields of an office: "Minister of Trade and Rural
    Growth", "Trade and Rural Growth Minister".
    """
    if o.kind or not all(builder.cls == "Organization" for builder in o.builders):
        return False
    i = o.first - 1
    if doc[i].lower_ not in {"and", "&"}:
        return False
    while i > 0 and (doc[i].text in {"and", "&", ","} or lexicon.spelled(doc[i].text) in lexicon.portfolios):
        i -= 1
    if i == o.first - 2:
        return False
    before = doc[i].lower_ in lexicon.inside_title and i > 0 and title_at(doc, i - 1, lexicon) is not None
    return before or (o.last + 1 < len(doc) and title_at(doc, o.last + 1, lexicon) is not None)


def _is_field(doc: ParsedDoc, o: ResolvedMention, lexicon: Lexicon) -> bool:
    """Whether an unknown body is only the field of the office after it ("National Climate Adviser")."""
    if o.kind or o.last + 1 >= len(doc) or not all(builder.cls == "Organization" for builder in o.builders):
        return False
    if lexicon.titles.get(doc[o.last + 1].lower_) != "GOV":
        return False
    words = [lexicon.spelled(word) for word in o.text.split() if word not in {"and", "&"}]
    fields = all(word in lexicon.portfolios or lexicon.noun_kind(word) == "abstract" for word in words)
    return fields and words[0] in lexicon.portfolios


def _country_of_pronoun_owner(state: DiscourseState, office: Office) -> None:
    """Give a person the country of the pronoun before the title ("Its leader Kim Jong Un"); that of a person
    who acts for it only with an office of state ("his foreign minister", not "his lawyer").
    """
    before = state.doc[office.first - 1] if office.first else None
    if office.whose is not None or before is None or before.tag_ != "PRP$":
        return
    owner = resolve(state, before)
    country = (
        state.registry.country_of(owner.builders[0])
        if owner is not None and len(owner.builders) == 1
        else None
    )
    if owner is not None and country is not None:
        if owner.builders[0].cls == "Person" and not {owner.builders[0].sector, office.sector} <= OF_STATE:
            return
        office.whose = owner
        state.office_index.forget_body(office)
        office.person.builders[0].country = office.person.builders[0].country or country.country


def _give_office(state: DiscourseState, office: Office) -> None:
    """Give a person the country and sector of an office, and the title's words to the person."""
    person = office.person.builders[0]
    owner = office.whose.builders[0] if office.whose and office.whose.builders else None
    if not office.former:
        body = owner is not None and owner.id.startswith("organization/")
        person.sector = person.sector or (owner.sector if owner and body else None) or office.sector
    country = state.registry.country_of(owner) if owner is not None else None
    person.country = person.country or (country.country if country else None)
    for i in office.leads:
        if i not in state.names:
            state.titles[i] = office.person


class LinkedDocument:
    """What the words of one article stand for."""

    def __init__(self, document: Document, state: DiscourseState, ontology: Ontology) -> None:
        self.document, self._state, self._ontology = document, state, ontology
        self._capabilities = CapabilityResolver(state)
        self._playing: dict[tuple[int, Role], tuple[Argument, ...]] = {}

    @property
    def lexicon(self) -> Lexicon:
        """The word lists by which the article was read."""
        return self._state.lexicon

    def who(self, token: Token, *, role: Role = "any") -> tuple[Argument, ...]:
        """What a token stands for: entities and the words of its sentence that mean them; several for a
        plural, none when it is not known.

        With a ``role`` only what can play it: an ``actor`` (a capital gives its country), a ``place`` (a
        capital stays a city), a ``capability``, a ``topic``.
        """
        if role == "capability" or role == "topic":
            return self._thing(token, role)
        if role == "any":
            return self._meant(token, role)
        known = self._playing.get((token.i, role))  # many patterns ask, and the answer never changes
        if known is None:
            known = self._playing[token.i, role] = self._meant(token, role)
        return known

    def _meant(self, token: Token, role: Role) -> tuple[Argument, ...]:
        """The entities that a token's name, title, description or pronoun stands for and that can play a
        role.
        """
        mention = None if token.is_space else self._mention_of(token)
        if mention is None or not mention.builders:
            return (
                self._thing(token, "capability")
                if role == "any" and mention is None and self._capabilities.is_listed(token)
                else ()
            )
        builders = [self._as(builder, mention, token, role) for builder in mention.builders]
        return tuple(
            Argument(d.entity(), mention.begin, mention.end)
            for d in dict.fromkeys(builders)
            if self._plays(d, role)
        )

    def is_ambiguous(self, token: Token) -> bool:
        """Whether a token is part of a name of which nobody can tell whom it means."""
        name = self._state.names.get(token.i)
        return name is not None and not name.builders

    def roles(self, *, former: bool = False) -> tuple[RoleClaim, ...]:
        """The offices that the text says persons hold, in order; with ``former`` also those that it says
        they held.
        """
        claims = [self._claim(office) for office in self._state.offices if former or not office.former]
        return tuple(sorted(claims, key=lambda c: (c.span.begin, c.person.begin)))

    def _claim(self, office: Office) -> RoleClaim:
        """What the text claims with an office."""
        whose = office.whose.builders[0] if office.whose and office.whose.builders else None
        person, registry = office.person.builders[0], self._state.registry
        body = whose if whose is not None and whose.id.startswith("organization/") else None
        if whose is not None:
            country = registry.country_of(whose) if body is None or body.country is not None else None
        else:
            country = registry.country_of(person) if person.country else None
        words = office.whose or office.person
        return RoleClaim(
            self._argument(person, office.person),
            " ".join(office.title.split()),
            self._state.span(office.first, office.last),
            self._argument(country, words) if country is not None else None,
            self._argument(body, words) if body is not None else None,
            self._state.sentence[office.person.first],
            office.title.lower().rpartition(" ")[2] not in self.lexicon.counterparts,
            office.former,
        )

    def allegiances(self) -> tuple[tuple[Argument, Argument, Span], ...]:
        """Who is said to be a country's: the actor, the country and the words that say so, in order."""
        return self._pairs(self._state.allegiances)

    def locations(self) -> tuple[tuple[Argument, Argument, Span], ...]:
        """What is said to lie where: the body or site, the place and the words that say so, in order."""
        return self._pairs(self._state.whereabouts)

    def quantity_of(self, token: Token) -> str | None:
        """The amount that the text gives for a noun ("two", "30 tonnes of"); None when it gives none."""
        return self._capabilities.quantity_of(token)

    def _pairs(
        self, rows: list[Allegiance] | list[Whereabouts]
    ) -> tuple[tuple[Argument, Argument, Span], ...]:
        """Each pair once, in the order of the text."""
        found = {
            (o.begin, span.begin): (
                self._argument(o.builders[0], o),
                Argument(other.entity(), span.begin, span.end),
                span,
            )
            for o, other, span in rows
        }
        return tuple(found[key] for key in sorted(found))

    def _argument(self, builder: EntityBuilder, mention: ResolvedMention) -> Argument:
        return Argument(builder.entity(), mention.begin, mention.end)

    def _mention_of(self, token: Token) -> ResolvedMention | None:
        """The name, title, description or pronoun that a token belongs to."""
        state = self._state
        found = state.names.get(token.i) or state.titles.get(token.i) or state.descriptions.get(token.i)
        if found is not None:
            return found
        if is_pronoun(token):
            return resolve(state, token)
        if token.tag_ in {"WP", "WDT", "WP$"}:
            verb = token.head
            while verb.dep_ != "relcl" and verb.head.i != verb.i:
                verb = verb.head
            return (
                self._mention_of(verb.head)
                if verb.dep_ == "relcl" and verb.head.tag_ not in {"WP", "WDT"}
                else None
            )
        return None

    def _as(
        self, builder: EntityBuilder, mention: ResolvedMention, token: Token, role: Role
    ) -> EntityBuilder:
        """An entity in a role: a capital or seat that acts is its country's government."""
        if not builder.stands_for or role == "place":
            return builder
        if role == "any":
            before = self._state.doc[mention.first - 1].lower_ if mention.first else ""
            acts = builder.cls != "Facility" or self._state.role(token) in {"nsubj", "poss"}
            if before in self.lexicon.place_prepositions or not acts:
                return builder
        return self._state.registry.speaks_for(builder)

    def _plays(self, builder: EntityBuilder, role: Role) -> bool:
        wanted = {"actor": "Actor", "place": "Place"}.get(role)
        return wanted is None or self._ontology.is_a(builder.cls, wanted)

    def _thing(self, token: Token, role: str) -> tuple[Argument, ...]:
        found = self._capabilities.resolve(token, role)
        return (found,) if found is not None else ()
