"""The entities that describing phrases make for the country, body or place that they name: a country's
ministry, its forces and officials, a site somewhere, a province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.labels import STATE_BODIES
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention, genitive
from kg.extraction.entities.noun_phrases import Phrase
from kg.extraction.entities.whereabouts import Owner, named_places, note_places, places_behind

__all__ = [
    "Description",
    "make_body",
    "make_facility",
    "make_group",
    "noun_start",
    "place_of",
    "with_portfolio",
]


@dataclass(frozen=True, slots=True)
class Description:
    """A describing phrase: ``kind`` is ``organization``, ``facility``, ``agent``, ``place`` or ``reference``
    (it only points back), ``noun`` its head as the lexicon has it, ``cls`` and ``sector`` what that makes.
    """

    phrase: Phrase
    kind: str
    noun: str
    cls: str
    sector: str | None = None


def make_body(state: DiscourseState, what: Description, owner: Owner) -> ResolvedMention | None:
    """A country's ministry, army, parliament ..., or a place's ministry: one body per country and kind; a
    company or party only where the name tells it apart.
    """
    phrase, lexicon = what.phrase, state.lexicon
    country = (
        state.registry.country_of(owner[1]) if owner[1].cls == "Country" or owner[1].stands_for else None
    )
    several = state.doc[phrase.head].tag_.endswith("S") and what.noun not in lexicon.plural_bodies
    national = what.cls in STATE_BODIES or what.noun in lexicon.national_bodies
    if several and national and len(owners := _owners(phrase, owner[0], owner[1])) > 1:
        return _bodies(state, what, owners)
    local = what.cls == "Ministry" and owner[1].id.startswith("place/")
    if several or not (local if country is None else national):
        return make_group(state, what, owner)
    key = with_portfolio(state, what)
    builder = state.registry.state_body(what.cls, country or owner[1], key, what.sector)
    named = bool(phrase.owners) and phrase.owners[-1] is owner[0] and owner[0].form == "name"
    first = phrase.first if named else noun_start(what, key)
    mention = state.mention(first, phrase.head, phrase.head, [builder])
    builder.names.add(mention.text)
    if country is not None:
        _note_allegiance(state, mention, country, owner[0])
    if phrase.preposition in lexicon.site_prepositions and phrase.after and not named:
        place = phrase.after[0]
        state.whereabouts.append((mention, place.builders[0], state.span(phrase.head + 1, place.last)))
    return mention


def _bodies(
    state: DiscourseState, what: Description, owners: Sequence[ResolvedMention]
) -> ResolvedMention | None:
    """The bodies of several countries: "the governments of Chad and Mali"."""
    key, builders = state.lexicon.singular(with_portfolio(state, what)), []
    for owner in owners:
        country = state.registry.country_of(owner.builders[0])
        if country is None:
            return None
        builders.append(state.registry.state_body(what.cls, country, key, what.sector))
    phrase = what.phrase
    return state.mention(phrase.first, max(phrase.last, phrase.head), phrase.head, builders)


def with_portfolio(state: DiscourseState, what: Description) -> str:
    """The noun with the words that make it one body among others: "defence ministry"; "ministry of defence"
    is the same.
    """
    lexicon, phrase = state.lexicon, what.phrase
    words: list[str] = []
    i = phrase.head - what.noun.count(" ") - 1
    while i >= phrase.first and i not in state.names:
        word = lexicon.spelled(state.doc[i].text)
        if word not in lexicon.portfolios:
            break
        words.insert(0, word)
        i -= 1
    if not words:
        words = _portfolio_after(state, phrase.head + 1)
    return " ".join([*words, what.noun])


def _portfolio_after(state: DiscourseState, i: int) -> list[str]:
    """The words of a portfolio after "of" at token ``i``, which is not the last."""
    doc, words = state.doc, list[str]()
    if i + 1 >= len(doc) or doc[i].lower_ != "of":
        return words
    for k in range(i + 1, len(doc)):
        word = state.lexicon.spelled(doc[k].text)
        if word not in state.lexicon.portfolios and word not in {"the", "and"}:
            break
        words.append(word)
    return [word for word in words if word != "the"]


def noun_start(what: Description, key: str) -> int:
    """The first token of the words of ``key`` that end at a phrase's head."""
    return max(what.phrase.first, what.phrase.head - key.count(" "))


