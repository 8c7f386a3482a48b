"""When a happening takes place: the time expression that belongs to the word that names it, or to a word that
this shares its time with.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final

from kg.extraction.syntax.tense import direction
from kg.extraction.syntax.verb_coordination import above
from kg.extraction.time.calendar import Interval, is_after
from kg.extraction.time.tagging import TimeExpression, TimeTagger, root_of
from kg.nlp.tokens import NOMINAL_SUBJECTS

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["time_of"]

_TIMES: Final = frozenset(
    {"npadvmod", "advmod", "prep", "pobj", "tmod", "nmod", "poss", "compound", "amod", "nummod", "appos",
     "dep", "conj", "attr", "dobj", "nsubj"}
)  # fmt: skip
_ATTRIBUTES: Final = frozenset({"poss", "compound", "amod", "nummod", "nmod"})
_PASSED: Final = frozenset(
    {"prep", "pobj", "dobj", "dative", "agent", "advmod", "npadvmod", "attr", "oprd", "acomp", "appos",
     "conj", "nsubj", "nsubjpass", "compound", "prt"}
)  # fmt: skip
_first: Final = attrgetter("first")


def time_of(
    trigger: Token,
    tagger: TimeTagger,
    published: str | None,
    context: str | None = None,
    known: Sequence[TimeExpression] | None = None,
) -> Interval | None:
    """When the happening that ``trigger`` (a verb, noun or adjective) names takes place, as its clause says;
    None when it does not say.

    ``context`` is the time of the statement before, which "the following day" is seen from; without it, the
    last day that the article named earlier. Who asks for many words of one article saves time by giving its
    ``times`` as ``known``.
    """
    sentence = trigger.sent
    if known is None:
        expressions = list(tagger.in_sentence(sentence, published, context))
    else:
        first = bisect_left(known, sentence.start, key=_first)
        expressions = [*known[first : bisect_left(known, sentence.end, key=_first)]]
    if not expressions:
        return None
    node, seen = trigger, 0
    while seen < len(trigger.doc):
        chosen = _own(node, expressions, trigger, published, tagger)
        if chosen is not None:
            return chosen
        share = _SHARED.get(node.dep_)
        higher = share(node, tagger) if share else None
        if higher is None or higher == node:
            return None
        node, seen = higher, seen + 1
    return None


def _own(
    node: Token,
    expressions: list[TimeExpression],
    trigger: Token,
    published: str | None,
    tagger: TimeTagger,
) -> Interval | None:
    """The time that hangs nearest below a word and can be the trigger's."""
    ranked: list[tuple[int, int, int, Interval]] = []
    for expression in expressions:
        if expression.interval is None:
            continue
        cost = _cost(node, expression, tagger)
        if cost is not None and _fits(node, trigger, expression.interval, published, tagger):
            ranked.append((cost, abs(expression.first - node.i), expression.first, expression.interval))
    if ranked:
        return min(ranked, key=itemgetter(0, 1, 2))[3]
    if node == trigger and node.tag_[:2] == "NN":
        return _stranded(node, expressions, published, tagger)
    return _deadline(node, expressions, tagger)


def _stranded(
    noun: Token, expressions: list[TimeExpression], published: str | None, tagger: TimeTagger
) -> Interval | None:
    """A time after a noun that hangs on a verb above it whose tense it contradicts: "will consult following
    talks last week".
    """
    for expression in expressions:
        verb = root_of(noun.doc, expression).head
        over = expression.first > noun.i and verb.tag_[:2] == "VB" and verb.is_ancestor(noun)
        past = expression.interval is not None and _past(expression.interval, published)
        if over and past and direction(verb, tagger.factuality) > 0:
            return expression.interval
    return None


def _cost(node: Token, expression: TimeExpression, tagger: TimeTagger) -> int | None:
    """How far an expression hangs below a word without another clause between them; None where it belongs
    elsewhere.
    """
    word = root_of(node.doc, expression)
    if word == node or word.dep_ not in _TIMES:
        return None
    if word.dep_ in _ATTRIBUTES and word.head != node and not _setting(word.head, tagger):
        return None
    cost, below = 0, word
    while below != node:
        head = below.head
        said = below.lemma_.lower() in tagger.factuality.reporting_sources
        if head == below or said or (below != word and not _passes(below, node, tagger)):
            return None
        cost += 6 if below.dep_ in NOMINAL_SUBJECTS else 1
        below = head
    return cost


def _passes(below: Token, node: Token, tagger: TimeTagger) -> bool:
    """Whether a time below this word can still be that of a word above."""
    if below.dep_ not in _PASSED or (below.tag_[:2] == "VB" and below.dep_ in {"conj", "advmod", "appos"}):
        return False
    head = below.head
    return below.dep_ != "pobj" or head == node or head.lower_ in tagger.words.inside


