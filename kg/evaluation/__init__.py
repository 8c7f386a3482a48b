"""Statements held against gold statements."""
