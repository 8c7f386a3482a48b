"""Measurements that stand beside the package and are not installed with it."""
