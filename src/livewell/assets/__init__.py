"""The community directory: organisations and what they offer, found by words and distance."""
