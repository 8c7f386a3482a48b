"""A name at the beginning of a text of which something is told: "Chad denied it"."""

from __future__ import annotations

import re

from kg.nlp.reading.verb_forms import VerbForms

__all__ = ["CAPITAL", "name_told_of"]

CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’.&-]*"
"""A pattern of a word with a capital."""
_TELLS = re.compile(
    rf"(?P<name>{CAPITAL}(?: (?:(?:of|for|and|&|de) )?{CAPITAL}){{0,4}}) (?:(?:also|later|then|\w+ly) )?"
    r"(?P<verb>[a-z]+)(?![\w-])(?P<more>(?: [\w'’-]+){0,6})"
)


def name_told_of(text: str, verbs: VerbForms) -> str | None:
    """The name with which a text begins and which a verb follows, or what it has and a verb ("Mali's new
    envoy Lund left"); None where there is none.
    """
    told = _TELLS.match(text)
    if told is None:
        return None
    has = told["name"].endswith(("'s", "’s"))
    words = told["more"].split() if has else [told["verb"]]
    return told["name"] if any(map(verbs.is_finite, words)) else None
