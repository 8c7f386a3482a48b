"""Which language an article is in, by py3langid's naive Bayes over byte n-grams (Lui and Baldwin 2012)."""

from __future__ import annotations

import tempfile
from functools import lru_cache

from kg.errors import InputError

__all__ = ["ANY", "ENGLISH", "ForeignLanguage", "check_language", "language_of"]

ENGLISH, ANY = "en", "any"

_SAMPLE = 3000  # characters that are looked at
_LEAST, _MOST, _EACH = 45.0, 70.0, 0.8
"""By how many nats another language must be likelier than English: so many for each letter, within bounds.
Names do not weigh that much: of 3,000 headlines made of names from all countries, and of 893 pieces of news,
none is above; a German or Spanish sentence of eight words is.
"""


class ForeignLanguage(InputError):
    """An article in a language that is not read."""


def language_of(text: str) -> str:
    """The ISO 639 code of the language that a text is in; ``en`` unless another is much likelier."""
    sample = text[:_SAMPLE]
    letters = sum(character.isalpha() for character in sample)
    scores = dict(_rank(sample))
    best = max(scores, key=lambda code: scores[code], default=ENGLISH)
    lead = scores.get(best, 0.0) - scores.get(ENGLISH, 0.0)
    return best if lead > min(max(_EACH * letters, _LEAST), _MOST) else ENGLISH


def check_language(text: str, place: str, wanted: str) -> None:
    """Raise ForeignLanguage for a text that is not in the language ``wanted``, unless that is ``any``."""
    if wanted == ANY:
        return
    found = language_of(text)
    if found != wanted:
        raise ForeignLanguage(
            place, f"not in English ({_name(found)}), left out", "`--language any` reads it all the same"
        )


def _rank(text: str) -> list[tuple[str, float]]:
    """The languages that there are and how likely each is.

    Raises OSError, which names the folder, where the model cannot be unpacked into a temporary file.
    """
    import py3langid

    try:
        ranked = py3langid.rank(text)
    except OSError as error:
        place = error.filename or tempfile.gettempdir()
        raise OSError(error.errno, error.strerror or str(error), place) from error
    return [(str(code), float(score)) for code, score in ranked]


@lru_cache(maxsize=64)
def _name(code: str) -> str:
    """The English name of a language where it is known, else its code."""
    from babel import Locale

    return str(Locale("en").languages.get(code, code))
