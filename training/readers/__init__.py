"""One reader per source of names: its own labels in, OntoNotes labels out; what it does not say stays
unknown.
"""
