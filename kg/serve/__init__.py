"""A store over HTTP: a SPARQL 1.1 endpoint, an API of JSON, and the page to explore it."""
