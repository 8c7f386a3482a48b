"""Trees over treebank words onto the tokens of spaCy's tokenizer, which merges and splits 1 to 2 % of
sentences differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokenizer import Tokenizer

from training.conllu import Sentence, Word
from training.corpus import Parse


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    space: bool
    words: tuple[Word, ...]
    """The treebank's words that it overlaps."""
    top: Word
    """The one of them that the others hang on."""

    @property
    def solid(self) -> bool:
        return any(character.isalnum() for character in self.text)


def align(sentence: Sentence, tokenizer: Tokenizer) -> Parse | None:
    """The sentence's tree on spaCy's tokens; None where the two tokenisations leave no tree."""
    tokens = _tokens(sentence, tokenizer)
    if not tokens:
        return None
    rows = _rows(tokens)
    heads = [row[0] for row in rows]
    own = (head == position for position, head in enumerate(heads))
    if any(is_own and token.top.head for is_own, token in zip(own, tokens, strict=True)):
        return None  # a word merged into its own dependent
    if not _is_tree(heads):
        return None
    return Parse(
        words=tuple(token.text for token in tokens),
        spaces=tuple(token.space for token in tokens),
        lemmas=tuple(row[3] for row in rows),
        tags=tuple(row[2] for row in rows),
        heads=tuple(heads),
        labels=tuple(
            "ROOT" if head == position else row[1]
            for position, (head, row) in enumerate(zip(heads, rows, strict=True))
        ),
    )


def _tokens(sentence: Sentence, tokenizer: Tokenizer) -> list[_Token]:
    """spaCy's tokens with the words they overlap; empty if one overlaps none."""
    tokens = []
    for token in tokenizer(sentence.text):
        start, end = token.idx, token.idx + len(token.text)
        words = tuple(word for word in sentence.words if word.start < end and word.end > start)
        if not token.text.strip() or not words:
            return []
        inside = {word.index for word in words}
        top = next(word for word in words if word.head not in inside)
        tokens.append(_Token(token.text, bool(token.whitespace_), words, top))
    return tokens


def _rows(tokens: Sequence[_Token]) -> list[tuple[int, str, str, str]]:
    """Head position, label, tag and lemma of each token."""
    owner = {word.index: position for position, token in enumerate(tokens) for word in token.words}
    pieces: dict[int, list[int]] = {}
    for position, token in enumerate(tokens):
        pieces.setdefault(token.top.index, []).append(position)
    for index, positions in pieces.items():
        owner[index] = next((p for p in reversed(positions) if tokens[p].solid), positions[-1])
    return [
        _row(token, position, owner, len(pieces[token.top.index]) > 1)
        for position, token in enumerate(tokens)
    ]


def _row(token: _Token, position: int, owner: dict[int, int], split: bool) -> tuple[int, str, str, str]:
    """Head position, label, tag and lemma of a token."""
    carrier = owner[token.top.index]
    merged = len(token.words) > 1
    tag = token.words[-1].tag if merged and token.top.tag in ("HYPH", "AFX") else token.top.tag
    if position != carrier:
        if token.solid:
            return carrier, "compound" if position < carrier else "dep", tag, token.text.lower()
        return carrier, "punct", {"-": "HYPH", "–": "HYPH", ".": "."}.get(token.text, tag), token.text.lower()
    written = "".join(word.form for word in token.words)
    lemma = written if merged and written.lower() == token.text.lower() else token.top.lemma
    head = owner[token.top.head] if token.top.head else position
    return head, token.top.rel, tag, token.text.lower() if split else lemma


def _is_tree(heads: Sequence[int]) -> bool:
    if sum(head == position for position, head in enumerate(heads)) != 1:
        return False
    for position in range(len(heads)):
        above = position
        for _ in heads:
            above = heads[above]
        if heads[above] != above:
            return False
    return True
