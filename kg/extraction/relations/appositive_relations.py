"""Statements that a noun phrase makes by itself: an office, whom somebody acts for, where something lies.

"US Defence Secretary Pete Hegseth" says two things without a verb. Patterns with ``phrase = "title"``,
``"allegiance"`` or ``"location"`` say which relation each kind of phrase expresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.entities.linker import LinkedDocument, RoleClaim
from kg.extraction.entities.title_words import title_at
from kg.model import Argument, Entity, Span
from kg.nlp.tokens import ParsedDoc, Token
from kg.resources.lexicon import Lexicon
from kg.resources.namespaces import slug

__all__ = ["Attribute", "attributes", "office_at", "role_entity"]

_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """What one phrase says: who, the words that say it, and of what."""

    phrase: str
    subject: Argument
    words: Span
    object: Argument


def attributes(linked: LinkedDocument, small: frozenset[str]) -> Iterator[Attribute]:
    """All that the article's noun phrases say, in no order.

    ``small`` words stay small in the name of an office.
    """
    for claim in linked.roles():
        if claim.office:
            yield Attribute(
                "title",
                claim.person,
                claim.span,
                Argument(role_entity(claim.title, small), claim.span.begin, claim.span.end),
            )
        for whom in (claim.country if _acts_for_country(claim) else None, claim.organization):
            if whom is not None:
                yield Attribute("allegiance", claim.person, claim.span, whom)
    for subject, whom, words in linked.allegiances():
        yield Attribute("allegiance", subject, words, whom)
    for subject, where, words in linked.locations():
        yield Attribute("location", subject, words, where)


def _acts_for_country(claim: RoleClaim) -> bool:
    """Whether an office is a state's: the head of an American company does not act for the United States."""
    holder = claim.organization or claim.person
    return holder.entity.sector in _STATE or (claim.organization is None and holder.entity.sector is None)


def office_at(token: Token, doc: ParsedDoc, lexicon: Lexicon, text: str) -> Argument | None:
    """The role that a title names, in the words of the article's text; None when the noun is no title, or
    one of several persons.
    """
    found = title_at(doc, token.i, lexicon)
    if found is None or token.tag_.endswith("S"):
        return None
    begin, end = doc[found[0]].idx, token.idx + len(token)
    return Argument(role_entity(text[begin:end], doc.words.small_words), begin, end)


def role_entity(title: str, small: frozenset[str]) -> Entity:
    """The role that a title names: "defence minister" and "Defence Minister" are one."""
    words = [w if w.lower() in small and i else w[:1].upper() + w[1:] for i, w in enumerate(title.split())]
    label = " ".join(words)
    return Entity(f"role/{slug(label)}", "Role", label)
