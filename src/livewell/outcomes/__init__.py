"""The review and the ending: what changed, and what comes next."""
