"""What ``nlp.pipe`` does, at about two thirds of the price: the parser and the recogniser of names take their
actions from here.

spaCy's own loop over the actions of its transition-based components lets go of Python's lock and then, in
each look at a state, takes it and gives it back, hundreds of times a token. The loop here is of the methods
that spaCy has for training, and keeps the lock. The scores are the same, to the bit, and so are the actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeGuard

from spacy.language import Language
from spacy.pipeline import AttributeRuler, DependencyParser, EntityRecognizer
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from kg.nlp.speedups.rule_table import rule_table
from kg.nlp.speedups.switch import is_on

if TYPE_CHECKING:
    from thinc.types import Floats1d, Floats2d, Ints2d

__all__ = ["pipe"]

_ABREAST = 6
"""How many texts must be under way at once, on average over the actions, for the loop here to be the faster
one.
"""


class _State(Protocol):
    """What a transition-based component has made of a text so far."""

    def is_final(self) -> bool: ...


class _Moves(Protocol):
    def init_batch(self, docs: Sequence[Doc]) -> list[_State]: ...


class _Hidden(Protocol):
    def predict(self, tokens: Ints2d) -> Floats2d: ...


class _Scorer(Protocol):
    """What scores the actions in a state: what it sees of the state, a hidden layer, a layer of scores."""

    attrs: Mapping[str, object]
    state2vec: _Hidden
    vec2scores: Model[Floats2d, Floats2d]
    _class_mask: Floats1d

    def get_token_ids(self, states: Sequence[_State]) -> Ints2d: ...
    def predict(self, states: Sequence[_State]) -> Floats2d: ...
    def clear_memory(self) -> None: ...


class _Component(Protocol):
    """What is used of spaCy's transition-based components, which have no types of their own."""

    cfg: Mapping[str, object]
    model: Model[Sequence[Doc], _Scorer]
    moves: _Moves

    def predict(self, docs: Sequence[Doc]) -> Sequence[_State]: ...
    def set_annotations(self, docs: Sequence[Doc], states: Sequence[_State]) -> None: ...
    def transition_states(self, states: list[_State], scores: Floats2d) -> list[_State]: ...
    def _ensure_labels_are_added(self, docs: Sequence[Doc]) -> None: ...


def pipe(nlp: Language, texts: Iterable[str | Doc], batch_size: int) -> Iterator[Doc]:
    """The parse of each text, whole or in words, in order, as ``nlp.pipe`` gives it.

    Raises what the pipeline's components raise.
    """
    docs: Iterable[Doc] = (nlp.make_doc(text) if isinstance(text, str) else text for text in texts)
    for _, component in nlp.pipeline:
        docs = _stage(component, batch_size)(docs)
    return iter(docs)


def _stage(component: Callable[[Doc], Doc], batch_size: int) -> Callable[[Iterable[Doc]], Iterable[Doc]]:
    """What a component does to a stream of texts."""
    if _is_greedy(component):
        return partial(_decoded, component, batch_size)
    if type(component) is AttributeRuler and is_on("rule_table"):
        return partial(map, rule_table(component) or component)
    stream = getattr(component, "pipe", None)
    if stream is not None:
        return partial(stream, batch_size=batch_size)
    return partial(map, component)


def _is_greedy(component: object) -> TypeGuard[_Component]:
    """Whether the loop here stands for the component's own: not for a search with a beam, a GPU, or a class
    of somebody else's, nor when it is switched off.
    """
    return (
        isinstance(component, DependencyParser | EntityRecognizer)
        and type(component) in (DependencyParser, EntityRecognizer)
        and component.cfg["beam_width"] == 1
        and isinstance(component.model.ops, NumpyOps)
        and is_on("batch_decoding")
    )


def _decoded(component: _Component, batch_size: int, docs: Iterable[Doc]) -> Iterator[Doc]:
    rest = iter(docs)
    while batch := list(islice(rest, batch_size)):
        component.set_annotations(batch, _states(component, batch))
        yield from batch


def _states(component: _Component, docs: Sequence[Doc]) -> list[_State]:
    """The last state of each text, as the component's ``predict`` returns them; by that itself for few texts,
    and where one is far longer than the others.
    """
    if sum(map(len, docs)) <= _ABREAST * max(map(len, docs)):
        return list(component.predict(docs))
    states = component.moves.init_batch(docs)
    unfinished = [state for state in states if not state.is_final()]
    component._ensure_labels_are_added(docs)
    scorer = component.model.predict(docs)
    scores = _scores(scorer)
    while unfinished:
        unfinished = component.transition_states(unfinished, scores(unfinished))
    scorer.clear_memory()
    return states


def _scores(scorer: _Scorer) -> Callable[[Sequence[_State]], Floats2d]:
    """What ``scorer.predict`` does, without what it does for training and for actions that it has not
    learned.
    """
    upper = scorer.vec2scores
    if not scorer.attrs["has_upper"] or upper.name != "linear" or not scorer._class_mask.all():
        return scorer.predict
    weights, bias = upper.get_param("W"), upper.get_param("b")
    context, hidden, product = scorer.get_token_ids, scorer.state2vec.predict, upper.ops.gemm

    def scores(states: Sequence[_State]) -> Floats2d:
        found = product(hidden(context(states)), weights, trans2=True)
        found += bias
        return found

    return scores
