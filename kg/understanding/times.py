"""When what a sentence says happens: time expressions of a parsed article, and the one that belongs to a predicate.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.understanding.conjuncts import above
from kg.understanding.dates import found
from kg.understanding.intervals import Interval, View, limited
from kg.understanding.wording import wording

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["Interval", "TimeExpression", "time_of", "times"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time.

    ``begin`` and ``end`` are half-open offsets into the text, ``first`` and ``last`` tokens (``last`` inclusive).

    ``interval`` is None where the words name a time that cannot be known ("Tuesday" without a date of publication).
    """

    begin: int
    end: int
    text: str
    interval: Interval | None
    first: int
    last: int


# words before a bare month or year that show it to be a time
_BEFORE_PERIOD: Final = frozenset(
    {"in", "by", "since", "until", "till", "before", "after", "from", "of", "during", "early", "mid", "late", "to", "and", "between",
     "through", "around", "last", "next", "this", "on", "for", "(", "year", "starting", "than", "as"}
)  # fmt: skip
_SKIPPED: Final = frozenset({"the", "about", "around", "early", "late", "mid", "-", "sometime", "as", "only"})
_TIMES: Final = frozenset(
    {"npadvmod", "advmod", "prep", "pobj", "tmod", "nmod", "poss", "compound", "amod", "nummod", "appos", "dep", "conj", "attr",
     "dobj", "nsubj"}
)  # fmt: skip
_ATTRIBUTES: Final = frozenset({"poss", "compound", "amod", "nummod", "nmod"})
_PASSED: Final = frozenset(
    {"prep", "pobj", "dobj", "dative", "agent", "advmod", "npadvmod", "attr", "oprd", "acomp", "appos", "conj", "nsubj", "nsubjpass",
     "compound", "prt"}
)  # fmt: skip
# prepositions whose noun is a place or part of the happening, so that a time behind them may date it ("in the city on Wednesday")
_PLACED: Final = frozenset(
    {"in", "at", "during", "within", "with", "to", "from", "into", "near", "by", "through", "across", "aboard", "between", "among",
     "for", "of", "throughout", "towards", "toward"}
)  # fmt: skip


def times(doc: Doc, published: str | None, context: str | None = None) -> list[TimeExpression]:
    """The time expressions of an article in order, each resolved against ``published``.

    ``published`` is an ISO 8601 date or date-time, or ``--MM-DD`` when its year is unknown.

    ``context`` is the time that "the following day" is seen from until the article has named a day itself.
    """
    out: list[TimeExpression] = []
    known = context
    for sentence in doc.sents:
        for expression in _of_sentence(sentence, published, known):
            out.append(expression)
            known = _named_day(expression.interval) or known
    return out


def _named_day(interval: Interval | None) -> str | None:
    """The day, when an interval is a single one."""
    if interval is None or interval.begin is None or interval.begin != interval.end:
        return None
    return interval.begin if interval.begin.count("-") > 1 else None


def time_of(
    trigger: Token, published: str | None, context: str | None = None, known: Sequence[TimeExpression] | None = None
) -> Interval | None:
    """When the happening that ``trigger`` (a verb, noun or adjective) names takes place, as its clause says; None when it does not say.

    ``context`` is the time of the statement before, which "the following day" is seen from; without it, the last day that the article
    named earlier. Who asks for many words of one article saves time by giving its ``times`` as ``known``.
    """
    sentence = trigger.sent
    if known is None:
        expressions = list(_of_sentence(sentence, published, context))
    else:
        expressions = [expression for expression in known if sentence.start <= expression.first < sentence.end]
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


# --- expressions


def _of_sentence(sentence: Span, published: str | None, context: str | None) -> Iterator[TimeExpression]:
    doc, text = sentence.doc, sentence.text
    pieces: list[tuple[int, int, Interval | None, Span]] = []
    known = context
    for kind, begin, end, resolve in found(text):
        span = doc.char_span(sentence.start_char + begin, sentence.start_char + end, alignment_mode="expand")
        if span is None or not _is_time(kind, text[begin:end], span) or _dateline(span):
            continue
        if kind in {"relative", "count"} and known is None:
            known = _earlier_day(sentence, published)
        interval = resolve(View(published[:10] if published else None, _direction(span.root), known))
        if kind == "count" and interval is None and text[begin : begin + 2].lower() == "in":
            continue
        known = _named_day(interval) or known
        pieces.append((begin, end, interval, span))
    for begin, end, interval, span in _joined(pieces, text):
        word = _preposition(span)
        resolved = limited(interval, word) if interval and interval.begin == interval.end else _limited_range(interval, word)
        yield TimeExpression(sentence.start_char + begin, sentence.start_char + end, text[begin:end], resolved, span.start, span.end - 1)


def _limited_range(interval: Interval | None, word: str) -> Interval | None:
    return limited(interval, word) if interval and word in {"by", "until", "till", "before", "after", "since"} else interval


