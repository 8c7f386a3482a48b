"""From parsed tokens to statements."""
