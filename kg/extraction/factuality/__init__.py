"""Modality, attribution and confidence of statements."""
