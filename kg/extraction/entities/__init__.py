"""Mentions, coreference and linking within one article."""
