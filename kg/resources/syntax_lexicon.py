"""ontology/syntax.toml -> SyntaxWords: the verbs, nouns and prepositions that predicate-argument structure
depends on.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from kg.nlp.syntax_words import SyntaxWords
from kg.resources.data_files import DataReader
from kg.resources.word_tables import fixed_keys, read_lists

__all__ = ["load_syntax_words"]

_PLACES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "object_control": ("control", "object"),
        "subject_control": ("control", "subject"),
        "gerund_links": ("control", "before_gerund"),
        "imposing": ("burden", "imposing"),
        "judging": ("burden", "judging"),
        "judged_for": ("burden", "judged_for"),
        "giving": ("giving", "verbs"),
        "with_infinitive": ("infinitives", "nouns"),
        "subject_sharing": ("clauses", "subject_sharing"),
        "conditions": ("clauses", "conditions"),
        "with_clause": ("clauses", "with_clause"),
        "partitives": ("counting", "partitives"),
        "gatherings": ("counting", "gatherings"),
        "name_links": ("names", "links"),
        "small_words": ("names", "small_words"),
        "acting_for": ("deeds", "acting_for"),
        "doing": ("deeds", "doing"),
        "leading": ("deeds", "leading"),
        "separating": ("deeds", "separating"),
        "indefinite": ("deeds", "indefinite"),
        "empty_verbs": ("open", "empty"),
        "changes": ("open", "changes"),
    }
)
"""Field of SyntaxWords -> table and list."""


def load_syntax_words(path: Path | None = None, *, data: DataReader | None = None) -> SyntaxWords:
    """The words in ``path`` (ontology/syntax.toml). Raises DataError where it is not well formed."""
    data = data or DataReader()
    path = path or data.ontology / "syntax.toml"
    keys = {**fixed_keys(_PLACES.values()), "calling": frozenset[str]()}
    lists = read_lists(path, data.toml(path), keys, apart={"control"})
    return SyntaxWords(
        calling=MappingProxyType(dict(lists["calling"])),
        **{field: frozenset(lists[table][key]) for field, (table, key) in _PLACES.items()},
    )
