"""The weighted mean of two pipelines with the same layers: what tuning taught, without what it unlearned."""

from __future__ import annotations

from spacy.language import Language


def blend(tuned: Language, base: Language, share: float) -> Language:
    """`tuned`, changed in place: each weight is `share` of its own and the rest of the base's. The layers must be the same."""
    for name, component in tuned.pipeline:
        model, other = component.model, base.get_pipe(name).model
        for node, twin in zip(model.walk(), other.walk(), strict=True):
            if node.name.endswith("listener"):  # has no weights of its own
                continue
            for parameter in node.param_names:
                if node.has_param(parameter):
                    mean = share * node.get_param(parameter) + (1 - share) * twin.get_param(parameter)
                    node.set_param(parameter, mean)
    return tuned
