"""A worker looks back at a session, for themself."""
