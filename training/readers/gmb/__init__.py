"""The Groningen Meaning Bank as published in one table, its semi-automatic labels repaired by rule.

In this order: phrases whose label is known; titles cut off; the corpus' label checked against the gazetteer,
the evidence for a name in the whole corpus, and the majority label of that name. Capitalised names without a
label, and labels without support, become unknown.
"""
