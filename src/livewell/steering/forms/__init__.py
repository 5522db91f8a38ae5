"""What is typed about the project plan, the yearly review and the plans of teams."""
