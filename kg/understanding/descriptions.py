"""Actors and sites that are described, not named: "Russian forces", "Seoul's defence ministry", "the president", "a Philadelphia shipyard".

A description with a country or a body in it makes a thing of its own; one without refers back to what the article
has spoken of, or stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.graph.vocabulary import slug
from kg.understanding.entities import Draft, Occurrence
from kg.understanding.homeland import homeland, stage
from kg.understanding.lexicon import heads, singular
from kg.understanding.phrases import Phrase, read_phrase
from kg.understanding.references import refer_back, same_office
from kg.understanding.scene import Scene
from kg.understanding.titles import title_at
from kg.understanding.unnamed import may_be_people, unnamed_people

if TYPE_CHECKING:
    from kg.understanding.words import Word

__all__ = ["describe"]

_UNIQUE = frozenset({"Government", "Ministry", "ArmedForce"})


def describe(scene: Scene, resolve: Callable[[Word], Occurrence | None]) -> None:
    """Fill in the scene's descriptions, allegiances and whereabouts, in the order of the text. ``resolve`` tells whom a pronoun means."""
    for token in scene.doc:
        if not token.tag_.startswith("NN") or token.i in scene.names or token.i in scene.titles:
            continue
        people = may_be_people(token.text, scene.lexicon)
        listed, _ = heads(scene.lexicon, token.text)
        if not (people or listed) or _is_modifier(scene, token):
            continue
        found = _classify(scene, token) if listed else None
        if found is None and not people:
            continue
        phrase = read_phrase(scene, token, resolve)
        kind, noun, cls, sector = found or ("agent", singular(token.lower_), "Group", None)
        occurrence = _make(scene, token, phrase, kind, noun, cls, sector) if found or phrase.owners else None
        if occurrence is None or not any(_is_placed(draft) for draft in occurrence.drafts):
            occurrence = _at_home(scene, token, phrase, noun, cls, sector) or occurrence
        if occurrence is not None:
            scene.descriptions[token.i] = occurrence


def _is_modifier(scene: Scene, token: Word) -> bool:
    """Whether a noun only modifies the next one ("defence ministry spokesman")."""
    if token.i + 1 >= len(scene.doc):
        return False
    follower = scene.doc[token.i + 1]
    return (
        token.dep_ in {"compound", "nmod"} and token.head.i > token.i and follower.tag_.startswith("NN") and follower.i not in scene.names
    )


def _classify(scene: Scene, token: Word) -> tuple[str, str, str, str | None] | None:
    """What a noun can head: kind of description, the noun as listed, class, sector; the longest listed noun that ends here."""
    lexicon = scene.lexicon
    for width in (3, 2, 1):
        first = token.i - width + 1
        if first < 0 or any(k in scene.names for k in range(first, token.i)):
            continue
        words = [lexicon.spelled(scene.doc[k].text) for k in range(first, token.i + 1)]
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
    if token.lower_ in lexicon.country_plurals or token.lower_ in lexicon.country_words or token.lower_ in lexicon.person_plurals:
        return "reference", token.lower_, "", None
    title = title_at(scene.doc, token.i, lexicon)
    return ("agent", singular(token.lower_), "Group", title[1]) if title else None


def _make(scene: Scene, token: Word, phrase: Phrase, kind: str, noun: str, cls: str, sector: str | None) -> Occurrence | None:
    beside = _beside(scene, phrase, kind, cls)
    if beside is not None:
        return beside
    if kind in {"agent", "reference"}:
        held = same_office(scene, phrase, token)
        if held:
            return scene.occurrence(phrase.first, max(phrase.head, phrase.last), phrase.head, held)
    owner = _owner(scene, phrase, kind)
    if kind == "place":
        return _place(scene, phrase, noun, owner)
    if owner is not None and kind != "reference":
        maker = {"organization": _body, "agent": _group, "facility": _facility}[kind]
        return maker(scene, phrase, noun, cls, sector, owner)
    return refer_back(scene, phrase, token, kind, noun, cls)


def _is_placed(draft: Draft) -> bool:
    """Whether a draft is somebody in particular: of a country, of a body, or no group at all."""
    return draft.cls != "Group" or draft.country is not None or draft.sector in {"IGO", "NGO"}


