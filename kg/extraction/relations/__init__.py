"""Triggers and arguments to statements and events."""
