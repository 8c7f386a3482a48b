"""How certain a sentence is about what one of its words says: actual, planned, possible or negated.

Climbs from the word to the top of its sentence; each governor on the way says something of what it governs,
as ontology/modality.toml has it. What a word says of its own happening is read in `own_modality`. Relies on
labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.factuality.cues import (
    ALL_SUBJECTS,
    child_of,
    complement_kind,
    gerund_kind,
    is_carried,
    is_clause,
    is_first_to,
    is_infinitive,
    is_not_yet,
    is_present,
    is_question,
    is_quoted_before,
    lemma_of,
    link_kind,
    named,
    phrase_of,
    shares_subject,
    takes_place,
    under,
)
from kg.extraction.factuality.fiction import work_of
from kg.extraction.factuality.noun_modality import failing_of, from_phrase, is_neared, of_noun_complement
from kg.extraction.factuality.own_modality import is_announced, own_of_clause, own_of_noun
from kg.extraction.factuality.truth import Verdict, under_one_verdict, verdict_on, with_verdict
from kg.extraction.syntax.verb_coordination import above
from kg.extraction.time.calendar import Interval, is_after
from kg.nlp.tokens import NOMINAL_SUBJECTS
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.model import Modality
    from kg.nlp.tokens import Token

__all__ = ["is_to_come", "is_worded", "modality_of", "verdict_over"]


def modality_of(
    trigger: Token,
    words: FactualityLexicon,
    interval: Interval | None = None,
    published: str | None = None,
) -> Modality:
    """How certain the sentence is about the happening that ``trigger`` (a verb, noun or adjective) names.

    With ``interval`` (the time of the happening) and ``published`` (of the article), a present tense about a
    later day is a plan: "visits Tokyo next week", "is meeting Trump on Friday". A noun's happening that lay
    before is no plan, whatever the clause around it says: "is expected to raise it after their talks last
    week". What is asked, and what a work of fiction tells, is possible.
    """
    if is_question(trigger) or work_of(trigger, words) is not None:
        return "possible"
    said = _level(trigger, words)
    if said == "actual" and is_to_come(trigger, interval, published):
        return "planned"
    if said in {"planned", "possible"} and not is_clause(trigger) and own_of_noun(trigger, words) == "actual":
        return "actual" if is_after(published, interval.end if interval else None) else said
    return said


def is_to_come(trigger: Token, interval: Interval | None, published: str | None) -> bool:
    """Whether a present tense is about a day after the article's: "visits Tokyo next week"."""
    return is_after(interval.begin if interval else None, published) and is_present(trigger)


def is_worded(trigger: Token, words: FactualityLexicon) -> bool:
    """Whether it is other than actual by words that hardly deceive: those of its own clause or noun phrase
    ("could", "not", "no"), the governor of an infinitive ("refused to"), what ends a deed or denies it
    ("stopped arming", "not guilty of killing"), the denial of a report ("reports that X are false"), what
    says that nothing came of it ("the talks never took place", "a bid to oust X failed"), an accusation
    ("accused X of murder"), what is only near ("closed in on a deal").
    """
    if _level(trigger, words) == "negated" and failing_of(trigger, words) is not None:
        return True
    if not is_clause(trigger):
        return (
            _is_undone(trigger, words)
            or own_of_noun(trigger, words) != "actual"
            or _is_charged(trigger, words)
            or is_neared(trigger, words)
        )
    if _own(trigger, words) != "actual":
        return True
    if is_infinitive(trigger):
        return trigger.dep_ == "xcomp" and _level(trigger, words) != "actual"
    if trigger.tag_ == "VBG" and _level(trigger, words) == "negated":
        return _is_ended(trigger, words) or _is_of_denied_predicate(trigger)
    reported = trigger.dep_ in {"acl", "ccomp", "relcl"} and not is_clause(trigger.head)
    return reported and child_of(trigger, "mark") is not None and _level(trigger, words) == "negated"


