"""What the forum works on: challenges, evidence, options and votes, its charter, and what it approves."""
