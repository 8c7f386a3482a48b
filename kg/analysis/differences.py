"""Which statements came, went and changed, from one store or version of an article to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kg.model import Argument, Reading, Statement
from kg.terminal import clean, count, wrap

__all__ = ["Difference", "differences", "differences_text", "statement_differences", "to_records"]

Kind = Literal["came", "went", "changed"]
_SIGNS: dict[str, tuple[str, str]] = {
    "came": ("+", "green"),
    "went": ("-", "red"),
    "changed": ("~", "yellow"),
}
_VALUES = ("relation", "modality", "begin", "end", "quantity", "occasion")
_ARGUMENTS = ("subject", "object", "place", "recipient", "topic", "attributed_to")


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement that came, went or changed. ``fields`` are those that differ, each before and after."""

    kind: Kind
    article: str
    before: Statement | None
    after: Statement | None
    fields: dict[str, tuple[str, str]]


def differences(before: Iterable[Reading], after: Iterable[Reading]) -> Iterator[Difference]:
    """The differences of what two stores say, article by article; both in the order of the articles' ids."""
    for one, other in _paired(iter(before), iter(after)):
        yield from statement_differences(one.statements if one else (), other.statements if other else ())


def statement_differences(before: Iterable[Statement], after: Iterable[Statement]) -> list[Difference]:
    """The differences of two versions of an article, in the order of the text.

    Statements are the same when they say the same of the same, in whatever words. Of the others, those that
    one sentence, or one trigger, says of the same ends are taken for one that changed.
    """
    old, new = list(before), list(after)
    found: list[Difference] = []
    for key in _KEYS:
        partners: dict[tuple[str, ...], list[Statement]] = {}
        for statement in new:
            partners.setdefault(key(statement), []).append(statement)
        for statement in list(old):
            if same := partners.get(key(statement)):
                partner = same.pop(0)
                old.remove(statement)
                new.remove(partner)
                found += _changed(statement, partner)
    found += [Difference("went", one.article, one, None, {}) for one in old]
    found += [Difference("came", one.article, None, one, {}) for one in new]
    return sorted(found, key=_place)


def differences_text(
    found: Iterable[Difference], labels: dict[str, str], width: int = 100, colour: bool = False
) -> Iterator[str]:
    """A line for each difference, with the sentence that says it, and in the end how many there were."""
    counts = dict.fromkeys(_SIGNS, 0)
    for one in found:
        counts[one.kind] += 1
        statement = one.after or one.before
        if statement is None:
            continue
        sign, name = _SIGNS[one.kind]
        heading = f"{sign} {_heading(statement, labels)}  [{clean(one.article)}]"
        yield from (f"{line}\n" for line in wrap([(heading, name)], width, "", colour))
        for field, (was, now) in one.fields.items():
            yield f"    {field}: {clean(was) or '(unsaid)'} → {clean(now) or '(unsaid)'}\n"
        sentence = [(clean(statement.sentence.text), "dim")]
        yield from (f"{line}\n" for line in wrap(sentence, width, "    ", colour))
    total = [f"{count(number, 'statement')} {kind}" for kind, number in counts.items() if number]
    yield (", ".join(total) or "no difference") + "\n"


def to_records(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """The differences for JSON: the whole statements, what is unknown left out."""
    return [_record(one) for one in found]


def _record(one: Difference) -> dict[str, Any]:
    versions = {"before": one.before, "after": one.after}
    return {
        "kind": one.kind,
        "article": one.article,
        **{name: _without_empty(asdict(said)) for name, said in versions.items() if said is not None},
        "fields": {field: {"before": was, "after": now} for field, (was, now) in one.fields.items()},
    }


def _paired(
    before: Iterator[Reading], after: Iterator[Reading]
) -> Iterator[tuple[Reading | None, Reading | None]]:
    """The readings of one article together; one alone with None. Both iterators are sorted by article."""
    one, other = next(before, None), next(after, None)
    while one is not None or other is not None:
        first = other is None or (one is not None and one.document.id <= other.document.id)
        second = one is None or (other is not None and other.document.id <= one.document.id)
        yield (one if first else None), (other if second else None)
        one = next(before, None) if first else one
        other = next(after, None) if second else other


def _said(statement: Statement) -> dict[str, str]:
    """What a statement says, as text."""
    said = {name: getattr(statement, name) or "" for name in _VALUES}
    said |= {name: _id(getattr(statement, name)) for name in _ARGUMENTS}
    return said if statement.relation else {**said, "trigger": statement.trigger.lemma}


def _id(argument: Argument | None) -> str:
    return argument.entity.id if argument else ""


def _sentence(statement: Statement) -> str:
    return " ".join(statement.sentence.text.split())


def _same(statement: Statement) -> tuple[str, ...]:
    return (*_said(statement).values(), _sentence(statement))


def _ends(statement: Statement) -> tuple[str, ...]:
    return (statement.relation or statement.trigger.lemma, _id(statement.subject), _id(statement.object))


_KEYS: tuple[Callable[[Statement], tuple[str, ...]], ...] = (
    _same,
    lambda statement: tuple(_said(statement).values()),
    lambda statement: (*_ends(statement), _sentence(statement)),
    lambda statement: (statement.relation or "", statement.trigger.lemma, _sentence(statement)),
    _ends,
)
"""By what two statements are taken for one, the surest first."""


def _changed(before: Statement, after: Statement) -> list[Difference]:
    """The difference of two statements that are taken for one; none when they say the same."""
    was, now = _said(before), _said(after)
    fields = {key: (was.get(key, ""), now.get(key, "")) for key in {**was, **now}}
    fields = {key: pair for key, pair in fields.items() if pair[0] != pair[1]}
    return [Difference("changed", after.article, before, after, fields)] if fields else []


def _place(one: Difference) -> tuple[int, int, int]:
    statement = one.after or one.before
    order = list(_SIGNS).index(one.kind)
    return (statement.sentence.begin, statement.trigger.begin, order) if statement else (0, 0, order)


def _heading(statement: Statement, labels: dict[str, str]) -> str:
    relation = statement.relation
    subject, target = (argument.entity.label if argument else "…"
                       for argument in (statement.subject, statement.object))  # fmt: skip
    said = " ".join(
        (subject, labels.get(relation, relation) if relation else statement.trigger.lemma, target)
    )
    when = " to ".join(dict.fromkeys(filter(None, (statement.begin, statement.end))))
    return f"{clean(said)}  ({', '.join(filter(None, (statement.modality, when)))})"


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner not in (None, "", ())}
    return value
