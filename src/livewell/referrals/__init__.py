"""The ways in, and the triage desk."""
