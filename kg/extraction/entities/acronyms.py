"""Short names of an article: acronyms in brackets and "the North", each tied to what it is short for."""

from __future__ import annotations

import re

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import ResolvedMention

__all__ = ["read_acronyms", "read_short_forms"]

_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*|[A-Z]{2,}s?")
_BRACKETS = frozenset({"(", "-LRB-"})


def read_acronyms(state: DiscourseState) -> None:
    """Tie each bracketed acronym to the words before it, and every later place of it to the same thing."""
    doc = state.doc
    for i in range(1, len(doc) - 2):
        if doc[i].text not in _BRACKETS or doc[i + 2].text != ")" or not _ACRONYM.fullmatch(doc[i + 1].text):
            continue
        short, before = doc[i + 1].text, state.names.get(i - 1)
        if before is not None and before.builders and _stands(short, before.text):
            _join(state, short, before)
        elif doc[i - 1].tag_.startswith("NN") and _is_new(state, short) and _begins(state, short, i):
            state.acronyms[short] = i - 1
            _release(state, short)


def read_short_forms(state: DiscourseState) -> None:
    """Tie "the North" to the country that it is short for, in an article that names this country in full."""
    text = state.doc.text
    for form, id in state.lexicon.short_forms.items():
        article, _, name = form.partition(" ")
        if id not in state.registry.builders:
            continue
        for found in re.finditer(
            rf"\b[{article[0].upper()}{article[0]}]{article[1:]} ({re.escape(name)})\b(?![ -][A-Z])", text
        ):
            span = state.doc.char_span(*found.span(1))
            if span is not None and not any(k in state.names for k in range(span.start, span.end)):
                builder = state.registry.known(id, form)
                mention = state.mention(span.start, span.end - 1, span.root.i, [builder], "name")
                state.names.update(dict.fromkeys(range(span.start, span.end), mention))


def _is_new(state: DiscourseState, short: str) -> bool:
    """Whether an acronym is neither explained before nor a known name."""
    return short not in state.acronyms and not state.registry.index.named(short)


def _begins(state: DiscourseState, short: str, i: int) -> bool:
    """Whether one of the words right before token ``i`` begins as the acronym does."""
    return any(state.doc[k].text[:1].lower() == short[0].lower() for k in range(max(0, i - 6), i))


def _stands(short: str, name: str) -> bool:
    """Whether an acronym can be short for a name: its first letter begins a word, and the others follow in
    order.
    """
    letters, text = iter(name.lower()), short.lower().rstrip("s") or short.lower()
    return any(w[:1].lower() == text[0] for w in name.split()) and all(
        any(c == x for x in letters) for c in text if c.isalpha()
    )


def _join(state: DiscourseState, short: str, name: ResolvedMention) -> None:
    """Make every mention of the acronym one of the name."""
    if state.registry.index.named(short):
        return
    name.builders[0].names.add(short)
    held = {o.first: o for o in state.names.values() if o.text == short}
    for token in state.doc:
        if token.text != short:
            continue
        if token.i in held:
            held[token.i].builders = name.builders
        elif token.i not in state.names:
            state.names[token.i] = state.mention(token.i, token.i, token.i, name.builders, "name")


def _release(state: DiscourseState, short: str) -> None:
    """Forget names that are an acronym of a common noun phrase ("UAV" is no place)."""
    for i, o in list(state.names.items()):
        if o.text == short:
            del state.names[i]
