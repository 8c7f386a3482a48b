"""Which words are forms of verbs, by how they are written."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

__all__ = ["VerbForms"]

_AUXILIARY: Final = frozenset(
    "am are can could did do does had has have is may might must shall should was were will would".split()
)


@dataclass(frozen=True, slots=True)
class VerbForms:
    """The verbs of a language by their lemmas, and their irregular forms ("bought"); words in small
    letters.
    """

    lemmas: Container[str] = frozenset()
    irregular: Container[str] = frozenset()

    def is_form(self, word: str) -> bool:
        """Whether a word is a form of a listed verb."""
        stems = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ing"))
        past = (word.removesuffix("ed"), word.removesuffix("d"), f"{word.removesuffix('ing')}e")
        return word in self.irregular or any(stem in self.lemmas for stem in (*stems, *past))

    def is_finite(self, word: str) -> bool:
        """Whether a word can be what a clause tells by its form: "was", "bought", "denied", "says"."""
        if word in _AUXILIARY:
            return True
        inflected = word.endswith(("ed", "s")) and word not in self.lemmas and self.is_form(word)
        return (inflected or word in self.irregular) and not word.endswith("ing")
