"""Messages between a person and their team."""
