"""Actors and sites that are described, not named: "Russian forces", "Seoul's defence ministry", "the
president", "a Philadelphia shipyard".

A description with a country or a body in it makes an entity of its own; one without refers back to what the
article has spoken of, or stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.extraction.entities.described_entities import (
    Description,
    make_body,
    make_facility,
    make_group,
    noun_start,
    place_of,
    with_portfolio,
)
from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.generic_groups import unnamed_people
from kg.extraction.entities.implicit_country import country_from_context, country_of_article
from kg.extraction.entities.joined_names import joined_names
from kg.extraction.entities.labels import OF_STATE, SPEAKER, SPEAKERS, STATE_BODIES
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.nominal_anaphora import office_holders, refer_back
from kg.extraction.entities.noun_phrases import read_phrase
from kg.extraction.entities.title_words import title_at
from kg.extraction.entities.whereabouts import Owner, note_named_sites
from kg.resources.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["link_descriptions"]

_HIS = frozenset({"his", "her", "my"})
_Kind = tuple[str, str, str, str | None]
"""Kind of description, noun, class and sector, as in `Description`."""


def link_descriptions(state: DiscourseState, resolve: Callable[[Token], ResolvedMention | None]) -> None:
    """Add the descriptions of an article to its state, with the allegiances and whereabouts that they tell,
    in the order of the text; last those of what is a speaker's own ("our troops", the minister said).

    ``resolve`` tells whom a pronoun means.
    """
    nouns = [
        token
        for token in state.doc
        if token.tag_.startswith("NN") and token.i not in state.names and token.i not in state.titles
    ]
    for token in sorted(nouns, key=_is_speakers):
        mention = _described(state, token, resolve)
        if mention is not None:
            state.describe(token.i, mention)
    note_named_sites(state)


def _is_speakers(token: Token) -> bool:
    """Whether a noun has "our" or "my" before it."""
    return any(child.tag_ == "PRP$" and child.lower_ in SPEAKERS | SPEAKER for child in token.children)


def _described(
    state: DiscourseState, token: Token, resolve: Callable[[Token], ResolvedMention | None]
) -> ResolvedMention | None:
    """What a noun describes, as a mention; None when it describes nothing or nobody can tell."""
    people = state.lexicon.may_be_people(token.text)
    listed = state.lexicon.heads_description(token.text)
    if not (people or listed) or _is_modifier(state, token):
        return None
    found = _classify(state, token) if listed else None
    if found is None and not people:
        return None
    phrase = read_phrase(state, token, resolve)
    what = Description(phrase, *(found or ("agent", state.lexicon.singular(token.lower_), "Group", None)))
    mention = _make(state, token, what) if found or phrase.owners else None
    if mention is None or not any(_is_identified(state, builder) for builder in mention.builders):
        return _with_implicit_country(state, token, what) or mention
    return mention


def _is_modifier(state: DiscourseState, token: Token) -> bool:
    """Whether a noun only modifies the next one ("defence ministry spokesman")."""
    if token.i + 1 >= len(state.doc):
        return False
    follower = state.doc[token.i + 1]
    return (
        token.dep_ in {"compound", "nmod", "amod"}
        and token.head.i > token.i
        and follower.tag_.startswith("NN")
        and follower.i not in state.names
    )


def _classify(state: DiscourseState, token: Token) -> _Kind | None:
    """What a noun can head: the longest listed noun that ends there, a word that points back, or a title."""
    lexicon = state.lexicon
    for width in (3, 2, 1):
        first = token.i - width + 1
        if first < 0 or any(
            k in state.names and state.names[k].first >= first for k in range(first, token.i)
        ):
            continue
        words = [lexicon.spelled(state.doc[k].text) for k in range(first, token.i + 1)]
        for last in (words[-1], lexicon.singular(words[-1])):
            found = _listed(lexicon, " ".join([*words[:-1], last]).replace(" - ", "-"))
            if found is not None:
                return found
    word = token.lower_
    pointers = (lexicon.sides, lexicon.country_plurals, lexicon.country_words, lexicon.person_plurals)
    if any(word in words for words in pointers):
        return "reference", word, "", None
    title = title_at(state.doc, token.i, lexicon)
    return ("agent", lexicon.singular(word), "Group", title[1]) if title else None


def _listed(lexicon: Lexicon, noun: str) -> _Kind | None:
    """What the lexicon says that a noun describes."""
    if noun in lexicon.organizations:
        return ("organization", noun, *lexicon.organizations[noun])
    if noun in lexicon.facilities:
        return "facility", noun, "Facility", None
    if noun in lexicon.agents:
        return "agent", noun, "Group", lexicon.agents[noun]
    return ("place", noun, "Place", None) if noun in lexicon.places else None


def _make(state: DiscourseState, token: Token, what: Description) -> ResolvedMention | None:
    """The entity of a description: a name beside it, who holds the office, one of its own for its owner, or
    what it refers back to.
    """
    phrase = what.phrase
    beside = _name_beside(state, what) or joined_names(state, token, what)
    if beside is not None:
        return beside
    if what.kind in {"agent", "reference"}:
        held = office_holders(state, phrase, token)
        if held:
            return state.mention(phrase.first, max(phrase.head, phrase.last), phrase.head, held)
    owner = _owner(state, what)
    if what.kind == "place":
        if owner is not None and owner[0] in phrase.owners:
            return place_of(state, what, owner)
    elif owner is not None and what.kind == "reference":
        return _side_of(state, what, owner)
    elif owner is not None:
        maker = {"organization": make_body, "agent": make_group, "facility": make_facility}[what.kind]
        return maker(state, what, owner)
    return refer_back(state, phrase, token, what.kind, what.noun, what.cls)


def _side_of(state: DiscourseState, what: Description, owner: Owner) -> ResolvedMention | None:
    """The country whose side a phrase speaks of ("the Turkish side"), or that is somebody's own ("her
    country"); what other references with an owner point back to is looked for as that of those without.
    """
    phrase, lexicon = what.phrase, state.lexicon
    own = phrase.possessed and what.noun in lexicon.country_words
    country = state.registry.country_of(owner[1]) if own or what.noun in lexicon.sides else None
    if country is None:
        return refer_back(state, phrase, state.doc[phrase.head], what.kind, what.noun, what.cls)
    return state.mention(phrase.first, phrase.head, phrase.head, [country])


def _is_identified(state: DiscourseState, builder: EntityBuilder) -> bool:
    """Whether an entity is somebody in particular: of a country, of a body, or no group at all."""
    if builder.cls != "Group" or builder.country is not None:
        return True
    return builder.sector in state.lexicon.across_borders


def _with_implicit_country(state: DiscourseState, token: Token, what: Description) -> ResolvedMention | None:
    """People and bodies of the country that the text leaves to be understood: "protesters", "the army", "a
    court in Cairo".
    """
    phrase = what.phrase
    owners = [builder for owner in phrase.owners for builder in owner.builders]
    if any(state.registry.country_of(builder) or _is_identified(state, builder) for builder in owners):
        return None
    if what.cls in STATE_BODIES and phrase.determiner == "the":
        country = country_of_article(state, token)
        if country is not None:
            return _body_of_article(state, what, country)
    people = unnamed_people(token, state.article, state.lexicon)
    country = country_from_context(state, phrase, token, people.entity.sector) if people is not None else None
    if people is None or country is None:
        return None
    entity = people.entity
    builder = state.registry.make(
        "Group", entity.label, country=country.country, sector=entity.sector, id=entity.id
    )
    words = state.doc.around(people.begin, people.end)
    return state.mention(words.start, words.end - 1, token.i, [builder])


def _body_of_article(state: DiscourseState, what: Description, country: EntityBuilder) -> ResolvedMention:
    """A ministry, government or force of the country that an article is about."""
    key = with_portfolio(state, what)
    builder = state.registry.state_body(what.cls, country, key, what.sector)
    head = what.phrase.head
    return state.mention(noun_start(what, key), head, head, [builder])


def _name_beside(state: DiscourseState, what: Description) -> ResolvedMention | None:
    """The name that stands right beside a describing noun: "shipbuilder Hanwha Ocean", "Yonhap news agency",
    "the city of Gyeongju".
    """
    phrase = what.phrase
    if what.kind == "place" and phrase.preposition == "of" and phrase.after:
        return phrase.after[0]
    if what.kind == "organization" and what.cls not in STATE_BODIES:
        return _name_after(state, what) or _name_before(state, what)
    return None


def _name_after(state: DiscourseState, what: Description) -> ResolvedMention | None:
    """The name of a body that follows the noun for it ("shipbuilder Hanwha Ocean")."""
    phrase = what.phrase
    name = state.names.get(phrase.head + 1)
    if name is None or not name.builders or state.doc[phrase.head].tag_.endswith("S"):
        return None
    body = name.builders[0]
    if not body.id.startswith("organization/"):
        return None
    state.registry.narrow(body, what.cls)
    if phrase.owners and body.country is None and phrase.owners[0].builders:
        country = state.registry.country_of(phrase.owners[0].builders[0])
        body.country = country.country if country else None
    return name


def _name_before(state: DiscourseState, what: Description) -> ResolvedMention | None:
    """The name of a body together with the noun for it that follows ("Yonhap news agency")."""
    phrase = what.phrase
    if not phrase.owners or phrase.possessed or not phrase.owners[-1].builders:
        return None
    body = phrase.owners[-1].builders[0]
    if not body.id.startswith("organization/") or body.cls not in {"Organization", what.cls}:
        return None
    state.registry.narrow(body, what.cls)
    whole = state.mention(phrase.owners[-1].first, phrase.head, phrase.head, [body], "name")
    body.names.add(whole.text)
    return whole


def _in_office(what: Description, owner: EntityBuilder) -> bool:
    """Whether what is somebody's own acts for the country as he does: his ministers, his army, his country;
    not his house.
    """
    if what.kind == "agent":
        return {what.sector, owner.sector} <= OF_STATE
    return what.kind == "reference" or (what.kind == "organization" and owner.sector in OF_STATE)


def _owner(state: DiscourseState, what: Description) -> Owner | None:
    """The country or body that a phrase names as its own, and in which words; the country of somebody in
    office for those who are in office with him ("his ministers", not "his lawyer").

    People "in" a place are not for that reason its people.
    """
    lexicon, phrase = state.lexicon, what.phrase
    tied = lexicon.owner_prepositions if what.kind == "agent" else lexicon.body_owner_prepositions
    for mention in [*reversed(phrase.owners), *(phrase.after[:1] if phrase.preposition in tied else [])]:
        for builder in mention.builders[:1]:
            if builder.cls == "Person" or (builder.cls == "Group" and phrase.determiner in _HIS):
                country = state.registry.country_of(builder) if phrase.determiner in _HIS else None
                if country is not None and _in_office(what, builder):
                    return mention, country
            elif builder.cls not in {"Topic", "Capability"}:
                return mention, builder
    return None
