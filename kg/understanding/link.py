"""Mention -> the entity it names: who is who in one article.

A ``Linker`` is built once from knowledge, lexicon and ontology; its ``Cast`` of an article answers, for any token, what it
stands for. Names are clustered, titles and descriptions tied to them, pronouns worked out when asked. Each article is understood alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.graph.knowledge import Knowledge
from kg.graph.ontology import Ontology
from kg.model import Argument, Document, Mention, Span
from kg.understanding.capabilities import Things
from kg.understanding.coreference import PRONOUNS, resolve
from kg.understanding.descriptions import describe
from kg.understanding.entities import Draft, Occurrence, Register
from kg.understanding.homeland import officers_at_home, well_known
from kg.understanding.inference import infer_countries, read_acronyms, read_short_forms
from kg.understanding.lexicon import Lexicon
from kg.understanding.mentions import NameIndex, mentions
from kg.understanding.scene import Allegiance, Scene, Whereabouts
from kg.understanding.titles import Office, find_offices

if TYPE_CHECKING:
    from kg.understanding.words import Parse, Word

__all__ = ["Cast", "Linker", "Role", "RoleClaim", "cast"]

Role = Literal["actor", "place", "topic", "capability", "any"]
_PLACING = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "through"})


@dataclass(frozen=True, slots=True)
class RoleClaim:
    """That the text gives a person an office: ``title`` without country, in the article's words, and where it stands.

    ``country`` is whom the person acts for, ``organization`` the body that the title names; ``sentence`` counts from 0. ``office`` is
    false for a title that is none of its own ("his Russian counterpart"), which tells of the country only.
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

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon, ontology: Ontology) -> None:
        self.knowledge, self.lexicon, self.ontology = knowledge, lexicon, ontology
        self.index = NameIndex(knowledge)

    def cast(self, document: Document, doc: Parse) -> Cast:
        """Who is who in an article. ``doc`` is the parse of the document's text."""
        register = Register(self.knowledge, self.index, self.lexicon)
        scene = _scene(document.id, doc, register, self.lexicon, mentions(doc, self.index, self.lexicon))
        return Cast(document, scene, self.ontology)


def cast(document: Document, doc: Parse, knowledge: Knowledge, lexicon: Lexicon, ontology: Ontology) -> Cast:
    """Who is who in one article; for many articles keep a ``Linker``."""
    return Linker(knowledge, lexicon, ontology).cast(document, doc)


def _scene(article: str, doc: Parse, register: Register, lexicon: Lexicon, found: list[Mention]) -> Scene:
    """The article with names, offices, descriptions and allegiances worked out, in this order."""
    occurrences = [o for o in register.occurrences(doc, found) if not _is_common(o, lexicon)]
    names = {i: o for o in occurrences for i in range(o.first, o.last + 1)}
    scene = Scene(doc, lexicon, register, names, find_offices(doc, names, lexicon), doc.sentence, article)
    for office in scene.offices:
        _bestow(scene, office)
    read_acronyms(scene)
    read_short_forms(scene)
    well_known(scene)
    infer_countries(scene)
    officers_at_home(scene)
    scene.link_chains()
    for o in occurrences:
        _owned(scene, o)
    describe(scene, lambda token: resolve(scene, token))
    for office in scene.offices:
        _own_officer(scene, office)
    return scene


def _is_common(o: Occurrence, lexicon: Lexicon) -> bool:
    """Whether a capitalised "name" is just a kind of body ("Defence Ministry", "Army") and so tells whose it is only with a country."""
    draft = o.drafts[0] if o.drafts else None
    if draft is None or o.kind or not draft.id.startswith("organization/") or len(o.drafts) > 1:
        return False
    words = [lexicon.spelled(w) for w in o.text.split()]
    text = " ".join(words)
    body = lexicon.organizations.get(words[-1]) or lexicon.organizations.get(text) or lexicon.organizations.get(words[0])
    if body is None or "department" in words:
        return False
    return all(
        w in lexicon.portfolios or w in lexicon.organizations or w in {"of", "and", "the", "force", "forces", "guard", "corps"}
        for w in words
    )


