"""Mention -> the entity it names: who is who in one article.

A ``Linker`` is built once from knowledge, lexicon and ontology; its ``LinkedDocument`` of an article answers,
for any token, what it stands for. Names are clustered, titles and descriptions tied to them, pronouns worked
out when asked. Each article is understood alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.extraction.entities.acronyms import infer_countries, read_acronyms, read_short_forms
from kg.extraction.entities.capabilities import Things
from kg.extraction.entities.definite_descriptions import describe
from kg.extraction.entities.discourse import Allegiance, DiscourseState, Whereabouts
from kg.extraction.entities.implicit_country import officers_at_home, well_known
from kg.extraction.entities.mention_detection import NameIndex, mentions
from kg.extraction.entities.name_clustering import EntityBuilder, EntityRegistry, ResolvedMention
from kg.extraction.entities.pronouns import PRONOUNS, resolve
from kg.extraction.entities.titles import Office, find_offices
from kg.model import Argument, Document, Mention, Span
from kg.resources.gazetteer import Gazetteer
from kg.resources.lexicon import Lexicon
from kg.resources.ontology import Ontology

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["LinkedDocument", "Linker", "Role", "RoleClaim"]

Role = Literal["actor", "place", "topic", "capability", "any"]
_PLACING = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "through"})


@dataclass(frozen=True, slots=True)
class RoleClaim:
    """That the text gives a person an office: ``title`` without country, in the article's words, and where it
    stands.

    ``country`` is whom the person acts for, ``organization`` the body that the title names; ``sentence``
    counts from 0. ``office`` is false for a title that is none of its own ("his Russian counterpart"), which
    tells of the country only.
    """

    person: Argument
    title: str
    span: Span
    country: Argument | None
    organization: Argument | None
    sentence: int
    office: bool = True


class Linker:
    """What linking needs beside an article, prepared once."""

    def __init__(self, knowledge: Gazetteer, lexicon: Lexicon, ontology: Ontology) -> None:
        self.knowledge, self.lexicon, self.ontology = knowledge, lexicon, ontology
        self.index = NameIndex(knowledge)

    def resolve(self, document: Document, doc: ParsedDoc) -> LinkedDocument:
        """Who is who in an article. ``doc`` is the parse of the document's text."""
        registry = EntityRegistry(self.knowledge, self.index, self.lexicon)
        state = _discourse(document.id, doc, registry, self.lexicon, mentions(doc, self.index, self.lexicon))
        return LinkedDocument(document, state, self.ontology)


def _discourse(
    article: str, doc: ParsedDoc, registry: EntityRegistry, lexicon: Lexicon, found: list[Mention]
) -> DiscourseState:
    """The article with names, offices, descriptions and allegiances worked out, in this order."""
    occurrences = [o for o in registry.occurrences(doc, found) if not _is_common(o, lexicon)]
    names = {i: o for o in occurrences for i in range(o.first, o.last + 1)}
    state = DiscourseState(
        doc, lexicon, registry, names, find_offices(doc, names, lexicon), doc.sentence, article
    )
    for office in state.offices:
        _bestow(state, office)
    read_acronyms(state)
    read_short_forms(state)
    well_known(state)
    infer_countries(state)
    officers_at_home(state)
    state.link_chains()
    for o in occurrences:
        _owned(state, o)
    describe(state, lambda token: resolve(state, token))
    for office in state.offices:
        _own_officer(state, office)
    return state


def _is_common(o: ResolvedMention, lexicon: Lexicon) -> bool:
    """Whether a capitalised "name" is just a kind of body ("Defence Ministry", "Army") and so tells whose it
    is only with a country.
    """
    builder = o.builders[0] if o.builders else None
    if builder is None or o.kind or not builder.id.startswith("organization/") or len(o.builders) > 1:
        return False
    words = [lexicon.spelled(w) for w in o.text.split()]
    text = " ".join(words)
    body = (
        lexicon.organizations.get(words[-1])
        or lexicon.organizations.get(text)
        or lexicon.organizations.get(words[0])
    )
    if body is None or "department" in words:
        return False
    return all(
        w in lexicon.portfolios
        or w in lexicon.organizations
        or w in {"of", "and", "the", "force", "forces", "guard", "corps"}
        for w in words
    )


