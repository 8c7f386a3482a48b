"""Pictures of the graph: chosen parts of it as SVG, PNG, PDF and HTML, and time lines."""

from pathlib import Path

__all__ = ["WEB"]

WEB = Path(__file__).resolve().parent / "web"
"""The modules and styles that pages have in common, and those of the page of `kg plot`."""
