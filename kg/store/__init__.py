"""Where graphs are kept: a directory, a file, an endpoint."""
