"""Stored queries and the formats of results."""
