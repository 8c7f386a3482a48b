"""Treebank sentences made more like news: other names, times of day, sources, appositions, quotes, headlines.
Tree in, tree or None out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace as changed

from training.corpus import Parse
from training.fragments import drop, insert, piece, replace, root, span, tidy
from training.grammar import Grammar

SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_COMMA, _OPEN, _CLOSE = (
    piece([row]) for row in ((",", ",", 0, "punct"), ('"', "``", 0, "punct"), ('"', "''", 0, "punct"))
)
_PRONOUNS = {"he": "one", "she": "one", "they": "many", "we": "many", "i": "one"}
_FINITE = frozenset(["VBD", "MD"])
_LONGEST_NOUN_PHRASE = 4
_QUOTABLE = ("dobj", "attr", "acomp", "oprd", "amod", "pobj")
_LONGEST_SUBJECT = 8
_ROLES = frozenset(["nsubj", "nsubjpass", "dobj", "pobj", "poss", "dative", "conj"])


def _words(parse: Parse, start: int, end: int) -> list[str]:
    return [word.lower() for word in parse.words[start:end]]


def _is_name(parse: Parse, head: int) -> bool:
    start, end = span(parse, head)
    allowed = {"NNP", "NNPS", "HYPH", "DT"}
    return parse.tags[head] in ("NNP", "NNPS") and head == end - 1 and set(parse.tags[start:end]) <= allowed


def _is_short_subject(parse: Parse, head: int) -> bool:
    start, end = span(parse, head)
    verb = parse.heads[head]
    plain = end - start <= _LONGEST_NOUN_PHRASE and head == end - 1 and parse.tags[head] in ("NN", "NNS")
    return parse.labels[head] in SUBJECTS and plain and parse.tags[verb] in _FINITE


def renamed(parse: Parse, grammar: Grammar, rng: random.Random) -> Parse | None:
    """Names and short subjects exchanged for countries, titled persons, groups and organizations; None if
    there is none to exchange.
    """
    position, count = len(parse.words) - 1, 0
    while position >= 0:
        slot = _slot_for(parse, position)
        start, _ = span(parse, position) if slot else (0, 0)
        if slot and rng.random() < 0.7:
            parse, count = replace(parse, position, grammar.draw(slot)), count + 1
            position = start - 1
        else:
            position -= 1
    return _recapitalised(parse) if count else None


def _slot_for(parse: Parse, head: int) -> str:
    label, tag = parse.labels[head], parse.tags[head]
    if label not in _ROLES:
        return ""
    if _is_name(parse, head) and parse.words[head] not in _CALENDAR:
        if label == "pobj":
            return "nation"
        return "who" if label in SUBJECTS and parse.tags[parse.heads[head]] in _FINITE else "one"
    if tag == "PRP" and label in SUBJECTS and parse.tags[parse.heads[head]] in _FINITE:
        return _PRONOUNS.get(parse.words[head].lower(), "") if not _has_be(parse, parse.heads[head]) else ""
    return "who" if _is_short_subject(parse, head) and not _has_be(parse, parse.heads[head]) else ""


_CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November"
    " December Christmas".split()
)


def _has_be(parse: Parse, verb: int) -> bool:
    """Whether number shows: a form of be or have."""
    return any(
        parse.words[i].lower() in ("was", "were", "is", "are", "am", "has", "have", "'s", "'re")
        for i in [verb, *_dependents(parse, verb)]
    )


def _dependents(parse: Parse, head: int) -> list[int]:
    return [i for i, up in enumerate(parse.heads) if up == head and i != head]


def _recapitalised(parse: Parse) -> Parse:
    words = tuple(word[:1].upper() + word[1:] if i == 0 else word for i, word in enumerate(parse.words))
    return changed(parse, words=words)


def _decapitalised(parse: Parse) -> Parse:
    keep = (
        parse.tags[0] in ("NNP", "NNPS", "JJ") or parse.words[0] in ("I", "I'm") or parse.words[0].isupper()
    )
    return (
        parse
        if keep
        else changed(parse, words=(parse.words[0][:1].lower() + parse.words[0][1:], *parse.words[1:]))
    )


def timed(parse: Parse, grammar: Grammar, rng: random.Random) -> Parse | None:
    """A time phrase between a subject and the past verb next to it, or at the end of a sentence; None if
    neither fits.
    """
    places = [
        (verb, verb)
        for verb, tag in enumerate(parse.tags)
        if tag == "VBD" and any(_ends_at(parse, i, verb) for i in _dependents(parse, verb))
    ]
    top = root(parse)
    if (
        parse.tags[top] == "VBD"
        and parse.tags[-1] == "."
        and parse.heads[-1] == top
        and _last_is_plain(parse, top)
    ):
        places.append((len(parse.words) - 1, top))
    if not places:
        return None
    at, verb = rng.choice(places)
    time = grammar.draw("when")
    return insert(parse, at, time, verb, time.labels[root(time)])


def _ends_at(parse: Parse, subject: int, verb: int) -> bool:
    start, end = span(parse, subject)
    return (
        parse.labels[subject] in SUBJECTS
        and end == verb
        and end - start <= _LONGEST_SUBJECT
        and parse.tags[subject] not in ("WDT", "WP", "EX")
    )


def _last_is_plain(parse: Parse, top: int) -> bool:
    last = max((i for i in _dependents(parse, top) if i != len(parse.words) - 1), default=0)
    return (
        parse.labels[last] in ("dobj", "prep", "prt", "npadvmod", "dative")
        and span(parse, last)[1] - span(parse, last)[0] <= _LONGEST_SUBJECT
    )


def attributed(parse: Parse, grammar: Grammar, rng: random.Random) -> Parse | None:
    """The statement with ", X said." after it or "X said that" before it; None for anything but a plain
    statement.
    """
    top = root(parse)
    subject = any(parse.labels[i] in SUBJECTS for i in _dependents(parse, top))
    if (
        parse.tags[top] not in ("VBD", "VBZ", "VBP", "VBN", "VB", "VBG")
        or not subject
        or parse.words[-1] != "."
        or "``" in parse.tags
        or len(parse.words) < 6
    ):
        return None
    if (
        parse.heads[-1] != top
        or parse.lemmas[top] in ("say", "tell", "report")
        or sum(head == i for i, head in enumerate(parse.heads)) > 1
    ):
        return None
    before = rng.random() < 0.35
    frame = grammar.draw("says-before" if before else "says-after")
    inner = drop(_decapitalised(parse) if before else parse, [len(parse.words) - 1])
    return _recapitalised(_filled(frame, frame.words.index("CLAUSE"), inner))


def _filled(frame: Parse, clause: int, inner: Parse) -> Parse:
    """The frame with the clause in the place of one token; what hung on the token hangs on the clause's
    root.
    """
    grown = insert(frame, clause, inner, frame.heads[clause], frame.labels[clause])
    old, new = clause + len(inner.words), clause + root(inner)
    heads = tuple(new if head == old else head for head in grown.heads)
    return drop(changed(grown, heads=heads), [old])


def apposed(parse: Parse, grammar: Grammar, rng: random.Random) -> Parse | None:
    """A name that is a subject with ", a role of X," behind it; None if no subject is a bare name."""
    found = [
        i
        for i, label in enumerate(parse.labels)
        if label in SUBJECTS and _is_name(parse, i) and i + 1 < len(parse.words) and parse.tags[i + 1] != ","
    ]
    if not found:
        return None
    head = rng.choice(found)
    role = grammar.draw("rolename")
    for part, label in ((_COMMA, "punct"), (role, "appos"), (_COMMA, "punct")):
        parse = insert(parse, head + 1, part, head, label)
    return parse


def quoted(parse: Parse, grammar: Grammar, rng: random.Random) -> Parse | None:
    """Scare quotes round a short object, complement or verb; None if there are quotes already or nothing
    fits.
    """
    if {"``", "''"} & set(parse.tags):
        return None
    found = [*_quotable_phrases(parse), *_quotable_verbs(parse)]
    found = [(start + (parse.tags[start] == "DT" and end - start > 1), end) for start, end in found]
    if not found:
        return None
    start, end = rng.choice(found)
    head = next(i for i in range(start, end) if not start <= parse.heads[i] < end or parse.heads[i] == i)
    closed = insert(parse, end, _CLOSE, head, "punct")
    return insert(closed, start, _OPEN, head, "punct")


def _quotable_phrases(parse: Parse) -> Iterator[tuple[int, int]]:
    for i, (label, tag) in enumerate(zip(parse.labels, parse.tags, strict=True)):
        if label in _QUOTABLE and tag[0] in "JN" and tag != "NNP":
            start, end = span(parse, i)
            if end - start <= _LONGEST_NOUN_PHRASE:
                yield start, end


def _quotable_verbs(parse: Parse) -> Iterator[tuple[int, int]]:
    for i, (label, tag) in enumerate(zip(parse.labels, parse.tags, strict=True)):
        if tag in ("VB", "VBN", "VBG") and label not in ("aux", "auxpass"):
            yield i, i + 1


def headline(parse: Parse, grammar: Grammar, rng: random.Random) -> Parse | None:
    """The sentence without articles and full stop, as over an article; None if it is long or has none."""
    gone = [
        i
        for i, tag in enumerate(parse.tags)
        if tag == "DT" and parse.labels[i] == "det" and parse.words[i].lower() in ("the", "a", "an")
    ]
    if not gone or len(parse.words) > 16 or parse.tags[-1] != ".":
        return None
    return _recapitalised(drop(parse, [*gone, len(parse.words) - 1]))


Change = Callable[[Parse, Grammar, random.Random], Parse | None]
CHANGES: tuple[tuple[Change, float], ...] = (
    (renamed, 0.85),
    (apposed, 0.12),
    (timed, 0.6),
    (quoted, 0.15),
    (headline, 0.12),
    (attributed, 0.35),
)


def variants(parses: Iterable[Parse], grammar: Grammar, rng: random.Random) -> Iterator[Parse]:
    """A changed copy of each sentence in which names or subjects can be exchanged."""
    for parse in parses:
        copy = parse
        for change, share in CHANGES:
            if rng.random() < share:
                copy = change(copy, grammar, rng) or copy
        if copy is not parse:
            yield tidy(copy)
