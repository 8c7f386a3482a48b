"""The program ``kg``, the same as ``python -m kg``."""

from __future__ import annotations

__all__ = ["main"]

_INTERRUPTED = 130  # what a shell reports of a program that SIGINT ended


def main() -> None:
    """Run the command line and exit. An interrupt ends it quietly, also while it is being loaded."""
    try:
        from kg.cli import main as run

        run()
    except KeyboardInterrupt:
        raise SystemExit(_INTERRUPTED) from None


if __name__ == "__main__":
    main()
