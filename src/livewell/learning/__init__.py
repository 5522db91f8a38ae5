"""Learning: courses, places, who came, what people would like to learn, and what came of it."""
