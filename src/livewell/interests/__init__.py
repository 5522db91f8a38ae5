"""What the people who work here know and care about, and how they grow in it."""
