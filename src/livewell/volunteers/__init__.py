"""The volunteers' way in: roles, applying, references, checks and training, until they are ready."""
