"""A living, fictional Rushcliffe: the only place that may write every room's tables."""
