"""Evidence and entities as text for people: marked sentences, and facts under each other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise

from kg.analysis.entity_report import Aside, EntityReport, Fact
from kg.analysis.evidence import Evidence, Mark
from kg.analysis.nodes import Node
from kg.terminal import clean, columns, count, style, wrap

__all__ = ["evidence_text", "marked", "shown_text"]

_ROLE_STYLES = {"subject": "bold cyan", "trigger": "bold yellow", "object": "bold magenta"}
_UNSAID = "(not said)"
_ARROWS = {"to": "→", "from": "←", "with": "↔"}


def marked(sentence: str, marks: Iterable[Mark], relation: str, colour: bool) -> list[tuple[str, str]]:
    """The sentence in pieces of (text, styles), its subject, trigger and object marked.

    With colour by style, without it in brackets that name the role, the trigger's the relation: ``[subject:
    Seoul] [meets: hosts] ...``.
    """
    sentence = clean(sentence)
    shown = [mark for mark in marks if mark.role in _ROLE_STYLES]
    cuts = sorted({0, len(sentence), *(m.begin for m in shown), *(m.end for m in shown)})
    if colour:
        return [(sentence[begin:end], _style_of(shown, begin, end)) for begin, end in pairwise(cuts)]
    closing = {end: "]" * sum(mark.end == end for mark in shown) for end in cuts}
    return [
        (_opening(shown, begin, relation) + sentence[begin:end] + closing[end], "")
        for begin, end in pairwise(cuts)
    ]


def _style_of(marks: list[Mark], begin: int, end: int) -> str:
    """The style of the innermost mark around some words."""
    inner = [mark for mark in marks if mark.begin <= begin and end <= mark.end]
    return _ROLE_STYLES[inner[-1].role] if inner else ""


def _opening(marks: list[Mark], begin: int, relation: str) -> str:
    """The brackets of the marks that begin at an offset, each with its name."""
    names = (relation if mark.role == "trigger" else mark.role for mark in marks if mark.begin == begin)
    return "".join(f"[{name}: " for name in names)


def evidence_text(
    found: Iterable[Evidence], width: int = 100, colour: bool = False, labels: dict[str, str] | None = None
) -> str:
    """Each statement as a heading, its sentence with marked words, and where it was said; an empty text for
    no evidence.

    ``labels`` gives the relations' labels by name. The heading has subject, relation and object in the styles
    that mark them below.
    """
    blocks = []
    for one in found:
        heading = _heading(one, (labels or {}).get(one.relation, one.relation))
        lines = wrap(heading, width, "", colour)
        lines += wrap(marked(one.sentence, one.marks, one.relation, colour), width, "  ", colour)
        lines += wrap([(_origin(one), "dim")], width, "  ", colour)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _heading(one: Evidence, relation: str) -> list[tuple[str, str]]:
    """Who does what to whom, and how it is said: pieces of text with their styles."""
    parts = [
        (_label(one.subject), "bold cyan"),
        (relation, "bold yellow"),
        (_label(one.object), "bold magenta"),
    ]
    said = [one.modality, *([_when(one.begin, one.end)] if one.begin or one.end else [])]
    said += [f"{role} {clean(node.label)}" for role, node in one.others]
    if one.quantity:
        said.append(f"quantity {clean(one.quantity)}")
    if one.attributed_to:
        said.append(f"according to {clean(one.attributed_to.label)}")
    pieces = [piece for text, names in parts for piece in ((clean(text), names), (" ", ""))]
    return [*pieces, (f" ({', '.join(said)})", "")]


def _origin(one: Evidence) -> str:
    """Where a sentence stands and how it was found."""
    where = [one.title or one.article, *filter(None, (one.source, one.published, one.url))]
    where += [f"[{one.article}]"] if one.title else []
    where += [f"reprint of {one.reprint_of}"] if one.reprint_of else []
    return clean(" · ".join([*where, f"pattern {one.pattern}", f"confidence {one.confidence:.2f}"]))


def _when(begin: str | None, end: str | None) -> str:
    """A time for people: one date, or both ends of an interval."""
    if begin and end and begin != end:
        return f"{begin} to {end}"
    return begin or (f"until {end}" if end else "")


def shown_text(
    shown: EntityReport, width: int = 100, colour: bool = False, labels: dict[str, str] | None = None
) -> str:
    """An entity with its names, links and facts, as ``kg show`` prints it.

    ``labels`` gives the relations' labels by name.
    """
    node = shown.entity
    lines = [f"{style(clean(node.label), 'bold', colour)}  {style(clean(shown.entity.id), 'dim', colour)}"]
    rows = [
        ("class", ", ".join(shown.classes)),
        ("country", node.country or ""),
        ("sector", node.sector or ""),
        ("also called", ", ".join(shown.names)),
        ("represents", ", ".join(other.label for other in shown.represents)),
        ("same as", ", ".join(shown.links)),
        (
            "mentioned",
            f"{count(shown.mentions, 'time')} in {count(len(shown.words), 'article')}" if shown.words else "",
        ),
    ]
    lines += columns([row for row in rows if row[1]], "<<", width=10_000)
    for relation, group in groupby(shown.facts, key=lambda fact: fact.relation):
        lines += ["", style(clean((labels or {}).get(relation, relation)), "bold", colour)]
        lines += columns([_fact_row(fact) for fact in group], "<<<<<", width)
    if shown.asides:
        lines += ["", style("named besides", "bold", colour)]
        lines += columns([_aside_row(aside, labels or {}) for aside in shown.asides], "<<<<<", width)
    if shown.words:
        lines += ["", style("words taken for it", "bold", colour)]
        lines += columns([(article, ", ".join(words)) for article, words in shown.words], "<<", width)
    lines += _identity(shown, colour)
    return "\n".join(lines) + "\n"


def _identity(shown: EntityReport, colour: bool) -> list[str]:
    """Why names of several articles are one, and who else has the name."""
    lines = []
    if shown.merged:
        lines += ["", style("why it is one", "bold", colour)]
    elif len(shown.words) > 1:
        lines += [
            "",
            (
                f"{style('why it is one', 'bold', colour)}  the articles use one name, and nothing "
                "that they tell differs"
            ),
        ]
    lines += columns(
        [(one.article, one.local_id, "; ".join(one.because)) for one in shown.merged], "<<<", 10_000
    )
    if shown.apart:
        lines += ["", style("kept apart from others of the name", "bold", colour)]
        lines += columns([(other.id, other.traits) for other in shown.apart], "<<", 10_000)
    return lines


def _fact_row(fact: Fact) -> tuple[str, ...]:
    articles = count(len(fact.articles), "article") + ": " + ", ".join(fact.articles)
    articles += f" (reprinted: {', '.join(fact.reprints)})" if fact.reprints else ""
    return (_ARROWS[fact.direction], _named(fact.other), fact.modality, _when(fact.begin, fact.end), articles)


def _aside_row(aside: Aside, labels: dict[str, str]) -> tuple[str, ...]:
    said = f"{_label(aside.subject)} {labels.get(aside.relation, aside.relation)} {_label(aside.object)}"
    return (aside.role, said, aside.modality, _when(aside.begin, aside.end), aside.article)


def _label(node: Node | None) -> str:
    """A participant's label, or that the sentence leaves it out."""
    return node.label if node else _UNSAID


def _named(node: Node | None) -> str:
    if node is None:
        return _UNSAID
    return f"{node.label} ({node.country})" if node.country and node.cls != "Country" else node.label
