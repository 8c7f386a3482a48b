"""How the network of `kg.extraction.learned` is trained: annotated sentences, a larger teacher, its reading
of open news, calibration."""
