"""ontology/modality.toml -> Wording: the words of certainty and of reported speech, read once and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import DataError
from kg.resources.data_files import DataReader

__all__ = ["FactualityLexicon", "load_factuality_lexicon", "wording"]

_LISTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "modals": frozenset({"planned", "possible", "reported"}),
        "complements": frozenset({"transparent", "planned", "possible", "negated"}),
        "objects": frozenset({"transparent", "planned", "possible", "negated"}),
        "nouns": frozenset({"transparent", "planned", "possible", "negated"}),
        "modifiers": frozenset({"planned", "possible", "negated"}),
        "adverbs": frozenset({"possible", "negated"}),
        "links": frozenset({"possible", "negated", "within"}),
        "purpose": frozenset({"carried"}),
        "reporting": frozenset({"verbs", "things", "nouns", "sources"}),
        "times": frozenset({"raising", "ahead", "ending"}),
    }
)
_OVERLAPPING = frozenset({"purpose", "reporting", "times"})


@dataclass(frozen=True, slots=True)
class FactualityLexicon:
    """Each table maps a lemma to the list it stands in: ``complements["vow"] == "planned"``."""

    modals: Mapping[str, str]
    complements: Mapping[str, str]
    objects: Mapping[str, str]
    nouns: Mapping[str, str]
    modifiers: Mapping[str, str]
    adverbs: Mapping[str, str]
    links: Mapping[str, str]
    purpose: frozenset[str]
    reporting_verbs: frozenset[str]
    reporting_things: frozenset[str]
    reporting_nouns: frozenset[str]
    reporting_sources: frozenset[str]
    raising: frozenset[str]
    ahead: frozenset[str]
    ending: frozenset[str]


def load_factuality_lexicon(path: Path | None = None, *, data: DataReader | None = None) -> FactualityLexicon:
    """The words of certainty in ``path`` (ontology/modality.toml); raises DataError where the file is not
    well formed.
    """
    data = data or DataReader()
    where = path or data.ontology / "modality.toml"
    raw = data.toml(where)
    if set(raw) != set(_LISTS):
        odd = ", ".join(sorted(set(raw) ^ set(_LISTS)))
        raise DataError(
            where, f"missing or unknown tables: {odd}", f"it has exactly {', '.join(sorted(_LISTS))}"
        )
    lists = {name: _checked(where, name, raw[name]) for name in sorted(_LISTS)}
    reporting = lists["reporting"]
    return FactualityLexicon(
        **{name: _by_word(where, name, lists[name]) for name in sorted(set(_LISTS) - _OVERLAPPING)},
        purpose=lists["purpose"]["carried"],
        reporting_verbs=reporting["verbs"],
        reporting_things=reporting["things"],
        reporting_nouns=reporting["nouns"],
        reporting_sources=reporting["sources"],
        raising=lists["times"]["raising"],
        ahead=lists["times"]["ahead"],
        ending=lists["times"]["ending"],
    )


@cache
def wording() -> FactualityLexicon:
    """The words that the package ships, read on first use."""
    return load_factuality_lexicon()


def _checked(where: Path, table: str, lists: object) -> dict[str, frozenset[str]]:
    if not isinstance(lists, dict) or set(lists) != _LISTS[table]:
        raise DataError(
            f"{where} [{table}]",
            "missing or unknown lists",
            f"it has exactly {', '.join(sorted(_LISTS[table]))}",
        )
    for name, words in lists.items():
        if (
            not isinstance(words, list)
            or not words
            or not all(isinstance(word, str) and word == word.strip().lower() for word in words)
        ):
            raise DataError(
                f"{where} [{table}] {name}",
                "not a list of lower-case lemmas",
                'write it as ["vow", "rule out"]',
            )
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise DataError(f"{where} [{table}] {name}", f"said twice: {', '.join(twice)}", "keep one")
    return {name: frozenset(words) for name, words in lists.items()}


def _by_word(where: Path, table: str, lists: Mapping[str, frozenset[str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name in sorted(lists):
        for word in sorted(lists[name]):
            if word in found:
                raise DataError(
                    f"{where} [{table}] {name}",
                    f"{word!r} stands under {found[word]} too",
                    "keep it in one list",
                )
            found[word] = name
    return MappingProxyType(found)
