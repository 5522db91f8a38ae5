"""A link worker's week in the community, and its little miracles."""
