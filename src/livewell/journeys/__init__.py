"""The spine: one person's time with Live Well, from accepted to closed."""
