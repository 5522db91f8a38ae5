"""What people look for and is not there: raised, joined, worked on, and settled one way or another."""
