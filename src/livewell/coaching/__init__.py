"""The coach's assessment, what matters to the person, and goals."""
