"""What the network tells apart: relations, roles, modalities, and the classes of words that it sees."""

from __future__ import annotations

from typing import Final

from kg.model import Modality

__all__ = ["DEPS", "ENTS", "MODALITIES", "RELATIONS", "ROLES", "SLOTS", "SYMMETRIC", "TAGS"]

RELATIONS: Final = tuple(
    "accuses acquires agreesWith aids appoints attacks attends coerces cooperatesWith deploys develops "
    "discusses dismisses enacts grants investsIn meets mobilizes operates possesses protests rejects "
    "requests sanctions seeks suffers supplies supports tests threatens unveils visits withdrawsFrom".split()
)
SYMMETRIC: Final = frozenset({"meets", "agreesWith", "cooperatesWith"})
"""Relations whose participants stand side by side."""

ROLES: Final = ("subject", "object", "place", "time", "recipient", "speaker", "quantity")
"""Of a symmetric relation, `subject` is either participant, and `object` one who stands for both sides ("the
two met")."""

MODALITIES: Final[tuple[Modality, ...]] = ("actual", "planned", "possible", "negated")

SLOTS: Final = ("subject", "object", "indirect", "possessor", "modifier", "by")
"""Places around a trigger that the grammar may fill (`Evidence.slots`)."""

TAGS: Final = tuple(
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS "
    "PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX `` _SP".split()
)
DEPS: Final = tuple(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj "
    "csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd "
    "parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp".split()
)
ENTS: Final = tuple(
    "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY "
    "TIME WORK_OF_ART".split()
)
