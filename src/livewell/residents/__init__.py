"""A person's own space: the way in, and everything that is theirs."""