def verdict_over(trigger: Token, words: FactualityLexicon) -> Verdict | None:
    """What is said of the truth of the clause that tells of a word's happening; None where nothing is."""
    verdicts = (verdict_on(clause, words, _level) for clause in under_one_verdict(trigger, words))
    return next((verdict for verdict in verdicts if verdict is not None), None)


def _is_undone(noun: Token, words: FactualityLexicon) -> bool:
    """Whether a verb without an object, or "take place", says that what a noun names did not happen; "be"
    says how it was.
    """
    if lemma_of(noun.head) == "be" or noun.dep_ not in NOMINAL_SUBJECTS or _level(noun, words) != "negated":
        return False
    return child_of(noun.head, "dobj") is None or takes_place(noun.head, words)


def _is_charged(noun: Token, words: FactualityLexicon) -> bool:
    """Whether a noun is what somebody is accused of; not the accusation itself ("charged with a charge")."""
    link = noun.head
    verb = link.head
    if (
        lemma_of(noun) in words.accusing
        or noun.dep_ != "pobj"
        or link.dep_ != "prep"
        or lemma_of(verb) not in words.accusing_verbs
    ):
        return False
    return words.objects.get(f"{phrase_of(verb)} {link.lower_}") == "possible"


def _is_ended(gerund: Token, words: FactualityLexicon) -> bool:
    """Whether a verb whose own deed is told or planned ends or denies what completes it: "has stopped
    arming", "denies arming"; not so what is asked of another.
    """
    return gerund.dep_ == "xcomp" and _level(gerund.head, words) in {"actual", "planned"}


def _is_of_denied_predicate(gerund: Token) -> bool:
    """Whether a gerund stands behind an adjective that says it is not so: "innocent of killing"."""
    return gerund.dep_ == "pcomp" and gerund.head.head.tag_[:2] == "JJ"


def _level(token: Token, words: FactualityLexicon) -> Modality:
    """The modality of a verb's clause or of a noun's happening; each is worked out once."""
    known = token.doc.modalities
    if token.i not in known:
        known[token.i] = _worked_out(token, words)
    return known[token.i]


def _worked_out(token: Token, words: FactualityLexicon) -> Modality:
    if token.tag_ == "MD" and token.head != token and token.dep_ in {"aux", "auxpass"}:
        return _from_governor(token.head, words)  # what "must" says is said, whatever comes of it
    if is_clause(token):
        own = _own(token, words)
        if (verdict := verdict_on(token, words, _level)) is not None:
            return with_verdict(verdict, own)
        return own if own == "negated" else under(_from_governor(token, words), own)
    own = own_of_noun(token, words)
    return own if own == "negated" else under(from_phrase(token, words, _level), own)


def _own(verb: Token, words: FactualityLexicon) -> Modality:
    """What a clause says of its happening, without what governs it."""
    return own_of_clause(verb, words, _level)


# --- what governs a clause


def _from_governor(token: Token, words: FactualityLexicon) -> Modality:
    head = token.head
    if head == token:
        return "actual"
    if token.dep_ == "conj":
        return _from_conjunct(token, words)
    if token.dep_ in {"aux", "auxpass"}:
        return _level(head, words)
    if (kind := link_kind(token, words)) is not None:
        return kind
    if token.dep_ == "pcomp" or (
        token.tag_ == "VBG" and token.dep_ in {"advcl", "prep"} and head.dep_ == "prep"
    ):
        return _from_preposition(token, words)
    if token.dep_ in {"acomp", "oprd", "attr"} or (token.dep_ == "xcomp" and token.tag_[:2] == "JJ"):
        return _level(head, words)
    if token.dep_ in {"acl", "relcl"} and is_announced(token, words):
        return "actual"  # the headline's own words say it
    if (token.dep_ in {"acl", "appos", "ccomp"} or _is_content(token)) and not is_clause(head):
        return _from_noun(token, words)
    if token.dep_ == "csubj" and token.tag_ == "VBG":
        return _of_thought(head, words)
    if token.dep_ == "advcl":
        return _from_main(token, words)
    if token.dep_ in {"xcomp", "ccomp", "acl", "csubj", "csubjpass", "dobj", "pobj"}:
        return _from_complemented(token, words)
    return "actual"


