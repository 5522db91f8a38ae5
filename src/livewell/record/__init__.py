"""The person's page and timeline, composed from every room; it writes nothing."""
