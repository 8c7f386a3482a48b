"""What newskg costs, beside the limits and the peers that can be run here."""
