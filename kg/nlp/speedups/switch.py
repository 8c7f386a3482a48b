"""Which speed-ups are on: all, unless NEWSKG_SPEEDUPS says otherwise."""

from __future__ import annotations

import os

from kg.errors import ModelError

__all__ = ["SPEEDUPS", "is_on"]

SPEEDUPS = ("batch_decoding", "blis_kernels", "rule_table", "word_vectors")


def is_on(name: str) -> bool:
    """Whether the speed-up is on.

    NEWSKG_SPEEDUPS is 1 for all (as when it is not set), 0 for none, or names those wanted, separated by
    commas. Raises ModelError where it says anything else.
    """
    said = os.environ.get("NEWSKG_SPEEDUPS", "1").strip()
    if said in ("", "0", "1"):
        return said != "0"
    wanted = {one.strip() for one in said.split(",")}
    if unknown := sorted(wanted.difference(SPEEDUPS)):
        raise ModelError(
            "NEWSKG_SPEEDUPS", f"no speed-up `{unknown[0]}`", f"use 1, 0, or some of {', '.join(SPEEDUPS)}"
        )
    return name in wanted
