"""Which names of one article are forms of one name: family names and initials of persons, short names and
acronyms of bodies.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.resources.person_names import PersonNames

__all__ = ["full_names", "short_forms"]


def full_names(texts: Sequence[str], names: PersonNames) -> dict[str, str | None]:
    """The fullest name for each form of a person's name; None where namesakes make a short form ambiguous.

    A family name may be spelled otherwise, with a particle or without ("al-Assad", "Assad").
    """
    first = {text: place for place, text in reversed([*enumerate(texts)])}
    full = sorted(
        {t for t in texts if len(names.words(t)) > 1 and " " in t}, key=lambda t: (-len(t.split()), first[t])
    )
    found: dict[str, str | None] = {}
    for i, text in enumerate(full):
        alike = (f for f in full[:i] if names.same(text, f) or names.familiar(text, f))
        longer = next(alike, None) or next((f for f in full if f != text and _same_person(text, f)), None)
        found[text] = text if longer is None else found.get(longer, longer)
    people = sorted({f for f in found.values() if f})
    for text in sorted({t for t in texts if t not in found}):
        found[text] = _owner_of(text, people, names)
    return found


def _owner_of(word: str, people: Sequence[str], names: PersonNames) -> str | None:
    """The full name that has a word as its last name, else as its first; the word itself when none has, None
    when several have.
    """
    own = names.spelled(word)
    owners = (
        [f for f in people if f.split()[-1] == word]
        or [f for f in people if names.spelled(f)[-len(own) :] == own]
        or [f for f in people if f.split()[0] == word]
    )
    if not owners:
        return word
    return owners[0] if len(owners) == 1 else None


def _same_person(short: str, long: str) -> bool:
    """Whether the words of one full name are a selection of the other's in order, with the same first word or
    initial and the same end.
    """
    a, b = short.replace(".", "").split(), long.replace(".", "").split()
    if a[-1] != b[-1] or (a[0] != b[0] and not (len(a[0]) == 1 and b[0].startswith(a[0]))):
        # "Jae Myung" for "Lee Jae Myung"
        return len(a) < len(b) and len(a) > 1 and b[-len(a) :] == a
    rest = iter(b)
    return len(a) <= len(b) and all(any(x == y or (len(x) == 1 and y.startswith(x)) for y in rest) for x in a)


def short_forms(texts: Sequence[str]) -> dict[str, str]:
    """For a one-word name of a body the only longer name in the article that begins with it or has it as its
    initials.
    """
    distinct = sorted(set(texts))
    found: dict[str, str] = {}
    for text in distinct:
        if " " in text:
            continue
        if text.isupper() and len(text) > 1:
            owners = [
                t
                for t in distinct
                if t != text and "".join(w[0] for w in t.split() if w[0].isupper()) == text and " " in t
            ]
        else:
            owners = [t for t in distinct if t.startswith(text + " ")]
        if len(owners) == 1:
            found[text] = owners[0]
    return found
