"""What a build costs in time and memory as articles grow in number."""
