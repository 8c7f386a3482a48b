"""Files of many kinds to documents."""