def _joined(pieces: list[tuple[int, int, Interval | None, Span]], text: str) -> Iterator[tuple[int, int, Interval | None, Span]]:
    """The pieces, with "from X to Y" and "between X and Y" made one."""
    place = 0
    while place < len(pieces):
        begin, end, interval, span = pieces[place]
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if following is not None and _ranged(_preposition(span), text[end : following[0]].strip().lower()):
            one, two = interval, following[2]
            whole = Interval(one.begin, two.end) if one and two and str(one.begin) <= str(two.end) else None
            yield begin, following[1], whole, span.doc[span.start : following[3].end]
            place += 2
            continue
        yield begin, end, interval, span
        place += 1


def _ranged(before: str, between: str) -> bool:
    if before == "from":
        return between in {"to", "until", "till", "through"}
    return between in {"-", "–", "through"} or (before == "between" and between == "and")


def _is_time(kind: str, words: str, span: Span) -> bool:
    """Whether words that may mean something else ("May", "2030", "fall") are a time here."""
    first = span[0]
    before = span.doc[span.start - 1].lower_ if span.start > 0 else ""
    if kind == "count" and words[:2].lower() == "in":
        return not _superlative(span)
    if kind == "month" and len(span) == 1:
        marked = before in _BEFORE_PERIOD or first.ent_type_ == "DATE" or first.dep_ == "npadvmod"
        return marked and first.tag_ not in {"MD", "VB", "VBP"} and first.ent_type_ not in {"PERSON", "ORG"}
    if kind == "year" and words.isdigit():
        return bool(first.ent_type_ == "DATE" or (before in _BEFORE_PERIOD and first.dep_ != "nummod"))
    if kind == "season" and not words[-1].isdigit():
        return bool(before in {"in", "by", "during", "since", "until", "before", "after"} and span.root.dep_ == "pobj")
    return True


def _superlative(span: Span) -> bool:
    """Whether "in eight years" counts back: "the first visit in eight years"."""
    start = span.sent.start
    return any(token.tag_ in {"JJS", "RBS"} or token.lower_ in {"first", "only"} for token in span.doc[start : span.start])


def _dateline(span: Span) -> bool:
    """Whether the words are the date in an article's dateline: "Seoul, Nov 3 The defence chiefs ..."."""
    if span.start > 12:
        return False
    before = [token for token in span.doc[: span.start] if not token.is_space]
    if not before or not any(token.text in {",", "("} for token in before):
        return False
    return all(token.is_punct or token.text[:1].isupper() for token in before) and before[0].tag_ in {"NNP", "NNPS"}


def _preposition(span: Span) -> str:
    """The preposition before an expression, "" where there is none."""
    place = span.start - 1
    while place >= 0 and span.doc[place].lower_ in _SKIPPED:
        place -= 1
    return span.doc[place].lower_ if place >= 0 else ""


def _earlier_day(sentence: Span, published: str | None) -> str | None:
    """The last day that one of the three sentences before this one names."""
    before = list(sentence.doc[: sentence.start].sents)[-3:] if sentence.start > 0 else []
    for earlier in reversed(before):
        days = [day for e in _of_sentence(earlier, published, None) if (day := _named_day(e.interval))]
        if days:
            return days[-1]
    return None


# --- tense


def _direction(token: Token, depth: int = 0) -> int:
    """Where the clause of a word looks: -1 back, 1 ahead, 0 not known."""
    node = token
    while node.tag_[:2] != "VB" and node.tag_ != "MD" and node.head != node:
        if node.dep_ == "prep" and node != token:
            if node.lower_ in {"ahead", "before", "until"} and node.head != token:
                return 1
            if node.lower_ in {"after", "following", "since"}:
                return -1
        node = node.head
    if node.tag_[:2] not in {"VB", "MD"} or depth > 8:
        return 0
    if node.lower_ in {"following", "including"} and node.dep_ == "prep":
        return -1 if node.lower_ == "following" else _direction(node.head, depth + 1)
    return _tense(node, depth)


def _tense(verb: Token, depth: int) -> int:
    aux = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    first = aux[0] if aux else None
    if verb.lemma_.lower() in wording().ahead and verb.tag_ == "VBN":
        return 1
    if first is None:
        if verb.tag_ in {"VBD", "VBN"}:
            return -1
        if verb.tag_ == "VBG" and verb.head != verb:
            return _direction(verb.head, depth + 1)
        if verb.tag_ == "VB" and verb.dep_ in {"conj", "aux"}:
            return _direction(verb.head, depth + 1)
        return 1
    if first.tag_ == "TO":
        return _of_infinitive(verb, depth)
    if first.tag_ == "MD":
        return -1 if any(child.lemma_ == "have" for child in aux) else 1
    if first.tag_ == "VBD":
        return -1
    if first.tag_ == "VBG" and verb.head != verb:
        return _direction(verb.head, depth + 1)
    return -1 if first.lemma_ in {"have", "'ve", "do"} else 1