def _at_home(scene: Scene, token: Word, phrase: Phrase, noun: str, cls: str, sector: str | None) -> Occurrence | None:
    """People and bodies of the country that the text leaves to be understood: "protesters", "the army", "a court in Cairo"."""
    if any(scene.register.country_of(draft) or _is_placed(draft) for owner in phrase.owners for draft in owner.drafts):
        return None
    if cls in _UNIQUE and phrase.determiner == "the" and (country := stage(scene, token)):
        key = _portfolio(scene, phrase, noun)
        id = f"organization/{slug(f'{country.label} {key}')}"
        draft = scene.register.make(cls, f"{_genitive(country.label)} {key}", country=country.country, sector=sector, id=id)
        return scene.occurrence(_noun_start(scene, phrase, key), phrase.head, phrase.head, [draft])
    people = unnamed_people(token, scene.article, scene.lexicon)
    country = homeland(scene, phrase, token, people.entity.sector) if people is not None else None
    if people is None or country is None:
        return None
    entity = people.entity
    draft = scene.register.make("Group", entity.label, country=country.country, sector=entity.sector, id=entity.id)
    words = scene.doc.around(people.begin, people.end)
    return scene.occurrence(words.start, words.end - 1, token.i, [draft])


def _genitive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _beside(scene: Scene, phrase: Phrase, kind: str, cls: str) -> Occurrence | None:
    """The name that stands right beside a describing noun: "shipbuilder Hanwha Ocean", "Yonhap news agency", "the city of Gyeongju"."""
    if kind == "organization" and cls not in _UNIQUE:
        follower = scene.names.get(phrase.head + 1)
        if (
            follower
            and follower.drafts
            and follower.drafts[0].id.startswith("organization/")
            and not scene.doc[phrase.head].tag_.endswith("S")
        ):
            _refine(scene, follower.drafts[0], cls, phrase)
            return follower
        if phrase.owners and not phrase.possessed and phrase.owners[-1].drafts:
            own = phrase.owners[-1].drafts[0]
            if own.id.startswith("organization/") and own.cls in {"Organization", cls}:
                _refine(scene, own, cls, None)
                whole = scene.occurrence(phrase.owners[-1].first, phrase.head, phrase.head, [own], "name")
                own.names.add(whole.text)
                return whole
    if kind == "place" and phrase.preposition == "of" and phrase.after:
        return phrase.after[0]
    return None


def _refine(scene: Scene, draft: Draft, cls: str, phrase: Phrase | None) -> None:
    """Narrow the class of a named body by the noun beside it, and note whose country it is of."""
    if draft.cls == "Organization" and cls != "Organization":
        draft.cls = cls
        draft.sector = draft.sector or {"Company": "BUS", "MediaOrganization": "JRN", "ArmedGroup": "REB"}.get(cls)
    if phrase and phrase.owners and draft.country is None and phrase.owners[0].drafts:
        country = scene.register.country_of(phrase.owners[0].drafts[0])
        draft.country = country.country if country else None


def _owner(scene: Scene, phrase: Phrase, kind: str) -> tuple[Occurrence, Draft] | None:
    """The country or body that a phrase names as its own, and in which words. People "in" a place are not for that reason its people."""
    tied = {"of", "from"} if kind == "agent" else {"of", "from", "in", "for"}
    for occurrence in [*reversed(phrase.owners), *(phrase.after[:1] if phrase.preposition in tied else [])]:
        for draft in occurrence.drafts[:1]:
            if draft.cls == "Person":
                country = scene.register.country_of(draft) if phrase.determiner in {"his", "her"} else None
                if country is not None:
                    return occurrence, country
            elif draft.cls not in {"Topic", "Capability"}:
                return occurrence, draft
    return None


def _said(scene: Scene, occurrence: Occurrence, phrase: Phrase, owner: tuple[Occurrence, Draft], country: Draft | None) -> None:
    if country is not None and country is not occurrence.drafts[0]:
        words = owner[0]
        scene.allegiances.append((occurrence, country, scene.span(words.first, words.last)))


