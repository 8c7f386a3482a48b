"""What is looked up while reading: ontology, patterns, gazetteer, word lists and weights, loaded once."""
