"""Short names of an article: acronyms in brackets and "the North", each tied to what it is short for."""

from __future__ import annotations

import re

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.name_forms import initials

__all__ = ["read_acronyms", "read_short_forms"]

_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*|[A-Z]{2,}s?")
_BRACKETS = frozenset({"(", "-LRB-"})


def read_acronyms(state: DiscourseState) -> None:
    """Tie each bracketed acronym to the words before it, and every place of it to the same thing: to the last
    that it is said to stand for.
    """
    doc, joined = state.doc, _Joined(state)
    for i in range(1, len(doc) - 2):
        if doc[i].text not in _BRACKETS or doc[i + 2].text != ")" or not _ACRONYM.fullmatch(doc[i + 1].text):
            continue
        short, before = doc[i + 1].text, joined.name_at(i - 1)
        if before is not None and before.builders and _stands(short, before.text):
            joined.join(short, before)
        elif doc[i - 1].tag_.startswith("NN") and _is_new(state, short) and _begins(state, short, i):
            state.acronyms[short] = i - 1
            joined.release(short)
    joined.write()


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


class _Joined:
    """What acronyms stand for, written to the names of an article when all are known."""

    def __init__(self, state: DiscourseState) -> None:
        self._state = state
        self._builders: dict[str, tuple[EntityBuilder, ...]] = {}
        self._named: dict[str, list[int]] = {}
        for i, o in state.names.items():
            self._named.setdefault(o.text, []).append(i)

    def name_at(self, i: int) -> ResolvedMention | None:
        """The name at token ``i`` with what it stands for now."""
        state, text = self._state, self._state.doc[i].text
        known = state.names.get(i)
        if text in self._builders and (known is None or (known.first == i and known.text == text)):
            return state.mention(i, i, i, self._builders[text], "name")
        return known

    def join(self, short: str, name: ResolvedMention) -> None:
        """Make every mention of the acronym one of the name, but for a known acronym only where it has all
        initials of the name and another is known by it ("National Petrochemical Company (NPC)").
        """
        known = {one.entity for one in self._state.registry.index.named(short)}
        if known and (name.builders[0].id in known or initials(name.text) != short):
            return
        name.builders[0].names.add(short)
        self._builders[short] = name.builders

    def release(self, short: str) -> None:
        """Forget names that are an acronym of a common noun phrase ("UAV" is no place)."""
        self._builders.pop(short, None)
        for i in self._named.pop(short, ()):
            del self._state.names[i]

    def write(self) -> None:
        """Tie every place of the joined acronyms to what they stand for."""
        state = self._state
        for token in state.doc if self._builders else ():
            builders = self._builders.get(token.text)
            if builders is None:
                continue
            known = state.names.get(token.i)
            if known is None:
                state.names[token.i] = state.mention(token.i, token.i, token.i, builders, "name")
            elif known.first == token.i and known.text == token.text:
                known.builders = builders
