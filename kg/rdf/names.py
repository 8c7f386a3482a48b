"""IRIs and literals as Turtle and JSON-LD write them: relative to the base, or with one of our prefixes."""

from __future__ import annotations

import re

from kg.resources.namespaces import PREFIXES, XSD

__all__ = ["PLAIN", "RELATIVE", "SPACES", "Names"]

RELATIVE = r"[a-z]+/[A-Za-z0-9_~-][A-Za-z0-9._~%-]*(?:#char=[0-9]+,[0-9]+)?"
"""What follows the base in a name that is written relative to it."""
PLAIN = r"[A-Za-z0-9_][A-Za-z0-9_-]*"
"""What follows the prefix in a prefixed name."""
SPACES = {iri: prefix for prefix, iri in PREFIXES.items() if prefix != "kgr"}
"""The prefixes that names are written with."""

_RELATIVE, _PLAIN = re.compile(RELATIVE), re.compile(PLAIN)
_NUMBER = re.compile(r'"([+-]?(?:\d+|(\d*\.\d+)))"', re.ASCII)
_FOLDER = re.compile(r"https?://[^/?#]+/(?:[^?#]*/)?$")


class Names:
    """Shortens IRIs, and remembers which prefixes were used.

    ``base`` is "" where names cannot be written relative to it.
    """

    def __init__(self, base: str) -> None:
        self.base = base if _FOLDER.match(base) else ""
        self.used: dict[str, str] = {}

    def local(self, iri: str) -> str:
        """What follows the base in an IRI; "" when it cannot be written relative to it."""
        if self.base and iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return iri[len(self.base) :]
        return ""

    def short(self, iri: str) -> str:
        """An IRI without its angle brackets as a prefixed name; "" when no prefix fits."""
        space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
        prefix = SPACES.get(space)
        if prefix is None or not _PLAIN.fullmatch(iri, len(space)):
            return ""
        self.used[prefix] = space
        return f"{prefix}:{iri[len(space) :]}"

    def turtle(self, term: str) -> str:
        """A term as Turtle writes it; triple terms as N-Triples does, which is Turtle too."""
        if term.startswith("<<"):
            return term
        if term[0] == "<":
            iri = term[1:-1]
            local = self.local(iri)
            return f"<{local}>" if local else self.short(iri) or term
        at = term.rfind('"^^<') if term[-1] == ">" else -1
        if at < 0:
            return term
        kind, value = term[at + 4 : -1], term[: at + 1]
        number = _NUMBER.fullmatch(value) if kind.startswith(XSD) else None
        if number and kind == XSD + ("decimal" if number.group(2) else "integer"):
            return number.group(1)
        return f"{value}^^{self.turtle(f'<{kind}>')}"
