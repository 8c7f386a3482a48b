"""Documents to parsed tokens: the language pipeline, segmentation, tokens."""