def _of_infinitive(verb: Token, depth: int) -> int:
    head = verb.head
    carried = verb.dep_ == "advcl" or wording().complements.get(head.lemma_.lower()) == "transparent"
    return _direction(head, depth + 1) if carried and head != verb and head.tag_[:2] == "VB" else 1


# --- which expression belongs to a word


def _own(node: Token, expressions: list[TimeExpression], trigger: Token, published: str | None) -> Interval | None:
    ranked: list[tuple[int, int, int, Interval]] = []
    for expression in expressions:
        if expression.interval is None:
            continue
        cost = _cost(node, expression)
        if cost is not None and _fits(node, trigger, expression.interval, published):
            ranked.append((cost, abs(expression.first - node.i), expression.first, expression.interval))
    if ranked:
        return min(ranked)[3]
    return _stranded(node, expressions, published) if node == trigger and node.tag_[:2] == "NN" else _deadline(node, expressions)


def _stranded(noun: Token, expressions: list[TimeExpression], published: str | None) -> Interval | None:
    """A time after a noun that hangs on a verb above it whose tense it contradicts: "will consult following talks last week"."""
    for expression in expressions:
        verb = _root(noun.doc, expression).head
        over = expression.first > noun.i and verb.tag_[:2] == "VB" and verb.is_ancestor(noun)
        if over and expression.interval and _past(expression.interval, published) and _direction(verb) > 0:
            return expression.interval
    return None


def _cost(node: Token, expression: TimeExpression) -> int | None:
    """How far an expression hangs below a word without another clause between them; None where it belongs elsewhere."""
    word = _root(node.doc, expression)
    if word == node or word.dep_ not in _TIMES:
        return None
    attribute = word.dep_ in _ATTRIBUTES
    cost, below = 0, word
    while below != node:
        if below != word and (below.dep_ not in _PASSED or (below.tag_[:2] == "VB" and below.dep_ in {"conj", "advmod", "appos"})):
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


def _root(doc: Doc, expression: TimeExpression) -> Token:
    """The first word of an expression that hangs on a word outside it."""
    inside = range(expression.first, expression.last + 1)
    return next((doc[place] for place in inside if doc[place].head.i not in inside), doc[expression.first])


def _setting(noun: Token) -> bool:
    """Whether a noun names the occasion of its clause: "announced at Monday's summit", "held Monday's talks"."""
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
    if node.tag_ == "VB" and _past(interval, published) and _direction(node) > 0:
        return False  # "will consult following talks last week": the talks were last week
    if node == trigger:
        completed = any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in node.children)
        return not (completed and future and _direction(node) < 0)
    below = trigger
    while below.head != node and below.head != below:
        below = below.head
    kind = wording().complements.get(node.lemma_.lower())
    completes = below.dep_ == "xcomp" or (below.dep_ == "advcl" and kind not in {None, "transparent"})
    if completes and node.lemma_.lower() not in wording().raising and node.tag_[:2] == "VB":
        return future or _direction(node) > 0
    return True


def _past(interval: Interval, published: str | None) -> bool:
    value = interval.end
    if not value or not published or value.startswith("--") != published.startswith("--"):
        return False
    size = min(len(value), 10)
    return value[:size] < published[:size]


def _is_later(interval: Interval, published: str | None) -> bool:
    value = interval.begin or interval.end
    if not value or not published or value.startswith("--") != published.startswith("--"):
        return False
    size = min(len(value), 10)
    return value[:size] > published[:size]


def _deadline(node: Token, expressions: list[TimeExpression]) -> Interval | None:
    """The end of a term that something is to happen within: "within the president's term that ends in 2030"."""
    for link in node.children:
        if link.dep_ != "prep" or link.lower_ not in {"within", "before", "by"}:
            continue
        for noun in link.children:
            for clause in noun.children:
                if clause.dep_ in {"relcl", "acl"} and clause.lemma_.lower() in wording().ending:
                    ends = [e.interval.end for e in expressions if e.interval and e.interval.end and _cost(clause, e) is not None]
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
        return head if infinitive or (node.tag_ == "VBG" and not marks & {"after", "before", "since", "while", "when"}) else None
    if dep == "pcomp":
        return head.head if head.lower_ in {"in", "by", "with"} else None
    if dep in {"dobj", "nsubj", "nsubjpass"} and head.tag_[:2] == "VB":
        phrase = " ".join([head.lemma_.lower(), *(child.lower_ for child in head.children if child.dep_ == "prt")])
        light = wording().objects.get(phrase) == "transparent" or any(child.lower_ == "place" for child in head.children)
        light = light or (dep == "nsubjpass" and head.lemma_.lower() in wording().ahead)
        return head if light else None
    if dep == "pobj" and head.lower_ in {"in", "at", "during", "for"}:
        return head.head
    return None


def _one_time(node: Token) -> bool:
    """Whether a conjunct shares the time of the one before it: same tense, no subject of its own."""
    if any(child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for child in node.children):
        return False
    return bool(node.tag_ == node.head.tag_ or {node.tag_, node.head.tag_} == {"VBD", "VBN"} or node.tag_[:2] == "NN")
