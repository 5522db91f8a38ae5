"""Help now: one click from every page about a person, and the place where a safety matter is raised."""
