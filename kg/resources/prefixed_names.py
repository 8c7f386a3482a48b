"""IRIs as SPARQL and Turtle write them, ``kgr:country\\/kor``, and back."""

from __future__ import annotations

import re

from kg.resources.namespaces import DEFAULT_BASE, PREFIXES

__all__ = ["expanded", "known_prefixes", "written"]

_ESCAPED = "_~.-!$&'()*+,;=/?#@%"
"""What a backslash may stand before in a local name (SPARQL 1.1, PN_LOCAL_ESC)."""

_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
)
# Letters beyond the basic plane, which Oxigraph takes for none, are left to angle brackets.
_PLAIN = re.compile(rf"[{_LETTER}_:0-9]")
_INSIDE = re.compile(rf"[{_LETTER}_:0-9\u00b7\u0300-\u036f\u203f\u2040-]")
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(rf"\\([{re.escape(_ESCAPED)}])")


def known_prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """The prefixes that queries need not declare, with their IRIs; ``kgr`` is the base of the store."""
    return PREFIXES | {"kgr": base}


def written(iri: str, base: str = DEFAULT_BASE) -> str:
    """An IRI as a query can have it: with the longest prefix that fits, else in angle brackets."""
    fitting = [
        (space, prefix)
        for prefix, space in known_prefixes(base).items()
        if iri.startswith(space) and len(iri) > len(space)
    ]
    if fitting:
        space, prefix = max(fitting)
        local = _local(iri[len(space) :])
        if local is not None:
            return f"{prefix}:{local}"
    return f"<{iri}>"


def _local(text: str) -> str | None:
    """A local name with what has to be escaped; None for one that cannot be written."""
    parts: list[str] = []
    place = 0
    while place < len(text):
        if percent := _PERCENT.match(text, place):
            parts.append(percent[0])
            place = percent.end()
            continue
        character = text[place]
        after = text[place + 1 : place + 2]  # Oxigraph reads ".0" in a name as the number it may be
        point = character == "." and parts and after and not after.isdigit()
        if (_INSIDE if parts else _PLAIN).match(character) or point:
            parts.append(character)
        elif character in _ESCAPED:
            parts.append("\\" + character)
        else:
            return None
        place += 1
    return "".join(parts)


def expanded(text: str, base: str = DEFAULT_BASE) -> str:
    """The IRI that angle brackets or a prefixed name stand for, with or without its backslashes; any other
    text as it is.
    """
    if text.startswith("<") and text.endswith(">"):
        return text[1:-1]
    prefix, colon, local = text.partition(":")
    space = known_prefixes(base).get(prefix)
    if not colon or space is None or any(character.isspace() for character in local):
        return text
    return space + _ESCAPE.sub(r"\1", local)
