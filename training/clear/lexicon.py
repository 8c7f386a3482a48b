"""Word lists the conversion asks: verbs by the constructions they take, prepositions, and small closed
classes.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


REPORTING = _words("""
    say tell announce report add note claim argue state explain insist warn write ask reply answer declare
    comment conclude observe
    think believe suggest admit acknowledge confirm deny estimate recall continue mutter whisper shout
    exclaim remark quip joke predict
    assert maintain stress point contend complain cry yell sigh guess suppose reckon
""")
"""Verbs that, after what was said, head the sentence: "It works, she said"."""

RAISING = _words("""
    want expect allow let make have see hear watch feel notice need like love hate prefer believe consider
    know imagine wish help get
    leave keep find cause enable permit require think understand mean intend observe catch assume deem
""")
"""Verbs whose object is the subject of the clause that follows: "want them to go"."""

GIVING = _words("""
    give offer hand show sell lend grant award send teach tell pay donate present provide deliver assign
    bring owe read write extend
    transfer
""")
"""Verbs whose `to` phrase is a recipient."""

CLAUSE_PREPOSITIONS = _words("""
    of about on by with without in from into upon towards toward at through despite against over regarding
    concerning besides beyond
    between under within during via
""")
"""Prepositions also when a clause follows."""

AMBIGUOUS_PREPOSITIONS = _words("for after before since until as than like to except")
"""Prepositions before a bare gerund, conjunctions before anything finite."""

NOT_AGENTS = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october
    november december year month week day end time today tomorrow hand way means virtue default now then far
    accident mistake chance
""")
"""Nouns that after a passive and `by` say when or how."""

CURRENCY = _words("$ US$ £ € ¥ ₩ A$ C$ HK$ NZ$ S$ ₹")
NAME_SUFFIXES = _words("jr. jr sr. sr ii iii iv v inc. inc ltd. ltd corp. corp llc")
NEGATIONS = frozenset(["not", "n't", "n’t", "never"])
POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
SENTENCE_ADVERBS = _words("""
    also still already now just often usually probably currently always then therefore actually certainly
    definitely once perhaps again
    generally there here
""")
"""Adverbs between copula and predicate that belong to the clause."""

SUBORDINATORS = _words("if when because while although since though unless until after before whenever")
RELATIVE_HEADS = _words("what whatever whoever whomever where wherever how why when whichever")
"""Words that head a free relative in Universal Dependencies: "what he said"."""
