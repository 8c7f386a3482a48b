"""The graph of 22 years of world events: what it answers, how fast, and what it holds of known history."""