def make_group(state: DiscourseState, what: Description, owner: Owner) -> ResolvedMention | None:
    """People who act for a country or a body, under one label however the text puts it: "Russian forces",
    "Russia's forces".
    """
    phrase, words = what.phrase, owner[0]
    if (
        owner[1].cls == "ArmedGroup"
        and what.sector in state.lexicon.fighting
        and _is_all(state, phrase, words)
    ):
        return _armed_group(state, phrase, owner)
    whose = _principal(state, what, owner)
    if whose is None:
        return None
    owners = [(o, whose if o is words else o.builders[0]) for o in _owners(phrase, words, whose)]
    builders = [_people(state, what, o, theirs, len(owners)) for o, theirs in owners]
    named = words in phrase.owners and words.form == "name"
    first = min(phrase.first, words.first) if named else phrase.first
    last = phrase.last if words in phrase.after else phrase.head
    mention = state.mention(first, last, phrase.head, builders)
    if len(builders) == 1:
        builders[0].names.add(mention.text)
    if whose.cls != "Organization":
        for (o, theirs), builder in zip(owners, builders, strict=True):
            one = state.mention(first, last, phrase.head, [builder])
            _note_allegiance(state, one, state.registry.country_of(theirs), o)
    return mention


def _is_all(state: DiscourseState, phrase: Phrase, words: ResolvedMention) -> bool:
    """Whether a phrase means an armed group with its fighters: several, with nothing but the group's name
    before them.
    """
    plural = state.doc[phrase.head].tag_.endswith("S")
    return plural and not phrase.possessed and words.last + 1 == phrase.head


def _principal(state: DiscourseState, what: Description, owner: Owner) -> EntityBuilder | None:
    """For whom described people act: a possessing state body's country, else the owner; None for a place that
    is only where they are.
    """
    words, whose = owner
    if whose.cls in STATE_BODIES and what.phrase.possessed:
        whose = state.registry.country_of(whose) or whose
    placed = whose.id.startswith("place/") and whose.stands_for is None
    if placed and (words not in what.phrase.owners or what.noun in state.lexicon.vague):
        return None
    return whose


def _note_allegiance(
    state: DiscourseState, who: ResolvedMention, country: EntityBuilder | None, words: ResolvedMention
) -> None:
    """Note that somebody is a country's, and the words that say so; nothing for a country itself."""
    if country is not None and country is not who.builders[0]:
        state.allegiances.append((who, country, state.span(words.first, words.last)))


def _armed_group(state: DiscourseState, phrase: Phrase, owner: Owner) -> ResolvedMention:
    """The armed group that a phrase names with its fighters ("Taliban fighters")."""
    words, group = owner
    first, last = min(words.first, phrase.head), max(words.last, phrase.head)
    whole = state.mention(first, last, phrase.head, [group])
    group.names.add(whole.text)
    return whole


def _owners(phrase: Phrase, words: ResolvedMention, whose: EntityBuilder) -> list[ResolvedMention]:
    """The names of all whose people a phrase describes: "Indian and Pakistani troops", "the armies of India
    and Pakistan"; else the words of the one owner.
    """
    if words in phrase.after and whose.cls == "Country":
        return [o for o in phrase.after if o.builders and o.builders[0].cls == "Country"]
    if words.kind == "demonym":
        return [o for o in phrase.owners if o.kind == "demonym" and o.builders]
    return [words]