def _body(scene: Scene, phrase: Phrase, noun: str, cls: str, sector: str | None, owner: tuple[Occurrence, Draft]) -> Occurrence | None:
    """A country's ministry, army, parliament ...: one body per country and kind; a company or party only where the name tells it apart."""
    country = scene.register.country_of(owner[1]) if owner[1].cls == "Country" or owner[1].stands_for else None
    if country is None or (
        scene.doc[phrase.head].tag_.endswith("S")
        and noun not in {"armed forces", "security services", "defence forces", "self-defence forces", "revolutionary guards"}
    ):
        return _group(scene, phrase, noun, "Group", sector, owner)
    key = _portfolio(scene, phrase, noun)
    if cls not in _UNIQUE and noun not in _NATIONAL:
        return _group(scene, phrase, noun, "Group", sector, owner)
    label = f"{_genitive(country.label)} {key}"
    draft = scene.register.make(cls, label, country=country.country, sector=sector, id=f"organization/{slug(f'{country.label} {key}')}")
    own_words = phrase.owners and phrase.owners[-1] is owner[0] and owner[0].form == "name"
    first = phrase.first if own_words else _noun_start(scene, phrase, key)
    occurrence = scene.occurrence(first, phrase.head, phrase.head, [draft])
    draft.names.add(occurrence.text)
    _said(scene, occurrence, phrase, owner, country)
    if phrase.preposition in {"in", "at"} and phrase.after and not own_words:
        place = phrase.after[0]
        scene.whereabouts.append((occurrence, place.drafts[0], scene.span(phrase.head + 1, place.last)))
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


def _portfolio(scene: Scene, phrase: Phrase, noun: str) -> str:
    """The noun with the words that make it one body among others: "defence ministry"; "ministry of defence" is the same."""
    width = noun.count(" ") + 1
    words: list[str] = [noun]
    i = phrase.head - width
    while i >= phrase.first and i not in scene.names and scene.lexicon.spelled(scene.doc[i].text) in scene.lexicon.portfolios:
        words.insert(0, scene.lexicon.spelled(scene.doc[i].text))
        i -= 1
    i = phrase.head + 1
    if len(words) == 1 and i + 1 < len(scene.doc) and scene.doc[i].lower_ == "of":
        tail = []
        i += 1
        while i < len(scene.doc) and (
            scene.lexicon.spelled(scene.doc[i].text) in scene.lexicon.portfolios or scene.doc[i].lower_ in {"the", "and"}
        ):
            tail.append(scene.lexicon.spelled(scene.doc[i].text))
            i += 1
        words = [w for w in tail if w != "the"] + words
    return " ".join(words)


def _noun_start(scene: Scene, phrase: Phrase, key: str) -> int:
    return max(phrase.first, phrase.head - key.count(" "))


def _adjective(scene: Scene, draft: Draft) -> str:
    """How news text puts a country before a noun: "US", "Russian", "South Korean"."""
    names = scene.register.knowledge.entities[draft.id].names if draft.id in scene.register.knowledge.entities else ()
    if draft.id in scene.lexicon.adjectives:
        return scene.lexicon.adjectives[draft.id]
    first = draft.label.split()[0]
    demonyms = sorted((n.text for n in names if n.kind == "demonym"), key=lambda t: (not t.startswith(first[:3]), len(t), t))
    return demonyms[0] if demonyms else draft.label


def _group(scene: Scene, phrase: Phrase, noun: str, cls: str, sector: str | None, owner: tuple[Occurrence, Draft]) -> Occurrence | None:
    """People who act for a country or a body, under one label however the text puts it: "Russian forces", "Russia's forces"."""
    words, whose = owner
    if whose.cls == "ArmedGroup" and sector in {"REB", "UAF", "MIL"} and not phrase.possessed:
        whole = scene.occurrence(min(words.first, phrase.head), max(words.last, phrase.head), phrase.head, [whose])
        whose.names.add(whole.text)
        return whole
    country = scene.register.country_of(whose)
    if country is not None and whose.cls in _UNIQUE and phrase.possessed:
        whose = country
    if whose.id.startswith("place/") and whose.stands_for is None and (words not in phrase.owners or noun in scene.lexicon.vague):
        return None
    adjectives = [o for o in phrase.owners if o.kind == "demonym" and o.drafts] if words.kind == "demonym" else [words]
    if words in phrase.after and whose.cls == "Country":
        adjectives = [o for o in phrase.after if o.drafts and o.drafts[0].cls == "Country"]
    drafts = [_people(scene, phrase, o, o.drafts[0] if o is not words else whose, sector) for o in adjectives]
    named = words in phrase.owners and words.form == "name"
    first = min(phrase.first, words.first) if named else phrase.first
    occurrence = scene.occurrence(first, phrase.last if words in phrase.after else phrase.head, phrase.head, drafts)
    for o, draft in zip(adjectives, drafts, strict=True):
        if len(drafts) == 1:
            draft.names.add(occurrence.text)
        land = scene.register.country_of(o.drafts[0] if o is not words else whose)
        if land is not None and whose.cls != "Organization":
            one = scene.occurrence(first, occurrence.last, phrase.head, [draft])
            scene.allegiances.append((one, land, scene.span(o.first, o.last)))
    return occurrence


