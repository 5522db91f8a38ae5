"""What is typed about learning: courses and runs, places, wishes, plans and what came of a course."""
