"""Statements as RDF: vocabulary, background knowledge, quads and the stores that hold them."""
