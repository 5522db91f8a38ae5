"""Threads from a gap to a group that runs by itself, and what waits in the work together."""
