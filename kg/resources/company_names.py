"""Companies' names with and without their legal form: "Halla Ocean Co., Ltd." is "Halla Ocean"."""

from __future__ import annotations

import re
from typing import Final

from kg.nlp.legal_forms import LEADING, LEGAL_FORMS

__all__ = ["bare_company", "legal_form"]

_FORM: Final = f"(?:{'|'.join(sorted(map(re.escape, LEGAL_FORMS), key=len, reverse=True))})"
_LEGAL: Final = re.compile(rf"(?:,? {_FORM}\.?)+$")
_LEADING: Final = re.compile(rf"^(?:{'|'.join(sorted(LEADING))}) (?=\S)")
_SPELLED: Final = {
    "company": "co",
    "corporation": "corp",
    "incorporated": "inc",
    "limited": "ltd",
}


def bare_company(name: str) -> str:
    """A company's name without its legal form; the whole name where it has none or nothing else."""
    return _LEGAL.sub("", _LEADING.sub("", name)) or name


def legal_form(name: str) -> frozenset[str]:
    """The words of a company's legal form, in small letters, shortened, without points; empty where it has
    none.
    """
    words = re.findall(r"[\w./]+", name.replace(bare_company(name), "", 1).lower())
    return frozenset(_SPELLED.get(word, word) for word in (one.replace(".", "") for one in words))
