"""What governs the happening that a noun names: its verb, its preposition, the noun that it completes.

``judge`` tells the modality of another word. Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kg.extraction.factuality.contrast import is_denied
from kg.extraction.factuality.cues import (
    child_of,
    is_carried,
    is_clause,
    is_first_to,
    is_infinitive,
    is_perfect,
    is_saying_answered,
    is_speech_act_answered,
    is_unknown,
    is_would_have,
    lemma_of,
    link_kind,
    named,
    opening_kind,
    phrase_of,
    takes_place,
    under,
)
from kg.extraction.factuality.own_modality import own_of_clause
from kg.nlp.tokens import NOMINAL_SUBJECTS
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.model import Modality
    from kg.nlp.tokens import Token

    Judge = Callable[[Token, FactualityLexicon], Modality]

__all__ = ["failing_of", "from_phrase", "is_neared", "of_noun_complement"]

_SUBJECT: Final = frozenset({"nsubj", "nsubjpass"})
_INNER: Final = frozenset({"acl", "compound", "dobj", "nmod", "pcomp", "pobj", "prep", "xcomp"})
"""Labels on the way from a happening to the noun for the attempt at it."""
_OPEN: Final = frozenset({"planned", "possible"})


def from_phrase(token: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """From what governs a noun phrase: its verb, its preposition, the noun before "of"."""
    head = token.head
    if head == token:
        return "actual"
    if (kind := link_kind(token, words)) is not None:
        return kind
    if token.dep_ == "conj" and not is_clause(head):
        if is_denied(head, words):
            return from_phrase(head, words, judge)
        return judge(head, words) if head.dep_ != "ROOT" else "actual"
    if token.dep_ == "pobj":
        return _from_link(token, words, judge)
    if token.dep_ in {"attr", "oprd"}:
        return judge(head, words)
    if token.dep_ == "compound":
        said = words.nouns.get(lemma_of(head))
        return under(judge(head, words), named(said)) if said in {"possible", "negated"} else "actual"
    if token.dep_ in {"dobj", "nsubjpass", "nsubj", "dative", "xcomp"} and is_clause(head):
        return _from_verb(token, head, words, judge)
    return "actual"


def of_noun_complement(
    noun: Token, words: FactualityLexicon, judge: Judge, complement: Token | None = None
) -> Modality:
    """From the noun that a clause or another noun completes: "plan to visit", "threat of attack"."""
    kind = opening_kind(noun, words) or words.nouns.get(lemma_of(noun))
    outer = judge(noun, words)
    if complement is not None and is_infinitive(complement):
        if kind is None and is_first_to(noun, words):
            return outer
        if kind is None:
            governor = noun.head if noun.dep_ in {"dobj", "pobj"} else None
            carried = governor is not None and is_carried(governor, words)
            kind = "transparent" if carried or outer == "planned" else "possible"
        if kind == "transparent":
            kind = words.complements.get(lemma_of(noun), "possible")
    elif complement is not None and is_saying_answered(noun, noun.head, words):
        return "possible" if lemma_of(noun) in words.accusing else "negated"
    if kind in {None, "transparent"}:
        return outer
    return under(outer, named(kind))


def failing_of(token: Token, words: FactualityLexicon) -> str | None:
    """The lemmas of the verb above that says that nothing came of what a word names: "the bid to oust him
    failed", "plans for a summit fell through"; None where no verb says so.
    """
    node = token
    while node.dep_ in _INNER and node.head != node:
        node = node.head
    return _failing(node, node.head, words) if node.dep_ in _SUBJECT else None


def is_neared(noun: Token, words: FactualityLexicon) -> bool:
    """Whether somebody only comes near to what a noun names: "neared a deal", "closed in on", "on the verge
    of".
    """
    if noun.dep_ == "dobj":
        return phrase_of(noun.head) in words.nearing
    if noun.dep_ != "pobj":
        return False
    link, verb = noun.head, noun.head.head
    between = (child for child in verb.children if verb.i < child.i < link.i)
    particles = (child.lower_ for child in between if child.dep_ in {"advmod", "prt"})
    said = " ".join([lemma_of(verb), *particles, link.lower_])
    return said in words.nearing or opening_kind(verb, words) == "possible"


def _failing(subject: Token, verb: Token, words: FactualityLexicon) -> str | None:
    """What a verb says of its subject, where that is that nothing came of it."""
    lapsed = next((phrase for phrase in sorted(words.lapsing) if _begins_with(verb, phrase.split())), None)
    attempt = words.nouns.get(lemma_of(subject)) in _OPEN
    if lapsed is not None or not attempt:
        return lapsed
    return phrase_of(verb) if phrase_of(verb) in words.failing else None


def _begins_with(verb: Token, phrase: list[str]) -> bool:
    """Whether a verb and the words right behind it are those of a phrase."""
    behind = verb.doc[verb.i + 1 : verb.i + len(phrase)]
    return [lemma_of(verb), *(word.lower_ for word in behind)] == phrase


# --- verbs


def _from_verb(token: Token, verb: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    if token.dep_ in _SUBJECT and _failing(token, verb, words) is not None:
        outer = own_of_clause(verb, words, judge)
        return "negated" if outer == "actual" else "possible"
    if phrase_of(verb) == "be":
        return _from_copula(token, verb, words, judge)
    kind = _object_kind(token, verb, words)
    if kind == "transparent":
        return judge(verb, words)
    if kind is None and token.dep_ in _SUBJECT:
        return _thought_of(token, verb, words, judge) or _raised(token, verb, words, judge)
    if token.dep_ == "nsubj":
        return _raised(token, verb, words, judge)
    if kind is None:
        return _unlisted(token, verb, words, judge)
    outer = own_of_clause(verb, words, judge)
    if kind == "negated":
        return _denied(token, verb, outer, words, judge)
    if outer == "negated":
        return "negated"
    if kind == "possible" and phrase_of(verb) in words.answering and not is_unknown(token):
        return "actual"
    around = judge(verb, words)
    return under(around if around in _OPEN else "actual", named(kind))


def _object_kind(token: Token, verb: Token, words: FactualityLexicon) -> str | None:
    """What a verb says of its object, or of its subject where that is what happens; None without an entry."""
    phrase = phrase_of(verb)
    if kind := words.objects.get(phrase):
        return kind
    if takes_place(verb, words):
        return words.objects.get("take place")
    if phrase in words.causing and token.dep_ != "nsubj":
        return "transparent"
    planned = token.dep_ == "nsubjpass" and words.complements.get(phrase) == "planned"
    return "planned" if planned else None


def _from_copula(token: Token, verb: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """From "be": "the talks are possible", "the reports are false", "an attack would be a mistake"."""
    predicate = child_of(verb, "acomp", "attr", "oprd")
    said = words.modifiers.get(lemma_of(predicate)) if predicate is not None else None
    outer = judge(verb, words)
    named_only = predicate is not None and predicate.dep_ == "attr" and not is_unknown(token)
    if outer == "possible" and named_only and not _is_would(verb, words):
        outer = "actual"  # "the attack could be a crime" doubts the crime
    return under(outer, named(said) if said else "actual")


def _thought_of(token: Token, verb: Token, words: FactualityLexicon, judge: Judge) -> Modality | None:
    """Of a happening that is only thought of, as subject of what would come of it: "an attack could trigger a
    war". None where the verb says nothing of it.
    """
    would = _is_would(verb, words)
    if is_perfect(verb) and not would:
        return None
    outer = judge(verb, words)
    if outer not in _OPEN:
        return None
    causing = lemma_of(verb) in words.causing
    if is_unknown(token):
        said = causing or outer == "possible" or token.dep_ == "nsubj"
    else:
        said = would and token.dep_ == "nsubj"
    return ("possible" if causing else outer) if said else None


def _is_would(verb: Token, words: FactualityLexicon) -> bool:
    return any(
        child.tag_ == "MD" and words.modals.get(lemma_of(child)) == "reported" for child in verb.children
    )


def _unlisted(token: Token, verb: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """Of the object of a verb without an entry: what is still unknown is no more real than the deed."""
    if token.dep_ == "dobj" and is_unknown(token) and phrase_of(verb) not in words.presupposing:
        outer = judge(verb, words)
        if outer == "planned" or (outer == "possible" and child_of(token, "det") is not None):
            return outer
        return "actual"
    return _raised(token, verb, words, judge)


def _denied(token: Token, verb: Token, outer: Modality, words: FactualityLexicon, judge: Judge) -> Modality:
    """Of what a verb denies or prevents; an answer to what was said takes nothing away from the saying."""
    if is_speech_act_answered(token, verb, words) or outer == "negated" or is_would_have(verb):
        return "actual"  # "could have been prevented"
    around = judge(verb, words)
    if around in _OPEN and phrase_of(verb) in words.presupposing:
        return "actual"
    aim = is_infinitive(verb) and (around == "planned" or verb.dep_ in {"acl", "advcl"})
    left_open = around == "possible" or aim
    return "possible" if left_open else "negated"


def _raised(token: Token, verb: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """From the verb below a raising one whose subject this is: "talks are expected to begin", but not "talks
    failed to end the war".
    """
    for below in verb.children:
        if (
            token.dep_ in NOMINAL_SUBJECTS
            and below.dep_ == "xcomp"
            and words.objects.get(phrase_of(below)) == "transparent"
            and (takes_place(below, words) or child_of(below, "dobj") is None)
        ):
            return judge(below, words)
        if token.dep_ == "nsubj" and below.dep_ == "acomp":
            deeper = child_of(below, "xcomp")
            if deeper is not None and (
                words.objects.get(phrase_of(deeper)) == "transparent" or takes_place(deeper, words)
            ):
                return judge(deeper, words)
    return "actual"


# --- prepositions


def _from_link(token: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """From the preposition before a noun: "threat of", "in case of", "will raise it at the summit"."""
    link = token.head
    word, governor = lemma_of(link), link.head
    if governor == link:
        return "actual"
    if is_clause(governor) or governor.tag_ == "JJ":
        return _linked_to_verb(token, governor, words, judge)
    if (kind := opening_kind(governor, words)) is not None:
        return named(kind)
    if lemma_of(governor) in words.fiction and word in words.of_content:
        return "possible" if is_unknown(token) else "actual"
    concerns = word in words.of_concern and is_unknown(token)
    if concerns and lemma_of(governor) in words.negotiating:
        return "possible"
    if (concerns or word in words.of_noun) and lemma_of(governor) in words.nouns:
        return of_noun_complement(governor, words, judge)
    return judge(governor, words) if word in words.of_occasion else "actual"


def _linked_to_verb(token: Token, verb: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """What a verb or adjective says of the noun behind its preposition."""
    word = lemma_of(token.head)
    phrase = phrase_of(verb)
    table = words.complements if verb.tag_[:2] == "JJ" else words.objects
    plain = table.get(phrase) if word in words.of_verb else None
    kind = "possible" if is_neared(token, words) else words.objects.get(f"{phrase} {word}") or plain
    if kind in {"planned", "possible", "negated"}:
        return under(judge(verb, words), named(kind)) if kind != "negated" else "negated"
    if phrase in words.intended and word in words.of_aim and is_unknown(token):
        return under(judge(verb, words), "planned")
    within = words.links.get(word) == "within" and (word != "on" or kind == "transparent")
    outer = _with_predicate(verb, words, judge) if within or kind == "transparent" else "actual"
    if outer == "possible" and kind is None and not is_unknown(token):
        return "actual"  # "may have been hurt during the attack"
    return outer if outer != "negated" or kind == "transparent" else "actual"


def _with_predicate(verb: Token, words: FactualityLexicon, judge: Judge) -> Modality:
    """The modality of a clause, with what "is set to", "is likely to" say of it."""
    predicate = child_of(verb, "acomp", "oprd")
    if predicate is None or child_of(predicate, "xcomp") is None:
        return judge(verb, words)
    kind = words.complements.get(lemma_of(predicate))
    if kind in {"planned", "possible", "negated"}:
        return under(judge(verb, words), named(kind))
    return judge(verb, words)
