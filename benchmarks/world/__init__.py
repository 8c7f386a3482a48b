"""The graph of 22 years of world events: what it answers, how fast, and what it holds of known history."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["ITEMS"]

ITEMS: Final = Path(__file__).resolve().parent / "data" / "current_events-2002-2024.jsonl.xz"
"""The world's events, one a line."""
