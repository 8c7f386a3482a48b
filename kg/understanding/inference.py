"""What an article says of its names between the lines: acronyms in brackets, and whose minister a bare "Defence Minister" is."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.understanding.entities import Draft, Occurrence
from kg.understanding.lexicon import singular
from kg.understanding.phrases import read_phrase
from kg.understanding.references import titles_meaning
from kg.understanding.scene import Scene
from kg.understanding.titles import Office, title_at

if TYPE_CHECKING:
    from kg.understanding.words import Word

__all__ = ["infer_countries", "read_acronyms", "read_short_forms"]

_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*|[A-Z]{2,}s?")
_BRACKETS = frozenset({"(", "-LRB-"})

_TRAVEL = frozenset({"arrive", "visit", "travel", "fly", "land", "tour"})


def read_acronyms(scene: Scene) -> None:
    """Tie each bracketed acronym to the words before it, and every later place of it to the same thing."""
    doc = scene.doc
    for i in range(1, len(doc) - 2):
        if doc[i].text not in _BRACKETS or doc[i + 2].text != ")" or not _ACRONYM.fullmatch(doc[i + 1].text):
            continue
        short, before = doc[i + 1].text, scene.names.get(i - 1)
        if before is not None and before.drafts and _stands(short, before.text):
            _join(scene, short, before)
        elif (
            doc[i - 1].tag_.startswith("NN")
            and short not in scene.acronyms
            and not scene.register.index.named(short)
            and _begins(scene, short, i)
        ):
            scene.acronyms[short] = i - 1
            _release(scene, short)


def read_short_forms(scene: Scene) -> None:
    """Tie "the North" to the country that it is short for, in an article that names this country in full."""
    text = scene.doc.text
    for form, id in scene.lexicon.short_forms.items():
        article, _, name = form.partition(" ")
        if id not in scene.register.drafts:
            continue
        for found in re.finditer(rf"\b[{article[0].upper()}{article[0]}]{article[1:]} ({re.escape(name)})\b(?![ -][A-Z])", text):
            span = scene.doc.char_span(*found.span(1))
            if span is not None and not any(k in scene.names for k in range(span.start, span.end)):
                draft = scene.register.known(id, form)
                occurrence = scene.occurrence(span.start, span.end - 1, span.root.i, [draft], "name")
                scene.names.update(dict.fromkeys(range(span.start, span.end), occurrence))


def _begins(scene: Scene, short: str, i: int) -> bool:
    """Whether one of the words right before token ``i`` begins as the acronym does."""
    return any(scene.doc[k].text[:1].lower() == short[0].lower() for k in range(max(0, i - 6), i))


def _stands(short: str, name: str) -> bool:
    """Whether an acronym can be short for a name: its first letter begins a word, and the others follow in order."""
    letters, text = iter(name.lower()), short.lower().rstrip("s") or short.lower()
    return any(w[:1].lower() == text[0] for w in name.split()) and all(any(c == x for x in letters) for c in text if c.isalpha())


def _join(scene: Scene, short: str, name: Occurrence) -> None:
    """Make every occurrence of the acronym one of the name."""
    if scene.register.index.named(short):
        return
    name.drafts[0].names.add(short)
    held = {o.first: o for o in scene.names.values() if o.text == short}
    for token in scene.doc:
        if token.text != short:
            continue
        if token.i in held:
            held[token.i].drafts = name.drafts
        elif token.i not in scene.names:
            span = scene.occurrence(token.i, token.i, token.i, name.drafts, "name")
            scene.names[token.i] = span


def _release(scene: Scene, short: str) -> None:
    """Forget names that are an acronym of a common noun phrase ("OPCON" is no place)."""
    for i, o in list(scene.names.items()):
        if o.text == short:
            del scene.names[i]


def infer_countries(scene: Scene) -> None:
    """Give a person with a bare title the country that the article leaves to be understood.

    Either a plural description names the countries and one is left over ("the defence chiefs of South Korea and the United States"), or the
    dateline tells: an agency leaves out the country for the ministers of the place it writes from.
    """
    bare = [o for o in scene.offices if _is_bare(scene, o)]
    if not bare:
        return
    plurals = [
        (token, phrase.after)
        for token in scene.doc
        if token.tag_ in {"NNS", "NNPS"} and _heads(scene, token) and len((phrase := read_phrase(scene, token, _nobody)).after) > 1
    ]
    home = _home(scene)
    for office in bare:
        person = office.person.drafts[0]
        titles = _meanings(scene, office)
        for token, after in plurals:
            asked = scene.lexicon.spelled(scene.doc[token.i - 1].text) + " " + singular(token.lower_) if token.i else ""
            if person.country is None and set(titles_meaning(scene, asked)) & set(titles):
                _take_rest(scene, person, titles, after)
        if person.country is None and home is not None and not scene.holders(titles, home.country) and _at_home(scene, office, home):
            person.country = home.country


def _is_bare(scene: Scene, office: Office) -> bool:
    """Whether a person has only a public title with a capital, with nothing before it that tells whose."""
    if office.former or office.whose is not None or office.person.drafts[0].country is not None or office.sector != "GOV":
        return False
    return office.title[0].isupper() and (office.first == 0 or scene.doc[office.first - 1].tag_ not in {"PRP$", "DT", "POS"})


def _heads(scene: Scene, token: Word) -> bool:
    return token.i not in scene.names and token.i not in scene.titles and title_at(scene.doc, token.i, scene.lexicon) is not None


def _nobody(token: Word) -> Occurrence | None:
    return None


def _meanings(scene: Scene, office: Office) -> list[str]:
    title = " ".join(scene.lexicon.spelled(w) for w in office.title.split())
    return titles_meaning(scene, title)


def _take_rest(scene: Scene, person: Draft, titles: list[str], after: list[Occurrence]) -> None:
    """The one country of a list whose office nobody else holds."""
    countries = [c for o in after for d in o.drafts if (c := scene.register.country_of(d))]
    free = [c for c in countries if not scene.holders(titles, c.country)]
    if len(countries) > 1 and len(free) == 1:
        person.country = free[0].country


def _at_home(scene: Scene, office: Office, home: Draft) -> bool:
    """Whether the sentence of a bare title and the one before it name the country of the dateline, or no country at all.

    A guest is not at home: who arrives or visits comes from somewhere else.
    """
    if any(_travels(scene, o) for i, o in scene.names.items() if o.first == i and o.drafts and o.drafts[0] is office.person.drafts[0]):
        return False
    here = scene.sentence[office.person.first]
    near = [o for i, o in scene.names.items() if o.first == i and here - 1 <= scene.sentence[i] <= here]
    countries = [c for o in near for d in o.drafts if d.cls != "Person" and (c := scene.register.country_of(d))]
    return not countries or home in countries


def _travels(scene: Scene, person: Occurrence) -> bool:
    token = scene.doc[person.head]
    return token.dep_ == "nsubj" and token.head.lemma_ in _TRAVEL


def _home(scene: Scene) -> Draft | None:
    """The country of the dateline's city, when it is one of the two that the article names most."""
    first = scene.names.get(0)
    if (
        first is None
        or not first.drafts
        or first.last + 1 >= len(scene.doc)
        or scene.doc[first.last + 1].text not in {",", "(", ":", "-", "–", "—", "/"}
    ):
        return None
    if not first.drafts[0].id.startswith("place/"):
        return None
    country = scene.register.country_of(first.drafts[0])
    count = Counter(c.id for i, o in scene.names.items() if o.first == i for d in o.drafts if (c := scene.register.country_of(d)))
    return (
        country
        if country is not None and country.id in [id for id, _ in sorted(count.items(), key=lambda kv: (-kv[1], kv[0]))[:2]]
        else None
    )
