"""Where the work is done: in this process, in several of this machine, on a cluster. None of it knows what the work is."""
