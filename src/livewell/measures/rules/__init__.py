"""What an instrument is, how answers become a score, and what a score may be taken to mean."""
