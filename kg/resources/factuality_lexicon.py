"""ontology/modality.toml -> FactualityLexicon: the words of certainty and of reported speech, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.resources.data_files import DataReader
from kg.resources.word_tables import fixed_keys, labelled, read_lists

__all__ = ["FactualityLexicon", "load_factuality_lexicon"]

Words = frozenset[str]

_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "modals": ("planned", "possible", "reported"),
        "complements": ("transparent", "planned", "possible", "negated"),
        "objects": ("transparent", "planned", "possible", "negated"),
        "nouns": ("transparent", "planned", "possible", "negated"),
        "modifiers": ("planned", "possible", "negated"),
        "adverbs": ("possible", "negated"),
        "links": ("planned", "possible", "negated", "within"),
    }
)
"""Tables in which a word stands in one list, which says what kind it is."""

_PLACES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "purpose": ("purpose", "carried"),
        "intended": ("purpose", "intended"),
        "reporting_verbs": ("reporting", "verbs"),
        "reporting_things": ("reporting", "things"),
        "reporting_nouns": ("reporting", "nouns"),
        "speech_acts": ("reporting", "acts"),
        "accusing": ("reporting", "accusing"),
        "fiction": ("reporting", "fiction"),
        "invented": ("reporting", "invented"),
        "true_stories": ("reporting", "true_stories"),
        "telling": ("reporting", "telling"),
        "reporting_sources": ("reporting", "sources"),
        "accusing_verbs": ("reporting", "accusing_verbs"),
        "claimed": ("reporting", "claimed"),
        "nothing": ("negation", "nothing"),
        "no_determiners": ("negation", "determiners"),
        "excepting": ("negation", "excepting"),
        "mild": ("negation", "mild"),
        "after_no": ("negation", "after_no"),
        "denying_modals": ("negation", "modals"),
        "not_yet": ("negation", "not_yet"),
        "opposing": ("negation", "opposing"),
        "true": ("truth", "true"),
        "untrue": ("truth", "untrue"),
        "doubtful": ("truth", "doubtful"),
        "falsely": ("truth", "falsely"),
        "hardly_any": ("truth", "hardly_any"),
        "as_certain": ("clauses", "as_certain"),
        "questions": ("clauses", "questions"),
        "inverted": ("clauses", "inverted"),
        "ordinals": ("clauses", "ordinals"),
        "of_negation": ("prepositions", "of_negation"),
        "of_author": ("prepositions", "of_author"),
        "of_noun": ("prepositions", "of_noun"),
        "of_concern": ("prepositions", "of_concern"),
        "of_occasion": ("prepositions", "of_occasion"),
        "of_verb": ("prepositions", "of_verb"),
        "of_aim": ("prepositions", "of_aim"),
        "of_reason": ("prepositions", "of_reason"),
        "of_content": ("prepositions", "of_content"),
        "before_gerund": ("prepositions", "before_gerund"),
        "after_object": ("prepositions", "after_object"),
        "as_said": ("prepositions", "as_said"),
        "considering": ("verbs", "considering"),
        "negotiating": ("verbs", "negotiating"),
        "happening": ("verbs", "happening"),
        "failing": ("verbs", "failing"),
        "lapsing": ("verbs", "lapsing"),
        "taking_part": ("verbs", "taking_part"),
        "nearing": ("verbs", "nearing"),
        "denying": ("verbs", "denying"),
        "causing": ("verbs", "causing"),
        "presupposing": ("verbs", "presupposing"),
        "answering": ("verbs", "answering"),
        "with_hearer": ("verbs", "with_hearer"),
        "hearers": ("verbs", "hearers"),
        "raising": ("times", "raising"),
        "ahead": ("times", "ahead"),
        "ending": ("times", "ending"),
        "forward_links": ("times", "forward_links"),
        "backward_links": ("times", "backward_links"),
        "setting_terms": ("times", "setting_terms"),
        "participles": ("times", "participles"),
    }
)
"""Field -> table and list."""


@dataclass(frozen=True, slots=True)
class FactualityLexicon:
    """A table of kinds maps a lemma to the list it stands in: ``complements["vow"] == "planned"``.

    ``ontology/modality.toml`` says what each list is for.
    """

    modals: Mapping[str, str]
    complements: Mapping[str, str]
    objects: Mapping[str, str]
    nouns: Mapping[str, str]
    modifiers: Mapping[str, str]
    adverbs: Mapping[str, str]
    links: Mapping[str, str]
    purpose: Words
    intended: Words
    reporting_verbs: Words
    reporting_things: Words
    reporting_nouns: Words
    speech_acts: Words
    accusing: Words
    fiction: Words
    invented: Words
    true_stories: Words
    telling: Words
    reporting_sources: Words
    accusing_verbs: Words
    claimed: Words
    nothing: Words
    no_determiners: Words
    excepting: Words
    mild: Words
    after_no: Words
    denying_modals: Words
    not_yet: Words
    opposing: Words
    true: Words
    untrue: Words
    doubtful: Words
    falsely: Words
    hardly_any: Words
    as_certain: Words
    questions: Words
    inverted: Words
    ordinals: Words
    of_negation: Words
    of_author: Words
    of_noun: Words
    of_concern: Words
    of_occasion: Words
    of_verb: Words
    of_aim: Words
    of_reason: Words
    of_content: Words
    before_gerund: Words
    after_object: Words
    as_said: Words
    considering: Words
    negotiating: Words
    happening: Words
    failing: Words
    lapsing: Words
    taking_part: Words
    nearing: Words
    denying: Words
    causing: Words
    presupposing: Words
    answering: Words
    with_hearer: Words
    hearers: Words
    raising: Words
    ahead: Words
    ending: Words
    forward_links: Words
    backward_links: Words
    setting_terms: Words
    participles: Words


def load_factuality_lexicon(path: Path | None = None, *, data: DataReader | None = None) -> FactualityLexicon:
    """The words of certainty in ``path`` (ontology/modality.toml); raises DataError where the file is not
    well formed.
    """
    data = data or DataReader()
    path = path or data.ontology / "modality.toml"
    keys = {table: frozenset(kinds) for table, kinds in _KINDS.items()} | fixed_keys(_PLACES.values())
    lists = read_lists(path, data.toml(path), keys, apart=_KINDS)
    kinds = {table: MappingProxyType(labelled(lists[table])) for table in _KINDS}
    return FactualityLexicon(
        modals=kinds["modals"],
        complements=kinds["complements"],
        objects=kinds["objects"],
        nouns=kinds["nouns"],
        modifiers=kinds["modifiers"],
        adverbs=kinds["adverbs"],
        links=kinds["links"],
        **{field: frozenset(lists[table][key]) for field, (table, key) in _PLACES.items()},
    )
