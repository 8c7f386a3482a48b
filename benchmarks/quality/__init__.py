"""How right the extraction is: every development set, scored against people's annotation."""