def _is_content(token: Token) -> bool:
    """Whether what hangs on a noun as a relative clause is what the noun tells: "rumours that X left"."""
    return token.dep_ == "relcl" and child_of(token, "mark") is not None


def _from_conjunct(token: Token, words: FactualityLexicon) -> Modality:
    first = above(token)
    if first != token.head:
        return _from_governor(first, words)
    if not is_clause(first):
        return _level(first, words)
    if not shares_subject(token):
        if child_of(token, *ALL_SUBJECTS) is not None and not _embedded(first):
            return "actual"
        return _from_governor(first, words)
    contrast = any(child.dep_ == "cc" and child.lower_ == "but" for child in first.children)
    if contrast and _own(first, words) == "negated":
        return _from_governor(first, words)
    return _level(first, words)


def _embedded(token: Token) -> bool:
    return token.dep_ in {"ccomp", "xcomp", "advcl"}


def _from_complemented(token: Token, words: FactualityLexicon) -> Modality:
    """From the verb or adjective that ``token`` completes: "vowed to regain", "denied that", "is likely to
    visit".
    """
    head = token.head
    infinitive = is_infinitive(token)
    if is_quoted_before(token, words):
        return "actual"
    outer = _level(head, words)
    if infinitive and is_not_yet(head, words):
        return "negated"
    if any(child.dep_ == "mark" and child.lower_ in words.questions for child in token.children):
        return "possible"
    if (said := _predicated(head, token, words)) is not None:
        return under(outer, named(said))
    kind = complement_kind(head, token, words)
    if head.lemma_ == "be" and infinitive and token.dep_ == "xcomp":
        return under(outer, "planned")
    if kind is None:
        kind = _unlisted(token, head, words)
    if kind == "transparent":
        return _reported(outer, token, words)
    if outer == "negated" and kind == "negated":
        return "actual" if infinitive else "possible"
    asked = kind == "negated" and outer == "possible" and token.tag_ == "VBG"
    if asked and phrase_of(head) in words.presupposing:
        return "actual"  # "must stop attacking"
    if kind == "negated" and outer != "actual" and head.dep_ in {"acl", "advcl"} and is_infinitive(head):
        return "possible"  # "to avoid being arrested"
    return under(outer, named(kind))


def _predicated(head: Token, token: Token, words: FactualityLexicon) -> str | None:
    """What the predicate of "it is false that", "it is likely that" says of the clause; None without one."""
    predicate = child_of(head, "acomp", "attr") if lemma_of(head) == "be" and token.dep_ == "ccomp" else None
    if predicate is None or predicate.i > token.i:
        return None
    kind = words.modifiers.get(lemma_of(predicate)) or words.complements.get(lemma_of(predicate))
    return kind if kind in {"planned", "possible", "negated"} else None


def _unlisted(token: Token, head: Token, words: FactualityLexicon) -> str:
    """What a verb without an entry says of what completes it."""
    if (
        not is_infinitive(token)
        or token.dep_ == "ccomp"
        or is_carried(head, words)
        or _is_first(token, words)
    ):
        return "transparent"
    return "planned" if phrase_of(head) in words.intended else "possible"


def _of_thought(verb: Token, words: FactualityLexicon) -> Modality:
    """Of a deed as subject: "attacking Iran would be a mistake" leaves open whether it is done."""
    outer = _level(verb, words)
    return "possible" if any(child.tag_ == "MD" for child in verb.children) else outer


def _reported(outer: Modality, token: Token, words: FactualityLexicon) -> Modality:
    """What a transparent governor passes on: a future or negated saying says nothing against what is said."""
    if token.dep_ == "ccomp" and lemma_of(token.head) in words.reporting_verbs:
        if any(word.tag_ in {"WP", "WP$", "WRB", "WDT"} for word in (token.left_edge, *token.children)):
            return "actual"  # "would not say who did it"
        return "possible" if outer in {"negated", "possible"} else "actual"
    return outer


