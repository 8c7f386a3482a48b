"""What an article says of its names between the lines: acronyms in brackets, and whose minister a bare
"Defence Minister" is.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder, ResolvedMention
from kg.extraction.entities.nominal_anaphora import titles_meaning
from kg.extraction.entities.noun_phrases import read_phrase
from kg.extraction.entities.titles import Office, title_at
from kg.resources.lexicon import singular

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["infer_countries", "read_acronyms", "read_short_forms"]

_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*|[A-Z]{2,}s?")
_BRACKETS = frozenset({"(", "-LRB-"})

_TRAVEL = frozenset({"arrive", "visit", "travel", "fly", "land", "tour"})


def read_acronyms(state: DiscourseState) -> None:
    """Tie each bracketed acronym to the words before it, and every later place of it to the same thing."""
    doc = state.doc
    for i in range(1, len(doc) - 2):
        if doc[i].text not in _BRACKETS or doc[i + 2].text != ")" or not _ACRONYM.fullmatch(doc[i + 1].text):
            continue
        short, before = doc[i + 1].text, state.names.get(i - 1)
        if before is not None and before.builders and _stands(short, before.text):
            _join(state, short, before)
        elif (
            doc[i - 1].tag_.startswith("NN")
            and short not in state.acronyms
            and not state.registry.index.named(short)
            and _begins(state, short, i)
        ):
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
                occurrence = state.occurrence(span.start, span.end - 1, span.root.i, [builder], "name")
                state.names.update(dict.fromkeys(range(span.start, span.end), occurrence))


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
    """Make every occurrence of the acronym one of the name."""
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
            span = state.occurrence(token.i, token.i, token.i, name.builders, "name")
            state.names[token.i] = span


def _release(state: DiscourseState, short: str) -> None:
    """Forget names that are an acronym of a common noun phrase ("OPCON" is no place)."""
    for i, o in list(state.names.items()):
        if o.text == short:
            del state.names[i]


def infer_countries(state: DiscourseState) -> None:
    """Give a person with a bare title the country that the article leaves to be understood.

    Either a plural description names the countries and one is left over ("the defence chiefs of South Korea
    and the United States"), or the dateline tells: an agency leaves out the country for the ministers of the
    place it writes from.
    """
    bare = [o for o in state.offices if _is_bare(state, o)]
    if not bare:
        return
    plurals = [
        (token, phrase.after)
        for token in state.doc
        if token.tag_ in {"NNS", "NNPS"}
        and _heads(state, token)
        and len((phrase := read_phrase(state, token, _nobody)).after) > 1
    ]
    home = _home(state)
    for office in bare:
        person = office.person.builders[0]
        titles = _meanings(state, office)
        for token, after in plurals:
            asked = (
                state.lexicon.spelled(state.doc[token.i - 1].text) + " " + singular(token.lower_)
                if token.i
                else ""
            )
            if person.country is None and set(titles_meaning(state, asked)) & set(titles):
                _take_rest(state, person, titles, after)
        if (
            person.country is None
            and home is not None
            and not state.holders(titles, home.country)
            and _at_home(state, office, home)
        ):
            person.country = home.country


def _is_bare(state: DiscourseState, office: Office) -> bool:
    """Whether a person has only a public title with a capital, with nothing before it that tells whose."""
    if (
        office.former
        or office.whose is not None
        or office.person.builders[0].country is not None
        or office.sector != "GOV"
    ):
        return False
    return office.title[0].isupper() and (
        office.first == 0 or state.doc[office.first - 1].tag_ not in {"PRP$", "DT", "POS"}
    )


def _heads(state: DiscourseState, token: Token) -> bool:
    return (
        token.i not in state.names
        and token.i not in state.titles
        and title_at(state.doc, token.i, state.lexicon) is not None
    )


def _nobody(token: Token) -> ResolvedMention | None:
    return None


def _meanings(state: DiscourseState, office: Office) -> list[str]:
    title = " ".join(state.lexicon.spelled(w) for w in office.title.split())
    return titles_meaning(state, title)


def _take_rest(
    state: DiscourseState, person: EntityBuilder, titles: list[str], after: list[ResolvedMention]
) -> None:
    """The one country of a list whose office nobody else holds."""
    countries = [c for o in after for d in o.builders if (c := state.registry.country_of(d))]
    free = [c for c in countries if not state.holders(titles, c.country)]
    if len(countries) > 1 and len(free) == 1:
        person.country = free[0].country


def _at_home(state: DiscourseState, office: Office, home: EntityBuilder) -> bool:
    """Whether the sentence of a bare title and the one before it name the country of the dateline, or no
    country at all.

    A guest is not at home: who arrives or visits comes from somewhere else.
    """
    if any(
        _travels(state, o)
        for i, o in state.names.items()
        if o.first == i and o.builders and o.builders[0] is office.person.builders[0]
    ):
        return False
    here = state.sentence[office.person.first]
    near = [o for i, o in state.names.items() if o.first == i and here - 1 <= state.sentence[i] <= here]
    countries = [
        c for o in near for d in o.builders if d.cls != "Person" and (c := state.registry.country_of(d))
    ]
    return not countries or home in countries


def _travels(state: DiscourseState, person: ResolvedMention) -> bool:
    token = state.doc[person.head]
    return token.dep_ == "nsubj" and token.head.lemma_ in _TRAVEL


def _home(state: DiscourseState) -> EntityBuilder | None:
    """The country of the dateline's city, when it is one of the two that the article names most."""
    first = state.names.get(0)
    if (
        first is None
        or not first.builders
        or first.last + 1 >= len(state.doc)
        or state.doc[first.last + 1].text not in {",", "(", ":", "-", "–", "—", "/"}
    ):
        return None
    if not first.builders[0].id.startswith("place/"):
        return None
    country = state.registry.country_of(first.builders[0])
    count = Counter(
        c.id
        for i, o in state.names.items()
        if o.first == i
        for d in o.builders
        if (c := state.registry.country_of(d))
    )
    return (
        country
        if country is not None
        and country.id in [id for id, _ in sorted(count.items(), key=lambda kv: (-kv[1], kv[0]))[:2]]
        else None
    )
