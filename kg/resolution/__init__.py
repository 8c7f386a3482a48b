"""Who is who across articles, and which articles are reprints."""