def _people(
    state: DiscourseState, what: Description, words: ResolvedMention, whose: EntityBuilder, owners: int
) -> EntityBuilder:
    """A described group, labelled by rank, adjective of the country or name of the body, other modifiers and
    noun; a single person is of this article alone, and so is each of "the presidents of Chad and Mali".
    """
    country, ranks = state.registry.country_of(whose), state.lexicon.ranks
    if country is not None and (whose is country or whose.stands_for):
        adjective = _adjective(state, country)
    else:
        described = genitive(whose.label) if whose.cls == "Group" else whose.label
        adjective = words.text if words.form == "name" else described
    joined = _joined_to(state, words)
    if joined and words.form == "name":
        adjective = state.doc.between(words.first, joined)
    modifiers = _modifiers(state, what.phrase)
    before = [w for w in modifiers if w in ranks]
    after = [w for w in modifiers if w not in ranks]
    noun = state.doc[what.phrase.head].lower_
    if owners > 1 and what.noun in state.lexicon.titles:
        noun = state.lexicon.singular(noun)
    label = " ".join([*before, adjective, *after, noun])
    sector = what.sector
    if whose.cls in {"InternationalOrganization", "ArmedGroup"}:
        sector = whose.sector  # what PLOVER codes is whose they are: UN soldiers and EU ministers are IGO
    return state.registry.make(
        "Group",
        label,
        country=country.country if country else whose.country,
        sector=sector or whose.sector,
        local=state.doc[what.phrase.head].tag_ == "NN" or noun != state.doc[what.phrase.head].lower_,
    )


def _joined_to(state: DiscourseState, words: ResolvedMention) -> int | None:
    """The token that a hyphen joins to the end of a name: "based" of "Peru-based"; None without one."""
    last = words.last + 2
    hyphened = last < len(state.doc) and state.doc[last - 1].tag_ == "HYPH" and last not in state.names
    return last if hyphened and state.doc[last].text.islower() else None


def _modifiers(state: DiscourseState, phrase: Phrase) -> list[str]:
    """The words of a phrase before its head that are no names, as they stand in a label."""
    named = (*phrase.owners, *phrase.helpers)
    held = {k for o in named for k in range(o.first, (_joined_to(state, o) or o.last) + 1)}
    free = [
        k
        for k in range(phrase.first, phrase.head)
        if k not in held and k not in state.names and state.doc[k].tag_ != "CC"
    ]
    return _words(state, free)


def _words(state: DiscourseState, free: Sequence[int]) -> list[str]:
    """Tokens as they stand in a label; those with hyphens between them are one word ("5,500-strong")."""
    words: list[str] = []
    joined = False
    for k in free:
        hyphens = [
            j for j in (k - 1, k + 1) if 0 <= j < len(state.doc) and state.doc[j].tag_ == "HYPH" and j in free
        ]
        word = (
            state.lexicon.spelled(state.doc[k].text)
            if hyphens and state.doc[k].tag_ != "NNP"
            else _plain(state, k)
        )
        if state.doc[k].tag_ == "HYPH":
            joined = bool(words)
        elif word and joined:
            words[-1] += f"-{word}"
            joined = False
        elif word:
            words.append(word)
    return words


def _adjective(state: DiscourseState, country: EntityBuilder) -> str:
    """How news text puts a country before a noun: "US", "Russian", "South Korean"."""
    if country.id in state.lexicon.adjectives:
        return state.lexicon.adjectives[country.id]
    known = state.registry.knowledge.entities.get(country.id)
    first = country.label.split()[0]
    demonyms = sorted(
        (name.text for name in (known.names if known else ()) if name.kind == "demonym"),
        key=lambda text: (not text.startswith(first[:3]), len(text), text),
    )
    return demonyms[0] if demonyms else country.label


def _plain(state: DiscourseState, i: int) -> str:
    """A modifier as it stands in a label; empty for numbers, slack words, marks and possessive endings."""
    token = state.doc[i]
    word = state.lexicon.spelled(token.text)
    if (
        token.tag_[:2] in {"CD", "DT"}
        or token.tag_ in {"JJS", "JJR", "POS", "PRP$", "HYPH"}
        or token.is_punct
        or token.is_space
        or word in state.lexicon.slack
    ):
        return ""
    return token.text if token.tag_.startswith("NNP") else word


