"""Stored text to the words as a person reads them, with the way back to the stored text."""
