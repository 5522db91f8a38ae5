"""A person and a community asset: suggested, introduced, attended, settled."""
