"""Statements to RDF and back: the only package that knows the layout of the graph."""
