"""Pronoun resolution: the likeliest of what was spoken of before, or nobody when that is not clear enough.

Candidates are weighed by distance and grammatical role, after Lappin and Leass (1994, Computational
Linguistics 20:4), in a small form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.labels import (
    FEMALE,
    MALE,
    OF_STATE,
    PLURAL,
    PRONOUNS,
    SPEAKER,
    SPEAKERS,
    THING,
)
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.plural_pronouns import several
from kg.extraction.entities.quotations import is_quoted_by, speaker_of_quotation
from kg.extraction.entities.title_words import title_at
from kg.nlp.tokens import NOMINAL_SUBJECTS

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["is_pronoun", "resolve"]

_ROLES = {
    "nsubj": 80,
    "nsubjpass": 75,
    "agent": 50,
    "dobj": 45,
    "dative": 45,
    "poss": 35,
    "pobj": 25,
    "attr": 20,
}


_ARGUMENTS = NOMINAL_SUBJECTS | {"dobj", "pobj", "dative"}
_UNNAMED = 0.75
"""How much less likely somebody is who is only described than somebody with a name in his place."""
_WITHIN = frozenset({"advcl", "ccomp", "relcl", "xcomp"})
"""Clauses within another, whose subject a pronoun in them may mean: "Chad said Mali attacked it"."""
_SURE = 20
"""How much likelier somebody is whose sex is known to be that of the pronoun."""


def is_pronoun(token: Token) -> bool:
    """Whether a word stands for what was spoken of: a pronoun, or "both" without a noun."""
    return token.lower_ in PRONOUNS or _is_pair(token)


def _is_pair(token: Token) -> bool:
    return token.lower_ == "both" and token.dep_ in _ARGUMENTS


def resolve(state: DiscourseState, token: Token) -> ResolvedMention | None:
    """What a pronoun stands for, as a mention at the pronoun; None when that is not clear.

    Each pronoun is worked out once.
    """
    if token.i not in state.pronouns:
        state.pronouns[token.i] = None  # a pronoun never refers to itself by way of another
        builders = _antecedents(state, token)
        if builders:
            state.take_up(token.i, state.mention(token.i, token.i, token.i, builders, "pronoun"))
    return state.pronouns[token.i]


def _antecedents(state: DiscourseState, token: Token) -> list[EntityBuilder]:
    """What a pronoun takes up, by its form."""
    word = token.lower_
    joined = _joined_owner(state, token)
    if joined:
        return joined
    if word in MALE or word in FEMALE:
        return _person(state, token, word in FEMALE)
    if word in PLURAL:
        return several(state, token, _barred(state, token))
    if _is_pair(token):
        pair = several(state, token, _barred(state, token))
        return pair if len(pair) == 2 else []
    if word in THING:
        return _thing(state, token)
    if word in SPEAKER or word in SPEAKERS:
        return _speaker(state, token, word in SPEAKERS)
    return []


def _joined_owner(state: DiscourseState, token: Token) -> list[EntityBuilder]:
    """Whose something is that is joined to its owner: "Togo and its leader", "Ana Lund and her ministers"."""
    noun = token.head
    while noun.dep_ in {"compound", "nmod"}:
        noun = noun.head
    if token.tag_ != "PRP$" or noun.dep_ != "conj" or token.i < 2 or state.doc[token.i - 1].lower_ != "and":
        return []
    for before in (state.doc[token.i - 2], noun.head):
        for found in _at(state, before) if before.i < token.i else []:
            builders = [state.registry.speaks_for(one) for one in found.builders]
            if len(builders) == 1 and _may_own(state, found, token.lower_):
                return builders
    return []


def _may_own(state: DiscourseState, mention: ResolvedMention, pronoun: str) -> bool:
    """Whether a possessive can mean somebody by its form."""
    builder = mention.builders[0]
    if pronoun in THING:
        return _is_body(builder)
    person = builder.cls == "Person" or _is_one_person(state, mention)
    return pronoun in MALE | FEMALE and person and builder.female in {None, pronoun in FEMALE}


def _person(state: DiscourseState, token: Token, female: bool) -> list[EntityBuilder]:
    """The likeliest person for "he" or "she": by role and distance, and by how often they are spoken of."""
    ahead = _main_subject(state, token)
    if ahead is not None and ahead.builders[0].female in {None, female}:
        return list(ahead.builders)
    barred = _barred(state, token)
    best: tuple[float, EntityBuilder] | None = None
    heard: dict[EntityBuilder, int] = {}
    for mention in _spoken(state, token, 3):
        builder = mention.builders[0]
        if (
            len(mention.builders) != 1
            or not (builder.cls == "Person" or _is_one_person(state, mention))
            or builder.female not in {None, female}
            or builder in barred
            or is_quoted_by(state.doc[mention.head], token, state.lexicon.saying)
        ):
            continue
        heard[builder] = heard.get(builder, 0) + 1
        score = _weight(state, mention, token) * (1 if builder.cls == "Person" else _UNNAMED)
        score += 4 * min(heard[builder], 5)
        score += _SURE if builder.female is female else 0
        if best is None or score > best[0]:
            best = score, builder
    return [best[1]] if best else []


def _is_one_person(state: DiscourseState, mention: ResolvedMention) -> bool:
    """Whether a description is of one person: "Togo's president", "a French journalist"."""
    noun = state.doc[mention.head]
    if mention.form != "description" or noun.tag_ != "NN" or mention.builders[0].cls != "Group":
        return False
    titled = title_at(state.doc, noun.i, state.lexicon) is not None
    return titled or state.lexicon.noun_kind(noun.text) == "people"


def _spoken(state: DiscourseState, token: Token, sentences: int) -> list[ResolvedMention]:
    """What is spoken of before a pronoun, earlier pronouns that were worked out included, nearest first."""
    found = [*state.before(token.i, sentences), *state.pronouns_before(token.i, sentences)]
    return sorted(found, key=lambda o: -o.head)


def _weight(state: DiscourseState, mention: ResolvedMention, token: Token) -> float:
    """How likely a pronoun takes up a mention, by role and distance."""
    role = state.role(state.doc[mention.head])
    if role not in _ROLES and state.precedes_verb(mention):
        role = "nsubj"
    parallel = 25 if role in NOMINAL_SUBJECTS and token.dep_ in NOMINAL_SUBJECTS else 0
    distance = state.sentence[token.i] - state.sentence[mention.head]
    return float((100 + _ROLES.get(role, 15) + parallel) * 0.55**distance)


def _barred(state: DiscourseState, token: Token) -> set[EntityBuilder]:
    """Those whom a pronoun cannot mean: the subject of the verb whose object it is."""
    if token.tag_ == "PRP$" or token.lower_.endswith(("self", "selves")):
        return set()
    verb = token.head.head if token.dep_ == "pobj" else token.head
    if token.dep_ not in {"dobj", "dative", "pobj", "iobj"} or verb.tag_[:2] != "VB":
        return set()
    return {
        d
        for child in verb.children
        if child.dep_ in NOMINAL_SUBJECTS
        for o in _at(state, child)
        for d in o.builders
    }


def _at(state: DiscourseState, token: Token) -> list[ResolvedMention]:
    found = state.names.get(token.i) or state.titles.get(token.i) or state.descriptions.get(token.i)
    if found is None and is_pronoun(token):
        found = state.pronouns.get(token.i)
    return [found] if found is not None and found.builders else []


def _main_subject(state: DiscourseState, token: Token) -> ResolvedMention | None:
    """The person who is the subject that follows a fronted phrase with a possessive ("In his speech, Trump
    said").
    """
    if token.tag_ != "PRP$" or next(state.before(token.i, 0), None) is not None:
        return None
    verb = token.head
    while verb.tag_[:2] != "VB" and verb.head.i != verb.i:
        verb = verb.head
    for child in verb.children:
        if child.dep_ not in NOMINAL_SUBJECTS or not any(t.text == "," for t in state.doc[token.i : child.i]):
            continue
        found = _at(state, child)
        if found and len(found[0].builders) == 1 and found[0].builders[0].cls == "Person":
            return found[0]
    return None


def _thing(state: DiscourseState, token: Token) -> list[EntityBuilder]:
    """The country or body meant by "it" or "its": the subject of the clause or of a verb above, else of the
    sentence before.
    """
    if token.lower_ == "it" and _is_empty(state, token):
        return []
    subject = _subject_above(token)
    barred = _barred(state, token)
    while subject is not None:
        found = _at(state, subject)
        if not found:
            return []
        if not barred.isdisjoint(found[0].builders):
            above = subject.head
            subject = _subject_above(above) if above.dep_ in _WITHIN else None
            if subject is None:
                return []
            continue
        builders = [state.registry.speaks_for(d) for d in found[0].builders]
        if len(builders) == 1 and builders[0].cls not in {"Person", "Group"}:
            return builders
        if token.lower_ == "it":
            return []
        verb = subject.head
        subject = _subject_above(verb) if verb.head.i != verb.i else None
    return _likeliest_body(state, token)


def _likeliest_body(state: DiscourseState, token: Token) -> list[EntityBuilder]:
    """The country or body of this sentence and the one before that "it" or "its" most likely means."""
    best: tuple[float, EntityBuilder] | None = None
    for mention in state.before(token.i, 1):
        builder = state.registry.speaks_for(mention.builders[0])
        if len(mention.builders) != 1 or not _is_body(builder) or mention.kind == "demonym":
            continue
        if _may_be_thing(state, mention, token):
            score = _weight(state, mention, token)
            if best is None or score > best[0]:
                best = score, builder
    return [best[1]] if best else []


def _may_be_thing(state: DiscourseState, mention: ResolvedMention, token: Token) -> bool:
    """Whether "it" or "its" may take up a mention: a subject, and for "its" most of the same sentence."""
    role = state.role(state.doc[mention.head])
    if role in NOMINAL_SUBJECTS or state.precedes_verb(mention):
        return True
    same = state.sentence[mention.head] == state.sentence[token.i]
    return same and token.lower_ == "its" and role != "poss"


def _is_body(builder: EntityBuilder) -> bool:
    return builder.cls == "Country" or builder.id.startswith("organization/")


def _is_empty(state: DiscourseState, token: Token) -> bool:
    """Whether "it" stands for nothing: "it is important that", "it seems"."""
    if token.dep_ == "expl" or token.head.lemma_ in state.lexicon.impersonal:
        return True
    clausal = any(
        c.dep_ in {"ccomp", "xcomp", "advcl", "csubj"} and c.i > token.head.i for c in token.head.children
    )
    return (
        token.head.lemma_ == "be"
        and clausal
        and any(c.dep_ in {"acomp", "attr"} for c in token.head.children)
    )


def _subject_above(token: Token) -> Token | None:
    """The subject that precedes a token, of the nearest verb above it that has one other than the token
    itself.
    """
    verb = token.head
    while True:
        if verb.tag_[:2] == "VB" or verb.pos_ in {"VERB", "AUX"}:
            for child in verb.children:
                if child.dep_ in NOMINAL_SUBJECTS and child.i < token.i and child.tag_ not in {"WDT", "WP"}:
                    return child
        if verb.head.i == verb.i:
            return None
        verb = verb.head


def _speaker(state: DiscourseState, token: Token, plural: bool) -> list[EntityBuilder]:
    """Who says "I"; for "we" the country or body that the speaker is or acts for."""
    subject = _subject_saying(state, token) or speaker_of_quotation(token, state.lexicon.saying)
    if subject is None:
        return []
    found = _at(state, subject)
    if not found and subject.lower_ in MALE | FEMALE:
        mention = resolve(state, subject)
        found = [mention] if mention is not None else []
    builders = [state.registry.speaks_for(d) for o in found for d in o.builders]
    if len(builders) == 1 and builders[0].cls == "Group" and not plural:
        return builders if subject.tag_ == "NN" else []
    return _speaks(state, builders[0], plural) if len(builders) == 1 else []


def _subject_saying(state: DiscourseState, token: Token) -> Token | None:
    """The subject of the nearest verb of saying above a token."""
    verb = token.head
    while verb.head.i != verb.i:
        verb = verb.head
        if verb.lemma_ not in state.lexicon.saying:
            continue
        subject = next((c for c in verb.children if c.dep_ in NOMINAL_SUBJECTS and c.i != token.i), None)
        if subject is not None:
            return subject
    return None


def _speaks(state: DiscourseState, speaker: EntityBuilder, plural: bool) -> list[EntityBuilder]:
    """Whom a speaker means by "I", by "we" with ``plural``: the body whose office the speaker holds, else the
    country that the speaker acts for, else the speaker.
    """
    alone = [speaker] if speaker.cls == "Person" else []
    if not plural:
        return alone
    if _is_body(speaker):
        return [speaker]
    body = state.office_index.body_of(speaker)
    if body is not None:
        return [body]
    country = state.registry.country_of(speaker) if speaker.sector in OF_STATE else None
    return [country] if country else alone
