"""When a happening takes place: the time expression that belongs to the word that names it, or to a word that
this shares its time with.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kg.extraction.syntax.tense import direction
from kg.extraction.syntax.verb_coordination import above
from kg.extraction.time.calendar import Interval, is_after
from kg.extraction.time.tagging import TimeExpression, in_sentence
from kg.resources.factuality_lexicon import wording

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["time_of"]

_TIMES: Final = frozenset(
    {"npadvmod", "advmod", "prep", "pobj", "tmod", "nmod", "poss", "compound", "amod", "nummod", "appos",
    "dep", "conj", "attr",
     "dobj", "nsubj"}
)  # fmt: skip
_ATTRIBUTES: Final = frozenset({"poss", "compound", "amod", "nummod", "nmod"})
_PASSED: Final = frozenset(
    {"prep", "pobj", "dobj", "dative", "agent", "advmod", "npadvmod", "attr", "oprd", "acomp", "appos",
    "conj", "nsubj", "nsubjpass",
     "compound", "prt"}
)  # fmt: skip
# prepositions whose noun is a place or part of the happening, so that a time behind them may date it ("in the
# city on Wednesday")
_PLACED: Final = frozenset(
    {"in", "at", "during", "within", "with", "to", "from", "into", "near", "by", "through", "across",
    "aboard", "between", "among",
     "for", "of", "throughout", "towards", "toward"}
)  # fmt: skip


def time_of(
    trigger: Token,
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
        expressions = list(in_sentence(sentence, published, context))
    else:
        expressions = [
            expression for expression in known if sentence.start <= expression.first < sentence.end
        ]
    if not expressions:
        return None
    node, seen = trigger, 0
    while seen < len(trigger.doc):
        chosen = _own(node, expressions, trigger, published)
        if chosen is not None:
            return chosen
        higher = _governor(node)
        if higher is None or higher == node:
            return None
        node, seen = higher, seen + 1
    return None


def _own(
    node: Token, expressions: list[TimeExpression], trigger: Token, published: str | None
) -> Interval | None:
    ranked: list[tuple[int, int, int, Interval]] = []
    for expression in expressions:
        if expression.interval is None:
            continue
        cost = _cost(node, expression)
        if cost is not None and _fits(node, trigger, expression.interval, published):
            ranked.append((cost, abs(expression.first - node.i), expression.first, expression.interval))
    if ranked:
        return min(ranked)[3]
    return (
        _stranded(node, expressions, published)
        if node == trigger and node.tag_[:2] == "NN"
        else _deadline(node, expressions)
    )


def _stranded(noun: Token, expressions: list[TimeExpression], published: str | None) -> Interval | None:
    """A time after a noun that hangs on a verb above it whose tense it contradicts: "will consult following
    talks last week".
    """
    for expression in expressions:
        verb = _root(noun.doc, expression).head
        over = expression.first > noun.i and verb.tag_[:2] == "VB" and verb.is_ancestor(noun)
        if over and expression.interval and _past(expression.interval, published) and direction(verb) > 0:
            return expression.interval
    return None


def _cost(node: Token, expression: TimeExpression) -> int | None:
    """How far an expression hangs below a word without another clause between them; None where it belongs
    elsewhere.
    """
    word = _root(node.doc, expression)
    if word == node or word.dep_ not in _TIMES:
        return None
    attribute = word.dep_ in _ATTRIBUTES
    cost, below = 0, word
    while below != node:
        if below != word and (
            below.dep_ not in _PASSED
            or (below.tag_[:2] == "VB" and below.dep_ in {"conj", "advmod", "appos"})
        ):
            return None
        head = below.head
        if head == below:
            return None
        if below.dep_ == "pobj" and head != node and below != word and head.lower_ not in _PLACED:
            return None
        if below.dep_ in {"nsubj", "nsubjpass"}:
            cost += 5
        if attribute and below == word and head != node and not _setting(head):
            return None
        cost += 1
        below = head
    return cost


def _root(doc: ParsedDoc, expression: TimeExpression) -> Token:
    """The first word of an expression that hangs on a word outside it."""
    inside = range(expression.first, expression.last + 1)
    return next((doc[place] for place in inside if doc[place].head.i not in inside), doc[expression.first])


def _setting(noun: Token) -> bool:
    """Whether a noun names the occasion of its clause: "announced at Monday's summit", "held Monday's
    talks".
    """
    if noun.dep_ == "pobj":
        return noun.head.lower_ in {"in", "at", "during", "on", "of"}
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        return True
    return noun.dep_ == "dobj" and wording().objects.get(noun.head.lemma_.lower()) == "transparent"


def _fits(node: Token, trigger: Token, interval: Interval, published: str | None) -> bool:
    """Whether a time on a word or its governor can be the trigger's.

    "Vowed last week to regain" dates the vow, "agreed to meet next week" the meeting.
    """
    future = _is_later(interval, published)
    if node.tag_ == "VB" and _past(interval, published) and direction(node) > 0:
        return False  # "will consult following talks last week": the talks were last week
    if node == trigger:
        completed = any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in node.children)
        return not (completed and future and direction(node) < 0)
    below = trigger
    while below.head != node and below.head != below:
        below = below.head
    kind = wording().complements.get(node.lemma_.lower())
    completes = below.dep_ == "xcomp" or (below.dep_ == "advcl" and kind not in {None, "transparent"})
    if completes and node.lemma_.lower() not in wording().raising and node.tag_[:2] == "VB":
        return future or direction(node) > 0
    return True


def _past(interval: Interval, published: str | None) -> bool:
    return is_after(published, interval.end)


def _is_later(interval: Interval, published: str | None) -> bool:
    return is_after(interval.begin or interval.end, published)


def _deadline(node: Token, expressions: list[TimeExpression]) -> Interval | None:
    """The end of a term that something is to happen within: "within the president's term that ends in
    2030".
    """
    for link in node.children:
        if link.dep_ != "prep" or link.lower_ not in {"within", "before", "by"}:
            continue
        for noun in link.children:
            for clause in noun.children:
                if clause.dep_ in {"relcl", "acl"} and clause.lemma_.lower() in wording().ending:
                    ends = [
                        e.interval.end
                        for e in expressions
                        if e.interval and e.interval.end and _cost(clause, e) is not None
                    ]
                    if ends:
                        return Interval(None, ends[0])
    return None


def _governor(node: Token) -> Token | None:
    """The word whose time a word shares when it has none of its own, None where there is none."""
    head, dep = node.head, node.dep_
    if dep in {"xcomp", "acomp", "oprd", "attr", "aux", "auxpass"}:
        return head
    if dep == "conj":
        return head if above(node) == head and _one_time(node) else None
    if dep == "advcl":
        marks = {child.lower_ for child in node.children if child.dep_ in {"mark", "advmod"}}
        infinitive = any(child.tag_ == "TO" for child in node.children)
        return (
            head
            if infinitive
            or (node.tag_ == "VBG" and not marks & {"after", "before", "since", "while", "when"})
            else None
        )
    if dep == "pcomp":
        return head.head if head.lower_ in {"in", "by", "with"} else None
    if dep in {"dobj", "nsubj", "nsubjpass"} and head.tag_[:2] == "VB":
        phrase = " ".join(
            [head.lemma_.lower(), *(child.lower_ for child in head.children if child.dep_ == "prt")]
        )
        light = wording().objects.get(phrase) == "transparent" or any(
            child.lower_ == "place" for child in head.children
        )
        light = light or (dep == "nsubjpass" and head.lemma_.lower() in wording().ahead)
        return head if light else None
    if dep == "pobj" and head.lower_ in {"in", "at", "during", "for"}:
        return head.head
    return None


def _one_time(node: Token) -> bool:
    """Whether a conjunct shares the time of the one before it: same tense, no subject of its own."""
    if any(child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for child in node.children):
        return False
    return bool(
        node.tag_ == node.head.tag_ or {node.tag_, node.head.tag_} == {"VBD", "VBN"} or node.tag_[:2] == "NN"
    )