def _owned(scene: Scene, o: Occurrence) -> None:
    """Note the country in whose name a body goes ("US forces", "South Korea's Hanwha Ocean"); ministries and forces act for it."""
    draft = o.drafts[0] if o.drafts else None
    if draft is None or not draft.id.startswith("organization/"):
        return
    if o.first > 1 and scene.doc[o.first - 1].tag_ == "POS" and (owner := scene.names.get(o.first - 2)) and owner.drafts:
        country, words = scene.register.country_of(owner.drafts[0]), scene.span(owner.first, owner.last)
    else:
        country, words = _lead(scene, o)
    if country is None or _is_of_other(draft, country):
        return
    draft.country = country.country
    if draft.cls in {"Government", "Ministry", "ArmedForce"}:
        scene.allegiances.append((o, country, words))


def _is_of_other(draft: Draft, country: Draft) -> bool:
    """Whether a body is known to be of another country."""
    return draft.country is not None and draft.country != country.country


def _lead(scene: Scene, o: Occurrence) -> tuple[Draft | None, Span]:
    """The country whose name or adjective a name begins with, and those words."""
    for last in range(min(o.first + 2, o.last - 1), o.first - 1, -1):
        names = scene.register.index.named(" ".join(scene.doc.between(o.first, last).split()))
        if names and names[0].entity.startswith("country/") and names[0].kind in {"name", "acronym", "demonym"}:
            return scene.register.known(names[0].entity), scene.span(o.first, last)
    return None, scene.span(o.first, o.first)


def _own_officer(scene: Scene, office: Office) -> None:
    """Give a person the country of the pronoun before the title ("Its leader Kim Jong Un")."""
    before = scene.doc[office.first - 1] if office.first else None
    if office.whose is not None or before is None or before.tag_ != "PRP$":
        return
    owner = resolve(scene, before)
    country = scene.register.country_of(owner.drafts[0]) if owner is not None and len(owner.drafts) == 1 else None
    if owner is not None and country is not None:
        office.whose = owner
        office.person.drafts[0].country = office.person.drafts[0].country or country.country


def _bestow(scene: Scene, office: Office) -> None:
    """Give a person the country and sector of an office, and the title's words to the person."""
    person = office.person.drafts[0]
    owner = office.whose.drafts[0] if office.whose and office.whose.drafts else None
    if office.former:
        person.sector = person.sector or None
    else:
        sector = owner.sector if owner is not None and owner.id.startswith("organization/") and owner.sector else office.sector
        person.sector = person.sector or sector
    country = scene.register.country_of(owner) if owner is not None else None
    person.country = person.country or (country.country if country else None)
    for i in office.leads:
        if i not in scene.names:
            scene.titles[i] = office.person


