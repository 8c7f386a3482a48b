"""Who is who across articles: which names of which articles mean one person, body or place, and which articles are reprints."""
