"""The person: identity, consent, contact and access needs."""
