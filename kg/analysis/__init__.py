"""What can be measured and told of a graph: statistics, network, evidence."""