def _setting(noun: Token, tagger: TimeTagger) -> bool:
    """Whether a noun names the occasion of its clause: "announced at Monday's summit", "held Monday's
    talks".
    """
    if noun.dep_ == "pobj":
        return noun.head.lower_ in tagger.words.occasions
    if noun.dep_ in NOMINAL_SUBJECTS:
        return True
    light = tagger.factuality.objects.get(noun.head.lemma_.lower()) == "transparent"
    return noun.dep_ == "dobj" and light


def _fits(node: Token, trigger: Token, interval: Interval, published: str | None, tagger: TimeTagger) -> bool:
    """Whether a time on a word or its governor can be the trigger's.

    "Vowed last week to regain" dates the vow, "agreed to meet next week" the meeting.
    """
    words = tagger.factuality
    if node.tag_ == "VB" and _past(interval, published) and direction(node, words) > 0:
        return False  # "will consult following talks last week": the talks were last week
    future = is_after(interval.begin or interval.end, published)
    if node == trigger:
        completed = any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in node.children)
        return not (completed and future and direction(node, words) < 0)
    if node.tag_[:2] == "VB" and _is_completed(node, trigger, tagger):
        return future or direction(node, words) > 0
    return True


def _is_completed(node: Token, trigger: Token, tagger: TimeTagger) -> bool:
    """Whether the clause of the trigger completes a verb above, whose time need not be the clause's."""
    below = trigger
    while below.head != node and below.head != below:
        below = below.head
    words, lemma = tagger.factuality, node.lemma_.lower()
    if lemma in words.raising:
        return False
    adverbial = below.dep_ == "advcl" and words.complements.get(lemma) not in {None, "transparent"}
    return below.dep_ == "xcomp" or adverbial


def _past(interval: Interval, published: str | None) -> bool:
    return is_after(published, interval.end)


def _deadline(node: Token, expressions: list[TimeExpression], tagger: TimeTagger) -> Interval | None:
    """The end of a term that something is to happen within: "within the president's term that ends in
    2030".
    """
    for clause in _terms(node, tagger):
        for expression in expressions:
            end = expression.interval.end if expression.interval else None
            if end and _cost(clause, expression, tagger) is not None:
                return Interval(None, end)
    return None


def _terms(node: Token, tagger: TimeTagger) -> list[Token]:
    """The verbs that say when a term ends which stands behind a preposition of a word."""
    return [
        clause
        for link in node.children
        if link.dep_ == "prep" and link.lower_ in tagger.words.terms
        for noun in link.children
        for clause in noun.children
        if clause.dep_ in {"relcl", "acl"} and clause.lemma_.lower() in tagger.factuality.ending
    ]


# --- whose time a word shares when it has none of its own


def _of_head(node: Token, tagger: TimeTagger) -> Token | None:
    return node.head


def _of_conjunct(node: Token, tagger: TimeTagger) -> Token | None:
    return node.head if above(node) == node.head and _one_time(node) else None


def _of_adverbial(node: Token, tagger: TimeTagger) -> Token | None:
    marks = {child.lower_ for child in node.children if child.dep_ in {"mark", "advmod"}}
    infinitive = any(child.tag_ == "TO" for child in node.children)
    shared = infinitive or (node.tag_ == "VBG" and not marks & tagger.words.apart)
    return node.head if shared else None


def _of_gerund(node: Token, tagger: TimeTagger) -> Token | None:
    infinitive = any(child.tag_ == "TO" for child in node.children)  # "is due to leave"
    return node.head.head if infinitive or node.head.lower_ in tagger.words.of_gerund else None


def _of_argument(node: Token, tagger: TimeTagger) -> Token | None:
    """The verb of a subject or object, when the verb says only that it happens: "held talks"."""
    verb = node.head
    if verb.tag_[:2] != "VB":
        return None
    words = tagger.factuality
    phrase = " ".join(
        [verb.lemma_.lower(), *(child.lower_ for child in verb.children if child.dep_ == "prt")]
    )
    light = (
        words.objects.get(phrase) == "transparent"
        or (node.dep_ == "nsubjpass" and verb.lemma_.lower() in words.ahead)
        or any(child.lower_ in tagger.words.taking_place for child in verb.children)
    )
    return verb if light else None


def _of_noun(node: Token, tagger: TimeTagger) -> Token | None:
    return node.head.head if node.head.lower_ in tagger.words.of_noun else None


_SHARED: Final[dict[str, Callable[[Token, TimeTagger], Token | None]]] = {
    **dict.fromkeys(("xcomp", "acomp", "oprd", "attr", "aux", "auxpass"), _of_head),
    "conj": _of_conjunct,
    "advcl": _of_adverbial,
    "pcomp": _of_gerund,
    **dict.fromkeys(("dobj", "nsubj", "nsubjpass"), _of_argument),
    "pobj": _of_noun,
}
"""By the label of a word, where it finds the word whose time it shares."""


def _one_time(node: Token) -> bool:
    """Whether a conjunct shares the time of the one before it: same tense, no subject of its own."""
    if any(child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for child in node.children):
        return False
    return bool(
        node.tag_ == node.head.tag_ or {node.tag_, node.head.tag_} == {"VBD", "VBN"} or node.tag_[:2] == "NN"
    )
