"""Expressions of time to intervals, and which of them a statement holds at."""
