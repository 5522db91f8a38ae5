"""What makes a pathway ready, what is said at each step, and what a safety plan holds."""
