"""What a meeting's counts may be, what they add up to, what they warn of, and what becomes of a comment."""
