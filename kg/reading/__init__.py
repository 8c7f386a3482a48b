"""From files to parsed articles."""
