"""Coverage-guided fuzzing, run by `make check-all`."""
