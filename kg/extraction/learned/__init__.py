"""Statements as a small network reads them: who does what to whom, with probabilities."""
