"""What is typed on the pages of volunteers at work, read into dataclasses."""
