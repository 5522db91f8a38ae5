"""Clients that talk to the application in this process, so that they share the test's transaction."""
