"""What brings other directories in: feeds, their readings, and what becomes of each service."""