def make_facility(state: DiscourseState, what: Description, owner: Owner) -> ResolvedMention | None:
    """A site of this article, told apart by a place or an owner: "a Philadelphia shipyard" (which also says
    where it lies), "a Russian naval base", "bases in Hawaii and Guam".
    """
    phrase, (words, builder) = what.phrase, owner
    before = words in phrase.owners
    if not before and phrase.preposition not in state.lexicon.site_owner_prepositions:
        return None
    if before and builder.cls == "Facility" and not phrase.possessed:
        return _named_site(state, phrase, words, builder)
    start = words.last + 1 if before else phrase.first
    modifiers = _words(state, range(start, phrase.head))
    noun, places = state.doc[phrase.head].lower_, [] if before else named_places(state, phrase.after)
    whose = genitive(builder.label) if state.doc[words.head].tag_ == "PRP$" else words.text
    if len(places) > 1:
        label = " ".join([*modifiers, noun, state.span(phrase.head + 1, places[-1][0].last).text])
    else:
        label = " ".join([whose, *modifiers, noun])
    is_place = builder.id.startswith("place/")
    tells = words.kind == "demonym" or is_place or what.noun in state.lexicon.missions
    country = state.registry.country_of(builder) if tells else None
    made = state.registry.make("Facility", label, country=country.country if country else None, local=True)
    last = phrase.last if words in phrase.after else phrase.head
    mention = state.mention(min(phrase.first, words.first), last, phrase.head, [made])
    made.names.add(mention.text)
    _note_whereabouts(state, what, mention, owner)
    return mention


def _named_site(
    state: DiscourseState, phrase: Phrase, words: ResolvedMention, builder: EntityBuilder
) -> ResolvedMention:
    """The site whose name stands before the noun for it ("the Taj Mahal hotel"), and where it lies."""
    mention = state.mention(words.first, phrase.head, phrase.head, [builder], "name")
    builder.names.add(mention.text)
    note_places(state, mention, places_behind(state, phrase))
    return mention


def _note_whereabouts(
    state: DiscourseState, what: Description, mention: ResolvedMention, owner: Owner
) -> None:
    """Note where a site lies: in the places behind its noun, else in the place before it. What belongs to a
    country need not lie there when the text says where it lies.
    """
    phrase, words = what.phrase, owner[0]
    if what.noun in state.lexicon.missions:
        return
    found = places_behind(state, phrase)
    if not found and words.kind != "demonym" and not phrase.possessed:
        found = named_places(state, [words])
    note_places(state, mention, found)


def place_of(state: DiscourseState, what: Description, owner: Owner) -> ResolvedMention | None:
    """The place named before a place noun ("Donetsk province"), or a country's capital."""
    phrase, (words, builder) = what.phrase, owner
    known = state.registry.knowledge.entities.get(builder.id)
    if what.noun == "capital" and known is not None and known.capital:
        return state.mention(phrase.first, phrase.head, phrase.head, [state.registry.known(known.capital)])
    if builder.cls not in {"Place", "City", "Region"} or phrase.possessed or words.kind == "demonym":
        return None
    if builder.cls == "Place" and what.noun in state.lexicon.settlements:
        builder.cls = "City"
    elif builder.cls == "Place" and what.noun in state.lexicon.divisions:
        builder.cls = "Region"
    joined = _joined_before(state, words) if state.doc[phrase.head].tag_ == "NNS" else []
    first = joined[0].first if joined else words.first
    builders = [*(o.builders[0] for o in joined), builder]
    return state.mention(first, phrase.head, phrase.head, builders, "description" if joined else "name")


def _joined_before(state: DiscourseState, words: ResolvedMention) -> list[ResolvedMention]:
    """The names of places that stand before another in a list: Sumy, of "the Sumy and Kharkiv regions"."""
    found: list[ResolvedMention] = []
    while words.first > 1 and state.doc[words.first - 1].lower_ in {"and", "or", ","}:
        before = state.names.get(words.first - 2)
        if before is None or len(before.builders) != 1 or not before.builders[0].id.startswith("place/"):
            break
        found.insert(0, before)
        words = before
    return found