def _owned(state: DiscourseState, o: ResolvedMention) -> None:
    """Note the country in whose name a body goes ("US forces", "South Korea's Hanwha Ocean"); ministries and
    forces act for it.
    """
    builder = o.builders[0] if o.builders else None
    if builder is None or not builder.id.startswith("organization/"):
        return
    if (
        o.first > 1
        and state.doc[o.first - 1].tag_ == "POS"
        and (owner := state.names.get(o.first - 2))
        and owner.builders
    ):
        country, words = state.registry.country_of(owner.builders[0]), state.span(owner.first, owner.last)
    else:
        country, words = _lead(state, o)
    if country is None or _is_of_other(builder, country):
        return
    builder.country = country.country
    if builder.cls in {"Government", "Ministry", "ArmedForce"}:
        state.allegiances.append((o, country, words))


def _is_of_other(builder: EntityBuilder, country: EntityBuilder) -> bool:
    """Whether a body is known to be of another country."""
    return builder.country is not None and builder.country != country.country


def _lead(state: DiscourseState, o: ResolvedMention) -> tuple[EntityBuilder | None, Span]:
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


def _own_officer(state: DiscourseState, office: Office) -> None:
    """Give a person the country of the pronoun before the title ("Its leader Kim Jong Un")."""
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
        office.whose = owner
        office.person.builders[0].country = office.person.builders[0].country or country.country


def _bestow(state: DiscourseState, office: Office) -> None:
    """Give a person the country and sector of an office, and the title's words to the person."""
    person = office.person.builders[0]
    owner = office.whose.builders[0] if office.whose and office.whose.builders else None
    if office.former:
        person.sector = person.sector or None
    else:
        sector = (
            owner.sector
            if owner is not None and owner.id.startswith("organization/") and owner.sector
            else office.sector
        )
        person.sector = person.sector or sector
    country = state.registry.country_of(owner) if owner is not None else None
    person.country = person.country or (country.country if country else None)
    for i in office.leads:
        if i not in state.names:
            state.titles[i] = office.person


