"""What can be had from a graph: queries, exports, statistics, pictures, measures."""
