"""What is read off the vectors of words: triggers with relations, the words of their roles, modality. The
same for teacher and student.

Pairs are scored by the sum and the product of projections of trigger and word (after Dozat and Manning 2017),
their path in the tree and what patterns and grammar say of them.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from kg.extraction.learned import features
from kg.extraction.learned.labels import MODALITIES, RELATIONS, ROLES
from kg.extraction.learned.pairs import PAIR_FLAGS, WORD_FLAGS
from training.statements.batch import Items


class Heads(nn.Module):
    """Heads over vectors of this width; ``pair`` is the width of what is seen of a pair, ``path`` that of a
    path."""

    def __init__(
        self, width: int, hidden: int = 128, pair: int = 160, path: int = 48, dropout: float = 0.2
    ) -> None:
        super().__init__()
        relations = len(RELATIONS)
        self.dropout = nn.Dropout(dropout)
        self.trigger_hidden = nn.Linear(width, hidden)
        self.trigger = nn.Linear(hidden, relations)
        self.heard = nn.Parameter(torch.zeros(WORD_FLAGS // relations, relations))
        self.item = nn.Linear(width, 2 * pair)
        self.relation = nn.Embedding(relations, 2 * pair)
        self.word = nn.Linear(width, 2 * pair)
        self.path = nn.Embedding(features.PATHS, path)
        self.worded = nn.Embedding(features.PATHS, path)
        self.route = nn.Linear(2 * path, pair, bias=False)
        self.form = nn.Embedding(features.FORMS, pair)
        self.place = nn.Embedding(features.PLACES, pair)
        self.flags = nn.Linear(PAIR_FLAGS, pair, bias=False)
        self.pair_hidden = nn.Linear(pair, pair // 2)
        self.roles = nn.Linear(pair // 2, len(ROLES))
        self.role_of = nn.Embedding(relations, len(ROLES))
        self.absent = nn.Linear(pair, 2)
        self.absent_of = nn.Embedding(relations, 2)
        self.modality_hidden = nn.Linear(width, hidden // 2)
        self.modality_relation = nn.Embedding(relations, hidden // 2)
        self.modality_said = nn.Embedding(20, hidden // 2)
        self.modality = nn.Linear(hidden // 2, len(MODALITIES))
        for table in (
            self.path,
            self.worded,
            self.form,
            self.place,
            self.relation,
            self.modality_said,
            self.modality_relation,
        ):
            nn.init.normal_(table.weight, std=0.1)
        for table in (self.role_of, self.absent_of):
            nn.init.zeros_(table.weight)
        nn.init.constant_(self.trigger.bias, -5.0)
        nn.init.constant_(self.roles.bias, -3.0)

    def triggers(self, words: Tensor, flags: Tensor) -> Tensor:
        """Scores (words, relations)."""
        hidden = self.dropout(torch.relu(self.trigger_hidden(words)))
        return self.trigger(hidden) + (flags.view(len(flags), 3, -1) * self.heard).sum(1)

    def items(self, words: Tensor, items: Items) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of roles (pairs, 7), of what is absent (items, 2), of modality (items, 4)."""
        mine = words[items.trigger]
        add, times = (self.item(mine) + self.relation(items.relation)).chunk(2, -1)
        other_add, other_times = self.word(words).chunk(2, -1)
        route = self.route(torch.cat([self.path(items.path), self.worded(items.worded)], -1))
        seen = route + self.form(items.form) + self.place(items.place) + self.flags(items.flags)
        joint = add[items.item] + other_add[items.word] + times[items.item] * other_times[items.word] + seen
        hidden = self.dropout(torch.relu(self.pair_hidden(self.dropout(torch.relu(joint)))))
        roles = self.roles(hidden) + self.role_of(items.relation)[items.item]
        absent = self.absent(self.dropout(torch.relu(add))) + self.absent_of(items.relation)
        said = self.modality_said(items.said) + self.modality_relation(items.relation)
        modality = self.modality(self.dropout(torch.relu(self.modality_hidden(mine) + said)))
        return roles, absent, modality
