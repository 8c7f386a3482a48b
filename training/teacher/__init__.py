"""A larger network that reads open text for the small one to learn from: MiniLM's encoder, fine-tuned on the
same corpora.

Needs the extra `teacher` (PyTorch). What it writes are corpora in the formats of `training.corpus`; nothing
of it ships.
"""
