"""From a parsed article to statements: who is who, what is said, when, how certain."""
