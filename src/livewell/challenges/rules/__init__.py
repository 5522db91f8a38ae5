"""What may happen to ideas, votes, the charter, and what the forum is asked to approve."""
