"""Predicate-argument structure: what stands in which slot around a verb or noun."""
