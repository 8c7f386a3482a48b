"""What is protested against, without the place of the protest ("protested against hunger in Oslo")."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.model import Argument
from kg.nlp.tokens import ParsedDoc
from kg.resources.namespaces import is_local, local_slug

__all__ = ["without_place"]

_PLACED: Final = "protests"
"""The relation whose place says where people gather; of others it may be that of the topic itself."""
_WHERE: Final = frozenset({"across", "around", "at", "in", "near", "on", "outside", "throughout"})
_BEFORE: Final = frozenset({"DT", "JJ"})


def without_place(
    relation: str, topic: Argument | None, place: Argument | None, doc: ParsedDoc, article: str
) -> Argument | None:
    """What is protested against, up to the place of the protest where its words end with that; any other
    argument as it is. A topic that several articles may mean is left as it is, too.
    """
    if topic is None or place is None or relation != _PLACED or topic.entity.cls != "Topic":
        return topic
    if place.end != topic.end or place.begin <= topic.begin or not is_local(topic.entity.id, article):
        return topic
    words = doc.around(topic.begin, place.begin)
    first = words.end - 1
    while first > words.start and doc[first].tag_ in _BEFORE:
        first -= 1
    if first <= words.start or doc[first].lower_ not in _WHERE:
        return topic
    end = doc.end_of(first - 1)
    label = topic.entity.label[: -len(" ".join(doc.text[end : topic.end].split()))].rstrip()
    entity = replace(topic.entity, id=f"topic/{local_slug(label, article)}", label=label, aliases=())
    return Argument(entity, topic.begin, end)