class Cast:
    """Who is who in one article."""

    def __init__(self, document: Document, scene: Scene, ontology: Ontology) -> None:
        self.document, self._scene, self._ontology = document, scene, ontology
        self._things = Things(scene)
        self._playing: dict[tuple[int, Role], tuple[Argument, ...]] = {}

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The names and descriptions of the article that are understood, in order."""
        found = {o.head: o for o in [*self._scene.names.values(), *self._scene.descriptions.values()] if o.drafts}
        rows = {(o.begin, o.end, o.drafts[0].cls): o for o in found.values()}
        return tuple(
            Mention(o.begin, o.end, o.text, o.first, o.last, o.head, cls, "name" if o.form == "name" else "description")
            for (_, _, cls), o in sorted(rows.items())
        )

    @property
    def lexicon(self) -> Lexicon:
        """The word lists by which the article was read."""
        return self._scene.lexicon

    def who(self, token: Word, *, role: Role = "any") -> tuple[Argument, ...]:
        """What a token stands for: entities and the words of its sentence that mean them; several for a plural, none when it is not known.

        With a ``role`` only what can play it: an ``actor`` (a capital gives its country), a ``place`` (a capital stays a city), a
        ``capability``, a ``topic``.
        """
        if role == "capability" or role == "topic":
            return self._thing(token, role)
        if role == "any":
            return self._meant(token, role)
        known = self._playing.get((token.i, role))  # many patterns ask; who plays what is settled before the first does
        if known is None:
            known = self._playing[token.i, role] = self._meant(token, role)
        return known

    def _meant(self, token: Word, role: Role) -> tuple[Argument, ...]:
        occurrence = None if token.is_space else self._occurrence(token)
        if occurrence is None or not occurrence.drafts:
            return self._thing(token, "capability") if role == "any" and occurrence is None and self._things.is_listed(token) else ()
        drafts = [self._as(draft, occurrence, token, role) for draft in occurrence.drafts]
        return tuple(Argument(d.entity(), occurrence.begin, occurrence.end) for d in dict.fromkeys(drafts) if self._plays(d, role))

    def roles(self) -> tuple[RoleClaim, ...]:
        """The offices that the text says persons hold, in order; former ones are left out."""
        claims = []
        for office in self._scene.offices:
            if office.former:
                continue
            whose = office.whose.drafts[0] if office.whose and office.whose.drafts else None
            person = office.person.drafts[0]
            country = self._scene.register.country_of(whose) if whose is not None and not self._is_foreign_body(whose) else None
            if country is None and whose is None and person.country:
                country = self._scene.register.country_of(person)
            body = whose if whose is not None and whose.id.startswith("organization/") else None
            span = self._scene.span(office.first, office.last)
            words = office.whose or office.person
            claims.append(
                RoleClaim(
                    self._argument(person, office.person),
                    " ".join(office.title.split()),
                    span,
                    self._argument(country, words) if country is not None else None,
                    self._argument(body, words) if body is not None else None,
                    self._scene.sentence[office.person.first],
                    not office.title.lower().endswith("counterpart"),
                )
            )
        return tuple(sorted(claims, key=lambda c: (c.span.begin, c.person.begin)))

    def allegiances(self) -> tuple[tuple[Argument, Argument, Span], ...]:
        """Who is said to be a country's: the actor, the country and the words that say so, in order."""
        return self._pairs(self._scene.allegiances)

    def locations(self) -> tuple[tuple[Argument, Argument, Span], ...]:
        """What is said to lie where: the body or site, the place and the words that say so, in order."""
        return self._pairs(self._scene.whereabouts)

    def quantity_of(self, token: Word) -> str | None:
        """The amount that the text gives for a noun ("two", "30 tonnes of"); None when it gives none."""
        return self._things.quantity_of(token)

    def _pairs(self, rows: list[Allegiance] | list[Whereabouts]) -> tuple[tuple[Argument, Argument, Span], ...]:
        found = {
            (o.begin, span.begin): (self._argument(o.drafts[0], o), Argument(other.entity(), span.begin, span.end), span)
            for o, other, span in rows
        }
        return tuple(found[key] for key in sorted(found))

    def _argument(self, draft: Draft, occurrence: Occurrence) -> Argument:
        return Argument(draft.entity(), occurrence.begin, occurrence.end)

    def _is_foreign_body(self, draft: Draft) -> bool:
        return draft.id.startswith("organization/") and draft.country is None

    def _occurrence(self, token: Word) -> Occurrence | None:
        """The name, title, description or pronoun that a token belongs to."""
        scene = self._scene
        found = scene.names.get(token.i) or scene.titles.get(token.i) or scene.descriptions.get(token.i)
        if found is not None:
            return found
        if token.lower_ in PRONOUNS:
            return resolve(scene, token)
        if token.tag_ in {"WP", "WDT", "WP$"}:
            verb = token.head
            while verb.dep_ != "relcl" and verb.head.i != verb.i:
                verb = verb.head
            return self._occurrence(verb.head) if verb.dep_ == "relcl" and verb.head.tag_ not in {"WP", "WDT"} else None
        return None

    def _as(self, draft: Draft, occurrence: Occurrence, token: Word, role: Role) -> Draft:
        """A draft in a role: a capital or seat that acts is its country's government."""
        if not draft.stands_for or role == "place":
            return draft
        if role == "any":
            before = self._scene.doc[occurrence.first - 1].lower_ if occurrence.first else ""
            if before in _PLACING or (draft.cls == "Facility" and self._scene.role(token) not in {"nsubj", "poss"}):
                return draft
        return self._scene.register.speaks_for(draft)

    def _plays(self, draft: Draft, role: Role) -> bool:
        wanted = {"actor": "Actor", "place": "Place"}.get(role)
        return wanted is None or self._ontology.is_a(draft.cls, wanted)

    def _thing(self, token: Word, role: str) -> tuple[Argument, ...]:
        found = self._things.named(token, role)
        return (found,) if found is not None else ()