def _from_main(token: Token, words: FactualityLexicon) -> Modality:
    """From the main clause: of a purpose ("met to discuss"), a participle ("while advancing") or a clause
    with a conjunction.
    """
    main = token.head
    if is_infinitive(token):
        return _of_purpose(token, main, words)
    mark = child_of(token, "mark", "advmod")
    if mark is not None and mark.lower_ in words.as_certain and token.tag_ in {"VBZ", "VBP"}:
        outer = _level(main, words)
        return outer if outer != "negated" else "possible"
    if token.tag_ == "VBG" and child_of(token, *ALL_SUBJECTS, "aux") is None:
        if mark is None and _completes(token, main, words):
            return _from_complemented(token, words)
        outer = _level(main, words)
        return outer if outer != "negated" else "actual"
    return "actual"


def _of_purpose(token: Token, main: Token, words: FactualityLexicon) -> Modality:
    """The modality of an infinitive beside a verb: what it completes, or what the verb is done for."""
    if complement_kind(main, token, words) is not None and lemma_of(main) not in words.purpose:
        return _from_complemented(token, words)
    thing = child_of(main, "dobj")
    if (
        thing is not None
        and main.i < thing.i < token.i
        and words.nouns.get(lemma_of(thing)) in {"planned", "possible", "negated"}
    ):
        return of_noun_complement(thing, words, _level, token)
    outer = _level(main, words)
    if outer == "actual" and phrase_of(main) in words.intended:
        return "planned"
    return outer if outer != "actual" or is_carried(main, words) or _is_first(token, words) else "possible"


def _is_first(token: Token, words: FactualityLexicon) -> bool:
    """Whether the first of its kind stands before "to": "was among the first countries to condemn"."""
    first = token.left_edge.i
    return first > token.sent.start and is_first_to(token.doc[first - 1], words)


def _completes(gerund: Token, main: Token, words: FactualityLexicon) -> bool:
    """Whether a gerund right behind a verb is what the verb leaves open or denies: "considered leaving"."""
    return (
        complement_kind(main, gerund, words) in {"possible", "negated"}
        and gerund.i > 0
        and gerund.nbor(-1) in {main, child_of(main, "prt")}
    )


def _from_preposition(token: Token, words: FactualityLexicon) -> Modality:
    """From the preposition before a gerund: "without firing", "from attacking", "by sending"."""
    link = token.head
    governor = link.head
    if governor == link or link.lower_ in words.backward_links:
        return "actual"
    said = words.complements.get(lemma_of(link))
    if said in {"planned", "possible", "negated"} and is_infinitive(token):
        return under(_level(governor, words), named(said))  # "is due to visit"
    if governor.dep_ == "dobj" and gerund_kind(governor.head, words, link) is not None:
        governor = governor.head
    if not is_clause(governor):
        return of_noun_complement(governor, words, _level)
    kind = words.complements.get(f"{phrase_of(governor)} {link.lower_}") or words.complements.get(
        phrase_of(governor)
    )
    if link.lower_ == "from":
        if kind == "negated":
            return "possible" if _level(governor, words) in {"planned", "possible"} else "negated"
        return "actual"
    if link.lower_ in words.before_gerund and kind in {
        "possible",
        "planned",
        "negated",
    }:
        return named(kind)
    outer = _level(governor, words)
    if kind == "transparent" and governor.tag_[:2] == "JJ":
        return outer  # "not guilty of killing"
    return outer if outer != "negated" and link.lower_ not in words.of_reason else "actual"


def _from_noun(token: Token, words: FactualityLexicon) -> Modality:
    """From the noun that a clause describes: "plan to visit", "forces stationed in Korea"."""
    if not is_infinitive(token) and not (token.tag_[:2] == "VB" and child_of(token, "mark") is not None):
        return "negated" if token.tag_ == "VBG" and own_of_noun(token.head, words) == "negated" else "actual"
    return of_noun_complement(token.head, words, _level, token)
