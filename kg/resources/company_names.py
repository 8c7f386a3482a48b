"""Companies' names with and without their legal form: "Halla Ocean Co., Ltd." is "Halla Ocean"."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["bare_company", "legal_form"]

_FORM: Final = (
    r"(?:AB|AG|AS|ASA|Bhd|BV|B\.V|Co|Company|Corp|Corporation|GmbH|Inc|Incorporated|KG|KGaA|LLC|L\.L\.C|LLP|LP|L\.P"
    r"|Limited|Ltd|NV|N\.V|OAO|OJSC|Oy|Oyj|PJSC|PLC|Plc|plc|Pte|Pty|S\.A|S\.p\.A|SA|SARL|SE|SpA|[AIKP]/S|S/A)"
)
_LEGAL: Final = re.compile(rf"(?:,? {_FORM}\.?)+$")
_SPELLED: Final = {
    "company": "co",
    "corporation": "corp",
    "incorporated": "inc",
    "limited": "ltd",
}


def bare_company(name: str) -> str:
    """A company's name without its legal form; the whole name where it has none or nothing else."""
    return _LEGAL.sub("", name) or name


def legal_form(name: str) -> frozenset[str]:
    """The words of a company's legal form, in small letters, shortened, without points; empty where it has
    none.
    """
    words = re.findall(r"[\w./]+", name[len(bare_company(name)) :].lower())
    return frozenset(_SPELLED.get(word, word) for word in (one.replace(".", "") for one in words))