def _people(scene: Scene, phrase: Phrase, words: Occurrence, whose: Draft, sector: str | None) -> Draft:
    """The draft of a described group: rank, adjective of the country or name of the body, other modifiers, noun."""
    country = scene.register.country_of(whose)
    if country is not None and (whose is country or whose.stands_for):
        adjective = _adjective(scene, country)
    else:
        adjective = words.text if words.form == "name" else whose.label
    held = {k for o in phrase.owners for k in range(o.first, o.last + 1)}
    free = [k for k in range(phrase.first, phrase.head) if k not in held and k not in scene.names and scene.doc[k].tag_ != "CC"]
    modifiers = [w for k in free if (w := _plain(scene, k))]
    ranks = [w for w in modifiers if w in _RANKS]
    label = " ".join([*ranks, adjective, *(w for w in modifiers if w not in _RANKS), scene.doc[phrase.head].lower_])
    if whose.cls == "InternationalOrganization":
        sector = whose.sector  # what PLOVER codes is whose they are: UN soldiers and EU ministers are IGO
    return scene.register.make("Group", label, country=country.country if country else whose.country, sector=sector or whose.sector)


_RANKS = frozenset({"senior", "top", "high-ranking", "high-level", "former", "retired", "unnamed", "junior"})


def _plain(scene: Scene, i: int) -> str:
    """A modifier as it stands in a label; empty for numbers, slack words, marks and possessive endings."""
    token = scene.doc[i]
    word = scene.lexicon.spelled(token.text)
    if (
        token.tag_[:2] in {"CD", "DT"}
        or token.tag_ in {"JJS", "JJR", "POS", "PRP$", "HYPH"}
        or token.is_punct
        or token.is_space
        or word in scene.lexicon.slack
    ):
        return ""
    return token.text if token.tag_.startswith("NNP") else word


def _facility(scene: Scene, phrase: Phrase, noun: str, cls: str, sector: str | None, owner: tuple[Occurrence, Draft]) -> Occurrence | None:
    """A site told apart by a place or an owner: "a Philadelphia shipyard" (which also says where it lies), "a Russian naval base"."""
    words, draft = owner
    if words not in phrase.owners and phrase.preposition not in {"in", "of"}:
        return None
    if words in phrase.owners:
        label = " ".join(
            w for w in (words.text, *(_plain(scene, k) for k in range(words.last + 1, phrase.head)), scene.doc[phrase.head].lower_) if w
        )
    else:
        label = " ".join(
            [words.text, *(w for k in range(phrase.first, phrase.head) if (w := _plain(scene, k))), scene.doc[phrase.head].lower_]
        )
    country = scene.register.country_of(draft) if words.kind in {"demonym"} or draft.id.startswith("place/") else None
    made = scene.register.make("Facility", label, country=country.country if country else None)
    last = phrase.last if words in phrase.after else phrase.head
    occurrence = scene.occurrence(min(phrase.first, words.first), last, phrase.head, [made])
    made.names.add(occurrence.text)
    if (
        words.kind != "demonym"
        and not phrase.possessed
        and (draft.id.startswith("place/") or draft.cls == "Country")
        and noun not in {"embassy", "consulate"}
    ):
        scene.whereabouts.append((occurrence, draft, scene.span(words.first, words.last)))
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


def _place(scene: Scene, phrase: Phrase, noun: str, owner: tuple[Occurrence, Draft] | None) -> Occurrence | None:
    """The place named beside a place noun ("Donetsk province"); a country's capital."""
    if owner is None or owner[0] not in phrase.owners:
        return refer_back(scene, phrase, scene.doc[phrase.head], "place", noun, "Place")
    words, draft = owner
    known = scene.register.knowledge.entities.get(draft.id)
    if noun == "capital" and known is not None and known.capital:
        return scene.occurrence(phrase.first, phrase.head, phrase.head, [scene.register.known(known.capital)])
    if draft.cls in {"Place", "City", "Region"} and not phrase.possessed and words.kind != "demonym":
        if draft.cls == "Place":
            draft.cls = "City" if noun in {"city", "town", "village", "port city"} else "Region" if noun in _REGIONS else "Place"
        return scene.occurrence(words.first, phrase.head, phrase.head, [draft], "name")
    return None
