"""What passes between the packages: plain frozen values, no behaviour beyond their own identity.

Offsets are code points into ``Document.text``, half-open: ``text[begin:end]``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape
from typing import Literal

__all__ = [
    "Argument",
    "Document",
    "Entity",
    "Event",
    "Mention",
    "Modality",
    "Reading",
    "Span",
    "Statement",
    "Trigger",
]

Modality = Literal["actual", "planned", "possible", "negated"]


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    ``published`` is an ISO 8601 date or date-time, or ``--MM-DD`` when the year is unknown.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Words of an article, by code-point offsets."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that says a relation, by code-point offsets, with its lemma ("hold", "take over")."""

    begin: int
    end: int
    text: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or describe one thing, before it is known which.

    ``first``, ``last`` and ``head`` are token indices into the parsed article (``last`` inclusive). ``cls``
    is a class of the ontology ("Person"); ``form`` says how the thing is mentioned: by ``name``, as a
    ``description`` or by a ``pronoun``.
    """

    begin: int
    end: int
    text: str
    first: int
    last: int
    head: int
    cls: str
    form: Literal["name", "description", "pronoun"] = "name"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that the graph is about.

    ``id`` comes from content: ``person/ahn-gyu-back``, ``country/kor``. ``cls`` is its most specific class in
    the ontology. ``country`` is the ISO 3166-1 alpha-3 code of the country it is or acts for, ``sector`` a
    PLOVER sector code. ``same_as`` holds IRIs of the same thing elsewhere (Wikidata). ``aliases`` are other
    names used for it, sorted.
    """

    id: str
    cls: str
    label: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    same_as: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        """The entity on one line, for notebooks."""
        about = " · ".join(escape(one) for one in (self.cls, self.country, self.sector, *self.aliases) if one)
        return f'<b title="{escape(self.id)}">{escape(self.label)}</b> <small>{about}</small>'


@dataclass(frozen=True, slots=True)
class Argument:
    """An entity in a place of a statement, with the offsets of the words of this sentence that stand for
    it.
    """

    entity: Entity
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence says once: a typed relation, or an open predicate when ``relation`` is None.

    ``begin`` and ``end`` are ISO 8601 dates, months, years or ``--MM-DD`` (both inclusive). ``quantity`` is
    the amount that the sentence gives for the object ("two", "30 tonnes of"), ``occasion`` the proper name of
    the happening ("57th Security Consultative Meeting"), ``cue`` the lemma of the word that makes it
    planned, possible or negated ("decide", "fear", "deny"). ``place``, ``recipient``, ``topic`` and
    ``attributed_to`` are absent when the sentence does not say. Of what the sentence says of several times
    ("in 2019 and 2021") there is a statement for each, and ``occurrence`` counts them from 1.
    """

    article: str
    sentence: Span
    trigger: Trigger
    subject: Argument | None
    relation: str | None
    object: Argument | None
    modality: Modality = "actual"
    confidence: float = 0.5
    pattern: str = ""
    begin: str | None = None
    end: str | None = None
    place: Argument | None = None
    recipient: Argument | None = None
    topic: Argument | None = None
    attributed_to: Argument | None = None
    quantity: str | None = None
    occasion: str | None = None
    event: str | None = None
    cue: str | None = None
    occurrence: int = 1

    @property
    def id(self) -> str:
        """``statement/`` and 20 hexadecimal digits of a hash of what is said and where, and of the occurrence
        after the first (80 bits: no collision among 10^9 is likely).
        """
        said = (
            self.article,
            str(self.sentence.begin),
            str(self.trigger.begin),
            self.trigger.lemma,
            self.relation or "",
            self.subject.entity.id if self.subject else "",
            self.object.entity.id if self.object else "",
            self.modality,
            *((str(self.occurrence),) if self.occurrence > 1 else ()),
        )
        return "statement/" + hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:20]

    def _repr_html_(self) -> str:
        """What is said, and the sentence with the word that says it marked, for notebooks."""
        ends = [escape(end.entity.label) if end else "…" for end in (self.subject, self.object)]
        said = f"{ends[0]} {escape(self.relation or self.trigger.lemma)} {ends[1]}"
        when = " to ".join(dict.fromkeys(filter(None, (self.begin, self.end))))
        facts = ", ".join(filter(None, (self.modality, when, f"confidence {self.confidence:g}")))
        text, offset = self.sentence.text, self.sentence.begin
        begin, end = self.trigger.begin - offset, self.trigger.end - offset
        words = f"{escape(text[:begin])}<mark>{escape(text[begin:end])}</mark>{escape(text[end:])}"
        return f"<p><b>{said}</b> ({escape(facts)})<br>{words}</p>"


@dataclass(frozen=True, slots=True)
class Event:
    """A happening that one or more statements describe. ``cls`` is the statement class ("Meeting")."""

    id: str
    cls: str
    participants: tuple[Entity, ...]
    label: str | None = None
    begin: str | None = None
    end: str | None = None
    place: Entity | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one article says: what is stored as its named graph."""

    document: Document
    statements: tuple[Statement, ...]
    events: tuple[Event, ...] = ()
