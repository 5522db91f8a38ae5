"""What may happen to the project plan, to the yearly review of coproduction, and to the plans of teams."""
