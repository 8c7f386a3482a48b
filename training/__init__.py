"""How the English pipeline that ships with newskg is made: corpora, training, evaluation.

Not part of the installed package.
"""