class LinkedDocument:
    """Who is who in one article."""

    def __init__(self, document: Document, state: DiscourseState, ontology: Ontology) -> None:
        self.document, self._state, self._ontology = document, state, ontology
        self._things = Things(state)
        self._playing: dict[tuple[int, Role], tuple[Argument, ...]] = {}

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The names and descriptions of the article that are understood, in order."""
        found = {
            o.head: o for o in [*self._state.names.values(), *self._state.descriptions.values()] if o.builders
        }
        rows = {(o.begin, o.end, o.builders[0].cls): o for o in found.values()}
        return tuple(
            Mention(
                o.begin,
                o.end,
                o.text,
                o.first,
                o.last,
                o.head,
                cls,
                "name" if o.form == "name" else "description",
            )
            for (_, _, cls), o in sorted(rows.items())
        )

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
        known = self._playing.get(
            (token.i, role)
        )  # many patterns ask; who plays what is settled before the first does
        if known is None:
            known = self._playing[token.i, role] = self._meant(token, role)
        return known

    def _meant(self, token: Token, role: Role) -> tuple[Argument, ...]:
        occurrence = None if token.is_space else self._occurrence(token)
        if occurrence is None or not occurrence.builders:
            return (
                self._thing(token, "capability")
                if role == "any" and occurrence is None and self._things.is_listed(token)
                else ()
            )
        builders = [self._as(builder, occurrence, token, role) for builder in occurrence.builders]
        return tuple(
            Argument(d.entity(), occurrence.begin, occurrence.end)
            for d in dict.fromkeys(builders)
            if self._plays(d, role)
        )

    def roles(self) -> tuple[RoleClaim, ...]:
        """The offices that the text says persons hold, in order; former ones are left out."""
        claims = []
        for office in self._state.offices:
            if office.former:
                continue
            whose = office.whose.builders[0] if office.whose and office.whose.builders else None
            person = office.person.builders[0]
            country = (
                self._state.registry.country_of(whose)
                if whose is not None and not self._is_foreign_body(whose)
                else None
            )
            if country is None and whose is None and person.country:
                country = self._state.registry.country_of(person)
            body = whose if whose is not None and whose.id.startswith("organization/") else None
            span = self._state.span(office.first, office.last)
            words = office.whose or office.person
            claims.append(
                RoleClaim(
                    self._argument(person, office.person),
                    " ".join(office.title.split()),
                    span,
                    self._argument(country, words) if country is not None else None,
                    self._argument(body, words) if body is not None else None,
                    self._state.sentence[office.person.first],
                    not office.title.lower().endswith("counterpart"),
                )
            )
        return tuple(sorted(claims, key=lambda c: (c.span.begin, c.person.begin)))

    def allegiances(self) -> tuple[tuple[Argument, Argument, Span], ...]:
        """Who is said to be a country's: the actor, the country and the words that say so, in order."""
        return self._pairs(self._state.allegiances)

    def locations(self) -> tuple[tuple[Argument, Argument, Span], ...]:
        """What is said to lie where: the body or site, the place and the words that say so, in order."""
        return self._pairs(self._state.whereabouts)

    def quantity_of(self, token: Token) -> str | None:
        """The amount that the text gives for a noun ("two", "30 tonnes of"); None when it gives none."""
        return self._things.quantity_of(token)

    def _pairs(
        self, rows: list[Allegiance] | list[Whereabouts]
    ) -> tuple[tuple[Argument, Argument, Span], ...]:
        found = {
            (o.begin, span.begin): (
                self._argument(o.builders[0], o),
                Argument(other.entity(), span.begin, span.end),
                span,
            )
            for o, other, span in rows
        }
        return tuple(found[key] for key in sorted(found))

    def _argument(self, builder: EntityBuilder, occurrence: ResolvedMention) -> Argument:
        return Argument(builder.entity(), occurrence.begin, occurrence.end)

    def _is_foreign_body(self, builder: EntityBuilder) -> bool:
        return builder.id.startswith("organization/") and builder.country is None

    def _occurrence(self, token: Token) -> ResolvedMention | None:
        """The name, title, description or pronoun that a token belongs to."""
        state = self._state
        found = state.names.get(token.i) or state.titles.get(token.i) or state.descriptions.get(token.i)
        if found is not None:
            return found
        if token.lower_ in PRONOUNS:
            return resolve(state, token)
        if token.tag_ in {"WP", "WDT", "WP$"}:
            verb = token.head
            while verb.dep_ != "relcl" and verb.head.i != verb.i:
                verb = verb.head
            return (
                self._occurrence(verb.head)
                if verb.dep_ == "relcl" and verb.head.tag_ not in {"WP", "WDT"}
                else None
            )
        return None

    def _as(
        self, builder: EntityBuilder, occurrence: ResolvedMention, token: Token, role: Role
    ) -> EntityBuilder:
        """A draft in a role: a capital or seat that acts is its country's government."""
        if not builder.stands_for or role == "place":
            return builder
        if role == "any":
            before = self._state.doc[occurrence.first - 1].lower_ if occurrence.first else ""
            if before in _PLACING or (
                builder.cls == "Facility" and self._state.role(token) not in {"nsubj", "poss"}
            ):
                return builder
        return self._state.registry.speaks_for(builder)

    def _plays(self, builder: EntityBuilder, role: Role) -> bool:
        wanted = {"actor": "Actor", "place": "Place"}.get(role)
        return wanted is None or self._ontology.is_a(builder.cls, wanted)

    def _thing(self, token: Token, role: str) -> tuple[Argument, ...]:
        found = self._things.named(token, role)
        return (found,) if found is not None else ()
