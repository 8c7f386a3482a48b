"""Numbers that are part of a name, not an amount: "Arrow 3 missiles", "Block 4 upgrade"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["is_designation"]

_PEOPLES: Final = frozenset({"GPE", "NORP", "LOC"})
_AMOUNTS: Final = frozenset({"", "DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "CARDINAL", "QUANTITY"})


def is_designation(number: Token) -> bool:
    """Whether a numeral tells which of a kind is meant: it follows a noun or name in the phrase that it
    belongs to, or to which it belongs. Names of countries and peoples are none such ("gave Chad 3 tanks").
    """
    if number.tag_ != "CD" or number.is_sent_start or number.head.i == number.i:
        return False
    name = number.nbor(-1)
    is_joined = number.head.i == name.i or number.i <= name.head.i <= number.head.i
    if name.ent_type_ in _PEOPLES or not is_joined:
        return False
    return name.tag_ in {"NN", "NNP"} or (name.text[:1].isupper() and name.ent_type_ not in _AMOUNTS)
