"""What runs the work: this process, several, or a cluster."""
