"""From English Universal Dependencies to CLEAR dependencies, the scheme of `en_core_web_*`."""

from __future__ import annotations

from training.clear.clauses import (
    convert_complements,
    convert_coordination,
    convert_expletives,
    convert_free_relatives,
    convert_reported_speech,
)
from training.clear.copula import convert_copulas
from training.clear.labels import label, repair
from training.clear.prepositions import convert_case, convert_marks
from training.clear.words import convert_fixed, convert_money, convert_names
from training.conllu import Sentence

__all__ = ["convert"]


def convert(sentence: Sentence, guess_agent: bool = False) -> Sentence:
    """A copy of the sentence with CLEAR heads and labels.

    `guess_agent` takes "by" after a passive participle as the agent, for treebanks without `obl:agent`. Not
    produced: meta; csubjpass and preconj are rare; a mid-sentence "he said" stays parataxis.
    """
    tree = sentence.copy()
    convert_fixed(tree)
    convert_names(tree)
    convert_money(tree)
    convert_copulas(tree)
    convert_expletives(tree)
    convert_free_relatives(tree)
    convert_coordination(tree)
    convert_reported_speech(tree)
    convert_case(tree, guess_agent)
    convert_marks(tree)
    convert_complements(tree)
    label(tree)
    repair(tree)
    return tree
