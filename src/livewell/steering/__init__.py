"""What the steering group looks at: milestones, risks to the project, and coproduction itself."""
