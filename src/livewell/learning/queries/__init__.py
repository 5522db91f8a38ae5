"""What is read about learning: the catalogue, runs and places, wishes, somebody's own learning, and figures."""
