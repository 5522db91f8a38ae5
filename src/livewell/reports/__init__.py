"""Counts for the service and its evaluators, with small numbers hidden; it writes nothing."""
