"""More training of a pipeline there is: some steps on other data cost minutes, where training from the start
takes an hour.

What a network forgets on the way comes back when its weights are averaged with those it started from
(Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from spacy.language import Language
from spacy.pipeline import TrainablePipe
from thinc.api import Config, Model


def load_terms(path: Path) -> dict[str, Any]:
    """How a pipeline is trained on: `steps` of a batch each, looking at the dev set `every` so many, the
    highest `rate` at which it learns, and for each component that is averaged the `share` of its new weights.
    """
    with path.open("rb") as file:
        return tomllib.load(file)


def refining(config: Config, pipeline: Path, terms: dict[str, Any]) -> Config:
    """A copy of the settings that starts from the components and vectors of the folder `pipeline`, with the
    steps and rate of `terms`.
    """
    changed = config.copy()
    changed["components"] = {name: {"source": str(pipeline)} for name in config["nlp"]["pipeline"]}
    changed["paths"]["vectors"] = str(pipeline)
    changed["training"]["max_steps"] = terms["steps"]
    changed["training"]["eval_frequency"] = terms["every"]
    changed["training"]["batcher"]["size"] = config["training"]["batcher"]["size"]["stop"]
    changed["training"]["optimizer"]["learn_rate"] |= {
        "total_steps": terms["steps"],
        "initial_rate": terms["rate"],
    }
    return changed


def average(old: Language, new: Language, shares: dict[str, float]) -> None:
    """Make each weight of a component of `new` that share of itself and the rest of what it is in
    the same component of `old`. Components without a share stay as they are.
    """
    for name, share in shares.items():
        if name not in new.pipe_names:
            continue
        pairs = zip(_parameters(old, name), _parameters(new, name), strict=True)
        for (before, key), (after, _) in pairs:
            after.set_param(key, (1 - share) * before.get_param(key) + share * after.get_param(key))


def _parameters(nlp: Language, name: str) -> Iterator[tuple[Model[Any, Any], str]]:
    """Each weight of a component: the node of its model that has it, and what it is called there."""
    model: Model[Any, Any] = cast(TrainablePipe, nlp.get_pipe(name)).model
    return ((node, name) for node in model.walk() for name in node.param_names if node.has_param(name))
