"""How far scores are from what is right, or from what a teacher gives."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as binary
from torch.nn.functional import log_softmax

from training.statements.batch import Gold

_ROLES, _ABSENT, _MODALITY = 1.0, 1.0, 0.5


def trigger_loss(scores: Tensor, gold: Gold) -> Tensor:
    """Summed over words and relations."""
    return (binary(scores, gold.trigger, reduction="none") * gold.known).sum()


def item_loss(roles: Tensor, absent: Tensor, modality: Tensor, gold: Gold, item: Tensor) -> Tensor:
    """Summed over items, weighted."""
    by_pair = (binary(roles, gold.roles, reduction="none").sum(-1) * gold.weight[item]).sum()
    by_absence = (binary(absent, gold.absent, reduction="none").sum(-1) * gold.weight).sum()
    by_modality = -((log_softmax(modality, -1) * gold.modality).sum(-1) * gold.weight).sum()
    return _ROLES * by_pair + _ABSENT * by_absence + _MODALITY * by_modality
