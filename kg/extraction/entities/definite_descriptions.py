"""Actors and sites that are described, not named: "Russian forces", "Seoul's defence ministry", "the
president", "a Philadelphia shipyard".

A description with a country or a body in it makes a thing of its own; one without refers back to what the
article has spoken of, or stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.generic_groups import may_be_people, unnamed_people
from kg.extraction.entities.implicit_country import homeland, stage
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.nominal_anaphora import refer_back, same_office
from kg.extraction.entities.noun_phrases import Phrase, read_phrase
from kg.extraction.entities.titles import title_at
from kg.resources.lexicon import heads, singular
from kg.resources.namespaces import slug

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["describe"]

_UNIQUE = frozenset({"Government", "Ministry", "ArmedForce"})


def describe(state: DiscourseState, resolve: Callable[[Token], ResolvedMention | None]) -> None:
    """Fill in the scene's descriptions, allegiances and whereabouts, in the order of the text.

    ``resolve`` tells whom a pronoun means.
    """
    for token in state.doc:
        if not token.tag_.startswith("NN") or token.i in state.names or token.i in state.titles:
            continue
        people = may_be_people(token.text, state.lexicon)
        listed, _ = heads(state.lexicon, token.text)
        if not (people or listed) or _is_modifier(state, token):
            continue
        found = _classify(state, token) if listed else None
        if found is None and not people:
            continue
        phrase = read_phrase(state, token, resolve)
        kind, noun, cls, sector = found or ("agent", singular(token.lower_), "Group", None)
        occurrence = _make(state, token, phrase, kind, noun, cls, sector) if found or phrase.owners else None
        if occurrence is None or not any(_is_placed(builder) for builder in occurrence.builders):
            occurrence = _at_home(state, token, phrase, noun, cls, sector) or occurrence
        if occurrence is not None:
            state.descriptions[token.i] = occurrence


def _is_modifier(state: DiscourseState, token: Token) -> bool:
    """Whether a noun only modifies the next one ("defence ministry spokesman")."""
    if token.i + 1 >= len(state.doc):
        return False
    follower = state.doc[token.i + 1]
    return (
        token.dep_ in {"compound", "nmod"}
        and token.head.i > token.i
        and follower.tag_.startswith("NN")
        and follower.i not in state.names
    )


def _classify(state: DiscourseState, token: Token) -> tuple[str, str, str, str | None] | None:
    """What a noun can head: kind of description, the noun as listed, class, sector; the longest listed noun
    that ends here.
    """
    lexicon = state.lexicon
    for width in (3, 2, 1):
        first = token.i - width + 1
        if first < 0 or any(k in state.names for k in range(first, token.i)):
            continue
        words = [lexicon.spelled(state.doc[k].text) for k in range(first, token.i + 1)]
        plain = " ".join(words).replace(" - ", "-")
        single = " ".join([*words[:-1], singular(words[-1])]).replace(" - ", "-")
        for noun in (plain, single):
            if noun in lexicon.organizations:
                return ("organization", noun, *lexicon.organizations[noun])
            if noun in lexicon.facilities:
                return "facility", noun, "Facility", None
            if noun in lexicon.agents:
                return "agent", noun, "Group", lexicon.agents[noun]
            if noun in lexicon.places:
                return "place", noun, "Place", None
    if (
        token.lower_ in lexicon.country_plurals
        or token.lower_ in lexicon.country_words
        or token.lower_ in lexicon.person_plurals
    ):
        return "reference", token.lower_, "", None
    title = title_at(state.doc, token.i, lexicon)
    return ("agent", singular(token.lower_), "Group", title[1]) if title else None


def _make(
    state: DiscourseState, token: Token, phrase: Phrase, kind: str, noun: str, cls: str, sector: str | None
) -> ResolvedMention | None:
    beside = _beside(state, phrase, kind, cls)
    if beside is not None:
        return beside
    if kind in {"agent", "reference"}:
        held = same_office(state, phrase, token)
        if held:
            return state.occurrence(phrase.first, max(phrase.head, phrase.last), phrase.head, held)
    owner = _owner(state, phrase, kind)
    if kind == "place":
        return _place(state, phrase, noun, owner)
    if owner is not None and kind != "reference":
        maker = {"organization": _body, "agent": _group, "facility": _facility}[kind]
        return maker(state, phrase, noun, cls, sector, owner)
    return refer_back(state, phrase, token, kind, noun, cls)


def _is_placed(builder: EntityBuilder) -> bool:
    """Whether a draft is somebody in particular: of a country, of a body, or no group at all."""
    return builder.cls != "Group" or builder.country is not None or builder.sector in {"IGO", "NGO"}


def _at_home(
    state: DiscourseState, token: Token, phrase: Phrase, noun: str, cls: str, sector: str | None
) -> ResolvedMention | None:
    """People and bodies of the country that the text leaves to be understood: "protesters", "the army", "a
    court in Cairo".
    """
    if any(
        state.registry.country_of(builder) or _is_placed(builder)
        for owner in phrase.owners
        for builder in owner.builders
    ):
        return None
    if cls in _UNIQUE and phrase.determiner == "the" and (country := stage(state, token)):
        key = _portfolio(state, phrase, noun)
        id = f"organization/{slug(f'{country.label} {key}')}"
        builder = state.registry.make(
            cls, f"{_genitive(country.label)} {key}", country=country.country, sector=sector, id=id
        )
        return state.occurrence(_noun_start(state, phrase, key), phrase.head, phrase.head, [builder])
    people = unnamed_people(token, state.article, state.lexicon)
    country = homeland(state, phrase, token, people.entity.sector) if people is not None else None
    if people is None or country is None:
        return None
    entity = people.entity
    builder = state.registry.make(
        "Group", entity.label, country=country.country, sector=entity.sector, id=entity.id
    )
    words = state.doc.around(people.begin, people.end)
    return state.occurrence(words.start, words.end - 1, token.i, [builder])


def _genitive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _beside(state: DiscourseState, phrase: Phrase, kind: str, cls: str) -> ResolvedMention | None:
    """The name that stands right beside a describing noun: "shipbuilder Hanwha Ocean", "Yonhap news agency",
    "the city of Gyeongju".
    """
    if kind == "organization" and cls not in _UNIQUE:
        follower = state.names.get(phrase.head + 1)
        if (
            follower
            and follower.builders
            and follower.builders[0].id.startswith("organization/")
            and not state.doc[phrase.head].tag_.endswith("S")
        ):
            _refine(state, follower.builders[0], cls, phrase)
            return follower
        if phrase.owners and not phrase.possessed and phrase.owners[-1].builders:
            own = phrase.owners[-1].builders[0]
            if own.id.startswith("organization/") and own.cls in {"Organization", cls}:
                _refine(state, own, cls, None)
                whole = state.occurrence(phrase.owners[-1].first, phrase.head, phrase.head, [own], "name")
                own.names.add(whole.text)
                return whole
    if kind == "place" and phrase.preposition == "of" and phrase.after:
        return phrase.after[0]
    return None


def _refine(state: DiscourseState, builder: EntityBuilder, cls: str, phrase: Phrase | None) -> None:
    """Narrow the class of a named body by the noun beside it, and note whose country it is of."""
    if builder.cls == "Organization" and cls != "Organization":
        builder.cls = cls
        builder.sector = builder.sector or {
            "Company": "BUS",
            "MediaOrganization": "JRN",
            "ArmedGroup": "REB",
        }.get(cls)
    if phrase and phrase.owners and builder.country is None and phrase.owners[0].builders:
        country = state.registry.country_of(phrase.owners[0].builders[0])
        builder.country = country.country if country else None


def _owner(state: DiscourseState, phrase: Phrase, kind: str) -> tuple[ResolvedMention, EntityBuilder] | None:
    """The country or body that a phrase names as its own, and in which words.

    People "in" a place are not for that reason its people.
    """
    tied = {"of", "from"} if kind == "agent" else {"of", "from", "in", "for"}
    for occurrence in [*reversed(phrase.owners), *(phrase.after[:1] if phrase.preposition in tied else [])]:
        for builder in occurrence.builders[:1]:
            if builder.cls == "Person":
                country = state.registry.country_of(builder) if phrase.determiner in {"his", "her"} else None
                if country is not None:
                    return occurrence, country
            elif builder.cls not in {"Topic", "Capability"}:
                return occurrence, builder
    return None


def _said(
    state: DiscourseState,
    occurrence: ResolvedMention,
    phrase: Phrase,
    owner: tuple[ResolvedMention, EntityBuilder],
    country: EntityBuilder | None,
) -> None:
    if country is not None and country is not occurrence.builders[0]:
        words = owner[0]
        state.allegiances.append((occurrence, country, state.span(words.first, words.last)))


def _body(
    state: DiscourseState,
    phrase: Phrase,
    noun: str,
    cls: str,
    sector: str | None,
    owner: tuple[ResolvedMention, EntityBuilder],
) -> ResolvedMention | None:
    """A country's ministry, army, parliament ...: one body per country and kind; a company or party only
    where the name tells it apart.
    """
    country = (
        state.registry.country_of(owner[1]) if owner[1].cls == "Country" or owner[1].stands_for else None
    )
    if country is None or (
        state.doc[phrase.head].tag_.endswith("S")
        and noun
        not in {
            "armed forces",
            "security services",
            "defence forces",
            "self-defence forces",
            "revolutionary guards",
        }
    ):
        return _group(state, phrase, noun, "Group", sector, owner)
    key = _portfolio(state, phrase, noun)
    if cls not in _UNIQUE and noun not in _NATIONAL:
        return _group(state, phrase, noun, "Group", sector, owner)
    label = f"{_genitive(country.label)} {key}"
    builder = state.registry.make(
        cls,
        label,
        country=country.country,
        sector=sector,
        id=f"organization/{slug(f'{country.label} {key}')}",
    )
    own_words = phrase.owners and phrase.owners[-1] is owner[0] and owner[0].form == "name"
    first = phrase.first if own_words else _noun_start(state, phrase, key)
    occurrence = state.occurrence(first, phrase.head, phrase.head, [builder])
    builder.names.add(occurrence.text)
    _said(state, occurrence, phrase, owner, country)
    if phrase.preposition in {"in", "at"} and phrase.after and not own_words:
        place = phrase.after[0]
        state.whereabouts.append((occurrence, place.builders[0], state.span(phrase.head + 1, place.last)))
    return occurrence


_NATIONAL = frozenset(
    {
        "parliament",
        "police",
        "congress",
        "senate",
        "central bank",
        "supreme court",
        "judiciary",
        "legislature",
        "embassy",
        "constitutional court",
        "national assembly",
        "security services",
        "intelligence agency",
    }
)


def _portfolio(state: DiscourseState, phrase: Phrase, noun: str) -> str:
    """The noun with the words that make it one body among others: "defence ministry"; "ministry of defence"
    is the same.
    """
    width = noun.count(" ") + 1
    words: list[str] = [noun]
    i = phrase.head - width
    while (
        i >= phrase.first
        and i not in state.names
        and state.lexicon.spelled(state.doc[i].text) in state.lexicon.portfolios
    ):
        words.insert(0, state.lexicon.spelled(state.doc[i].text))
        i -= 1
    i = phrase.head + 1
    if len(words) == 1 and i + 1 < len(state.doc) and state.doc[i].lower_ == "of":
        tail = []
        i += 1
        while i < len(state.doc) and (
            state.lexicon.spelled(state.doc[i].text) in state.lexicon.portfolios
            or state.doc[i].lower_ in {"the", "and"}
        ):
            tail.append(state.lexicon.spelled(state.doc[i].text))
            i += 1
        words = [w for w in tail if w != "the"] + words
    return " ".join(words)


def _noun_start(state: DiscourseState, phrase: Phrase, key: str) -> int:
    return max(phrase.first, phrase.head - key.count(" "))


def _adjective(state: DiscourseState, builder: EntityBuilder) -> str:
    """How news text puts a country before a noun: "US", "Russian", "South Korean"."""
    names = (
        state.registry.knowledge.entities[builder.id].names
        if builder.id in state.registry.knowledge.entities
        else ()
    )
    if builder.id in state.lexicon.adjectives:
        return state.lexicon.adjectives[builder.id]
    first = builder.label.split()[0]
    demonyms = sorted(
        (n.text for n in names if n.kind == "demonym"), key=lambda t: (not t.startswith(first[:3]), len(t), t)
    )
    return demonyms[0] if demonyms else builder.label


def _group(
    state: DiscourseState,
    phrase: Phrase,
    noun: str,
    cls: str,
    sector: str | None,
    owner: tuple[ResolvedMention, EntityBuilder],
) -> ResolvedMention | None:
    """People who act for a country or a body, under one label however the text puts it: "Russian forces",
    "Russia's forces".
    """
    words, whose = owner
    if whose.cls == "ArmedGroup" and sector in {"REB", "UAF", "MIL"} and not phrase.possessed:
        whole = state.occurrence(
            min(words.first, phrase.head), max(words.last, phrase.head), phrase.head, [whose]
        )
        whose.names.add(whole.text)
        return whole
    country = state.registry.country_of(whose)
    if country is not None and whose.cls in _UNIQUE and phrase.possessed:
        whose = country
    if (
        whose.id.startswith("place/")
        and whose.stands_for is None
        and (words not in phrase.owners or noun in state.lexicon.vague)
    ):
        return None
    adjectives = (
        [o for o in phrase.owners if o.kind == "demonym" and o.builders]
        if words.kind == "demonym"
        else [words]
    )
    if words in phrase.after and whose.cls == "Country":
        adjectives = [o for o in phrase.after if o.builders and o.builders[0].cls == "Country"]
    builders = [
        _people(state, phrase, o, o.builders[0] if o is not words else whose, sector) for o in adjectives
    ]
    named = words in phrase.owners and words.form == "name"
    first = min(phrase.first, words.first) if named else phrase.first
    occurrence = state.occurrence(
        first, phrase.last if words in phrase.after else phrase.head, phrase.head, builders
    )
    for o, builder in zip(adjectives, builders, strict=True):
        if len(builders) == 1:
            builder.names.add(occurrence.text)
        land = state.registry.country_of(o.builders[0] if o is not words else whose)
        if land is not None and whose.cls != "Organization":
            one = state.occurrence(first, occurrence.last, phrase.head, [builder])
            state.allegiances.append((one, land, state.span(o.first, o.last)))
    return occurrence


def _people(
    state: DiscourseState, phrase: Phrase, words: ResolvedMention, whose: EntityBuilder, sector: str | None
) -> EntityBuilder:
    """The draft of a described group: rank, adjective of the country or name of the body, other modifiers,
    noun.
    """
    country = state.registry.country_of(whose)
    if country is not None and (whose is country or whose.stands_for):
        adjective = _adjective(state, country)
    else:
        adjective = words.text if words.form == "name" else whose.label
    held = {k for o in phrase.owners for k in range(o.first, o.last + 1)}
    free = [
        k
        for k in range(phrase.first, phrase.head)
        if k not in held and k not in state.names and state.doc[k].tag_ != "CC"
    ]
    modifiers = [w for k in free if (w := _plain(state, k))]
    ranks = [w for w in modifiers if w in _RANKS]
    label = " ".join(
        [*ranks, adjective, *(w for w in modifiers if w not in _RANKS), state.doc[phrase.head].lower_]
    )
    if whose.cls == "InternationalOrganization":
        sector = whose.sector  # what PLOVER codes is whose they are: UN soldiers and EU ministers are IGO
    return state.registry.make(
        "Group", label, country=country.country if country else whose.country, sector=sector or whose.sector
    )


_RANKS = frozenset({"senior", "top", "high-ranking", "high-level", "former", "retired", "unnamed", "junior"})


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


def _facility(
    state: DiscourseState,
    phrase: Phrase,
    noun: str,
    cls: str,
    sector: str | None,
    owner: tuple[ResolvedMention, EntityBuilder],
) -> ResolvedMention | None:
    """A site told apart by a place or an owner: "a Philadelphia shipyard" (which also says where it lies), "a
    Russian naval base".
    """
    words, builder = owner
    if words not in phrase.owners and phrase.preposition not in {"in", "of"}:
        return None
    if words in phrase.owners:
        label = " ".join(
            w
            for w in (
                words.text,
                *(_plain(state, k) for k in range(words.last + 1, phrase.head)),
                state.doc[phrase.head].lower_,
            )
            if w
        )
    else:
        label = " ".join(
            [
                words.text,
                *(w for k in range(phrase.first, phrase.head) if (w := _plain(state, k))),
                state.doc[phrase.head].lower_,
            ]
        )
    country = (
        state.registry.country_of(builder)
        if words.kind in {"demonym"} or builder.id.startswith("place/")
        else None
    )
    made = state.registry.make("Facility", label, country=country.country if country else None)
    last = phrase.last if words in phrase.after else phrase.head
    occurrence = state.occurrence(min(phrase.first, words.first), last, phrase.head, [made])
    made.names.add(occurrence.text)
    if (
        words.kind != "demonym"
        and not phrase.possessed
        and (builder.id.startswith("place/") or builder.cls == "Country")
        and noun not in {"embassy", "consulate"}
    ):
        state.whereabouts.append((occurrence, builder, state.span(words.first, words.last)))
    return occurrence


_REGIONS = frozenset(
    {
        "province",
        "region",
        "peninsula",
        "island",
        "state",
        "county",
        "prefecture",
        "territory",
        "strip",
        "valley",
        "district",
        "governorate",
    }
)


def _place(
    state: DiscourseState, phrase: Phrase, noun: str, owner: tuple[ResolvedMention, EntityBuilder] | None
) -> ResolvedMention | None:
    """The place named beside a place noun ("Donetsk province"); a country's capital."""
    if owner is None or owner[0] not in phrase.owners:
        return refer_back(state, phrase, state.doc[phrase.head], "place", noun, "Place")
    words, builder = owner
    known = state.registry.knowledge.entities.get(builder.id)
    if noun == "capital" and known is not None and known.capital:
        return state.occurrence(phrase.first, phrase.head, phrase.head, [state.registry.known(known.capital)])
    if builder.cls in {"Place", "City", "Region"} and not phrase.possessed and words.kind != "demonym":
        if builder.cls == "Place":
            builder.cls = (
                "City"
                if noun in {"city", "town", "village", "port city"}
                else "Region"
                if noun in _REGIONS
                else "Place"
            )
        return state.occurrence(words.first, phrase.head, phrase.head, [builder], "name")
    return None
