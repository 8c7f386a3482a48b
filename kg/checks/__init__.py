"""Whether the data files fit together, and whether every pattern is needed and narrow enough."""
