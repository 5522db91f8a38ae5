"""The workshop: everything here knows nothing of social prescribing."""
