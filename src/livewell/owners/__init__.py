"""Those who run something: how they come to their listings without a password, and keep them right."""
